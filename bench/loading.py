"""Loading records beside the engine's bare bulk load and rdflib, and one record into all: python -m bench.loading.

Made-up diplomacy of about as many quads as asked for. Each way is given what it reads: `cagraph load` a file of JSON
Lines, which it checks, emits and proves; the others the same quads as N-Quads, which they take as they are. Both wall
and processor time are told, as the latter says more where other work keeps the machine busy.
"""

import argparse
import gc
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import rdflib
from pyoxigraph import RdfFormat

from bench.generators import table
from bench.synthetic import happenings, others
from cagraph.graph import build, load_files
from cagraph.model import MODEL, Component
from cagraph.settings import Settings
from cagraph.store import snapshots

_QUADS_OF_EVENT = 65
_RDFLIB_UP_TO = 200_000
_SINGLE = 12


def taken(work: Callable[[], object]) -> tuple[float, float]:
    """The wall and the processor time of some work, in seconds."""
    began, used = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began, time.process_time() - used


def background(place: Path) -> Settings:
    """A store of what the events refer to."""
    (place / "data").mkdir()
    records = [one for one in others(MODEL) if not isinstance(one, Component)]
    plain = [{"kind": type(one).__name__, **one.model_dump(mode="json", exclude_defaults=True)} for one in records]
    (place / "data" / "records.yaml").write_text(json.dumps(plain), encoding="utf-8")  # JSON is YAML
    settings = Settings(store=place / "store", data=place / "data")
    build(settings)
    return settings


def events(path: Path, number: int, start: int = 0) -> Path:
    """A file of events."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps({"kind": "Meeting", **one.record}) + "\n" for one in happenings(number, start))
    return path


def one_more(settings: Settings, place: Path, number: int) -> tuple[float, float]:
    """The time of loading one more event."""
    one = events(place / "one.jsonl", 1, number)
    return taken(lambda: load_files(settings, [one], "bench"))


def measure(quads: int, place: Path) -> list[list[str]]:
    """The rows of the table for one size."""
    settings = background(place)
    root = place / "store"
    number = quads // _QUADS_OF_EVENT
    many = events(place / "many.jsonl", number)
    ours = taken(lambda: load_files(settings, [many], "bench"))
    store = snapshots.open_current(root)
    dump = place / "all.nq"
    dump.write_bytes(b"".join(store.lines()))
    held = len(store)
    bare = taken(lambda: ox.Store(str(place / "bare")).bulk_load(path=str(dump), format=RdfFormat.N_QUADS))
    del store
    gc.collect()
    first, *later = [one_more(settings, place, number + more) for more in range(_SINGLE)]
    usual = (statistics.median(wall for wall, _ in later), statistics.median(used for _, used in later))
    rows = [
        ("cagraph load, all", ours),
        ("bare bulk load", bare),
        ("cagraph load, one more record, the first", first),
        (f"cagraph load, one more record, median of the next {len(later)}", usual),
    ]
    if quads <= _RDFLIB_UP_TO:
        rows.append(("rdflib", taken(lambda: rdflib.Dataset().parse(str(dump), format="nquads"))))
    return [[f"{held}", what, f"{wall:.2f}", f"{used:.2f}", f"{used / bare[1]:.2f}"] for what, (wall, used) in rows]


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quads", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    asked = parser.parse_args()
    rows = []
    for quads in asked.quads:
        with tempfile.TemporaryDirectory(prefix="cagraph-loading-") as place:
            rows += measure(quads, Path(place))
    print(table(["quads", "what", "wall s", "processor s", "processor to bare"], rows))


if __name__ == "__main__":
    main()
