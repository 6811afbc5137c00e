"""Other SPARQL servers over the same data, installed and loaded under .cagraph/bench, ended by their pids."""

import contextlib
import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import pyoxigraph as ox

from bench.generators import TOP

PLACE: Final = TOP / ".cagraph" / "bench"
_BIN: Final = PLACE / "venv" / "bin"
_PEERS: Final = ("oxigraph", "rdflib-endpoint", "uvicorn")
_DEFAULT: Final = "urn:x-bench:default"
_ENDPOINT: Final = """
import sys, uvicorn
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint
graph = Dataset(default_union=False)
graph.parse(sys.argv[1], format="nquads")
uvicorn.run(SparqlEndpoint(graph=graph, path="/sparql"), port=int(sys.argv[2]), log_level="error")
"""
_HELLO: Final = """
import sys, uvicorn
bodies = {"/": b"hello"}
async def app(scope, receive, send):
    path = scope["path"]
    if path not in bodies:
        bodies[path] = b"x" * int(path[1:])
    body = bodies[path]
    headers = [(b"content-type", b"text/plain"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning", access_log=False, lifespan="off")
"""
_VIRTUOSO: Final = """[Database]
DatabaseFile = {place}/virtuoso.db
ErrorLogFile = {place}/virtuoso.log
LockFile = {place}/virtuoso.lck
TransactionFile = {place}/virtuoso.trx
xa_persistent_file = {place}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {place}/virtuoso-temp.db
TransactionFile = {place}/virtuoso-temp.trx
[Parameters]
ServerPort = {sql}
ServerThreads = 64
NumberOfBuffers = 85000
MaxDirtyBuffers = 65000
DirsAllowed = {place}
[HTTPServer]
ServerPort = {port}
ServerThreads = 40
[SPARQL]
ResultSetMaxRows = 1000000
"""


@dataclass(frozen=True)
class Peer:
    """A server that answers at a path of a port."""

    name: str
    port: int
    path: str


def free_port() -> int:
    """A port that nobody has."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def prepare(store: Path) -> Path:
    """Install the peers where they are missing, and write the data of the store as N-Quads."""
    if not (_BIN / "oxigraph").exists():
        PLACE.mkdir(parents=True, exist_ok=True)
        subprocess.run([sys.executable, "-m", "venv", str(PLACE / "venv")], check=True)
        subprocess.run([str(_BIN / "pip"), "install", "--quiet", *_PEERS], check=True)
    data = PLACE / "data.nq"
    program = [str(Path(sys.executable).parent / "cagraph"), "export", "nquads", "--out", str(data)]
    environment = {**os.environ, "CAGRAPH_STORE": str(store)}
    subprocess.run(program, check=True, env=environment, cwd=TOP, stdout=subprocess.DEVNULL)
    return data


@contextlib.contextmanager
def _running(program: list[str], port: int, patience: float = 180.0) -> Iterator[None]:
    process = subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + patience
        while not _listens(port):
            if process.poll() is not None or time.monotonic() > until:
                raise SystemExit(f"{program[0]} did not start")
            time.sleep(0.2)
        yield
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _listens(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


@contextlib.contextmanager
def hello() -> Iterator[Peer]:
    """The least that uvicorn can serve, on our Python and packages: `/` is hello, `/N` are N bytes."""
    port = free_port()
    with _running([sys.executable, "-c", _HELLO, str(port)], port):
        yield Peer("hello", port, "/")


@contextlib.contextmanager
def oxigraph(data: Path) -> Iterator[Peer]:
    """`oxigraph serve` on disk."""
    place, port = PLACE / "oxigraph", free_port()
    shutil.rmtree(place, ignore_errors=True)
    load = [str(_BIN / "oxigraph"), "load", "--location", str(place), "--file", str(data)]
    subprocess.run(load, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    serve = [str(_BIN / "oxigraph"), "serve", "--location", str(place), "--bind", f"127.0.0.1:{port}"]
    with _running(serve, port):
        yield Peer("oxigraph serve, on disk", port, "/query")


@contextlib.contextmanager
def rdflib_endpoint(data: Path) -> Iterator[Peer]:
    """`rdflib-endpoint` with rdflib's own store in memory."""
    port = free_port()
    with _running([str(_BIN / "python"), "-c", _ENDPOINT, str(data), str(port)], port):
        yield Peer("rdflib-endpoint", port, "/sparql")


@contextlib.contextmanager
def virtuoso(data: Path) -> Iterator[Peer]:
    """Virtuoso, whose default graph is the graph that our default graph was loaded into."""
    place, port, sql = PLACE / "virtuoso", free_port(), free_port()
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    named = (
        ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(_DEFAULT))
        if isinstance(quad.graph_name, ox.DefaultGraph)
        else quad
        for quad in ox.parse(path=str(data), format=ox.RdfFormat.N_QUADS)
    )
    ox.serialize(named, str(place / "data.nq"), format=ox.RdfFormat.N_QUADS)
    (place / "virtuoso.ini").write_text(_VIRTUOSO.format(place=place, sql=sql, port=port))
    with _running(["virtuoso-t", "+configfile", str(place / "virtuoso.ini"), "+foreground"], port):
        # By one thread, each row for itself: loading by several ends in deadlocks of the transaction.
        load = (
            f"log_enable(2); DB.DBA.TTLP(file_to_string_output('{place}/data.nq'), '', '{_DEFAULT}', 512); checkpoint;"
        )
        isql = shutil.which("isql-vt") or "isql"
        told = subprocess.run([isql, str(sql), "dba", "dba", f"exec={load}"], check=True, capture_output=True).stderr
        if b"***" in told:
            raise SystemExit(f"Virtuoso does not load the data: {told.decode()}")
        yield Peer("Virtuoso 7", port, f"/sparql?default-graph-uri={_DEFAULT}")


def rows(peer: Peer, text: str) -> int:
    """How many rows a server gives; -1 where it fails."""
    connection = http.client.HTTPConnection("127.0.0.1", peer.port, timeout=30)
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/sparql-results+json"}
    try:
        connection.request("POST", peer.path, urlencode({"query": text}), headers)
        answer = connection.getresponse()
        body = answer.read()
    except TimeoutError:
        return -1
    finally:
        connection.close()
    if answer.status != 200:
        return -1
    return len(json.loads(body)["results"]["bindings"])
