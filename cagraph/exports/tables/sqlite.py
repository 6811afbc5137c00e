"""SQLite: the tables with their types, keys and indexes, and a full-text index of names in all scripts."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from cagraph import licence
from cagraph.errors import ExportError
from cagraph.exports.archive import PIECE
from cagraph.exports.base import Exporter, Material
from cagraph.exports.tables.contents import Cell, Contents
from cagraph.exports.tables.datasette import described
from cagraph.exports.tables.layout import ENTITIES, Column, Layout

PAGE: Final = 4096
_TYPES: Final = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER", "date": "TEXT"}
_FILTERED: Final = frozenset({"kind", "language", "field", "polarity", "modality", "accepted", "scheme", "label"})
_SEARCH: Final = (
    "CREATE VIRTUAL TABLE entities_fts USING fts5(label, names, search_keys, content='entities', "
    "content_rowid='number', tokenize='unicode61 remove_diacritics 2')"
)
_INDEXED: Final = "INSERT INTO entities_fts(entities_fts) VALUES ('rebuild')"


def write(material: Material) -> Iterator[bytes]:
    """The database file: the same bytes for the same data and version of SQLite.

    Raises ExportError for values of a wrong type, and where Python's SQLite has no FTS5.
    """
    contents = Contents(material)
    with ExitStack() as kept:
        directory = kept.enter_context(TemporaryDirectory(prefix="cagraph-"))
        try:
            file = _made(contents, material, Path(directory))
        except sqlite3.Error as error:
            raise ExportError(f"SQLite cannot write it: {error}", "it needs a SQLite with FTS5") from error
        return _pieces(file, kept.pop_all())


def _pieces(file: Path, kept: ExitStack) -> Iterator[bytes]:
    """The file in pieces; what is kept goes when the last is read."""
    with kept, file.open("rb") as read:
        while piece := read.read(PIECE):
            yield piece


def _made(contents: Contents, material: Material, directory: Path) -> Path:
    done = directory / "whole.sqlite"
    with closing(sqlite3.connect(directory / "draft.sqlite", isolation_level=None)) as database:
        database.execute(f"PRAGMA page_size = {PAGE}")
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("BEGIN")
        for layout, rows in contents.tables.values():
            database.execute(_create(layout))
            slots = ", ".join("?" * len(layout.columns))
            plain = ([_plain(cell) for cell in row] for row in rows)
            database.executemany(_sql("INSERT INTO {} VALUES ({})", _quoted(layout.name), slots), plain)
            for column in _to_index(layout):
                name = _quoted(f"{layout.name}.{column.name}")
                database.execute(f"CREATE INDEX {name} ON {_quoted(layout.name)} ({_quoted(column.name)})")
        database.execute(_SEARCH)
        database.execute(_INDEXED)
        database.execute("CREATE TABLE metadata (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
        database.executemany("INSERT INTO metadata VALUES (?, ?)", sorted(_told(contents, material).items()))
        database.execute("COMMIT")
        database.execute("VACUUM INTO ?", [str(done)])
    return done


def _sql(pattern: str, *names: str) -> str:
    """A statement with names of the model in it; values are never placed into SQL."""
    return pattern.format(*names)


def _create(layout: Layout) -> str:
    columns = [_column(column, layout) for column in layout.columns]
    key = ", ".join(_quoted(name) for name in layout.key)
    foreign = [
        f"FOREIGN KEY ({_quoted(column.name)}) REFERENCES {_quoted(column.refers)} (id)"
        for column in layout.columns
        if column.refers
    ]
    return f"CREATE TABLE {_quoted(layout.name)} ({', '.join([*columns, f'PRIMARY KEY ({key})', *foreign])})"


def _column(column: Column, layout: Layout) -> str:
    unique = " UNIQUE" if (layout.name, column.name) == (ENTITIES, "number") else ""
    return f"{_quoted(column.name)} {_TYPES[column.type]}{' NOT NULL' if column.required else ''}{unique}"


def _to_index(layout: Layout) -> Iterator[Column]:
    """What people filter by: links, days, kinds, languages, manners."""
    for column in layout.columns:
        if column.name != layout.key[0] and (
            column.refers or column.name in _FILTERED or column.name.endswith(("_earliest", "_latest"))
        ):
            yield column


def _quoted(name: str) -> str:
    return f'"{name}"'


def _plain(cell: Cell) -> Any:
    if isinstance(cell, Decimal):
        return float(cell)
    return cell.isoformat() if isinstance(cell, date) else cell


def _told(contents: Contents, material: Material) -> dict[str, str]:
    return {
        "data_version": material.data_version,
        "licence": f"{licence.SHORT}, {licence.URL}",
        "base": material.names.base,
        "datasette": json.dumps(described(contents.layouts, material), ensure_ascii=False, indent=2),
    }


EXPORTER: Final = Exporter(
    "sqlite",
    ".sqlite",
    "application/vnd.sqlite3",
    needs_view=False,
    write=write,
    about="SQLite for Datasette and SQL, with keys, indexes and full-text search",
)
