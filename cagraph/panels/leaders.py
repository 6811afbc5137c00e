"""Who held which office in which years, by tenures."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cagraph.mirror import Requested, Scene, asked
from cagraph.model import PartialDate
from cagraph.panels.variables import NO_YES, Variable
from cagraph.panels.years import Spell, Stretch, cut, last_day


@dataclass(frozen=True)
class Tenure:
    """A time in a post; without a beginning and an end it is known by the days on which it was seen."""

    id: str
    post: str
    spell: Spell
    seen: tuple[Stretch, ...]

    def years(self, years: range, reach: date | None) -> Iterator[int]:
        """The years in which it can have lasted.

        Without an end it is taken to last as far as the data reach, without a beginning from the first day on which it
        was seen, else from its end; without either it is the years in which it was seen.
        """
        start, end = self.spell.start, self.spell.end
        if not start and not end:
            yield from sorted({year for one in self.seen for year in cut(one.first, one.last, years)})
            return
        seen = min((one.first for one in self.seen if one.first), default=end.earliest if end else None)
        yield from cut(start.earliest if start else seen, end.latest if end else reach, years)

    def surely(self, year: int) -> bool:
        """Whether it surely lasted on some day of a year."""
        start, end = self.spell.start, self.spell.end
        if any(one.first and one.last and one.first.year == one.last.year == year for one in self.seen):
            return True
        begun = start is not None and start.latest is not None and start.latest <= last_day(year)
        return begun and (end is None or (end.earliest is not None and end.earliest >= date(year, 1, 1)))


@dataclass(frozen=True)
class Office:
    """All that a person held of a state at the levels asked for."""

    person: str
    state: str
    tenures: list[Tenure] = field(default_factory=list)

    def years(self, years: range, reach: date | None) -> list[int]:
        """The years in which the person can have been in office."""
        return sorted({year for tenure in self.tenures for year in tenure.years(years, reach)})

    def during(self, year: int, scene: Scene) -> dict[str, Any]:
        """What was held in a year: the posts, from when to when, and whether that is sure."""
        held = [one for one in self.tenures if year in one.years(range(year, year + 1), last_day(year))]
        held.sort(key=lambda one: (one.spell.start or PartialDate.parse("9999"), one.id))
        ends = [one.spell.end for one in held]
        return {
            "person": self.person,
            "name": scene.mirror.nodes[self.person]["label"],
            "posts": ";".join(dict.fromkeys(one.post for one in held)),
            "entry": str(held[0].spell.start) if held[0].spell.start else None,
            "exit": None if None in ends else str(max(end for end in ends if end)),
            "in_office": int(any(one.surely(year) for one in held)),
        }


def offices(scene: Scene, states: Collection[str], requested: Requested) -> list[Office]:
    """Who held which offices of these states, by person; `requested` has the level."""
    levels = asked(scene, "visits", requested).levels
    found: dict[tuple[str, str], Office] = {}
    for node, attributes in scene.mirror.nodes(data=True):
        if not scene.is_a(node, "Tenure"):
            continue
        for post in scene.linked(node, "post"):
            level = str(scene.mirror.nodes[post].get("level", ""))
            for state in scene.linked(post, "postOf"):
                if state in states and (not levels or level in levels):
                    for person in scene.linked(node, "holder"):
                        office = found.setdefault((person, state), Office(person, state))
                        office.tenures.append(Tenure(node, post, Spell.of(attributes), tuple(_seen(attributes))))
    return [found[key] for key in sorted(found)]


def _seen(attributes: Mapping[str, Any]) -> Iterator[Stretch]:
    for text in attributes.get("attested", ()):
        read = PartialDate.parse(text)
        yield Stretch(read.earliest, read.latest)


def variables() -> Iterator[Variable]:
    """The variables of an office in a year."""
    yield Variable("person", "id of the person", "text", source="Person.id")
    yield Variable("name", "name of the person", "text", source="Person.label")
    yield Variable("posts", "ids of the posts held in the year, between semicolons", "text", source="Tenure.post")
    rule = "of the first of them to begin"
    yield Variable("entry", "when the office began, of any precision", "text", "date", rule, "Tenure.start", "not told")
    rule = "of the last of them to end"
    yield Variable("exit", "when the office ended, of any precision", "text", "date", rule, "Tenure.end", "no end told")
    rule = "surely on some day of the year; 0 where the dates leave it open; a tenure without an end is taken to last"
    yield Variable("in_office", "whether surely in office in the year", "integer", "", rule, "Tenure", values=NO_YES)
