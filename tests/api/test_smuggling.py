"""No address that a text names is ever called, and no local file is read, whatever the key."""

import platform
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from served import OWN, Served

from cagraph.store import EmbeddedStore

SECRET = "the content of a local file"
U = "<http://127.0.0.1:PORT/x>"
QUERIES = [
    f"SELECT * {{ SERVICE {U} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ SERVICE SILENT {U} {{ ?s ?p ?o }} }}",
    f"select * {{ service {U} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ SeRvIcE sIlEnT {U} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ {{ SELECT * {{ SERVICE {U} {{ ?s ?p ?o }} }} }} }}",
    f"SELECT * {{ ?s a cag:State OPTIONAL {{ SERVICE SILENT {U} {{ ?s ?p ?o }} }} }}",
    f"SELECT * {{ ?s a cag:State FILTER EXISTS {{ SERVICE {U} {{ ?s ?p ?o }} }} }}",
    f"SELECT * {{ ?s a cag:State FILTER NOT EXISTS {{ SERVICE SILENT {U} {{ ?s ?p ?o }} }} }}",
    f"SELECT * {{ {{ ?s a cag:State }} UNION {{ SERVICE {U} {{ ?s ?p ?o }} }} }}",
    f"SELECT * {{ ?s a cag:State MINUS {{ SERVICE {U} {{ ?s ?p ?o }} }} }}",
    f"SELECT * {{ GRAPH ?g {{ SERVICE {U} {{ ?s ?p ?o }} }} }}",
    f"SELECT * {{ SERVICE <urn:a> {{ SERVICE {U} {{ ?s ?p ?o }} }} }}",
    f"ASK {{ SERVICE {U} {{ ?s ?p ?o }} }}",
    f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ SERVICE {U} {{ ?s ?p ?o }} }}",
    f"DESCRIBE ?s WHERE {{ SERVICE {U} {{ ?s ?p ?o }} }}",
    "PREFIX e: <http://127.0.0.1:PORT/> SELECT * { SERVICE e:x { ?s ?p ?o } }",
    "PREFIX e: <http://127.0.0.1:PORT/x> SELECT * { SERVICE e: { ?s ?p ?o } }",
    "PREFIX : <http://127.0.0.1:PORT/> SELECT * { SERVICE:x { ?s ?p ?o } }",
    "PREFIX service: <http://127.0.0.1:PORT/> SELECT * { SERVICE service:x { ?s ?p ?o } }",
    "BASE <http://127.0.0.1:PORT/> SELECT * { SERVICE <x> { ?s ?p ?o } }",
    "BASE <http://127.0.0.1:PORT/> SELECT * { SERVICE <> { ?s ?p ?o } }",
    f"SELECT * {{ SERVICE # <urn:a>\n {U} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ SERVICE#\r{U} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ SERVICE\t\n{U}{{ ?s ?p ?o }} }}",
    f"SELECT * {{ SERVICE{U}{{ ?s ?p ?o }} }}",
    f"SELECT * {{ SERVICESILENT{U}{{ ?s ?p ?o }} }}",
    f"SELECT * {{ \\u0053ERVICE {U} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ \\u0053\\u0045\\u0052\\u0056\\u0049\\u0043\\u0045 {U} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ \\U00000053ERVICE SILENT {U} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ ?s ?p 'a' \\u0023'\n SERVICE {U} {{ ?s ?p ?o }} }}",
    "SELECT * { SERVICE <http:\\u002F\\u002F127.0.0.1:PORT/x> { ?s ?p ?o } }",
    f"SELECT * {{ ?a ?b 'it\\'s' . SERVICE {U} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ ?a ?b '''it's''' . SERVICE {U} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ ?a ?b ?c, ?d FILTER(?c<?d)SERVICE#>\n{U} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ ?a ?b ?c, ?d FILTER(?c<'&&?d>')SERVICE{U}{{ ?s ?p ?o }}#'\n }}",
    f"SELECT * {{ ?a ?b trueSERVICE{U}{{ ?s ?p ?o }} }}",
    f"SELECT * {{ VALUES ?e {{ {U} }} SERVICE ?e {{ ?s ?p ?o }} }}",
    f"SELECT * {{ BIND({U} AS ?e) SERVICE SILENT ?e {{ ?s ?p ?o }} }}",
    "SELECT * { BIND(IRI('http://127.0.0.1:PORT/x') AS ?e) SERVICE ?e { ?s ?p ?o } }",
    "SELECT * { SERVICE $e { ?s ?p ?o } } VALUES $e { <http://127.0.0.1:PORT/x> }",
    f"SELECT * FROM {U} {{ ?s ?p ?o }}",
    f"SELECT * FROM NAMED {U} {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    f"SELECT * {{ GRAPH {U} {{ ?s ?p ?o }} }}",
    "SELECT * FROM <file://SECRET> { ?s ?p ?o }",
    "SELECT * FROM NAMED <file://SECRET> { GRAPH ?g { ?s ?p ?o } }",
    "SELECT * { SERVICE <file://SECRET> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <file://SECRET> { ?s ?p ?o } }",
    "DESCRIBE <http://127.0.0.1:PORT/x> <file://SECRET>",
]
UPDATES = [
    f"LOAD {U}",
    f"LOAD SILENT {U}",
    f"LOAD {U} INTO GRAPH <urn:load>",
    f"load silent {U} into graph <urn:load>",
    f"LOADSILENT{U}",
    f"LOAD#\n{U}",
    f"\\u004COAD {U}",
    f"\\u004C\\u004F\\u0041\\u0044 SILENT {U} INTO GRAPH <urn:load>",
    "PREFIX e: <http://127.0.0.1:PORT/> LOAD e:x",
    "PREFIX : <http://127.0.0.1:PORT/> LOAD:x",
    "BASE <http://127.0.0.1:PORT/> LOAD <x> INTO GRAPH <urn:load>",
    f"INSERT DATA {{ GRAPH <{OWN}> {{ <urn:a> <urn:b> 1 }} }} ; LOAD {U}",
    f"CREATE SILENT GRAPH <urn:load>;LOAD {U} INTO GRAPH <urn:load>;DROP GRAPH <urn:load>",
    f"INSERT {{ GRAPH <urn:load> {{ ?s ?p ?o }} }} WHERE {{ SERVICE {U} {{ ?s ?p ?o }} }}",
    f"INSERT {{ GRAPH <urn:load> {{ <a> <b> 1 }} }} WHERE {{ FILTER NOT EXISTS {{ SERVICE {U} {{ ?s ?p ?o }} }} }}",
    f"DELETE {{ ?s ?p ?o }} WHERE {{ SERVICE SILENT {U} {{ ?s ?p ?o }} }}",
    f"INSERT {{ GRAPH <urn:load> {{ ?s ?p ?o }} }} USING {U} WHERE {{ ?s ?p ?o }}",
    f"INSERT {{ GRAPH <urn:load> {{ ?s ?p ?o }} }} USING NAMED {U} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    f"COPY SILENT {U} TO <urn:load>",
    "LOAD <file://SECRET>",
    "LOAD SILENT <file://SECRET> INTO GRAPH <urn:load>",
    "LOAD <SECRET> INTO GRAPH <urn:load>",
]
ENTITIES = '<?xml version="1.0"?>\n<!DOCTYPE x {}>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
ENTITIES += '<rdf:Description rdf:about="urn:a"><x:b xmlns:x="urn:x">{}</x:b></rdf:Description></rdf:RDF>'
BODIES = [
    ("application/ld+json", '{"@context": "http://127.0.0.1:PORT/c", "@id": "urn:a", "b": "c"}'),
    ("application/ld+json", '{"@context": ["http://127.0.0.1:PORT/c", {"b": "urn:b"}], "@id": "urn:a", "b": "c"}'),
    ("application/ld+json", '{"@context": {"@import": "http://127.0.0.1:PORT/c"}, "@id": "urn:a"}'),
    ("application/ld+json", '{"@context": {"b": {"@id": "urn:b", "@context": "http://127.0.0.1:PORT/c"}}, "b": {}}'),
    ("application/ld+json", '{"@context": "file://SECRET", "@id": "urn:a", "b": "c"}'),
    ("application/rdf+xml", ENTITIES.format('[<!ENTITY e SYSTEM "http://127.0.0.1:PORT/e">]', "&e;")),
    ("application/rdf+xml", ENTITIES.format('[<!ENTITY e SYSTEM "file://SECRET">]', "&e;")),
    ("application/rdf+xml", ENTITIES.format('[<!ENTITY % p SYSTEM "http://127.0.0.1:PORT/p"> %p;]', "")),
    ("application/rdf+xml", ENTITIES.format('SYSTEM "http://127.0.0.1:PORT/x.dtd"', "")),
    ("application/rdf+xml", ENTITIES.format('PUBLIC "p" "http://127.0.0.1:PORT/x.dtd"', "")),
    ("application/rdf+xml", ENTITIES.format('[<!ENTITY e SYSTEM "file://SECRET">]', "&e;").encode("utf-16")),
    ("application/rdf+xml", ENTITIES.format('[<!ENTITY e "x"><!ENTITY f "&e;&e;&e;">]', "&f;")),
    ("text/turtle", "@base <http://127.0.0.1:PORT/> . @prefix : <file://SECRET> . <x> <http://127.0.0.1:PORT/y> :z ."),
]


