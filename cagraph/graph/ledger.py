"""What a place holds, known without going through it: the records in force, the loads that led there, and figures that
follow each change.

They stand in a register beside the versions, which is good for the version and journal that it was written after. After
anything else it is made anew, of the records kept with the build and of the journal, with every row of it checked.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from pyoxigraph import DefaultGraph, NamedNode, Quad

from cagraph import __version__, resources
from cagraph.errors import ConflictError, DataError, StoreMissingError
from cagraph.graph import loads
from cagraph.graph.build import data_directory, emitted, load
from cagraph.graph.loads import Load
from cagraph.model import Entity, Model, Namespaces
from cagraph.queries import Library
from cagraph.rdf.delta import Delta, Figures, Lines, described, figures
from cagraph.rdf.describe import Describer
from cagraph.rdf.emit import Emitter, line_of, named_version
from cagraph.records import kept, register
from cagraph.records.holdings import Change, Holdings
from cagraph.records.layers import fold
from cagraph.records.reader import Dataset
from cagraph.records.register import Register
from cagraph.settings import Settings
from cagraph.store import content, journal, proof, snapshots

_FIGURES: Final = ("total", "uses")


@dataclass(frozen=True)
class Looked:
    """Records as what emits them looks them up."""

    holdings: Holdings

    def record(self, id_: str) -> Entity | None:
        """The record of an id; None where there is none."""
        item = self.holdings.get(id_)
        return item.record if item else None

    def referring(self, target: str) -> set[str]:
        """The ids of the records that refer to an id."""
        return self.holdings.referring(target)


class Ledger:
    """What is known of a place: its version, the build below it, the loads since, without the records that they
    brought; how many rows the journal has, and the hash that the next has to refer to.

    Raises StoreMissingError where nothing was built, StoreError where it is damaged.
    """

    def __init__(self, root: Path, settings: Settings, model: Model) -> None:
        self._root = root
        self._settings = settings
        self._model = model
        self._names = Namespaces(settings.base)
        self._path = root / register.NAME
        self._amiss: tuple[Lines, Lines] = ({}, {})
        version = snapshots.current(root)
        found = Register.opened(self._path, model, self._stamp(version)) if version else None
        if version and found:
            self.register = found
            self.known = [loads.of_head(one) for one in found.loads()]
            self.version, self.build = version, found.told("build")
            self.rows, self.chained = found.told("last")
        else:
            state = snapshots.state(root)
            self.known = loads.leading_to(state.rows, state.version)
            self.version, self.build = state.version, state.build
            self.rows, self.chained = len(state.rows), journal.last_digest(state.rows)
        if not self.version:
            raise StoreMissingError(f"there is no store at {root}", "make one with: cagraph build")
        self.store = snapshots.open_current(root)

    def _stamp(self, version: str) -> str:
        """What a register must say to be good: of which version, journal, program and model it is."""
        try:
            file = (self._root / journal.NAME).stat()
            written = [file.st_size, file.st_mtime_ns, file.st_ino]
        except FileNotFoundError:
            written = []
        said = [step.what for step in self._model.steps]
        return json.dumps([version, written, __version__, self._model.number, said, self._names.base, self._fixed])

    @cached_property
    def _fixed(self) -> str:
        """The hash of what the examples in the description are made of."""
        made = sha256()
        for path in sorted(resources.queries().glob("*.rq")):
            made.update(path.read_bytes())
        return made.hexdigest()

    @cached_property
    def _examples(self) -> Sequence[Any]:
        return tuple(Library(resources.queries(), self._names).examples())

    @property
    def strays(self) -> bool:
        """Whether the register that is kept is not what the records and the journal give."""
        held = vars(self).pop("register", None)
        try:
            return held is not None and held.contents() != self.register.contents()
        except sqlite3.Error:
            return True

    @cached_property
    def register(self) -> Register:
        """The records in force. Raises ConflictError where they are not known any more, DataError."""
        dataset = self.folded()
        names = self._names
        emitter = Emitter.of(dataset.records, self._model, names)
        quads = [quad for record in dataset.records for quad in emitter.record(record)]
        known = figures(quads, self._model, names)
        about = Describer(self._model, names).describe(quads, self._examples)
        wanted = {line_of(quad): quad for quad in (*about, named_version(known.total, self._model, names))}
        there = {line_of(quad): quad for quad in self._described()}
        self._amiss = (
            {line: quad for line, quad in there.items() if line not in wanted},
            {line: quad for line, quad in wanted.items() if line not in there},
        )
        return Register.of(dataset, self._model, {one.number: loads.head(one) for one in self._loads()}, _told(known))

    def _described(self) -> Iterable[Quad]:
        """What the store says of all records."""
        version = NamedNode(self._names.iri("cag:dataVersion"))
        yield from described(self.store.quads(graph=DefaultGraph()), self._names)
        yield from self.store.quads(NamedNode(self._names.base), version, None, NamedNode(self._names.meta))

    def folded(self, *more: Load) -> Dataset:
        """The records of the build with those of every load in force put over them. Raises DataError, ConflictError."""
        layers, problems = loads.layers([*self._loads(), *more], self._model)
        if problems:
            raise DataError("the model takes no more what was loaded once", "say: cagraph undo LOAD", problems)
        return fold(self._base(), layers)

    def _loads(self) -> list[Load]:
        """The loads that led here, as the journal has them. Raises StoreError where its chain is broken."""
        return loads.leading_to(journal.read(self._root), self.version)

    def _base(self) -> Dataset:
        path = self._root / self.version / snapshots.RECORDS
        if path.exists():
            return kept.read(path.read_bytes(), self._model)
        directory = data_directory(self._settings)
        dataset = load(directory, self._model)
        if emitted(dataset, self._settings, self._model)[0] != self.build:
            raise ConflictError(f"{directory} has other records than the store was built of", "say: cagraph build")
        return dataset

    @cached_property
    def figures(self) -> Figures:
        """Those of the records in force."""
        total, uses = (self.register.told(name) for name in _FIGURES)
        return Figures(int(total, 16), Counter({tuple(key): number for key, number in uses}))

    def settled(self, found: Delta) -> Delta:
        """A change with what the store says amiss of all records put right: it may be written by another program."""
        self.register  # noqa: B018  which finds it out
        gone, come = self._amiss
        come = {line: quad for line, quad in come.items() if line not in found.gone} | found.come
        gone = {line: quad for line, quad in gone.items() if line not in come} | found.gone
        return replace(found, gone=gone, come=come)

    def statements(self, differing: Delta, told: Sequence[Quad]) -> tuple[Lines, Lines]:
        """What is to be taken from what the store holds, and what is to be added, by lines."""
        held = self.store
        come = differing.come | {line_of(quad): quad for quad in content.as_kept(told)}
        removed = {line: quad for line, quad in differing.gone.items() if quad in held}
        return removed, {line: quad for line, quad in come.items() if quad not in held}

    def filled(self, added: Lines) -> set[bytes]:
        """The statements that say of graphs that they are empty, and are so no more."""
        graphs = {quad.graph_name for quad in added.values() if isinstance(quad.graph_name, NamedNode)}
        return content.empty(self.store.empty(graphs))

    def content_after(self, removed: Collection[bytes], added: Collection[bytes]) -> tuple[int, str]:
        """How many quads the store holds after a change of its statements, and the digest of them."""
        directory = self._root / self.version
        digest, told = proof.content_after(directory, removed, added), proof.of(directory)
        if told and digest:
            return told.quads - sum(map(content.is_quad, removed)) + sum(map(content.is_quad, added)), digest
        held = self.store.statements().difference(removed).union(added)
        return sum(map(content.is_quad, held)), content.digest(held)

    def follow(self, row: journal.Row, change: Change, now: Figures) -> None:
        """Have the register be of what a load has made. If that fails, the next load makes it anew."""
        stamp = {"stamp": self._stamp(row.version), "build": row.build, "last": [row.number, row.digest]}
        try:
            said_at = f"load {row.number}"
            self.register.become(self._path, change, said_at, row.number, loads.head(Load(row)), _told(now) | stamp)
        except (sqlite3.Error, OSError):
            with suppress(OSError):
                register.forget(self._path)


def _told(known: Figures) -> dict[str, Any]:
    return {"total": f"{known.total:x}", "uses": [[list(key), number] for key, number in sorted(known.uses.items())]}
