"""What the mirror holds is what the store accepts: the facts written back from the one are those of the other."""

from collections.abc import Iterator
from typing import Any

import diplomacy
import made_up
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from cagraph.graph import Graph
from cagraph.mirror import build
from cagraph.model import Entity, FieldSpec
from cagraph.store import EmbeddedStore

Fact = tuple[str, str, str]
LITERAL = {"text", "integer", "decimal", "boolean", "date"}


def held(spec: FieldSpec) -> bool:
    """Whether the mirror is to hold a field: the docstring of `build` leaves out addresses and other names."""
    return spec.term.edge or bool(spec.term.scheme) or (spec.type in LITERAL and not spec.term.prefix)


def in_store(graph: Graph) -> set[Fact]:
    """The accepted facts of the fields that the mirror is to hold, of entities and their parts, and all labels.

    A link to what is not accepted itself is none of them: it has no node.
    """
    kinds = (*graph.model.kinds.values(), *graph.model.components)
    properties = {spec.term.property for kind in kinds for spec in kind.fields if held(spec)}
    properties |= {"cag:participation", "rdfs:label", "skos:prefLabel", "cag:inPost"}
    quads = list(graph.store.quads(None, None, None, DefaultGraph()))
    accepted = {quad.subject for quad in quads}
    return {
        (short(graph, quad.subject), name, short(graph, quad.object))
        for quad in quads
        if (name := graph.names.shorten(quad.predicate.value)) in properties
        and (isinstance(quad.object, Literal) or quad.object in accepted)
    }


def short(graph: Graph, term: Any) -> str:
    if isinstance(term, Literal):
        return f"{term.value}@{term.language}" if term.language else term.value
    return graph.names.local_id(term.value) or graph.names.shorten(term.value)


def in_mirror(graph: Graph) -> Iterator[Fact]:
    """The same facts, as the nodes and edges of the mirror tell them."""
    mirror: Any = graph.mirror()
    for node, attributes in mirror.nodes(data=True):
        yield node, "rdfs:label", f"{attributes['label']}@en"
        for language, label in attributes["labels"].items():
            yield node, "skos:prefLabel", f"{label}@{language}"
        for spec in graph.model.kinds[attributes["kind"]].fields:
            if held(spec) and spec.name in attributes:
                values = attributes[spec.name]
                for value in values if spec.many else [values]:
                    yield node, spec.term.property, value
    for one, other, key, data in mirror.edges(keys=True, data=True):
        if key != "participation":
            yield one, f"cag:{key}", other
        else:
            yield from of_part(graph, one, other, data)


def of_part(graph: Graph, actor: str, event: str, data: dict[str, Any]) -> Iterator[Fact]:
    part = f"{event}.participants.{actor}"
    yield event, "cag:participation", part
    is_party = graph.model.is_a(graph.mirror().nodes[actor]["kind"], "Party")
    yield part, "cag:onBehalfOf" if is_party else "cag:person", actor
    (component,) = graph.model.components
    for spec in component.fields:
        if spec.name in data:
            yield part, spec.term.property, data[spec.name]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), records=diplomacy.diplomacy(), others=diplomacy.diplomacy())
def test_mirror_and_store_hold_the_same_after_edits(
    data: st.DataObject, records: list[Entity], others: list[Entity]
) -> None:
    """As first built, and after some records are gone, some have changed and some are new."""
    graph = Graph.of(records)
    before = set(in_mirror(graph))
    assert before == in_store(graph)
    background = {one.id for one in diplomacy.background()}
    edited = {one.id: one for one in (*records, *others) if one.id in background or data.draw(st.booleans())}
    known = set(edited)
    graph.reopen(Graph.of([one for one in edited.values() if named_by(one) <= known]).store)
    after = set(in_mirror(graph))
    assert after == in_store(graph)


def named_by(record: Entity) -> set[str]:
    """The drawn records that a record names."""
    return {str(value) for name in ("part_of", "instrument") if (value := getattr(record, name, None))}


def test_shipped_data_too(article_on_memory: Graph) -> None:
    assert set(in_mirror(article_on_memory)) == in_store(article_on_memory)


class Counting(EmbeddedStore):
    """Counts what it is asked."""

    asked = 0

    def quads(self, *pattern: Any) -> Iterator[Quad]:
        self.asked += 1
        return super().quads(*pattern)

    def select(self, text: str) -> Any:
        self.asked += 1
        return super().select(text)


def test_the_store_is_asked_as_often_however_much_it_holds() -> None:
    """Once for each property."""
    asked = set()
    for number in (1, 200):
        graph = Graph.of([made_up.SOURCE, *(made_up.state(f"S{one}") for one in range(number))])
        store = Counting()
        store.replace(graph.store.quads())
        assert len(build(store, graph.model, graph.names)) == number + 1
        asked.add(store.asked)
    assert len(asked) == 1


def test_a_denied_fact_is_in_neither() -> None:
    graph = Graph.of(made_up.small())
    assert "denied" not in graph.mirror()
    assert not any(graph.store.quads(NamedNode(graph.names.id + "denied"), None, None, DefaultGraph()))
