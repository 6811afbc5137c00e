"""The mirror holds what the store's default graph holds."""

import gc

import networkx as nx
import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode

from cagraph.graph import Graph
from cagraph.mirror import build
from cagraph.model import MODEL


def test_edges_are_the_links_of_the_default_graph(article: Graph) -> None:
    """Counted independently: the triples of properties declared as edges, and one edge a participation."""
    mirror = article.mirror()
    properties = {spec.term.property for kind in article.model.kinds.values() for spec in kind.fields if spec.term.edge}
    triples = [
        quad
        for name in properties
        for quad in article.store.quads(None, NamedNode(article.names.iri(name)), None, DefaultGraph())
        if ".participants." not in quad.subject.value  # type: ignore[union-attr]
    ]
    parts = list(article.store.quads(None, NamedNode(article.names.iri("cag:participation")), None, DefaultGraph()))
    assert mirror.number_of_edges() == len(triples) + len(parts)


def test_nodes_are_the_accepted_entities(article: Graph) -> None:
    entity = NamedNode(article.names.iri("cag:Entity"))
    typed = NamedNode(article.names.iri("rdf:type"))
    accepted = {
        article.names.local_id(quad.subject.value)  # type: ignore[union-attr]
        for quad in article.store.quads(None, typed, entity, DefaultGraph())
    }
    assert set(article.mirror()) == accepted
    assert "friendship-21st-century.signature-tjk" not in article.mirror()


def test_nodes_carry_their_fields(graph: Graph) -> None:
    mirror = graph.mirror()
    treaty = mirror.nodes["kaz-uzb-alliance-2022"]
    assert treaty["kind"] == "Treaty"
    assert treaty["form"] == "form.treaty"
    assert mirror.nodes["KAZ"]["labels"]["kk-cyrl"] == "Қазақстан"
    assert mirror.nodes["consultative-meeting-6"]["earliest"] == "2024-08-09"


def test_a_participation_says_for_whom_and_how(article: Graph) -> None:
    mirror: nx.MultiDiGraph = article.mirror()  # type: ignore[type-arg, assignment]
    data = mirror.edges["kassym-jomart-tokayev", "consultative-meeting-6", "participation"]
    assert (data["party"], data["post"], data["role"]) == ("KAZ", "president-kaz", "role.host")
    assert len(data["claims"]) == 1
    assert mirror.has_edge("central-asia", "energy-ministers-meeting-1", "participation")


def test_both_engines_give_the_same_mirror(article_on_memory: Graph, article_on_rdflib: Graph) -> None:
    one, other = article_on_memory.mirror(), article_on_rdflib.mirror()
    assert dict(one.nodes(data=True)) == dict(other.nodes(data=True))
    assert sorted(map(str, one.edges(data=True))) == sorted(map(str, other.edges(data=True)))


def test_labels_in_the_store_are_the_mirrors(article: Graph) -> None:
    label = NamedNode(article.names.iri("rdfs:label"))
    for node, attributes in article.mirror().nodes(data=True):
        (quad,) = article.store.quads(NamedNode(article.names.id + node), label, None, DefaultGraph())
        assert isinstance(quad.object, Literal)
        assert attributes["label"] == quad.object.value


@pytest.mark.parametrize("on", [True, False])
def test_collection_goes_on_as_before(article_on_memory: Graph, on: bool) -> None:
    try:
        (gc.enable if on else gc.disable)()
        build(article_on_memory.store, MODEL, article_on_memory.names)
        assert gc.isenabled() is on
    finally:
        gc.enable()
