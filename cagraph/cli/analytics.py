"""The command of measures: centralities, communities and similarities over windows of time."""

import sys
from collections.abc import Callable
from typing import Annotated, Any, Final

import typer
from rich.markup import escape

from cagraph.cli import show
from cagraph.cli.options import Among, Bilateral, Kinds, Level, Of, On, Since, Ties, Topic, Until, Weight
from cagraph.errors import ParameterError
from cagraph.graph import KnowledgeGraph, Measured

ROWS: Final = 20
WINDOWS: Final = 8


def register(app: typer.Typer, opened: Callable[[], KnowledgeGraph]) -> None:
    """Add the command to the program, which knows how to open the graph."""

    @app.command()
    def analyse(
        measure: Annotated[str, typer.Argument(help="A measure, as betweenness; none lists them.")] = "",
        view: Annotated[str, typer.Option(help="The network, ties without it; not for measures of records.")] = "",
        since: Since = "",
        until: Until = "",
        by: Annotated[str, typer.Option(help="year, or rolling:5 for each five years; else one window.")] = "",
        ties: Ties = None,
        among: Among = None,
        on: On = "",
        kinds: Kinds = "",
        level: Level = "",
        bilateral: Bilateral = False,
        weight: Weight = "",
        topic: Topic = "",
        of: Of = "",
        sensitivity: Annotated[
            bool, typer.Option("--sensitivity", help="Give each value its range, and what moves it.")
        ] = False,
        as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
        as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
    ) -> None:
        """Measure a network or records, as: cagraph analyse strength --ties met --since 2017 --until 2025 --by year."""
        if as_json and as_csv:
            raise ParameterError("--json and --csv exclude each other", "give one")
        graph = opened()
        if not measure:
            _list(graph, as_json)
            return
        asked = {"on": on, "kinds": kinds, "level": level, "bilateral": bilateral, "weight": weight, "topic": topic}
        found = graph.analyse(measure, view, since, until, by, ties or (), among or (), of, sensitivity, **asked)
        if as_json:
            show.as_json(found)
        elif as_csv:
            sys.stdout.write(found.csv())
        else:
            _print(found)


def _list(graph: KnowledgeGraph, as_json: bool) -> None:
    measures = graph.measures.values()
    if as_json:
        show.as_json([{"measure": one.name, "definition": one.definition, "source": one.source} for one in measures])
        return
    table = show.columns("measure", "definition", "source")
    for one in measures:
        table.add_row(one.name, escape(one.definition), escape(one.source))
    show.out().print(table)


def _print(found: Measured) -> None:
    """The last windows side by side: first the network as a whole, then the nodes or pairs, by the last window."""
    console = show.out()
    windows = found["windows"][-WINDOWS:]
    console.print(f"[bold]{escape(found['title'])}[/bold] of {found['view']}: {escape(found['rule'])}")
    table = show.columns("", *(window["window"] for window in windows))
    for name in dict.fromkeys(name for window in windows for name in window["network"]):
        table.add_row(name.replace("_", " "), *(_cell(window["network"].get(name)) for window in windows))
    table.add_section()
    values = [{_named(row, found): _ranged(row) for row in window["values"]} for window in windows]
    names = list(dict.fromkeys(name for column in reversed(values) for name in column))
    for name in names[:ROWS]:
        table.add_row(escape(name), *(column.get(name, "") for column in values))
    console.print(table)
    _print_moves(windows[-1], found)
    if len(names) > ROWS or len(found["windows"]) > WINDOWS:
        console.print(f"[dim]Rows: {len(names)}, windows: {len(found['windows'])}; --json and --csv have all[/dim]")
    if found["columns"]:
        console.print(f"[dim]Beside each value --json and --csv have {', '.join(found['columns'])}[/dim]")
    notes = [*found["notes"], *(f"{each['window']}: {note}" for each in windows for note in each["notes"])]
    for note in notes[: show.SHOWN]:
        console.print(f"Note: {escape(note)}")
    if len(notes) > show.SHOWN:
        console.print(f"[dim]… and {len(notes) - show.SHOWN} more; --json has them all[/dim]")
    console.print(f"[dim]Data version {found['data_version'][:12]}[/dim]")


def _print_moves(window: dict[str, Any], found: Measured) -> None:
    """What moves the values of a window, and whose most."""
    about = {way["scenario"]: way["about"] for way in found.get("scenarios", ())}
    for move in window.get("moved_by", ()):
        told = f"{move['records']} records"
        if move["change"]:
            told += f", most {_named(move, found)} by {_cell(move['change'])}"
        show.out().print(escape(f"{window['window']}, {move['scenario']} ({about[move['scenario']]}): {told}"))


def _ranged(row: dict[str, Any]) -> str:
    """A value, with its range where that is asked for and is one."""
    value = _cell(row["value"])
    low, high = row.get("low", row["value"]), row.get("high", row["value"])
    return value if low == high else f"{value} ({_cell(low)} to {_cell(high)})"


def _named(row: dict[str, Any], found: Measured) -> str:
    return " – ".join(f"{found['labels'][row[end]]} ({row[end]})" for end in found.ends) or "together"


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    return f"{value:.4g}" if isinstance(value, float) else str(value)
