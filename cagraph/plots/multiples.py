"""Small multiples: a panel for each of many, all on the same scale (Tufte 1983)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING, Final

from cagraph.errors import ParameterError
from cagraph.plots.axes import drawn, framed, margin, marked
from cagraph.plots.lines import Line, Mark, Panel
from cagraph.plots.palette import CONTEXT, LINES, TEXT, ink
from cagraph.plots.plot import Plot, drawing
from cagraph.plots.series import EMPTY
from cagraph.plots.sheet import INNER, Sheet, width_of, wrapped
from cagraph.plots.words import Caption, plain, shown

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST: Final = 36
CONTEXT_UP_TO: Final = 12
_GAP, _YEARS, _BETWEEN = 0.24, 0.3, 0.12
_SIZE, _TICKS, _NAME_LINE = 8.5, 7.5, 0.155


@dataclass(frozen=True)
class _Grid:
    """Where panels stand, in inches; `names` are how many lines the longest name takes."""

    count: int
    names: int
    key: float
    left: float

    @property
    def columns(self) -> int:
        """How many panels stand in a row."""
        if self.count in {5, 10}:
            return 5
        return min(self.count, 6 if self.count > 20 else 5 if self.count > 12 else 4 if self.count > 9 else 3)

    @property
    def width(self) -> float:
        """That of a panel."""
        return (INNER - self.left) / self.columns - _GAP

    @property
    def height(self) -> float:
        """That of a panel, without what stands above and below."""
        return min(max(1.05, self.width * 0.72), 2.4)

    @property
    def head(self) -> float:
        """The room for a name."""
        return 0.14 + _NAME_LINE * self.names

    def below(self, row: int) -> float:
        """The room below a row: for the years, where one of its panels has none below."""
        return _YEARS if (row + 2) * self.columns > self.count else _BETWEEN

    def top(self, row: int) -> float:
        """How far the top of a row lies below that of the picture."""
        return self.key + sum(self.head + self.height + self.below(above) for above in range(row))

    def last_of_column(self, place: int) -> bool:
        """Whether no panel stands below."""
        return place + self.columns >= self.count


def small_multiples(panels: Sequence[Panel], caption: Caption, marks: Sequence[Mark] = ()) -> Plot:
    """A panel for each of at most 36, on the same scale; behind few panels of one line stand the lines of the others.

    Panels of several lines name them in a line above. Raises ParameterError for more panels, NotInstalledError without
    matplotlib.
    """
    if len(panels) > MOST:
        raise ParameterError(f"panels: {len(panels)} are too many to be read", f"choose at most {MOST}")
    lines = [line for panel in panels for line in panel.lines]
    with drawing():
        if not any(line.values for line in lines):
            return Sheet.empty(caption, EMPTY)
        single = all(len(panel.lines) == 1 for panel in panels)
        grid = _Grid(len(panels), 1, 0.0 if single else 0.28, margin(lines, _TICKS))
        names = [_name(panel, grid.width) for panel in panels]
        grid = replace(grid, names=max(map(len, names)))
        behind = single and 1 < len(panels) <= CONTEXT_UP_TO
        notes = ["Grey: the other panels; the number: the last value." if behind else "", _told(marks)]
        body = grid.top(ceil(len(panels) / grid.columns))
        sheet = Sheet(caption.noted(*filter(None, notes)), body)
        if not single:
            _name_lines(sheet, panels[0].lines, grid.left, body - 0.14)
        years = sorted({point.year for line in lines for point in line.points} | {mark.year for mark in marks})
        for place, panel in enumerate(panels):
            row, column = divmod(place, grid.columns)
            x, y = grid.left + column * (grid.width + _GAP), body - grid.top(row) - grid.head - grid.height
            axes = sheet.axes(x, y, grid.width, grid.height)
            framed(axes, lines, years, grid.width, _TICKS, 4)
            axes.tick_params(labelleft=not column, labelbottom=grid.last_of_column(place))
            _turn_inwards(axes)
            marked(axes, marks)
            _behind(axes, [line for line in lines if line not in panel.lines] if behind else [])
            for number, line in enumerate(panel.lines):
                drawn(sheet, axes, line, number, 3.2)
            _write_name(sheet, names[place], _value(panel), (x, y + grid.height + 0.09), grid.width)
        return sheet.plot()


def _turn_inwards(axes: "Axes") -> None:
    """Where only the first and the last year are written, they stay within the panel."""
    labels = axes.get_xticklabels()
    if len(labels) == 2:
        labels[0].set_horizontalalignment("left")
        labels[1].set_horizontalalignment("right")


def _behind(axes: "Axes", lines: Sequence[Line]) -> None:
    """The lines of the other panels, pale."""
    for line in lines:
        for run in line.runs:
            axes.plot(
                [point.year for point in run],
                [point.value or 0 for point in run],
                color=CONTEXT,
                linewidth=0.8,
                zorder=1.6,
            )


def _value(panel: Panel) -> str:
    """The last value, where a panel has one line."""
    if len(panel.lines) > 1:
        return ""
    last = panel.lines[0].last
    return shown(last.value or 0) if last else "–"


def _name(panel: Panel, width: float) -> list[str]:
    """The name in one line or two, beside the value; what does not fit is cut with an ellipsis."""
    value = _value(panel)
    room = width - (width_of(value, _SIZE) + 0.1 if value else 0)
    if width_of(plain(panel.name), _SIZE, bold=True) <= room:
        return [plain(panel.name)]
    first, *rest = wrapped(panel.name, _SIZE, room, bold=True)
    return [first, _fitting(" ".join(rest), room)]


def _fitting(name: str, width: float) -> str:
    """A name in bold, cut with an ellipsis where it is wider."""
    if width_of(name, _SIZE, bold=True) <= width:
        return name
    while name and width_of(name + "…", _SIZE, bold=True) > width:
        name = name[:-1].rstrip()
    return name + "…"


def _write_name(sheet: Sheet, name: Sequence[str], value: str, at: tuple[float, float], width: float) -> None:
    """The name on the left, and the value at the right of its last line."""
    x, y = at
    for place, line in enumerate(reversed(name)):
        sheet.text(x, y + place * _NAME_LINE, line, _SIZE, TEXT, weight="bold")
    sheet.text(x + width, y, value, _SIZE, ink(LINES[0]), ha="right")


def _name_lines(sheet: Sheet, lines: Sequence[Line], x: float, y: float) -> None:
    for place, line in enumerate(lines):
        colour = LINES[place % len(LINES)]
        sheet.line([(x, y + 0.04), (x + 0.22, y + 0.04)], colour, 2.2)
        sheet.text(x + 0.28, y, line.name, 8.5, ink(colour), weight="bold")
        x += 0.28 + width_of(line.name, 8.5, bold=True) + 0.3


def _told(marks: Sequence[Mark]) -> str:
    """What the dashed lines are."""
    return "Dashed: " + "; ".join(f"{mark.year:g} {plain(mark.text)}" for mark in marks) + "." if marks else ""
