"""YAML: the curated records written back, so that building from them gives the same store."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from pyoxigraph import DefaultGraph, NamedNode, Quad

from cagraph.errors import DataError, ExportError
from cagraph.exports.archive import zipped
from cagraph.exports.base import Exporter, Material
from cagraph.model import Entity, Kind, Model, PartialDate
from cagraph.rdf.emit import Emitter
from cagraph.rdf.recover import Recovery
from cagraph.rdf.statements import Statements
from cagraph.records.format import blocks
from cagraph.records.reader import MAX_BYTES

Plain = dict[str, Any]


def write(material: Material) -> Iterator[bytes]:
    """The files of a data directory: a directory for each kind that has a place in time, with a file for each year.

    Order of evidence and of lists, comments, and what no store keeps (unsupported values) are not those of the files
    that the graph was built from; what is built from them is. Raises ExportError where the curated graphs were
    altered so that no records say the same.
    """
    quads = list(material.store.quads())
    try:
        records = list(Recovery.of(Statements(quads, material.model, material.names)).records())
    except DataError as error:
        raise ExportError(error.message, error.hint) from error
    by_file: dict[str, list[Plain]] = {}
    for record in records:
        by_file.setdefault(_file(record, material.model), []).append(record)
    _check([one for file in sorted(by_file) for one in by_file[file]], quads, material)
    return zipped(part for file in sorted(by_file) for part in _parts(file, by_file[file], material.model))


def _file(record: Plain, model: Model) -> str:
    """The name of a record's file without its ending, as `treaties/2022` or `persons`."""
    kind = model.kinds[record["kind"]]
    if kind.start is None:
        return kind.collection
    return f"{kind.collection}/{_year(record, kind)}"


def _year(record: Plain, kind: Kind) -> str:
    told = [record[spec.name] for spec in kind.fields if spec.term.time in {"at", "start"} and spec.name in record]
    first = min((PartialDate.parse(text) for text in told), default=None)
    return f"{first.earliest.year:04}" if first and first.earliest else "undated"


def _parts(file: str, records: Iterable[Plain], model: Model) -> Iterator[tuple[str, list[bytes]]]:
    """A file in canonical form; several where it would be larger than files may be."""
    number, size, held = 1, 0, list[bytes]()
    for block in blocks(records, model):
        text = (f"\n{block}" if held else block).encode()
        if held and size + len(text) > MAX_BYTES:
            yield _numbered(file, number), held
            number, size, held, text = number + 1, 0, [], block.encode()
        held.append(text)
        size += len(text)
    yield _numbered(file, number), held


def _numbered(file: str, number: int) -> str:
    return f"{file}.yaml" if number == 1 else f"{file}-{number}.yaml"


def _check(records: Iterable[Plain], quads: Iterable[Quad], material: Material) -> None:
    """Raises ExportError when these records do not say what the curated graphs hold, naming what differs."""
    model, names = material.model, material.names
    made = [
        model.kinds[one["kind"]].cls.model_validate({name: one[name] for name in one if name != "kind"})
        for one in records
    ]
    kept = [one for one in made if isinstance(one, Entity)]
    emitter = Emitter.of(kept, model, names)
    said = {str(quad) for record in kept for quad in emitter.record(record)}
    held = {str(quad) for quad in quads if _is_of_records(quad, material)}
    if said != held:
        first = min(said ^ held)
        raise ExportError(
            f"the graph holds what no records say: {len(said ^ held)} quads differ, as {first[:300]}",
            "curated facts were altered since the build; write N-Quads or TriG instead",
        )


def _is_of_records(quad: Quad, material: Material) -> bool:
    """Whether a quad comes out of records: neither the description of the data set nor what was written beside them."""
    names = material.names
    if isinstance(quad.graph_name, DefaultGraph):
        key = quad.predicate.value == f"{names.ontology}searchKey"
        return not key and isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(names.id)
    graph = str(quad.graph_name).strip("<>")
    return graph == names.provenance or graph.startswith(names.claim)


EXPORTER: Final = Exporter(
    "records",
    ".yaml.zip",
    "application/zip",
    needs_view=False,
    write=write,
    about="The records as YAML files, which build the same store again",
)
