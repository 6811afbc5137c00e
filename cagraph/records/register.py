"""The records in force at a version, in a file of SQLite: a load reads those that it touches, and no others.

It holds nothing that cannot be made again of the records kept with the version and of the journal. It is good for the
`stamp` that it carries alone; whoever finds another one there makes it anew.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from cagraph.model import Model
from cagraph.records.holdings import Change, links_of
from cagraph.records.layers import Plain, plain, restored
from cagraph.records.reader import Dataset, Loaded

NAME: Final = "register.db"
_SIDE: Final = "-journal"  # what SQLite keeps beside a file while it writes
_TABLES: Final = """
CREATE TABLE told (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE loads (number INTEGER PRIMARY KEY, row TEXT NOT NULL);
CREATE TABLE links (target TEXT, field TEXT, id TEXT, PRIMARY KEY (target, field, id)) WITHOUT ROWID;
CREATE INDEX links_of ON links (id);
CREATE TABLE records (
    place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, said_at TEXT NOT NULL, body TEXT NOT NULL
);
"""
_ORDERED: Final = "SELECT id FROM records WHERE id IN (SELECT value FROM json_each(?)) ORDER BY place"
_FIGURES: Final = "SELECT name, value FROM told WHERE name IN ('total', 'uses')"
_PUT: Final = """
INSERT INTO records (id, kind, said_at, body) VALUES (?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, said_at = excluded.said_at, body = excluded.body
"""  # in the place of what it replaces


class Register:
    """The records in force, what refers to each, the loads that led there, and figures of them all."""

    def __init__(self, connection: sqlite3.Connection, model: Model, path: Path | None = None) -> None:
        self._connection = connection
        self._model = model
        self._path = path
        self._read: dict[str, Loaded | None] = {}

    @classmethod
    def opened(cls, path: Path, model: Model, stamp: str) -> "Register | None":
        """The register in a file; None where there is none with that stamp, or it cannot be read."""
        if not path.exists():
            return None
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        found = cls(connection, model, path)
        try:
            if found.told("stamp") == stamp:
                return found
        except (sqlite3.Error, KeyError):
            pass
        connection.close()
        return None

    @classmethod
    def of(cls, dataset: Dataset, model: Model, loads: Mapping[int, Plain], figures: Plain) -> "Register":
        """A register in memory of records, of the rows of loads by number, and of figures by name."""
        connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        connection.executescript(_TABLES)
        found = cls(connection, model)
        connection.execute("BEGIN")
        found._put((item.where(), item) for item in dataset.loaded)
        for number, row in loads.items():
            found._tell_load(number, row)
        found._tell(figures)
        connection.execute("COMMIT")
        return found

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def told(self, name: str) -> Any:
        """A figure. Raises KeyError, sqlite3.Error."""
        found = self._connection.execute("SELECT value FROM told WHERE name = ?", (name,)).fetchone()
        if found is None:
            raise KeyError(name)
        return json.loads(found[0])

    def loads(self) -> list[Plain]:
        """The rows of loads, in the order of their numbers."""
        return [json.loads(row) for (row,) in self._connection.execute("SELECT row FROM loads ORDER BY number")]

    def get(self, id_: str) -> Loaded | None:
        """As `Holdings`."""
        if id_ not in self._read:
            found = self._connection.execute("SELECT said_at, body FROM records WHERE id = ?", (id_,)).fetchone()
            self._read[id_] = self._restored([found])[0] if found else None
        return self._read[id_]

    def kind(self, id_: str) -> str | None:
        """As `Holdings`."""
        found = self._connection.execute("SELECT kind FROM records WHERE id = ?", (id_,)).fetchone()
        return found[0] if found else None

    def ids(self) -> list[str]:
        """As `Holdings`."""
        return [id_ for (id_,) in self._connection.execute("SELECT id FROM records ORDER BY place")]

    def referring(self, target: str, *fields: str) -> set[str]:
        """As `Holdings`."""
        found = self._connection.execute("SELECT field, id FROM links WHERE target = ?", (target,))
        return {id_ for field, id_ in found if not fields or field in fields}

    def ordered(self, ids: Collection[str]) -> list[str]:
        """As `Holdings`."""
        return [id_ for (id_,) in self._connection.execute(_ORDERED, (json.dumps(list(ids)),))]

    def all(self) -> Dataset:
        """Every record."""
        found = self._connection.execute("SELECT said_at, body FROM records ORDER BY place")
        return Dataset(tuple(self._restored(found)))

    def contents(self) -> list[set[tuple[object, ...]]]:
        """All that it holds, but for its stamp and the order of the records, so that two can be compared."""
        asked = ("SELECT id, kind, body FROM records", "SELECT * FROM links", "SELECT * FROM loads", _FIGURES)
        return [set(self._connection.execute(text)) for text in asked]

    def _restored(self, rows: Iterable[tuple[str, str]]) -> list[Loaded]:
        loaded, problems = restored(((where, json.loads(body)) for where, body in rows), self._model)
        assert not problems, problems  # they were of this model when they were put in
        return loaded

    def become(self, path: Path, change: Change, said_at: str, number: int, load: Plain, figures: Plain) -> None:
        """Put a change over the records, with the row of the load that made it and the figures after it, in a file.

        Only for who holds the right to write there. `said_at` is where the records that are new are said to stand.
        Raises sqlite3.Error, OSError.
        """
        if self._path != path:
            self._keep(path)
        self._connection.execute("BEGIN")
        self._connection.executemany("DELETE FROM links WHERE id = ?", ((id_,) for id_ in change))
        gone = ((id_,) for id_, item in change.items() if item is None)
        self._connection.executemany("DELETE FROM records WHERE id = ?", gone)
        self._put((f"{said_at}, {id_}", item) for id_, item in change.items() if item)
        self._tell_load(number, load)
        self._tell(figures)
        self._connection.execute("COMMIT")
        self._read.clear()

    def _keep(self, path: Path) -> None:
        """Go on in a file, in place of what may be there."""
        for old in (path.with_name(path.name + _SIDE), path):
            old.unlink(missing_ok=True)
        file = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._connection.backup(file)
        self._connection.close()
        self._connection, self._path = file, path

    def _put(self, records: Iterable[tuple[str, Loaded]]) -> None:
        for where, item in records:
            record, kind = item.record, item.kind
            body = json.dumps(plain(item), ensure_ascii=False)
            self._connection.execute(_PUT, (record.id, kind.name, where, body))
            links = ((target, field, record.id) for target, field in links_of(record, kind))
            self._connection.executemany("INSERT INTO links VALUES (?, ?, ?)", links)

    def _tell_load(self, number: int, row: Plain) -> None:
        self._connection.execute("REPLACE INTO loads VALUES (?, ?)", (number, json.dumps(row)))

    def _tell(self, figures: Plain) -> None:
        told = ((name, json.dumps(value)) for name, value in figures.items())
        self._connection.executemany("REPLACE INTO told VALUES (?, ?)", told)


def forget(path: Path) -> None:
    """Remove a register that is good no more."""
    for old in (path.with_name(path.name + _SIDE), path):
        old.unlink(missing_ok=True)
