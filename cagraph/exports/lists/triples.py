"""Turtle: the accepted triples of entities and their components, as they stand in the default graph."""

from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, NamedNode, Triple

from cagraph.exports.base import Material, Writer


def accepted(material: Material) -> Iterator[tuple[NamedNode, list[Triple]]]:
    """What is accepted of each entity, and of each of its components, in the order of the list; sorted for each."""
    for entity in material.entities:
        node = NamedNode(entity["iri"])
        triples = _of(material, node)
        yield node, triples
        # The IRI of a component is its owner's with the field and a key appended.
        parts = {one.object for one in triples if isinstance(one.object, NamedNode)}
        for part in sorted(parts, key=str):
            if part.value.startswith(f"{node.value}.") and _is_component(material, part):
                yield part, _of(material, part)


def _of(material: Material, node: NamedNode) -> list[Triple]:
    quads = material.store.quads(node, None, None, DefaultGraph())
    return sorted((Triple(quad.subject, quad.predicate, quad.object) for quad in quads), key=str)


def _is_component(material: Material, node: NamedNode) -> bool:
    type_ = NamedNode(material.names.iri("rdf:type"))
    kinds = {material.names.iri(f"cag:{kind.name}") for kind in material.model.components}
    quads = material.store.quads(node, type_, None, DefaultGraph())
    return any(isinstance(quad.object, NamedNode) and quad.object.value in kinds for quad in quads)


def write(material: Material) -> Iterator[bytes]:
    """The triples, subject after subject."""
    triples = [triple for _, found in accepted(material) for triple in found]
    yield ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=material.names.prefixes) or b""


WRITER: Final = Writer("turtle", ".ttl", "text/turtle", write)
