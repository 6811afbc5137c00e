"""What lists hold, found by going through the records: what the lists of a graph are tried against."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from cagraph.model import MODEL, Component, Entity, FieldSpec, Kind, Namespaces, PartialDate
from cagraph.model.claims import accepted_values, claims_of, is_accepted
from cagraph.model.text import fold, matches
from cagraph.rdf.emit import Emitter
from cagraph.settings import DEFAULT_BASE

NAMED = ("names", "variants", "official_names", "title")


def plain(spec: FieldSpec, value: Any) -> str:
    if spec.type == "ref":
        return spec.concept_id(value)
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


@dataclass(frozen=True)
class Told:
    """One accepted record: its kind, values by parameter, dates, names, and the sources it rests on."""

    record: Entity
    kind: Kind
    label: str

    @property
    def id(self) -> str:
        return self.record.id

    @cached_property
    def fields(self) -> dict[str, Any]:
        return accepted_values(self.record, self.kind)

    @cached_property
    def values(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for name, value in self.fields.items():
            spec = self.kind.field[name]
            for one in value if spec.many else [value]:
                if isinstance(one, Component) and spec.component:
                    for part in spec.component.fields:
                        inner = getattr(one, part.name)
                        if part.term.shortcut and inner is not None:
                            shortcut = {"cag:participant": "participant"}.get(part.term.shortcut, "participating_party")
                            found.setdefault(shortcut, set()).add(inner)
                elif spec.type in {"ref", "text", "integer", "boolean"} and not spec.term.prefix:
                    found.setdefault(spec.parameter, set()).add(plain(spec, one))
        return found

    @cached_property
    def dates(self) -> list[tuple[str, PartialDate]]:
        found = ((self.kind.field[name].term.time, value) for name, value in self.fields.items())
        return [(time, value) for time, value in found if time]

    @cached_property
    def hull(self) -> tuple[str, str]:
        first = [day.earliest.isoformat() for time, day in self.dates if time != "end" and day.earliest]
        last = [day.latest.isoformat() for time, day in self.dates if time != "start" and day.latest]
        return min(first, default=""), max(last, default="")

    @cached_property
    def names(self) -> list[str]:
        found = [self.label]
        for name in NAMED:
            value = self.fields.get(name, [])
            texts = value.values() if isinstance(value, dict) else [value] if isinstance(value, str) else value
            for text in texts:
                found += text if isinstance(text, list) else [text]
        return found

    @cached_property
    def sources(self) -> set[str]:
        return {claim.evidence.source for claim in claims_of(self.record, self.kind) if claim.accepted}

    def on(self, day: date) -> str:
        """Whether it was on a day: by every way its dates can be meant."""
        answers = [_point(value, day) for time, value in self.dates if time == "at"]
        spell = dict(self.dates)
        start, end = spell.get("start"), spell.get("end")
        if start or end:
            possible = not (start and start.earliest and start.earliest > day)
            possible = possible and not (end and end.latest and end.latest < day)
            certain = bool(start and start.latest and start.latest <= day)
            certain = certain and bool(end and end.earliest and end.earliest >= day)
            answers.append("yes" if certain else "unknown" if possible else "no")
        return "yes" if "yes" in answers else "unknown" if "unknown" in answers else "no"


def _point(value: PartialDate, day: date) -> str:
    start, slash, end = value.text.partition("/")
    if not slash:
        assert value.earliest
        assert value.latest
        inside = value.earliest <= day <= value.latest
        return "no" if not inside else "yes" if value.earliest == value.latest else "unknown"
    first = PartialDate.parse(start) if start != ".." else None
    last = PartialDate.parse(end) if end != ".." else None
    certain = (not first or bool(first.latest and first.latest <= day)) and (
        not last or bool(last.earliest and last.earliest >= day)
    )
    possible = (not first or bool(first.earliest and first.earliest <= day)) and (
        not last or bool(last.latest and last.latest >= day)
    )
    return "yes" if certain else "unknown" if possible else "no"


@dataclass(frozen=True)
class Records:
    """All accepted records."""

    told: list[Told] = field(default_factory=list)

    @classmethod
    def of(cls, records: Iterable[Entity]) -> "Records":
        everything = list(records)
        labels = Emitter.of(everything, MODEL, Namespaces(DEFAULT_BASE)).labels
        found = [Told(one, MODEL.kinds[type(one).__name__], labels[one.id]) for one in everything]
        return cls([one for one in found if is_accepted(one.record, one.kind)])

    def of_kind(self, kind: str) -> list[Told]:
        return [one for one in self.told if MODEL.is_a(one.kind.name, kind)]

    def values(self, kind: str, parameter: str) -> Counter[str]:
        return Counter(value for one in self.of_kind(kind) for value in one.values.get(parameter, ()))

    def fitting(self, kind: str, given: Mapping[str, Sequence[str]]) -> list[Told]:
        return [one for one in self.of_kind(kind) if all(self._fits(one, *item) for item in given.items())]

    def _fits(self, one: Told, name: str, values: Sequence[str]) -> bool:
        if name == "q":
            return any(fold(values[0]) in fold(text) or matches(text, values[0]) for text in one.names)
        if name == "on":
            return one.on(date.fromisoformat(values[0])) != "no"
        if name in {"since", "until"}:
            first, last = one.hull
            wanted = PartialDate.parse(values[0])
            if name == "since":
                return bool(first or last) and (not last or last >= str(wanted.earliest))
            return bool(first or last) and (not first or first <= str(wanted.latest))
        has = one.sources if name.startswith("source") else one.values.get(name.removesuffix(".any"), set())
        return bool(has & set(values)) if name.endswith(".any") else has >= set(values)
