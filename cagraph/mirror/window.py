"""Spans of days and single days, as views, lists and searches are asked for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cagraph.errors import ParameterError
from cagraph.model import PartialDate


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
