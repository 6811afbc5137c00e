"""The command of the treaty clock: what an instrument's status is on a day."""

from collections.abc import Callable
from typing import Annotated, Any

import typer
from rich.markup import escape

from cagraph.cli import show
from cagraph.graph import KnowledgeGraph


def register(app: typer.Typer, opened: Callable[[], KnowledgeGraph]) -> None:
    """Add the command to the program, which knows how to open the graph."""

    @app.command()
    def status(
        instrument: Annotated[str, typer.Argument(help="The id of an instrument.")],
        party: Annotated[str, typer.Option(help="For one party; else generally and for each.")] = "",
        on: Annotated[str, typer.Option(help="The day asked about; else the last that was recorded.")] = "",
        known_on: Annotated[str, typer.Option(help="Use only what was recorded by this day.")] = "",
        as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    ) -> None:
        """Say whether an instrument is signed, in force …, as: cagraph status caricc-agreement --on 2010-01-01."""
        found = opened().status(instrument, party, on, known_on)
        if as_json:
            show.as_json(found)
        else:
            _print(found)


def _print(found: dict[str, Any]) -> None:
    console = show.out()
    known = f", as known on {found['known_on']}" if found["known_on"] else ""
    whom = f" for {found['party']}" if found["party"] else ""
    console.print(f"[bold]{escape(found['label'])}[/bold], on {found['on']}{whom}{known}")
    for name, answer in found["status"].items():
        value = answer["value"] + (" (presumed)" if answer["presumed"] else "")
        because = f"{answer['reason']} {_some(answer['evidence'])}".strip()
        console.print(f"{name.replace('_', ' ')}: [bold]{value}[/bold] — {escape(because)}")
    if found["parties"]:
        names = ("signed", "consent", "in_force")
        table = show.columns("party", *(name.replace("_", " ") for name in names))
        for party, answers in found["parties"].items():
            table.add_row(party, *(answers[name]["value"] for name in names))
        console.print(table)
    console.print(f"[dim]Data version {found['data_version'][:12]}[/dim]")


def _some(claims: list[str]) -> str:
    more = [f"+{len(claims) - show.SHOWN_IN_ROW}"] if len(claims) > show.SHOWN_IN_ROW else []
    return " ".join([*(f"[{claim[:8]}]" for claim in claims[: show.SHOWN_IN_ROW]), *more])
