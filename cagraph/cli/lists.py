"""The command for lists of entities."""

from collections.abc import Callable, Iterable
from typing import Annotated

import typer
from rich.markup import escape

from cagraph.cli import show
from cagraph.cli.options import Since, Until
from cagraph.errors import ParameterError
from cagraph.graph import KnowledgeGraph


def pairs(words: Iterable[str]) -> list[tuple[str, str]]:
    """Words as `name=value`. Raises ParameterError."""
    found = []
    for word in words:
        name, equals, value = word.partition("=")
        if not equals:
            raise ParameterError(f"'{word}' is no parameter", "write name=value")
        found.append((name, value))
    return found


def register(app: typer.Typer, opened: Callable[[], KnowledgeGraph]) -> None:
    """Add the command; `opened` gives the graph when it runs."""

    @app.command()
    def find(
        kind: Annotated[str, typer.Argument(help="A kind, as treaties or Treaty.")],
        filters: Annotated[list[str] | None, typer.Argument(help="parameter=value …, as party=KAZ")] = None,
        q: Annotated[str, typer.Option(help="Text to find in any name.")] = "",
        since: Since = "",
        until: Until = "",
        on: Annotated[str, typer.Option(help="A day.")] = "",
        sort: Annotated[str, typer.Option(help="date, -date, label, id …")] = "date",
        limit: Annotated[int, typer.Option(help="How many at most.")] = 100,
        cursor: Annotated[str, typer.Option(help="Which page, as --json gives it.")] = "",
        facets: Annotated[str, typer.Option(help="What to count, as party,year.")] = "",
        lang: Annotated[str, typer.Option(help="Language of labels.")] = "",
        as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    ) -> None:
        """List entities of a kind, as: cagraph find treaties party=KAZ party=UZB."""
        wanted: dict[str, list[str]] = {}
        for name, value in pairs(filters or []):
            wanted.setdefault(name, []).append(value)
        counted = [name for name in facets.split(",") if name]
        found = opened().find(kind, wanted, q, since, until, on, sort, limit, cursor, counted, lang)
        if as_json:
            show.as_json(found)
            return
        table = show.columns("id", "kind", "label")
        for item in found["items"]:
            table.add_row(item["id"], item["kind"], escape(item["label"]))
        show.out().print(table)
        show.out().print(f"{len(found['items'])} of {found['total']}: {escape(found['read_as'])}")
        for name, facet in found["facets"].items():
            told = ", ".join(
                f"{found['labels'].get(one['value'], one['value'])} {one['count']}" for one in facet["counts"]
            )
            show.out().print(f"{name}: {escape(told)}")
