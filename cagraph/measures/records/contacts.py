"""Contacts of parties at events, and how many of them are between two alone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from cagraph.measures.measure import Detail, Scores, Value
from cagraph.measures.records.measure import Enquiry
from cagraph.measures.records.tally import COUNTED, Item, Key, Pairs, counted, paired, placed, scored, sure
from cagraph.mirror.views.base import Spell, span
from cagraph.mirror.views.parts import Parts, bilateral, happenings, parties

RULE: Final = (
    "an event other than a treaty act that brought two or more of those looked at together: parties represented at it, "
    "and a state visited; with a level, those represented at it, and the state visited where anybody came at it; for "
    "two that both were at an event, what is part of it adds nothing"
)
CONTACTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        **COUNTED,
        "alone": "how many of the multilateral ones were between none but those looked at",
        "sidelines": "how many of the bilateral ones lie within a day of a multilateral one of the same two",
    }
)
SHARES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "low": "the least that the share can be, by what only can lie in the window",
        "high": "the most that it can be",
        "by_contacts": "the share by contacts of two: an event of n of those looked at counts n(n-1)/2 times, for "
        "one of them n-1 times",
        "without_sidelines": "the share without bilateral events within a day of a multilateral one of the same two",
        "bilateral": "how many were between exactly two parties",
        "multilateral": "how many were between three or more",
        "records": "the ids of the bilateral ones",
        "others": "the ids of the multilateral ones",
        "possible": "the ids of those that only can lie in the window",
    }
)
_DAY: Final = timedelta(days=1)
_WEEK: Final = timedelta(days=7)


def contacts(enquiry: Enquiry) -> Sequence[Scores]:
    """The number of events at which two parties met, a party met others, or any of them met: those that surely lie in
    the window. Bilateral are those between exactly two parties, whoever is looked at.
    """
    return scored(enquiry, met(enquiry), _counted)


def bilateral_share(enquiry: Enquiry) -> Sequence[Scores]:
    """The share of the events at which parties met that were between exactly two parties, and so not between three or
    more: of those of a party, of two, or of all. Not defined where they did not meet.
    """
    return scored(enquiry, met(enquiry), _shares)


def met(enquiry: Enquiry) -> list[list[Item]]:
    """The events at which those looked at met, in each window."""
    scene = enquiry.archive.scene
    found = [(item, span(scene.mirror.nodes[item.record])) for item in _meetings(enquiry)]
    wider = [(item.pairs, days) for item, spell in found if not item.bilateral and (days := _days(spell))]
    found = [(replace(item, sidelines=item.bilateral and _beside(item, spell, wider)), spell) for item, spell in found]
    return [placed(found, one.window) for one in enquiry.spans]


def _meetings(enquiry: Enquiry) -> Iterator[Item]:
    scene, parts = enquiry.archive.scene, Parts(enquiry.archive.scene)
    circles = {event: _circle(parts, event, enquiry.options.levels) for event in happenings(scene, enquiry.options)}
    for event, circle in circles.items():
        pairs = paired(party for party in circle if enquiry.keeps(party))
        pairs -= {pair for whole in scene.wholes(event) for pair in paired(circles.get(whole, ()))}
        if pairs:
            alone = all(map(enquiry.keeps, parties(scene, event)))
            yield Item(event, pairs, pairs, bilateral(scene, event), alone)


def _days(spell: Spell) -> tuple[date, date] | None:
    """The first and last day of what lasted a week at most; None for what did not, or whose days are not known."""
    first, last = (date.fromisoformat(day) if day else None for day in spell)
    return (first, last) if first and last and last - first <= _WEEK else None


def _beside(item: Item, spell: Spell, wider: Iterable[tuple[Pairs, tuple[date, date]]]) -> bool:
    """Whether an event of two lies within a day of one of several that both were at."""
    days = _days(spell)
    return days is not None and any(
        item.pairs <= pairs and days[0] - _DAY <= last and first <= days[1] + _DAY for pairs, (first, last) in wider
    )


def _circle(parts: Parts, event: str, levels: Iterable[str]) -> set[str]:
    """The parties that an event brought together, at some levels or at any."""
    scene, wanted = parts.scene, frozenset(levels)
    if not wanted:
        return set(parties(scene, event))
    came = {part.party for part in parts.of(event) if part.at(wanted) and scene.is_a(part.party, "Party")}
    return came | set(scene.linked(event, "to")) if came else came


def _counted(items: Sequence[Item], key: Key) -> tuple[Value, Mapping[str, Detail]]:
    value, beside = counted(items, key)
    certain = sure(items)
    alone = sum(item.alone and not item.bilateral for item in certain)
    return value, {**beside, "alone": alone, "sidelines": sum(item.sidelines for item in certain)}


def _shares(items: Sequence[Item], key: Key) -> tuple[Value, Mapping[str, Detail]]:
    certain = sure(items)
    two, more = ([item for item in certain if item.bilateral is is_two] for is_two in (True, False))
    maybe = [item for item in items if not item.sure]
    maybe_two = sum(item.bilateral for item in maybe)
    weighed: list[int] = [sum(len(item.pairs) for item in each) for each in (two, more)]
    return _part(len(two), len(more)), {
        "low": _part(len(two), len(more) + len(maybe) - maybe_two),
        "high": _part(len(two) + maybe_two, len(more)),
        "by_contacts": _part(*weighed),
        "without_sidelines": _part(sum(not item.sidelines for item in two), len(more)),
        "bilateral": len(two),
        "multilateral": len(more),
        "records": tuple(item.record for item in two),
        "others": tuple(item.record for item in more),
        "possible": tuple(item.record for item in maybe),
    }


def _part(one: int, other: int) -> float | None:
    return one / (one + other) if one + other else None
