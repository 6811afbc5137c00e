"""Random loads, undoings, removals, merges, writes and builds against a model in plain Python: all of it agrees."""

import shutil
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import hypothesis.strategies as st
from hypothesis import settings as hypothesis_settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from stores import held, root, write

from cagraph.errors import CagraphError, DataError
from cagraph.graph import Graph, Outcome, Verdict, build, drop_source, judge, load_files, log, look_over, undo_load
from cagraph.model import MODEL, Namespaces
from cagraph.model.kinds.actors import State
from cagraph.model.kinds.sources import Source
from cagraph.queries import Library
from cagraph.rdf import emit
from cagraph.resources import queries
from cagraph.settings import DEFAULT_BASE, Settings
from cagraph.store import content

SOURCES = ("book", "gazette", "page")
STATES = ("AAA", "BBB", "CCC")
NAMES = Namespaces(DEFAULT_BASE)


class One(NamedTuple):
    """A record: its label, the sources that bear it out, and what it tells of records that were merged into it."""

    label: str
    sources: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()
    note: str | None = None


Records = dict[str, One]

_sources = st.lists(st.sampled_from(SOURCES), min_size=1, max_size=2, unique=True).map(sorted).map(tuple)
_records = st.dictionaries(
    st.sampled_from(STATES),
    st.tuples(st.sampled_from(("one", "two")), _sources).map(lambda told: One(*told)),
    max_size=2,
).flatmap(
    lambda states: st.dictionaries(st.sampled_from(SOURCES), st.sampled_from(("one", "two")), max_size=2).map(
        lambda labels: {**states, **{id_: One(label) for id_, label in labels.items()}}
    )
)


def text(records: Records) -> str:
    found = []
    for id_, (label, sources, _, _) in records.items():
        kind = "Source" if id_ in SOURCES else "State"
        evidence = "".join(f"\n    - source: {one}\n      at: x\n      recorded: 2020-01-01" for one in sources)
        found.append(
            f"- kind: {kind}\n  id: {id_}\n  label: {label}\n" + (f"  evidence:{evidence}\n" if sources else "")
        )
    return "\n".join(found)


def quads(records: Records) -> set[bytes]:
    """What a store of these records holds, by the emitter alone."""
    made: list[Any] = []
    for id_, (label, sources, formerly, note) in records.items():
        evidence = [{"source": one, "at": "x", "recorded": "2020-01-01"} for one in sources]
        told: dict[str, Any] = {"id": id_, "label": label, "formerly": list(formerly), "note": note}
        made.append(Source(**told) if id_ in SOURCES else State(**told, evidence=evidence))
    return content.lines(emit(made, MODEL, NAMES, Library(queries(), NAMES).examples()))


def fits(records: Records) -> bool:
    former = [id_ for one in records.values() for id_ in one.formerly]
    cited = all(source in records for one in records.values() for source in one.sources)
    return cited and len({*former, *records}) == len(former) + len(records)


def merged(records: Records, kept: str, gone: str) -> Records:
    """The records that change where one becomes part of another."""
    one, other = records[kept], records[gone]
    notes = [one.note, other.note, f"Merged with '{gone}', {other.label}." if other.label != one.label else None]
    joined = One(
        one.label,
        tuple(dict.fromkeys((*one.sources, *other.sources))),
        tuple(dict.fromkeys((*one.formerly, gone, *other.formerly))),
        " ".join(dict.fromkeys(note for note in notes if note)) or None,
    )
    citing = {
        id_: each._replace(sources=tuple(dict.fromkeys(kept if source == gone else source for source in each.sources)))
        for id_, each in records.items()
        if gone in each.sources
    }
    return {**citing, kept: joined}


