"""A network: nodes where its files have them, sized by a measure, coloured by group; edges as broad as they weigh."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import hypot, sqrt
from typing import TYPE_CHECKING, Any, Final

from cagraph.errors import ParameterError
from cagraph.plots.palette import HATCH, QUIET, TEXT
from cagraph.plots.placing import Box, Point, placed
from cagraph.plots.plot import Plot, drawing
from cagraph.plots.sheet import Sheet, width_of, wrapped
from cagraph.plots.words import Caption, shortened, shown

if TYPE_CHECKING:
    import networkx as nx
    from matplotlib.axes import Axes

MOST: Final = 200
EMPTY: Final = "There is nothing to draw: no ties in this window."
NO_TIES: Final = "No ties in this window."
_WIDTH, _LOWEST, _HIGHEST = 7.7, 4.4, 6.6
_LEGEND: Final = 7.95
_EDGE: Final = "#6b7784"

Weights = Mapping[tuple[str, str], float]


@dataclass(frozen=True)
class Dress:
    """How nodes look: `places`, `sizes` by a measure that `measure` names, `groups` with their colours, `labels`."""

    places: Mapping[str, Point]
    labels: Mapping[str, str]
    sizes: Mapping[str, float | None]
    measure: str
    groups: Mapping[str, str]
    colours: Mapping[str, str]


@dataclass(frozen=True)
class _Scene:
    """What is drawn, in inches."""

    points: Mapping[str, Point]
    radii: Mapping[str, float]
    weights: Weights
    area: Box
    broadest: float
    directed: bool

    @classmethod
    def of(cls, graph: "nx.Graph[str]", dress: Dress) -> "_Scene":
        """Everything in its place."""
        radii = _radii(graph, dress.sizes)
        points, high = _fitted(dress.places, max(radii.values()))
        broadest = 6.0 if len(graph) <= 20 else 4.0 if len(graph) <= 60 else 2.5
        return cls(points, radii, joined(graph), Box(0.0, 0.0, _WIDTH, high), broadest, graph.is_directed())

    @property
    def alpha(self) -> float:
        """How opaque edges are: the fewer, the more."""
        return 0.55 if len(self.weights) <= 60 else 0.4 if len(self.weights) <= 300 else 0.28

    def breadth(self, weight: float) -> float:
        """How broad an edge is drawn, in points: as it weighs, but never too thin to be seen."""
        return max(0.4, self.broadest * weight / max(self.weights.values()))


def network(graph: "nx.Graph[str]", dress: Dress, caption: Caption) -> Plot:
    """A network of at most 200 nodes with a legend; ties of several kinds between two are one edge.

    Raises ParameterError for more nodes, NotInstalledError without matplotlib.
    """
    if len(graph) > MOST:
        raise ParameterError(
            f"view: {len(graph)} nodes are too many for a picture", f"choose up to {MOST} with among, or take GEXF"
        )
    with drawing():
        if not len(graph):
            return Sheet.empty(caption, EMPTY)
        scene = _Scene.of(graph, dress)
        size = _size(graph)
        boxes = _names(graph, dress, scene, size)
        left_out = len(graph) - len(boxes)
        told = f"Without room for its name: {left_out} of {len(graph)}; point at a node of the SVG to read it."
        sheet = Sheet(caption.noted(told) if left_out else caption, scene.area.top)
        axes = sheet.axes(*scene.area)
        axes.set_xlim(scene.area.left, scene.area.right)
        axes.set_ylim(scene.area.bottom, scene.area.top)
        axes.set_axis_off()
        _edges(sheet, axes, dress, scene)
        _nodes(sheet, axes, dress, scene)
        for node, box in boxes.items():
            _lead(axes, scene, node, box)
            behind = {"boxstyle": "square,pad=0.08", "facecolor": "white", "alpha": 0.65, "linewidth": 0}
            middle = (box.bottom + box.top) / 2
            axes.text(
                box.left, middle, _name(dress, node), fontsize=size, color=TEXT, va="center_baseline", zorder=5,
                bbox=behind,
            )  # fmt: skip
        if not scene.weights:
            sheet.text(scene.area.right / 2, 0.2, NO_TIES, 11, QUIET, ha="center", style="italic")
        _legend(sheet, dress, scene)
        return sheet.plot()


def _lead(axes: "Axes", scene: _Scene, node: str, box: Box) -> None:
    """A thin line from a node to its name where that stands farther off."""
    x, y = scene.points[node]
    end = min(max(x, box.left), box.right), min(max(y, box.bottom), box.top)
    if hypot(end[0] - x, end[1] - y) > scene.radii[node] + 0.1:
        axes.plot([x, end[0]], [y, end[1]], color=QUIET, linewidth=0.6, zorder=2.5)


def joined(graph: Any) -> dict[tuple[str, str], float]:
    """The weight of all ties of two together, in the order of ids; with a direction, from the first to the second."""
    found: dict[tuple[str, str], float] = {}
    for one, other, data in graph.edges(data=True):
        pair = (one, other) if graph.is_directed() else (min(one, other), max(one, other))
        found[pair] = found.get(pair, 0.0) + float(data.get("weight", 1.0))
    return dict(sorted(found.items()))


def _radii(graph: "nx.Graph[str]", sizes: Mapping[str, float | None]) -> dict[str, float]:
    """The area of a node grows with its value; the smallest can still be seen."""
    largest = min(0.3, 1.7 / sqrt(len(graph)))
    top = max((value for value in sizes.values() if value), default=0.0)
    values = {node: max(0.0, sizes.get(node) or 0.0) for node in graph}
    return {
        node: max(largest * 0.2, largest * sqrt(value / top)) if top else largest * 0.5
        for node, value in values.items()
    }


def _fitted(points: Mapping[str, Point], radius: float) -> tuple[dict[str, Point], float]:
    """The layout as large as there is room for, with space for names at its sides, and how high it is then."""
    xs, ys = [x for x, _ in points.values()], [y for _, y in points.values()]
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    side, above = radius + 0.75, radius + 0.3
    most = (_WIDTH - 2 * side) / width if width else 1.0, (_HIGHEST - 2 * above) / height if height else 1.0
    scale = min(most)
    high = max(_LOWEST, height * scale + 2 * above)
    middle = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    return {
        node: (_WIDTH / 2 + (x - middle[0]) * scale, high / 2 + (y - middle[1]) * scale)
        for node, (x, y) in sorted(points.items())
    }, high


def _size(graph: "nx.Graph[str]") -> float:
    """The size of names, in points."""
    return 9.0 if len(graph) <= 20 else 8.0 if len(graph) <= 50 else 7.0


def _name(dress: Dress, node: str) -> str:
    return shortened(dress.labels.get(node, node), 30)


def _names(graph: "nx.Graph[str]", dress: Dress, scene: _Scene, size: float) -> dict[str, Box]:
    """Where names stand, those of the largest nodes first."""
    order = sorted(graph, key=lambda node: (-(dress.sizes.get(node) or 0.0), node))
    sizes = {node: (width_of(_name(dress, node), size) + 0.04, size * 1.2 / 72) for node in order}
    return placed(order, scene.points, scene.radii, sizes, scene.area)


def _edges(sheet: Sheet, axes: "Axes", dress: Dress, scene: _Scene) -> None:
    """The light ones first, so that the heavy ones lie above them."""
    from matplotlib.patches import FancyArrowPatch

    for (one, other), weight in sorted(scene.weights.items(), key=lambda edge: (edge[1], edge[0])):
        way = "→" if scene.directed else "–"
        says = f"{dress.labels.get(one, one)} {way} {dress.labels.get(other, other)}: {shown(weight)}"
        (x, y), (to_x, to_y) = scene.points[one], scene.points[other]
        breadth = scene.breadth(weight)
        if not scene.directed:
            (line,) = axes.plot([x, to_x], [y, to_y], color=_EDGE, alpha=scene.alpha, linewidth=breadth, zorder=1)
            sheet.mark(line, says)
            continue
        length = max(hypot(to_x - x, to_y - y), 0.01)
        shrink = min(scene.radii[other] + 0.02, length * 0.45)
        end = (to_x - (to_x - x) * shrink / length, to_y - (to_y - y) * shrink / length)
        arrow = FancyArrowPatch(
            (x, y), end, arrowstyle="-|>", connectionstyle="arc3,rad=0.12", mutation_scale=5 + 2 * breadth,
            color=_EDGE, alpha=scene.alpha, linewidth=breadth, zorder=1, shrinkA=0, shrinkB=0,
        )  # fmt: skip
        axes.add_patch(arrow)
        sheet.mark(arrow, says)


def _nodes(sheet: Sheet, axes: "Axes", dress: Dress, scene: _Scene) -> None:
    from matplotlib.patches import Circle

    for node, point in sorted(scene.points.items(), key=lambda entry: (-scene.radii[entry[0]], entry[0])):
        value = dress.sizes.get(node)
        colour = "white" if value is None else dress.colours[dress.groups[node]]
        edge = HATCH if value is None else "white"
        circle = Circle(point, scene.radii[node], facecolor=colour, edgecolor=edge, linewidth=0.8, zorder=3)
        axes.add_patch(circle)
        told = "not defined" if value is None else shown(value)
        sheet.mark(circle, f"{dress.labels.get(node, node)} ({dress.groups[node]}): {dress.measure} {told}")


def _legend(sheet: Sheet, dress: Dress, scene: _Scene) -> None:
    """What colours, sizes and breadths mean, in a column on the right."""
    y = _heading(sheet, scene.area.top - 0.15, "Colour")
    alike: dict[str, list[str]] = {}
    for group, colour in dress.colours.items():
        if group in dress.groups.values():
            alike.setdefault(colour, []).append(group)
    for colour, groups in alike.items():
        _disc(sheet, _LEGEND + 0.1, y, 0.07, colour)
        for line in wrapped(", ".join(groups), 8, 1.15):
            sheet.text(_LEGEND + 0.32, y, line, 8, TEXT, va="center_baseline")
            y -= 0.16
        y -= 0.05
    values = sorted({value for value in dress.sizes.values() if value is not None and value > 0})
    if values:
        y = _heading(sheet, y - 0.15, f"Area: {dress.measure}")
        for value in _examples(values):
            radius = max(max(scene.radii.values()) * sqrt(value / values[-1]), max(scene.radii.values()) * 0.2)
            y -= max(0.0, radius - 0.08)
            _disc(sheet, _LEGEND + 0.3, y, radius, "#bdbdbd")
            sheet.text(_LEGEND + 0.72, y, shown(value), 8, TEXT, va="center_baseline")
            y -= max(0.18, radius + 0.1)
    if scene.weights:
        y = _heading(sheet, y - 0.15, "Breadth: weight")
        for weight in _examples(sorted(set(scene.weights.values()))):
            sheet.line([(_LEGEND, y), (_LEGEND + 0.55, y)], _EDGE, scene.breadth(weight), scene.alpha)
            sheet.text(_LEGEND + 0.72, y, shown(weight), 8, TEXT, va="center_baseline")
            y -= 0.2


def _heading(sheet: Sheet, y: float, text: str) -> float:
    sheet.text(_LEGEND, y, text, 8, QUIET, weight="bold")
    return y - 0.22


def _examples(values: Sequence[float]) -> list[float]:
    """The largest, the one nearest to a third of it, and the smallest."""
    third = min(values, key=lambda value: (abs(value - values[-1] / 3), value))
    return sorted({values[-1], third, values[0]}, reverse=True)


def _disc(sheet: Sheet, x: float, y: float, radius: float, colour: str) -> None:
    from matplotlib.patches import Circle

    axes = sheet.axes(x - radius, y - radius, 2 * radius, 2 * radius)
    axes.set_xlim(-1, 1)
    axes.set_ylim(-1, 1)
    axes.set_axis_off()
    axes.add_patch(Circle((0, 0), 0.98, facecolor=colour, edgecolor="white", linewidth=0.8))
