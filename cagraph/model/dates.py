"""Dates that keep the precision of their source: a day, a month, a year, an interval, or open at one end."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import total_ordering
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

_POINT = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?(?P<mark>[~?%]?)")
EDTF_PATTERN = r"^(\.\.|\d{4}(-\d{2}(-\d{2})?)?[~?%]?)(/(\.\.|\d{4}(-\d{2}(-\d{2})?)?[~?%]?))?$"
PRECISIONS = ("year", "month", "day")


def _bounds(text: str) -> tuple[date, date]:
    """The first and last day of one EDTF point such as 2022, 2022-12 or 2022-12-22~."""
    match = _POINT.fullmatch(text)
    if match is None:
        raise ValueError(
            f"'{text}' is no date; write 2022, 2022-12, 2022-12-22, an interval 2019/2024, or an open one 2019/.."
        )
    year, month, day = int(match["year"]), match["month"], match["day"]
    if year == 0:
        raise ValueError(f"year must be in 0001..9999, not '{text}'")
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if not 1 <= int(month) <= 12:
        raise ValueError(f"month must be in 01..12, not '{text}'")
    last = monthrange(year, int(month))[1]
    if day is None:
        return date(year, int(month), 1), date(year, int(month), last)
    if not 1 <= int(day) <= last:
        raise ValueError(f"day must be in 01..{last:02d}, not '{text}'")
    exact = date(year, int(month), int(day))
    return exact, exact


@total_ordering
@dataclass(frozen=True)
class PartialDate:
    """A date or interval in the notation of EDTF (ISO 8601-2:2019), levels 0 and 1 as far as diplomacy needs them.

    `text` is what the source gives. `earliest` and `latest` are the first and last day it can mean; an open
    end (`2019/..`) is `None`, never an invented year. `~` (about), `?` (uncertain) and `%` (both) are kept in
    the text and do not widen the bounds.

    >>> PartialDate.parse("2022-12").latest
    datetime.date(2022, 12, 31)
    >>> PartialDate.parse("2019/..").latest is None
    True
    >>> PartialDate.parse("2022-13")
    Traceback (most recent call last):
    ...
    ValueError: month must be in 01..12, not '2022-13'
    """

    text: str
    earliest: date | None
    latest: date | None

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read an EDTF text. Raises ValueError with the reason."""
        start, slash, end = text.strip().partition("/")
        if not slash:
            return cls(start, *_bounds(start))
        if start == end == "..":
            raise ValueError("an interval needs at least one end")
        earliest = None if start == ".." else _bounds(start)[0]
        latest = None if end == ".." else _bounds(end)[1]
        if earliest and latest and _bounds(start)[0] > _bounds(end)[0]:
            raise ValueError(f"the interval '{text}' ends before it starts")
        return cls(f"{start}/{end}", earliest, latest)

    @property
    def precision(self) -> str:
        """`day`, `month`, `year`, or `interval`."""
        if "/" in self.text:
            return "interval"
        return PRECISIONS[self.text.count("-")]

    def __str__(self) -> str:
        return self.text

    def __lt__(self, other: "PartialDate") -> bool:
        return self._order() < other._order()

    def _order(self) -> tuple[date, date, str]:
        return (self.earliest or date.min, self.latest or date.max, self.text)

    @classmethod
    def _coerce(cls, value: Any) -> "PartialDate":
        if isinstance(value, cls):
            return value
        if not isinstance(value, str):
            raise ValueError(f"'{value}' is no date; write it as text, as 2022-12-22")
        return cls.parse(value)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls._coerce, serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {
            "type": "string",
            "pattern": EDTF_PATTERN,
            "examples": ["2022", "2022-12", "2022-12-22", "2019/.."],
        }
