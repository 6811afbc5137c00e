"""A few lines over years on one pair of axes, each named at its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cagraph.errors import ParameterError
from cagraph.plots.axes import apart, drawn, framed, margin, marked
from cagraph.plots.lines import Line, Mark
from cagraph.plots.palette import AXIS, LINES, QUIET, ink
from cagraph.plots.plot import Plot, drawing
from cagraph.plots.sheet import INNER, Sheet, width_of
from cagraph.plots.words import Caption, shortened, shown

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST: Final = len(LINES)
HEIGHT: Final = 4.4
EMPTY: Final = "There is nothing to draw: no value in these years."
_BOTTOM, _SIZE, _FLAG = 0.3, 9.0, 8.0
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
        years = sorted({point.year for line in lines for point in line.points} | {mark.year for mark in marks})
        left = margin(lines, _SIZE)
        flags = [
            _Flag((mark.year - years[0]) / ((years[-1] - years[0]) or 1), shortened(mark.text, 48))
            for mark in sorted(marks)
        ]
        named = max(
            width_of(f"{end} {shown(line.last.value or 0)}" if line.last else end, _SIZE, bold=True)
            for end, line in zip(ends, lines, strict=True)
        )
        right = max(named + 0.25, *(flag.beyond(INNER - left) for flag in flags), 0.0)
        rows = _rows(flags, INNER - left - right)
        above = _ROW * (max(rows, default=-1) + 1) + 0.1
        box = (left, _BOTTOM, INNER - left - right, HEIGHT - _BOTTOM - above)
        axes = sheet.axes(*box)
        framed(axes, lines, years, box[2], _SIZE, 6)
        marked(axes, marks)
        for place, line in enumerate(lines):
            drawn(sheet, axes, line, place)
        _name_ends(sheet, axes, lines, ends, box)
        for mark, flag, row in zip(sorted(marks), flags, rows, strict=True):
            _raise(sheet, flag, _at(axes, box, mark.year, 0)[0], box[1] + box[3], row)
        return sheet.plot()


@dataclass(frozen=True)
class _Flag:
    """What a mark says, right of the top of its line; `share` tells how far along the axis it stands, from 0 to 1."""

    share: float
    text: str

    @property
    def width(self) -> float:
        """That of the text with what is free around it."""
        return width_of(self.text, _FLAG) + 0.15

    def beyond(self, room: float) -> float:
        """How much of the room has to be left right of the axis so that the flag ends within it."""
        return room - (room - self.width) / self.share if self.share else 0.0


def _rows(flags: Sequence[_Flag], width: float) -> list[int]:
    """How high each flag stands: above those later ones whose lines it would meet."""
    rows: list[int] = []
    for place in reversed(range(len(flags))):
        flag = flags[place]
        later = zip(flags[place + 1 :], reversed(rows), strict=True)
        met = [row for other, row in later if (other.share - flag.share) * width < flag.width]
        rows.append(max(met, default=-1) + 1)
    return rows[::-1]


def _raise(sheet: Sheet, flag: _Flag, x: float, top: float, row: int) -> None:
    y = top + _ROW * row
    sheet.line([(x, top), (x, y + 0.17)], AXIS)
    sheet.text(x + 0.05, y + 0.07, flag.text, _FLAG, QUIET)


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
        text = f"{names[place]} {value}"
        sheet.text(start, height, text, _SIZE, ink(colour), weight="bold", va="center_baseline")
