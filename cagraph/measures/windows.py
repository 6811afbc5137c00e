"""Windows of time: one, a year each, or some years each that roll on by one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from cagraph.errors import ParameterError
from cagraph.mirror import Window

YEAR: Final = "year"
ROLLING: Final = "rolling"
MOST: Final = 100
_HINT: Final = "write year, or rolling: and a number of years, as rolling:5"


@dataclass(frozen=True)
class Named:
    """A window with its name: a year, the first and last of some, or the span."""

    name: str
    window: Window


def windows(since: str, until: str, by: str) -> tuple[Named, ...]:
    """The windows of a span: one without `by`; for `year` each year, cut at both ends of the span; for `rolling:N` each
    N years that lie in it from the first year to the last. Raises ParameterError.

    >>> [each.name for each in windows("2017", "2019-03", "year")]
    ['2017', '2018', '2019']
    >>> [each.name for each in windows("2017", "2019", "rolling:2")]
    ['2017/2018', '2018/2019']
    """
    span = Window.parse(since, until)
    if not by:
        return (Named(f"{since or '..'}/{until or '..'}", span),)
    years = _years(by)
    if span.since is None or span.until is None:
        raise ParameterError(f"by: {by} needs both ends of the span", "give since and until, as since=1992 until=2025")
    found = tuple(_cut(span.since, span.until, years))
    if not found:
        raise ParameterError(f"by: no {years} years lie between {since} and {until}", "take fewer, or a longer span")
    if len(found) > MOST:
        raise ParameterError(f"by: that makes {len(found)} windows, and {MOST} are the most", "take a shorter span")
    return found


def _years(by: str) -> int:
    """How many years a window has. Raises ParameterError."""
    if by == YEAR:
        return 1
    name, _, number = by.partition(":")
    if name != ROLLING or not (number.isascii() and number.isdecimal()) or not 2 <= int(number[:4]) <= MOST:
        raise ParameterError(f"by: '{by[:80]}' is not known", _HINT)
    return int(number[:4])


def _cut(since: date, until: date, years: int) -> Iterator[Named]:
    for first in range(since.year, until.year - years + 2):
        last = first + years - 1
        window = Window(max(since, date(first, 1, 1)), min(until, date(last, 12, 31)))
        yield Named(f"{first:04}" if years == 1 else f"{first:04}/{last:04}", window)
