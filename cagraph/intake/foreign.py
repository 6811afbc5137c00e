"""Records out of RDF in other vocabularies: what aligns with the model is taken, what does not is counted."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final
from urllib.parse import unquote

from pydantic import ValidationError
from pyoxigraph import Literal, NamedNode, Quad

from cagraph.errors import Problem
from cagraph.intake.alignment import Alignment
from cagraph.intake.draft import Circumstances, Draft, Findings
from cagraph.model import FieldSpec, Kind
from cagraph.model.namespaces import WELL_KNOWN, WIKIDATA
from cagraph.model.text import language_tag
from cagraph.rdf.emit import TYPE

Object = Any
_SCHEMA: Final = ("https://schema.org/", "http://schema.org/")
# What others call things by. The first one in English, or without a language, is the label.
_NAMES: Final = (
    f"{WELL_KNOWN['skos']}prefLabel", f"{WELL_KNOWN['rdfs']}label", *(f"{base}name" for base in _SCHEMA),
    "http://xmlns.com/foaf/0.1/name", f"{WELL_KNOWN['dcterms']}title", "http://purl.org/dc/elements/1.1/title",
    "http://data.europa.eu/eli/ontology#title",
)  # fmt: skip
_SAME: Final = (f"{WELL_KNOWN['owl']}sameAs", f"{WELL_KNOWN['skos']}exactMatch", *(f"{one}sameAs" for one in _SCHEMA))
_MOMENT: Final = re.compile(r"(-?\d{4,}-\d{2}-\d{2})(?:T.*|Z|[+-]\d{2}:\d{2})?")


@dataclass
class _Subject:
    """What a file says of one thing."""

    iri: str
    said: dict[str, list[Object]] = field(default_factory=lambda: defaultdict(list))

    @property
    def classes(self) -> list[str]:
        return [term.value for term in self.said.get(TYPE.value, []) if isinstance(term, NamedNode)]


@dataclass(frozen=True)
class _Things:
    """The things of one file that may be taken: the kinds each may be of, and the id each gets."""

    told: Circumstances
    alignment: Alignment
    kinds: Mapping[str, list[Kind]]
    ids: Mapping[str, str]

    def link(self, spec: FieldSpec, iri: str) -> str | None:
        """The value of a field that links to what has this IRI; None where it is not known, or of another kind."""
        if spec.type == "ref":
            model = self.told.model
            kinds = self.kinds.get(iri)
            if kinds and not any(model.is_a(kind.name, spec.target) for kind in kinds):
                return None
            id_ = self.ids.get(iri) or self.told.known.get(iri) or self.told.names.local_id(iri)
            return id_.removeprefix(f"{spec.term.scheme}.") if id_ and spec.term.scheme else id_
        if spec.term.prefix:
            return iri.removeprefix(spec.term.prefix) if iri.startswith(spec.term.prefix) else None
        return iri if spec.type == "address" else None


@dataclass
class _Trial:
    """What becomes of a thing if it is taken for one of a kind: its values, and what had to be left."""

    things: _Things
    kind: Kind
    values: dict[str, Any] = field(default_factory=dict)
    left: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def whole(self) -> bool:
        """Whether nothing lacks that the kind needs."""
        return all(spec.name in self.values for spec in self.kind.fields if spec.required)

    def take(self, subject: _Subject) -> None:
        """Put what is said of a thing into the fields that it aligns with."""
        for property_ in sorted(subject.said):
            if property_ in _NAMES:
                self._name(subject.said[property_])
            if property_ in _SAME:
                self._same(property_, subject.said[property_])
            elif property_ != TYPE.value:
                self._property(property_, subject.said[property_])
        if subject.iri.startswith(WIKIDATA) and "wikidata" in self.kind.field:
            self.values.setdefault("wikidata", subject.iri.removeprefix(WIKIDATA))
        _close_intervals(self.values, self.kind)

    def draft(self, subject: _Subject, file: str) -> Draft:
        """The record, borne out by the source of the file at the thing's IRI."""
        values = {"kind": self.kind.name, "id": self.things.ids[subject.iri], **self.values}
        if self.kind.cited:
            supports = [name for name in values if name in self.kind.field]
            values["evidence"] = [{"source": self.things.told.source, "at": subject.iri, "supports": supports}]
        return Draft(values, file, {(): f", <{subject.iri}>"})

    def _name(self, terms: list[Object]) -> None:
        for term in sorted(terms, key=_english_first):
            if not isinstance(term, Literal) or not term.value.strip():
                continue
            tag = language_tag(term.language) if term.language else ""
            if tag in {"", "en"}:
                self.values.setdefault("label", term.value)
            if tag and _fits(self.kind.field["names"], {tag: term.value}):
                self.values.setdefault("names", {}).setdefault(tag, term.value)
        if "label" not in self.values and "names" in self.values:
            self.values["label"] = next(iter(self.values["names"].values()))

    def _same(self, property_: str, terms: list[Object]) -> None:
        for term in sorted(terms, key=str):
            if isinstance(term, NamedNode) and term.value.startswith(WIKIDATA) and "wikidata" not in self.values:
                self.values["wikidata"] = term.value.removeprefix(WIKIDATA)
            else:
                self.left[(property_, "only one item of Wikidata is kept as the same thing")] += 1

    def _property(self, property_: str, terms: list[Object]) -> None:
        own = self.things.alignment.properties.get(property_, ())
        for term in sorted(terms, key=str):
            reason = self._place(own, term)
            if reason and property_ not in _NAMES:
                self.left[(property_, reason)] += 1

    def _place(self, own: Iterable[str], term: Object) -> str:
        """Put a value into the first field that it fits; or why it fits none."""
        reason = f"nothing aligns with it in {self.kind.name}"
        expand = self.things.told.names.iri
        for iri in own:
            for spec, end in _fields(self.kind, iri, expand):
                value = self._value(spec, term)
                if value is None:
                    reason = f"its value does not fit {self.kind.name}.{spec.name}"
                elif _add(self.values, spec, value, end):
                    return ""
                else:
                    reason = f"{self.kind.name}.{spec.name} holds one value"
            for spec, part in _shortcuts(self.kind, iri, expand):
                value = self._value(part, term)
                if value is not None:
                    self.values.setdefault(spec.name, []).append({part.name: value})
                    return ""
                reason = f"its value does not fit {self.kind.name}.{spec.name}"
        return reason

    def _value(self, spec: FieldSpec, term: Object) -> Any:
        """A value as the field has it; None where it does not fit. Names are taken by language elsewhere."""
        if isinstance(term, NamedNode):
            value = self.things.link(spec, term.value)
        elif isinstance(term, Literal) and spec.type not in {"langmap", "langlists"}:
            match = _MOMENT.fullmatch(term.value) if spec.type in {"date", "day"} else None
            value = match[1] if match else term.value
        else:
            return None
        return value if value is not None and _fits(spec, [value] if spec.many else value) else None


