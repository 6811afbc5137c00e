"""Stores on disk by version: each a directory that never changes, and a pointer to the current one."""

import dataclasses
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Quad

from cagraph import disk
from cagraph.errors import StoreError, StoreMissingError
from cagraph.store import content, history, journal, proof
from cagraph.store.embedded import EmbeddedStore
from cagraph.store.exchange import swap
from cagraph.store.proof import Proof

POINTER: Final = "CURRENT"
RECORDS: Final = "records.jsonl.gz"  # what the build below a version was made of, for later loads
KEPT: Final = 2
_VERSION: Final = re.compile(r"[0-9a-f]{64}")
_UNFINISHED: Final = re.compile(r"(new|old)-[0-9a-f]{64}|new-[a-z0-9_]{8}|working-\d+|CURRENT\.new(-\d+)?")
_TRIES: Final = 10
_JOURNAL: Final = "put journal.jsonl back from a backup: cagraph restore BACKUP; cagraph doctor says what is wrong"


def current(root: Path) -> str | None:
    """The version that readers are given, or None where nothing was built."""
    pointer = root / POINTER
    try:
        version = pointer.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    except PermissionError as error:
        raise StoreError(f"{pointer} cannot be read: {error.strerror}", "see who may read the store") from error
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"{pointer} cannot be read: {error}", proof.MEND) from error
    if not _VERSION.fullmatch(version) or not (root / version).is_dir():
        raise StoreError(f"{pointer} names no version that is there", proof.MEND)
    return version


@dataclass(frozen=True)
class Built:
    """What records make: the name of their version, its quads, and the records as they are kept beside it.

    `folded` are the quads with what was loaded since put over the records, None where nothing was; `beside` those that
    come from no record: graphs that keys have written, and what is told of loads.
    """

    name: str
    quads: Sequence[Quad]
    records: bytes = b""
    folded: Sequence[Quad] | None = None
    beside: Sequence[Quad] = ()

    @property
    def departure(self) -> tuple[set[bytes], set[bytes]]:
        """The statements that are gone and those that are new beside what the records alone give."""
        beside = content.lines(self.beside)
        if self.folded is None:
            return set(), beside
        alone, whole = content.lines(self.quads), content.lines(self.folded)
        return alone - whole, (whole - alone) | beside


@dataclass(frozen=True)
class State:
    """What is current: the version, the curated build it rests on, and the writes made on that build since."""

    version: str
    build: str
    edits: tuple[journal.Row, ...]
    rows: tuple[journal.Row, ...]


def state(root: Path) -> State:
    """What is current at a place, a write that a crash interrupted finished first. Empty where nothing was built."""
    rows = journal.read(root)
    pointed = current(root) or ""
    if rows and pointed == rows[-1].parent and (root / rows[-1].version).is_dir():
        point(root, rows[-1].version)
        pointed = rows[-1].version
    place = next((number for number in range(len(rows), 0, -1) if rows[number - 1].version == pointed), 0)
    if not place:
        return State(pointed, pointed, (), tuple(rows))
    build, edits = rows[place - 1].build, []
    for row in reversed(rows[:place]):
        if row.kind == "build" or row.build != build:
            break
        edits.append(row)
        if row.parent == build:
            break
    return State(pointed, build, tuple(reversed(edits)), tuple(rows))


@contextmanager
def writing(root: Path) -> Iterator[None]:
    """Holds the right to write at a place, which is made if need be, and begins by clearing what a crash left there.

    `publish`, `publish_build` and `commit` are for who holds it. Raises ConflictError, StoreError.
    """
    try:
        root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"{root} cannot be written: {error.strerror}", "name another place with CAGRAPH_STORE"
        ) from error
    with journal.sole_writer(root):
        forget_unfinished(root)
        yield


def unfinished(root: Path) -> list[Path]:
    """What writes left behind that a crash ended, or that are under way."""
    return sorted(path for path in root.iterdir() if _UNFINISHED.fullmatch(path.name))


