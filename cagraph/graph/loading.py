"""Loads records over those that are there, undoes that, and removes a source with what rests on it alone.

Everything is checked before anything is written. What is written is a new version and a row of the journal, so that a
crash at any moment leaves the old state or the new one.
"""

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from pyoxigraph import Quad

from cagraph import __version__
from cagraph.errors import ConflictError, DataError, NotFoundError, Problem, suggestion
from cagraph.graph import loads
from cagraph.graph.build import counted
from cagraph.graph.differences import Comparison
from cagraph.graph.effects import Clock, Effects, effects, named_in
from cagraph.graph.ledger import Ledger, Looked
from cagraph.graph.loads import Load
from cagraph.graph.outcome import File, LeftOut, Outcome, Plan
from cagraph.graph.withdrawal import without
from cagraph.intake import Circumstances
from cagraph.model import MODEL, Model, Namespaces
from cagraph.queries import Reader
from cagraph.rdf.delta import Delta, delta
from cagraph.records.check import check_change, taken_twice
from cagraph.records.domain import check_domain
from cagraph.records.holdings import ByItem, Change, Overlay
from cagraph.records.layers import Layer, plain
from cagraph.records.neighbours import neighbours
from cagraph.records.reader import Dataset, Loaded
from cagraph.records.register import Register
from cagraph.settings import Settings
from cagraph.store import EmbeddedStore, history, journal, snapshots

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
        self._ledger = Ledger(root, settings, model)
        self._store = self._ledger.store
        self.known = self._ledger.known

    @cached_property
    def records(self) -> Register:
        """The records in force, to look up. Raises ConflictError where they are not known any more."""
        return self._ledger.register

    @cached_property
    def before(self) -> Dataset:
        """All the records in force."""
        return self.records.all()

    def circumstances(self, source: str = "") -> Circumstances:
        """What readers of files are told; `source` bears out what a file without evidence of its own says."""
        return Circumstances(self._model, self._names, source, ByItem(self.records))

    def load(self, files: Sequence[File], by: str, note: str = "", key: str = "", keep_going: bool = False) -> Plan:
        """Put the records of files over those in force. `key` tells a repeated request from another.

        Raises DataError with every fault; with `keep_going`, records that have faults are left out instead.
        """
        if repeated := self._repeated([file.sha256 for file in files], key):
            return Plan(loads.LOAD, by, {}, before=repeated)
        now = _day(_now())
        sifted, left = self._sifted([item for file in files for item in file.dataset.loaded], files, keep_going)
        taken = [_dated(item, self.records.get(item.record.id), now) for item in sifted]
        layer = Layer(tuple(item for item in taken if self._says_something(item)))
        remarks = tuple(one for file in files for one in file.dataset.remarks)
        says = {
            "files": [{"name": file.name, "sha256": file.sha256} for file in files],
            "note": note,
            "key": key,
            "left_out": len(left),
        }
        return Plan(loads.LOAD, by, says, layer, self.brings(layer), tuple(left), remarks)

    def brings(self, layer: Layer) -> Change:
        """What a layer changes in the records in force."""
        change: dict[str, Loaded | None] = {id_: None for id_ in layer.removed if self.records.kind(id_)}
        for item in layer.records:
            there = self.records.get(item.record.id)
            if there is None or there.record != item.record:
                change[item.record.id] = item
        return change

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
        there = self.records.get(item.record.id)
        return item.record.id in self._touched or there is None or there.record != item.record

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
            found = self._faults_of(items)
            if not (found or problems):
                return items, left
            if not (keep_going and items):
                raise DataError(
                    f"{counted([*problems, *found])} in what is to be loaded", _NOTHING, [*problems, *found]
                )
            blamed = _blamed(items, found)
            left += [LeftOut(tuple(why), plain(items[place])) for place, why in sorted(blamed.items())]
            items = [item for place, item in enumerate(items) if place not in blamed]

    def _faults_of(self, items: Sequence[Loaded]) -> list[Problem]:
        """What is wrong with records to be loaded, several of one id among them."""
        first = {item.record.id: item for item in reversed(items)}
        others = [item for item in items if first[item.record.id] is not item]
        changes: list[Change] = [first, *({**first, item.record.id: item} for item in others)]
        found = (problem for change in changes for problem in self.faults(change))
        return list(dict.fromkeys([*taken_twice(items), *found]))

    def faults(self, change: Change) -> list[Problem]:
        """What a change of the records in force, which have no faults, makes wrong with them."""
        if not change:
            return []
        after = Overlay(self.records, change)
        together = neighbours(self.records, after, change)
        return check_change(after, self.records, change, self._model) + check_domain(together)

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
        after = {item.record.id: item for item in self._ledger.folded(undoing).loaded}
        there = {item.record.id: item for item in self.before.loaded}
        change: dict[str, Loaded | None] = {id_: None for id_ in there if id_ not in after}
        change |= {id_: item for id_, item in after.items() if id_ not in there or there[id_].record != item.record}
        self.refuse(change, f"load {number} cannot be undone")
        return Plan(loads.UNDO, by, {"undoes": number, "note": note}, change=change)

    def drop_source(self, source: str, by: str, note: str = "") -> Plan:
        """Remove a source and what rests on it alone. Raises NotFoundError; DataError where others rest on that."""
        sources = [item.record.id for item in self.before.loaded if item.kind.name == "Source"]
        if source not in sources:
            raise NotFoundError(f"there is no source '{source}'", suggestion(source, sources))
        layer = without(source, self.before, self._model)
        change = self.brings(layer)
        self.refuse(change, f"the source '{source}' cannot be removed")
        return Plan(loads.DROP, by, {"source": source, "note": note}, layer, change)

    def refuse(self, change: Change, said: str) -> None:
        """Raises DataError where a change leaves records with faults, with what cannot be done for that."""
        if problems := self.faults(change):
            raise DataError(f"{said}: {counted(problems)} would be left", "load what mends them first", problems)

    def carry_out(self, plan: Plan, dry_run: bool = False) -> Outcome:
        """Write what is planned, or say what that would do. Raises StoreError."""
        now = self._ledger.version
        done = Outcome(plan.kind, plan.before, now, now, False, dry_run, left_out=plan.left_out, remarks=plan.remarks)
        if plan.kind not in loads.ALWAYS and not plan.change:
            return done
        differing = self._differing(plan.change)
        version = snapshots.next_version(self._ledger.chained, plan.kind)
        row = self._row(plan, version)
        removed, added = self._ledger.statements(differing, [*loads.told(Load(row), self._names)])
        fresh = self._root / f"new-{version}"
        try:
            after = self._store.altered(fresh, list(removed.values()), list(added.values()))
            comparison = Comparison(self._model, self._names, known=differing.quads)
            found = comparison(self._store, after)
            self.changed = comparison.changed or ()
            told = self._effects(found, plan.change, after)
            if not dry_run:
                gone = removed.keys() | self._ledger.filled(added)
                quads, held = self._ledger.content_after(gone, added)
                row = replace(
                    row,
                    body=_canonical({**json.loads(row.body), "says": told.words}),
                    quads=quads,
                    content=held,
                    removed=tuple(sorted(line.decode() for line in gone)),
                    added=tuple(sorted(line.decode() for line in added)),
                )
                snapshots.commit(self._root, fresh, row, found)
                self._ledger.follow(row, plan.change, differing.figures)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
        if dry_run:
            return replace(done, changed=True, effects=told)
        return replace(done, load=row.number, data_version=version, changed=True, effects=told)

    def _differing(self, change: Change) -> Delta:
        """The quads that only the records before and only those after give, and what was amiss with the description."""
        before, after = Looked(self.records), Looked(Overlay(self.records, change))
        found = delta(before, after, change, self._ledger.figures, self._model, self._names)
        return self._ledger.settled(found)

    def _effects(self, found: Sequence[history.Difference], change: Change, fresh: EmbeddedStore) -> Effects:
        after = Overlay(self.records, change)
        kinds = {kind for id_ in set(named_in(found)) for kind in (self.records.kind(id_), after.kind(id_)) if kind}
        if not any(self._model.is_a(kind, "Instrument") for kind in kinds):
            return effects(found, self._model)
        clocks = (Clock(Reader(store, self._names)) for store in (self._store, fresh))
        return effects(found, self._model, (next(clocks), next(clocks)))

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
                "number": self._ledger.rows + 1,
                "time": _now(),
                "key": plan.by,
                "media_type": loads.MEDIA_TYPE,
                "parent": self._ledger.version,
                "version": version,
                "build": self._ledger.build,
                "before": self._ledger.chained,
            },
            kind=plan.kind,
            body=_canonical({name: value for name, value in body.items() if value not in ("", [])}),
        )


_UNWRITTEN: Final[dict[str, Any]] = {
    "number": 0, "time": "", "key": "", "graph": "", "media_type": "", "using": (), "using_named": (), "parent": "",
    "version": "", "build": "", "curated": True, "quads": 0, "before": "",
}  # fmt: skip


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
