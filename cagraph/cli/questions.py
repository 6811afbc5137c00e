"""The command that takes questions in words."""

from collections.abc import Callable
from typing import Annotated

import typer

from cagraph.cli import show
from cagraph.graph import Graph


def register(app: typer.Typer, opened: Callable[[], Graph]) -> None:
    """Add the command to the program, which knows how to open the graph."""

    @app.command()
    def ask(
        question: Annotated[str, typer.Argument(help="In plain English or Russian.")],
        lang: Annotated[str, typer.Option(help="Language of the answer, en or ru; else that of the question.")] = "",
        today: Annotated[str, typer.Option(help="The day from which “the last five years” are counted.")] = "",
        as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    ) -> None:
        """Ask a question, as: cagraph ask "which treaties link Kazakhstan and Uzbekistan"."""
        show.answer(opened().ask(question, lang, today).as_dict(), as_json)
