"""A backup beside a plain copy, bringing one back, and opening with and without the check: python -m bench.backup.

Made-up diplomacy of about a million quads, and a store of it. The copy is that of the same directory file by file, once
as it is and once put on disk (fsync), which a backup does too.
"""

import argparse
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
from pyoxigraph import RdfFormat

from bench.generators import table
from bench.synthetic import Lines, happenings
from cagraph.model import Namespaces
from cagraph.settings import DEFAULT_BASE
from cagraph.store import backup, proof, snapshots

_VERSION = "a" * 64


def middle(work: Callable[[], object], times: int = 5) -> float:
    """The middle of some times in seconds."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return sorted(taken)[times // 2]


def copy(source: Path, target: Path, durable: bool) -> None:
    """A copy of a directory, file by file."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
    for path in target.rglob("*") if durable else ():
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=18_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cagraph-backup-") as made:
        place, root = Path(made), Path(made) / "store"
        lines = Lines(Namespaces(DEFAULT_BASE))
        text = "".join(line for one in happenings(asked.events) for line in lines.of(one))
        with snapshots.writing(root):
            snapshots.publish(root, _VERSION, ox.parse(text.encode(), RdfFormat.N_QUADS))
        told = proof.of(root / _VERSION)
        assert told

        def make() -> None:
            shutil.rmtree(place / "backup", ignore_errors=True)
            backup.make(root, place / "backup")

        def bring() -> None:
            shutil.rmtree(place / "restored", ignore_errors=True)
            backup.restore(place / "backup", place / "restored")

        plain = middle(lambda: copy(root, place / "copy", False))
        durable = middle(lambda: copy(root, place / "copy", True))
        saved, brought = middle(make), middle(bring, 3)
        bare = middle(lambda: ox.Store.read_only(str(root / _VERSION)), 15)
        checked = middle(lambda: snapshots.open_current(root), 15)
        check = middle(lambda: snapshots.check(root, _VERSION), 15)
        size = sum(one.size for one in told.files.values())
        print(f"{told.quads} quads, {size >> 20} MiB in {len(told.files)} files\n")
        rows = [
            ["copy", f"{plain * 1000:.0f}", f"{plain / durable:.2f}"],
            ["copy, put on disk", f"{durable * 1000:.0f}", "1.00"],
            ["backup, read back", f"{saved * 1000:.0f}", f"{saved / durable:.2f}"],
            ["restore, every quad verified", f"{brought * 1000:.0f}", f"{brought / durable:.2f}"],
            ["open without the check", f"{bare * 1000:.1f}", f"{bare / durable:.2f}"],
            ["open", f"{checked * 1000:.1f}", f"{checked / durable:.2f}"],
            ["the check", f"{check * 1000:.1f}", f"{check / durable:.2f}"],
        ]
        print(table(["what", "ms", "to a copy on disk"], rows))


if __name__ == "__main__":
    main()
