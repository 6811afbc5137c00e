"""What terms of other vocabularies mean here, read out of ontology/alignment.ttl."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode, RdfFormat, parse

from cagraph import resources
from cagraph.model import Kind, Model, Namespaces
from cagraph.model.namespaces import WELL_KNOWN

_CLASSES: Final = (f"{WELL_KNOWN['rdfs']}subClassOf", f"{WELL_KNOWN['owl']}equivalentClass")
_PROPERTIES: Final = (f"{WELL_KNOWN['rdfs']}subPropertyOf", f"{WELL_KNOWN['owl']}equivalentProperty")
# The base that the file is written with.
_BASE: Final = "https://w3id.org/cagraph/"


@dataclass(frozen=True)
class Alignment:
    """The kinds that a class may stand for, and the properties of ours that a property may, by their IRIs."""

    kinds: Mapping[str, tuple[str, ...]]
    properties: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, model: Model, names: Namespaces) -> "Alignment":
        """The alignment for a model: its own terms, and those that the file says are like them or wider."""
        own = {f"{names.ontology}{name}": {name} for name in model.kinds}
        ours = {
            names.iri(spec.term.property) for kind in (*model.kinds.values(), *model.components) for spec in kind.fields
        }
        properties = {iri: {iri} for iri in ours}
        text = (resources.shipped("ontology") / "alignment.ttl").read_bytes()
        for quad in parse(input=text, format=RdfFormat.TURTLE):
            if not (isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)):
                continue
            term = quad.subject.value.replace(_BASE, names.base, 1)
            for other in _spellings(quad.object.value):
                if quad.predicate.value in _CLASSES:
                    own.setdefault(other, set()).add(term.removeprefix(names.ontology))
                elif quad.predicate.value in _PROPERTIES:
                    properties.setdefault(other, set()).add(term)
        return cls(_sorted(own), _sorted(properties))

    def candidates(self, classes: Iterable[str], model: Model) -> list[Kind]:
        """The kinds that something of these classes may be: of two that specialise one another, the more special."""
        found = {name for iri in classes for name in self.kinds.get(iri, ()) if not model.kinds[name].abstract}
        return [model.kinds[name] for name in sorted(found) if not any(_specialises(one, name, model) for one in found)]


def _specialises(one: str, name: str, model: Model) -> bool:
    return one != name and model.is_a(one, name)


def _spellings(iri: str) -> tuple[str, ...]:
    """An IRI as people write it: schema.org's with and without the s of https."""
    return (iri, f"http{iri.removeprefix('https')}") if iri.startswith("https://schema.org/") else (iri,)


def _sorted(found: Mapping[str, set[str]]) -> dict[str, tuple[str, ...]]:
    return {iri: tuple(sorted(names)) for iri, names in found.items()}
