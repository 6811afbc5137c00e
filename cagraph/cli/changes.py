"""The command for what changed since a data version or a day."""

from collections.abc import Callable
from typing import Annotated, Any

import typer
from rich.markup import escape

from cagraph.cli import show
from cagraph.graph import Graph


def register(app: typer.Typer, opened: Callable[[], Graph]) -> None:
    """Add the command; `opened` gives the graph when it runs."""

    @app.command()
    def changes(
        since: Annotated[str, typer.Option(help="A data version, its first digits, or a day.")] = "",
        until: Annotated[str, typer.Option(help="The last version or day.")] = "",
        kind: Annotated[str, typer.Option(help="Of a kind, as treaties.")] = "",
        party: Annotated[list[str] | None, typer.Option(help="What names this party; repeated: all of them.")] = None,
        id_: Annotated[str, typer.Option("--id", help="Of one entity, claim or graph.")] = "",
        net: Annotated[bool, typer.Option("--net", help="What is left of all changes, between versions.")] = False,
        limit: Annotated[int, typer.Option(help="How many at most.")] = 100,
        cursor: Annotated[str, typer.Option(help="Which page, as --json gives it.")] = "",
        as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    ) -> None:
        """Say what changed, as: cagraph changes --since 2026-11-24 --kind treaties."""
        asked = {"kind": kind, "parties": party or [], "id": id_, "net": net, "limit": limit, "cursor": cursor}
        found = opened().changes(since, until, **asked)
        if as_json:
            show.as_json(found)
            return
        console = show.out()
        for entry in found["items"]:
            console.print(escape(_line(entry)))
            for name, sides in entry["fields"].items() if entry["action"] == "changed" else ():
                console.print(f"    {name}: {escape(_said(sides.get('old')))} → {escape(_said(sides.get('new')))}")
        console.print(f"{len(found['items'])} of {found['total']}: {escape(found['read_as'])}")
        console.print(f"[dim]Data version {found['data_version'][:12]}, known since {found['oldest'][:12]}[/dim]")


def _line(entry: dict[str, Any]) -> str:
    about = entry.get("about", entry)
    named = f" ({about['kind']} {about['label']})" if about.get("label") else ""
    return f"{entry['time'][:19]} {entry['action']} {entry['what']} {entry['id']}{named}"


def _said(value: Any) -> str:
    """A value in few words: links as ids."""
    if isinstance(value, dict):
        return str(value["id"]) if "id" in value else ", ".join(f"{key} {_said(one)}" for key, one in value.items())
    return "; ".join(map(_said, value)) if isinstance(value, list) else "nothing" if value is None else str(value)
