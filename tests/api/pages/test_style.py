"""The style sheet: colours that can be read in light and dark, nothing fetched, nothing that no page has."""

import re
from importlib.resources import files
from itertools import product

import pytest

PAGES = files("cagraph_api.pages")
STYLE = (PAGES / "style.css").read_text("utf-8")
COLOURS = {name: (light, dark) for name, light, dark in re.findall(r"--([\w-]+): light-dark\((#\w+), (#\w+)\)", STYLE)}
READ = ("ink", "quiet", "link", "yes", "no", "doubt")
GROUNDS = ("paper", "raised")


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_reckoned_as_wcag_does() -> None:
    assert contrast("#000000", "#fff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), [*product(READ, GROUNDS), ("on-accent", "accent")])
def test_texts_can_be_read(text: str, ground: str, scheme: int) -> None:
    assert contrast(COLOURS[text][scheme], COLOURS[ground][scheme]) >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("edge", ["strong-rule", "accent", "visits", "meetings", "instruments"])
def test_fields_and_bars_stand_out(edge: str, scheme: int) -> None:
    assert contrast(COLOURS[edge][scheme], COLOURS["paper"][scheme]) >= 3


def test_nothing_is_fetched() -> None:
    assert not re.search(r"url\(|@import|@font-face", STYLE)


def test_every_colour_is_declared() -> None:
    assert set(re.findall(r"var\(--([\w-]+)\)", STYLE)) <= set(re.findall(r"--([\w-]+):", STYLE))


def test_every_class_is_on_some_page() -> None:
    """Whole words in the templates: some are put together there."""
    templates = "".join(one.read_text("utf-8") for one in (PAGES / "templates").iterdir() if one.name.endswith(".html"))
    kinds = {"yes", "no", "unknown", "refused", "not_stated", "ambiguous"}  # answers, which the data give
    named = set(re.findall(r"(?<![\w-])\.([a-z][\w-]*)", re.sub(r"/\*.*?\*/|\{[^}]*\}", " ", STYLE, flags=re.DOTALL)))
    levels = {one for one in named if re.fullmatch(r"[dl]\d", one)}
    assert {one for one in named - kinds - levels if not re.search(rf"\b{one}\b", templates)} == set()