def _fits(spec: FieldSpec, value: Any) -> bool:
    try:
        spec.parse(value)
    except ValidationError:
        return False
    return True


def _english_first(term: Object) -> tuple[int, str]:
    language = term.language if isinstance(term, Literal) else None
    return {"en": 0, None: 1}.get(language, 2), str(term)


def _fields(kind: Kind, iri: str, expand: Any) -> Iterator[tuple[FieldSpec, str]]:
    """The fields whose property this is; or of which it is the first or last day."""
    for spec in kind.fields:
        own = expand(spec.term.property)
        if own == iri and not spec.component:
            yield spec, ""
        elif spec.type == "date" and not spec.many and iri in {f"{own}Earliest", f"{own}Latest"}:
            yield spec, iri.removeprefix(own)


def _shortcuts(kind: Kind, iri: str, expand: Any) -> Iterator[tuple[FieldSpec, FieldSpec]]:
    """The components that an owner is linked straight through by this property, and the part that it gives."""
    for spec in kind.fields:
        for part in spec.component.fields if spec.component else ():
            if part.term.shortcut and expand(part.term.shortcut) == iri:
                yield spec, part


def _add(values: dict[str, Any], spec: FieldSpec, value: Any, end: str) -> bool:
    """Whether there is room for a value; the days of an interval are held apart until all is read."""
    if spec.many:
        values.setdefault(spec.name, []).append(value)
        return True
    return bool(values.setdefault(spec.name + end, value) == value)


