"""Differences between two versions: applied to the old state they give the new one, and they hold nothing else."""

from copy import deepcopy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from cagraph.graph import Graph
from cagraph.graph.changes import merged
from cagraph.graph.differences import Comparison, States
from cagraph.graph.index import Index
from cagraph.model import MODEL, Entity
from cagraph.queries import Reader
from cagraph.store import EmbeddedStore

Whole = dict[tuple[str, str], dict[str, Any]]
NAMES = st.sampled_from(["Kazakhstan", "Казахстан", 'A "quoted"\\ one', "Line\u2028feed"])
DAYS = st.sampled_from(["2022", "2022-12", "2022-12-22", "2019/.."])


def made(kind: str, **values: Any) -> Entity:
    found = MODEL.kinds[kind].cls.model_validate(values)
    assert isinstance(found, Entity)
    return found


@st.composite
def evidence(draw: st.DrawFn, *fields: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    for at in draw(st.lists(st.sampled_from("12"), unique=True, min_size=1)):
        item: dict[str, Any] = {"source": "source", "at": at}
        item["supports"] = draw(st.lists(st.sampled_from(fields), unique=True))
        item["modality"] = draw(st.sampled_from(["stated", "hoped"]))
        item |= draw(st.sampled_from([{}, {"recorded": "2026-11-24"}]))
        item |= draw(st.sampled_from([{}, {"retracted": "2026-11-25"}, {"note": "a remark"}]))
        items.append(item)
    return items


@st.composite
def records(draw: st.DrawFn) -> list[Entity]:
    """Some states, a treaty and a meeting, or not, in many shapes."""
    found = [made("Source", id="source", label=draw(NAMES))]
    states = draw(st.lists(st.sampled_from(["KAZ", "UZB", "TJK"]), unique=True, min_size=1))
    for id_ in states:
        names = draw(st.dictionaries(st.sampled_from(["ru", "kk-Cyrl"]), NAMES, min_size=1))
        told = draw(evidence("names"))
        found.append(made("State", id=id_, label=draw(NAMES), names=names, evidence=told))
    if draw(st.booleans()):
        who = [{"who": id_} for id_ in states]
        told = draw(evidence("date", "participants"))
        found.append(made("Meeting", id="met", label="Met", date=draw(DAYS), participants=who, evidence=told))
    if draw(st.booleans()) and len(states) > 1:
        told = draw(evidence("parties", "signed"))
        values = {"label": draw(NAMES), "parties": states, "signed": draw(DAYS), "evidence": told}
        found.append(made("Treaty", id="treaty", **values))
    return found


def store_of(given_: list[Entity]) -> EmbeddedStore:
    store = Graph.of(given_).store
    assert isinstance(store, EmbeddedStore)
    return store


def whole(store: EmbeddedStore) -> Whole:
    """The state of all there is."""
    names = Graph.of([]).names
    states, index = States(store, MODEL, names), Index(Reader(store, names), MODEL)
    entities = {("entity", id_): states.entity(NamedNode(names.id + id_)) for id_ in index.ids}
    claims = {("claim", id_): states.claim(NamedNode(names.claim + id_)) for id_ in index.claims("about")}
    return {key: state for key, state in (entities | claims).items() if state}


def applied(state: Whole, differences: list[dict[str, Any]]) -> Whole:
    found = deepcopy(state)
    for one in differences:
        key = (one["what"], one["id"])
        values = found.setdefault(key, {})
        for name, sides in one["fields"].items():
            assert values.get(name) == sides.get("old")
            assert sides.get("old") != sides.get("new")
            values.pop(name, None)
            values |= {name: sides["new"]} if "new" in sides else {}
        assert (one["action"] == "gone") == (not values)
        assert (one["action"] == "added") == (key not in state)
        if not values:
            del found[key]
    return found


COMPARE = Comparison(MODEL, Graph.of([]).names)


@settings(max_examples=60, deadline=None)
@given(records(), records())
def test_applied_to_the_old_state_they_give_the_new(one: list[Entity], other: list[Entity]) -> None:
    old, new = store_of(one), store_of(other)
    found = COMPARE(old, new)
    assert applied(whole(old), found) == whole(new)
    keys = [(item["what"], item["id"]) for item in found]
    assert len(keys) == len(set(keys))


@settings(max_examples=30, deadline=None)
@given(records(), records(), records())
def test_two_in_a_row_taken_together_are_those_between_the_ends(
    one: list[Entity], two: list[Entity], three: list[Entity]
) -> None:
    stores = [store_of(records_) for records_ in (one, two, three)]
    kept: dict[tuple[str, str], dict[str, Any]] = {}
    for item in (*COMPARE(stores[0], stores[1]), *COMPARE(stores[1], stores[2])):
        key = (item["what"], item["id"])
        kept[key] = merged(kept[key], item) if key in kept else item
    net = {key: (item["action"], item["fields"]) for key, item in kept.items() if item["fields"]}
    direct = {(item["what"], item["id"]): (item["action"], item["fields"]) for item in COMPARE(stores[0], stores[2])}
    assert net == direct


@given(records())
@settings(max_examples=10, deadline=None)
def test_the_same_has_no_differences(one: list[Entity]) -> None:
    assert COMPARE(store_of(one), store_of(one)) == []


def test_what_is_no_entity_counts_for_its_graph() -> None:
    old, new = EmbeddedStore(), EmbeddedStore()
    own, other = NamedNode("http://example.org/own"), NamedNode("http://example.org/other")
    one = (NamedNode("urn:a"), NamedNode("urn:p"), Literal("x"))
    old.replace([Quad(*one, own), Quad(*one, other)])
    new.replace([Quad(*one, own), Quad(*one[:2], Literal("y"), own), Quad(*one, DefaultGraph())])
    assert [(item["id"], item["action"], item["fields"]) for item in COMPARE(old, new)] == [
        ("default", "added", {"quads_added": {"new": 1}}),
        ("http://example.org/other", "gone", {"quads_removed": {"new": 1}}),
        ("http://example.org/own", "changed", {"quads_added": {"new": 1}}),
    ]
    beside = Comparison(MODEL, COMPARE.names, curated=False)(old, new)
    assert [item["id"] for item in beside] == ["http://example.org/other", "http://example.org/own"]
