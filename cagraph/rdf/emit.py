"""Turns records into quads: accepted facts in the default graph, each claim in a graph of its own."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from typing import Any, Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

from cagraph.model import Component, Entity, Evidence, FieldSpec, Kind, Model, Namespaces, PartialDate
from cagraph.model.claims import Claim, accepted_values, claims_of, is_accepted, values_of
from cagraph.model.namespaces import EDTF, WELL_KNOWN
from cagraph.rdf import sums
from cagraph.rdf.describe import Describer, Example

Spo = tuple[NamedNode, NamedNode, NamedNode | Literal]
Triples = Iterator[Spo]

TYPE: Final = NamedNode(f"{WELL_KNOWN['rdf']}type")
LABEL: Final = NamedNode(f"{WELL_KNOWN['rdfs']}label")
_XSD: Final = WELL_KNOWN["xsd"]


def typed(text: str, datatype: str) -> Literal:
    """A literal of an XML Schema datatype, by its short name."""
    return Literal(text, datatype=NamedNode(_XSD + datatype))


def plain_decimal(value: Decimal) -> str:
    """The canonical decimal form that every engine keeps as it is.

    >>> plain_decimal(Decimal("5.70")), plain_decimal(Decimal("11"))
    ('5.7', '11')
    """
    return format(value.normalize(), "f")


def fingerprint(quads: Iterable[Quad]) -> str:
    """The content hash of a set of quads, the same for the same content in any order."""
    return sums.shown(sums.summed(line_of(quad) for quad in set(quads)))


def line_of(quad: Quad) -> bytes:
    """A quad of a record as a line of N-Quads, as the engine writes it."""
    return f"{quad} .\n".encode()


@dataclass(frozen=True)
class Emitter:
    """Writes the records of one data set as quads. `labels` holds the English label of every record by id."""

    model: Model
    names: Namespaces
    labels: Mapping[str, str]
    access_days: Mapping[str, PartialDate]

    @classmethod
    def of(cls, records: Iterable[Entity], model: Model, names: Namespaces) -> "Emitter":
        """Prepare to emit these records: their captions need each other's labels."""
        everything = list(records)
        labels = {record.id: record.label for record in everything if record.label}
        for record in everything:
            if not record.label:
                labels[record.id] = caption(record, model.kinds[type(record).__name__], labels)
        accessed = {
            record.id: day for record in everything if isinstance(day := getattr(record, "accessed", None), PartialDate)
        }
        return cls(model, names, labels, accessed)

    def node(self, id_: str) -> NamedNode:
        """The IRI of an entity."""
        return NamedNode(self.names.id + id_)

    def term(self, name: str) -> NamedNode:
        """The IRI of a class or property, by prefixed name."""
        found = self._terms.get(name)
        if found is None:
            found = self._terms[name] = NamedNode(self.names.iri(name))
        return found

    @cached_property
    def _terms(self) -> dict[str, NamedNode]:
        return {}

    def record(self, record: Entity) -> Iterator[Quad]:
        """All quads of a record: what is accepted, and every claim about it with its provenance."""
        kind = self.model.kinds[type(record).__name__]
        default = DefaultGraph()
        values = accepted_values(record, kind)
        accepted = list(self.told(record.id, kind, values)) if is_accepted(record, kind) else []
        for triple in accepted:
            yield Quad(*triple, default)
        for claim in claims_of(record, kind):
            same = accepted and claim.values == values  # as where one passage bears out all of it
            yield from self.claim(claim, accepted if same else list(self.told(record.id, kind, claim.values)))

    def claim(self, claim: Claim, triples: Sequence[Spo]) -> Iterator[Quad]:
        """The named graph of a claim that says some triples, and what the provenance graph says about it."""
        iri = self.claim_iri(claim.evidence, _differs(claim), triples)
        for triple in triples:
            yield Quad(*triple, iri)
        graph = NamedNode(self.names.provenance)
        for predicate, value in self._provenance(claim):
            yield Quad(iri, predicate, value, graph)

    def told(self, id_: str, kind: Kind, values: Mapping[str, Any]) -> Triples:
        """The triples that say of a record what it is, how it is called, and these of its values."""
        subject = self.node(id_)
        yield from self._identity(subject, kind, self.labels[id_])
        yield from self.values(subject, kind, values)

    def values(self, subject: NamedNode, kind: Kind, values: Mapping[str, Any]) -> Triples:
        """The triples of field values, with their components and shortcuts."""
        for name, value in values.items():
            spec = kind.field[name]
            if spec.type in {"langmap", "langlists"}:
                yield from self._names(subject, spec, value)
                continue
            for one in value if spec.many else [value]:
                if isinstance(one, Component) and spec.component:
                    yield from self._component(subject, spec, spec.component, one)
                else:
                    yield from self._value(subject, spec, one)

    def _identity(self, subject: NamedNode, kind: Kind, label: str) -> Triples:
        for name in self.model.parents(kind.name):
            yield subject, TYPE, self.term(f"cag:{name}")
        yield subject, LABEL, Literal(label, language="en")

    def _names(self, subject: NamedNode, spec: FieldSpec, value: Mapping[str, Any]) -> Triples:
        predicate = self.term(spec.term.property)
        for language, texts in value.items():
            for text in texts if isinstance(texts, list) else [texts]:
                yield subject, predicate, Literal(text, language=language.lower())

    def _component(self, subject: NamedNode, spec: FieldSpec, kind: Kind, component: Component) -> Triples:
        node = NamedNode(f"{subject.value}.{spec.name}.{component.key()}")
        yield subject, self.term(spec.term.property), node
        yield node, TYPE, self.term(f"cag:{kind.name}")
        for part in kind.fields:
            value = getattr(component, part.name)
            if value is None:
                continue
            yield from self._value(node, part, value)
            if part.term.shortcut:
                yield subject, self.term(part.term.shortcut), self.node(value)

    def _value(self, subject: NamedNode, spec: FieldSpec, value: Any) -> Triples:
        predicate = self.term(spec.term.property)
        if isinstance(value, PartialDate):
            yield subject, predicate, Literal(value.text, datatype=NamedNode(EDTF))
            for end, day in (("Earliest", value.earliest), ("Latest", value.latest)):
                if day:
                    yield subject, NamedNode(predicate.value + end), typed(day.isoformat(), "date")
        else:
            yield subject, predicate, self.literal(spec, value)

    def literal(self, spec: FieldSpec, value: Any) -> NamedNode | Literal:
        """The RDF term of one plain value or reference."""
        if spec.type == "ref":
            return self.node(spec.concept_id(value))
        if spec.type == "address" or spec.term.prefix:
            return NamedNode(spec.term.prefix + value)
        if isinstance(value, bool):
            return typed("true" if value else "false", "boolean")
        if isinstance(value, int):
            return typed(str(value), "integer")
        if isinstance(value, Decimal):
            return typed(plain_decimal(value), "decimal")
        if isinstance(value, date):
            return typed(value.isoformat(), "date")
        return Literal(value)

    def claim_iri(self, evidence: Evidence, differs: bool, triples: Iterable[tuple[Any, ...]]) -> NamedNode:
        """The IRI of a claim: a hash of its source, place and manner, whether it differs, and what it says."""
        said = sorted(str(Triple(*triple)) for triple in triples)
        manner = [
            evidence.source,
            evidence.at,
            evidence.polarity,
            evidence.modality,
            evidence.attributed_to or "",
        ]
        digest = sha256("\n".join([*manner, "says" if differs else "supports", *said]).encode()).hexdigest()
        return NamedNode(self.names.claim + digest[:20])

    def _provenance(self, claim: Claim) -> Iterator[tuple[NamedNode, NamedNode | Literal]]:
        evidence = claim.evidence
        yield TYPE, self.term("cag:Claim")
        yield self.term("cag:about"), self.node(claim.record.id)
        yield self.term("cag:source"), self.node(evidence.source)
        yield self.term("cag:locator"), Literal(evidence.at)
        yield self.term("cag:polarity"), Literal(evidence.polarity)
        yield self.term("cag:modality"), Literal(evidence.modality)
        yield self.term("cag:accepted"), typed("true" if claim.accepted else "false", "boolean")
        if evidence.attributed_to:
            yield self.term("cag:attributedTo"), self.node(evidence.attributed_to)
        recorded = evidence.recorded or getattr(self.access_days.get(evidence.source), "earliest", None)
        if recorded:
            yield self.term("cag:recorded"), typed(recorded.isoformat(), "date")
        if evidence.retracted:
            yield self.term("cag:retracted"), typed(evidence.retracted.isoformat(), "date")
        for name, text in (("quote", evidence.quote), ("claimNote", evidence.note)):
            if text:
                yield self.term(f"cag:{name}"), Literal(text)


