"""Formats of lists and entities, each read back by a parser that is not ours."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from lxml import etree
from pyoxigraph import DefaultGraph, NamedNode
from rdflib import XSD, Dataset, Literal, URIRef
from rdflib import Graph as Rdf
from rdflib.compare import to_isomorphic

from cagraph.errors import ExportError, NotFoundError
from cagraph.exports import Material, writer
from cagraph.graph import Graph
from cagraph.model import MODEL, Entity

GRAMMAR = Path(__file__).parent.parent.parent.parent / "shared" / "gexf" / "gexf.rng"
NAMES = {"g": "http://gexf.net/1.3", "viz": "http://gexf.net/1.3/viz"}
LISTS = [("treaties", {"party": ["KAZ", "UZB"]}), ("meetings", {"participant": ["kassym-jomart-tokayev"]})]
LISTS += [("places", {}), ("concepts", {"scheme": ["form"]}), ("states", {}), ("persons", {}), ("relations", {})]
HOSTILE = "Quotes \" ' & <script>alert(1)</script>; a\\b, ]]> \u202e Қаз 🕊\nline"


def written(graph: Graph, format_: str, found: Any) -> bytes:
    return b"".join(graph.write(format_, found))


@pytest.fixture(scope="module", params=LISTS, ids=[kind for kind, _ in LISTS])
def found(request: pytest.FixtureRequest, graph: Graph) -> dict[str, Any]:
    kind, filters = request.param
    return graph.find(kind, filters, limit=60)


def hostile() -> Graph:
    def make(kind: str, supports: list[str], **fields: Any) -> Entity:
        cited = {} if kind == "Source" else {"evidence": [{"source": "s", "at": HOSTILE, "supports": supports}]}
        record = MODEL.kind(kind).cls.model_validate({**fields, **cited})
        assert isinstance(record, Entity)
        return record

    return Graph.of(
        [
            make("Source", [], id="s", label=HOSTILE, title=HOSTILE, url="https://example.org/?a=1&b='x'"),
            make("State", ["names"], id="AAA", label=HOSTILE, names={"ru": HOSTILE}),
            make("State", [], id="BBB", label="B"),
            make("Treaty", ["parties", "title"], id="t", label=HOSTILE, title=HOSTILE, parties=["AAA", "BBB"]),
        ]
    )  # fmt: skip


def ids(value: Any) -> str:
    """What a CSV cell holds for a value of JSON: ids, joined."""
    if isinstance(value, list):
        return ";".join(ids(one).replace("\\", "\\\\").replace(";", "\\;") for one in value)
    if isinstance(value, dict):
        return str(value["id"])
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def test_csv_has_a_row_for_each_and_a_column_for_each_field(graph: Graph, found: dict[str, Any]) -> None:
    data = written(graph, "csv", found).decode()
    assert data.count("\r\n") >= len(found["items"]) + 1
    rows = list(csv.DictReader(io.StringIO(data, newline=""), strict=True))
    assert [row["id"] for row in rows] == [item["id"] for item in found["items"]]
    for row, item in zip(rows, found["items"], strict=True):
        assert None not in row
        for spec in MODEL.kinds[item["kind"]].fields:
            value = item.get(spec.name)
            if spec.component:
                for part in spec.component.fields:
                    told = [ids(one[part.name]) if part.name in one else "" for one in value or []]
                    assert row[f"{spec.name}.{part.name}"] == (";".join(told) if any(told) else "")
            elif value is None:
                assert row[spec.name] == ""
            elif spec.type not in {"langmap", "langlists"}:
                assert row[spec.name] == ids(value)
        assert row["evidence"] == ";".join(item["evidence"])


def test_the_columns_follow_from_the_model_alone(graph: Graph) -> None:
    def header(**filters: list[str]) -> str:
        return written(graph, "csv", graph.find("documents", filters, limit=1)).decode().splitlines()[0]

    assert header() == header(form=["treaty"]) == header(topic=["water"])
    assert {"id", "label", "parties", "signed", "authors"} <= set(header().split(","))


def test_geojson_has_a_feature_for_each_where_its_place_is(graph: Graph, found: dict[str, Any]) -> None:
    read = json.loads(written(graph, "geojson", found))
    assert read["type"] == "FeatureCollection"
    assert [feature["id"] for feature in read["features"]] == [item["id"] for item in found["items"]]
    for feature, item in zip(read["features"], found["items"], strict=True):
        assert set(feature) == {"type", "id", "geometry", "properties"}
        place = item if item["kind"] == "Place" else graph.get(item["place"]["id"]) if "place" in item else None
        if place and "lat" in place:
            assert feature["geometry"] == {"type": "Point", "coordinates": [place["lng"] * 1.0, place["lat"] * 1.0]}
            assert feature["properties"]["located_at"] == place["label"]
        if item["kind"] in {"Concept", "Person"}:
            assert feature["geometry"] is None
        assert feature["properties"]["label"] == item["label"]


def test_a_treaty_is_where_it_was_signed(graph: Graph) -> None:
    treaties = graph.find("instruments", limit=1000)
    by_id = {one["id"]: one for one in json.loads(written(graph, "geojson", treaties))["features"]}
    tried = 0
    for one in treaties["items"]:
        event = graph.get(one["signed_at"]["id"]) if "signed_at" in one else {}
        place = graph.get(event["place"]["id"]) if "place" in event else {}
        if "lat" in place and "outcome_of" not in one:
            tried += 1
            assert by_id[one["id"]]["properties"]["located_at"] == place["label"]
            assert by_id[one["id"]]["geometry"]["coordinates"] == [place["lng"], place["lat"]]
    assert tried > 5


def accepted(graph: Graph, found: dict[str, Any]) -> Any:
    """The triples that the store holds of these entities and their components, as rdflib reads them."""
    lines = []
    for item in found.get("items", [found]):
        components = [spec.term.property for spec in MODEL.kinds[item["kind"]].fields if spec.component]
        nodes = [NamedNode(item["iri"])]
        for property_ in components:
            term = NamedNode(graph.names.iri(property_))
            nodes += [quad.object for quad in graph.store.quads(nodes[0], term, None, DefaultGraph())]  # type: ignore[misc]
        lines += [str(quad) for node in nodes for quad in graph.store.quads(node, None, None, DefaultGraph())]
    return Rdf().parse(data=" .\n".join([*lines, ""]), format="nt")


def test_turtle_holds_what_is_accepted(graph: Graph, found: dict[str, Any]) -> None:
    read = Rdf().parse(data=written(graph, "turtle", found), format="turtle")
    assert len(read) > len(found["items"])
    assert to_isomorphic(read) == to_isomorphic(accepted(graph, found))


def test_jsonld_holds_what_is_accepted(graph: Graph, found: dict[str, Any]) -> None:
    data = written(graph, "jsonld", found)
    dataset = Dataset()
    dataset.parse(data=data.decode(), format="json-ld")
    read = Rdf()
    for subject, predicate, value in dataset.triples((None, None, None)):
        if isinstance(value, Literal) and value.datatype == XSD.string:
            value = Literal(str(value))  # the same term in RDF 1.1, of which rdflib makes two
        read.add((subject, predicate, value))
    assert to_isomorphic(read) == to_isomorphic(accepted(graph, found))
    document = json.loads(data)
    shipped = json.loads((Path(__file__).parent.parent.parent / "ontology/context.jsonld").read_text(encoding="utf-8"))
    assert document["@context"] == shipped["@context"]


def test_gexf_is_the_network_of_the_list(graph: Graph, found: dict[str, Any]) -> None:
    data = written(graph, "gexf", found)
    tree = etree.fromstring(data)
    if GRAMMAR.exists():
        grammar = etree.RelaxNG(etree.parse(GRAMMAR))
        assert grammar.validate(tree), grammar.error_log
    read = nx.read_gexf(io.BytesIO(data), version="1.3")
    listed = {item["id"] for item in found["items"]}
    assert listed <= set(read)
    mirror: Any = graph.mirror()
    for id_ in listed:
        for _, other in mirror.out_edges(id_):
            assert read.has_edge(id_, other) or read.has_edge(other, id_)
    for edge in tree.iterfind(".//g:edge", NAMES):  # whom a person acted for comes with the person's part
        assert {edge.get("source"), edge.get("target")} & listed or edge.get("kind") == "was represented"
    keys = [(e.get("source"), e.get("target"), e.get("kind")) for e in tree.iterfind(".//g:edge", NAMES)]
    assert len(keys) == len(set(keys))
    sizes = [float(one.get("value")) for one in tree.iterfind(".//viz:size", NAMES)]
    assert len(sizes) == len(read)
    assert len(set(sizes)) == 1 or (min(sizes), max(sizes)) == (4.0, 100.0)
    assert found["read_as"] in tree.findtext("g:meta/g:description", namespaces=NAMES)


@pytest.mark.parametrize("kind", ["State", "Treaty", "Source"])
def test_hostile_text_survives_every_format(kind: str) -> None:
    graph = hostile()
    found = graph.find(kind)
    rows = list(csv.DictReader(io.StringIO(written(graph, "csv", found).decode(), newline=""), strict=True))
    assert HOSTILE in {row["label"] for row in rows}
    assert HOSTILE in {one["properties"]["label"] for one in json.loads(written(graph, "geojson", found))["features"]}
    assert HOSTILE in {one.get("label") for one in etree.fromstring(written(graph, "gexf", found)).iter("{*}node")}
    label = URIRef("http://www.w3.org/2000/01/rdf-schema#label")
    for format_, name in (("turtle", "turtle"), ("jsonld", "json-ld")):
        dataset = Dataset()
        dataset.parse(data=written(graph, format_, found).decode(), format=name)
        assert HOSTILE in {str(text) for _, _, text in dataset.triples((None, label, None))}


def test_an_empty_list_is_written_too(graph: Graph) -> None:
    found = graph.find("treaties", q="qqqxx")
    assert found["items"] == []
    assert written(graph, "csv", found).decode().count("\r\n") == 1
    assert json.loads(written(graph, "geojson", found))["features"] == []
    assert not list(etree.fromstring(written(graph, "gexf", found)).iter("{*}node"))
    assert len(Rdf().parse(data=written(graph, "turtle", found), format="turtle")) == 0
    assert json.loads(written(graph, "jsonld", found))["@graph"] == []


def test_the_same_gives_the_same_bytes(graph: Graph) -> None:
    for format_ in graph.list_formats:
        found = graph.find("treaties", {"party": ["KAZ"]}, limit=20)
        assert written(graph, format_, found) == written(graph, format_, found)


def test_unknown_formats_and_missing_networks_are_told(graph: Graph) -> None:
    with pytest.raises(NotFoundError, match="did you mean 'geojson'"):
        graph.write("geojsn", graph.find("treaties", limit=1))
    with pytest.raises(NotFoundError, match="csv is no format of single entities"):
        graph.write("csv", graph.get("KAZ"))
    for format_ in ("gexf", "geojson"):
        with pytest.raises(ExportError, match="the mirror"):
            list(writer(format_).write(Material(graph.store, graph.model, graph.names, "", None, {"items": []})))