class Listener:
    """Counts who calls, and answers each with triples that would show."""

    def __init__(self) -> None:
        self.calls = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        threading.Thread(target=self._answer, daemon=True).start()

    def _answer(self) -> None:
        body = f'<urn:called> <urn:by> "{SECRET}" .'.encode()
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.calls += 1
            with connection:
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/turtle\r\nConnection: close\r\n\r\n" + body)

    def seen(self) -> int:
        """How many calls there were. A call of our own goes last, so that none before it is still on its way."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as connection:
            while connection.recv(4096):
                pass
        self.calls -= 1
        return self.calls

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.close()


@pytest.fixture(scope="module")
def secret(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("secret") / "secret.ttl"
    file.write_text(f'<urn:read> <urn:from> "{SECRET}" .')
    return file


@pytest.fixture
def filled(listener: Listener, secret: Path) -> Any:
    """Puts the port and the path into a text."""
    return lambda text: text.replace("PORT", str(listener.port)).replace("SECRET", str(secret))


def test_the_listener_counts(listener: Listener) -> None:
    before = listener.seen()
    socket.create_connection(("127.0.0.1", listener.port)).close()
    assert listener.seen() == before + 1
    listener.calls = 0


def nothing_came_of_it(served: Served, listener: Listener, response: Any) -> None:
    assert listener.seen() == 0
    assert SECRET not in response.text
    assert response.status_code in {200, 201, 204, 400, 403, 404}, response.text
    store = served.service.graph.store
    assert isinstance(store, EmbeddedStore)
    assert not any(SECRET.encode() in line for line in store.statements())


@pytest.mark.parametrize("text", QUERIES)
def test_no_query_calls_out(served: Served, listener: Listener, filled: Any, text: str) -> None:
    headers = {"content-type": "application/sparql-query", **served.authorised("curate")}
    response = served.client.post("/sparql", content=filled(text), headers=headers)
    nothing_came_of_it(served, listener, response)
    if "SERVICE" in text and "SILENT" not in text and response.status_code != 400:
        assert response.status_code == 403


@pytest.mark.parametrize("text", UPDATES)
def test_no_update_calls_out(served: Served, listener: Listener, filled: Any, text: str) -> None:
    response = served.update(filled(text))
    nothing_came_of_it(served, listener, response)
    assert not served.holds("GRAPH <urn:load> { ?s ?p ?o }")


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
@pytest.mark.parametrize("iri", ["http://127.0.0.1:PORT/x", "file://SECRET"])
def test_no_dataset_beside_a_query_is_fetched(
    served: Served, listener: Listener, filled: Any, name: str, iri: str
) -> None:
    pairs = {"query": "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }", name: filled(iri)}
    response = served.client.get("/sparql", params=pairs)
    nothing_came_of_it(served, listener, response)
    assert response.json()["results"]["bindings"] == []


@pytest.mark.parametrize("name", ["using-graph-uri", "using-named-graph-uri"])
@pytest.mark.parametrize("iri", ["http://127.0.0.1:PORT/x", "file://SECRET"])
def test_no_dataset_beside_an_update_is_fetched(
    served: Served, listener: Listener, filled: Any, name: str, iri: str
) -> None:
    text = "INSERT { GRAPH <urn:load> { ?s ?p ?o } } WHERE { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    response = served.update(text, params={name: filled(iri)})
    nothing_came_of_it(served, listener, response)
    assert not served.holds("GRAPH <urn:load> { ?s ?p ?o }")


@pytest.mark.parametrize(("media_type", "body"), BODIES)
def test_no_body_of_a_graph_calls_out(
    served: Served, listener: Listener, filled: Any, media_type: str, body: str | bytes
) -> None:
    data = filled(body) if isinstance(body, str) else body
    if isinstance(body, bytes):
        data = filled(body.decode("utf-16")).encode("utf-16")
    response = served.put(OWN, data, media_type)
    nothing_came_of_it(served, listener, response)
    if "DOCTYPE" in str(data) or "@context" in str(data) or isinstance(body, bytes):
        assert response.status_code == 400, response.text


@pytest.mark.parametrize("iri", ["http://127.0.0.1:PORT/x", "file://SECRET"])
def test_the_name_of_a_graph_is_no_address(served: Served, listener: Listener, filled: Any, iri: str) -> None:
    assert served.put(filled(iri), "<urn:a> <urn:b> <c> .").status_code == 201
    for method in ("GET", "DELETE", "GET"):
        headers = served.authorised("curate")
        nothing_came_of_it(
            served,
            listener,
            served.client.request(method, "/data", params={"graph": filled(iri)}, headers=headers),
        )


FILTERED = sys.platform == "linux" and platform.machine() in {"x86_64", "aarch64"}
RAW = """
import sys
import pyoxigraph as ox
from cagraph.workers.sandbox import forbid_sockets
store = ox.Store()
store.update("INSERT DATA {{ <urn:a> <urn:b> 1 }}")
if {confined}:
    assert forbid_sockets()
