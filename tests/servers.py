"""SPARQL servers for tests: started on the loopback, ended by the process that was started."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from cagraph.store.dialects import Credentials

STARTS_IN = 60.0
BASE = "http://example.org/"


@dataclass(frozen=True)
class Server:
    """A running server: its locations by dialect, and what it asks for."""

    locations: dict[str, str]
    credentials: Credentials


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def running(command: list[str], directory: Path, port: int) -> Iterator[None]:
    """A process that listens on a port, until the block ends."""
    with (directory / "output.txt").open("wb") as output:
        process = subprocess.Popen(command, cwd=directory, stdout=output, stderr=subprocess.STDOUT)
    try:
        deadline = time.monotonic() + STARTS_IN
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                said = (directory / "output.txt").read_text(errors="replace")
                assert process.poll() is None, said
                assert time.monotonic() < deadline, said
                time.sleep(0.05)
        yield
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def oxigraph(directory: Path) -> Iterator[Server]:
    """Oxigraph's own server, which the dev dependencies bring."""
    port = free_port()
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or "oxigraph"
    command = [program, "serve", "--location", str(directory / "data"), "--bind", f"127.0.0.1:{port}"]
    with running(command, directory, port):
        query = f"sparql+http://127.0.0.1:{port}/query"
        yield Server({"standard": query, "oxigraph": f"{query}?dialect=oxigraph"}, Credentials())


@contextmanager
def fuseki(directory: Path) -> Iterator[Server]:
    """Apache Jena Fuseki, where CAGRAPH_TEST_FUSEKI names its jar."""
    jar = os.environ.get("CAGRAPH_TEST_FUSEKI", "")
    java = shutil.which("java")
    if not jar or not java:
        pytest.skip("CAGRAPH_TEST_FUSEKI names no jar of Fuseki, or there is no java")
    port = free_port()
    command = [java, "-jar", str(Path(jar).resolve()), "--mem", "--localhost", f"--port={port}", "--update", "/ds"]
    with running(command, directory, port):
        query = f"sparql+http://127.0.0.1:{port}/ds/query"
        yield Server({"standard": query, "fuseki": f"{query}?dialect=fuseki"}, Credentials())


VIRTUOSO = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = .
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
[SPARQL]
ResultSetMaxRows = 10000
"""


@contextmanager
def virtuoso(directory: Path) -> Iterator[Server]:
    """Virtuoso 7 with the row limit it ships with, where CAGRAPH_TEST_VIRTUOSO names virtuoso-t, or PATH has it."""
    program = os.environ.get("CAGRAPH_TEST_VIRTUOSO") or shutil.which("virtuoso-t")
    if not program:
        pytest.skip("CAGRAPH_TEST_VIRTUOSO names no virtuoso-t, and PATH has none")
    port = free_port()
    (directory / "virtuoso.ini").write_text(VIRTUOSO.format(sql=free_port(), http=port), encoding="ascii")
    command = [program, "+foreground", "+configfile", "virtuoso.ini"]
    with running(command, directory, port):
        # The password is the one that a new database has, for a server that this test alone can reach.
        yield Server(
            {"virtuoso": f"sparql+http://127.0.0.1:{port}/sparql-auth?dialect=virtuoso"}, Credentials("dba", "dba")
        )


SERVERS: dict[str, Callable[[Path], "contextmanager[Server]"]] = {  # type: ignore[type-arg]
    "oxigraph": oxigraph,
    "fuseki": fuseki,
    "virtuoso": virtuoso,
}
