"""What the data look at: from when to when which states are observed, and where a zero is a known zero."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from cagraph.mirror import Scene
from cagraph.model import PartialDate
from cagraph.panels.counts import Count
from cagraph.panels.years import cut, days_in, last_day

# The states whose relations the data collect: `data/README.md` says so, and statements of completeness name it.
REGION: Final = "central-asia"


@dataclass(frozen=True)
class Mask:
    """From when to when a row of some states is observed.

    A row is observed if one of its states is of the region, from the day on which all of them are independent (where
    the data tell it, else always) to the last day that the data reach. A state of the region whose independence is not
    told is not observed.
    """

    scene: Scene
    reach: date | None

    @cached_property
    def region(self) -> tuple[str, ...]:
        """The states that are looked at, sorted; none without the region."""
        return tuple(sorted(self.scene.linked(REGION, "memberState"))) if REGION in self.scene.mirror else ()

    def independent(self, state: str) -> date | None:
        """The day of a state's independence, the last that it can have been; None where the data do not tell it."""
        text = self.scene.mirror.nodes[state].get("independent")
        return PartialDate.parse(str(text)).latest if text else None

    def exist(self, states: Collection[str]) -> date | None:
        """The day from which all of them are independent; None where the data tell of none."""
        return max((day for state in states if (day := self.independent(state))), default=None)

    def span(self, states: Collection[str]) -> tuple[date, date] | None:
        """The first and last day on which a row of these states is observed; None where it never is."""
        watched = [state for state in states if state in self.region]
        first = self.exist(states)
        if not watched or not first or not self.reach or not all(map(self.independent, watched)):
            return None
        return (first, self.reach) if first <= self.reach else None

    def years(self, states: Collection[str], years: range) -> Iterator[int]:
        """The years of a panel in which all of the states exist."""
        return cut(self.exist(states), None, years)


def observed(span: tuple[date, date] | None, year: int) -> tuple[date, date] | None:
    """The first and last day of a year that lie in the span in which a row is observed; None without any."""
    if span is None or not days_in(year, *span):
        return None
    return max(span[0], date(year, 1, 1)), min(span[1], last_day(year))


@dataclass(frozen=True)
class Statement:
    """A statement of completeness that is limited to no series, organisation or instrument."""

    id: str
    parties: frozenset[str]
    kind: str
    level: str
    posts: frozenset[str]
    period: PartialDate

    def lasts(self, first: date, last: date) -> bool:
        """Whether it surely holds from one day to another."""
        begun = self.period.earliest is None or self.period.earliest <= first
        return begun and (self.period.latest is None or self.period.latest >= last)


@dataclass(frozen=True)
class Completeness:
    """Where a count is known to be complete, so that a zero means that there was nothing."""

    scene: Scene

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """All that can make a count complete, by id."""
        nodes, found = self.scene.mirror.nodes, []
        for id_ in sorted(nodes):
            attributes = nodes[id_]
            if attributes["kind"] == "Coverage" and not self.scene.linked(id_, "coverageWithin"):
                parties = frozenset(self.scene.linked(id_, "covers"))
                posts = frozenset(self.scene.linked(id_, "coveredPost"))
                period = PartialDate.parse(str(attributes["period"]))
                level = str(attributes.get("level", "")).partition(".")[2].replace("-", " ")
                found.append(Statement(id_, parties, str(attributes["of_kind"]), level, posts, period))
        return tuple(found)

    def fitting(
        self, count: Count, states: Collection[str], actors: Collection[str], kind: str, levels: frozenset[str]
    ) -> "Fitting":
        """The statements that can make a count complete for these states, for each kind of record that has to be.

        One fits when it is about none but these states, and about records of the kind that is counted or of a wider
        one. If it is limited to the holders of posts, these have to be all that the `actors` have at the levels asked
        for; if to a level of relations, this has to be the one counted.
        """
        about = [one for one in self.statements if one.parties <= frozenset(states)]
        return tuple(
            tuple(
                one
                for one in about
                if self.scene.model.is_a(needed, one.kind)
                and one.level in {"", kind}
                and (not one.posts or self._held(actors, levels, one.posts))
            )
            for needed in count.complete
        )

    def _held(self, states: Collection[str], levels: frozenset[str], posts: frozenset[str]) -> bool:
        """Whether these posts are all that each of the states has at some levels, and it has one."""
        of_each = [{post for post, level in self._of_state.get(state, ()) if level in levels} for state in states]
        return bool(levels) and all(own and own <= posts for own in of_each)

    @cached_property
    def _of_state(self) -> dict[str, list[tuple[str, str]]]:
        found: dict[str, list[tuple[str, str]]] = {}
        for post, attributes in self.scene.mirror.nodes(data=True):
            if attributes["kind"] == "Post":
                for state in self.scene.linked(post, "postOf"):
                    found.setdefault(state, []).append((post, str(attributes.get("level", ""))))
        return found


# For each kind of record that has to be complete, the statements that can make it so.
Fitting = tuple[tuple[Statement, ...], ...]


def complete(fitting: Fitting, first: date, last: date) -> tuple[str, ...]:
    """The statements by which a count is complete from one day to another; none where it is not known to be."""
    if not all(fitting):
        return ()
    found = [next((one.id for one in fit if one.lasts(first, last)), "") for fit in fitting]
    return tuple(found) if all(found) else ()
