"""JSON-LD 1.1: the accepted triples of entities and their components, in the terms of the context in ontology/."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from cagraph.derive.ontology import context
from cagraph.exports.base import Material, Writer
from cagraph.exports.lists.triples import accepted
from cagraph.model import Model, Namespaces
from cagraph.model.namespaces import WELL_KNOWN

_TYPE: Final = WELL_KNOWN["rdf"] + "type"
_STRING: Final = WELL_KNOWN["xsd"] + "string"


class Terms:
    """The terms of the context, by the property that each means wherever it stands."""

    def __init__(self, model: Model, names: Namespaces) -> None:
        self.context: dict[str, Any] = json.loads(context(model, names))["@context"]
        self._names = names
        self._by_property: dict[str, tuple[str, Mapping[str, str]]] = {}
        for term, entry in self.context.items():
            if isinstance(entry, dict) and term not in model.kinds:
                self._by_property.setdefault(names.iri(entry["@id"]), (term, entry))

    def compact(self, iri: str) -> str:
        """An IRI with a prefix of the context; `entity:` for entities."""
        short = self._names.shorten(iri)
        return f"entity:{short.removeprefix('id:')}" if short.startswith("id:") else short

    def named(self, node: NamedNode | BlankNode) -> str:
        """The name of a node; that of a blank one is its own."""
        return self.compact(node.value) if isinstance(node, NamedNode) else str(node)

    def kind(self, iri: str) -> str:
        """The name of a class: a term of the context, or its IRI with a prefix."""
        name = self.compact(iri).removeprefix("cag:")
        return name if name in self.context else self.compact(iri)

    def say(self, predicate: str, value: NamedNode | BlankNode | Literal) -> tuple[str, str, Any]:
        """How one triple is written: key, language (for maps of texts by language), and value."""
        term, entry = self._by_property.get(predicate, ("", {}))
        if not isinstance(value, Literal):
            as_link = entry.get("@type") == "@id"
            said = self.named(value)
            return (term, "", said) if as_link else (self.compact(predicate), "", {"@id": said})
        if value.language:
            if entry.get("@container") == "@language":
                return term, value.language, value.value
            if entry.get("@language") == value.language:
                return term, "", value.value
            return self.compact(predicate), "", {"@value": value.value, "@language": value.language}
        datatype = value.datatype.value
        if entry.get("@type") and self._names.iri(entry["@type"]) == datatype:
            return term, "", value.value
        typed = {} if datatype == _STRING else {"@type": self.compact(datatype)}
        return self.compact(predicate), "", {"@value": value.value, **typed}


@lru_cache(maxsize=4)
def terms_of(model: Model, names: Namespaces) -> Terms:
    """The terms of a model's context."""
    return Terms(model, names)


def node(
    subject: NamedNode | BlankNode,
    triples: Iterable[Triple],
    terms: Terms,
    within: Callable[[NamedNode], dict[str, Any] | None] = lambda _: None,
) -> dict[str, Any]:
    """A subject with its triples; `within` gives the node that is to stand in place of a link to it, if any."""
    told: dict[str, Any] = {"id": terms.named(subject), "kind": []}
    for triple in triples:
        if isinstance(triple.object, Triple) or not isinstance(triple.predicate, NamedNode):
            continue
        if triple.predicate.value == _TYPE and isinstance(triple.object, NamedNode):
            told["kind"].append(terms.kind(triple.object.value))
            continue
        key, language, value = terms.say(triple.predicate.value, triple.object)
        if isinstance(triple.object, NamedNode) and (part := within(triple.object)):
            value = part
        if language:
            told.setdefault(key, {}).setdefault(language, []).append(value)
        else:
            told.setdefault(key, []).append(value)
    if not told["kind"]:
        del told["kind"]
    return {key: value[0] if isinstance(value, list) and len(value) == 1 else value for key, value in told.items()}


def write(material: Material) -> Iterator[bytes]:
    """The document, with its context in it, so that it can be read without the network."""
    terms = terms_of(material.model, material.names)
    nodes = [node(subject, triples, terms) for subject, triples in accepted(material) if triples]
    yield json.dumps({"@context": terms.context, "@graph": nodes}, ensure_ascii=False).encode()


WRITER: Final = Writer("jsonld", ".jsonld", "application/ld+json", write)
