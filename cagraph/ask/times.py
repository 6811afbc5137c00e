"""Reads dates, spans, decades and stretches up to today out of the words of a question."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from re import fullmatch
from types import MappingProxyType
from typing import Final

from cagraph.ask.tokens import Token
from cagraph.model import PartialDate

_MONTHS: Final = MappingProxyType(
    {
        stem: number
        for number, stems in enumerate(
            (
                "january jan январ", "february feb феврал", "march mar март", "april apr апрел", "may май мая мае",
                "june jun июн", "july jul июл", "august aug август", "september sept sep сентябр", "october oct октябр",
                "november nov ноябр", "december dec декабр",
            ),
            start=1,
        )
        for stem in stems.split()
    }
)  # fmt: skip
_NUMBERS: Final = MappingProxyType(
    {
        word: number
        for number, words in enumerate(
            (
                "one a один одного год", "two два две двух", "three три трех", "four четыре четырех", "five пять пяти",
                "six шесть шести", "seven семь семи", "eight восемь", "nine девять", "ten десять десяти",
            ),
            start=1,
        )
        for word in words.split()
    }
)  # fmt: skip
_ORDINALS: Final = (
    "first перв", "second втор", "third трет", "fourth четверт", "fifth пят", "sixth шест", "seventh седьм",
    "eighth восьм", "ninth девят", "tenth десят", "eleventh одиннадцат", "twelfth двенадцат",
)  # fmt: skip
_ADJECTIVE: Final = "(?:ый|ий|ой|ая|ья|ое|ье|ого|ьего|ом|ем|ьем|ьей|ую|ью|ые|ым|ых|ому)"
_UNITS: Final = MappingProxyType({"year": 365, "лет": 365, "год": 365, "month": 30, "месяц": 30, "week": 7, "недел": 7})
_YEAR_WORDS: Final = frozenset({"году", "года", "год", "годы", "годов", "годах", "гг", "г"})
_LAST: Final = frozenset({"last", "past", "previous", "последние", "последних", "последний", "последнего"})
_BEFORE: Final = MappingProxyType(
    {
        "since": "since", "from": "since", "с": "since", "со": "since", "начиная": "skip", "starting": "skip",
        "after": "after", "после": "after", "before": "before", "до": "before", "until": "until", "till": "until",
        "by": "until", "по": "until", "к": "until", "in": "skip", "on": "skip", "during": "skip", "within": "skip",
        "of": "skip", "for": "skip", "over": "skip", "as": "skip", "the": "skip", "dated": "skip", "at": "skip",
        "в": "skip", "во": "skip", "на": "skip", "за": "skip", "от": "skip", "течение": "skip", "year": "skip",
        "years": "skip", "period": "skip", "период": "skip", "between": "between", "между": "between",
        "through": "until", "later": "skip", "earlier": "skip", "than": "skip", "позднее": "skip",
    }
)  # fmt: skip
_JOINS: Final = frozenset({"-", "to", "until", "till", "through", "по", "до"})
_NOW: Final = frozenset({"now", "currently", "today", "nowadays", "сейчас", "сегодня", "ныне"})
_THIS: Final = frozenset({"this", "current", "этом", "нынешнем", "текущем"})
_GONE: Final = frozenset({"last", "прошлом", "минувшем"})


@dataclass(frozen=True)
class Time:
    """A point or span in time: its ends as EDTF texts (`until` a day), and the one text it was, if it was one.

    `counted` says from which day it was counted back, if it was.
    """

    since: str = ""
    until: str = ""
    text: str = ""
    counted: str = ""

    @property
    def is_day(self) -> bool:
        """Whether it is one day."""
        return bool(fullmatch(r"\d{4}-\d{2}-\d{2}", self.text))


def _point(text: str) -> Time:
    latest = PartialDate.parse(text).latest
    return Time(text, latest.isoformat() if latest else "", text)


def _month(word: str) -> int | None:
    if word in _MONTHS:
        return _MONTHS[word]
    stem = next((stem for stem in _MONTHS if stem[0] > "z" and word.startswith(stem)), "")
    return _MONTHS[stem] if stem and len(word) <= len(stem) + 3 else None


def _day(word: str) -> int | None:
    found = fullmatch(r"(\d{1,2})(?:st|nd|rd|th|-?го|-?е)?", word)
    return int(found[1]) if found and 1 <= int(found[1]) <= 31 else None


def _is_year(word: str) -> bool:
    return bool(fullmatch(r"(?:18|19|20|21)\d\d", word))


def _edtf(year: str, month: int, day: int | None = None) -> str | None:
    text = f"{year}-{month:02d}" + (f"-{day:02d}" if day else "")
    try:
        return PartialDate.parse(text).text
    except ValueError:
        return None


def read_point(words: Sequence[str], at: int) -> tuple[int, Time] | None:
    """A day, month, year or decade that begins at a word, with the position after it."""
    for size in (4, 3, 2, 1):
        part = [word for word in words[at : at + size] if word != "of"]
        if len(part) == size or (size == 4 and len(part) == 3 and len(words) >= at + 4):
            text = _one(part)
            if text:
                end = at + size
                end += end < len(words) and words[end] in _YEAR_WORDS
                return end, text
    return None


def _one(part: Sequence[str]) -> Time | None:
    text: str | None = None
    if len(part) == 1:
        decade = fullmatch(r"((?:18|19|20)\d)0-?(?:s|х|е)", part[0])
        if decade:
            return Time(f"{decade[1]}0", f"{decade[1]}9-12-31", f"{decade[1]}0/{decade[1]}9")
        text = part[0] if _is_year(part[0]) or fullmatch(r"\d{4}-\d{2}(-\d{2})?", part[0]) else None
    elif len(part) == 2 and _is_year(part[1]) and (month := _month(part[0])):
        text = _edtf(part[1], month)
    elif len(part) == 3 and _is_year(part[2]):
        for day_word, month_word in ((part[0], part[1]), (part[1], part[0])):
            month, day = _month(month_word), _day(day_word)
            text = text or (_edtf(part[2], month, day) if month and day else None)
    try:
        return _point(text) if text else None
    except ValueError:
        return None


def read_times(tokens: Sequence[Token], at: int, today: date) -> Iterator[tuple[int, Time]]:
    """Every way to read a time that begins at a word, with the position after it."""
    words = [token.text for token in tokens]
    if words[at] in _NOW:
        yield at + 1, Time(today.isoformat(), today.isoformat(), today.isoformat(), counted=today.isoformat())
    start, manner = at, ""
    while start < len(words) and words[start] in _BEFORE and start - at < 3:
        kind = _BEFORE[words[start]]
        manner = manner if kind == "skip" else kind
        start += 1
    if start < len(words):
        relative = _relative(words, start, today)
        if relative and manner in {"", "since", "until"}:
            yield relative
        short = _short_span(words, start)
        if short and manner in {"", "since", "between"}:
            yield short
        point = read_point(words, start)
        if point:
            yield from _with_manner(words, point, manner)


def _short_span(words: Sequence[str], at: int) -> tuple[int, Time] | None:
    """Days that share month and year: `6 to 9 august 2024`, `6-9 августа 2024`."""
    if at + 2 >= len(words) or words[at + 1] not in {*_JOINS, "and", "и"} or not _day(words[at]):
        return None
    last = read_point(words, at + 2)
    if last is None or not last[1].is_day:
        return None
    first = f"{last[1].text[:8]}{_day(words[at]):02d}"
    return (last[0], Time(first, last[1].until, f"{first}/{last[1].text}")) if first < last[1].text else None


def _with_manner(words: Sequence[str], point: tuple[int, Time], manner: str) -> Iterator[tuple[int, Time]]:
    end, first = point
    joins = _JOINS | ({"and", "и"} if manner == "between" else set())
    if end < len(words) and words[end] in joins and manner in {"", "since", "between"}:
        second = read_point(words, end + 1)
        if second:
            span = f"{first.text}/{second[1].text}" if first.text and second[1].text else ""
            yield second[0], Time(first.since, second[1].until, span)
    ends: dict[str, Callable[[Time], Time]] = {
        "": lambda time: time,
        "since": lambda time: Time(since=time.since),
        "until": lambda time: Time(until=time.until),
        "after": lambda time: Time(since=_after(time)),
        "before": lambda time: Time(until=_eve(time)),
    }
    if manner in ends:
        yield end, ends[manner](first)


def _after(time: Time) -> str:
    """The first time after another, as roughly as that was told: after 2018 is since 2019."""
    if fullmatch(r"\d{4}", time.text):
        return str(int(time.text) + 1)
    return (date.fromisoformat(time.until) + timedelta(days=1)).isoformat()


def _eve(time: Time) -> str:
    first = PartialDate.parse(time.since).earliest
    return (first - timedelta(days=1)).isoformat() if first else ""


def _back(today: date, number: int, unit: str) -> date:
    if _UNITS[unit] == 365:
        return today.replace(year=today.year - number, day=min(today.day, 28) if today.month == 2 else today.day)
    if _UNITS[unit] == 30:
        months = today.year * 12 + today.month - 1 - number
        return date(months // 12, months % 12 + 1, min(today.day, 28))
    return today - timedelta(days=_UNITS[unit] * number)


def _relative(words: Sequence[str], at: int, today: date) -> tuple[int, Time] | None:
    rest = list(words[at : at + 3])
    if len(rest) >= 2 and rest[0] in _THIS | _GONE and rest[1] in {"year", "году", "год"}:
        year = str(today.year - (rest[0] in _GONE))
        return at + 2, Time(year, f"{year}-12-31", year, counted=today.isoformat())
    if not rest or rest[0] not in _LAST:
        return None
    number = _NUMBERS.get(rest[1]) or (int(rest[1]) if rest[1].isdecimal() else 0) if len(rest) == 3 else 0
    size = 3 if number else 2
    word = rest[size - 1] if len(rest) >= size else ""
    unit = next((unit for unit in _UNITS if word.startswith(unit)), "")
    if not unit or number > 200:
        return None
    since = _back(today, number or 1, unit)
    return at + size, Time(since.isoformat(), today.isoformat(), counted=today.isoformat())


@lru_cache(maxsize=16_384)
def read_number(word: str) -> int | None:
    """A cardinal or ordinal number.

    >>> [read_number(word) for word in ("sixth", "2nd", "шестой", "6-я", "7", "next")]
    [6, 2, 6, 6, 7, None]
    """
    for number, forms in enumerate(_ORDINALS, start=1):
        english, russian = forms.split()
        if word == english or fullmatch(russian + _ADJECTIVE, word):
            return number
    if word in _NUMBERS and len(word) > 2:
        return _NUMBERS[word]
    digits = fullmatch(r"(\d{1,3})(?:-?(?:st|nd|rd|th|ая|ый|ой|ое|ого|ом|ую|я|й|е|го|ю))?", word)
    return int(digits[1]) if digits else None
