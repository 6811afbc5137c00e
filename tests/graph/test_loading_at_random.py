"""Random loads, undoings, removals, writes and builds against a model in plain Python: all parts of the store agree."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
from hypothesis import settings as hypothesis_settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from stores import held, root, write

from cagraph.errors import CagraphError, DataError
from cagraph.graph import Graph, Outcome, build, drop_source, load_files, log, look_over, undo_load
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
Records = dict[str, tuple[str, tuple[str, ...]]]  # the label of each, and the sources that bear it out

_sources = st.lists(st.sampled_from(SOURCES), min_size=1, max_size=2, unique=True).map(sorted).map(tuple)
_records = st.dictionaries(
    st.sampled_from(STATES), st.tuples(st.sampled_from(("one", "two")), _sources), max_size=2
).flatmap(
    lambda states: st.dictionaries(st.sampled_from(SOURCES), st.sampled_from(("one", "two")), max_size=2).map(
        lambda labels: {**states, **{id_: (label, ()) for id_, label in labels.items()}}
    )
)


def text(records: Records) -> str:
    found = []
    for id_, (label, sources) in records.items():
        kind = "Source" if id_ in SOURCES else "State"
        evidence = "".join(f"\n    - source: {one}\n      at: x\n      recorded: 2020-01-01" for one in sources)
        found.append(
            f"- kind: {kind}\n  id: {id_}\n  label: {label}\n" + (f"  evidence:{evidence}\n" if sources else "")
        )
    return "\n".join(found)


def quads(records: Records) -> set[bytes]:
    """What a store of these records holds, by the emitter alone."""
    made: list[Any] = []
    for id_, (label, sources) in records.items():
        evidence = [{"source": one, "at": "x", "recorded": "2020-01-01"} for one in sources]
        made.append(Source(id=id_, label=label) if id_ in SOURCES else State(id=id_, label=label, evidence=evidence))
    return content.lines(emit(made, MODEL, NAMES, Library(queries(), NAMES).examples()))


def fits(records: Records) -> bool:
    return all(one in records for _, sources in records.values() for one in sources)


class Loads(RuleBasedStateMachine):
    """A store, and what must be in it: the records of the build, and what each load in force does to them."""

    def __init__(self) -> None:
        super().__init__()
        self.place = Path(tempfile.mkdtemp())
        self.base: Records = {"book": ("one", ()), "AAA": ("one", ("book",))}
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
            elif holds[number] and kind == "drop":
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
        held_ = [what for number, (_, what) in self.acts.items() if self.holds[number]]
        return any(id_ in (what[0] | dict.fromkeys(what[1]) if isinstance(what, tuple) else what) for what in held_)

    @rule(back=st.integers(0, 4))
    def undo(self, back: int) -> None:
        if back >= len(self.acts):
            return
        number = sorted(self.acts)[-1 - back]
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
            id_: (label, tuple(one for one in sources if one != source))
            for id_, (label, sources) in before.items()
            if source in sources
        }
        gone = [source, *(id_ for id_, (_, sources) in changed.items() if not sources)]
        self.done(outcome, "drop", ({id_: one for id_, one in changed.items() if one[1]}, gone))

    @rule(number=st.integers(0, 2))
    def write(self, number: int) -> None:
        write(self.here, f"INSERT DATA {{ GRAPH <http://example.org/own> {{ <urn:a> <urn:p> {number} }} }}")
        literal = f'"{number}"^^<http://www.w3.org/2001/XMLSchema#integer>'
        self.own.add(f"<urn:a> <urn:p> {literal} <http://example.org/own> .\n".encode())

    @rule(label=st.sampled_from(("one", "two")), more=st.booleans())
    def build_other_records(self, label: str, more: bool) -> None:
        base: Records = {"book": (label, ()), "AAA": ("one", ("book",))} | ({"page": ("one", ())} if more else {})
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


Loads.TestCase.settings = hypothesis_settings(max_examples=6, stateful_step_count=8, deadline=None, database=None)
TestLoads = Loads.TestCase
