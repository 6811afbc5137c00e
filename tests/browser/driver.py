"""Chromium and what drives it, and services on the loopback for it to look at."""

import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import uvicorn

from cagraph.graph import Graph
from cagraph_api import create_app

HERE = Path(__file__).parent
STATIC = HERE.parent.parent / "api" / "cagraph_api" / "static"


class MissingError(Exception):
    """A program is not there, or the scripts are not built; the message says which."""


class Driver:
    """Node with Playwright, installed by its lock file, and Chromium. Raises MissingError where one cannot be had."""

    def __init__(self, directory: Path) -> None:
        if not (STATIC / "manifest.json").is_file():
            raise MissingError("the scripts are not built: make bundle")
        node, npm = shutil.which("node"), shutil.which("npm")
        if not node or not npm:
            raise MissingError("there is no node, or no npm")
        self.chromium = os.environ.get("CAGRAPH_TEST_CHROMIUM") or shutil.which("chromium") or ""
        if not self.chromium:
            raise MissingError("there is no chromium, and CAGRAPH_TEST_CHROMIUM names none")
        self._node = node
        self._place = directory / "browser"
        ours = shutil.ignore_patterns("*.py", "__pycache__", "node_modules")
        shutil.copytree(HERE, self._place, ignore=ours)
        install = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(install, cwd=self._place, capture_output=True, timeout=300)
        if done.returncode:
            raise MissingError(f"npm installs nothing here: {done.stderr.decode()[-300:]}")

    def run(self, script: str, *words: str) -> list[str]:
        """The lines that a script prints; it is given the path of Chromium first."""
        command = [self._node, str(self._place / script), self.chromium, *words]
        done = subprocess.run(command, cwd=self._place, capture_output=True, text=True, timeout=900)
        assert not done.returncode, done.stderr[-3000:]
        return done.stdout.splitlines()

    def play(self, url: str, other: str, scenes: str = "scenes", names: Sequence[str] = ()) -> dict[str, list[str]]:
        """What went wrong in each scene of a module; nothing went wrong in those with an empty list."""
        told = [json.loads(line) for line in self.run("play.mjs", f"./{scenes}.mjs", url, other, *names)]
        return {one["scene"]: one["faults"] for one in told}


def scenes_of(module: str) -> list[str]:
    """The names of the scenes of a module."""
    text = (HERE / f"{module}.mjs").read_text(encoding="utf-8")
    return re.findall(r'^  (?:async )?"(.+)"[(:]', text, re.MULTILINE)


class _Quiet(SimpleHTTPRequestHandler):
    """Sends files as they are, as the plainest of hosts do, and says nothing."""

    def log_message(self, format: str, *words: object) -> None:  # noqa: A002  as it is declared
        pass


@contextmanager
def hosted(directory: Path) -> Iterator[str]:
    """The address of a plain host of files on a free port, until the block ends."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(directory))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@contextmanager
def served(graph: Graph) -> Iterator[str]:
    """The address of a service over a graph, on a free port, until the block ends."""
    config = uvicorn.Config(create_app(graph), host="127.0.0.1", port=0, log_level="error")
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the service did not start"
            time.sleep(0.02)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.should_exit = True
        thread.join(30)
