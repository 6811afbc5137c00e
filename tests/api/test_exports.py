"""Exports over REST and from the command line, with all that GEXF can be asked for."""

import gzip
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import drawn_world
import pytest
from fastapi.testclient import TestClient
from pyoxigraph import Literal, NamedNode, Quad
from typer.testing import CliRunner, Result

from cagraph.cli import commands
from cagraph.exports import Exporter, exporters
from cagraph.graph import Endpoint, Graph, Keys
from cagraph.rdf import emit
from cagraph.store import EmbeddedStore, snapshots
from cagraph_api import Service, create_app

LOOK = {"lang": "ru", "layout": "geo", "size": "betweenness", "colour": "community", "dynamic": "true"}


@pytest.fixture(scope="module")
def graph() -> Graph:
    return Graph.of(drawn_world.world())


@pytest.fixture(scope="module")
def client(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    keys = Keys(tmp_path_factory.mktemp("keys") / "keys.json")
    service = Service(graph, Endpoint(graph), keys, "https://graph.example.org/base")
    with TestClient(create_app(graph, service)) as client:
        yield client


@pytest.fixture
def run(graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    version = "a" * 64
    (tmp_path / "store").mkdir()
    snapshots.publish(tmp_path / "store", version, emit(drawn_world.world(), graph.model, graph.names, {}))
    monkeypatch.setenv("CAGRAPH_STORE", str(tmp_path / "store"))
    return lambda *arguments: CliRunner().invoke(commands.app, list(arguments))


def test_a_file_is_what_python_gives(client: TestClient, graph: Graph) -> None:
    found = client.get("/v1/export/ties.gexf", params=LOOK)
    assert found.status_code == 200
    assert found.content == b"".join(graph.export("gexf", "ties", **LOOK))
    packed = client.get("/v1/export/ties.gexf.gz", params=LOOK)
    assert packed.headers["content-type"] == "application/gzip"
    assert gzip.decompress(packed.content) == found.content
    assert "/v1/export/ties.gexf.gz" in client.get("/v1").json()["exports"]


def test_the_link_opens_the_same_file_in_gephi_lite(client: TestClient) -> None:
    for look in ({}, LOOK, {"since": "1994/1995", "lang": "ru"}):
        found = client.get("/v1/export/ties.gexf", params=look, headers={"origin": "https://gephi.org"})
        assert found.status_code == 200
        assert found.headers["access-control-allow-origin"] == "*"
        assert "Link" in found.headers["access-control-expose-headers"]
        link = re.search(r'<(https://gephi\.org/gephi-lite/\?file=\S+)>; rel="alternate"', found.headers["link"])
        assert link
        (address,) = parse_qs(urlsplit(link[1]).query)["file"]
        assert address.startswith("https://graph.example.org/base/v1/export/ties.gexf")
        assert address.split("/")[-1].split(".")[-1] == "gexf", "by this Gephi Lite chooses its parser"
        path = address.removeprefix("https://graph.example.org/base")
        assert client.get(path).content == found.content
    assert "link" not in client.get("/v1/export/all.nq").headers


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("layout=map", "layout: 'map' is not known"),
        ("size=betweeness", "did you mean 'betweenness'"),
        ("colour=red", "colour: 'red' is not known"),
        ("lang=r", "is no language tag"),
        ("dynamic=yes", "neither true nor false"),
        ("dynamic=true&on=1994-01-01", "does not change"),
        ("name=events.gexf", "name: this is ties.gexf"),
        ("facts=accepted", "there is no parameter 'facts' here"),
    ],
)
def test_what_nothing_has_is_a_problem(client: TestClient, query: str, said: str) -> None:
    found = client.get(f"/v1/export/ties.gexf?{query}")
    assert found.status_code == 400
    assert said in found.text


def test_every_option_is_described(client: TestClient) -> None:
    described = client.get("/openapi.json").json()["paths"]["/v1/export/{file}"]["get"]["parameters"]
    told = {one["name"]: one for one in described}
    for name in (*LOOK, "name"):
        assert told[name]["description"]
    assert ".gexf.gz" in told["lang"]["description"]


def test_the_command_line_has_the_same(run: Callable[..., Result], graph: Graph, tmp_path: Path) -> None:
    out = tmp_path / "f.gexf"
    options = [part for name, value in LOOK.items() if name != "dynamic" for part in (f"--{name}", value)]
    done = run("export", "gexf", "--view", "ties", *options, "--dynamic", "--out", str(out))
    assert done.exit_code == 0, done.output
    expected = b"".join(graph.export("gexf", "ties", **LOOK)).replace(graph.data_version.encode(), b"a" * 64)
    assert out.read_bytes() == expected.replace(graph.data_version[:12].encode(), b"a" * 12)
    assert "Gephi Lite" not in done.output, "no service has this graph"
    for option, value, said in (
        ("--layout", "map", "layout: 'map'"),
        ("--size", "x", "size: 'x'"),
        ("--lang", "r", "lang"),
    ):
        failed = run("export", "gexf", "--view", "ties", option, value, "--out", str(tmp_path / "none.gexf"))
        assert failed.exit_code != 0
        assert said in str(failed.exception)
    assert not (tmp_path / "none.gexf").exists()


DUMPS = [one for one in exporters().values() if not one.needs_view]


@pytest.mark.parametrize("dump", DUMPS, ids=lambda one: one.name)
def test_a_dump_is_what_python_gives(client: TestClient, graph: Graph, dump: Exporter) -> None:
    asked = {"facts": "accepted"} if "facts" in dump.manners else {}
    found = client.get(f"/v1/export/all{dump.suffix}", params=asked)
    assert found.status_code == 200, found.text
    assert found.headers["content-type"].partition(";")[0] == dump.media_type
    assert found.content == b"".join(graph.export(dump.name, **asked))
    assert found.content


@pytest.mark.parametrize(
    ("file", "asked", "told"),
    [
        ("all.ttl", {"facts": "denied"}, "facts: 'denied' is no choice"),
        ("all.trig", {"annotations": "maybe"}, "annotations: 'maybe' is neither true nor false"),
        ("all.jsonld", {"annotations": "true"}, "there is no parameter 'annotations' here"),
        ("all.sqlite", {"lang": "ru"}, "there is no parameter 'lang' here"),
        ("all.nq", {"since": "2024"}, "there is no parameter 'since' here"),
    ],
)
def test_what_a_dump_cannot_be_asked_for_is_told(
    client: TestClient, file: str, asked: dict[str, str], told: str
) -> None:
    found = client.get(f"/v1/export/{file}", params=asked)
    assert found.status_code == 400
    assert told in found.json()["detail"]
    assert found.json()["hint"]


def test_what_a_format_cannot_hold_is_no_fault_of_the_service(graph: Graph) -> None:
    store = EmbeddedStore()
    state = NamedNode(f"{graph.names.id}KAZ")
    store.replace([*graph.store.quads(), Quad(state, NamedNode(f"{graph.names.ontology}content"), Literal("more"))])
    altered = TestClient(create_app(Graph(store)))
    answer = altered.get("/v1/export/all.yaml.zip")
    assert answer.status_code == 409
    assert answer.json()["type"] == "urn:cagraph:problem:export-error"
    assert "no records say" in answer.json()["detail"]
    assert "N-Quads" in answer.json()["hint"]
