"""Where the rate of contacts, or of instruments made, changes over the windows of a span."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from cagraph.errors import ParameterError
from cagraph.measures.measure import Detail, Scores, Value
from cagraph.measures.partition import Change, changes, dispersion
from cagraph.measures.records.contacts import met
from cagraph.measures.records.instruments import made_in_windows
from cagraph.measures.records.measure import Enquiry
from cagraph.measures.records.tally import Item, everywhere, grouped, sure
from cagraph.measures.windows import Named

COLUMNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "number": "how many surely lie in the window",
        "change": "1 where the rate changes with this window, else 0",
        "before": "the rate a year of the stretch before the change",
        "gain": "how much the change adds to the log-likelihood of the stretches on both sides",
        "p": "the p-value of a change anywhere in the two stretches, by 999 shuffles",
        "dispersion": "how much more the counts of all windows vary around the rates found than Poisson ones do; where "
        "it is well above 1, there are fewer changes",
        "records": "the ids of those that surely lie in the window",
        "possible": "the ids of those that only can lie in it, and are not counted",
    }
)


def contact_changes(enquiry: Enquiry) -> Sequence[Scores]:
    """The number of contacts a year, taken as constant over stretches of windows: the partition into Poisson rates with
    the least sum of -2 log-likelihood and 2 log n for each change, n being the number of windows.
    """
    return _changing(enquiry, met(enquiry))


def instrument_changes(enquiry: Enquiry) -> Sequence[Scores]:
    """The number of instruments made a year, taken as constant over stretches of windows: the partition into Poisson
    rates with the least sum of -2 log-likelihood and 2 log n for each change, n being the number of windows.
    """
    return _changing(enquiry, made_in_windows(enquiry))


def _changing(enquiry: Enquiry, windows: Sequence[Sequence[Item]]) -> list[Scores]:
    exposures = [_years(span) for span in enquiry.spans]
    _apart(enquiry.spans)
    groups = [grouped(items, enquiry.of) for items in windows]
    keys = everywhere(enquiry, groups)
    rows: list[dict[tuple[str, ...], dict[str, Detail]]] = [{} for _ in windows]
    values: list[dict[tuple[str, ...], Value]] = [{} for _ in windows]
    for key in keys:
        series = [group.get(key, []) for group in groups]
        for place, (rate, row) in enumerate(_rates(series, exposures)):
            values[place][key], rows[place][key] = rate, row
    number = [len(sure(items)) for items in windows]
    return [
        Scores(value, {"number": all_, "changes": sum(each["change"] == 1 for each in row.values())}, details=row)
        for value, row, all_ in zip(values, rows, number, strict=True)
    ]


def _rates(series: Sequence[Sequence[Item]], exposures: Sequence[float]) -> list[tuple[float, dict[str, Detail]]]:
    """The rate of each window, and what stands beside it."""
    counts = [len(sure(items)) for items in series]
    found = changes(counts, exposures)
    at = {change.place: change for change in found}
    spread = dispersion(counts, exposures, [0, *at])
    rate = found[0].before if found else sum(counts) / sum(exposures)
    rows = []
    for place, items in enumerate(series):
        rate = at[place].after if place in at else rate
        rows.append((rate, _row(items, at.get(place), spread)))
    return rows


def _row(items: Sequence[Item], change: Change | None, spread: float | None) -> dict[str, Detail]:
    return {
        "number": len(sure(items)),
        "change": int(change is not None),
        "before": change.before if change else None,
        "gain": change.gain if change else None,
        "p": change.p if change else None,
        "dispersion": spread,
        "records": tuple(item.record for item in sure(items)),
        "possible": tuple(item.record for item in items if not item.sure),
    }


def _years(span: Named) -> float:
    """How long a window is, in calendar years. Raises ParameterError for an open one."""
    first, last = span.window.since, span.window.until
    if first is None or last is None:
        raise ParameterError("by: changes are looked for in a series", "give since, until and by=year")
    return sum(
        ((min(last, date(year, 12, 31)) - max(first, date(year, 1, 1))).days + 1) / _days_of(year)
        for year in range(first.year, last.year + 1)
    )


def _days_of(year: int) -> int:
    return (date(year, 12, 31) - date(year, 1, 1)).days + 1


def _apart(spans: Sequence[Named]) -> None:
    """Raises ParameterError for windows that overlap, whose counts would not be of each alone."""
    ends = [(span.window.since or date.min, span.window.until or date.max) for span in spans]
    if len(spans) < 2 or any(one[1] >= other[0] for one, other in pairwise(ends)):
        raise ParameterError("by: changes are looked for in windows that do not overlap, two or more", "give by=year")
