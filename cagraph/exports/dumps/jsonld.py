"""JSON-LD 1.1: entities by kind with their components in them, each claim as a graph, then what is known of claims."""

import json
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import groupby
from typing import Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from cagraph.errors import ExportError
from cagraph.exports.base import Exporter, Material
from cagraph.exports.dumps.quads import dataset, gathered
from cagraph.exports.lists.jsonld import Terms, node, terms_of
from cagraph.model import Model
from cagraph.rdf.emit import TYPE

Subject = NamedNode | BlankNode


def write(material: Material) -> Iterator[bytes]:
    """The document, a node or graph a line, with its context in it. Raises ExportError for what it cannot say."""
    found = dataset(material)
    for quad in found:
        _check(quad)
    return gathered(line.encode() for line in _lines(found, material))


def _check(quad: Quad) -> None:
    if isinstance(quad.object, Triple) or (isinstance(quad.object, Literal) and quad.object.direction):
        raise ExportError(
            f"{quad.subject} {quad.predicate} has a value of RDF 1.2, which JSON-LD 1.1 cannot say",
            "write N-Quads or TriG instead",
        )


def _lines(found: list[Quad], material: Material) -> Iterator[str]:
    terms = terms_of(material.model, material.names)
    yield f'{{"@context": {_json(terms.context)},\n"@graph": [\n'
    separator = ""
    for graph, within in groupby(found, key=lambda quad: quad.graph_name):
        nodes = (_json(one) for one in _nodes(list(within), terms, material))
        if isinstance(graph, NamedNode | BlankNode):
            yield f'{separator}{{"id": {_json(terms.named(graph))}, "@graph": [{next(nodes)}'
            yield from (f",\n{one}" for one in nodes)
            yield "]}"
            separator = ",\n"
        else:
            for one in nodes:
                yield f"{separator}{one}"
                separator = ",\n"
    yield "\n]}\n"


def _nodes(quads: list[Quad], terms: Terms, material: Material) -> Iterator[dict[str, Any]]:
    """The subjects of one graph by kind; a component stands in the entity that has it."""
    said = {
        subject: [Triple(subject, quad.predicate, quad.object) for quad in own]
        for subject, own in groupby(quads, key=lambda quad: quad.subject)
    }
    kinds = {subject: _kind(triples, material) for subject, triples in said.items()}
    components = {component.name for component in material.model.components}
    # The IRI of a component is its owner's with the field and a key appended.
    held = {
        triple.object: node(triple.object, said[triple.object], terms)
        for subject, triples in said.items()
        for triple in triples
        if isinstance(triple.object, NamedNode) and kinds.get(triple.object) in components
        if triple.object.value.startswith(f"{subject.value}.")
    }
    for subject in sorted(said, key=lambda one: (_place(kinds[one], material.model), str(one))):
        if subject not in held:
            yield node(subject, said[subject], terms, partial(_within, held, subject))


def _within(held: Mapping[NamedNode, dict[str, Any]], owner: Subject, one: NamedNode) -> dict[str, Any] | None:
    return held.get(one) if one.value.startswith(f"{owner.value}.") else None


def _kind(triples: list[Triple], material: Material) -> str:
    """The name of the kind or component that a subject is of; empty for others."""
    names = {
        triple.object.value.removeprefix(material.names.ontology)
        for triple in triples
        if triple.predicate == TYPE and isinstance(triple.object, NamedNode)
    }
    kind = material.model.most_specific(names)
    return kind.name if kind else next((one.name for one in material.model.components if one.name in names), "")


def _place(kind: str, model: Model) -> int:
    """Where a kind stands in the model; what is of no kind comes last."""
    names = list(model.kinds)
    return names.index(kind) if kind in model.kinds else len(names)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


EXPORTER: Final = Exporter(
    "jsonld",
    ".jsonld",
    "application/ld+json",
    needs_view=False,
    write=write,
    about="JSON-LD 1.1: entities with their components, claims as graphs, with the context",
    manners=("facts",),
)
