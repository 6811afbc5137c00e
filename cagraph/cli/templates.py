"""The command of templates: tables to fill in."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from cagraph import graph as workshop
from cagraph.cli import files, show
from cagraph.graph import KnowledgeGraph
from cagraph.settings import Settings


def register(app: typer.Typer, opened: Callable[[], KnowledgeGraph]) -> None:
    """Add the command to the program."""

    @app.command()
    def template(
        kind: Annotated[str, typer.Argument(help="A kind, as Visit; cagraph schema lists them.")],
        out: Annotated[str, typer.Option(help="File to write, ending in .xlsx or .csv.")] = ...,  # type: ignore[assignment]
        fill: Annotated[list[str] | None, typer.Option(help="The id of a record to fill in; repeated.")] = None,
        lang: Annotated[list[str] | None, typer.Option(help="A language of names, as kk-Cyrl; repeated.")] = None,
        parts: Annotated[int, typer.Option(help="How many participants, or other components, have columns.")] = 3,
    ) -> None:
        """Write a table to fill in and to load, as: cagraph template Visit --out visits.xlsx."""
        settings = Settings.from_environment(os.environ)
        content = workshop.template(settings, kind, out, fill or (), lang or workshop.LANGUAGES, parts)
        files.write(Path(out), [content])
        show.out().print(f"Wrote {out}", markup=False, soft_wrap=True)
