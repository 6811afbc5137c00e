"""The command that writes the pages as plain files, for any web host."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from cagraph.cli import show
from cagraph.errors import ParameterError
from cagraph.graph import Graph, KnowledgeGraph
from cagraph.settings import Settings

_FEW = 4


def register(app: typer.Typer, opened: Callable[[], KnowledgeGraph]) -> None:
    """Add the command to the program, which knows how to open the graph."""

    @app.command()
    def publish(
        static: Annotated[Path, typer.Option(help="The directory: a new or empty one, or an earlier publication.")],
        languages: Annotated[str, typer.Option(help="Languages of the pages; those of the first are at the top.")] = (
            "en,ru"
        ),
        address: Annotated[str, typer.Option(help="Where it will be, for search engines: https://…")] = "",
        jobs: Annotated[
            int, typer.Option(help="How many processes make pages; 0: one for each processor, up to 4.")
        ] = 0,
    ) -> None:
        """Write the pages as plain files for any web host, as: cagraph publish --static site/."""
        from cagraph_api.publication import publish as published

        graph = opened()
        if not isinstance(graph, Graph):
            raise ParameterError("pages are published where the graph is built", "build it here: cagraph build")
        if jobs < 0:
            raise ParameterError(f"jobs: {jobs} is below zero", "write 1 or more, or leave it out")
        settings = Settings.from_environment(os.environ)
        again = partial(Graph.built, settings.store, base=settings.base)
        tongues = [one.strip() for one in languages.split(",")]
        many = jobs or min(os.cpu_count() or 1, _FEW)
        found = show.with_progress(lambda told: published(graph, static, tongues, address, told, again, many))
        show.out().print(f"Wrote {escape(str(static))}: {found.files} files, {found.bytes} bytes", soft_wrap=True)
        for one, other in found.same_but_for_case:
            show.err().print(
                f"{one} and {other} differ in case alone: serve the files from a disk that tells them apart"
            )
