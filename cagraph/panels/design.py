"""What a panel is asked for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from cagraph.errors import NotFoundError, ParameterError, suggestion
from cagraph.mirror import LEADERS, Scene, flag
from cagraph.panels import counts
from cagraph.panels.counts import UNITS, Count
from cagraph.panels.mask import Mask

LONGEST: Final = 200
_OPTIONS: Final = ("kinds", "level", "bilateral")


@dataclass(frozen=True)
class Design:
    """The unit, what is counted, the years, the states, and options of views, as people write them.

    `events` and `among`, ids of states or of regions, are names or a text with commas between them; `directed` makes
    two rows of a dyad, `records` names the records counted.
    """

    unit: str
    events: Sequence[str] | str = ()
    since: str = ""
    until: str = ""
    among: Sequence[str] | str = ()
    directed: bool | str = False
    records: bool | str = False
    kinds: str = ""
    level: str = ""
    bilateral: bool | str = False

    @property
    def given(self) -> dict[str, str]:
        """What is asked for besides the unit, by name, as text."""
        names = ("events", "since", "until", "among", "directed", "records", *_OPTIONS)
        return {name: text for name in names if (text := _text(getattr(self, name)))}

    @property
    def options(self) -> dict[str, str]:
        """The options of views that are asked for; the level of leaders is that of heads, unless it is told."""
        usual = {"level": LEADERS} if self.unit == counts.LEADERS else {}
        return usual | {name: value for name, value in self.given.items() if name in _OPTIONS}

    def check(self) -> tuple[Count, ...]:
        """What is counted. Raises NotFoundError for the unit, ParameterError."""
        if self.unit not in UNITS:
            raise NotFoundError(f"there is no unit '{self.unit[:80]}'", suggestion(self.unit, list(UNITS)))
        flag("records", self.records)
        if self.is_directed and self.unit != counts.DYADS:
            raise ParameterError(
                f"directed: a {self.unit} has no direction", f"leave it out, or ask for {counts.DYADS}"
            )
        chosen = counts.chosen(self.unit, _several(self.events))
        counts.check(chosen, self.unit, self.options)
        return chosen

    @property
    def is_directed(self) -> bool:
        """Whether rows have a direction. Raises ParameterError."""
        return flag("directed", self.directed)

    @property
    def names_records(self) -> bool:
        """Whether records are named. Raises ParameterError."""
        return flag("records", self.records)

    def years(self, mask: Mask) -> range:
        """The years from `since` to `until`; without them from the first independence to the last that is reached.

        Raises ParameterError.
        """
        days = [day for state in mask.region if (day := mask.independent(state))]
        first = _year("since", self.since) if self.since else min((day.year for day in days), default=0)
        last = _year("until", self.until) if self.until else mask.reach.year if mask.reach else 0
        if not (first and last):
            raise ParameterError("since: the data do not tell when they begin or end", "give since and until")
        if first > last:
            raise ParameterError(f"since ({first}) is after until ({last})", "swap them")
        if last - first >= LONGEST:
            many = last - first + 1
            raise ParameterError(f"since: that makes {many} years, and {LONGEST} are the most", "take fewer")
        return range(first, last + 1)

    def states(self, scene: Scene) -> frozenset[str]:
        """The states that are asked for; none stands for all. Raises ParameterError."""
        return frozenset(state for one in _several(self.among) for state in _states(scene, one))


def _states(scene: Scene, id_: str) -> Iterator[str]:
    if scene.is_a(id_, "State"):
        yield id_
    elif scene.is_a(id_, "Region"):
        yield from scene.linked(id_, "memberState")
    else:
        known = [node for node in scene.mirror if scene.is_a(node, "State") or scene.is_a(node, "Region")]
        raise ParameterError(f"among: there is no state or region '{id_[:80]}'", suggestion(id_, known))


def _year(name: str, text: str) -> int:
    """A whole year. Raises ParameterError."""
    if not (len(text) == 4 and text.isascii() and text.isdecimal() and int(text)):
        raise ParameterError(f"{name}: '{text[:40]}' is no year", "a panel has whole years: write it as 2017")
    return int(text)


def _several(value: Sequence[str] | str) -> Sequence[str]:
    """Names as they are, or between commas."""
    if not isinstance(value, str):
        return value
    return [one.strip() for one in value.split(",")] if value else ()


def _text(value: object) -> str:
    if isinstance(value, str):
        return "" if value == "false" else value
    return ",".join(value) if isinstance(value, Sequence) else "true" if value else ""
