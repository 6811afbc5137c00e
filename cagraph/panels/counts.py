"""What panels count, each by the view of the mirror that knows how."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from cagraph.errors import ParameterError, suggestion
from cagraph.mirror import Requested, View, view

DYADS: Final = "dyad-year"
STATES: Final = "state-year"
LEADERS: Final = "leader-year"
EVENTS: Final = "event"
UNITS: Final[Mapping[str, str]] = MappingProxyType(
    {
        DYADS: "a row for each two states and year",
        STATES: "a row for each state and year",
        LEADERS: "a row for each person, state and year that the person can have been in office in",
        EVENTS: "a row for each record and participant, as the record names them",
    }
)
# A stock is counted on the last day of a year: spells that last, what both belong to, what the treaty clock shows.
SPELLS: Final = "spells"
SHARED: Final = "shared"
IN_FORCE: Final = "in force"
# How a record weighs, and single days, are no matter of counts by year.
_NOT_OF_PANELS: Final = frozenset({"since", "until", "on", "weight"})


@dataclass(frozen=True)
class Count:
    """Something that is counted: records of a view, in each year or, as a `stock`, on its last day.

    `fixed` are the options of the view that make it what it is. `dated` is the field that dates a record, without it
    its whole place in time; `tie` the one kind of edge that counts, without it all; where `split`, each kind of edge is
    a variable of its own. `persons` is the view that ties persons in the same way, for leaders. `complete` are the
    kinds of records that have to be held completely for a count to be.
    """

    name: str
    title: str
    view: str
    complete: tuple[str, ...]
    fixed: Mapping[str, str] = field(default_factory=dict)
    stock: str = ""
    dated: str = ""
    tie: str = ""
    split: bool = False
    persons: str = ""

    @property
    def units(self) -> tuple[str, ...]:
        """The units that it can be counted for."""
        return (DYADS, STATES, *((LEADERS,) if self.persons else ()), *(() if self.stock else (EVENTS,)))

    @property
    def variable(self) -> str:
        """Its name as a variable; where it is split, what the names begin with."""
        return "rel" if self.split else self.name.replace("-", "_")

    def counted_by(self, unit: str) -> View:
        """The view whose rule it is counted by."""
        return view(self.persons if unit == LEADERS else self.view)

    def options(self, unit: str) -> tuple[str, ...]:
        """The options of the view that may be asked for."""
        names = self.counted_by(unit).choices.names
        return tuple(name for name in names if name not in _NOT_OF_PANELS and name not in self.fixed)

    def requested(self, unit: str, asked: Mapping[str, str]) -> Requested:
        """What its view is asked for, given what was asked of the panel: each option holds where it is known."""
        known = self.options(unit)
        return Requested(**self.fixed, **{name: value for name, value in asked.items() if name in known})


_ALL: Final = (
    Count(
        "meetings", "meetings", "co-participation", ("Meeting",), MappingProxyType({"kinds": "Meeting"}),
        persons="contacts",
    ),
    Count("events", "events other than treaty acts", "co-participation", ("Event",), persons="contacts"),
    Count("visits", "visits", "visits", ("Visit",), persons="visits"),
    Count(
        "treaties-signed", "treaties signed", "treaties", ("Treaty",), MappingProxyType({"kinds": "Treaty"}),
        dated="signed",
    ),
    Count("instruments", "instruments made, treaties among them", "treaties", ("Instrument",)),
    Count(
        "in-force", "treaties in force at year's end", "treaties", ("Treaty", "TreatyAct"),
        MappingProxyType({"kinds": "Treaty"}), stock=IN_FORCE,
    ),
    Count(
        "memberships", "organisations belonged to, as a full member, at year's end", "memberships", ("Membership",),
        stock=SHARED, tie="member",
    ),
    Count(
        "relations", "declared levels of relations at year's end", "relations", ("Relation",),
        MappingProxyType({"level": "any"}), stock=SPELLS, split=True,
    ),
)  # fmt: skip
COUNTS: Final[Mapping[str, Count]] = MappingProxyType({count.name: count for count in _ALL})
USUAL: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        DYADS: ("meetings", "visits", "treaties-signed"),
        STATES: ("meetings", "visits", "treaties-signed"),
        LEADERS: ("meetings", "visits"),
        EVENTS: ("meetings", "visits"),
    }
)


def chosen(unit: str, names: Sequence[str]) -> tuple[Count, ...]:
    """The counts of these names, each once; those usual for the unit without any. Raises ParameterError."""
    known = [name for name, count in COUNTS.items() if unit in count.units]
    for name in names:
        if name not in known:
            what = f"{UNITS[unit].removeprefix('a row ')}: " if name in COUNTS else ""
            raise ParameterError(f"events: '{name[:80]}' is not counted {what}".rstrip(": "), suggestion(name, known))
    return tuple(COUNTS[name] for name in dict.fromkeys(names or USUAL[unit]))


def check(counts: Sequence[Count], unit: str, asked: Mapping[str, str]) -> None:
    """Raises ParameterError for an option that none of the counts knows."""
    known = {name for count in counts for name in count.options(unit)}
    for name in asked:
        if name not in known:
            names = ", ".join(count.name for count in counts)
            raise ParameterError(
                f"{name}: it is no option of {names}", f"they have {', '.join(sorted(known)) or 'none'}"
            )
