"""From the YAML records to a store: reading, checking, building, formatting, deriving."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from cagraph import derive, resources
from cagraph.errors import ConflictError, DataError, DerivedFilesError, Problem, StoreError
from cagraph.graph import loads
from cagraph.graph.differences import Comparison
from cagraph.model import MODEL, Model, Namespaces
from cagraph.queries import Library
from cagraph.rdf import emit
from cagraph.records import kept
from cagraph.records.check import check, expectations
from cagraph.records.domain import check_domain
from cagraph.records.format import format_files
from cagraph.records.layers import fold
from cagraph.records.migrate import migrate
from cagraph.records.reader import Dataset, read
from cagraph.settings import Settings
from cagraph.store import held_version, is_remote, journal, publish, snapshots

Progress = Callable[[str], None]


@dataclass(frozen=True)
class BuildReport:
    """What a build did: the version now current, whether it was written, and how much it holds.

    `overlaid` are the records of the data directory in whose place others stand that were loaded, or none.
    """

    data_version: str
    changed: bool
    records: int
    quads: int
    store: str | Path
    overlaid: tuple[str, ...] = ()


def _quiet(_: str) -> None:
    """Report nothing."""


def data_directory(settings: Settings) -> Path:
    """The directory of records that the settings name, or the one that ships with the package."""
    return settings.data or resources.shipped("data")


def load(directory: Path, model: Model = MODEL, progress: Progress = _quiet) -> Dataset:
    """Read and check a directory of records. Raises DataError with every fault found."""
    progress("reading")
    dataset, problems = read(directory, model)
    progress("checking")
    problems += check(dataset, model)
    problems += check_domain(dataset.loaded)
    problems += expectations(directory, dataset, model)
    if problems:
        raise DataError(
            f"{directory}: {counted(problems)} in the data", "mend what is listed; nothing was built", problems
        )
    return dataset


def counted(problems: Sequence[Problem]) -> str:
    """How many problems there are, in words."""
    return f"{len(problems)} problem" + ("s" if len(problems) > 1 else "")


def build(
    settings: Settings,
    force: bool = False,
    model: Model = MODEL,
    progress: Progress = _quiet,
    discard_edits: bool = False,
) -> BuildReport:
    """Build the store from the records. The same records leave a store of the same version untouched.

    Graphs that were written beside the curated ones, by SPARQL Update or the Graph Store Protocol, are carried over.
    Where curated facts themselves were altered that way, building would silently undo it: it refuses, unless
    `discard_edits` is given. What was loaded is put over the records again; where it does not fit them any more, that
    is refused with every fault. Raises DataError, ConflictError, StoreError. A build that fails leaves the old store
    in place.
    """
    dataset = load(data_directory(settings), model, progress)
    progress("emitting")
    names = Namespaces(settings.base)
    version, quads = emitted(dataset, settings, model)
    if is_remote(settings.store):
        changed = force or held_version(settings.store, settings.base) != version
        if changed:
            progress("writing")
            publish(settings.store, settings.base, version, quads)
        return BuildReport(version, changed, len(dataset.records), len(quads), settings.store)
    root = Path(settings.store)
    state = _state(root, force)
    discarding = discard_edits and any(row.kind not in loads.KINDS for row in state.edits)
    changed = force or state.build != version or discarding
    if changed:
        progress("writing")
        with snapshots.writing(root):
            state = _state(root, force)
            built = snapshots.Built(version, quads, kept.written(dataset))
            if state.rows:  # a place that was written to: the journal tells of builds too
                carried = [] if discard_edits else _carried(root, state, names)
                built = _with_loads(built, dataset, carried, state, settings, model)
                version = snapshots.publish_build(root, state, built, Comparison(model, names))
            else:
                snapshots.publish(root, version, quads, Comparison(model, names), built.records)
    else:
        version = state.version  # that of the build, or of what was written since
    overlaid = _overlaid(dataset, loads.leading_to(state.rows, state.version))
    return BuildReport(version, changed, len(dataset.records), len(quads), settings.store, overlaid)


def _with_loads(
    built: snapshots.Built,
    dataset: Dataset,
    carried: Sequence[Quad],
    state: snapshots.State,
    settings: Settings,
    model: Model,
) -> snapshots.Built:
    """A build with what was loaded put over its records, and what is beside them. Raises DataError."""
    known = loads.leading_to(state.rows, state.version)
    beside = [*carried, *(quad for load in known for quad in loads.told(load, Namespaces(settings.base)))]
    over, problems = loads.layers(known, model)
    if not over:
        return replace(built, beside=beside)
    after = fold(dataset, over)
    problems += check(after, model) + check_domain(after.loaded)
    if problems:
        raise DataError(
            f"what was loaded does not fit the records any more: {counted(problems)}",
            "mend the records, or say: cagraph undo LOAD; nothing was built",
            problems,
        )
    return replace(built, folded=emitted(after, settings, model)[1], beside=beside)


def _overlaid(dataset: Dataset, known: Sequence[loads.Load]) -> tuple[str, ...]:
    """The records of a data set in whose place others stand that were loaded, or none."""
    bodies = [load.body for load in loads.in_force(known)]
    ids = {one["id"] for body in bodies for one in body.get("records", [])}
    ids.update(id_ for body in bodies for id_ in body.get("removed", []))
    return tuple(sorted(ids & {record.id for record in dataset.records}))


def emitted(dataset: Dataset, settings: Settings, model: Model = MODEL) -> tuple[str, list[Quad]]:
    """The data version that records make, and its quads."""
    names = Namespaces(settings.base)
    quads = emit(dataset.records, model, names, Library(resources.queries(), names).examples())
    return str(quads[-1].object.value), quads  # type: ignore[union-attr]  # emit ends with the version


def _state(root: Path, force: bool) -> snapshots.State:
    """What is current; with `force`, nothing where that cannot be told and no key has written. Raises StoreError."""
    try:
        return snapshots.state(root)
    except StoreError:
        if not force or journal.read(root):
            raise
        return snapshots.State("", "", (), ())


def _carried(root: Path, state: snapshots.State, names: Namespaces) -> list[Quad]:
    """What keys have written beside the curated graphs. Raises ConflictError when curated facts were altered."""
    altered = [row for row in state.edits if row.curated and row.kind not in loads.KINDS]
    if altered:
        last = altered[-1]
        raise ConflictError(
            f"curated facts were altered by {len(altered)} writes since the build, last by '{last.key}' at {last.time}",
            f"see {root / 'journal.jsonl'}; bring them into data/, then: cagraph build --discard-edits",
        )
    return [
        quad
        for quad in snapshots.open_current(root).quads()
        if isinstance(quad.graph_name, NamedNode) and not quad.graph_name.value.startswith(names.base)
    ]


def format_records(settings: Settings, write: bool, model: Model = MODEL) -> list[str]:
    """The record files that are not in canonical form; rewritten when `write` is given."""
    return format_files(data_directory(settings), model, write)


def migrate_records(settings: Settings, write: bool, model: Model = MODEL) -> list[str]:
    """The record files that the present model has otherwise; rewritten when `write` is given. Raises DataError."""
    return migrate(data_directory(settings), model, write)


def derive_files(write: bool, settings: Settings, model: Model = MODEL) -> list[str]:
    """The derived files of a checkout that differ from what the model says; rewritten when `write` is given."""
    top = resources.checkout()
    return derive.update(top, derive.files(model, Namespaces(settings.base)), write)


def verify_derived(settings: Settings, model: Model = MODEL) -> None:
    """Raises DerivedFilesError naming the derived files that are out of date."""
    stale = derive_files(write=False, settings=settings, model=model)
    if stale:
        problems = [Problem(name, "differs from the model") for name in stale]
        raise DerivedFilesError(f"{len(stale)} derived files are out of date", "run: cagraph derive", problems)
