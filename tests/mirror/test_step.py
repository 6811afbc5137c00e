"""The mirror that was brought up to date is the one that is built: nodes, edges, attributes, and their order."""

import asyncio
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

import diplomacy
import made_up
import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Quad

from cagraph.errors import StoreError
from cagraph.graph import Endpoint, Graph
from cagraph.graph.keys import Key
from cagraph.mirror import Changed, build, step
from cagraph.model import MODEL, Entity, Namespaces
from cagraph.rdf import emit
from cagraph.settings import DEFAULT_BASE
from cagraph.store import EmbeddedStore, snapshots
from cagraph.workers import Change

NAMES = Namespaces(DEFAULT_BASE)
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def told(mirror: Any) -> list[Any]:
    """All that a mirror holds, in its order, seen from both ends of its edges."""
    edges = [
        [(*edge[:3], dict(edge[3])) for edge in seen(keys=True, data=True)] for seen in (mirror.edges, mirror.in_edges)
    ]
    return [[(node, dict(data)) for node, data in mirror.nodes(data=True)], *edges, dict(mirror.graph)]


def holding(quads: set[Quad]) -> EmbeddedStore:
    store = EmbeddedStore()
    store.replace(quads)
    return store


def check_steps(versions: list[set[Quad]]) -> None:
    """Step from version to version; each mirror is as it is built, and stays so when the next is made."""
    mirror = build(holding(versions[0]), MODEL, NAMES, "0")
    for number, (old, new) in enumerate(pairwise(versions)):
        before, store = told(mirror), holding(new)
        changed = Changed(str(number), str(number + 1), sorted(old ^ new, key=str))
        after = step(mirror, store, MODEL, NAMES, changed)
        assert after is not None
        assert told(after) == told(build(store, MODEL, NAMES, str(number + 1)))
        assert told(mirror) == before
        mirror = after


def quads_of(records: list[Entity]) -> set[Quad]:
    return set(emit(records, MODEL, NAMES))


def recombined(draw: st.DrawFn) -> list[set[Quad]]:
    """A graph, and what becomes of it when quads are taken away and others put in, made of the parts of those there."""
    quads = quads_of(made_up.small())
    known = sorted(quads, key=str)
    own = [quad for quad in known if quad.subject.value.startswith((NAMES.id, NAMES.claim))]  # type: ignore[union-attr]
    graphs = sorted({quad.graph_name for quad in own} - {DefaultGraph()}, key=str)
    versions = [quads]
    for _ in range(draw(st.integers(1, 4))):
        gone = draw(st.lists(st.sampled_from(known), max_size=6))
        come = [
            Quad(
                draw(st.sampled_from(own)).subject if draw(st.integers(0, 9)) else BlankNode("b"),
                draw(st.sampled_from(own)).predicate,
                draw(st.sampled_from(own)).object if draw(st.integers(0, 9)) else BlankNode("b"),
                draw(st.sampled_from((DefaultGraph(), DefaultGraph(), *graphs))),
            )
            for _ in range(draw(st.integers(0, 6)))
        ]
        back = draw(st.lists(st.sampled_from(known), max_size=3))
        versions.append((versions[-1] - set(gone)) | set(come) | set(back))
    return versions


@SLOW
@given(data=st.data())
def test_after_any_edits_of_quads(data: st.DataObject) -> None:
    check_steps(recombined(data.draw))


@settings(SLOW, max_examples=20)
@given(data=st.data(), one=diplomacy.diplomacy(), other=diplomacy.diplomacy())
def test_after_edits_of_records(data: st.DataObject, one: list[Entity], other: list[Entity]) -> None:
    """Records gone, changed and new: their dates, participants, links, labels and manner of evidence."""
    versions = []
    background = {record.id for record in diplomacy.background()}
    for _ in range(3):
        chosen = {record.id: record for record in (*one, *other) if record.id in background or data.draw(st.booleans())}
        versions.append(quads_of(list(chosen.values())))
    check_steps(versions)


CAG = f"PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX cag: <{NAMES.ontology}> PREFIX id: <{NAMES.id}> "
EDITS = {
    "a claim denies": "DELETE {GRAPH ?p {?c cag:accepted true}} INSERT {GRAPH ?p {?c cag:accepted false}} "
    "WHERE {GRAPH ?p {?c cag:about id:consultative-meeting-6; cag:accepted true}}",
    "a node is gone that others link to": "DELETE {id:TKM ?p ?o} WHERE {id:TKM ?p ?o}",
    "a person is gone who took part": "DELETE {?s ?p ?o} WHERE {VALUES ?s {id:kassym-jomart-tokayev} ?s ?p ?o}",
    "an entity is none of ours": "DELETE {id:KGZ a ?kind} WHERE {id:KGZ a ?kind}",
    "a state is a place": "DELETE {id:KAZ a ?kind} INSERT {id:KAZ a cag:Place} WHERE {id:KAZ a ?kind}",
    "a component changes": "DELETE {?part cag:onBehalfOf ?party} INSERT {?part cag:onBehalfOf id:UZB} "
    "WHERE {id:consultative-meeting-6 cag:participation ?part. ?part cag:onBehalfOf ?party}",
    "a component is gone": "DELETE {?part a ?kind} "
    "WHERE {id:consultative-meeting-6 cag:participation ?part. ?part a ?kind}",
    "a kind changes": "DELETE {?event a cag:Meeting} INSERT {?event a cag:Visit} "
    "WHERE {VALUES ?event {id:consultative-meeting-6} ?event a cag:Meeting}",
    "a source is another": "DELETE {GRAPH ?g {?c cag:source ?s}} INSERT {GRAPH ?g {?c cag:source id:KAZ}} "
    "WHERE {GRAPH ?g {?c cag:about id:UZB; cag:source ?s}}",
    "nothing that the mirror has": "INSERT DATA {GRAPH <https://example.org/> {id:KAZ a cag:Place}}",
}


