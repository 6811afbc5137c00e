"""Spans of days as spells that Gephi reads: none overlaps another, and each ends on the day after."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

Spell = tuple[str, str]


def spells(spans: Iterable[Spell]) -> list[Spell]:
    """Spans of days as Gephi reads them: merged where they touch, and ending on the day after.

    An empty end is an open one.

    >>> spells([("2024-08-09", "2024-08-09"), ("2024-08-08", "2024-08-08"), ("2025-01-01", "")])
    [('2024-08-08', '2024-08-10'), ('2025-01-01', '')]
    """
    merged: list[Spell] = []
    for start, last in sorted((start, until(last)) for start, last in spans):
        if merged and (not merged[-1][1] or start <= merged[-1][1]):
            before = merged[-1]
            merged[-1] = (before[0], "" if not (before[1] and last) else max(before[1], last))
        else:
            merged.append((start, last))
    return merged


@lru_cache(maxsize=65_536)
def until(day: str) -> str:
    """The day after a last one, which Gephi takes for the end; empty for an open end."""
    if not day or day == date.max.isoformat():
        return ""
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
