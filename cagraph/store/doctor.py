"""Looks a store over, says what is wrong and what to do about it, and mends what can safely be mended.

What can be mended is made again from what is whole: a version from one before it and the journal's rows in between, or
from the records and those rows. A version counts as made again only when its content has the digest that the journal,
or the name of the build, says.
"""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from pyoxigraph import Quad

from cagraph.errors import DataError, StoreError
from cagraph.store import content, history, journal, proof, snapshots
from cagraph.store.embedded import EmbeddedStore
from cagraph.store.proof import Proof

ROOM: Final = 512 << 20  # bytes that should be free for the engine to write at all
_ROUNDS: Final = 4
_REPAIR: Final = "cagraph doctor --repair"
_RESTORE: Final = "cagraph restore BACKUP"
Records = Callable[[], tuple[str, Sequence[Quad]]]
Mend = Callable[[], str]


@dataclass(frozen=True)
class Finding:
    """What was looked at and found, whether that is wrong, and what to do; `mend` does it and says what it did."""

    about: str
    says: str
    wrong: bool = False
    do: str = ""
    mend: Mend | None = None


@dataclass(frozen=True)
class Report:
    """What was found, and what was mended before that."""

    findings: tuple[Finding, ...]
    mended: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not any(one.wrong for one in self.findings)


def examine(root: Path, keys: Path, records: Records, with_data: bool = False) -> Report:
    """Look a store over without touching it."""
    return Report(tuple(Examination(root, keys, records, with_data).findings()))


def repair(root: Path, keys: Path, records: Records, with_data: bool = False) -> Report:
    """Mend what can be mended, and look again. Raises ConflictError while another process writes, StoreError."""
    mended: list[str] = []
    left = snapshots.unfinished(root) if root.is_dir() else []
    with snapshots.writing(root):
        if left:
            mended.append(f"removed what a crash left behind: {', '.join(path.name for path in left)}")
        for _ in range(_ROUNDS):  # what is mended first can be what the next is mended with
            found = tuple(Examination(root, keys, records, with_data).findings())
            said = [one.mend() for one in found if one.mend]
            fresh = [one for one in said if one and one not in mended]
            mended.extend(fresh)
            if not fresh:
                break
    return Report(found, tuple(mended))


