"""What the formats of RDF share: which quads a dump holds, in what order, and how they are written in pieces."""

from collections.abc import Iterable, Iterator
from itertools import chain, groupby, islice
from typing import Final

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Triple

from cagraph import licence
from cagraph.errors import ParameterError
from cagraph.exports.archive import PIECE
from cagraph.exports.base import Material
from cagraph.exports.manner import Manner
from cagraph.model.namespaces import WELL_KNOWN

DEFAULT: Final = DefaultGraph()
ONLY_ACCEPTED: Final = "accepted"
_REIFIES: Final = NamedNode(WELL_KNOWN["rdf"] + "reifies")
_SUBJECTS: Final = 500


def with_claims(manner: Manner) -> bool:
    """Whether claims and provenance are asked for as well. Raises ParameterError."""
    if manner.facts not in {"", ONLY_ACCEPTED}:
        raise ParameterError(f"facts: '{manner.facts[:40]}' is no choice", "write accepted, or leave it out")
    return not manner.facts


def annotated(manner: Manner) -> bool:
    """Whether facts are asked for with annotations. Raises ParameterError."""
    wanted = str(manner.annotations).lower()
    if wanted not in {"", "true", "false"}:
        raise ParameterError(f"annotations: '{wanted[:40]}' is neither true nor false", "write annotations=true")
    return wanted == "true"


def dataset(material: Material) -> list[Quad]:
    """The quads of a dump with graphs, sorted; annotations stand in the graph of provenance."""
    if not with_claims(material.manner):
        found = _accepted(material)
        return ordered([*found, *_annotations(material, found, NamedNode(material.names.provenance), whole=True)])
    found = list(material.store.quads())
    accepted = [quad for quad in found if quad.graph_name == DEFAULT]
    return ordered([*found, *_annotations(material, accepted, NamedNode(material.names.provenance), whole=False)])


def facts(material: Material) -> list[Quad]:
    """The quads of a dump without graphs, sorted: accepted facts, and their annotations beside them."""
    with_claims(material.manner)
    found = _accepted(material)
    return ordered([*found, *_annotations(material, found, DEFAULT, whole=True)])


def _accepted(material: Material) -> list[Quad]:
    return list(material.store.quads(None, None, None, DEFAULT))


def _annotations(
    material: Material, accepted: list[Quad], graph: NamedNode | DefaultGraph, whole: bool
) -> Iterator[Quad]:
    """Each accepted triple with the claims that say it as reifiers (RDF 1.2), and what is known of these claims."""
    if not annotated(material.manner):
        return
    said = {Triple(quad.subject, quad.predicate, quad.object) for quad in accepted}
    claims: set[NamedNode] = set()
    for quad in list(material.store.quads()):
        claim, triple = quad.graph_name, Triple(quad.subject, quad.predicate, quad.object)
        if isinstance(claim, NamedNode) and claim.value.startswith(material.names.claim) and triple in said:
            claims.add(claim)
            yield Quad(claim, _REIFIES, triple, graph)
    if whole:
        for quad in list(material.store.quads(None, None, None, NamedNode(material.names.provenance))):
            if quad.subject in claims:
                yield Quad(quad.subject, quad.predicate, quad.object, graph)


def ordered(quads: Iterable[Quad]) -> list[Quad]:
    """Quads by graph, the default graph first, then by subject, property and value."""
    return sorted(set(quads), key=_key)


def _key(quad: Quad) -> tuple[str, str, str, str]:
    graph = "" if quad.graph_name == DEFAULT else str(quad.graph_name)
    return graph, str(quad.subject), str(quad.predicate), str(quad.object)


def runs(quads: Iterable[Quad]) -> Iterator[list[Quad]]:
    """Sorted quads in runs of some hundred subjects, each run of one graph."""
    for _, within in groupby(quads, key=lambda quad: quad.graph_name):
        subjects = groupby(within, key=lambda quad: quad.subject)
        while run := [quad for _, found in islice(subjects, _SUBJECTS) for quad in found]:
            yield run


def lines(quads: Iterable[Quad]) -> Iterator[bytes]:
    """Canonical N-Quads, sorted: what is the same is the same line (RDF 1.2 N-Quads, section 4)."""
    return gathered(line.encode() for line in sorted({f"{quad} .\n" for quad in quads}))


def gathered(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Small parts put together in larger pieces."""
    held = bytearray()
    for part in parts:
        held += part
        if len(held) >= PIECE:
            yield bytes(held)
            held.clear()
    yield bytes(held)


def told(material: Material) -> str:
    """Which data these are, and under which licence."""
    return f"cagraph, data version {material.data_version}, licence {licence.SHORT}, {material.names.base}"


def document(quads: Iterable[Quad], format_: RdfFormat, material: Material, about: str) -> Iterator[bytes]:
    """Sorted quads as Turtle or TriG: what the file is, the prefixes, then subject after subject."""
    remarks = (f"# {line}\n" for line in (about, told(material)))
    version = 'VERSION "1.2"\n' if annotated(material.manner) else ""
    prefixes = (f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in material.names.prefixes.items())
    head = "".join([*remarks, version, *prefixes, "\n"]).encode()
    return gathered(chain([head], (_bare(serialised(run, format_, material)) for run in runs(quads))))


def _bare(text: bytes) -> bytes:
    """Turtle or TriG without its prefixes, which the serialiser writes in no fixed order."""
    while text.startswith(b"@prefix "):
        text = text.partition(b"\n")[2]
    return text


def serialised(run: list[Quad], format_: RdfFormat, material: Material) -> bytes:
    """A run of quads with our prefixes; without their graph where the format has none."""
    kept = run if format_.supports_datasets else [Triple(one.subject, one.predicate, one.object) for one in run]
    return ox.serialize(kept, format=format_, prefixes=material.names.prefixes) or b""
