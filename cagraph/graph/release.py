"""Writing a release: every export of a data version, and what describes them, in one directory."""

import shutil
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Final

import pyoxigraph as ox
from pyoxigraph import Triple

from cagraph import resources
from cagraph.errors import ParameterError, StoreError, suggestion
from cagraph.exports import exporter, exporters
from cagraph.exports.tables.delimited import path_of
from cagraph.exports.tables.layout import layouts
from cagraph.graph.description import void_description
from cagraph.graph.facade import Graph
from cagraph.rdf.describe import VOID
from cagraph.release import Column, Part, Release, TableFile, descriptions

_ONTOLOGY: Final = {
    "cagraph.ttl": ("text/turtle", "the ontology: classes and properties"),
    "shapes.ttl": ("text/turtle", "the shapes (SHACL) that the data keep to"),
    "alignment.ttl": ("text/turtle", "what the terms mean in other vocabularies"),
    "context.jsonld": ("application/ld+json", "the JSON-LD context"),
}


def release(
    graph: Graph,
    directory: Path,
    address: str = "",
    without: Collection[str] = (),
    progress: Callable[[str], None] = lambda _: None,
) -> Release:
    """Write all exports of a graph into a directory, which must be new or empty: all of it, or nothing.

    `address` is where it will be published; `without` are names of formats to leave out. The same data give the same
    bytes. Raises ParameterError, StoreError, NotInstalledError where a format needs a library that is missing.
    """
    for name in without:
        if name not in exporters():
            raise ParameterError(f"without: there is no format '{name}'", suggestion(name, list(exporters())))
    try:
        if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
            raise StoreError(f"{directory} is there already", "name a new directory, or empty it")
        directory.parent.mkdir(parents=True, exist_ok=True)
        place = Path(mkdtemp(prefix=f".{directory.name}-", dir=directory.parent))
    except OSError as error:
        raise StoreError(f"{directory} cannot be made: {error.strerror}", "name another directory") from error
    try:
        written = _write(graph, place, address, without, progress)
        place.chmod(0o755)
        place.replace(directory)
    except OSError as error:
        raise StoreError(f"{directory} cannot be written: {error.strerror}", "make room, or name another") from error
    finally:
        shutil.rmtree(place, ignore_errors=True)
    return written


def _write(
    graph: Graph, place: Path, address: str, without: Collection[str], progress: Callable[[str], None]
) -> Release:
    at = address.rstrip("/") + "/" if address else f"{graph.names.base}release/{graph.data_version[:12]}/"
    parts = []
    for path, media_type, about, pieces in _files(graph, at, without):
        progress(path)
        parts.append(_written(place, path, media_type, about, pieces))
    told = _release(graph, at, tuple(parts))
    for name, body in descriptions(told).items():
        (place / name).write_bytes(body)
    return told


def _written(place: Path, path: str, media_type: str, about: str, pieces: Iterable[bytes]) -> Part:
    """Write one file piece by piece, and say what became of it."""
    digest, size = sha256(), 0
    target = place / path
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        for piece in pieces:
            digest.update(piece)
            size += file.write(piece)
    return Part(path, media_type, about, size, digest.hexdigest())


def _files(graph: Graph, address: str, without: Collection[str]) -> Iterator[tuple[str, str, str, Iterable[bytes]]]:
    """Every file in the order of its path: its media type, what it is, and its bytes."""
    files: list[tuple[str, str, str, Callable[[], Iterable[bytes]]]] = []
    for one in exporters().values():
        for view in () if one.name in without else graph.views.values() if one.needs_view else (None,):
            path = f"networks/{view.name}{one.suffix}" if view else f"data/cagraph{one.suffix}"
            about = f"{view.title}: {one.about}" if view else one.about
            files.append((path, one.media_type, about, _export(graph, one.name, view.name if view else "")))
    for name, (media_type, about) in _ONTOLOGY.items():
        files.append((f"ontology/{name}", media_type, about, _shipped(name)))
    dumps = [address + path for path, *_ in files if path.startswith("data/")]
    void = _turtle(void_description(graph, "", sorted(dumps)), graph.names.prefixes | {"void": VOID})
    files.append(("void.ttl", "text/turtle", "the data in VoID: classes, properties, how often each", lambda: [void]))
    for path, media_type, about, pieces in sorted(files, key=lambda one: one[0]):
        yield path, media_type, about, pieces()


def _turtle(triples: Iterable[Triple], prefixes: dict[str, str]) -> bytes:
    return ox.serialize(sorted(triples, key=str), format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b""


def _export(graph: Graph, format_: str, view: str) -> Callable[[], Iterable[bytes]]:
    return lambda: graph.export(format_, view) if view else graph.export(format_)


def _shipped(name: str) -> Callable[[], Iterable[bytes]]:
    return lambda: [(resources.shipped("ontology") / name).read_bytes()]


def _release(graph: Graph, address: str, parts: tuple[Part, ...]) -> Release:
    nodes: Iterable[dict[str, Any]] = [data for _, data in graph.mirror().nodes(data=True)]
    events = [data for data in nodes if graph.model.is_a(data["kind"], "Event")]
    issued = graph.last_read
    past = [data for data in events if data.get("earliest", "9999") <= issued.isoformat()]
    tags = {tag.partition("-")[0] for data in nodes for tag in data["labels"]}
    return Release(
        iri=graph.names.base,
        version=graph.data_version,
        issued=issued,
        address=address,
        counts=dict(sorted(Counter(str(data["kind"]) for data in nodes).items())),
        since=min((data["earliest"] for data in past), default=issued.isoformat()),
        until=max((min(data.get("latest", ""), issued.isoformat()) for data in past), default=issued.isoformat()),
        languages=tuple(sorted(tags)),
        parts=parts,
        tables=_tables(graph, parts),
    )


def _tables(graph: Graph, parts: Collection[Part]) -> tuple[TableFile, ...]:
    """The CSV tables, where they are a part of the release."""
    archive = f"data/cagraph{exporter('tables').suffix}"
    if not any(part.path == archive for part in parts):
        return ()
    return tuple(
        TableFile(
            layout.name,
            path_of(layout),
            archive,
            layout.about,
            tuple(Column(one.name, one.type, one.about, one.refers) for one in layout.columns),
            layout.key,
        )
        for layout in layouts(graph.model)
    )
