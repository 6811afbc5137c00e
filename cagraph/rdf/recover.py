"""Records out of quads: values and evidence such that emitting them gives the same quads again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby, zip_longest
from typing import Any, Final

from pydantic import ValidationError

from cagraph.errors import DataError
from cagraph.model import Entity, Evidence, FieldSpec, Kind, PartialDate
from cagraph.rdf.emit import Emitter, caption
from cagraph.rdf.statements import Statements

# What is known of a claim, by the name of the property, and the field of evidence that it comes from.
_MANNER: Final = {
    "source": "source", "locator": "at", "polarity": "polarity", "modality": "modality",
    "attributedTo": "attributed_to",
}  # fmt: skip
_REMARKS: Final = {"recorded": "recorded", "retracted": "retracted", "quote": "quote", "claimNote": "note"}


@dataclass(frozen=True)
class _Said:
    """What one claim says, under which evidence, and whether it bears the record out or says otherwise."""

    evidence: dict[str, str]
    values: dict[str, Any]
    accepted: bool
    supports: bool


@dataclass
class _Merged:
    """The values of a record, put together from what supports it."""

    kind: Kind
    values: dict[str, Any] = field(default_factory=dict)

    def add(self, values: Mapping[str, Any]) -> None:
        for name, value in values.items():
            spec = self.kind.field[name]
            parts = parts_of(spec, self.values.get(name)) | parts_of(spec, value)
            if spec.many:
                self.values[name] = [parts[key] for key in sorted(parts)]
            else:
                self.values[name] = dict(sorted(parts.items())) if parts else self.values.get(name, value)

    def agrees(self, values: Mapping[str, Any]) -> bool:
        """Whether no value that is there would have to give way."""
        for name, value in values.items():
            spec, known = self.kind.field[name], self.values.get(name, value)
            parts, others = parts_of(spec, value), parts_of(spec, known)
            if (not parts and known != value) or any(others.get(key, part) != part for key, part in parts.items()):
                return False
        return True

    def named(self, values: Mapping[str, Any]) -> list[str]:
        """Values as a list of `supports` names them: fields, or parts of fields."""
        names: list[str] = []
        for name, value in values.items():
            keys = parts_of(self.kind.field[name], value)
            whole = parts_of(self.kind.field[name], self.values[name])
            names += [name] if keys == whole else [f"{name}/{key}" for key in keys]
        return names


def parts_of(spec: FieldSpec, value: Any) -> dict[str, Any]:
    """The parts of a plain value that evidence can support one by one, by key; nothing for a single value."""
    if not value or not (spec.many or spec.type in {"langmap", "langlists"}):
        return {}
    if not spec.many:
        return dict(value)
    return (
        dict(zip(spec.items(spec.parse(value)), value, strict=True)) if spec.component else {one: one for one in value}
    )


@dataclass(frozen=True)
class Recovery:
    """Makes records of what quads say."""

    statements: Statements
    emitter: Emitter

    @classmethod
    def of(cls, statements: Statements) -> "Recovery":
        """Prepare: claims are known again by what records with these labels and days of access would emit."""
        labels = {id_: statements.label(id_) for id_ in statements.ids()}
        days: dict[str, PartialDate] = {}
        for id_ in labels:
            kind = statements.kind(id_)
            if kind and "accessed" in kind.field and (text := statements.values(id_, kind).get("accessed")):
                days[id_] = PartialDate.parse(text)
        return cls(statements, Emitter(statements.model, statements.names, labels, days))

    def records(self) -> Iterator[dict[str, Any]]:
        """The records as plain values, as YAML has them, in the order of their ids. Raises DataError."""
        for id_ in self.emitter.labels:
            record = self.record(id_)
            if record is not None:
                yield record

    def record(self, id_: str) -> dict[str, Any] | None:
        """The record of an id as plain values; None where the quads do not say its kind. Raises DataError."""
        kind = self.statements.kind(id_)
        if kind is None:
            return None
        try:
            return self._record(id_, kind, self.emitter.labels[id_])
        except ValidationError as error:
            reason = error.errors()[0]
            place = ".".join(map(str, reason["loc"]))
            raise DataError(
                f"{id_}: what the graph holds of it is no {kind.name}: {place} {reason['msg']}",
                "it was written beside the records; write N-Quads or TriG instead",
            ) from error

    def _record(self, id_: str, kind: Kind, label: str) -> dict[str, Any]:
        merged = _Merged(kind, self.statements.values(id_, kind))
        said = [one for claim in self.statements.claims(id_) for one in self._said(claim, id_, kind)]
        for one in said:
            if one.supports:
                merged.add(one.values)
        said = _paired(said, merged)
        body = {"id": id_, **merged.values}
        entries = [_entry(one, merged) for one in said]
        entries.sort(key=lambda entry: ([entry["source"], entry["at"], entry.get("modality", "")], str(entry)))
        if entries:
            body["evidence"] = _joined(entries)
        record = kind.cls.model_validate(body)
        composed = isinstance(record, Entity) and record.caption and caption(record, kind, self.emitter.labels)
        if composed != label:
            body["label"] = label
        return {"kind": kind.name, **body}

    def _said(self, claim: str, id_: str, kind: Kind) -> Iterator[_Said]:
        """What a claim says, once for each of the remarks that several pieces of evidence make on it."""
        told, values = self.statements.provenance(claim), self.statements.values(id_, kind, claim)
        manner = {name: told[key][0] for key, name in _MANNER.items() if key in told}
        supports = "true" in told.get("accepted", []) or self._borne_out(claim, id_, kind, values, manner)
        day = self.emitter.access_days.get(manner.get("source", ""))
        usual = day.earliest.isoformat() if day and day.earliest else ""
        if "true" in told.get("accepted", []) and "retracted" in told:
            told["retracted"] = ["", *told["retracted"]]  # one piece of evidence was withdrawn, another was not
        day_of_entry = told.get("recorded", [""])[-1]
        for row in zip_longest(*(told.get(key, [""]) for key in _REMARKS)):
            remarks = {name: text for name, text in zip(_REMARKS.values(), row, strict=True) if text}
            if day_of_entry:
                remarks.setdefault("recorded", day_of_entry)
            if remarks.get("recorded") == usual:
                del remarks["recorded"]
            accepting = Evidence.model_validate({**manner, **remarks}).accepting
            yield _Said(manner | remarks, values, accepting and supports, supports)

    def _borne_out(self, claim: str, id_: str, kind: Kind, values: Mapping[str, Any], manner: dict[str, str]) -> bool:
        """Whether a claim that is not accepted supports the record all the same: its IRI tells."""
        parsed = {name: kind.field[name].parse(value) for name, value in values.items()}
        triples = self.emitter.told(id_, kind, parsed)
        return self.emitter.claim_iri(Evidence.model_validate(manner), False, triples).value == claim


def _paired(said: list[_Said], merged: _Merged) -> list[_Said]:
    """Evidence that supports and says otherwise at once, in a manner that makes nothing accepted, gives two claims.

    Both are named as differing; the one that agrees with the record is what is supported.
    """
    found: list[_Said] = []
    for _, group in groupby(sorted(said, key=lambda one: str(one.evidence)), key=lambda one: one.evidence):
        claims = list(group)
        differing = [one for one in claims if not one.supports]
        evidence = Evidence.model_validate(claims[0].evidence)
        if len(claims) == len(differing) == 2 and not evidence.accepting:
            agreeing = [one for one in differing if merged.agrees(one.values)]
            if agreeing:
                merged.add(agreeing[0].values)
                other = differing[1] if agreeing[0] is differing[0] else differing[0]
                claims = [_Both(agreeing[0].evidence, agreeing[0].values, False, True, other.values)]
        found += claims
    return found


@dataclass(frozen=True)
class _Both(_Said):
    """Evidence that supports some values and says others."""

    others: dict[str, Any] = field(default_factory=dict)


def _entry(one: _Said, merged: _Merged) -> dict[str, Any]:
    """The evidence as a record has it, without what goes without saying."""
    usual = {"polarity": "asserted", "modality": "stated"}
    entry: dict[str, Any] = {name: text for name, text in one.evidence.items() if usual.get(name) != text}
    if one.supports and (supports := merged.named(one.values)):
        entry["supports"] = supports
    says = one.others if isinstance(one, _Both) else {} if one.supports else one.values
    if says:
        entry["says"] = says
    return entry


def _joined(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Evidence in the order of its fields; what one piece supports and says otherwise is one entry again."""
    joined: list[dict[str, Any]] = []
    for entry in entries:
        other = next((one for one in joined if _fits(one, entry)), None)
        if other is None:
            joined.append(entry)
        else:
            other.update({name: entry[name] for name in ("supports", "says") if name in entry})
    order = list(Evidence.model_fields)
    return [{name: entry[name] for name in order if name in entry} for entry in joined]


def _fits(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two entries are of one place in one source, accepted alike, one supporting, one saying otherwise."""
    plain = [{name: text for name, text in entry.items() if name not in {"supports", "says"}} for entry in (one, other)]
    if plain[0] != plain[1] or not Evidence.model_validate(plain[0]).accepting:
        return False
    kinds = [{"supports", "says"} & set(entry) for entry in (one, other)]
    return len(kinds[0]) == len(kinds[1]) == 1 and kinds[0] != kinds[1]
