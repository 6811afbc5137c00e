"""Reads dates, years, periods and ordinals out of the words of a question."""

import re
from types import MappingProxyType
from typing import Final

from cagraph.model import PartialDate

_MONTH_NAMES: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTHS: Final = MappingProxyType(
    {
        form: number
        for number, name in enumerate(_MONTH_NAMES, start=1)
        for form in (name, name[:3], "sept" if number == 9 else name)
    }
)
_ORDINAL_NAMES: Final = (
    *("first", "second", "third", "fourth", "fifth", "sixth"),
    *("seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"),
)
_ORDINALS: Final = MappingProxyType({name: number for number, name in enumerate(_ORDINAL_NAMES, start=1)})


def read_date(words: str) -> str | None:
    """A day, month or year in EDTF.

    >>> read_date("8 august 2024"), read_date("august 8th 2024"), read_date("april 2024"), read_date("soon")
    ('2024-08-08', '2024-08-08', '2024-04', None)
    """
    text = words.strip().removeprefix("year ")
    day_first = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?(?: of)? ([a-z]+) (\d{4})", text)
    month_first = re.fullmatch(r"([a-z]+) (\d{1,2})(?:st|nd|rd|th)? (\d{4})", text)
    month_only = re.fullmatch(r"([a-z]+) (\d{4})", text)
    if day_first and day_first[2] in _MONTHS:
        text = f"{day_first[3]}-{_MONTHS[day_first[2]]:02d}-{int(day_first[1]):02d}"
    elif month_first and month_first[1] in _MONTHS:
        text = f"{month_first[3]}-{_MONTHS[month_first[1]]:02d}-{int(month_first[2]):02d}"
    elif month_only and month_only[1] in _MONTHS:
        text = f"{month_only[2]}-{_MONTHS[month_only[1]]:02d}"
    try:
        return PartialDate.parse(text).text
    except ValueError:
        return None


def read_period(words: str) -> str | None:
    """A period or a date in EDTF.

    >>> read_period("2025-2027"), read_period("2025 to 2027"), read_period("april 2024")
    ('2025/2027', '2025/2027', '2024-04')
    """
    span = re.fullmatch(r"(?:years )?(\d{4}) ?(?:-|to|until|and|through) ?(\d{4})", words.strip())
    return f"{span[1]}/{span[2]}" if span else read_date(words)


def read_ordinal(words: str) -> str | None:
    """An ordinal number in digits.

    >>> read_ordinal("sixth"), read_ordinal("2nd"), read_ordinal("next")
    ('6', '2', None)
    """
    if words in _ORDINALS:
        return str(_ORDINALS[words])
    digits = re.fullmatch(r"(?:no |number )?(\d{1,3})(?:st|nd|rd|th)?", words)
    return str(int(digits[1])) if digits else None


def read_year(words: str) -> str | None:
    """A year of four digits."""
    year = re.fullmatch(r"(?:year )?(\d{4})", words)
    return year[1] if year else None
