"""Which records tie which parties: the circle of a record, and the records that two parties share."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from types import MappingProxyType
from typing import Any, Final

from cagraph.paths import Index

# The part of the relation that a record belongs to: the first whose kind fits.
SECTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "relations": "Relation",
        "memberships": "Membership",
        "instruments": "Instrument",
        "visits": "Visit",
        "meetings": "Meeting",
        "events": "Event",
        "bodies": "Organisation",
        "figures": "Observation",
    }
)
# The fields that name those between whom a record stands; acts stand with their instrument.
_FIELDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "relations": ("between",),
        "memberships": ("member", "organisation"),
        "instruments": ("party",),
        "visits": ("participation", "to"),
        "meetings": ("participation",),
        "events": ("participation", "concerns"),
        "bodies": ("founder",),
        "figures": ("subject",),
    }
)
ACT: Final = "TreatyAct"


@dataclass(frozen=True)
class Circles:
    """The circle of every record, and every record of each party."""

    index: Index

    @cached_property
    def sections(self) -> Mapping[str, str]:
        """The section of every record that can tie parties."""
        found = {}
        for node in self.index.mirror:
            kind = self.index.kind(node).name
            if not self.index.model.is_a(kind, ACT):
                fitting = (name for name, ancestor in SECTIONS.items() if self.index.model.is_a(kind, ancestor))
                section = next(fitting, "")
                if section:
                    found[node] = section
        return found

    @cached_property
    def of(self) -> Mapping[str, frozenset[str]]:
        """The parties that each record ties."""
        return {node: frozenset(self._circle(node, section)) for node, section in self.sections.items()}

    def _circle(self, node: str, section: str) -> Iterator[str]:
        for other, links in self.index.neighbours(node).items():
            for link in links:
                if link.record == node and link.field in _FIELDS[section] and self._is_party(other):
                    yield other
                elif section == "instruments" and link.field == "instrument":
                    yield from (party for party in self.linked(other, "party"))

    def alone(self, record: str) -> bool:
        """Whether a record ties two parties and no others.

        An instrument does so only where its own parties are named and are those two: that only two parties' acts on a
        convention are recorded makes it no matter between them.
        """
        circle = self.of[record]
        if len(circle) != 2 or self.sections[record] != "instruments":
            return len(circle) == 2
        return frozenset(self.linked(record, "party")) == circle

    def _is_party(self, node: str) -> bool:
        return self.index.model.is_a(self.index.kind(node).name, "Party")

    def linked(self, record: str, field: str) -> tuple[str, ...]:
        """What a field of a record names, sorted."""
        return self._ends[0].get((record, field), ())

    def naming(self, node: str, field: str) -> tuple[str, ...]:
        """The records whose field names an entity, sorted."""
        return self._ends[1].get((node, field), ())

    @cached_property
    def _ends(self) -> tuple[Mapping[tuple[str, str], tuple[str, ...]], Mapping[tuple[str, str], tuple[str, ...]]]:
        """What each field of each record names, and which records' fields name each entity."""
        named: dict[tuple[str, str], set[str]] = defaultdict(set)
        naming: dict[tuple[str, str], set[str]] = defaultdict(set)
        for node in self.index.links:
            for links in self.index.neighbours(node).values():
                for link in links:
                    named[link.record, link.field].add(link.value)
                    naming[link.value, link.field].add(link.record)
        return _sorted(named), _sorted(naming)

    @cached_property
    def coverage(self) -> tuple[str, ...]:
        """The statements of what the data hold completely, sorted."""
        return tuple(sorted(node for node in self.index.mirror if self.index.kind(node).name == "Coverage"))

    @cached_property
    def parties(self) -> frozenset[str]:
        """Every state, region and organisation."""
        return frozenset(filter(self._is_party, self.index.mirror))

    @cached_property
    def _of_party(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for node, circle in self.of.items():
            for party in circle:
                found[party].add(node)
        return {party: frozenset(nodes) for party, nodes in found.items()}

    def shared(self, one: str, other: str) -> frozenset[str]:
        """The records that tie two parties, alone or with others."""
        return self._of_party.get(one, frozenset()) & self._of_party.get(other, frozenset())

    def pairs(self, party: str = "") -> list[dict[str, Any]]:
        """Every two parties that some record ties alone, with the number of such records by section."""
        counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for node, circle in self.of.items():
            if self.alone(node) and (not party or party in circle):
                counts[min(circle), max(circle)][self.sections[node]] += 1
        together = Counter(
            pair
            for node, circle in self.of.items()
            if not self.alone(node)
            for pair in combinations(sorted(circle), 2)
            if pair in counts
        )
        rows = [
            {
                "parties": list(pair),
                "labels": [self.index.label(one) for one in pair],
                "counts": {section: count[section] for section in SECTIONS if count[section]},
                "total": count.total(),
                "together_with_others": together[pair],
            }
            for pair, count in counts.items()
        ]
        return sorted(rows, key=lambda row: (-row["total"], row["parties"]))


def _sorted(found: Mapping[tuple[str, str], set[str]]) -> Mapping[tuple[str, str], tuple[str, ...]]:
    return {key: tuple(sorted(ends)) for key, ends in found.items()}
