"""GraphML: valid, typed, and with the names that Gephi knows; igraph reads it as networkx does."""

from pathlib import Path
from typing import Any

import igraph
import pytest
from lxml import etree

from cagraph.exports import exporter
from cagraph.graph import Graph
from cagraph.mirror import views
from cagraph.mirror.drawing import drawn
from cagraph.model import MODEL

NAMES = {"g": "http://graphml.graphdrawing.org/xmlns"}
VIEWS = sorted(views())


@pytest.fixture(scope="module", params=VIEWS)
def view(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def data(article_on_memory: Graph, view: str) -> bytes:
    return b"".join(article_on_memory.export("graphml", view))


def test_it_is_built_as_the_specification_says(data: bytes) -> None:
    """Keys first, then one graph: description, its data, nodes, edges; ids once; values as their keys are typed."""
    root = etree.fromstring(data)
    assert [etree.QName(child).localname for child in root][-1:] == ["graph"]
    keys = {key.get("id"): key for key in root.iterfind("g:key", NAMES)}
    assert len(keys) == len(root) - 1
    assert {key.get("attr.type") for key in keys.values()} <= {"boolean", "int", "double", "string"}
    (graph,) = root.iterfind("g:graph", NAMES)
    order = [etree.QName(child).localname for child in graph]
    assert order == sorted(order, key=["desc", "data", "node", "edge"].index)
    for group in ("node", "edge"):
        ids = [one.get("id") for one in graph.iterfind(f"g:{group}", NAMES)]
        assert len(ids) == len(set(ids))
    known = {node.get("id") for node in graph.iterfind("g:node", NAMES)}
    assert {edge.get(end) for edge in graph.iterfind("g:edge", NAMES) for end in ("source", "target")} <= known
    types: dict[str, Any] = {"int": int, "double": float, "string": str, "boolean": ["true", "false"].index}
    for value in graph.iter("{*}data"):
        key = keys[value.get("key")]
        assert key.get("for") == etree.QName(value.getparent()).localname
        types[key.get("attr.type")](value.text)


def test_igraph_reads_the_same(article_on_memory: Graph, data: bytes, view: str, tmp_path: Path) -> None:
    file = tmp_path / "network.graphml"
    file.write_bytes(data)
    ours: Any = article_on_memory.mirror(view)
    read: Any = igraph.Graph.Read_GraphML(str(file))
    assert read.is_directed() == ours.is_directed()
    assert {node["id"]: node["label"] for node in read.vs} == {n: d["label"] for n, d in ours.nodes(data=True)}
    names = [node["id"] for node in read.vs]
    found = [(*sorted((names[e.source], names[e.target])), e["relation"], e["weight"], e["count"]) for e in read.es]
    assert sorted(found) == sorted(
        (*sorted((a, b)), kind, data["weight"], data["count"]) for a, b, kind, data in ours.edges(keys=True, data=True)
    )
    assert all(isinstance(node["n_sources"], float) for node in read.vs)  # the type that igraph has for numbers
    assert article_on_memory.data_version in read["description"]


def test_gephi_finds_places_sizes_and_colours_by_their_names(article_on_memory: Graph, data: bytes, view: str) -> None:
    ours = article_on_memory.mirror(view)
    look = drawn(ours, MODEL)
    root = etree.fromstring(data)
    names = {key.get("id"): key.get("attr.name") for key in root.iterfind("g:key", NAMES)}
    for node in root.iter("{*}node"):
        values = {names[value.get("key")]: value.text for value in node}
        assert (float(values["x"]), float(values["y"])) == look.places[node.get("id")]
        assert float(values["size"]) == look.sizes[node.get("id")]
        assert tuple(int(values[name]) for name in "rgb") == look.colours[node.get("id")]
    for edge in root.iter("{*}edge"):
        values = {names[value.get("key")]: value.text for value in edge}
        assert values["label"] == values["relation"]
        assert float(values["weight"]) > 0


def test_a_boolean_of_the_view_is_one(graph: Graph) -> None:
    root = etree.fromstring(b"".join(graph.export("graphml", "signed")))
    (key,) = root.xpath("g:key[@attr.name='signed']", namespaces=NAMES)
    assert key.get("attr.type") == "boolean"
    assert root.xpath("g:graph/g:data[@key='g_signed']/text()", namespaces=NAMES) == ["true"]
    assert exporter("graphml").suffix == ".graphml"
