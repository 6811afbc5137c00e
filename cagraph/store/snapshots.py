"""Stores on disk by version: each a directory that never changes, and a pointer to the current one."""

import os
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

from pyoxigraph import Quad

from cagraph.errors import StoreError, StoreMissingError
from cagraph.store import history, journal
from cagraph.store.embedded import EmbeddedStore

POINTER: Final = "CURRENT"
KEPT: Final = 2
_VERSION: Final = re.compile(r"[0-9a-f]{64}")
_UNFINISHED: Final = re.compile(r"new-[0-9a-f]{64}|working-\d+")


def current(root: Path) -> str | None:
    """The version that readers are given, or None where nothing was built."""
    pointer = root / POINTER
    try:
        version = pointer.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(
            f"{pointer} cannot be read: {error}", "build the store again: cagraph build --force"
        ) from error
    if not _VERSION.fullmatch(version) or not (root / version).is_dir():
        raise StoreError(f"{pointer} names no version that is there", "build the store again: cagraph build --force")
    return version


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
        _point(root, rows[-1].version)
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


def forget_unfinished(root: Path) -> None:
    """Remove what writes left behind that a crash ended. Only for who has the sole right to write."""
    for path in root.iterdir():
        if _UNFINISHED.fullmatch(path.name):
            shutil.rmtree(path, ignore_errors=True)


def publish_build(
    root: Path, before: State, build: str, quads: Iterable[Quad], compare: history.Compare | None = None
) -> str:
    """Publish a build that carries written graphs over; returns the version, which the journal tells of."""
    version = sha256(f"{build} {journal.last_digest(before.rows)}".encode()).hexdigest()
    scratch = Path(mkdtemp(prefix="new-", dir=root))
    try:
        EmbeddedStore.write(scratch / "store", quads)
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
            build=build,
            curated=False,
            quads=len(EmbeddedStore(scratch / "store")),
            before=journal.last_digest(before.rows),
        )
        with journal.sole_writer(root):
            commit(root, scratch / "store", row, compare)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return version


def commit(root: Path, fresh: Path, row: journal.Row, compare: history.Compare | None = None) -> None:
    """Make a snapshot that a write has left the current version: history and journal first, then the pointer.

    A crash in between leaves a journal that is ahead; `state` then finishes what was begun. `compare` tells what the
    history keeps of the difference to the version before; without it, nothing.
    """
    history.remember(root, history.Step(row.time, row.kind, row.parent, row.version), fresh, compare)
    target = root / row.version
    if target.exists():
        shutil.rmtree(target)
    fresh.rename(target)
    journal.append(root, row)
    _point(root, row.version)
    _forget_old(root, row.version)


def _point(root: Path, version: str) -> None:
    """Move the pointer of readers, atomically and durably."""
    scratch = root / f"{POINTER}.new"
    with scratch.open("w", encoding="ascii") as file:
        file.write(f"{version}\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(scratch, root / POINTER)
    journal.sync_directory(root)


def open_current(root: Path) -> EmbeddedStore:
    """The current version, for reading. Raises StoreMissingError when there is none."""
    version = current(root)
    if version is None:
        raise StoreMissingError(f"there is no store at {root}", "make one with: cagraph build")
    return EmbeddedStore(root / version)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def publish(root: Path, version: str, quads: Iterable[Quad], compare: history.Compare | None = None) -> None:
    """Write a version beside the others and point readers to it; a failure leaves the old one in place.

    `compare` tells what the history keeps of the difference to the version before; without it, nothing.
    """
    try:
        root.mkdir(parents=True, exist_ok=True)
        scratch = Path(mkdtemp(prefix="new-", dir=root))
    except OSError as error:
        raise StoreError(
            f"{root} cannot be written: {error.strerror}", "name another place with CAGRAPH_STORE"
        ) from error
    try:
        EmbeddedStore.write(scratch / "store", quads)
        if compare:
            step = history.Step(_now(), "build", _readable(root), version)
            with journal.sole_writer(root):
                history.remember(root, step, scratch / "store", compare)
        target = root / version
        if target.exists():
            shutil.rmtree(target)
        (scratch / "store").rename(target)
        _point(root, version)
    except OSError as error:
        raise StoreError(f"{root} cannot be written: {error.strerror}", "check space and permissions") from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    _forget_old(root, version)


def _readable(root: Path) -> str:
    """The current version; empty where there is none, or it cannot be told."""
    try:
        return current(root) or ""
    except StoreError:
        return ""


def _forget_old(root: Path, version: str) -> None:
    """Remove all but the newest versions, so that readers of the one before are not disturbed."""
    others = [path for path in root.iterdir() if _VERSION.fullmatch(path.name) and path.name != version]
    others.sort(key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)
    for path in others[KEPT - 1 :]:
        shutil.rmtree(path, ignore_errors=True)