def _differs(claim: Claim) -> bool:
    return bool(claim.evidence.says) and not claim.accepted


def caption(record: Entity, kind: Kind, labels: Mapping[str, str]) -> str:
    """The label of a record that has none of its own, from its kind's pattern and the labels of what it links."""
    pattern = str(getattr(kind.cls, "caption", ""))
    values = values_of(record, kind)

    def fill(match: re.Match[str]) -> str:
        spec = kind.field[match[1]]
        value = values.get(spec.name, [])
        ids = value if isinstance(value, list) else [value]
        return " and ".join(labels.get(spec.concept_id(str(id_)), str(id_)) for id_ in ids)

    filled = re.sub(r"\{(\w+)\}", fill, pattern) or record.id
    return filled[0].upper() + filled[1:]


def emit(records: Iterable[Entity], model: Model, names: Namespaces, examples: Iterable[Example] = ()) -> list[Quad]:
    """All quads of a data set, sorted, its description with these examples, and its version at the end.

    The version is the hash of what the records say, and of the steps that led to their model: the same records give
    the same version on any machine.
    """
    everything = list(records)
    emitter = Emitter.of(everything, model, names)
    by_line = {str(quad): quad for record in everything for quad in emitter.record(record)}
    lines = sorted(by_line)
    about = Describer(model, names).describe(by_line.values(), examples)
    total = sums.summed(f"{line} .\n".encode() for line in lines)
    return [*(by_line[line] for line in lines), *about, named_version(total, model, names)]


def named_version(total: int, model: Model, names: Namespaces) -> Quad:
    """The quad that names the version of a data set by the sum of the lines of its quads (`cagraph.rdf.sums`).

    The steps that led to the model count, so that another model makes another version.
    """
    said = [sums.shown(total), *(step.what for step in model.steps)]
    version = sha256("\n".join(said).encode()).hexdigest()
    term = NamedNode(names.iri("cag:dataVersion"))
    return Quad(NamedNode(names.base), term, Literal(version), NamedNode(names.meta))
