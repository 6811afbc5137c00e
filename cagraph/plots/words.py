"""Words and numbers as pictures show them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from cagraph.model.text import for_xml

LONGEST: Final = 34
# They turn the direction of the text around them, also of what stands beside a label.
_TURNING: Final = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Caption:
    """What is said around a picture: `subtitle` is the rule, `notes` what must not be overlooked, `source` the data.

    `about` is the alternative text for who does not see the picture.
    """

    title: str
    subtitle: str = ""
    notes: tuple[str, ...] = ()
    source: str = ""
    about: str = ""

    def noted(self, *notes: str) -> "Caption":
        """The same with more notes."""
        return replace(self, notes=(*self.notes, *notes))


def plain(text: str) -> str:
    """A text on one line, without what XML cannot hold or what turns the direction of its surroundings.

    >>> plain("Kazakh\\x00stan\\n and \\u202eothers")
    'Kazakh\ufffdstan and others'
    """
    return " ".join(for_xml(_TURNING.sub("", str(text))).split())


def shortened(text: str, longest: int = LONGEST) -> str:
    """A name of at most so many characters; an ellipsis stands for what is left out.

    >>> shortened("Organisation for Security and Co-operation in Europe", 20)
    'Organisation for Se…'
    """
    text = plain(text)
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def shown(value: float, decimals: int | None = None) -> str:
    """A number as it is printed, with three significant digits unless `decimals` says otherwise.

    >>> shown(0.333333), shown(12345.0), shown(-4), shown(0.00004), shown(2.0, 2), shown(-0.001, 2)
    ('0.333', '12,345', '−4', '≈0', '2.00', '0.00')
    """
    if decimals is None and 0 < abs(value) < 0.0005:
        return "≈0"
    if decimals is None:
        text = f"{value:,.0f}" if value == int(value) or abs(value) >= 1000 else f"{value:.3g}"
    else:
        text = f"{value:,.{decimals}f}"
    return text.removeprefix("-") if not text.strip("-0.,") else text.replace("-", "−")


def decimals(values: Iterable[float]) -> int:
    """With how many decimals numbers that stand together are printed.

    >>> decimals([1, 2.0]), decimals([0.25, 3]), decimals([10.5, 3])
    (0, 2, 1)
    """
    there = list(values)
    if all(value == int(value) for value in there):
        return 0
    return 2 if max(map(abs, there)) < 10 else 1


def listed(parts: Iterable[str], most: int = 40) -> str:
    """Parts after one another, with how many are left out beyond `most`."""
    all_ = list(parts)
    more = f"; and {len(all_) - most} more" if len(all_) > most else ""
    return "; ".join(all_[:most]) + more
