"""The codebook of a panel, in Markdown."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from cagraph import licence
from cagraph.panels.panel import Panel

_COLUMNS: Final = ("variable", "label", "type", "unit", "rule", "defined in", "values", "missing")


def codebook(panel: Panel) -> str:
    """What was asked for, how the numbers are to be read, and every variable with its rule and missing values."""
    return "\n".join(_lines(panel)) + "\n"


def _lines(panel: Panel) -> Iterator[str]:
    yield f"# Codebook: {panel['title'][0].lower()}{panel['title'][1:]}"
    yield ""
    yield f"{panel['about'].capitalize()}: {len(panel['rows'])} rows, {len(panel['variables'])} variables."
    yield ""
    asked = "; ".join(f"{name} {value}" for name, value in panel["parameters"].items()) or "nothing else"
    told = {
        "unit": panel["unit"], "counts": ", ".join(panel["counts"]), "asked for": asked,
        "years": "–".join(map(str, panel["years"])), "data reach": panel["reach"] or "not known",
        "data version": panel["data_version"], "licence": licence.SHORT, "sources": str(len(panel["sources"])),
    }  # fmt: skip
    yield from _table(("panel", ""), told.items())
    yield from ("", "## How to read it", "")
    yield from (f"- {_cell(note)}" for note in panel["notes"])
    yield from ("", "## Variables", "")
    yield from _table(_COLUMNS, (_told(variable) for variable in panel["variables"]))
    yield from ("", "## Statements of completeness", "")
    if panel["statements"]:
        names = ("id", "label", "of_kind", "period", "note")
        rows = ([statement.get(name, "") for name in names] for statement in panel["statements"])
        yield from _table(("id", "what is complete", "kind", "period", "note"), rows)
    else:
        yield "None holds for a count of this panel: no zero is a known zero."


def _told(variable: Mapping[str, Any]) -> Sequence[str]:
    values = "; ".join(f"{number} {text}" for number, text in variable["values"].items())
    told = (variable[name] for name in ("label", "type", "unit", "rule", "source"))
    return (f"`{variable['name']}`", *told, values, variable["missing"])


def _table(head: Sequence[str], rows: Any) -> Iterator[str]:
    yield _row(head)
    yield _row(["---"] * len(head))
    for row in rows:
        yield _row([_cell(cell) for cell in row])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    """Text in one cell: on one line, its bars escaped."""
    return " ".join(text.split()).replace("|", "\\|")
