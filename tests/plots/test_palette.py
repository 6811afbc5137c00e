"""Colours stand out on white, and lines from one another, for common kinds of colour vision."""

from itertools import combinations

import numpy as np
import pytest

from cagraph.plots.palette import AREAS, CONTEXT, LINES, MARKERS, QUIET, TEXT, contrast, ink, text_on

# Machado, Oliveira and Fernandes 2009, severity 1.0: what is seen with each kind of dichromacy.
SEEN = {
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "all": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
}


def lab(colour: str, seen: str) -> np.ndarray:
    """CIELAB of a colour as it is seen."""
    srgb = np.array([int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    linear = np.clip(np.array(SEEN[seen]) @ linear, 0, 1)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ linear
    t = xyz / np.array([0.9505, 1.0, 1.089])
    f = np.where(t > 0.008856, np.cbrt(t), 7.787 * t + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("seen", SEEN)
def test_lines_differ_for_every_eye(seen: str) -> None:
    for one, other in combinations(LINES, 2):
        assert np.linalg.norm(lab(one, seen) - lab(other, seen)) > 15, (one, other)


def test_contrast_with_white() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert min(contrast(colour, "#ffffff") for colour in LINES) >= 3
    assert min(contrast(colour, "#ffffff") for colour in (TEXT, QUIET, *map(ink, LINES))) >= 4.5
    assert contrast(CONTEXT, "#ffffff") < 2
    assert len(set(LINES)) == len(set(MARKERS)) == len(set(AREAS)) == 7


def test_text_can_be_read_on_every_area() -> None:
    assert min(contrast(text_on(colour), colour) for colour in (*AREAS, *LINES)) >= 4.5
