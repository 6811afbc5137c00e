"""The commands of connections: how two entities are connected, and the relation of two parties."""

import sys
from collections.abc import Callable
from typing import Annotated, Any

import typer
from rich.markup import escape

from cagraph.cli import show
from cagraph.cli.options import Since, Until
from cagraph.graph import KnowledgeGraph

Lang = Annotated[str, typer.Option(help="en or ru.")]


def register(app: typer.Typer, opened: Callable[[], KnowledgeGraph]) -> None:
    """Add the commands to the program, which knows how to open the graph."""

    @app.command()
    def path(
        start: Annotated[str, typer.Argument(metavar="FROM", help="An id, or a name that only one entity has.")],
        goal: Annotated[str, typer.Argument(metavar="TO", help="Another one.")],
        max_hops: Annotated[int, typer.Option(help="How many hops at most, 1 to 6.")] = 4,
        limit: Annotated[int, typer.Option(help="How many chains at most, 1 to 20.")] = 5,
        since: Since = "",
        until: Until = "",
        via: Annotated[list[str] | None, typer.Option(help="A kind that may stand in between; repeated: any.")] = None,
        avoid: Annotated[list[str] | None, typer.Option(help="An entity not to pass through.")] = None,
        hubs: Annotated[str, typer.Option(help="last, allow or never: entities tied to very many.")] = "last",
        lang: Annotated[str, typer.Option(help="Language of labels.")] = "",
        as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    ) -> None:
        """Show how two entities are connected, as: cagraph path kakha-imnadze central-asia-2040-concept."""
        found = opened().paths(
            start, goal, max_hops, limit, since, until, via or (), avoid or (), hubs, full_evidence=as_json, lang=lang
        )
        if as_json:
            show.as_json(found)
        else:
            _print_paths(found)
        if not found["paths"]:
            raise typer.Exit(3)

    @app.command()
    def dyad(
        one: Annotated[str, typer.Argument(help="The id of a party, as KAZ.")] = "",
        other: Annotated[str, typer.Argument(help="The id of another; none lists the pairs of the first.")] = "",
        on: Annotated[str, typer.Option(help="The day to see them from; else the last that was recorded.")] = "",
        since: Since = "",
        until: Until = "",
        lang: Lang = "en",
        format_: Annotated[str, typer.Option("--format", help="markdown, html or json.")] = "markdown",
    ) -> None:
        """Write the brief of two parties, as: cagraph dyad KAZ UZB --on 2024-08-09; without the second list pairs."""
        graph = opened()
        if not other:
            _print_pairs(graph.dyads(one)["pairs"], format_)
        elif format_ == "json":
            show.as_json(graph.dyad(one, other, on, since, until, lang))
        else:
            sys.stdout.write(graph.brief(one, other, on, since, until, lang, format_))


def _print_pairs(pairs: list[dict[str, Any]], format_: str) -> None:
    if format_ == "json":
        show.as_json(pairs)
        return
    table = show.columns("parties", "total", "records of the two alone")
    for pair in pairs:
        counts = ", ".join(f"{name} {count}" for name, count in pair["counts"].items())
        table.add_row(" ".join(pair["parties"]), str(pair["total"]), counts)
    show.out().print(table)


def _print_paths(found: dict[str, Any]) -> None:
    console = show.out()
    for number, path in enumerate(found["paths"], 1):
        console.print(escape(f"{number}. {path['text']}"))
        for hop in path["hops"]:
            claims = [claim for link in hop["links"] for claim in link["evidence"]]
            some = " ".join(f"[{claim[:8]}]" for claim in claims[: show.SHOWN_IN_ROW])
            console.print(f"[dim]   {escape(hop['from'])} – {escape(hop['to'])}: {escape(some)}[/dim]")
    for note in found["notes"]:
        console.print(f"Note: {escape(note)}")
    console.print(f"[dim]Data version {found['data_version'][:12]}[/dim]")
