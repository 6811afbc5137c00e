"""Colours that stand out on white and from one another, for every common kind of colour vision."""

from typing import Final

TEXT: Final = "#1a1a1a"
QUIET: Final = "#595959"
GRID: Final = "#e2e2e2"
AXIS: Final = "#9a9a9a"
CONTEXT: Final = "#d0d0d0"
MISSING: Final = "#f0f0f0"
HATCH: Final = "#a8a8a8"

# Okabe and Ito (2008), with indigo and brown in place of those too pale for a line on white (3:1; WCAG 2.2, 1.4.11).
LINES: Final = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#332288", "#7a4b00", "#1a1a1a")
MARKERS: Final = ("o", "s", "^", "D", "v", "P", "X")
# As they are, for areas, which have outlines.
AREAS: Final = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442")
REST: Final = "#bdbdbd"
# ColorBrewer (Harrower and Brewer 2003), both safe for colour-blind readers: one way, and from a middle both ways.
ONE_WAY: Final = "Blues"
BOTH_WAYS: Final = "PuOr"


def luminance(colour: str) -> float:
    """The relative luminance of `#rrggbb` (WCAG 2.2).

    >>> luminance("#ffffff"), luminance("#000000")
    (1.0, 0.0)
    """
    linear = []
    for place in (1, 3, 5):
        part = int(colour[place : place + 2], 16) / 255
        linear.append(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
    return round(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2], 6)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2.2), from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def ink(colour: str) -> str:
    """The colour darkened until text in it can be read on white (4.5:1).

    >>> ink("#0072b2")
    '#0072b2'
    """
    while contrast(colour, "#ffffff") < 4.5:
        parts = (int(int(colour[place : place + 2], 16) * 0.93) for place in (1, 3, 5))
        colour = "#" + "".join(f"{part:02x}" for part in parts)
    return colour


def text_on(colour: str) -> str:
    """Dark or white, whichever can be read better on a colour."""
    return max((TEXT, "#ffffff"), key=lambda text: contrast(text, colour))
