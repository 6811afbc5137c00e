"""Backups: one version with its proof, the journal up to it, the history and the keys, copied and read back.

A backup has the form of a store, with `backup.json` beside, which knows the size and hash of every other file. It can
be made while a service writes: a version never changes, and its files are held open before any is copied.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any, BinaryIO, Final

from cagraph import disk
from cagraph.errors import ConflictError, StoreError, StoreMissingError
from cagraph.store import content, history, journal, proof, snapshots
from cagraph.store.embedded import EmbeddedStore
from cagraph.store.exchange import swap
from cagraph.store.proof import File, Proof

NAME: Final = "backup.json"
KEYS: Final = "keys.json"
_TRIES: Final = 10
_UNFINISHED: Final = "UNFINISHED"
_ANOTHER: Final = "take another backup, or cagraph build"


@dataclass(frozen=True)
class Backup:
    """What a backup holds: the version, its quads and content, rows of the journal, steps of the history, files."""

    made: str
    version: str
    quads: int
    content: str
    rows: int
    steps: int
    keys: bool
    files: Mapping[str, File]

    def text(self) -> str:
        """As it stands in the file, sealed with a hash of its own."""
        values = {**asdict(self), "files": {name: [one.size, one.sha256] for name, one in self.files.items()}}
        seal = sha256(json.dumps(values, sort_keys=True).encode("ascii")).hexdigest()
        return json.dumps({**values, "seal": seal}, sort_keys=True, indent=1) + "\n"

    @property
    def bytes(self) -> int:
        """How large its files are together."""
        return sum(one.size for one in self.files.values())


def read(place: Path) -> Backup:
    """What a backup says of itself. Raises StoreError where there is none, or what it says was altered."""
    path = place / NAME
    try:
        text = path.read_text(encoding="ascii")
        values: dict[str, Any] = json.loads(text)
        values.pop("seal")
        found = Backup(**{**values, "files": {name: File(*one) for name, one in values["files"].items()}})
    except FileNotFoundError as error:
        raise StoreError(f"there is no backup at {place}", "name a directory that cagraph backup has made") from error
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise StoreError(f"{path} cannot be read: {error}", _ANOTHER) from error
    if found.text() != text:
        raise StoreError(f"{path} is not as it was written", _ANOTHER)
    return found


def make(root: Path, target: Path, keys: Path | None = None) -> Backup:
    """Copy what is current at a place to a new directory, and read it back.

    Raises StoreMissingError, StoreError for what is damaged or cannot be written, ConflictError where another backup is
    being made there.
    """
    if target.exists():
        raise StoreError(f"{target} is there already", "name a directory that is not there yet")
    if root.resolve() in target.resolve().parents:
        raise StoreError(f"{target} is inside the store", "name a place elsewhere, best on another disk")
    with ExitStack() as stack:
        told, files, rows = _held(root, stack)
        try:
            scratch = stack.enter_context(unfinished(target, 0o700))
            copied = _copied(files, scratch / told.version)
            _differ(copied, told)
            _journal(rows, scratch, copied)
            steps = _history(root, scratch, copied)
            held_keys = _keys(keys, scratch, copied)
            _put(scratch / snapshots.POINTER, f"{told.version}\n".encode(), copied)
            now = datetime.now(UTC).isoformat(timespec="seconds")
            named = {str(path.relative_to(scratch)): one for path, one in sorted(copied.items())}
            found = Backup(now, told.version, told.quads, told.content, len(rows), steps, held_keys, named)
            (scratch / NAME).write_text(found.text(), encoding="ascii")
            disk.sync(scratch / NAME)
            for directory in {path.parent for path in copied} | {scratch}:
                disk.sync(directory)
            (scratch / _UNFINISHED).unlink()
            scratch.rename(target)
            disk.sync(target.parent)
        except OSError as error:
            raise StoreError(
                f"{target} cannot be written: {error.strerror or error}", "check space and permissions"
            ) from error
    return found


def _held(root: Path, stack: ExitStack) -> tuple[Proof, Mapping[str, BinaryIO], list[journal.Row]]:
    """The current version's proof, its files, open, and the journal up to it; again where it goes away meanwhile."""
    for left in reversed(range(_TRIES)):
        version = snapshots.current(root)
        if version is None:
            raise StoreMissingError(f"there is no store at {root}", "make one with: cagraph build")
        try:
            told = snapshots.check(root, version)
            if told is None:
                raise StoreError(f"the version {version[:12]} has no proof yet", "write it: cagraph doctor --repair")
            names = [*told.files, proof.NAME]
            with ExitStack() as opened:
                files: dict[str, BinaryIO] = {}
                for name in names:
                    files[name] = opened.enter_context((root / version / name).open("rb"))
                rows = journal.read(root)
                stack.enter_context(opened.pop_all())
            return told, files, rows[: told.row]
        except (StoreError, FileNotFoundError) as error:
            if not left or snapshots.current(root) == version:
                if isinstance(error, StoreError):
                    raise
                raise StoreError(f"the version {version[:12]} is damaged: {error}", proof.MEND) from error
    raise AssertionError("the last try returns or raises")


