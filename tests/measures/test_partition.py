"""Change points of counts: the best of all partitions, and what is found in series that are made to change."""

from itertools import combinations, permutations
from math import exp, lgamma, log
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cagraph.measures.partition import SHUFFLES, chance, changes, dispersion, partition

_counts = st.lists(st.integers(0, 12), min_size=1, max_size=8)


def cost(counts: list[int], exposures: list[float], starts: tuple[int, ...]) -> float:
    """-2 log-likelihood of Poisson counts at the best rate of each stretch, and 2 log n for each change."""
    found = 2 * log(len(counts)) * (len(starts) - 1)
    for first, end in zip(starts, (*starts[1:], len(counts)), strict=True):
        rate = sum(counts[first:end]) / sum(exposures[first:end])
        for count, exposure in zip(counts[first:end], exposures[first:end], strict=True):
            mean = rate * exposure
            found -= 2 * ((count * log(mean) if count else 0) - mean - lgamma(count + 1))
    return found


@settings(deadline=None)
@given(_counts, st.data())
def test_no_partition_is_better(counts: list[int], data: st.DataObject) -> None:
    exposures = data.draw(st.lists(st.sampled_from((1.0, 0.5)), min_size=len(counts), max_size=len(counts)))
    places = range(1, len(counts))
    every = [(0, *inner) for many in range(len(counts)) for inner in combinations(places, many)]
    found = partition(counts, exposures)
    assert found in every
    assert cost(counts, exposures, found) == pytest.approx(min(cost(counts, exposures, one) for one in every))


@given(_counts)
def test_changes_are_those_of_the_partition(counts: list[int]) -> None:
    ones = [1.0] * len(counts)
    found, starts = changes(counts, ones), partition(counts, ones)
    assert [change.place for change in found] == list(starts[1:])
    for change in found:
        assert change.before != change.after
        assert 0 < change.p <= 1
    if len(found) == 1:
        both = cost(counts, ones, (0,)) - cost(counts, ones, starts) + 2 * log(len(counts))
        assert found[0].gain == pytest.approx(both / 2)
        assert both > 2 * log(len(counts)) - 1e-9


def drawn(random: Random, mean: float) -> int:
    """A Poisson number, by Knuth."""
    limit, product, number = exp(-mean), random.random(), 0
    while product > limit:
        product *= random.random()
        number += 1
    return number


def test_series_that_are_made_to_change() -> None:
    random = Random(1)
    hits = []
    for _ in range(100):
        counts = [drawn(random, 3) for _ in range(15)] + [drawn(random, 12) for _ in range(15)]
        found = changes(counts, [1.0] * 30)
        hits.append(len(found) == 1 and abs(found[0].place - 15) <= 1 and found[0].p < 0.01)
    assert sum(hits) >= 85


def test_series_that_do_not_change() -> None:
    random = Random(2)
    series = [[drawn(random, 5) for _ in range(30)] for _ in range(200)]
    assert sum(len(partition(counts, [1.0] * 30)) > 1 for counts in series) <= 30
    small = sum(chance(counts, [1.0] * 30) <= 0.05 for counts in series)
    assert 2 <= small <= 20


@pytest.mark.parametrize("counts", [[0, 1, 0, 5, 6, 7], [3, 1, 2, 9], [2, 2, 2]])
def test_the_p_value_is_that_of_all_orders(counts: list[int]) -> None:
    def largest(order: tuple[int, ...]) -> float:
        total, n = sum(order), len(order)
        fits = [
            sum(one * log(one / many) for one, many in ((sum(order[:cut]), cut), (sum(order[cut:]), n - cut)) if one)
            for cut in range(1, n)
        ]
        return max(fits) - total * log(total / n)

    given_ = largest(tuple(counts))
    every = [largest(order) >= given_ - 1e-9 for order in permutations(counts)]
    assert chance(counts, [1.0] * len(counts)) == pytest.approx(sum(every) / len(every), abs=0.05)
    assert chance(counts, [1.0] * len(counts)) == chance(counts, [1.0] * len(counts)) >= 1 / (SHUFFLES + 1)


def test_the_smallest_series() -> None:
    assert partition([], []) == ()
    assert partition([7], [1.0]) == (0,)
    assert changes([0] * 20, [1.0] * 20) == []
    assert dispersion([7], [1.0], [0]) is None
    assert dispersion([1, 3], [1.0, 1.0], [0]) == pytest.approx(1.0)
    assert dispersion([0, 0], [1.0, 1.0], [0]) == 0
