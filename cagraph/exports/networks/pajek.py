"""Pajek's .net: vertices with place, size and colour, a relation for each kind of edge, and the years of both."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from cagraph.exports.base import Exporter, Material
from cagraph.exports.networks.columns import description
from cagraph.exports.networks.elements import Edge, Node, edges, nodes
from cagraph.exports.networks.spells import Spell
from cagraph.mirror.drawing import Colour

LINE: Final = "\r\n"
# The names of colours that Pajek has from Crayola, by the red, green and blue of their cyan, magenta, yellow and black.
NAMES: Final[Mapping[Colour, str]] = MappingProxyType(
    {
        (255, 255, 0): "Yellow", (255, 230, 41): "Goldenrod", (255, 148, 0): "YellowOrange", (255, 99, 33): "Orange",
        (255, 59, 33): "RedOrange", (184, 20, 11): "BrickRed", (255, 0, 0): "Red", (255, 120, 158): "Salmon",
        (255, 94, 255): "CarnationPink", (165, 25, 250): "Mulberry", (224, 105, 255): "Thistle",
        (128, 0, 255): "Plum", (110, 115, 255): "Periwinkle", (89, 222, 255): "CornflowerBlue",
        (15, 117, 255): "NavyBlue", (97, 255, 224): "SkyBlue",
        (35, 250, 165): "TealBlue", (15, 191, 78): "PineGreen", (20, 224, 27): "ForestGreen",
        (128, 255, 0): "LimeGreen", (55, 153, 8): "OliveGreen", (219, 148, 112): "Tan", (102, 13, 0): "Brown",
        (128, 128, 128): "Gray", (0, 0, 0): "Black", (255, 255, 255): "White",
    }
)  # fmt: skip
_BREAKING: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")


def quoted(text: str) -> str:
    """A text between quotes: no quote can stand in it, and a backslash would begin a command.

    >>> quoted('the "Spirit"\\nof\\\\or')
    '"the ”Spirit” of/or"'
    """
    return '"' + _BREAKING.sub(" ", text).strip().replace('"', "”").replace("\\", "/") + '"'


def nearest(colour: Colour) -> str:
    """The name of Pajek's colour that is nearest in red, green and blue."""
    return NAMES[min(NAMES, key=lambda one: sum((a - b) ** 2 for a, b in zip(one, colour, strict=True)))]


def years(spans: Iterable[Spell]) -> str:
    """The years of spans, as Pajek writes times; without a span it is always.

    >>> years([("2024-08-08", "2025-01-02"), ("2017-01-01", "2017-12-31"), ("2024-03-01", "")]), years([])
    ('[2017,2024-*]', '[1-*]')
    """
    merged: list[tuple[int, int]] = []
    for first, last in sorted((int(start[:4] or 1), int(end[:4] or 9999)) for start, end in spans):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    told = (str(a) if a == b else f"{a}-{'*' if b == 9999 else b}" for a, b in merged or [(1, 9999)])
    return f"[{','.join(told)}]"


def _vertex(number: int, label: str, node: Node, reach: float) -> str:
    """Coordinates lie between 0 and 1, y downwards; sizes become 1 at 20."""
    x, y = round(0.5 + 0.45 * node.x / reach, 4), round(0.5 - 0.45 * node.y / reach, 4)
    factor = round(node.size / 20, 4)
    looks = f"{x} {y} 0.5 ellipse x_fact {factor} y_fact {factor} ic {nearest(node.colour)}"
    return f"{number} {quoted(label)} {looks} {years(node.spells)}{LINE}"


def _vertices(material: Material) -> Iterator[str]:
    _, look = material.picture
    reach = max((max(abs(x), abs(y)) for x, y in look.places.values()), default=0.0) or 1.0
    told = Counter(quoted(look.labels[node]) for node in look.places)
    yield f"*Vertices {len(look.places)}{LINE}"
    for number, node in enumerate(nodes(material), start=1):
        again = told[quoted(node.label)] > 1
        yield _vertex(number, f"{node.label} [{node.id}]" if again else node.label, node, reach)


def _relations(material: Material) -> Iterator[str]:
    network, _ = material.picture
    heading = "*Arcs" if network.is_directed() else "*Edges"
    numbers = {node: number for number, node in enumerate(sorted(network), start=1)}
    kinds: dict[str, list[Edge]] = {}
    for edge in edges(material):
        kinds.setdefault(edge.kind, []).append(edge)
    for number, kind in enumerate(sorted(kinds), start=1):
        yield f"{heading} :{number} {quoted(kind)}{LINE}"
        for edge in kinds[kind]:
            ends = f"{numbers[edge.source]} {numbers[edge.target]} {edge.weight}"
            yield f"{ends} l {quoted(edge.label)} {years(edge.spells)}{LINE}"


def write(material: Material) -> Iterator[bytes]:
    """The file in pieces (Batagelj and Mrvar, Pajek Reference Manual; http://mrvar.fdv.uni-lj.si/pajek/DrawEPS.htm).

    It is UTF-8 behind a byte order mark, by which Pajek tells it from other encodings. Labels lose line breaks, tabs
    and control characters to a space, `"` to `”` and a backslash to `/`; the same label gets the id behind it.
    """
    yield f"\ufeff% {_BREAKING.sub(' ', description(material))}{LINE}".encode()
    for part in (_vertices(material), _relations(material)):
        for text in part:
            yield text.encode()


EXPORTER: Final = Exporter(
    "pajek", ".net", "text/plain", needs_view=True, write=write,
    about="Pajek, with a relation for each kind of edge", manners=("lang", "layout", "size", "colour"),
)  # fmt: skip
