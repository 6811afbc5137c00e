"""The tables as CSV (RFC 4180) with a Data Package that describes them, for programs and for spreadsheets."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from io import StringIO
from typing import Any, Final

from cagraph import licence
from cagraph.exports.archive import zipped
from cagraph.exports.base import Material
from cagraph.exports.tables.contents import Cell, Contents, Row
from cagraph.exports.tables.layout import Column, Layout

# What spreadsheets take for the beginning of a formula (OWASP, CSV injection), and the sign that keeps them from it.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_GUARD: Final = "'"
_ROWS: Final = 1_000
GUARDED: Final = (
    "For spreadsheets: a text that begins with = + - @, a tab, a line break, one of the full-width = + - @, or with ' "
    "has one ' before it. To have the data as they are, take one ' away from texts that begin with it."
)
PLAIN: Final = "For programs: texts are as they are, and a spreadsheet may take one that begins with = for a formula."


def unguarded(text: str) -> str:
    """A text as it is."""
    return text


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula; without its first `'`, if it has one, it is as it was.

    >>> guarded("=1+1"), guarded("'tis"), guarded("Almaty")
    ("'=1+1", "''tis", 'Almaty')
    """
    return _GUARD + text if text.startswith((*_FORMULA, _GUARD)) else text


def package(contents: Contents, material: Material, written: Callable[[str], str], about: str) -> Iterator[bytes]:
    """The archive: the description, then a file for each table."""
    description = json.dumps(_described(contents, material, about), ensure_ascii=False, indent=2) + "\n"
    tables = ((path_of(layout), _csv(layout, rows, written)) for layout, rows in contents.tables.values())
    return zipped([("datapackage.json", [description.encode()]), *tables])


def path_of(layout: Layout) -> str:
    """Where a table stands in the archive."""
    return f"data/{layout.name}.csv"


def _csv(layout: Layout, rows: list[Row], written: Callable[[str], str]) -> Iterator[bytes]:
    yield _lines([layout.names])
    for start in range(0, len(rows), _ROWS):
        yield _lines([_shown(cell, written) for cell in row] for row in rows[start : start + _ROWS])


def _lines(rows: Iterable[list[str]]) -> bytes:
    buffer = StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerows(rows)
    return buffer.getvalue().encode()


def _shown(cell: Cell, written: Callable[[str], str]) -> str:
    if isinstance(cell, str):
        return written(cell)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return "" if cell is None else cell.isoformat() if isinstance(cell, date) else str(cell)


def _described(contents: Contents, material: Material, about: str) -> dict[str, Any]:
    """The descriptor (Data Package, version 2.0, https://datapackage.org)."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "cagraph",
        "id": material.names.base,
        "title": "cagraph, the knowledge graph of Central Asian diplomacy",
        "description": f"Accepted facts in tables, and the claims of sources that they rest on. {about}",
        "homepage": material.names.base,
        "version": material.data_version,
        "licenses": [
            {
                "name": licence.SPDX,
                "title": licence.NAME,
                "path": licence.URL,
            }
        ],
        "sources": [{"title": "Each claim names its source; the table `sources` tells of them"}],
        "resources": [_resource(layout) for layout, _ in contents.tables.values()],
    }


def _resource(layout: Layout) -> dict[str, Any]:
    foreign = [
        {"fields": [column.name], "reference": {"resource": column.refers, "fields": ["id"]}}
        for column in layout.columns
        if column.refers
    ]
    return {
        "name": layout.name,
        "type": "table",
        "path": path_of(layout),
        "description": layout.about,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True},
        "schema": {
            "fields": [_field(column) for column in layout.columns],
            "missingValues": [""],
            "primaryKey": list(layout.key),
            **({"foreignKeys": foreign} if foreign else {}),
        },
    }


def _field(column: Column) -> dict[str, Any]:
    needed = {"constraints": {"required": True}} if column.required else {}
    return {"name": column.name, "type": column.type, "description": column.about, **needed}
