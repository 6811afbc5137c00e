"""From records to claims: what each piece of evidence says, and what of a record is accepted."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from cagraph.model.evidence import Evidence
from cagraph.model.grammar import Component, FieldSpec, Kind, Model
from cagraph.model.kinds.base import Entity

EDITORIAL: Final = frozenset({"note", "formerly"})


@dataclass(frozen=True)
class Claim:
    """The values that one piece of evidence gives to fields of one record, and whether they are accepted."""

    record: Entity
    evidence: Evidence
    values: Mapping[str, Any]
    accepted: bool


def values_of(record: Entity, kind: Kind) -> dict[str, Any]:
    """The fields of a record that hold anything, by name."""
    values = {spec.name: getattr(record, spec.name) for spec in kind.fields}
    return {name: value for name, value in values.items() if value not in (None, [], {})}


def links(kind: Kind, values: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], FieldSpec, str]]:
    """Every reference in a record's values: where it stands, its field, and the id it names."""
    for name, value in values.items():
        spec = kind.field[name]
        many = value if spec.many else [value]
        for index, one in enumerate(many):
            place: tuple[str | int, ...] = (name, index) if spec.many else (name,)
            if spec.type == "ref":
                yield place, spec, spec.concept_id(one)
            elif spec.component and isinstance(one, Component):
                inner = {part.name: getattr(one, part.name) for part in spec.component.fields}
                present = {key: part for key, part in inner.items() if part is not None}
                for below, part_spec, target in links(spec.component, present):
                    yield (*place, *below), part_spec, target


def supported(kind: Kind, values: Mapping[str, Any], supports: list[str]) -> dict[str, Any]:
    """The part of a record's values that a `supports` list names. Unknown names are left to the checks."""
    whole = {name for name in supports if "/" not in name}
    parts: dict[str, list[str]] = {}
    for entry in supports:
        name, slash, key = entry.partition("/")
        if slash:
            parts.setdefault(name, []).append(key)
    found: dict[str, Any] = {}
    for name, value in values.items():
        if name in whole:
            found[name] = value
        elif name in parts and (kept := kind.field[name].keep(value, parts[name])):
            found[name] = kept
    return found


def claims_of(record: Entity, kind: Kind) -> list[Claim]:
    """One claim for what each piece of evidence supports, and one for what it says otherwise."""
    values = values_of(record, kind)
    claims = []
    for evidence in record.evidence:
        if evidence.supports or not evidence.says:
            claims.append(Claim(record, evidence, supported(kind, values, evidence.supports), evidence.accepting))
        if evidence.says:
            said = {name: kind.field[name].parse(value) for name, value in evidence.says.items()}
            claims.append(Claim(record, evidence, said, accepted=False))
    return claims


def is_accepted(record: Entity, kind: Kind) -> bool:
    """Whether the record stands as fact at all: some accepting evidence, or a kind that needs none."""
    if not kind.cited:
        return True
    return any(item.accepting and (item.supports or not item.says) for item in record.evidence)


def accepted_values(record: Entity, kind: Kind) -> dict[str, Any]:
    """The fields, and parts of lists and maps, that stand as fact."""
    values = values_of(record, kind)
    if not kind.cited:
        return values
    supports = [entry for item in record.evidence if item.accepting for entry in item.supports]
    kept = supported(kind, values, [*supports, *(EDITORIAL if is_accepted(record, kind) else ())])
    return {name: value for name, value in kept.items() if value not in (None, [], {})}


def uncovered(record: Entity, kind: Kind) -> list[str]:
    """The fields, or parts of them as `field/key`, that no evidence supports in any manner."""
    if not kind.cited:
        return []
    supports = [entry for item in record.evidence for entry in item.supports]
    values = values_of(record, kind)
    covered = supported(kind, values, supports)
    missing = []
    for name, value in values.items():
        if name in EDITORIAL:
            continue
        spec = kind.field[name]
        if name not in covered:
            missing.append(name)
        elif spec.items(value):
            missing += [f"{name}/{key}" for key in spec.items(value) if key not in spec.items(covered[name])]
    return missing


def as_told_by(records: Iterable[Entity], sources: Collection[str], model: Model) -> list[Entity]:
    """The records as these sources alone tell them.

    Other evidence, and what rests on it alone, is left out, and so is what is said of the data set as a whole.
    What a kept source says otherwise than the record takes the place of the record's value, as there is then
    nothing that it differs from.
    """
    told: list[Entity] = []
    for record in records:
        kind = model.kinds[type(record).__name__]
        if not kind.cited:
            told += [] if record.of_whole else [record]
            continue
        kept = [evidence for evidence in record.evidence if evidence.source in sources]
        if kept:
            told.append(_retold(record, kind, kept))
    return told


def _retold(record: Entity, kind: Kind, kept: list[Evidence]) -> Entity:
    """A record with only this evidence, and with what it says in place of what it does not support."""
    supported_whole = {name for evidence in kept for name in evidence.supports}
    values: dict[str, Any] = {}
    evidence = []
    for item in kept:
        supports, says = list(item.supports), dict(item.says)
        for name, said in item.says.items():
            spec = kind.field[name]
            parsed = spec.parse(said)
            if spec.items(parsed):
                parts = spec.items(values.get(name, getattr(record, name))) | spec.items(parsed)
                values[name] = list(parts.values()) if spec.many else parts
                supports += [f"{name}/{key}" for key in spec.items(parsed)]
            elif name in supported_whole or name in values:
                continue
            else:
                values[name] = parsed
                supports.append(name)
            del says[name]
        evidence.append(item.model_copy(update={"supports": supports, "says": says}))
    return record.model_copy(update={**values, "evidence": evidence})
