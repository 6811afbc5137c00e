"""In which years something was: surely, possibly, or not."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cagraph.model import PartialDate

# Whether something surely was in a year, for each year in which it can have been.
Years = Mapping[int, bool]


def last_day(year: int) -> date:
    """Its last day."""
    return date(year, 12, 31)


@dataclass(frozen=True)
class Stretch:
    """The first and last day on which something can have been; None where that is open."""

    first: date | None
    last: date | None

    @classmethod
    def of(cls, attributes: Mapping[str, Any], field: str = "") -> "Stretch | None":
        """That of a record, by one field that dates it or by its whole place in time; None where it is not dated."""
        if field:
            read = PartialDate.parse(str(attributes[field])) if attributes.get(field) else None
            return cls(read.earliest, read.latest) if read else None
        first, last = (_day(attributes.get(name)) for name in ("earliest", "latest"))
        return cls(first, last) if first or last else None

    def within(self, years: range) -> Years:
        """The years that it can lie in; surely in one only where it cannot lie outside of it, in whole or in part."""
        first = self.first.year if self.first else None
        last = self.last.year if self.last else None
        low = max(years.start, first) if first else years.start
        high = min(years.stop - 1, last) if last else years.stop - 1
        return dict.fromkeys(range(low, high + 1), first == last)


@dataclass(frozen=True)
class Spell:
    """What began and may have ended, each on a day that is known to some precision; one without an end lasts."""

    start: PartialDate | None
    end: PartialDate | None

    @classmethod
    def of(cls, attributes: Mapping[str, Any]) -> "Spell":
        """That of a membership, relation or tenure."""
        start, end = (PartialDate.parse(str(attributes[name])) if attributes.get(name) else None for name in _ENDS)
        return cls(start, end)

    def can_last(self, day: date) -> bool:
        """Whether it can have lasted on a day."""
        begun = not (self.start and self.start.earliest and self.start.earliest > day)
        return begun and not (self.end and self.end.latest and self.end.latest < day)

    def lasts(self, day: date) -> bool:
        """Whether it surely lasted through a day."""
        begun = self.start is not None and self.start.latest is not None and self.start.latest <= day
        return begun and (self.end is None or (self.end.earliest is not None and self.end.earliest > day))

    def at_the_ends_of(self, years: range) -> Years:
        """The years on whose last day it can have lasted."""
        return on_the_last_days(years, self.lasts, self.can_last)


_ENDS = ("start", "end")


def on_the_last_days(years: range, surely: Callable[[date], bool], possibly: Callable[[date], bool]) -> Years:
    """The years on whose last day something was possible, each with whether it was sure."""
    days = (last_day(year) for year in years)
    return {day.year: surely(day) for day in days if possibly(day)}


def both(one: Years, other: Years) -> Years:
    """The years in which both can have been."""
    return {year: sure and other[year] for year, sure in one.items() if year in other}


def days_in(year: int, first: date, last: date) -> int:
    """How many days of a year lie from one day to another."""
    return max(0, (min(last, last_day(year)) - max(first, date(year, 1, 1))).days + 1)


def cut(first: date | None, last: date | None, years: range) -> Iterator[int]:
    """The years that lie, in whole or in part, from one day to another."""
    for year in years:
        if not (first and first.year > year) and not (last and last.year < year):
            yield year


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None
