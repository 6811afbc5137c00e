"""The whole product on servers: what is asked there gives what the embedded store gives."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import servers
from fastapi.testclient import TestClient
from servers import Server

from cagraph import resources
from cagraph.errors import ParameterError, QueryRefusedError, StoreError, StoreMissingError
from cagraph.graph import Graph, build
from cagraph.model import MODEL, Namespaces
from cagraph.rdf import emit
from cagraph.settings import DEFAULT_BASE, Settings
from cagraph.store import RemoteStore
from cagraph.store.wire import Wire
from cagraph_api import create_app

CARD = "which treaties link Kazakhstan and Uzbekistan"
# Queries that the compiler of Virtuoso 7 fails on.
GAPS = {
    ("virtuoso", name)
    for name in (
        "body-session",
        "event-attendees-from-outside",
        "event-attendees-of-region",
        "events-at-place",
        "heads-of-state",
        "in-force",
        "leaders-bilateral-meetings",
        "meetings-at-place",
        "memberships-of-party",
        "partners-at-level",
        "post-holder",
        "remarks-on",
        "series-edition",
        "signed-not-ratified",
        "visits-by-person",
        "visits-to",
    )
}


@pytest.fixture(scope="module", params=["oxigraph:standard", "oxigraph:oxigraph", "fuseki:fuseki", "virtuoso:virtuoso"])
def remote(
    request: pytest.FixtureRequest, server: Callable[[str], Server], article_on_memory: Graph
) -> Iterator[Graph]:
    """The article alone, on a server."""
    program, _, dialect = request.param.partition(":")
    running = server(program)
    store = RemoteStore(running.locations[dialect], DEFAULT_BASE, running.credentials)
    store.replace(article_on_memory.store.quads())
    yield Graph(store)
    store.close()


def test_everything_is_there(remote: Graph, article_on_memory: Graph) -> None:
    assert remote.data_version == article_on_memory.data_version
    assert len(remote.store) == len(article_on_memory.store)
    assert list(remote.export("nquads")) == list(article_on_memory.export("nquads"))
    for view in remote.views:
        assert list(remote.export("gexf", view)) == list(article_on_memory.export("gexf", view))


def test_entities_and_lists_are_the_same(remote: Graph, article_on_memory: Graph) -> None:
    for id_ in ("kaz-uzb-alliance-2022", "consultative-meeting-6"):
        assert remote.get(id_, full_evidence=True) == article_on_memory.get(id_, full_evidence=True)
    assert remote.find("treaties", {"party": ["KAZ", "UZB"]}) == article_on_memory.find(
        "treaties", {"party": ["KAZ", "UZB"]}
    )
    assert remote.find("meetings", since="2024-08") == article_on_memory.find("meetings", since="2024-08")


def test_questions_are_answered_the_same(remote: Graph, article_on_memory: Graph) -> None:
    assert remote.ask(CARD) == article_on_memory.ask(CARD)
    assert remote.ask("why is the sky blue") == article_on_memory.ask("why is the sky blue")


def outcome(graph: Graph, name: str) -> tuple[str, list[str]]:
    """What comes of a query's own example, in any order; a refusal where the article does not know its entities."""
    try:
        found = graph.run(name, **graph.queries[name].example())
    except ParameterError as refused:
        return str(refused), []
    return found.status, sorted(map(str, found.rows))


@pytest.mark.parametrize("name", sorted(path.stem for path in resources.queries().glob("*.rq")))
def test_named_queries_find_the_same(
    request: pytest.FixtureRequest, remote: Graph, article_on_memory: Graph, name: str
) -> None:
    engine = request.node.callspec.params["remote"].partition(":")[0]
    if (engine, name) in GAPS:
        request.applymarker(pytest.mark.xfail(raises=StoreError, reason="its compiler fails on it", strict=True))
    assert outcome(remote, name) == outcome(article_on_memory, name)


SPARQL = [
    "SELECT ?t ?l WHERE { ?t a cag:Treaty ; rdfs:label ?l } ORDER BY ?t",
    "SELECT (COUNT(*) AS ?n) WHERE { GRAPH graph:provenance { ?claim cag:polarity 'denied' } }",
    "ASK { ?t cag:party id:KAZ, id:UZB }",
]


@pytest.mark.parametrize("text", SPARQL)
def test_sparql_gives_the_same(remote: Graph, article_on_memory: Graph, text: str) -> None:
    found, wanted = (json.loads(one.sparql_answer(text).body) for one in (remote, article_on_memory))
    assert found.get("boolean") == wanted.get("boolean")
    values = [
        [{name: term["value"] for name, term in row.items()} for row in one.get("results", {}).get("bindings", [])]
        for one in (found, wanted)
    ]
    assert values[0] == values[1]
    with pytest.raises(QueryRefusedError):
        remote.sparql_answer("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")


