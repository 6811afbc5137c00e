"""Dates and spans in the words of questions."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cagraph.ask.times import Time, read_times
from cagraph.ask.tokens import tokenise

TODAY = date(2026, 6, 1)
MONTHS = (
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
)


def read(text: str) -> Time | None:
    """What a whole text says, if it is a time."""
    tokens = tokenise(text)
    return next((time for end, time in read_times(tokens, 0, TODAY) if end == len(tokens)), None)


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("since 2017", "2017", ""),
        ("с 2017 года", "2017", ""),
        ("начиная с 2017 года", "2017", ""),
        ("after 2018", "2019", ""),
        ("после 9 августа 2024 года", "2024-08-10", ""),
        ("before 2020", "", "2019-12-31"),
        ("до 2020 года", "", "2019-12-31"),
        ("until August 2024", "", "2024-08-31"),
        ("between 2016 and 2024", "2016", "2024-12-31"),
        ("с 2016 по 2024 год", "2016", "2024-12-31"),
        ("from 2016 to 2024", "2016", "2024-12-31"),
        ("2016–2024", "2016", "2024-12-31"),
        ("in August 2024", "2024-08", "2024-08-31"),
        ("в августе 2024", "2024-08", "2024-08-31"),
        ("в августе 2024 года", "2024-08", "2024-08-31"),
        ("в июле 2022 года", "2022-07", "2022-07-31"),
        ("в 2024 году", "2024", "2024-12-31"),
        ("on 9 August 2024", "2024-08-09", "2024-08-09"),
        ("August 9th, 2024", "2024-08-09", "2024-08-09"),
        ("9 of August 2024", "2024-08-09", "2024-08-09"),
        ("9 августа 2024 года", "2024-08-09", "2024-08-09"),
        ("2024-08-09", "2024-08-09", "2024-08-09"),
        ("from 6 to 9 August 2024", "2024-08-06", "2024-08-09"),
        ("с 6 по 9 августа 2024 года", "2024-08-06", "2024-08-09"),
        ("in the 1990s", "1990", "1999-12-31"),
        ("в 1990-х", "1990", "1999-12-31"),
        ("in the last five years", "2021-06-01", "2026-06-01"),
        ("over the past 3 months", "2026-03-01", "2026-06-01"),
        ("за последние пять лет", "2021-06-01", "2026-06-01"),
        ("за последний год", "2025-06-01", "2026-06-01"),
        ("last year", "2025", "2025-12-31"),
        ("в прошлом году", "2025", "2025-12-31"),
        ("this year", "2026", "2026-12-31"),
        ("now", "2026-06-01", "2026-06-01"),
        ("сейчас", "2026-06-01", "2026-06-01"),
    ],
)
def test_read(text: str, since: str, until: str) -> None:
    time = read(text)
    assert time is not None
    assert (time.since, time.until) == (since, until)


@pytest.mark.parametrize(
    "text",
    ["soon", "31 February 2024", "13.13", "in Mayfair 2024", "the last few years", "year", "since", "в", "2024-13"],
)
def test_not_a_time(text: str) -> None:
    assert read(text) is None


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_day_is_the_same_day_however_it_is_written(day: date) -> None:
    iso = day.isoformat()
    for text in (
        iso,
        f"{day:%d %B %Y}",
        f"{day:%B} {day.day}, {day.year}",
        f"{day.day} {MONTHS[day.month - 1]} {day.year} года",
    ):
        time = read(text)
        assert time is not None, text
        assert (time.since, time.until, time.is_day) == (iso, iso, True)


@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    tokens = tokenise(text)
    for at in range(len(tokens)):
        for end, _ in read_times(tokens, at, TODAY):
            assert at < end <= len(tokens)
