"""Where names of nodes stand so that they cover neither one another nor a node."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

Point = tuple[float, float]

_FARTHER: Final = (0.04, 0.16, 0.3)


class Box(NamedTuple):
    """A rectangle with its sides parallel to the axes."""

    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: "Box") -> bool:
        """Whether the two have an area in common.

        >>> Box(0, 0, 2, 1).meets(Box(1, 0.5, 3, 2)), Box(0, 0, 1, 1).meets(Box(1, 0, 2, 1))
        (True, False)
        """
        across = self.left < other.right and other.left < self.right
        return across and self.bottom < other.top and other.bottom < self.top

    def within(self, other: "Box") -> bool:
        """Whether it lies wholly in another."""
        across = other.left <= self.left and self.right <= other.right
        return across and other.bottom <= self.bottom and self.top <= other.top


def placed(
    order: Sequence[str],
    points: Mapping[str, Point],
    radii: Mapping[str, float],
    sizes: Mapping[str, Point],
    area: Box,
) -> dict[str, Box]:
    """A box for the name of each node that has room, the first in `order` first; `sizes` are widths and heights.

    A name stands right of its node, left, above, below or at a corner, or farther off: the first of these places where
    it meets nothing. A node around which all are taken goes without, which is for the caller to say.
    """
    discs = {
        node: Box(x - radii[node] * 0.9, y - radii[node] * 0.9, x + radii[node] * 0.9, y + radii[node] * 0.9)
        for node, (x, y) in points.items()
    }
    found: dict[str, Box] = {}
    for node in order:
        for box in _around(points[node], radii[node], sizes[node]):
            free = box.within(area) and not any(box.meets(other) for other in found.values())
            if free and not any(box.meets(disc) for other, disc in discs.items() if other != node):
                found[node] = box
                break
    return found


def _around(point: Point, radius: float, size: Point) -> Iterator[Box]:
    (x, y), (width, height) = point, size
    for farther in _FARTHER:
        gap = radius + farther
        near = gap * 0.75
        for left, bottom in (
            (x + gap, y - height / 2),
            (x - gap - width, y - height / 2),
            (x - width / 2, y + gap),
            (x - width / 2, y - gap - height),
            (x + near, y + near),
            (x - near - width, y + near),
            (x + near, y - near - height),
            (x - near - width, y - near - height),
        ):
            yield Box(left, bottom, left + width, bottom + height)
