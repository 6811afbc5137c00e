"""The service as its users run it: `cagraph serve` in a process of its own, ended by the process that was started."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_STARTS_WITH = re.compile(r"cagraph is at (http://127\.0\.0\.1:\d+)")
_KEY = re.compile(r"cagraph_[\w-]+")


@dataclass(frozen=True)
class Live:
    """Where it is, and the key for writing that it printed."""

    url: str
    key: str


@contextmanager
def serving(place: Path, *options: str, store: Path | None = None) -> Iterator[Live]:
    """The service on a free port, over a store or that of the place, until the block ends."""
    # Where there is a file system in memory, syncing costs nothing and a run takes half the time.
    quick = {"TMPDIR": "/dev/shm"} if os.access("/dev/shm", os.W_OK) else {}
    told = place / "told.txt"
    with told.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", "from cagraph.cli import main; main()", "serve", "--port", "0", *options],
            env={**os.environ, **quick, "CAGRAPH_STORE": str(store or place / "store")},
            stdout=subprocess.PIPE,
            stderr=output,
            text=True,
        )
    assert process.stdout
    try:
        said = ""
        while not (address := _STARTS_WITH.search(said)):
            line = process.stdout.readline()
            assert line, told.read_text(encoding="utf-8")
            said += line
        key = _KEY.search(said)
        yield Live(address[1], key[0] if key else "")
    finally:
        process.terminate()
        process.stdout.close()
        process.wait(30)