class Examination:
    """One look at a store; what is read for it is read once."""

    def __init__(self, root: Path, keys: Path, records: Records, with_data: bool) -> None:
        self._root = root
        self._keys = keys
        self._records = records
        self._with_data = with_data

    def findings(self) -> Iterator[Finding]:
        """Everything that is found, in the order in which it is to be mended."""
        yield from self._place()
        yield from self._journal()
        yield from self._history()
        yield from self._left()
        yield from self._current()
        yield from self._others()
        if self._with_data:
            yield from self._data()

    def _place(self) -> Iterator[Finding]:
        if not self._root.is_dir():
            yield Finding("place", f"there is no store at {self._root}", True, f"cagraph build, or {_RESTORE}")
            return
        if not os.access(self._root, os.W_OK):
            yield Finding("place", f"{self._root} is readable only: nothing can be written", False, "see who owns it")
        free = shutil.disk_usage(self._root).free
        if free < ROOM:
            yield Finding("place", f"{free >> 20} MiB are free on the disk", True, f"have {ROOM >> 20} MiB free")
        if self._keys.exists() and self._keys.stat().st_mode & 0o077:
            does = f"chmod 600 {self._keys}"
            yield Finding("keys", f"{self._keys} can be read by others", True, does, self._close_keys)

    def _close_keys(self) -> str:
        self._keys.chmod(0o600)
        return f"{self._keys} is readable by its owner alone"

    @cached_property
    def _rows(self) -> list[journal.Row]:
        return journal.read(self._root)

    def _journal(self) -> Iterator[Finding]:
        try:
            rows = self._rows
        except StoreError as error:
            yield Finding("journal", error.message, True, _RESTORE)
            self._rows = []
            return
        yield Finding("journal", f"{len(rows)} rows, the chain is whole")

    def _history(self) -> Iterator[Finding]:
        try:
            steps = history.read(self._root)
            for step in steps:
                if history.is_kept(self._root, step):
                    history.differences(self._root, step)
        except StoreError as error:
            yield Finding("history", error.message, True, f"{_RESTORE}, or {_REPAIR}", self._set_history_aside)
            return
        yield Finding("history", f"{len(steps)} steps, the chain is whole")

    def _set_history_aside(self) -> str:
        history.set_aside(self._root / history.DIRECTORY)
        return "the history is put aside; a new one begins with the next version"

    def _left(self) -> Iterator[Finding]:
        if not self._root.is_dir():
            return
        left = [path.name for path in snapshots.unfinished(self._root)]
        if left:
            says = f"a write is under way, or was cut off: {', '.join(left)}"
            yield Finding("leftovers", says, False, f"when nothing writes: {_REPAIR}")

    @cached_property
    def _pointed(self) -> str:
        """What the pointer names; empty where it names nothing that is there."""
        try:
            return snapshots.current(self._root) or ""
        except StoreError:
            return ""

    @property
    def _wanted(self) -> str:
        """The version that should be current: what the journal ends with, else what the pointer names."""
        return self._rows[-1].version if self._rows else self._pointed

    def _current(self) -> Iterator[Finding]:
        try:
            pointed = snapshots.current(self._root) or ""
        except StoreError as error:
            yield Finding("pointer", error.message, True, f"{_REPAIR}, or {_RESTORE}", self._mend_version)
            return
        if not self._wanted:
            there = self._root.is_dir() and snapshots.versions(self._root)
            if there:
                says = "there are versions, and no pointer to one"
                yield Finding("pointer", says, True, f"{_REPAIR}, or {_RESTORE}", self._mend_version)
            elif self._root.is_dir():
                yield Finding("pointer", f"nothing was built at {self._root}", False, "cagraph build")
            return
        if pointed != self._wanted:
            says = f"the pointer names {pointed[:12]}, the journal ends with {self._wanted[:12]}"
            yield Finding("pointer", says, True, _REPAIR, self._mend_version)
            return
        told, faults = self._looked_at(pointed)
        if not faults and told:
            yield Finding("version", f"{pointed[:12]}, current: {told.quads} quads, every file as it was written")
        elif not faults:
            says = f"{pointed[:12]}, current, can be read, but has no proof: it was written by an earlier release"
            yield Finding("version", says, False, _REPAIR, lambda: self._prove(pointed))
        else:
            says = f"{pointed[:12]}, current, is damaged: {'; '.join(faults[:5])}"
            yield Finding("version", says, True, f"{_REPAIR}, or {_RESTORE}", self._mend_version)

    def _others(self) -> Iterator[Finding]:
        for version in snapshots.versions(self._root) if self._root.is_dir() else ():
            if version in {self._pointed, self._wanted}:
                continue
            told, faults = self._looked_at(version)
            if faults:
                says = f"{version[:12]}, kept for readers, is damaged: {'; '.join(faults[:5])}"
                yield Finding("version", says, True, _REPAIR, lambda name=version: self._drop(name))  # type: ignore[misc]
            elif told:
                yield Finding("version", f"{version[:12]}, kept for readers: {told.quads} quads, as it was written")

    def _drop(self, version: str) -> str:
        if version == snapshots.current(self._root):
            return ""
        shutil.rmtree(self._root / version)
        return f"removed the damaged version {version[:12]}, which was not current"

    def _row(self, version: str) -> journal.Row | None:
        return next((row for row in reversed(self._rows) if row.version == version), None)

    def _looked_at(self, version: str) -> tuple[Proof | None, list[str]]:
        """The proof of a version, and everything that is wrong with it: its files, its content, its journal row."""
        directory, row = self._root / version, self._row(version)
        if not directory.is_dir():
            return None, ["it is missing"]
        try:
            told = proof.of(directory)
            faults = list(proof.faults(directory, told)) if told else []
            if faults:
                return told, faults
            held = EmbeddedStore(directory).statements()
        except StoreError as error:
            return None, [error.message]
        quads = sum(map(content.is_quad, held))
        if told and told.content and not (told.quads == quads and content.is_digest(told.content, held)):
            faults.append(f"it holds {quads} quads, and not the {told.quads} of digest {told.content[:12]}")
        if row and row.quads != quads:
            faults.append(f"it holds {quads} quads, and {row.quads} by the journal")
        same = row is not None and told is not None and row.content == told.content
        if row and row.content and not same and not content.is_digest(row.content, held):
            faults.append("its content is not what the journal says")
        if told and told.chained != (row.digest if row else ""):
            faults.append("the journal has no row, or another row, for it")
        return told, faults

    def _prove(self, version: str) -> str:
        held = EmbeddedStore(self._root / version).statements()
        row = self._row(version)
        number, chained = (row.number, row.digest) if row else (0, "")
        told = Proof(version, sum(map(content.is_quad, held)), content.digest(held), number, chained)
        proof.drop_needless(self._root / version)
        proof.write(self._root / version, told)
        return f"wrote the proof of {version[:12]}"

    def _mend_version(self) -> str:
        """Have the version that should be current stand whole, made again if need be; else the newest that is whole."""
        wanted = self._wanted
        if wanted and not self._looked_at(wanted)[1]:
            snapshots.point(self._root, wanted)
            return f"finished a write that a crash had cut off: {wanted[:12]} is current"
        if wanted and (held := self._made_again(wanted)) is not None:
            snapshots.replace(self._root, wanted, held, self._row(wanted), self._records_kept(wanted))
            return f"made the version {wanted[:12]} again, with the content that it had"
        for name in snapshots.versions(self._root):
            if not self._looked_at(name)[1]:
                snapshots.point(self._root, name)
                lost = f", which lacks what was written after it: {wanted[:12]} is damaged" if wanted else ""
                return f"went back to the newest version that is whole, {name[:12]}{lost}"
        build, quads = self._made_of_records
        if not build:
            return ""
        snapshots.replace(self._root, build, content.lines(quads), None)
        return f"built the version {build[:12]} from the records"

    def _records_kept(self, version: str) -> bytes:
        """The records of the build below a version, as it or another keeps them whole; nothing where none does."""
        built = self._build_below(version)
        for name in (version, *snapshots.versions(self._root)):
            path = self._root / name / snapshots.RECORDS
            try:
                told = proof.of(path.parent)
                known = told.files.get(snapshots.RECORDS) if told else None
                if known and self._build_below(name) == built and proof.digest(path) == known.sha256:
                    return path.read_bytes()
            except (StoreError, OSError):
                continue
        return b""

    def _build_below(self, version: str) -> str:
        row = self._row(version)
        return row.build if row else version

    @cached_property
    def _made_of_records(self) -> tuple[str, Sequence[Quad]]:
        """The version that the records make, and its quads; empty where they make none."""
        try:
            return self._records()
        except DataError:
            return "", ()

    def _made_again(self, version: str, from_data: bool = False) -> set[bytes] | None:
        """The content of a version, from a whole one before it or the records, and the rows since; None if not so."""
        after: list[journal.Row] = []
        while True:
            row = self._row(version)
            base = self._whole(version) if after and not from_data else None
            if base is None and (row is None or row.kind == "build"):
                base = self._of_records(row.build if row else version)
                if base is not None and row:
                    after.append(row)
            if base is not None:
                break
            if row is None or row.kind == "build" or not row.content:
                return None
            after.append(row)
            version = row.parent
        for row in reversed(after):
            base.difference_update(line.encode() for line in row.removed)
            base.update(line.encode() for line in row.added)
        last = after[0] if after else None
        return base if last is None or content.is_digest(last.content, base) else None

    def _whole(self, version: str) -> set[bytes] | None:
        if self._looked_at(version)[1]:
            return None
        return EmbeddedStore(self._root / version).statements()

    def _of_records(self, build: str) -> set[bytes] | None:
        version, quads = self._made_of_records
        return content.lines(quads) if version == build else None

    def _data(self) -> Iterator[Finding]:
        """Whether what is current is what the records here give, and the journal since."""
        wanted = self._wanted
        if not wanted or self._looked_at(wanted)[1]:
            return
        rests = next((row.build for row in reversed(self._rows) if row.version == wanted), wanted)
        made = self._made_of_records[0]
        if made != rests:
            says = f"the records make {made[:12] or 'no version'}, the store rests on {rests[:12]}"
            yield Finding("data", says, False, "cagraph build")
            return
        held = self._made_again(wanted, from_data=True)
        if held is None or held != self._whole(wanted):
            yield Finding("data", "the store is not what the records and the journal give", True, _RESTORE)
        else:
            yield Finding("data", f"the records and the journal give the same {len(held)} statements")
