"""Spans of days and single days, as views, lists and searches are asked for them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cagraph.errors import ParameterError
from cagraph.model import Kind, PartialDate


@dataclass(frozen=True)
class Window:
    """A span of days, either end open. Something lies in it when it can have happened within it."""

    since: date | None = None
    until: date | None = None

    @classmethod
    def parse(cls, since: str = "", until: str = "") -> "Window":
        """From dates of any precision, `since` from its first day, `until` to its last. Raises ParameterError."""
        first = _date("since", since).earliest if since else None
        last = _date("until", until).latest if until else None
        if first and last and first > last:
            raise ParameterError(f"since ({since}) is after until ({until})", "swap them")
        return cls(first, last)

    def holds(self, attributes: Mapping[str, Any]) -> bool:
        """Whether a node's place in time overlaps the span; the undated lie only in the open one."""
        earliest, latest = attributes.get("earliest"), attributes.get("latest")
        if not (earliest or latest):
            return self.since is None and self.until is None
        after = self.since is None or not latest or latest >= self.since.isoformat()
        before = self.until is None or not earliest or earliest <= self.until.isoformat()
        return after and before

    def surely_holds(self, kind: Kind, attributes: Mapping[str, Any]) -> bool:
        """Whether a node of a kind lies in the span on whatever days its dates mean; of several days, one of them.

        An interval is taken to last, and so is a spell without an end.
        """
        if self.since is None and self.until is None:
            return True
        return any(
            (self.since is None or over is None or over >= self.since)
            and (self.until is None or (begun is not None and begun <= self.until))
            for begun, over in _lasting(kind, attributes)
        )


def _lasting(kind: Kind, attributes: Mapping[str, Any]) -> Iterator[tuple[date | None, date | None]]:
    """The times of a node, each by the day on which it had surely begun, and that before which it was surely not over.

    None where it may have begun on any day, or is not known to be over.
    """
    told = {spec.name: spec.term.time for spec in kind.fields if spec.term.time and attributes.get(spec.name)}
    for name, time in told.items():
        if time == "at":
            first, slash, last = attributes[name].partition("/")
            yield _ends(first, last if slash else first)
    spell = {time: attributes[name] for name, time in told.items() if time != "at"}
    if spell:
        yield _ends(spell.get("start", ""), spell.get("end", ""))


def _ends(first: str, last: str) -> tuple[date | None, date | None]:
    start, end = (PartialDate.parse(text) if text not in {"", ".."} else None for text in (first, last))
    begun = start or end
    return begun.latest if begun else None, end.earliest if end else None


def _date(name: str, value: str) -> PartialDate:
    try:
        return PartialDate.parse(value)
    except ValueError as error:
        raise ParameterError(f"{name}: {error}", "write 2024, 2024-08 or 2024-08-09") from error


def whole_day(name: str, text: str) -> date:
    """A day as people write it. Raises ParameterError for what is no date, or for more than one day."""
    try:
        read = PartialDate.parse(text[:40])
    except ValueError as error:
        raise ParameterError(f"{name}: {error}", "write a day, as 2024-08-09") from error
    if read.precision != "day" or read.earliest is None or read.text[-1] in "~?%":
        raise ParameterError(f"{name}: '{text[:40]}' is not one day", "write a day, as 2024-08-09")
    return read.earliest