def check_there_and_back(graph: Graph, mirror: Any, *edits: str) -> None:
    quads = set(graph.store.quads())
    edited = holding(quads)
    for edit in edits:
        before = set(edited.quads())
        edited._store.update(CAG + EDITS[edit])
        assert before != set(edited.quads()), edit
    changed = sorted(quads ^ set(edited.quads()), key=str)
    after = step(mirror, edited, MODEL, NAMES, Changed("0", "1", changed))
    assert after is not None
    assert told(after) == told(build(edited, MODEL, NAMES, "1"))
    assert (told(after)[:3] == told(mirror)[:3]) == (edits == ("nothing that the mirror has",))
    back = step(after, graph.store, MODEL, NAMES, Changed("1", "0", changed))
    assert back is not None
    assert told(back) == told(mirror)


@pytest.fixture(scope="module")
def of_the_article(article_on_memory: Graph) -> Any:
    return build(article_on_memory.store, MODEL, NAMES, "0")


@pytest.mark.parametrize("edit", EDITS)
def test_after_an_edit_of_the_article(article_on_memory: Graph, of_the_article: Any, edit: str) -> None:
    check_there_and_back(article_on_memory, of_the_article, edit)


def test_after_some_of_these_edits_of_the_shipped_data(graph: Graph) -> None:
    edits = ("a claim denies", "a component changes", "a kind changes", "a source is another")
    check_there_and_back(graph, build(graph.store, MODEL, NAMES, "0"), *edits)


def test_it_shares_what_is_the_same_and_cannot_be_altered() -> None:
    quads = quads_of(made_up.small())
    store = ox.Store()
    store.bulk_extend(quads)
    store.update(
        CAG + "DELETE {id:bob ?p ?o} INSERT {id:bob ?p 'Bobby'@en} WHERE {VALUES ?p {rdfs:label} id:bob ?p ?o}"
    )
    mirror: Any = build(holding(quads), MODEL, NAMES)
    after: Any = step(mirror, holding(set(store)), MODEL, NAMES, Changed("", "1", list(set(store) ^ quads)))
    assert (mirror.nodes["bob"]["label"], after.nodes["bob"]["label"]) == ("Person bob", "Bobby")
    assert after.nodes["ann"] is mirror.nodes["ann"]
    assert after.succ["ann"]._atlas is mirror.succ["ann"]._atlas
    with pytest.raises(Exception, match="Frozen"):
        after.add_node("x")


def test_a_step_from_another_version_is_refused() -> None:
    store = holding(quads_of(made_up.small()))
    mirror = build(store, MODEL, NAMES, "one")
    with pytest.raises(StoreError, match="the mirror is of version 'one', the changes are since 'two'"):
        step(mirror, store, MODEL, NAMES, Changed("two", "three", []))


def test_where_too_much_has_changed_there_is_no_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("cagraph.mirror.step"), "_FEW", 1)
    store = holding(quads_of(made_up.small()))
    changed = Changed("", "1", list(store.quads()))
    assert step(build(holding(set()), MODEL, NAMES), store, MODEL, NAMES, changed) is None


WRITES = [
    "DELETE DATA {id:bob a cag:Person}",
    "INSERT DATA {id:bob a cag:Person. _:b a cag:Meeting; cag:place id:post}",
    "DELETE {?part cag:person ?who} WHERE {id:first cag:participation ?part. ?part cag:person ?who}",
    "DELETE {GRAPH ?g {?c cag:accepted true}} INSERT {GRAPH ?g {?c cag:accepted false}} "
    "WHERE {GRAPH ?g {?c cag:about id:pact; cag:accepted true}}",
    "INSERT DATA {GRAPH <https://example.org/mine> {id:bob a cag:State}}",
]


def test_by_writes_of_a_service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Through the writer, the comparison and the reopening: the mirror is never built again."""
    of = Graph.of(made_up.small())
    snapshots.publish(tmp_path, of.data_version, of.store.quads())
    graph = Graph.built(tmp_path)
    seen = [graph.mirror()]

    def never(*_: object) -> None:
        raise AssertionError("built again")

    async def write() -> None:
        endpoint = Endpoint(graph)
        await endpoint.start()
        try:
            for text in WRITES:
                await endpoint.write(Change("update", (CAG + text).encode()), Key("k", "curate", ""))
                stepped: Any = graph.mirror()
                assert told(stepped) == told(build(graph.store, MODEL, NAMES, graph.data_version))
                seen.append(stepped)
        finally:
            await endpoint.close()

    monkeypatch.setattr("cagraph.graph.version.build", never)
    asyncio.run(write())
    assert ["bob" in mirror for mirror in seen] == [True, False, True, True, True, True]
    assert [mirror.graph["data_version"] for mirror in seen[-1:]] == [graph.data_version]


def test_changes_since_another_version_do_not_touch_the_graphs_mirror() -> None:
    graph, later = Graph.of(made_up.small()), Graph.of(made_up.small()[:-1])
    graph.mirror()
    graph.reopen(later.store, Changed("another", later.data_version, []))
    assert told(graph.mirror()) == told(later.mirror())
