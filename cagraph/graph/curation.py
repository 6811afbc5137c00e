"""Loads, undoings and removals of sources at the place that the settings name, and the list of them."""

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from cagraph.graph import loads
from cagraph.graph.effects import Clock, Effects, effects
from cagraph.graph.facade import Graph
from cagraph.graph.loading import Loading
from cagraph.graph.outcome import File, Outcome, Plan
from cagraph.graph.paging import MAX_LIMIT
from cagraph.graph.safety import store_directory
from cagraph.intake import FORMATS, Circumstances, parse, read
from cagraph.model import MODEL, Model
from cagraph.queries import Reader
from cagraph.records.format import blocks
from cagraph.settings import Settings
from cagraph.store import EmbeddedStore, journal, snapshots

# Media types of bodies that hold records, with the ending of a file's name that tells the same.
LOADED_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        media_type: suffix
        for media_type, suffix in (
            ("application/yaml", ".yaml"),
            ("application/json", ".json"),
            ("application/x-ndjson", ".jsonl"),
            ("text/csv", ".csv"),
            ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
            ("text/turtle", ".ttl"),
            ("application/trig", ".trig"),
            ("application/n-quads", ".nq"),
            ("application/ld+json", ".jsonld"),
        )
        if any(suffix in format_.suffixes for format_ in FORMATS)
    }
)


def load_files(
    settings: Settings,
    paths: Sequence[Path],
    by: str,
    note: str = "",
    dry_run: bool = False,
    keep_going: bool = False,
    source: str = "",
    model: Model = MODEL,
) -> Outcome:
    """Load files of records together; the same files again change nothing.

    `by` is who does it, `note` why. With `dry_run` nothing is written; with `keep_going` records that have faults are
    left out, and told of. `source` is the id of the source that bears out what a file without evidence says. Raises
    DataError with every fault, ConflictError while another process writes, StoreMissingError, StoreError;
    ParameterError where the store is no directory.
    """

    def plan(to: Loading) -> Plan:
        told = to.circumstances(source)
        return to.load([_read(path, told) for path in paths], by, note, keep_going=keep_going)

    return carried_out(settings, model, dry_run, plan)


def undo_load(
    settings: Settings, number: int, by: str, note: str = "", dry_run: bool = False, model: Model = MODEL
) -> Outcome:
    """Take back what a load did. Raises NotFoundError, ConflictError, DataError where other records rest on it."""
    return carried_out(settings, model, dry_run, lambda to: to.undo(number, by, note))


def drop_source(
    settings: Settings, source: str, by: str, note: str = "", dry_run: bool = False, model: Model = MODEL
) -> Outcome:
    """Remove a source and what rests on it alone. Raises NotFoundError, DataError where other records rest on that."""
    return carried_out(settings, model, dry_run, lambda to: to.drop_source(source, by, note))


def carried_out(settings: Settings, model: Model, dry_run: bool, plan: Callable[[Loading], Plan]) -> Outcome:
    """Plan and do, with the right to write where the settings say. Raises as the plan does, and ConflictError."""
    root = store_directory(settings)
    with snapshots.writing(root), collecting_rarely():
        loading = Loading(root, settings, model)
        return loading.carry_out(plan(loading), dry_run)


@contextmanager
def collecting_rarely() -> Iterator[None]:
    """Has the garbage collector look less often: a large load makes millions of objects, none of them in cycles."""
    usual = gc.get_threshold()
    gc.set_threshold(500_000, 50, 50)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def log(root: Path) -> list[dict[str, Any]]:
    """Every load that led to the current version of a store in a directory, the last first, and whether it is in force.

    Raises StoreError.
    """
    known = loads.leading_to(journal.read(root), snapshots.current(root) or "")
    holds = {one.number for one in loads.in_force(known)}
    return [{**one.as_dict(), "in_force": one.number in holds} for one in reversed(known)]


@dataclass(frozen=True)
class Between:
    """What lies between two versions. `clocked` says whether the status of instruments could be compared too."""

    old: str
    new: str
    effects: Effects
    clocked: bool

    def as_dict(self) -> dict[str, Any]:
        """As plain values."""
        return {"old": self.old, "new": self.new, "effects": self.effects.as_dict(), "statuses_compared": self.clocked}


def difference(settings: Settings, old: str, new: str = "", model: Model = MODEL) -> Between:
    """What is left of all changes between two versions, given by their digits or by the number of the load that made
    them; without the second, up to the current one.

    Raises NotFoundError, GoneError, ParameterError, StoreError.
    """
    root, graph = store_directory(settings), Graph.built(settings.store, model, settings.base)
    by_number = {str(one["load"]): one["version"] for one in log(root)}
    since, until = (by_number.get(text, text) for text in (old, new))
    found: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = graph.changes(since, until, net=True, limit=MAX_LIMIT, cursor=cursor)
        found += page["items"]
        cursor = page["next"] or ""
        if not cursor:
            break
    ends = [_whole(root, text) for text in (since, until or graph.data_version)]
    there = [path for path in ends if path]
    clocks = [Clock(Reader(EmbeddedStore(path), graph.names)) for path in there] if len(there) == 2 else []
    told = effects(found, model, (clocks[0], clocks[1]) if clocks else None)
    names = [path.name if path else text for path, text in zip(ends, (since, until), strict=True)]
    return Between(names[0], names[1], told, bool(clocks))


def _whole(root: Path, version: str) -> Path | None:
    """Where the version is whose name begins so, if it is kept still."""
    found = [name for name in snapshots.versions(root) if name.startswith(version)]
    return root / found[0] if len(found) == 1 else None


def left_out_text(outcome: Outcome, model: Model = MODEL) -> str:
    """The records that were left out, as a file of them: above each what is wrong with it, to be mended and loaded."""
    pieces = []
    for left in outcome.left_out:
        pieces += [f"# {line}" for problem in left.problems for line in str(problem).splitlines()]
        pieces += [block.rstrip("\n") for block in blocks([left.record] if left.record else [], model)]
    return "\n".join([*pieces, ""])


def _read(path: Path, told: Circumstances) -> File:
    """A file of records with all faults found in reading it."""
    dataset, problems = read(path, told.model, told.names, told)
    try:
        digest = sha256(path.read_bytes()).hexdigest()
    except OSError:  # which is among the problems
        digest = ""
    return File(path.name, digest, dataset, tuple(problems))


def parsed(name: str, body: bytes, told: Circumstances) -> File:
    """The same of what is in a file of that name."""
    dataset, problems = parse(body, name, told)
    return File(name, sha256(body).hexdigest(), dataset, tuple(problems))