def _close_intervals(values: dict[str, Any], kind: Kind) -> None:
    for spec in kind.fields:
        first, last = (values.pop(f"{spec.name}{end}", None) for end in ("Earliest", "Latest"))
        if spec.name not in values and (first or last):
            values[spec.name] = first if first == last or not last else f"{first or '..'}/{last}"


def minted(iris: Iterable[str]) -> dict[str, str]:
    """An id for each IRI: its last part in letters and digits of ASCII, with - between.

    Where that leaves nothing, or the same for two IRIs, eight digits of the IRI's SHA-256 follow.

    >>> minted(["http://example.org/people/Ann_Doe", "http://example.org/x#Ж"])
    {'http://example.org/people/Ann_Doe': 'Ann-Doe', 'http://example.org/x#Ж': 'x-4b0d160b'}
    """
    found = {iri: _slug(iri) for iri in iris}
    counts = Counter(id_.lower() for id_ in found.values())
    for iri, id_ in found.items():
        if not id_ or counts[id_.lower()] > 1:
            found[iri] = f"{id_ or 'x'}-{sha256(iri.encode()).hexdigest()[:8]}"
    return found


def _slug(iri: str) -> str:
    last = re.split("[/#:?]", unquote(iri.rstrip("/#")))[-1]
    plain = unicodedata.normalize("NFKD", last).encode("ascii", "ignore").decode()
    return re.sub("[^A-Za-z0-9]+", "-", plain).strip("-")


def drafts(quads: Iterable[Quad], file: str, told: Circumstances) -> Findings:
    """Drafts of what quads say of things that have no IRI of ours."""
    subjects: dict[str, _Subject] = {}
    left: Counter[tuple[str, str]] = Counter()
    for quad in quads:
        if not isinstance(quad.subject, NamedNode):
            left[("statements on blank nodes", "without an IRI there is nothing to name them by")] += 1
        elif not quad.subject.value.startswith(told.names.base):
            subject = subjects.setdefault(quad.subject.value, _Subject(quad.subject.value))
            if quad.object not in subject.said[quad.predicate.value]:
                subject.said[quad.predicate.value].append(quad.object)
    if not subjects:
        return Findings(remarks=remarks(left, file))
    alignment = Alignment.of(told.model, told.names)
    kinds = {iri: alignment.candidates(one.classes, told.model) for iri, one in sorted(subjects.items())}
    things = _Things(told, alignment, kinds, minted(iri for iri in kinds if kinds[iri]))
    made = [_best(subjects[iri], things, left) for iri in kinds]
    found = [trial.draft(subjects[iri], file) for iri, trial in zip(kinds, made, strict=True) if trial]
    return Findings(found, remarks=remarks(left, file))


def _best(subject: _Subject, things: _Things, left: Counter[tuple[str, str]]) -> _Trial | None:
    """A thing as one of the kind whose needs it fills; None where that leaves no kind, or several."""
    trials = [_Trial(things, kind) for kind in things.kinds[subject.iri]]
    for trial in trials:
        trial.take(subject)
    whole = [trial for trial in trials if trial.whole]
    if len(whole) == 1:
        left.update(whole[0].left)
        return whole[0]
    why = "no kind aligns with it"
    if trials:
        why = f"may be of {' or '.join(one.kind.name for one in whole)}" if whole else "lacks what its kind needs"
    left.update((one, why) for one in subject.classes or ["things without a class"])
    return None


def remarks(left: Mapping[tuple[str, str], int], file: str) -> list[Problem]:
    """What had to be left, term by term, with how often and why."""
    return [
        Problem(file, f"not taken: {count} of {f'<{term}>' if ':' in term else term}", reason)
        for (term, reason), count in sorted(left.items())
    ]
