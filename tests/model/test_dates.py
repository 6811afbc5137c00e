"""Dates of uncertain precision."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cagraph.model import PartialDate


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("2022", date(2022, 1, 1), date(2022, 12, 31), "year"),
        ("2022-12", date(2022, 12, 1), date(2022, 12, 31), "month"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "month"),
        ("2022-12-22", date(2022, 12, 22), date(2022, 12, 22), "day"),
        ("2019~", date(2019, 1, 1), date(2019, 12, 31), "year"),
        ("2019/2024", date(2019, 1, 1), date(2024, 12, 31), "interval"),
        ("2019/..", date(2019, 1, 1), None, "interval"),
        ("../2024-08", None, date(2024, 8, 31), "interval"),
        ("2024-08-07/2024-08-08", date(2024, 8, 7), date(2024, 8, 8), "interval"),
    ],
)
def test_bounds(text: str, earliest: date | None, latest: date | None, precision: str) -> None:
    found = PartialDate.parse(text)
    assert (found.earliest, found.latest, found.precision) == (earliest, latest, precision)
    assert str(found) == text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2022-13", "month must be in 01..12"),
        ("2023-02-29", "day must be in 01..28"),
        ("22-12-2022", "is no date"),
        ("0000", "year must be in 0001..9999"),
        ("../..", "at least one end"),
        ("2024/2019", "ends before it starts"),
        ("", "is no date"),
        ("yesterday", "is no date"),
    ],
)
def test_impossible_dates_say_why(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        PartialDate.parse(text)


@given(st.dates(min_value=date(1, 1, 1)))
def test_a_day_means_itself(day: date) -> None:
    found = PartialDate.parse(day.isoformat())
    assert found.earliest == found.latest == day


@given(st.dates(), st.dates())
def test_an_interval_holds_its_ends_and_order_follows_the_first_day(one: date, other: date) -> None:
    first, last = sorted((one, other))
    found = PartialDate.parse(f"{first}/{last}")
    assert (found.earliest, found.latest) == (first, last)
    assert (PartialDate.parse(str(first)) < PartialDate.parse(str(last))) == (first < last)


@given(st.text(max_size=12))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = PartialDate.parse(text)
    except ValueError:
        return
    assert found.earliest or found.latest
