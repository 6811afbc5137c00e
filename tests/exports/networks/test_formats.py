"""What holds of every format of networks beside GEXF: read back by others, all is there, whatever it is called."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import networkx as nx
import pytest
from fastapi.testclient import TestClient
from live import serving
from networks_read import READERS, Read
from typer.testing import CliRunner

from cagraph.cli import commands
from cagraph.exports import Material, exporter, exporters
from cagraph.exports.networks.columns import EDGE_COLUMNS, NODE_COLUMNS
from cagraph.graph import Graph, build
from cagraph.mirror import views
from cagraph.mirror.drawing import drawn
from cagraph.model import MODEL
from cagraph.model.text import for_xml
from cagraph.settings import Settings
from cagraph_api import create_app

FORMATS = sorted({*READERS, "pajek"})
ARCHIVES = ("gephi-csv", "neo4j")
CONTROLS = "".join(map(chr, range(32)))
HOSTILE = f'=1+1;"a" \'b\' & <c> ]]> a\\b, \\" \u202e Қаз 🕊 \u0085\u2028 {CONTROLS}\\'


@pytest.fixture(scope="module", params=sorted(views()))
def view(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def edges_of(network: Any) -> dict[tuple[str, str, str], dict[str, Any]]:
    """What files are to tell of edges, from the network itself."""
    found = {}
    for source, target, kind, data in network.edges(keys=True, data=True):
        ends = (source, target) if network.is_directed() else (min(source, target), max(source, target))
        spells = [f"{first or '..'}/{last or '..'}" for first, last in data["spells"]]
        told = {"relation": kind, "weight": data["weight"], "count": data["count"]}
        told |= {"records": data["records"], "claims": data["claims"], "spells": spells}
        found[*ends, kind] = {name: value for name, value in told.items() if value}
    return found


def check(read: Read, material: Material, format_: str, for_label: Any = str) -> None:
    """The same nodes, edges, labels, kinds, weights and values in their types."""
    network: Any = material.network
    assert read.directed == network.is_directed() or not read.count
    assert read.labels == {node: for_label(data["label"]) for node, data in network.nodes(data=True)}
    assert read.count == network.number_of_edges()
    untold = {"spells"} if format_ == "gephi-csv" else set()
    assert {
        key: {name: value for name, value in values.items() if value != [] and name not in untold}
        for key, values in read.edges.items()
    } == {
        key: {name: value for name, value in values.items() if name not in untold}
        for key, values in edges_of(network).items()
    }
    for node, values in read.nodes.items():
        data = network.nodes[node]
        assert values["kind"] == data["kind"]
        assert values["iri"] == material.names.id + node
        assert values.get("place") == data.get("place")
        for name in ("lat", "lng"):
            assert values.get(name) == (float(data[name]) if name in data else None)
        assert values.get("sources", []) == list(data.get("sources", []))
        assert values["n_sources"] == len(values.get("sources", []))
        assert values.get("year") is None or str(values["year"]) == values["date"][:4]


def shown(graph: Graph, network: Any) -> Material:
    """What exporters are given for a network."""
    material = Material(graph.store, graph.model, graph.names, graph.data_version)
    return replace(material, network=network, drawn=drawn(network, MODEL))


def file_of(format_: str, material: Material) -> bytes:
    return b"".join(exporter(format_).write(material))


@pytest.mark.parametrize("format_", READERS)
def test_the_same_network_is_read_back(article_on_memory: Graph, view: str, format_: str) -> None:
    graph = article_on_memory
    data = b"".join(graph.export(format_, view))
    read = READERS[format_](data)
    check(read, shown(graph, graph.mirror(view)), format_)
    for told in (graph.views[view].rule, graph.data_version, "CC BY 4.0", "Cite as: cagraph"):
        assert told in read.told


@pytest.fixture(scope="module")
def events(graph: Graph) -> Material:
    """The events of one year of the shipped data."""
    return shown(graph, graph.mirror("events", since="2024", until="2024"))


@pytest.fixture(scope="module")
def ties(graph: Graph) -> Material:
    return shown(graph, graph.mirror("ties"))


@pytest.mark.parametrize("format_", READERS)
def test_parallel_edges_of_different_kinds_are_all_there(ties: Material, format_: str) -> None:
    read = READERS[format_](file_of(format_, ties))
    check(read, ties, format_)
    kinds = Counter((source, target) for source, target, _ in read.edges)
    assert max(kinds.values()) > 2


@pytest.mark.parametrize("format_", READERS)
def test_every_column_is_there_in_its_type(events: Material, format_: str) -> None:
    read = READERS[format_](file_of(format_, events))
    check(read, events, format_)
    types = {"string": str, "integer": int, "double": float, "liststring": list}
    for columns, told in ((NODE_COLUMNS, read.nodes), (EDGE_COLUMNS, read.edges)):
        for column in columns:
            found = [values[column.id] for values in told.values() if column.id in values]
            assert {type(value) for value in found} == {types[column.type]}, column.id


def made(graph: Graph, network: Any) -> Material:
    """A network of our own, drawn."""
    network.graph |= {"title": "Made up", "view": "ties", "rule": "as <drawn> & 'quoted'"}
    return shown(graph, network)


def hostile() -> Any:
    network: Any = nx.MultiDiGraph()
    for id_, label in (("AAA", HOSTILE), ("e0", "@SUM(A1)"), ("x.y-1", "\t-2"), ("BBB", "+3")):
        network.add_node(id_, kind="State", label=label, sources=["s"], lat="41.5", lng="-69")
    for kind in ("met", 'the "best" of\\them', "1 = 1"):
        data = {"kind": kind, "label": kind, "weight": 0.5, "count": 1, "records": ["r"], "claims": ["c"]}
        network.add_edge("AAA", "BBB", key=kind, **data, spells=[("2024-08-08", "2024-08-08"), ("2025-01-01", "")])
        network.add_edge("BBB", "AAA", key=kind, **data, spells=[])
    return network


@pytest.mark.parametrize("format_", READERS)
def test_hostile_names_survive(graph: Graph, format_: str) -> None:
    material = made(graph, hostile())
    read = READERS[format_](file_of(format_, material))
    check(read, material, format_, for_xml if format_ == "graphml" else str)


@pytest.mark.parametrize("format_", READERS)
def test_networks_without_edges_and_without_nodes(graph: Graph, format_: str) -> None:
    for network in (nx.MultiGraph(), nx.MultiDiGraph()):
        for nodes in ([], ["AAA"]):
            network.add_nodes_from(nodes, kind="State", label="A")
            read = READERS[format_](file_of(format_, made(graph, network)))
            assert (read.labels, read.edges) == (dict.fromkeys(nodes, "A"), {})


@pytest.mark.parametrize("format_", FORMATS)
def test_files_are_in_pieces_and_the_same_each_time(graph: Graph, events: Material, format_: str) -> None:
    assert file_of(format_, made(graph, hostile())) == file_of(format_, made(graph, hostile()))
    pieces = list(exporter(format_).write(events))
    assert len(pieces) > 1 or len(pieces[0]) < 70_000, "what is zipped comes in pieces of 64 kB"
    assert max(map(len, pieces)) < 100_000
    assert b"".join(pieces) == file_of(format_, events)


def test_suffixes_tell_formats_apart() -> None:
    suffixes = [one.suffix for one in exporters().values()]
    assert [(a, b) for a in suffixes for b in suffixes if a is not b and a.endswith(b)] == []
    assert set(FORMATS) <= set(exporters())


@pytest.mark.parametrize("format_", FORMATS)
def test_what_shows_looks_takes_their_options(format_: str) -> None:
    looks = ("lang", "size", "colour") if format_ in ARCHIVES else ("lang", "layout", "size", "colour")
    assert exporter(format_).manners == looks


RECORDS = """\
- kind: Source
  id: s
  label: S