def forget_unfinished(root: Path) -> None:
    """Remove what writes left behind that a crash ended. Only for who has the sole right to write."""
    for path in unfinished(root):
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


def next_version(chained: str, what: str) -> str:
    """The name of a version that comes after a row of the journal of that hash; `what` is what it holds, or does."""
    return sha256(f"{what} {chained}".encode()).hexdigest()


def publish_build(
    root: Path,
    before: State,
    build: Built,
    compare: history.Compare | None = None,
) -> str:
    """Publish a build at a place that was written to; returns the version, which the journal tells of."""
    version = next_version(journal.last_digest(before.rows), build.name)
    fresh = root / f"new-{version}"
    try:
        told = _written(fresh, version, [*(build.quads if build.folded is None else build.folded), *build.beside])
        _keep_records(fresh, build.records)
        removed, added = build.departure
        row = journal.Row(
            number=len(before.rows) + 1,
            time=_now(),
            key="",
            kind="build",
            graph="",
            media_type="",
            body="",
            using=(),
            using_named=(),
            parent=before.version,
            version=version,
            build=build.name,
            curated=False,
            quads=told.quads,
            before=journal.last_digest(before.rows),
            content=told.content,
            removed=tuple(sorted(line.decode() for line in removed)),
            added=tuple(sorted(line.decode() for line in added)),
        )
        commit(root, fresh, row, compare)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return version


def _keep_records(fresh: Path, records: bytes) -> None:
    if records:
        (fresh / RECORDS).write_bytes(records)


def _written(fresh: Path, version: str, quads: Iterable[Quad], empty: Iterable[NamedNode] = ()) -> Proof:
    """Write quads and empty graphs to a new directory; returns what it holds, the files left to be told."""
    EmbeddedStore.write(fresh, quads, empty)
    held = EmbeddedStore(fresh).statements()
    return Proof(version, sum(map(content.is_quad, held)), content.digest(held))


def commit(
    root: Path,
    fresh: Path,
    row: journal.Row,
    compare: history.Compare | Sequence[history.Difference] | None = None,
) -> None:
    """Make a snapshot that a write has left the current version: history and journal first, then the pointer.

    A crash in between leaves a journal that is ahead; `state` then finishes what was begun. `compare` tells what the
    history keeps of the difference to the version before, or is that; without it, nothing. Raises StoreError.
    """
    history.remember(root, history.Step(row.time, row.kind, row.parent, row.version), fresh, compare)
    _inherit_records(fresh, root / row.parent)
    told = Proof(row.version, row.quads, row.content, row.number, row.digest)
    try:
        proof.write(fresh, told, root / row.parent if row.parent else None)
        _place(root, fresh, row.version)
        journal.append(root, row)
        point(root, row.version)
    except OSError as error:
        raise _unwritable(root, error) from error
    _forget_old(root, row.version)


def _inherit_records(fresh: Path, parent: Path) -> None:
    """Have the records of the build below a version lie in it too, as in the one before."""
    with suppress(OSError):  # where files cannot be shared, or it has none, loads read data/ again
        os.link(parent / RECORDS, fresh / RECORDS)


def _unwritable(root: Path, error: OSError) -> StoreError:
    return StoreError(f"{root} cannot be written: {error.strerror or error}", "check space and permissions")


def _place(root: Path, fresh: Path, version: str) -> None:
    """Have a finished directory stand under the name of its version, durably, in place of one that may be there."""
    target = root / version
    if target.exists():
        swap(fresh, target)
    else:
        fresh.rename(target)
    disk.sync(root)