@contextmanager
def unfinished(target: Path, mode: int) -> Iterator[Path]:
    """A directory beside the target, for one at a time; it goes on failure, and what a crash left there goes first.

    It has a mark until it is whole. What is there without the mark is a whole store or backup, and is put aside.
    """
    scratch = target.with_name(f"{target.name}.unfinished")
    if scratch.exists() and any(scratch.iterdir()) and not (scratch / _UNFINISHED).exists():
        _aside(scratch, target)
    scratch.mkdir(parents=True, exist_ok=True, mode=mode)
    descriptor = os.open(scratch, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise ConflictError(f"{target} is being made by another process", "wait for it") from error
        for path in scratch.iterdir():
            if path.name != _UNFINISHED:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        (scratch / _UNFINISHED).touch()
        try:
            yield scratch
        finally:
            if (scratch / _UNFINISHED).exists():
                shutil.rmtree(scratch, ignore_errors=True)
    finally:
        os.close(descriptor)


def _aside(place: Path, target: Path) -> Path:
    """Give a directory a name of its own beside the target."""
    number = 1
    while (aside := target.with_name(f"{target.name}.before-{number}")).exists():
        number += 1
    place.rename(aside)
    disk.sync(target.parent)
    return aside


def _copied(files: Mapping[str, BinaryIO], place: Path) -> dict[Path, File]:
    place.mkdir()
    found: dict[Path, File] = {}
    for name, source in files.items():
        with (place / name).open("w+b") as copy:
            shutil.copyfileobj(source, copy, 1 << 20)
            found[place / name] = _on_disk(copy)
    return found


def _on_disk(file: BinaryIO) -> File:
    """Have what was written to a file on disk, and what is there when it is read back."""
    file.flush()
    os.fsync(file.fileno())
    with suppress(AttributeError):  # not on every system
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    file.seek(0)
    return File(os.fstat(file.fileno()).st_size, file_digest(file, "sha256").hexdigest())  # type: ignore[arg-type]


def _put(path: Path, body: bytes, copied: dict[Path, File]) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("w+b") as file:
        file.write(body)
        copied[path] = _on_disk(file)
    if copied[path].sha256 != sha256(body).hexdigest():
        raise StoreError(f"{path} was not read back as it was written", "check the disk")


def _differ(copied: Mapping[Path, File], told: Proof) -> None:
    """Raises StoreError where a copy is not what the version's proof says."""
    for path, one in copied.items():
        if path.name != proof.NAME and told.files[path.name] != one:
            raise StoreError(f"{path.name} of version {told.version[:12]} differs from its proof", proof.MEND)


def _journal(rows: list[journal.Row], scratch: Path, copied: dict[Path, File]) -> None:
    if rows:
        _put(scratch / journal.NAME, "".join(f"{row.line()}\n" for row in rows).encode("ascii"), copied)


def _history(root: Path, scratch: Path, copied: dict[Path, File]) -> int:
    """The steps and what is kept of their differences. A history that is damaged is not worth losing a backup for."""
    try:
        steps = history.read(root)
    except StoreError:
        return 0
    if steps:
        body = "".join(f"{step.line()}\n" for step in steps).encode("ascii")
        _put(scratch / history.DIRECTORY / history.STEPS, body, copied)
    for step in steps:
        with suppress(FileNotFoundError):
            path = history.file_of(root, step)
            _put(scratch / history.DIRECTORY / path.name, path.read_bytes(), copied)
    return len(steps)


def _keys(keys: Path | None, scratch: Path, copied: dict[Path, File]) -> bool:
    if keys is None or not keys.exists():
        return False
    _put(scratch / KEYS, keys.read_bytes(), copied)
    (scratch / KEYS).chmod(0o600)
    return True


def verify(place: Path, told: Backup) -> None:
    """Raises StoreError naming the first file of a backup that is not as it was written."""
    for name, one in told.files.items():
        path = place / name
        try:
            found = File(path.stat().st_size, proof.digest(path))
        except OSError as error:
            raise StoreError(f"{path} cannot be read: {error.strerror}", _ANOTHER) from error
        if found != one:
            raise StoreError(f"{path} is not as it was written", _ANOTHER)


def restore(place: Path, root: Path, keys: Path | None = None, force: bool = False) -> tuple[Backup, Path | None]:
    """Make a store of a backup, and have it stand at a place; what was there is kept aside, and its path returned.

    Everything is copied, read back, opened and counted before it takes its place. Raises StoreError where a store is
    there and `force` is not given, or where anything of the backup is not as it was written; ConflictError while
    another process writes there.
    """
    told = read(place)
    if root.exists() and any(root.iterdir()) and not force:
        raise StoreError(f"there is a store at {root}", "name another place with --to, or put it aside with --force")
    with ExitStack() as stack:
        if root.exists():
            stack.enter_context(journal.sole_writer(root))
        try:
            scratch = stack.enter_context(unfinished(root, 0o755))
            _bring(place, scratch, told)
            aside = _take_place(scratch, root)
            if keys and told.keys and not keys.exists():
                shutil.copyfile(place / KEYS, keys)
                keys.chmod(0o600)
                disk.sync(keys)
        except OSError as error:
            raise StoreError(
                f"{root} cannot be written: {error.strerror or error}", "check space and permissions"
            ) from error
    return told, aside


def _bring(place: Path, scratch: Path, told: Backup) -> None:
    """Copy the files of a backup, and see that they make the store that it says."""
    for name, one in told.files.items():
        if name == KEYS:
            continue
        (scratch / name).parent.mkdir(exist_ok=True)
        try:
            source = (place / name).open("rb")
        except OSError as error:
            raise StoreError(f"{place / name} cannot be read: {error.strerror}", _ANOTHER) from error
        with source, (scratch / name).open("w+b") as copy:
            shutil.copyfileobj(source, copy, 1 << 20)
            if _on_disk(copy) != one:
                raise StoreError(f"{place / name} is not as it was written", _ANOTHER)
    for directory in {(scratch / name).parent for name in told.files} | {scratch}:
        disk.sync(directory)
    snapshots.check(scratch, told.version)
    held = EmbeddedStore(scratch / told.version).statements()
    if sum(map(content.is_quad, held)) != told.quads or not content.is_digest(told.content, held):
        raise StoreError(f"{place} does not hold the {told.quads} quads that it was made of", _ANOTHER)


def _take_place(scratch: Path, root: Path) -> Path | None:
    """Give the new store the name of the old at once; returns where the old one is."""
    (scratch / _UNFINISHED).unlink()
    if not root.exists():
        scratch.rename(root)
        disk.sync(root.parent)
        return None
    swap(scratch, root)
    if not any(path.name != journal.LOCK for path in scratch.iterdir()):
        shutil.rmtree(scratch)
        return None
    return _aside(scratch, root)
