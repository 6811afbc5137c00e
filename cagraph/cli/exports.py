"""The command of exports: networks and dumps as files."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from cagraph.cli import files, show
from cagraph.cli.options import (
    Annotations,
    Bilateral,
    Colour,
    Dynamic,
    Facts,
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
from cagraph.errors import ParameterError
from cagraph.graph import Graph, KnowledgeGraph
from cagraph.graph import release as released


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
        facts: Facts = "",
        annotations: Annotations = False,
    ) -> None:
        """Write a network or dump to a file, as: cagraph export gexf --view ties --out ties.gexf."""
        asked: dict[str, Any] = {"on": on, "kinds": kinds, "level": level, "bilateral": bilateral}
        asked |= {"weight": weight, "topic": topic, "lang": lang, "layout": layout, "size": size, "colour": colour}
        asked |= {"dynamic": dynamic, "facts": facts, "annotations": annotations}
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

    @app.command()
    def release(
        directory: Annotated[Path, typer.Argument(help="A new directory, or an empty one.")],
        address: Annotated[str, typer.Option(help="Where it will be published, as https://example.org/cagraph/.")] = "",
        without: Annotated[list[str] | None, typer.Option(help="A format to leave out; repeated.")] = None,
    ) -> None:
        """Write every export, and what describes them, into one directory, as: cagraph release out/."""
        graph = opened()
        if not isinstance(graph, Graph):
            raise ParameterError("a release is written where the graph is built", "build it here: cagraph build")
        found = show.with_progress(lambda told: released(graph, directory, address, without or (), told))
        total = sum(part.size for part in found.parts)
        show.out().print(f"Wrote {directory}: {len(found.parts)} files of data, {total} bytes", soft_wrap=True)
