"""A service that is busy, broken, slow, elsewhere or something else: what its client makes of it."""

import gzip
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from cagraph.client import Service, segment
from cagraph.client.faults import seconds
from cagraph.errors import (
    AnswerTooLargeError,
    BusyError,
    CagraphError,
    EngineFailureError,
    NotFoundError,
    ParameterError,
    ServiceError,
    TooManyRequestsError,
)
from cagraph.graph import Graph

HOME = {"name": "cagraph", "version": "0.1.0", "data_version": "v", "links": {"index": "/v1"}}
Responder = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers by the next of the responders; the last one answers for ever."""

    responders: list[Responder]
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        responder = self.responders.pop(0) if len(self.responders) > 1 else self.responders[0]
        responder(self)

    do_POST = do_GET  # noqa: N815  the name that the library looks for

    def log_message(self, *_: Any) -> None:
        pass

    def give(self, status: int, body: bytes, media_type: str = "application/json", **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def gives(status: int, value: Any, **headers: str) -> Responder:
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return lambda handler: handler.give(status, body, **headers)


def problem(status: int, code: str, **headers: str) -> Responder:
    told = {"type": f"urn:cagraph:problem:{code}", "status": status, "detail": f"it is {code}", "hint": "do so"}
    return gives(status, told, media_type="application/problem+json", **headers)


@pytest.fixture
def server() -> Iterator[Callable[..., str]]:
    handler = type("Made", (Handler,), {"responders": [], "asked": []})
    served = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=served.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()

    def start(*responders: Responder) -> str:
        handler.responders = list(responders)
        handler.asked = start.asked  # type: ignore[attr-defined]
        return f"http://127.0.0.1:{served.server_address[1]}"

    start.asked = []  # type: ignore[attr-defined]
    yield start
    served.shutdown()
    served.server_close()
    thread.join()


def asking(address: str, timeout: float = 60.0) -> tuple[Service, list[float]]:
    pauses: list[float] = []
    return Service(address, timeout, pauses.append), pauses


def test_busy_then_well_waits_as_long_as_it_is_told(server: Any) -> None:
    service, pauses = asking(server(problem(429, "too-many-requests", Retry_After="7"), gives(200, HOME)))
    assert service.json("/") == HOME
    assert pauses == [7.0]


def test_busy_without_a_time_waits_longer_each_time_and_not_for_ever(server: Any) -> None:
    service, pauses = asking(server(gives(503, b"down for a while", media_type="text/plain")))
    with pytest.raises(BusyError, match="is busy"):
        service.json("/v1")
    assert pauses == [0.25, 0.5, 1.0]
    assert server.asked == ["/v1"] * 4


def test_who_asks_to_wait_too_long_is_not_waited_for(server: Any) -> None:
    service, pauses = asking(server(problem(429, "too-many-requests", Retry_After="3600")))
    with pytest.raises(TooManyRequestsError) as error:
        service.json("/v1")
    assert (pauses, error.value.retry_after, error.value.hint) == ([], 3600, "do so")


def test_waiting_stays_within_the_time(server: Any) -> None:
    service, pauses = asking(server(problem(503, "busy", Retry_After="5")), timeout=4.0)
    with pytest.raises(BusyError, match="it is busy"):
        service.json("/v1")
    assert pauses == []


@pytest.mark.parametrize(
    ("responder", "sort"),
    [
        (problem(503, "engine-failure"), EngineFailureError),
        (problem(404, "not-found"), NotFoundError),
        (problem(400, "invalid-parameter"), ParameterError),
        (problem(422, "answer-too-large"), AnswerTooLargeError),
        (problem(418, "not-known-yet"), CagraphError),
    ],
)
def test_problems_are_the_errors_they_were_and_not_asked_for_again(server: Any, responder: Any, sort: Any) -> None:
    service, pauses = asking(server(responder))
    with pytest.raises(sort) as error:
        service.json("/v1")
    assert type(error.value) is sort
    assert error.value.message.startswith("it is ")
    assert (error.value.hint, pauses) == ("do so", [])


@pytest.mark.parametrize(
    ("responder", "reason"),
    [
        (gives(200, HOME, Content_Length="500"), "cannot be reached"),
        (gives(200, b"<html>hello", media_type="text/html"), "answers text/html that is no JSON"),
        (gives(200, b'{"name": "cag'), "answers application/json that is no JSON"),
        (gives(200, b"[" * 100_000), "is no JSON"),
        (gives(200, b"no gzip", Content_Encoding="gzip"), "decompress"),
        (gives(200, [HOME]), "does not say that it is one"),
        (gives(200, {"name": "elsewhere"}), "does not say that it is one"),
        (gives(404, b"nginx"), "there is nothing"),
        (gives(500, b"Traceback \n of <it>", media_type="text/plain"), r"failed \(500\): Traceback of <it>"),
        (gives(200, HOME | {"links": {"index": "/v2"}}), "speaks version v2 of the API, and this client v1"),
        (gives(302, b"", Location="http://127.0.0.2:9/v1?key=secret"), "points elsewhere, to http://127.0.0.2:9/v1"),
        (gives(301, b"", Location="/"), "leads from one address to the next"),
    ],
)
def test_what_is_no_service_is_told(server: Any, responder: Any, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cagraph.client.service.FIRST_PAUSE", 0.0)
    with pytest.raises(ServiceError, match=reason) as error:
        Graph.open(server(responder))
    assert error.value.hint
    assert "secret" not in str(error.value)


def test_a_broken_connection_is_tried_again(server: Any) -> None:
    service, pauses = asking(server(gives(200, HOME, Content_Length="500"), gives(200, HOME)))
    assert service.json("/") == HOME
    assert pauses == [0.25]


def test_redirects_within_the_service_are_followed(server: Any) -> None:
    service, _ = asking(server(gives(308, b"", Location="/v1/entities/new"), gives(200, {"id": "new"})))
    assert service.json("/v1/entities/old") == {"id": "new"}
    assert server.asked == ["/v1/entities/old", "/v1/entities/new"]


def test_queries_that_are_posted_are_not_sent_elsewhere(server: Any) -> None:
    service, _ = asking(server(gives(307, b"", Location="/other")))
    with pytest.raises(ServiceError, match="points elsewhere"):
        service.post("/sparql", {"query": "ASK {}"}, "*/*")


def test_one_that_does_not_answer_is_not_waited_for(server: Any) -> None:
    over = threading.Event()

    def silent(handler: Handler) -> None:
        over.wait(30)

    service, _ = asking(server(silent), timeout=0.2)
    with pytest.raises(ServiceError, match=r"gave no answer in 0\.2 s"):
        service.json("/")
    over.set()


def test_one_that_drips_is_not_waited_for(server: Any) -> None:
    over = threading.Event()

    def dripping(handler: Handler) -> None:
        handler.give(200, b"", Content_Length="1000000")
        while not over.wait(0.05):
            try:
                handler.wfile.write(b" ")
            except OSError:
                return

    service, _ = asking(server(dripping), timeout=0.4)
    with pytest.raises(ServiceError, match="gave no answer"):
        service.json("/")
    over.set()


def test_nobody_there() -> None:
    service, pauses = asking("http://127.0.0.1:9")
    with pytest.raises(ServiceError, match="cannot be reached"):
        service.json("/")
    assert len(pauses) == 3


def test_files_that_break_off_are_told(server: Any) -> None:
    service, _ = asking(server(gives(200, b"<gexf>", media_type="application/xml", Content_Length="500")))
    with pytest.raises(ServiceError, match="broke off"):
        b"".join(service.stream("/v1/export/ties.gexf"))


def test_files_wait_for_a_busy_service_too(server: Any) -> None:
    service, pauses = asking(server(problem(503, "busy", Retry_After="1"), gives(200, b"<gexf/>")))
    assert b"".join(service.stream("/v1/export/ties.gexf")) == b"<gexf/>"
    assert pauses == [1.0]


def test_an_answer_too_large_is_not_read(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cagraph.client.service.LARGEST", 1000)
    bomb = gzip.compress(b" " * 1_000_000)
    service, _ = asking(server(gives(200, bomb, Content_Encoding="gzip")))
    with pytest.raises(ServiceError, match="sent more than 1000 bytes"):
        service.json("/")


def test_tags_are_sent_and_what_is_kept_is_given_again(server: Any) -> None:
    tags: list[str | None] = []

    def tagged(handler: Handler) -> None:
        tags.append(handler.headers.get("If-None-Match"))
        if tags[-1] == '"one"':
            handler.give(304, b"")
        else:
            handler.give(200, b'{"n": 1}', ETag='"one"')

    service, _ = asking(server(tagged))
    assert [service.json("/v1/x") for _ in range(3)] == [{"n": 1}] * 3
    service.json("/v1/y")
    assert tags == [None, '"one"', '"one"', None]


def test_a_prefix_comes_before_every_path(server: Any) -> None:
    address = server(gives(200, HOME))
    with Graph.open(address + "/graphs/asia/") as graph:
        assert graph.data_version == "v"
    assert set(server.asked) == {"/graphs/asia/"}


@pytest.mark.parametrize(
    "address",
    ["http://", "https://?x", "http://host/?q=1", "http://me:secret@host/", "http://ho st", "http://host:port"],
)
def test_addresses_that_no_service_has(address: str) -> None:
    with pytest.raises(ParameterError) as error:
        Graph.open(address)
    assert error.value.hint
    assert "secret" not in str(error.value)


def test_segments_of_paths_stay_segments() -> None:
    assert segment("a/b?c#d е") == "a%2Fb%3Fc%23d%20%D0%B5"
    for text in ("", ".", ".."):
        with pytest.raises(NotFoundError):
            segment(text)


def test_retry_after_in_both_notations() -> None:
    assert seconds("12") == 12.0
    assert seconds("Wed, 21 Oct 2015 07:28:00 GMT") == 0.0
    assert seconds("") is seconds("-1") is seconds("soon") is seconds("9" * 5000) is None
