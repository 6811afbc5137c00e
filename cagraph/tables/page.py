"""Tables as HTML, for notebooks: labels as links, evidence counted, what must not be overlooked below."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any, Final
from urllib.parse import quote

from cagraph.tables.columns import Column, Table

ROWS: Final = 100
EVIDENCE: Final = "evidence"
_LONG: Final = 300
_SHOWN: Final = 10


def page(table: Table) -> str:
    """A fragment of HTML. Everything that comes from data is escaped, and only web addresses become links."""
    return "".join(("<div>", *_pieces(table), *_foot(table), "</div>"))


def _pieces(table: Table) -> Iterator[str]:
    if table.caption:
        yield f"<p><strong>{escape(table.caption)}</strong></p>"
    if table.about:
        yield f"<p><em>{escape(table.about)}</em></p>"
    if len(table):
        yield _grid(table)
    if len(table) > ROWS:
        yield f"<p>{len(table) - ROWS} more rows.</p>"
    for other in table.more:
        yield from _pieces(other)


def _foot(table: Table) -> Iterator[str]:
    if table.notes:
        yield "<ul>" + "".join(f"<li>{escape(note)}</li>" for note in table.notes[:_SHOWN]) + "</ul>"
    if len(table.notes) > _SHOWN:
        yield f"<p>{len(table.notes) - _SHOWN} more notes.</p>"
    if table.data_version:
        yield f"<p><small>Data version {escape(table.data_version[:12])}</small></p>"


def _grid(table: Table) -> str:
    shown = [column for column in table.columns if not column.empty]
    head = "".join(f'<th style="text-align:left">{escape(column.name)}</th>' for column in shown)
    rows = (
        "<tr>" + "".join(f'<td style="text-align:left">{_cell(one, row, table.home)}</td>' for one in shown) + "</tr>"
        for row in range(min(len(table), ROWS))
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _cell(column: Column, row: int, home: str) -> str:
    value = column.values[row]
    if column.name == EVIDENCE and isinstance(value, Sequence) and not isinstance(value, str):
        many = "1 claim" if len(value) == 1 else f"{len(value)} claims"
        return f'<span title="{escape(" ".join(map(str, value[:_SHOWN])))}">{many}</span>' if value else ""
    return _shown(value, home)


def _shown(value: Any, home: str) -> str:
    if value is None:
        return ""
    if isinstance(value, Mapping):
        if "id" in value and "label" in value:
            return _linked(home + quote(str(value["id"]), safe="") if home else "", str(value["label"]))
        return "; ".join(f"{escape(str(name))}: {_shown(one, home)}" for name, one in value.items())
    if isinstance(value, list | tuple):
        more = f"; … ({len(value)})" if len(value) > _SHOWN else ""
        return "; ".join(_shown(one, home) for one in value[:_SHOWN]) + more
    text = str(value)
    return _linked(text, text) if text.startswith(("http://", "https://")) else escape(_short(text))


def _linked(address: str, text: str) -> str:
    if not address.startswith(("http://", "https://")):
        return escape(_short(text))
    return f'<a href="{escape(address)}" rel="noreferrer">{escape(_short(text))}</a>'


def _short(text: str) -> str:
    return text if len(text) <= _LONG else text[:_LONG] + "…"