- kind: State
  id: AAA
  label: "A & B"
  evidence: [{source: s, at: "1"}]

- kind: State
  id: BBB
  label: B
  evidence: [{source: s, at: "1"}]

- kind: Treaty
  id: t
  label: T
  parties: [AAA, BBB]
  signed: 2020-01-02
  evidence: [{source: s, at: "1", supports: [parties, signed]}]
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with a small store in it."""
    found = tmp_path_factory.mktemp("networks")
    (found / "data").mkdir()
    (found / "data/records.yaml").write_text(RECORDS, encoding="utf-8")
    build(Settings(store=found / "store", data=found / "data"))
    return found


def test_the_command_the_service_and_a_client_give_the_same(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAGRAPH_STORE", str(place / "store"))
    with Graph.open(place / "store") as here, serving(place) as live, Graph.open(live.url) as afar:
        service = TestClient(create_app(here))
        for format_ in FORMATS:
            ours = b"".join(here.export(format_, "ties", since="2017"))
            assert format_ not in READERS or READERS[format_](ours).count == 1
            out = place / f"ties{exporter(format_).suffix}"
            asked = ["export", format_, "--view", "ties", "--since", "2017", "--out", str(out)]
            assert CliRunner().invoke(commands.app, asked).exit_code == 0
            assert out.read_bytes() == ours
            response = service.get(f"/v1/export/{out.name}", params={"since": "2017"})
            assert response.status_code == 200
            assert response.content == ours
            assert response.headers["content-type"].partition(";")[0] == exporter(format_).media_type
            assert b"".join(afar.export(format_, "ties", since="2017")) == ours


@pytest.mark.parametrize("format_", ARCHIVES)
def test_archives_are_whole(ties: Material, tmp_path: Path, format_: str) -> None:
    file = tmp_path / "file.zip"
    file.write_bytes(file_of(format_, ties))
    with ZipFile(file) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[0] == "README.txt"


@pytest.mark.parametrize("format_", ["nodelink", "cyjs", "cx2"])
def test_json_has_only_what_json_has(events: Material, format_: str) -> None:
    def refused(name: str) -> None:
        raise AssertionError(name)

    json.loads(file_of(format_, events), parse_constant=refused)
