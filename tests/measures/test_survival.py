"""Turnbull's estimate: worked by hand, against Kaplan and Meier, published numbers, and what makes it the maximum."""

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cagraph.measures.survival import Interval, Survival, turnbull

# Women treated with radiation, months to deterioration, open on the left (Finkelstein 1986, Biometrics 42; the estimate
# as printed in Fay and Shaw 2010, Journal of Statistical Software 36(2)).
COSMESIS = (
    (45, inf), (6, 10), (0, 7), (46, inf), (46, inf), (7, 16), (17, inf), (7, 14), (37, 44), (0, 8), (4, 11), (15, inf),
    (11, 15), (22, inf), (46, inf), (46, inf), (25, 37), (46, inf), (26, 40), (46, inf), (27, 34), (36, 44), (46, inf),
    (36, 48), (37, inf), (40, inf), (17, 25), (46, inf), (11, 18), (38, inf), (5, 12), (37, inf), (0, 5), (18, inf),
    (24, inf), (36, inf), (5, 11), (19, 35), (17, 25), (24, inf), (32, inf), (33, inf), (19, 26), (37, inf), (34, inf),
    (36, inf),
)  # fmt: skip
PRINTED = {
    (5, 5): 0.0463, (7, 7): 0.0334, (8, 8): 0.0887, (12, 12): 0.0708, (25, 25): 0.0926, (34, 34): 0.0818,
    (39, 40): 0.1209, (47, 48): 0.4656,
}  # fmt: skip

_days = st.integers(0, 12)
_known = st.tuples(_days, _days).map(lambda ends: (min(ends), max(ends)))
_intervals = st.lists(_known | _days.map(lambda day: (day, inf)), min_size=1, max_size=12)


def test_published_numbers() -> None:
    found = turnbull((left + 1, right) for left, right in COSMESIS)
    assert {(first, last): share for first, last, share in found.cells if share > 1e-4} == pytest.approx(
        PRINTED, abs=6e-5
    )


@pytest.mark.parametrize(
    ("intervals", "cells"),
    [
        ([], []),
        ([(3, 3)], [(3, 3, 1.0)]),
        ([(1, 3), (2, 4)], [(2, 3, 1.0)]),
        ([(1, 2), (3, 4), (1, 4)], [(1, 2, 0.5), (3, 4, 0.5)]),
        # One in three known, one before, one after: the middle one's share is its own.
        ([(0, 1), (2, 2), (3, inf)], [(0, 1, 1 / 3), (2, 2, 1 / 3), (3, inf, 1 / 3)]),
        # Half of what is known to end by 5 is known to end on 2: the rest of (0, 5) goes where the others are.
        ([(2, 2), (0, 5), (9, 9)], [(2, 2, 2 / 3), (9, 9, 1 / 3)]),
        # What says nothing changes nothing.
        ([(2, 2), (4, 4), (0, inf)], [(2, 2, 0.5), (4, 4, 0.5)]),
    ],
)
def test_by_hand(intervals: list[Interval], cells: list[tuple[float, float, float]]) -> None:
    found = turnbull(intervals).cells
    assert [cell[:2] for cell in found] == [cell[:2] for cell in cells]
    assert [cell[2] for cell in found] == pytest.approx([cell[2] for cell in cells], abs=1e-6)


def test_quantiles_have_a_least_and_a_most() -> None:
    found = Survival(((1, 3, 0.5), (4, 6, 0.25), (9, inf, 0.25)))
    assert found.quantile(0.5) == (1, 3)
    assert found.quantile(0.6) == (4, 6)
    assert found.quantile(0.9) == (9, None)
    assert found.ended_by(2) == (0, 0.5)
    assert found.ended_by(6) == (0.75, 0.75)
    assert turnbull([]).quantile(0.5) == (None, None)


def kaplan_meier(exact: list[int], censored: list[int]) -> dict[int, float]:
    """The share still waiting after each day on which something ended, by the product of those at risk."""
    left, found = 1.0, {}
    for day in sorted(set(exact)):
        at_risk = sum(one >= day for one in exact) + sum(one >= day for one in censored)
        left *= 1 - exact.count(day) / at_risk
        found[day] = left
    return found


@given(exact=st.lists(_days, min_size=1, max_size=10), censored=st.lists(_days, max_size=8))
def test_exact_and_censored_days_give_kaplan_and_meier(exact: list[int], censored: list[int]) -> None:
    found = turnbull([*((day, day) for day in exact), *((day + 1, inf) for day in censored)])
    for day, left in kaplan_meier(exact, censored).items():
        assert [1 - share for share in found.ended_by(day)] == pytest.approx([left, left], abs=1e-6)


@given(_intervals)
def test_no_other_shares_are_likelier(intervals: list[Interval]) -> None:
    found = turnbull(intervals).cells
    assert sum(share for *_, share in found) == pytest.approx(1)
    inside = [[left <= first and last <= right for first, last, _ in found] for left, right in intervals]
    likely = [sum(share for holds, (*_, share) in zip(row, found, strict=True) if holds) for row in inside]
    assert min(likely) > 0
    # The derivative towards each cell: at most n, and n where there is mass (Gentleman and Geyer 1994, Biometrika 81).
    for place, (*_, share) in enumerate(found):
        towards = sum(1 / one for row, one in zip(inside, likely, strict=True) if row[place])
        assert towards <= len(intervals) * (1 + 1e-2)
        if share > 1e-3:
            assert towards == pytest.approx(len(intervals), rel=1e-2)


@given(_intervals)
def test_what_surely_ended_is_no_more_than_what_can_have(intervals: list[Interval]) -> None:
    found = turnbull(intervals)
    for day in range(14):
        surely, possibly = found.ended_by(day)
        assert surely <= possibly + 1e-12
    for share in (0.25, 0.5, 0.75):
        least, most = found.quantile(share)
        assert least is not None
        assert most is None or least <= most
