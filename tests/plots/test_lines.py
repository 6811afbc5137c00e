"""Series and small multiples: what is drawn is what was given, and everything that was given."""

from itertools import pairwise
from typing import Any

import pytest
from drawings import about, marks, parsed, place, texts, title
from hypothesis import given
from hypothesis import strategies as st

from cagraph.errors import ParameterError
from cagraph.plots import Caption, Line, Mark, Panel, series, small_multiples
from cagraph.plots.axes import apart, ticks_of
from cagraph.plots.series import EMPTY, MOST

CAPTION = Caption(
    "Contacts", "Each meeting counts once", ("A note.",), "Source: here. Licence: CC BY 4.0.", "Two lines"
)
TWO = Line("Bilateral", [(2017, 3, 2, 5), (2018, 6, 6, 9), (2019, None), (2020, 0)])
ALL = Line("Multilateral", [(2018, 4), (2017, 1), (2019, 2), (2020, 8)])


def test_a_series_shows_every_value_where_it_belongs() -> None:
    root = parsed(series([TWO, ALL], CAPTION, [Mark(2018, "A change")]).svg())
    found = marks(root)
    assert set(found) == {
        "Bilateral, 2017: 3, between 2 and 5", "Bilateral, 2018: 6, between 6 and 9", "Bilateral, 2020: 0",
        "Multilateral, 2017: 1", "Multilateral, 2018: 4", "Multilateral, 2019: 2", "Multilateral, 2020: 8",
    }  # fmt: skip
    points = {says: place(mark) for says, mark in found.items()}
    height = {y: points[f"Multilateral, {year}: {y}"][1] for year, y in ((2017, 1), (2018, 4), (2019, 2), (2020, 8))}
    scale = (height[1] - height[8]) / 7
    for value, at in height.items():
        assert at == pytest.approx(height[8] + (8 - value) * scale, abs=0.01)
    assert points["Bilateral, 2018: 6, between 6 and 9"][1] == pytest.approx(height[8] + 2 * scale, abs=0.01)
    assert points["Bilateral, 2018: 6, between 6 and 9"][0] == points["Multilateral, 2018: 4"][0]
    assert {"Contacts", "Each meeting counts once", "A change", "Bilateral 0", "Multilateral 8"} <= set(texts(root))
    assert any("CC BY 4.0" in text for text in texts(root))
    assert (title(root), about(root)) == ("Contacts", "Two lines")


def test_a_gap_is_not_bridged() -> None:
    assert [[point.year for point in run] for run in TWO.runs] == [[2017, 2018], [2020]]
    assert [[point.year for point in run] for run in ALL.runs] == [[2017, 2018, 2019, 2020]]


def test_small_multiples_have_one_scale() -> None:
    panels = [Panel(f"State {n}", (Line(f"State {n}", [(2020, n), (2021, 2 * n)]),)) for n in range(1, 8)]
    root = parsed(small_multiples(panels, CAPTION, [Mark(2021, "A change")]).svg())
    points = {says: place(mark) for says, mark in marks(root).items()}
    assert len(points) == 14
    rise = [points[f"State {n}, 2020: {n}"][1] - points[f"State {n}, 2021: {2 * n}"][1] for n in range(1, 8)]
    for n in range(1, 8):
        assert rise[n - 1] == pytest.approx(n * rise[0], abs=0.02)
    written = texts(root)
    assert [written.count(f"State {n}") for n in range(1, 8)] == [1] * 7
    assert any("Dashed: 2021 A change." in text for text in written)
    assert any("Grey: the other panels" in text for text in written)


def test_panels_of_several_lines_name_them_once() -> None:
    panels = [Panel(name, (TWO, ALL)) for name in ("Касым-Жомарт Токаев", "Садыр Жапаров", "Қасым-Жомарт Тоқаев")]
    written = texts(parsed(small_multiples(panels, CAPTION).svg()))
    assert [written.count(name) for name in ("Bilateral", "Multilateral", "Садыр Жапаров")] == [1, 1, 1]


@pytest.mark.parametrize("draw", [series, lambda lines, caption: small_multiples([Panel("x", tuple(lines))], caption)])
def test_nothing_to_draw_is_said(draw: Any) -> None:
    root = parsed(draw([Line("Nothing", [(2020, None)])], CAPTION).svg())
    assert EMPTY in texts(root)
    assert not marks(root)
    assert EMPTY in texts(parsed(small_multiples([], CAPTION).svg()))


@pytest.mark.parametrize(
    ("points", "words"),
    [
        ([(2020, 1), (2020, 2)], "2020 stands twice"),
        ([(2020, float("nan"))], "number that is none"),
        ([(2020, 1, float("inf"), 2)], "number that is none"),
        ([(2020, 1, None, 2)], "half a range"),
        ([(2020, 1, 2, 3)], "does not lie in its range"),
        ([(2020, None, 2, 3)], "does not lie in its range"),
        ([(2020,)], "is no point"),
        ([(None, 1)], "is no point"),
    ],
)
def test_what_is_no_sound_number_is_refused(points: Any, words: str) -> None:
    with pytest.raises(ParameterError, match=words):
        Line("x", points)


def test_more_than_can_be_told_apart_is_refused() -> None:
    with pytest.raises(ParameterError, match="8 are too many"):
        series([Line(str(n), [(2020, n)]) for n in range(MOST + 1)], CAPTION)
    with pytest.raises(ParameterError, match="37 are too many"):
        small_multiples([Panel(str(n), (Line(str(n), [(2020, n)]),)) for n in range(37)], CAPTION)


@given(st.lists(st.floats(0, 10), max_size=8), st.floats(0.1, 3))
def test_places_do_not_touch_and_keep_their_order(wanted: list[float], gap: float) -> None:
    found = apart(wanted, gap, 0.0, 10.0)
    least = min(gap, 10 / (len(wanted) - 1)) if len(wanted) > 1 else gap
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    for lower, upper in pairwise(order):
        assert found[upper] - found[lower] >= least - 1e-6
    assert all(-1e-6 <= place <= 10 + 1e-6 for place in found)
    if all(abs(one - other) >= gap for i, one in enumerate(wanted) for other in wanted[:i]):
        assert found == pytest.approx(wanted)


@given(st.integers(1900, 2050), st.integers(0, 150), st.integers(2, 12))
def test_years_are_written_as_there_is_room(first: int, span: int, most: int) -> None:
    found = ticks_of(range(first, first + span + 1), most)
    assert 1 <= len(found) <= max(2, most)
    assert all(first <= year <= first + span and year == int(year) for year in found)