def point(root: Path, version: str) -> None:
    """Move the pointer of readers, atomically and durably."""
    scratch = root / f"{POINTER}.new-{os.getpid()}"
    with scratch.open("w", encoding="ascii") as file:
        file.write(f"{version}\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(scratch, root / POINTER)
    disk.sync(root)


def open_current(root: Path) -> EmbeddedStore:
    """The current version, for reading, after the quick check of its proof and the end of the journal.

    Raises StoreMissingError when there is none, StoreError when it is damaged.
    """
    for left in reversed(range(_TRIES)):
        version = current(root)
        if version is None:
            raise StoreMissingError(f"there is no store at {root}", "make one with: cagraph build")
        try:
            check(root, version)
            return EmbeddedStore(root / version)
        except StoreError:
            if not left or current(root) == version:
                raise
    raise AssertionError("the last try returns or raises")


def check(root: Path, version: str) -> Proof | None:
    """The quick check of a version, and that the journal still tells of it. Raises StoreError.

    Returns its proof; None for a version that was written without one.
    """
    told = proof.check(root / version)
    if told and told.row and not journal.ends_with(root, told.chained):
        last = journal.last(root)
        if last is None or last.number < told.row:
            raise StoreError(f"{root / journal.NAME} lacks rows that the version was written with", _JOURNAL)
        if last.number == told.row and last.digest != told.chained:
            raise StoreError(f"{root / journal.NAME} ends with another row than the version was written with", _JOURNAL)
    return told


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def replace(root: Path, version: str, held: set[bytes], row: journal.Row | None, records: bytes = b"") -> None:
    """Write a version again that is damaged or lost, and point readers to it; `records` are what the build below it
    was made of, where they are known. Raises StoreError.
    """
    fresh = root / f"new-{version}"
    try:
        told = _written(fresh, version, content.quads(held), content.graphs(held))
        _keep_records(fresh, records)
        if row:
            told = dataclasses.replace(told, row=row.number, chained=row.digest)
        proof.write(fresh, told)
        _place(root, fresh, version)
        point(root, version)
    except OSError as error:
        raise _unwritable(root, error) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def publish(
    root: Path, version: str, quads: Iterable[Quad], compare: history.Compare | None = None, records: bytes = b""
) -> None:
    """Write a version beside the others and point readers to it; a failure leaves the old one in place.

    `compare` tells what the history keeps of the difference to the version before; without it, nothing. `records` are
    what it was made of. Raises StoreError.
    """
    fresh = root / f"new-{version}"
    try:
        shutil.rmtree(fresh, ignore_errors=True)
        told = _written(fresh, version, quads)
        _keep_records(fresh, records)
        history.remember(root, history.Step(_now(), "build", _readable(root), version), fresh, compare)
        if not is_whole(root / version, told):
            proof.write(fresh, told)
            _place(root, fresh, version)
        point(root, version)
    except OSError as error:
        raise _unwritable(root, error) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    _forget_old(root, version)


def is_whole(directory: Path, told: Proof) -> bool:
    """Whether a version is there, holds what is told, and every byte of it is as it was written."""
    try:
        found = proof.of(directory)
    except StoreError:
        return False
    if found is None or (found.quads, found.content) != (told.quads, told.content):
        return False
    return not any(proof.faults(directory, found))


def _readable(root: Path) -> str:
    """The current version; empty where there is none, or it cannot be told."""
    try:
        return current(root) or ""
    except StoreError:
        return ""


def versions(root: Path) -> list[str]:
    """The versions that are there, the newest first."""
    found = [path for path in root.iterdir() if _VERSION.fullmatch(path.name)]
    found.sort(key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)
    return [path.name for path in found]


def _forget_old(root: Path, version: str) -> None:
    """Remove all but the newest versions, so that readers of the one before are not disturbed."""
    others = [name for name in versions(root) if name != version]
    for name in others[KEPT - 1 :]:
        aside = root / f"old-{name}"
        shutil.rmtree(aside, ignore_errors=True)
        (root / name).rename(aside)  # at once, so that no half of a version is left under its name
        shutil.rmtree(aside, ignore_errors=True)
