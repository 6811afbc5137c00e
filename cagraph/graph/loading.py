"""Loads records over those that are there, undoes that, and removes a source with what rests on it alone.

Everything is checked before anything is written. What is written is a new version and a row of the journal, so that a
crash at any moment leaves the old state or the new one.
"""

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from pyoxigraph import DefaultGraph, NamedNode, Quad

from cagraph import __version__, resources
from cagraph.errors import ConflictError, DataError, NotFoundError, Problem, StoreMissingError, suggestion
from cagraph.graph import loads
from cagraph.graph.build import counted, data_directory, emitted, load
from cagraph.graph.differences import Comparison
from cagraph.graph.effects import Clock, Effects, effects, named_in
from cagraph.graph.loads import Load
from cagraph.graph.outcome import File, LeftOut, Outcome, Plan
from cagraph.graph.withdrawal import without
from cagraph.intake import Circumstances
from cagraph.model import MODEL, Model, Namespaces
from cagraph.model.namespaces import WIKIDATA
from cagraph.queries import Library, Reader
from cagraph.rdf.delta import Delta, delta
from cagraph.records import kept
from cagraph.records.check import check, referring
from cagraph.records.domain import check_domain
from cagraph.records.layers import Layer, fold, plain
from cagraph.records.reader import Dataset, Loaded
from cagraph.settings import Settings
from cagraph.store import EmbeddedStore, content, history, journal, snapshots

_NOTHING: Final = "nothing was loaded"


