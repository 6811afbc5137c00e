"""The description of the data set that tools read by SPARQL: VoID partitions, prefixes, example queries.

Editors and assistants ask an endpoint for its classes, properties and examples in its default graph, with the
vocabularies VoID (https://www.w3.org/TR/void/), its extension for datatypes (http://ldf.fi/void-ext#) and SHACL's
SPARQL executables (https://www.w3.org/TR/shacl-af/). Everything here has an IRI of its own.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from cagraph.model import Model, Namespaces
from cagraph.model.namespaces import WELL_KNOWN
from cagraph.model.text import search_key

VOID: Final = "http://rdfs.org/ns/void#"
_VOID_EXT: Final = "http://ldf.fi/void-ext#"
_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_TYPE: Final = NamedNode(f"{WELL_KNOWN['rdf']}type")
_NAMES: Final = ("rdfs:label", "skos:prefLabel", "skos:altLabel", "cag:officialName", "cag:title")
Described = tuple[NamedNode, NamedNode, NamedNode | Literal]
# How often: () any accepted quad, (kind,) an entity of a kind, (kind, property) a quad of such an entity, (kind,
# property, target) one whose object is of a kind or datatype, by its IRI.
Uses = Counter[tuple[str, ...]]
_FORMS: Final = {"SELECT": "Select", "ASK": "Ask", "CONSTRUCT": "Construct"}


@dataclass(frozen=True)
class Example:
    """A query that shows how to ask: its name, what it answers, and its text, which runs as it stands."""

    name: str
    comment: str
    text: str


@dataclass(frozen=True)
class Describer:
    """Describes one data set."""

    model: Model
    names: Namespaces

    def describe(self, quads: Iterable[Quad], examples: Iterable[Example]) -> Iterator[Quad]:
        """The description of what stands in the default graph of these quads."""
        default = DefaultGraph()
        accepted = [quad for quad in quads if quad.graph_name == default]
        yield from sorted(self.keys(accepted), key=str)
        yield from self.partitions(self.uses(accepted))
        yield from self.fixed(examples)

    def fixed(self, examples: Iterable[Example]) -> Iterator[Quad]:
        """What of the description does not depend on the data: prefixes and examples."""
        default = DefaultGraph()
        return (Quad(*triple, default) for triple in (*self._prefixes(), *self._examples(examples)))

    def _iri(self, *parts: str) -> NamedNode:
        return NamedNode("/".join([f"{self.names.base}description", *parts]))

    def keys(self, quads: Iterable[Quad]) -> set[Quad]:
        """A key by sound for each name, so that any server finds a name in any script with CONTAINS."""
        names = {NamedNode(self.names.iri(name)) for name in _NAMES}
        key_of, default = NamedNode(self.names.ontology + "searchKey"), DefaultGraph()
        return {
            Quad(quad.subject, key_of, Literal(key), default)
            for quad in quads
            if quad.predicate in names and isinstance(quad.object, Literal) and isinstance(quad.subject, NamedNode)
            if (key := search_key(quad.object.value))
        }

    def uses(self, quads: Sequence[Quad], kind_of: Callable[[str], str | None] = lambda _: None) -> Uses:
        """How accepted quads are used; `kind_of` tells the kind of what they link to that is not among them."""
        kinds = self._kinds(quads)
        found: Uses = Counter({(): len(quads)})
        found.update((kind,) for kind in kinds.values())
        for quad in quads:
            kind = kinds.get(getattr(quad.subject, "value", ""))
            if kind is None or not isinstance(quad.predicate, NamedNode):
                continue
            use = (kind, quad.predicate.value)
            found[use] += 1
            if isinstance(quad.object, Literal):
                found[(*use, quad.object.datatype.value)] += 1
            elif isinstance(quad.object, NamedNode):
                target = kinds.get(quad.object.value) or kind_of(quad.object.value)
                if target:
                    found[(*use, self.names.ontology + target)] += 1
        return found

    def partitions(self, uses: Uses) -> Iterator[Quad]:
        """The description of how quads are used, by class, property, and what that links to."""
        default = DefaultGraph()
        return (Quad(*triple, default) for triple in self._partitions(uses))

    def _partitions(self, uses: Uses) -> Iterator[Described]:
        dataset = NamedNode(self.names.base)
        yield dataset, _TYPE, NamedNode(VOID + "Dataset")
        yield dataset, NamedNode(VOID + "triples"), _number(uses[()])
        yield dataset, NamedNode(_SD + "graph"), dataset
        targets: dict[tuple[str, ...], list[NamedNode]] = defaultdict(list)
        for kind, property_, target in (use for use in uses if len(use) == 3):
            targets[(kind, property_)].append(NamedNode(target))
        for (kind,), count in sorted((use, count) for use, count in uses.items() if len(use) == 1):
            partition = self._iri(kind)
            yield dataset, NamedNode(VOID + "classPartition"), partition
            yield partition, NamedNode(VOID + "class"), NamedNode(self.names.ontology + kind)
            yield partition, NamedNode(VOID + "entities"), _number(count)
        for (kind, property_), count in sorted((use, count) for use, count in uses.items() if len(use) == 2):
            local = re.split(r"[#/]", property_)[-1]
            partition = self._iri(kind, local)
            yield self._iri(kind), NamedNode(VOID + "propertyPartition"), partition
            yield partition, NamedNode(VOID + "property"), NamedNode(property_)
            yield partition, NamedNode(VOID + "triples"), _number(count)
            yield from self._targets(partition, targets[(kind, property_)])

    def _kinds(self, quads: Iterable[Quad]) -> dict[str, str]:
        """The most specific kind of each subject, components and other classes of ours included."""
        types: dict[str, set[str]] = defaultdict(set)
        for quad in quads:
            if quad.predicate == _TYPE and isinstance(quad.object, NamedNode) and isinstance(quad.subject, NamedNode):
                types[quad.subject.value].add(quad.object.value.removeprefix(self.names.ontology))
        found = {}
        for subject, names in types.items():
            kind = self.model.most_specific(names)
            found[subject] = kind.name if kind else min(names)
        return found

    def _targets(self, partition: NamedNode, targets: Iterable[NamedNode]) -> Iterator[Described]:
        for target in sorted(targets, key=lambda node: node.value):
            local = re.split(r"[#/]", target.value)[-1]
            part = NamedNode(f"{partition.value}/{local}")
            if target.value.startswith(self.names.ontology):
                yield partition, NamedNode(VOID + "classPartition"), part
                yield part, NamedNode(VOID + "class"), target
            else:
                yield partition, NamedNode(_VOID_EXT + "datatypePartition"), part
                yield part, NamedNode(_VOID_EXT + "datatype"), target

    def _prefixes(self) -> Iterator[Described]:
        sh = WELL_KNOWN["sh"]
        holder = self._iri("prefixes")
        any_uri = NamedNode(WELL_KNOWN["xsd"] + "anyURI")
        yield holder, _TYPE, NamedNode(f"{WELL_KNOWN['owl']}Ontology")
        for prefix, namespace in self.names.prefixes.items():
            declared = self._iri("prefixes", prefix)
            yield holder, NamedNode(sh + "declare"), declared
            yield declared, NamedNode(sh + "prefix"), Literal(prefix)
            yield declared, NamedNode(sh + "namespace"), Literal(namespace, datatype=any_uri)

    def _examples(self, examples: Iterable[Example]) -> Iterator[Described]:
        sh = WELL_KNOWN["sh"]
        for example in examples:
            found = re.search(r"^\s*(SELECT|ASK|CONSTRUCT)\b", example.text, re.MULTILINE | re.IGNORECASE)
            form = _FORMS[found[1].upper()] if found else "Select"
            node = self._iri("examples", example.name)
            yield node, _TYPE, NamedNode(f"{sh}SPARQLExecutable")
            yield node, _TYPE, NamedNode(f"{sh}SPARQL{form}Executable")
            yield node, NamedNode(f"{WELL_KNOWN['rdfs']}comment"), Literal(example.comment, language="en")
            yield node, NamedNode(f"{sh}prefixes"), self._iri("prefixes")
            yield node, NamedNode(sh + form.lower()), Literal(example.text)


def _number(value: int) -> Literal:
    return Literal(str(value), datatype=NamedNode(WELL_KNOWN["xsd"] + "integer"))