class Loads(RuleBasedStateMachine):
    """A store, and what must be in it: the records of the build, and what each load in force does to them."""

    def __init__(self) -> None:
        super().__init__()
        self.place = Path(tempfile.mkdtemp())
        self.base: Records = {"book": One("one"), "AAA": One("one", ("book",))}
        self.acts: dict[int, tuple[str, Any]] = {}
        self.holds: dict[int, bool] = {}
        self.own: set[bytes] = set()

    def teardown(self) -> None:
        shutil.rmtree(self.place)

    @initialize()
    def begin(self) -> None:
        (self.place / "data").mkdir()
        self.here = Settings(store=self.place / "store", data=self.place / "data")
        self.build(self.base)

    def folded(self, base: Records, holds: dict[int, bool]) -> Records:
        found = dict(base)
        for number, (kind, what) in self.acts.items():
            if holds[number] and kind == "load":
                found.update(what)
            elif holds[number] and kind in {"drop", "merge"}:
                changed, gone = what
                found = {id_: one for id_, one in found.items() if id_ not in gone} | changed
        return found

    def now(self) -> Records:
        return self.folded(self.base, self.holds)

    def done(self, outcome: Outcome, kind: str, what: Any) -> None:
        if outcome.changed:
            self.acts[outcome.load] = (kind, what)
            self.holds[outcome.load] = True

    @rule(records=_records.filter(bool))
    def load(self, records: Records) -> None:
        file = self.place / "new.yaml"
        file.write_text(text(records), encoding="utf-8")
        before = self.now()
        try:
            outcome = load_files(self.here, [file], "ann")
        except DataError:
            assert not fits(before | records)
            return
        assert fits(before | records)
        if not outcome.load or outcome.changed:
            assert outcome.changed == (before | records != before)
            kept = {id_: one for id_, one in records.items() if self.base.get(id_) != one or self.touched(id_)}
            self.done(outcome, "load", kept)
        else:
            assert self.acts[outcome.load][0] == "load"

    def touched(self, id_: str) -> bool:
        held_ = [what for number, (kind, what) in self.acts.items() if self.holds[number] and kind != "undo"]
        return any(id_ in (what[0] | dict.fromkeys(what[1]) if isinstance(what, tuple) else what) for what in held_)

    @precondition(lambda self: self.acts)
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.acts)))
        holds = dict(self.holds)
        turn = number
        on = False
        while True:
            holds[turn] = on
            kind, what = self.acts[turn]
            if kind != "undo":
                break
            turn, on = what, not on
        try:
            outcome = undo_load(self.here, number, "bob")
        except CagraphError:
            assert not self.holds[number] or not fits(self.folded(self.base, holds))
            return
        assert self.holds[number]
        self.holds = holds
        self.acts[outcome.load] = ("undo", number)
        self.holds[outcome.load] = True

    @rule(source=st.sampled_from(SOURCES))
    def drop(self, source: str) -> None:
        before = self.now()
        try:
            outcome = drop_source(self.here, source, "bob")
        except CagraphError:
            assert source not in before
            return
        changed = {
            id_: one._replace(sources=tuple(each for each in one.sources if each != source))
            for id_, one in before.items()
            if source in one.sources
        }
        gone = [source, *(id_ for id_, one in changed.items() if not one.sources)]
        self.done(outcome, "drop", ({id_: one for id_, one in changed.items() if one.sources}, gone))

    def pairs(self) -> list[tuple[str, str]]:
        there = [[id_ for id_ in ids if id_ in self.now()] for ids in (STATES, SOURCES)]
        return [(one, other) for ids in there for one in ids for other in ids if one != other]

    @precondition(lambda self: self.pairs())
    @rule(data=st.data())
    def merge(self, data: st.DataObject) -> None:
        before = self.now()
        kept, gone = data.draw(st.sampled_from(self.pairs()))
        try:
            outcome = judge(self.here, kept, gone, Verdict.SAME, "cleo")
        except CagraphError:
            assert self.judged(kept, gone) or not self.merges(before, kept, gone)
            return
        self.done(outcome, "merge", (merged(before, kept, gone), [gone]))

    def judged(self, one: str, other: str) -> bool:
        pairs = [{*what[1], next(id_ for id_ in what[0] if what[1][0] in what[0][id_].formerly)}
                 for number, (kind, what) in self.acts.items() if kind == "merge" and self.holds[number]]  # fmt: skip
        return {one, other} in pairs

    def merges(self, before: Records, kept: str, gone: str) -> bool:
        return fits({id_: one for id_, one in before.items() if id_ != gone} | merged(before, kept, gone))

    @rule(number=st.integers(0, 2))
    def write(self, number: int) -> None:
        write(self.here, f"INSERT DATA {{ GRAPH <http://example.org/own> {{ <urn:a> <urn:p> {number} }} }}")
        literal = f'"{number}"^^<http://www.w3.org/2001/XMLSchema#integer>'
        self.own.add(f"<urn:a> <urn:p> {literal} <http://example.org/own> .\n".encode())

    @rule(label=st.sampled_from(("one", "two")), more=st.booleans())
    def build_other_records(self, label: str, more: bool) -> None:
        base: Records = {"book": One(label), "AAA": One("one", ("book",))} | ({"page": One("one")} if more else {})
        try:
            self.build(base)
        except DataError:
            assert not fits(self.folded(base, self.holds))
            self.records(self.base)
            return
        assert fits(self.folded(base, self.holds))
        self.base = base

    def build(self, base: Records) -> None:
        self.records(base)
        build(self.here)

    def records(self, base: Records) -> None:
        (self.place / "data" / "records.yaml").write_text(text(base), encoding="utf-8")

    @invariant()
    def everything_agrees(self) -> None:
        if not hasattr(self, "here"):
            return
        now = self.now()
        loads = b" <https://w3id.org/cagraph/graph/loads> .\n"
        assert {line for line in held(self.here) if not line.endswith(loads)} == quads(now) | self.own
        assert {one["load"] for one in log(root(self.here)) if one["in_force"]} == {
            number for number, on in self.holds.items() if on
        }
        graph = Graph.built(self.here.store)
        assert {id_ for id_ in graph.mirror() if id_ in {*SOURCES, *STATES}} == {*now}
        report = look_over(self.here, with_data=True)
        assert report.sound, [one.says for one in report.findings if one.wrong]


Loads.TestCase.settings = hypothesis_settings(max_examples=8, stateful_step_count=9, deadline=None, database=None)
TestLoads = Loads.TestCase