class Loading:
    """The records in force at a place, and what becomes of them. For who holds the right to write there.

    When something was carried out, `changed` are the quads that only one of the versions holds. Raises
    StoreMissingError where nothing was built, StoreError where it is damaged.
    """

    changed: Sequence[Quad] = ()

    def __init__(self, root: Path, settings: Settings, model: Model = MODEL) -> None:
        self._root = root
        self._settings = settings
        self._model = model
        self._names = Namespaces(settings.base)
        self.state = snapshots.state(root)
        if not self.state.version:
            raise StoreMissingError(f"there is no store at {root}", "make one with: cagraph build")
        self._store = snapshots.open_current(root)
        self.known = loads.leading_to(self.state.rows, self.state.version)

    @cached_property
    def base(self) -> Dataset:
        """The records that the version was built of. Raises ConflictError where they are not known any more."""
        path = self._root / self.state.version / snapshots.RECORDS
        if path.exists():
            return kept.read(path.read_bytes(), self._model)
        directory = data_directory(self._settings)
        dataset = load(directory, self._model)
        if emitted(dataset, self._settings, self._model)[0] != self.state.build:
            raise ConflictError(f"{directory} has other records than the store was built of", "say: cagraph build")
        return dataset

    def circumstances(self, source: str = "") -> Circumstances:
        """What readers of files are told; `source` bears out what a file without evidence of its own says."""
        named = ((item.record.wikidata, item.record.id) for item in self.before.loaded)
        known = {WIKIDATA + item: id_ for item, id_ in named if item}
        return Circumstances(self._model, self._names, source, known)

    @cached_property
    def before(self) -> Dataset:
        """The records in force."""
        return self._folded(self.known)

    def _folded(self, known: Iterable[Load]) -> Dataset:
        layers, problems = loads.layers(known, self._model)
        if problems:
            raise DataError("the model takes no more what was loaded once", "say: cagraph undo LOAD", problems)
        return fold(self.base, layers)

    def load(self, files: Sequence[File], by: str, note: str = "", key: str = "", keep_going: bool = False) -> Plan:
        """Put the records of files over those in force. `key` tells a repeated request from another.

        Raises DataError with every fault; with `keep_going`, records that have faults are left out instead.
        """
        if repeated := self._repeated([file.sha256 for file in files], key):
            return Plan(loads.LOAD, by, {}, Layer(), self.before, before=repeated)
        now = _day(_now())
        there = {item.record.id: item for item in self.before.loaded}
        sifted, left = self._sifted([item for file in files for item in file.dataset.loaded], files, keep_going)
        taken = [_dated(item, there.get(item.record.id), now) for item in sifted]
        layer = Layer(tuple(item for item in taken if self._says_something(item)))
        remarks = tuple(one for file in files for one in file.dataset.remarks)
        says = {
            "files": [{"name": file.name, "sha256": file.sha256} for file in files],
            "note": note,
            "key": key,
            "left_out": len(left),
        }
        return Plan(loads.LOAD, by, says, layer, fold(self.before, [layer]), tuple(left), remarks)

    def _repeated(self, hashes: list[str], key: str) -> int:
        """The load that did the same: under the same key, or one in force of the same files. Raises ConflictError."""
        for one in reversed(self.known):
            if key and one.body.get("key") == key:
                if [file["sha256"] for file in one.files] != hashes:
                    raise ConflictError("the key of this request was another's", "take a new Idempotency-Key")
                return one.number
        done = (one for one in reversed(loads.in_force(self.known)) if one.kind == loads.LOAD)
        same = (one for one in done if [file["sha256"] for file in one.files] == hashes)
        return next((one.number for one in same if not one.body.get("left_out")), 0)

    def _says_something(self, item: Loaded) -> bool:
        """Whether a record is another than that of the build, or has been touched by loads that may be undone."""
        return item.record.id in self._touched or self._built.get(item.record.id) != item.record

    @cached_property
    def _built(self) -> dict[str, Any]:
        return {item.record.id: item.record for item in self.base.loaded}

    @cached_property
    def _touched(self) -> set[str]:
        bodies = [one.body for one in loads.in_force(self.known)]
        ids = {one["id"] for body in bodies for one in body.get("records", [])}
        return ids | {id_ for body in bodies for id_ in body.get("removed", [])}

    def _sifted(
        self, items: list[Loaded], files: Sequence[File], keep_going: bool
    ) -> tuple[list[Loaded], list[LeftOut]]:
        """The records that can be taken together, and those that are left out."""
        left = [one for file in files for one in file.left_out] if keep_going else []
        problems = [] if keep_going else [problem for file in files for problem in file.problems]
        while True:
            ids = {item.record.id for item in items}
            others = [item for item in self.before.loaded if item.record.id not in ids]
            found = self.faults(Dataset((*others, *items)))
            if not (found or problems):
                return items, left
            if not (keep_going and items):
                raise DataError(
                    f"{counted([*problems, *found])} in what is to be loaded", _NOTHING, [*problems, *found]
                )
            blamed = _blamed(items, found)
            left += [LeftOut(tuple(why), plain(items[place])) for place, why in sorted(blamed.items())]
            items = [item for place, item in enumerate(items) if place not in blamed]

    def faults(self, dataset: Dataset) -> list[Problem]:
        """What is wrong with records, taken together; those in force, and what they refer to, are known to be right."""
        there = {item.record.id: item.record for item in self.before.loaded}
        here = {item.record.id: item.record for item in dataset.loaded}
        changed = {id_ for id_ in {*there, *here} if there.get(id_) != here.get(id_)}
        old = changed & there.keys()
        only = changed | (referring(dataset, old) if old else set())
        return check(dataset, self._model, only) + check_domain(dataset)

    def undo(self, number: int, by: str, note: str = "") -> Plan:
        """Take back what a load did; that of an undoing, what it took back. Raises NotFoundError, ConflictError,
        DataError where other records rest on it.
        """
        numbers = [str(one.number) for one in self.known]
        if str(number) not in numbers:
            raise NotFoundError(f"there is no load {number}", suggestion(str(number), numbers, "see: cagraph log"))
        if number not in {one.number for one in loads.in_force(self.known)}:
            raise ConflictError(f"load {number} is undone already", "undo its undoing to have it again")
        undoing = Load(journal.Row(**_UNWRITTEN, kind=loads.UNDO, body=json.dumps({"undoes": number})))
        after = self._folded([*self.known, undoing])
        self.refuse(after, f"load {number} cannot be undone")
        return Plan(loads.UNDO, by, {"undoes": number, "note": note}, Layer(), after)

    def drop_source(self, source: str, by: str, note: str = "") -> Plan:
        """Remove a source and what rests on it alone. Raises NotFoundError; DataError where others rest on that."""
        sources = [item.record.id for item in self.before.loaded if item.kind.name == "Source"]
        if source not in sources:
            raise NotFoundError(f"there is no source '{source}'", suggestion(source, sources))
        layer = without(source, self.before, self._model)
        after = fold(self.before, [layer])
        self.refuse(after, f"the source '{source}' cannot be removed")
        return Plan(loads.DROP, by, {"source": source, "note": note}, layer, after)

    def refuse(self, after: Dataset, said: str) -> None:
        """Raises DataError where records have faults, with what cannot be done for that."""
        if problems := self.faults(after):
            raise DataError(f"{said}: {counted(problems)} would be left", "load what mends them first", problems)

    def carry_out(self, plan: Plan, dry_run: bool = False) -> Outcome:
        """Write what is planned, or say what that would do. Raises StoreError."""
        now = self.state.version
        done = Outcome(plan.kind, plan.before, now, now, False, dry_run, left_out=plan.left_out, remarks=plan.remarks)
        if plan.kind not in loads.ALWAYS and {item.record.id: item.record for item in plan.after.loaded} == {
            item.record.id: item.record for item in self.before.loaded
        }:
            return done
        held = self._store.statements()
        differing = self._differing(plan.after, held)
        version = snapshots.next_version(self.state, plan.kind)
        row = self._row(plan, version)
        told_of = list(loads.told(Load(row), self._names))
        removed, added = _statements(held, differing.gone, [*differing.come, *told_of])
        fresh = self._root / f"new-{version}"
        try:
            EmbeddedStore.alter(self._root / self.state.version, fresh, content.quads(removed), content.quads(added))
            comparison = Comparison(self._model, self._names, known=(differing.gone, differing.come))
            found = comparison(self._store, EmbeddedStore(fresh))
            self.changed = comparison.changed or ()
            told = self._effects(found, plan.after, fresh)
            if not dry_run:
                held = (held - removed) | added
                row = replace(
                    row,
                    body=_canonical({**json.loads(row.body), "says": told.words}),
                    quads=sum(map(content.is_quad, held)),
                    content=content.digest(held),
                    removed=tuple(sorted(line.decode() for line in removed)),
                    added=tuple(sorted(line.decode() for line in added)),
                )
                snapshots.commit(self._root, fresh, row, _kept(found))
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
        if dry_run:
            return replace(done, changed=True, effects=told)
        return replace(done, load=row.number, data_version=version, changed=True, effects=told)

    def _differing(self, after: Dataset, held: Iterable[bytes]) -> Delta:
        """The quads that only the records before, and only those after give."""
        names = self._names
        version = NamedNode(names.iri("cag:dataVersion"))
        return delta(
            self.before.records,
            after.records,
            self._store.quads(graph=DefaultGraph()),
            _claimed(held, names),
            self._store.quads(NamedNode(names.base), version, None, NamedNode(names.meta)),
            self._model,
            names,
            Library(resources.queries(), names).examples(),
        )

    def _effects(self, found: Sequence[history.Difference], records: Dataset, fresh: Path) -> Effects:
        named = set(named_in(found))
        both = (*self.before.loaded, *records.loaded)
        if not any(item.record.id in named and self._model.is_a(item.kind.name, "Instrument") for item in both):
            return effects(found, self._model)
        before, after = (Clock(Reader(store, self._names)) for store in (self._store, EmbeddedStore(fresh)))
        return effects(found, self._model, (before, after))

    def _row(self, plan: Plan, version: str) -> journal.Row:
        body = {
            **plan.says,
            "program": __version__,
            "model": self._model.number,
            "records": [plain(item) for item in plan.layer.records],
            "removed": list(plan.layer.removed),
        }
        return journal.Row(
            **{
                **_UNWRITTEN,
                "number": len(self.state.rows) + 1,
                "time": _now(),
                "key": plan.by,
                "media_type": loads.MEDIA_TYPE,
                "parent": self.state.version,
                "version": version,
                "build": self.state.build,
                "before": journal.last_digest(self.state.rows),
            },
            kind=plan.kind,
            body=_canonical({name: value for name, value in body.items() if value not in ("", [])}),
        )