def test_it_is_served(remote: Graph, article_on_memory: Graph) -> None:
    paths = (
        "/health",
        "/v1/treaties?party=KAZ&party=UZB",
        "/v1/ask?q=" + CARD.replace(" ", "+"),
        "/v1/export/ties.gexf",
    )
    with TestClient(create_app(remote)) as there, TestClient(create_app(article_on_memory)) as here:
        for path in paths:
            assert there.get(path).content == here.get(path).content, path
        asked = "/sparql?query=ASK+{?t+cag:party+id:KAZ,+id:UZB}"
        assert there.get(asked).json()["boolean"] is True
        assert there.get("/sparql?query=SELECT+{").status_code == 400


SMALL = """\
- {kind: Source, id: s, label: S}
- {kind: State, id: AAA, label: A, evidence: [{source: s, at: "1"}]}
"""


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[str]:
    """The location of a server that holds nothing."""
    place = tmp_path / "server"
    place.mkdir()
    with servers.oxigraph(place) as running:
        yield running.locations["standard"]


def program(location: str, data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "CAGRAPH_STORE": location, "CAGRAPH_DATA": str(data)}
    command = [sys.executable, "-W", "error", "-c", "from cagraph.cli import main; main()", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=120)


def test_the_command_line_builds_and_asks_there(empty: str, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "all.yaml").write_text(SMALL, encoding="utf-8")
    shown = program(empty, data, "get", "AAA")
    assert json.loads(shown.stdout)["label"] == "A", shown.stderr
    assert f"First use: building the graph at {empty}" in shown.stderr
    again = json.loads(program(empty, data, "build", "--json").stdout)
    assert (again["changed"], again["store"]) == (False, empty)
    assert json.loads(program(empty, data, "build", "--force", "--json").stdout) == again | {"changed": True}
    assert [one["id"] for one in json.loads(program(empty, data, "find", "State", "--json").stdout)["items"]] == ["AAA"]
    assert "AAA" in program(empty, data, "sparql", "SELECT ?s { ?s a cag:State }").stdout
    exported = program(empty, data, "export", "nquads").stdout.splitlines()
    assert len(exported) == again["quads"]
    (data / "more.yaml").write_text(SMALL.replace("AAA", "BBB").partition("\n")[2], encoding="utf-8")
    assert json.loads(program(empty, data, "build", "--json").stdout)["changed"] is True
    with Graph.open(empty) as graph:
        assert graph.find("State")["total"] == 2


def test_what_others_keep_there_is_not_touched(empty: str, tmp_path: Path) -> None:
    with pytest.raises(StoreMissingError, match="there is no graph at"):
        Graph.open(empty)
    (tmp_path / "all.yaml").write_text(SMALL, encoding="utf-8")
    settings = Settings(store=empty, data=tmp_path)
    store = RemoteStore(empty)
    others = emit([], MODEL, Namespaces("http://example.org/"))
    store.replace(others)
    with pytest.raises(StoreError, match="quads that cagraph did not build"):
        build(settings)
    assert len(store) == len(others)
    store.replace([])
    assert build(settings).changed
    store.close()


@pytest.mark.parametrize("spoken", ["oxigraph:oxigraph", "fuseki:fuseki"])
def test_a_dataset_that_does_not_parse_changes_nothing(server: Callable[[str], Server], spoken: str) -> None:
    program, _, dialect = spoken.partition(":")
    store = RemoteStore(server(program).locations[dialect])
    old = emit([], MODEL, Namespaces(DEFAULT_BASE))
    store.replace(old)
    with pytest.raises(StoreError, match=r"\(400\)"):
        store._wire.put_dataset(b"<http://a/> <http://a/> <http://a/> .\n<http://a/> <broken")
    assert sorted(map(str, store.quads())) == sorted(map(str, old))
    store.close()


@pytest.mark.parametrize("spoken", ["oxigraph:standard", "oxigraph:oxigraph", "fuseki:fuseki", "virtuoso:virtuoso"])
def test_what_a_lost_build_leaves_is_told_and_mended(
    server: Callable[[str], Server], spoken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, _, dialect = spoken.partition(":")
    running = server(program)
    store = RemoteStore(running.locations[dialect], credentials=running.credentials)
    new = emit([], MODEL, Namespaces(DEFAULT_BASE))
    with monkeypatch.context() as patched:
        patched.setattr("cagraph.store.remote.UNMARK", "NOT SPARQL")
        with pytest.raises(StoreError, match="marked as not whole"):
            store.replace(new)
    for read in (lambda: store.select("SELECT * { ?s ?p ?o }"), lambda: len(store), lambda: store.quads()):
        with pytest.raises(StoreError, match="holds a part of a graph only"):
            read()
    store.publish(new)
    assert sorted(map(str, store.quads())) == sorted(map(str, new))
    store.close()


def test_no_answer_takes_a_request_for_each_look_up(remote: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    remote.ask(CARD)
    sent: list[str] = []
    query = Wire.query
    monkeypatch.setattr(Wire, "query", lambda self, text, *rest: sent.append(text) or query(self, text, *rest))
    remote.ask(CARD)
    remote.find("treaties")
    remote.get("consultative-meeting-6", full_evidence=True)
    assert len(sent) <= 6
