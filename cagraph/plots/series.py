"""A few lines over years on one pair of axes, each named at its end."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from cagraph.errors import ParameterError
from cagraph.plots.axes import apart, drawn, framed, marked
from cagraph.plots.lines import Line, Mark
from cagraph.plots.palette import AXIS, LINES, QUIET, ink
from cagraph.plots.plot import Plot, drawing
from cagraph.plots.sheet import INNER, Sheet, width_of
from cagraph.plots.words import Caption, plain, shortened, shown

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST: Final = len(LINES)
HEIGHT: Final = 4.4
EMPTY: Final = "There is nothing to draw: no value in these years."
_LEFT, _BOTTOM, _SIZE = 0.45, 0.3, 9.0
_ROW: Final = 0.18


def series(lines: Sequence[Line], caption: Caption, marks: Sequence[Mark] = ()) -> Plot:
    """A picture of at most seven lines, their ranges as bands, with a line down at each year that is marked.

    Raises ParameterError for more lines, NotInstalledError without matplotlib.
    """
    if len(lines) > MOST:
        raise ParameterError(f"lines: {len(lines)} are too many to be told apart", f"choose {MOST}, or small multiples")
    with drawing():
        if not any(line.values for line in lines):
            return Sheet.empty(caption, EMPTY)
        sheet = Sheet(caption, HEIGHT)
        ends = [shortened(line.name, 30) for line in lines]
        right = max(width_of(f"{end}  0,000", _SIZE, bold=True) for end in ends) + 0.3
        years = sorted({point.year for line in lines for point in line.points})
        rows = _rows(marks, (years[0], years[-1]), INNER - _LEFT - right)
        above = _ROW * (max(rows, default=-1) + 1) + 0.1
        box = (_LEFT, _BOTTOM, INNER - _LEFT - right, HEIGHT - _BOTTOM - above)
        axes = sheet.axes(*box)
        framed(axes, lines, [*years, *(mark.year for mark in marks)], box[2], _SIZE, 6)
        marked(axes, marks)
        for place, line in enumerate(lines):
            drawn(sheet, axes, line, place)
        _name_ends(sheet, axes, lines, ends, box)
        _name_marks(sheet, axes, marks, rows, box)
        return sheet.plot()


Box = tuple[float, float, float, float]


def _at(axes: "Axes", box: Box, x: float, y: float) -> tuple[float, float]:
    """A point of the axes in inches of the picture."""
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    return box[0] + box[2] * (x - left) / (right - left), box[1] + box[3] * (y - low) / (high - low)


def _name_ends(sheet: Sheet, axes: "Axes", lines: Sequence[Line], names: Sequence[str], box: Box) -> None:
    """Each name beside the end of its line, moved up or down where names would touch."""
    named = [(place, line.last) for place, line in enumerate(lines) if line.last]
    ends = [_at(axes, box, last.year, last.value or 0) for _, last in named if last]
    high = box[1] + box[3]
    heights = apart([y for _, y in ends], 0.17, box[1], high)
    start = box[0] + box[2] + 0.16
    for (place, last), (x, y), height in zip(named, ends, heights, strict=True):
        colour = LINES[place % len(LINES)]
        sheet.line([(x + 0.06, y), (start - 0.04, height)], colour)
        value = shown(last.value or 0) if last else ""
        text = f"{names[place]}  {value}"
        sheet.text(start, height, text, _SIZE, ink(colour), weight="bold", va="center_baseline")


def _rows(marks: Sequence[Mark], years: tuple[float, float], width: float) -> list[int]:
    """On which row above the axes each mark is named, so that no names touch."""
    ends: list[float] = []
    rows = []
    span = max(years[1] - years[0], 1.0)
    for mark in marks:
        start = (mark.year - years[0]) / span * width
        half = width_of(plain(mark.text), 8) / 2 + 0.08
        row = next((row for row, end in enumerate(ends) if start - half > end), len(ends))
        if row == len(ends):
            ends.append(0.0)
        ends[row] = start + half
        rows.append(row)
    return rows


def _name_marks(sheet: Sheet, axes: "Axes", marks: Sequence[Mark], rows: Sequence[int], box: Box) -> None:
    top = box[1] + box[3]
    for mark, row in zip(marks, rows, strict=True):
        x, _ = _at(axes, box, mark.year, 0)
        y = top + 0.06 + _ROW * row
        sheet.line([(x, top), (x, y)], AXIS)
        sheet.text(x, y + 0.02, plain(mark.text), 8, QUIET, ha="center")
