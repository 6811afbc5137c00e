"""Remote stores against a server that plays a script: faults of the wire, and what is said of them."""

import json
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from cagraph.errors import CagraphError, QuerySyntaxError, StoreError, StoreMissingError
from cagraph.store import RemoteStore, open_store, wire
from cagraph.store.dialects import Credentials

BASE = "http://example.org/"
JSON = "application/sparql-results+json"
SELECT = "SELECT ?s WHERE { ?s ?p ?o }"
SECRET = "correct horse"


def rows(*values: dict[str, str]) -> str:
    bound = [{name: {"type": "literal", "value": value} for name, value in row.items()} for row in values]
    names = sorted({name for row in values for name in row})
    return json.dumps({"head": {"vars": names}, "results": {"bindings": bound}})


@dataclass
class Reply:
    body: str | bytes = field(default_factory=rows)
    status: int = 200
    type: str = JSON
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    drop: bool = False


@dataclass
class Request:
    method: str
    path: str
    headers: dict[str, str]
    body: str


class Script:
    """A server on the loopback that gives one reply after another, the last one again and again."""

    def __init__(self) -> None:
        self.replies: list[Reply] = [Reply()]
        self.requests: list[Request] = []
        script = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                headers = {name.lower(): value for name, value in self.headers.items()}
                script.requests.append(Request(self.command, self.path, headers, body))
                reply = script.replies.pop(0) if len(script.replies) > 1 else script.replies[0]
                time.sleep(reply.delay)
                if reply.drop:
                    self.close_connection = True
                    return
                content = reply.body if isinstance(reply.body, bytes) else reply.body.encode()
                self.send_response(reply.status)
                for name, value in {"Content-Type": reply.type, "Content-Length": str(len(content))}.items():
                    self.send_header(name, value)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = do_PUT = answer  # noqa: N815

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/sparql"


@pytest.fixture
def script() -> Iterator[Script]:
    made = Script()
    thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()


Open = Callable[..., RemoteStore]


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def store(script: Script, pauses: list[float]) -> Iterator[Open]:
    """Opens a store at the script; what it waits is noted instead of waited."""
    opened: list[RemoteStore] = []

    def make(parameters: str = "", credentials: Credentials | None = None) -> RemoteStore:
        store = RemoteStore(f"sparql+{script.url}{parameters}", BASE, credentials or Credentials(), pauses.append)
        opened.append(store)
        return store

    yield make
    for one in opened:
        one.close()


def test_a_busy_server_is_asked_again(script: Script, store: Open, pauses: list[float]) -> None:
    script.replies = [Reply(status=503), Reply(status=429), Reply(status=502), Reply()]
    assert store().state().version == ""
    assert pauses == [0.2, 0.4, 0.8]
    script.replies = [Reply("overloaded", 503, "text/plain")]
    with pytest.raises(StoreError, match=r"is busy \(503\): overloaded \(try again later\)"):
        store().state()
    assert len(script.requests) == 8


def test_it_waits_as_long_as_the_server_says(script: Script, store: Open, pauses: list[float]) -> None:
    later = formatdate(time.time() + 10, usegmt=True)
    script.replies = [
        Reply(status=429, headers={"Retry-After": "7"}),
        Reply(status=429, headers={"Retry-After": later}),
        Reply(status=429, headers={"Retry-After": "soon"}),
        Reply(),
    ]
    store().state()
    assert pauses[0] == 7
    assert 5 < pauses[1] <= 10
    assert pauses[2] == 0.8
    script.replies = [Reply(status=429, headers={"Retry-After": "3600"})]
    with pytest.raises(StoreError, match="busy"):
        store().state()
    assert len(pauses) == 3


def test_a_broken_connection_is_tried_again_for_reading_only(script: Script, store: Open, pauses: list[float]) -> None:
    script.replies = [Reply(drop=True), Reply()]
    store().state()
    assert pauses == [0.2]
    script.replies = [Reply(drop=True)]
    with pytest.raises(StoreError, match="cannot be reached"):
        store().replace([])
    assert len([one for one in script.requests if one.path == "/update"]) == 1


def test_nothing_listening_is_told(store: Open, script: Script) -> None:
    script.server.server_close()
    with pytest.raises(StoreError, match=r"cannot be reached.*is the server running there\?"):
        store().state()


def test_an_update_is_sent_once(script: Script, store: Open, pauses: list[float]) -> None:
    script.replies = [Reply(status=503)]
    with pytest.raises(StoreError, match="busy"):
        store().replace([])
    assert (len(script.requests), pauses) == (1, [])


def test_a_slow_answer_is_given_up(script: Script, store: Open) -> None:
    script.replies = [Reply(delay=1.5)]
    with pytest.raises(StoreError, match=r"gave no answer in 1 s"):
        store("?timeout=1").state()
    assert len(script.requests) == 1