_UNWRITTEN: Final[dict[str, Any]] = {
    "number": 0, "time": "", "key": "", "graph": "", "media_type": "", "using": (), "using_named": (), "parent": "",
    "version": "", "build": "", "curated": True, "quads": 0, "before": "",
}  # fmt: skip


def _kept(found: Sequence[history.Difference]) -> history.Compare:
    return lambda _old, _new: found


def _canonical(values: Mapping[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _day(time: str) -> date:
    return date.fromisoformat(time[:10])


def _dated(item: Loaded, before: Loaded | None, day: date) -> Loaded:
    """A record whose evidence says on which day it entered the data: what is not there yet enters today."""
    known = (
        [(one.model_copy(update={"recorded": None}), one.recorded) for one in before.record.evidence] if before else []
    )
    evidence = [
        one
        if one.recorded
        else one.model_copy(update={"recorded": next((since for other, since in known if other == one), day)})
        for one in item.record.evidence
    ]
    return replace(item, record=item.record.model_copy(update={"evidence": evidence}))


def _claimed(held: Iterable[bytes], names: Namespaces) -> Iterator[str]:
    """The texts of the quads of claims, and of what is said of claims."""
    graphs = tuple(f"<{graph}".encode() for graph in (names.claim, f"{names.provenance}>"))
    for line in held:
        if line.rsplit(b" ", 2)[1].startswith(graphs):
            yield line[:-3].decode()


def _statements(held: set[bytes], gone: Iterable[Quad], come: Sequence[Quad]) -> tuple[set[bytes], set[bytes]]:
    """What is to be taken from what is held, and what is to be added; graphs that get something are no more empty."""
    removed = content.lines(gone) & held
    graphs = {quad.graph_name for quad in come if isinstance(quad.graph_name, NamedNode)}
    return removed | (content.empty(graphs) & held), content.lines(come) - held


def _blamed(items: Sequence[Loaded], problems: Sequence[Problem]) -> dict[int, list[Problem]]:
    """Which of the records to be loaded have faults, by their place in the list: by where a fault is, or whom it names.

    A fault elsewhere that names none of them leaves all of them blamed: nothing tells which it is.
    """
    at: dict[str, list[int]] = {}
    for place, item in enumerate(items):
        for where in {item.where(*location) for location in (*item.marks, ())}:
            at.setdefault(where, []).append(place)
    found: dict[int, list[Problem]] = {}
    for problem in problems:
        places = at.get(problem.where) or [
            place
            for place, item in enumerate(items)
            if f"'{item.record.id}'" in problem.message or item.where() in problem.message
        ]
        for place in places or range(len(items)):
            found.setdefault(place, []).append(problem)
    return found