try:
    {call}
except OSError:
    sys.exit(77)
except RuntimeError:
    pass  # what the listener sends is no result
"""
CALLS = [
    'print(list(store.query("SELECT * {{ SERVICE <{u}> {{ ?s ?p ?o }} }}")))',
    'print(list(store.query("SELECT * {{ SERVICE SILENT <{u}> {{ ?s ?p ?o }} }}")))',
    'store.update("LOAD <{u}>"); print(len(store))',
    'store.update("LOAD SILENT <{u}> INTO GRAPH <urn:load>"); print(len(store))',
]


@pytest.mark.skipif(not FILTERED, reason="no system call filter on this machine")
@pytest.mark.parametrize("call", CALLS)
def test_the_system_call_filter_holds_without_the_guard(listener: Listener, call: str) -> None:
    """The engine, given the raw text: unconfined it calls the listener, confined it cannot."""
    address = f"http://127.0.0.1:{listener.port}/x"

    def run(confined: bool) -> int:
        listener.calls = 0
        code = RAW.format(confined=confined, call=call.format(u=address))
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode in {0, 77}, done.stderr
        if confined:
            assert SECRET not in done.stdout
            assert (done.returncode == 0) == ("SILENT" in call)
        return listener.seen()

    assert run(confined=True) == 0
    assert run(confined=False) > 0, "without the filter the call goes out, so it is the filter that holds"
    listener.calls = 0