def test_a_failure_is_told_with_the_servers_words(script: Script, store: Open) -> None:
    script.replies = [Reply("java.lang.OutOfMemoryError:\n heap" + "x" * 999, 500, "text/plain")]
    with pytest.raises(StoreError, match=r"failed \(500\): java.lang.OutOfMemoryError: heap") as told:
        store().state()
    assert len(str(told.value)) < 500


FAULTS = [
    (Reply('{"head": {"vars": ["s"]}, "results": {"bindings": [{"s": 1}]}}'), "cannot be read"),
    (Reply('{"head": {"vars": ["s"]}, "results"'), "broke off"),
    (Reply(rows() + "\r\nThe SPARQL operation has been cancelled"), "broke off"),
    (Reply('{"head": {}, "boolean": true}'), "no rows"),
    (Reply("<html>", type="text/html; charset=utf-8"), "answered as 'text/html'"),
    (Reply(b"\xff\xfe{}"), "cannot be read"),
    (Reply(status=206), "only a part"),
    (Reply(headers={"X-SQL-State": "S1TAT"}), "only a part"),
    (Reply(status=302, headers={"Location": "http://elsewhere.example/?token=1"}), "'http://elsewhere.example/'"),
    (Reply(status=308, headers={"Location": "/other"}), "points elsewhere, to '/other'"),
    (Reply(status=401), "check CAGRAPH_USER"),
    (Reply(status=403), "refuses"),
    (Reply(status=404), "check the paths"),
    (Reply("Virtuoso SP031: Internal error: selid", 400, "text/plain"), r"failed \(400\)"),
]


@pytest.mark.parametrize(("reply", "told"), FAULTS)
def test_what_is_no_answer_is_never_taken_for_one(script: Script, store: Open, reply: Reply, told: str) -> None:
    script.replies = [Reply(), reply]
    with pytest.raises(StoreError, match=told) as error:
        store().select(SELECT)
    assert script.url in error.value.message
    assert error.value.hint
    assert len(script.requests) == 2


def test_an_answer_too_large_is_cut_off(script: Script, store: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire.Wire.query, "__defaults__", (1_000,))
    script.replies = [Reply(), Reply(rows(*({"s": "x" * 100} for _ in range(20))))]
    with pytest.raises(StoreError, match="sent more than 1000 bytes"):
        store().answer(SELECT, JSON, "")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Parse error: Encountered '}' at line 2, column 17.", "line 2, column 17: the server says: Parse error"),
        ("error at 2:17: expected one of ?", "line 2, column 17: the server says: error expected"),
        ("Virtuoso 37000 Error SP030: SPARQL compiler, line 1: syntax error", "the server says: Virtuoso 37000"),
        ("", "it says nothing"),
    ],
)
def test_a_query_that_the_server_cannot_read(script: Script, store: Open, said: str, told: str) -> None:
    script.replies = [Reply(), Reply(said, 400, "text/plain")]
    with pytest.raises(QuerySyntaxError, match=told):
        store().answer("SELECT * { ?s ?p }", JSON, "")


@pytest.mark.parametrize(
    "text", ["", "INSERT DATA { <a> <b> <c> }", "DEFINE get:soft 'soft' SELECT * {}", "PREFIX a: <b> DROP ALL"]
)
def test_only_queries_go_out(script: Script, store: Open, text: str) -> None:
    with pytest.raises(QuerySyntaxError):
        store().answer(text, JSON, "text/turtle")
    assert not script.requests


@pytest.mark.parametrize(
    ("credentials", "header"),
    [
        (Credentials("anna", SECRET), "Basic " + b64encode(f"anna:{SECRET}".encode()).decode()),
        (Credentials(token=SECRET), f"Bearer {SECRET}"),
    ],
)
def test_credentials_are_sent_and_never_shown(
    script: Script, store: Open, credentials: Credentials, header: str
) -> None:
    assert SECRET not in repr(credentials)
    opened = store("", credentials)
    opened.state()
    assert script.requests[0].headers["authorization"] == header
    assert SECRET not in repr(vars(opened))
    for status in (400, 401, 500, 503):
        script.replies = [Reply(f"you sent {header} and {SECRET}", status, "text/plain")]
        with pytest.raises(CagraphError) as error:
            opened.state()
        assert SECRET not in str(error.value)
        assert header.split()[1] not in str(error.value)


