"""Prints answers, tables and JSON."""

import json
import sys
from collections.abc import Callable
from types import MappingProxyType
from typing import Any, Final, TypeVar

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TextColumn
from rich.table import Table

SHOWN: Final = 10
SHOWN_IN_ROW: Final = 2
STATUS_CODES: Final = MappingProxyType({"answered": 0, "not_stated": 3, "ambiguous": 4, "refused": 4})

Result = TypeVar("Result")


def out() -> Console:
    """Where results go."""
    return Console(highlight=False, soft_wrap=True)


def err() -> Console:
    """Where errors and progress go."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


def with_progress(work: Callable[[Callable[[str], None]], Result]) -> Result:
    """Run work that reports its steps, showing them on a terminal."""
    with Progress(SpinnerColumn(), TextColumn("{task.description}"), console=err(), transient=True) as progress:
        task = progress.add_task("")
        return work(lambda step: progress.update(task, description=step))


def as_json(value: Any) -> None:
    """Print a value as JSON."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def columns(*names: str) -> Table:
    """A table without lines that folds long cells instead of cutting them."""
    table = Table(box=None)
    for name in names:
        table.add_column(name, overflow="fold")
    return table


def answer(found: dict[str, Any], json_wanted: bool) -> None:
    """Print an answer and leave with the exit code that tells whether there was one."""
    if json_wanted:
        as_json(found)
    else:
        _print_answer(found, out())
    if STATUS_CODES[found["status"]]:
        raise typer.Exit(STATUS_CODES[found["status"]])


def _print_answer(found: dict[str, Any], console: Console) -> None:
    if found["read_as"]:
        console.print(f"[dim]Read as: {escape(found['read_as'])}[/dim]")
    if found["rows"]:
        console.print(_table(found["rows"], found["columns"]))
    else:
        console.print(escape(found["answer"]))
    if found["apart"]:
        rows = found["apart"]["rows"]
        console.print(f"[bold]Apart: {escape(found['apart']['title'])}[/bold]")
        console.print(_table(rows, [name for name in rows[0] if name != "evidence"]))
    _some(console, [_claim(claim) for claim in found["evidence"]])
    _some(console, [f"Note: {note}" for note in found["notes"]])
    if found["completeness"]:
        console.print(f"[dim]{escape(found['completeness'])}[/dim]")
    for option in found["options"]:
        console.print(f"[dim]Choose: {escape(option['question'])}[/dim]")
    for question in found["nearest"]:
        console.print(f"[dim]Near: {escape(question)}[/dim]")
    console.print(f"[dim]Data version {found['data_version'][:12]}[/dim]")


def _some(console: Console, lines: list[str]) -> None:
    """The first lines of a list, and how many more there are."""
    for line in lines[:SHOWN]:
        console.print(escape(line))
    if len(lines) > SHOWN:
        console.print(f"[dim]… and {len(lines) - SHOWN} more; --json has them all[/dim]")


def _claim(claim: dict[str, Any]) -> str:
    """One line: the claim, its source and place, the manner, and what it is about."""
    manner = claim["modality"] if claim["polarity"] == "asserted" else claim["polarity"]
    source = claim["source"]
    where = source.get("url", source["label"])
    return f"[{claim['claim'][:8]}] {source['id']}, {claim['at']} ({manner}): {claim['about']['label']} — {where}"


def _table(rows: list[dict[str, Any]], names: list[str]) -> Table:
    # Claims stand in the evidence column already.
    names = [name for name in names if not name.lower().endswith("claim")]
    table = columns(*names, "evidence")
    for row in rows:
        cells = [_cell(row[name]) for name in names]
        evidence = [f"[{claim[:8]}]" for claim in row["evidence"]]
        more = [f"+{len(evidence) - SHOWN_IN_ROW}"] if len(evidence) > SHOWN_IN_ROW else []
        table.add_row(*map(escape, cells), escape(" ".join(evidence[:SHOWN_IN_ROW] + more)))
    return table


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value['label']} ({value['id']})" if isinstance(value, dict) else str(value)
