"""The journal of writes: one JSON line each, chained by hashes, on disk before the write counts.

Each row holds what was done, by which key, on which version, and the hash of the row before, so that a changed,
missing or inserted row shows. Rows are never altered.
"""

import fcntl
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, Final

from cagraph import disk
from cagraph.errors import ConflictError, StoreError

NAME: Final = "journal.jsonl"
LOCK: Final = "WRITER"
_FIRST: Final = "0" * 64
_LISTS: Final = ("using", "using_named", "removed", "added")
_PIECE: Final = 1 << 16


@dataclass(frozen=True)
class Row:
    """One write. `parent` and `version` are the data versions before and after; `build` the curated build below.

    `curated` says whether it changed curated content; `quads` how many the version holds. `content` is the digest of
    what it holds, `removed` and `added` the statements by which it differs: a write from its parent, a build from what
    the records alone give. Rows of before these were kept lack all three. `once` is the name under which its key wanted
    it made once, where it gave one.
    """

    number: int
    time: str
    key: str
    kind: str
    graph: str
    media_type: str
    body: str
    using: tuple[str, ...]
    using_named: tuple[str, ...]
    parent: str
    version: str
    build: str
    curated: bool
    quads: int
    before: str
    content: str = ""
    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    once: str = ""

    def line(self) -> str:
        """The row as it stands in the file."""
        values = {one.name: getattr(self, one.name) for one in fields(self)}  # `asdict` copies every statement
        if not self.content:
            del values["content"], values["removed"], values["added"]
        if not self.once:
            del values["once"]
        return json.dumps(values, ensure_ascii=True, sort_keys=True)

    @cached_property
    def digest(self) -> str:
        """What the next row refers to."""
        return digest_of(self.line())


def digest_of(line: str) -> str:
    """What the row after a line refers to."""
    return sha256(line.encode("ascii")).hexdigest()


def read(root: Path) -> list[Row]:
    """All rows, the chain checked. Raises StoreError naming the row at which it breaks.

    A last line that was cut off in writing never counted, and is passed over.
    """
    path = root / NAME
    try:
        lines = path.read_text(encoding="ascii").split("\n")
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"{path} cannot be read: {error}", "restore it from a backup") from error
    rows: list[Row] = []
    before = _FIRST
    for number, line in enumerate(lines[:-1], 1):
        try:
            row = _parsed(line)
        except (ValueError, TypeError, KeyError) as error:
            raise StoreError(f"{path}:{number}: this is no row of the journal", "restore it from a backup") from error
        if row.before != before or row.number != number or row.line() != line:
            raise StoreError(f"{path}:{number}: the chain is broken here", "restore it from a backup")
        rows.append(row)
        before = row.digest
    return rows


def _parsed(line: str) -> Row:
    """The row of a line. Raises ValueError, TypeError, KeyError where it is none."""
    values: Any = json.loads(line)
    if not isinstance(values, dict):
        raise TypeError("a row is an object")
    return Row(**{**values, **{name: tuple(values[name]) for name in _LISTS if name in values}})


def last(root: Path) -> Row | None:
    """The last row, found without reading those before it; None where there is none. Raises StoreError."""
    line = _last_line(root)
    if line is None:
        return None
    try:
        return _parsed(line.decode("ascii"))
    except (ValueError, TypeError, KeyError) as error:
        raise StoreError(
            f"{root / NAME}: the last line is no row of the journal", "restore it from a backup"
        ) from error


def ends_with(root: Path, digest: str) -> bool:
    """Whether the last row is the one of that digest, found without reading what is in it. Raises StoreError."""
    line = _last_line(root)
    return line is not None and sha256(line).hexdigest() == digest


def _last_line(root: Path) -> bytes | None:
    """The last line that has an end, without it; None where there is none. Raises StoreError."""
    path = root / NAME
    try:
        with path.open("rb") as file:
            return _last_of(file)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error}", "restore it from a backup") from error


def _last_of(file: BinaryIO) -> bytes | None:
    place, tail, piece = file.seek(0, os.SEEK_END), b"", _PIECE
    while place:
        length = min(piece, place)
        piece *= 2  # the row of a large load is long
        place = file.seek(place - length)
        tail = file.read(length) + tail
        end = tail.rfind(b"\n")
        start = tail.rfind(b"\n", 0, end) if end > 0 else -1
        if start >= 0 or (end >= 0 and not place):
            return tail[start + 1 : end]
    return None


def last_digest(rows: Sequence[Row]) -> str:
    """What the next row has to refer to."""
    return rows[-1].digest if rows else _FIRST


def leading_to(rows: Sequence[Row], version: str) -> list[Row]:
    """The rows that led to a version, the first first; one that a crash kept from coming to be leads nowhere."""
    found = []
    for row in reversed(rows):
        if row.version == version:
            found.append(row)
            version = row.parent
    return found[::-1]


def append(root: Path, row: Row) -> None:
    """Put a row on disk. When this returns it survives a power cut."""
    append_line(root / NAME, row.line())


def append_line(path: Path, line: str) -> None:
    """Put a line of ASCII at the end of a file, and on disk; a last line that was cut off is removed first."""
    try:
        with path.open("a+b") as file:
            _drop_cut_line(file)
            file.write(line.encode("ascii") + b"\n")
            file.flush()
            os.fsync(file.fileno())
        disk.sync(path.parent)
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror}", "check space and permissions") from error


def _drop_cut_line(file: BinaryIO) -> None:
    """Remove a last line that has no end: it was cut off in writing and never counted."""
    end = file.seek(0, os.SEEK_END)
    if end == 0:
        return
    file.seek(end - 1)
    if file.read(1) != b"\n":
        file.seek(0)
        file.truncate(file.read().rfind(b"\n") + 1)


@contextmanager
def sole_writer(root: Path) -> Iterator[None]:
    """Holds the right to write at this place. Raises ConflictError while another process has it."""
    try:
        file = (root / LOCK).open("a", encoding="ascii")
    except OSError as error:
        raise StoreError(f"{root} cannot be written: {error.strerror}", "check space and permissions") from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise ConflictError("another process is writing to this store", "try again when it is done") from error
        yield
