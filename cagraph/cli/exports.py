"""The command of exports: networks and dumps as files."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from cagraph.cli import files, show
from cagraph.cli.options import (
    Bilateral,
    Colour,
    Dynamic,
    Kinds,
    Lang,
    Layout,
    Level,
    On,
    Since,
    Size,
    Topic,
    Until,
    Weight,
)
from cagraph.graph import KnowledgeGraph


def register(app: typer.Typer, opened: Callable[[], KnowledgeGraph]) -> None:
    """Add the command to the program, which knows how to open the graph."""

    @app.command()
    def export(
        format_: Annotated[str, typer.Argument(metavar="FORMAT", help="As gexf; docs/exports.md tells of each.")],
        view: Annotated[str, typer.Option(help="Which network; docs/networks.md tells of each.")] = "events",
        out: Annotated[str, typer.Option(help="File to write; - for standard output.")] = "-",
        since: Since = "",
        until: Until = "",
        on: On = "",
        kinds: Kinds = "",
        level: Level = "",
        bilateral: Bilateral = False,
        weight: Weight = "",
        topic: Topic = "",
        lang: Lang = "",
        layout: Layout = "",
        size: Size = "",
        colour: Colour = "",
        dynamic: Dynamic = False,
    ) -> None:
        """Write a network or dump to a file, as: cagraph export gexf --view ties --out ties.gexf."""
        asked: dict[str, Any] = {"on": on, "kinds": kinds, "level": level, "bilateral": bilateral}
        asked |= {"weight": weight, "topic": topic, "lang": lang, "layout": layout, "size": size, "colour": colour}
        asked |= {"dynamic": dynamic}
        graph = opened()
        pieces = graph.export(format_, view, since, until, **asked)
        if out == "-":
            sys.stdout.flush()
            sys.stdout.buffer.writelines(pieces)
            return
        target = Path(out)
        files.write(target, pieces)
        show.out().print(f"Wrote {out}, {target.stat().st_size} bytes")
        if format_ == "gexf" and (link := graph.gephi_lite(view, since, until, **asked)):
            show.out().print(f"Open in Gephi Lite: {link}", markup=False, soft_wrap=True)
