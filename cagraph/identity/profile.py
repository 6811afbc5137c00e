"""What of a record tells whether another is of the same thing: names, days, and whom it links."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Final

from cagraph.identity.names import names_of
from cagraph.model import Entity, FieldSpec, Kind, PartialDate
from cagraph.model.claims import links, values_of

OPEN: Final = date.max
_ABOUT_OTHERS: Final = frozenset({"part_of", "ahead_of", "outcome_of", "follows_precedent_of", "continues", "topics"})


@dataclass(frozen=True)
class Profile:
    """A record, its kind, and what is compared of it."""

    record: Entity
    kind: Kind

    @property
    def id(self) -> str:
        """The record's id."""
        return self.record.id

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All its names."""
        return names_of(self.record)

    @cached_property
    def values(self) -> dict[str, Any]:
        """Its fields that hold anything."""
        return values_of(self.record, self.kind)

    @cached_property
    def links(self) -> frozenset[str]:
        """Whom and what it links, beside the events and documents around it and what it is about."""
        return frozenset(
            id_ for place, spec, id_ in links(self.kind, self.values) if place[0] not in _ABOUT_OTHERS and _is_who(spec)
        )

    @cached_property
    def around(self) -> frozenset[str]:
        """The events and documents that it says it belongs to or comes from."""
        return frozenset(id_ for place, _, id_ in links(self.kind, self.values) if place[0] in _ABOUT_OTHERS)

    @cached_property
    def span(self) -> tuple[date, date] | None:
        """The first and the last day that it can be of; None where it has no date."""
        dates = [one for spec in self.kind.fields if spec.term.time and (one := self.values.get(spec.name))]
        found = [one for one in dates if isinstance(one, PartialDate)]
        if not found:
            return None
        lasts = self.lasts and not any(self.values.get(name) for name in self._ends)
        return (
            min(one.earliest or date.min for one in found),
            OPEN if lasts else max(one.latest or OPEN for one in found),
        )

    @cached_property
    def _ends(self) -> tuple[str, ...]:
        return tuple(spec.name for spec in self.kind.fields if spec.term.time == "end")

    @property
    def lasts(self) -> bool:
        """Whether it is of a spell of time, and not of a day."""
        return bool(self._ends)

    @property
    def day(self) -> date | None:
        """The day it is of, where it is of one day."""
        return self.span[0] if self.span and self.span[0] == self.span[1] else None

    @cached_property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude in degrees, where it has both."""
        lat, lng = self.values.get("lat"), self.values.get("lng")
        return None if lat is None or lng is None else (float(lat), float(lng))


def _is_who(spec: FieldSpec) -> bool:
    return spec.type == "ref" and not spec.term.scheme and bool(spec.term.edge or spec.term.shortcut)


def overlap(one: Profile, other: Profile, slack: int = 0) -> bool:
    """Whether two records can be of the same time, give or take some days; with -1, of more than one day."""
    if one.span is None or other.span is None:
        return False
    (first, last), (begun, ended) = one.span, other.span
    return _later(last, slack) >= begun and _later(ended, slack) >= first


def _later(day: date, days: int) -> date:
    return day if day == OPEN else day + timedelta(days=days)
