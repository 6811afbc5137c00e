"""Heat maps: each pair has its cell, its value and its colour."""

import pytest
from drawings import box, fill, marks, parsed, texts

from cagraph.errors import ParameterError
from cagraph.plots import Caption, heat_map
from cagraph.plots.heatmap import EMPTY, MOST, UNDEFINED
from cagraph.plots.palette import luminance

CAPTION = Caption("Ties", "The rule", (), "Source", "About")
LABELS = {"KAZ": "Kazakhstan", "UZB": "Ўзбекистон", "TJK": "Tajikistan"}
IDS = list(LABELS)


def test_each_pair_has_a_cell_with_its_value() -> None:
    values = {("KAZ", "UZB"): 5.0, ("UZB", "KAZ"): 2.5, ("KAZ", "TJK"): 0.0, ("TJK", "KAZ"): None}
    root = parsed(heat_map(IDS, LABELS, values, CAPTION, "weight").svg())
    found = marks(root)
    assert set(found) == {
        "Kazakhstan – Ўзбекистон: 5.00", "Ўзбекистон – Kazakhstan: 2.50", "Kazakhstan – Tajikistan: 0.00",
        f"Tajikistan – Kazakhstan: {UNDEFINED}",
    }  # fmt: skip
    row, column = found["Kazakhstan – Ўзбекистон: 5.00"], found["Ўзбекистон – Kazakhstan: 2.50"]
    assert box(row)[1] < box(column)[1]
    assert box(row)[0] > box(column)[0]
    assert luminance(fill(row)) < luminance(fill(column)) < luminance(fill(found["Kazakhstan – Tajikistan: 0.00"]))
    assert fill(found[f"Tajikistan – Kazakhstan: {UNDEFINED}"]).startswith("url(#")
    written = texts(root)
    assert {"5.00", "2.50", "0.00", UNDEFINED, "weight"} <= set(written)
    assert [written.count(label) for label in LABELS.values()] == [2, 2, 2]


def test_what_is_defined_everywhere_explains_no_hatching() -> None:
    assert UNDEFINED not in texts(parsed(heat_map(IDS, LABELS, {("KAZ", "UZB"): 1}, CAPTION).svg()))


def test_negative_values_have_colours_of_their_own() -> None:
    values = {("KAZ", "UZB"): -0.5, ("UZB", "KAZ"): 0.5, ("KAZ", "TJK"): 0.0}
    found = marks(parsed(heat_map(IDS, LABELS, values, CAPTION).svg()))
    below, above, zero = (
        fill(found[f"{pair}: {value}"])
        for pair, value in (
            ("Kazakhstan – Ўзбекистон", "−0.50"),
            ("Ўзбекистон – Kazakhstan", "0.50"),
            ("Kazakhstan – Tajikistan", "0.00"),
        )
    )  # fmt: skip
    assert len({below, above, zero}) == 3
    assert luminance(zero) > 0.85
    blue, red = int(below[5:], 16) - int(below[1:3], 16), int(above[1:3], 16) - int(above[5:], 16)
    assert blue > 0
    assert red > 0


def test_numbers_fit_into_their_cells() -> None:
    ids = [f"s{n:02}" for n in range(15)]
    values = {(one, other): 12345.5 for one in ids for other in ids if one != other}
    figure = heat_map(ids, {}, values, CAPTION).figure
    width = 15 * 0.5 * 160
    for axes in figure.axes[:1]:
        for text in axes.texts:
            assert text.get_window_extent().width < width / 15


def test_no_pairs_and_too_many() -> None:
    root = parsed(heat_map([], {}, {}, CAPTION).svg())
    assert EMPTY in texts(root)
    with pytest.raises(ParameterError, match="31 are too many"):
        heat_map([str(n) for n in range(MOST + 1)], {}, {}, CAPTION)