def test_credentials_come_from_the_environment(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAGRAPH_TOKEN", SECRET)
    with pytest.raises(StoreMissingError, match=r"no graph at http://127.0.0.1.*cagraph build"):
        open_store(f"sparql+{script.url}")
    assert script.requests[0].headers["authorization"] == f"Bearer {SECRET}"


def test_how_each_dialect_sends(script: Script, store: Open) -> None:
    store().state()
    store("?default-graph=urn:d").state()
    script.replies = [Reply("<sparql></sparql>", type="application/sparql-results+xml")]
    with pytest.raises(StoreError):
        store("?dialect=virtuoso").state()
    bare, named, form = script.requests
    assert bare.headers["content-type"] == "application/sparql-query"
    assert bare.headers["accept"] == JSON
    assert parse_qs(urlsplit(named.path).query) == {"default-graph-uri": ["urn:d"]}
    assert form.headers["content-type"] == "application/x-www-form-urlencoded"
    assert parse_qs(form.body)["default-graph-uri"] == [f"{BASE}graph/default"]


def test_blank_nodes_are_refused_before_anything_is_sent(script: Script, store: Open) -> None:
    node = NamedNode(f"{BASE}a")
    with pytest.raises(StoreError, match="give every node an IRI"):
        store().replace([Quad(BlankNode("x"), node, node)])
    assert not script.requests


def test_data_of_others_are_left_alone(script: Script, store: Open) -> None:
    script.replies = [Reply(), Reply(rows({"n": "5"})), Reply(rows({"n": "2"}))]
    with pytest.raises(StoreError, match="holds 7 quads that cagraph did not build"):
        store().publish([])
    assert {one.path for one in script.requests} == {"/sparql"}


VERSION = Quad(NamedNode(BASE), NamedNode(f"{BASE}ontology#dataVersion"), Literal("v1"), NamedNode(f"{BASE}graph/meta"))
FACTS = [Quad(NamedNode(f"{BASE}a"), NamedNode(f"{BASE}p"), NamedNode(f"{BASE}{n}")) for n in "bcd"]


def test_the_version_goes_in_last(script: Script, store: Open) -> None:
    script.replies = [*[Reply()] * 4, Reply(rows({"n": "3"})), Reply(rows({"n": "0"})), Reply()]
    store("?batch=2").replace([VERSION, *FACTS])
    sent = [one.body for one in script.requests if one.path == "/update"]
    assert [text.partition(" ")[0] for text in sent] == ["INSERT", "DROP", "INSERT", "INSERT", "INSERT", "DROP"]
    assert ["dataVersion" in text and "graph/meta" in text for text in sent] == [False] * 4 + [True, False]
    assert "graph/writing" in sent[0]
    assert "graph/writing" in sent[-1]


def test_a_build_that_breaks_off_is_told(script: Script, store: Open) -> None:
    script.replies = [Reply(), Reply(), Reply("disk full", 500, "text/plain")]
    opened = store()
    with pytest.raises(StoreError, match=r"failed \(500\): disk full.*is the old graph, or is marked"):
        opened.replace([VERSION, *FACTS])
    script.replies = [Reply(rows({"writing": "v1"}))]
    for read in (lambda: opened.select(SELECT), lambda: list(opened.quads()), lambda: len(opened)):
        with pytest.raises(StoreError, match=r"a part of a graph only.*run: cagraph build"):
            read()


def test_quads_that_went_missing_are_told(script: Script, store: Open) -> None:
    script.replies = [*[Reply()] * 3, Reply(rows({"n": "2"})), Reply(rows({"n": "0"}))]
    with pytest.raises(StoreError, match="holds 2 and 0 quads in place of 3 and 0"):
        store().replace(FACTS)
    named = Quad(*FACTS[0].triple, NamedNode(f"{BASE}g"))
    script.replies = [*[Reply()] * 3, Reply(rows({"n": "4"})), Reply(rows({"n": "1"}))]
    with pytest.raises(StoreError, match=r"the union of all its graphs.*default-graph="):
        store().replace([*FACTS, named])


def test_other_data_are_not_mixed_in(script: Script, store: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cagraph.store.remote.CHECKED_FOR", 0.0)
    opened = store()
    first, other, found = Reply(rows({"version": "v1"})), Reply(rows({"version": "v2"})), Reply(rows({"s": "x"}))
    script.replies = [first, found, first, other]
    assert len(opened.select(SELECT).rows) == 1
    with pytest.raises(StoreError, match="version v2 in place of v1"):
        opened.select(SELECT)
    script.replies = [first, found, other]
    with pytest.raises(StoreError, match="version v2 in place of v1"):
        opened.select(SELECT)
    script.replies = [first, found, Reply(rows({"writing": "v1"}))]
    with pytest.raises(StoreError, match="a part of a graph only"):
        opened.answer(SELECT, JSON, "")


def test_a_copy_cut_short_is_told(script: Script, store: Open) -> None:
    state, empty = Reply(rows({"version": "v1"})), Reply("?s\t?p\t?o\n", type="text/tab-separated-values")
    script.replies = [state, Reply(rows({"n": "9"})), Reply(rows({"n": "0"})), empty, empty, state]
    with pytest.raises(StoreError, match="gave 0 of its 9 quads"):
        store().quads()
    odd = Reply("?s\t?p\t?o\n1\t2\t3\n", type="text/tab-separated-values")
    script.replies = [state, Reply(rows({"n": "9"})), Reply(rows({"n": "0"})), odd, state]
    with pytest.raises(StoreError, match="cannot be read"):
        store().quads()
