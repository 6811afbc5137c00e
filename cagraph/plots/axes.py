"""Axes with lines on them, as series and small multiples have them."""

from collections.abc import Sequence
from math import ceil, floor
from typing import TYPE_CHECKING

from cagraph.plots.lines import Line, Mark
from cagraph.plots.palette import AXIS, GRID, LINES, MARKERS, QUIET
from cagraph.plots.sheet import Sheet, width_of
from cagraph.plots.words import shown

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def framed(axes: "Axes", lines: Sequence[Line], years: Sequence[float], width: float, size: float, ticks: int) -> None:
    """Scale the axes for all of these lines, and draw the grid: the same for each picture of the same lines.

    `width` is that of the axes in inches, `size` that of the text in points.
    """
    from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator

    low, high = extent(lines)
    room = (high - low) * 0.06
    axes.set_ylim(low - room if low < 0 else low, high + room)
    span = max(years) - min(years)
    axes.set_xlim(min(years) - max(0.4, span * 0.03), max(years) + max(0.4, span * 0.03))
    whole = all(number == int(number) for line in lines for number in line.values)
    axes.yaxis.set_major_locator(MaxNLocator(ticks, steps=[1, 2, 2.5, 5, 10], integer=whole))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: shown(value)))
    axes.xaxis.set_major_locator(FixedLocator(ticks_of(years, int(width / (size * 0.07)))))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f}"))
    axes.grid(axis="y", color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(length=0, labelsize=size, labelcolor=QUIET, pad=4)
    axes.tick_params(axis="x", length=3, color=AXIS)
    for side in ("left", "right", "top"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(AXIS)
    if low < 0:
        axes.spines["bottom"].set_visible(False)
        axes.axhline(0, color=AXIS, linewidth=0.9, zorder=1)


def ticks_of(years: Sequence[float], most: int) -> list[float]:
    """The years to be written: every first, second, fifth … so that there are no more than fit, or the two ends.

    >>> ticks_of(range(2010, 2025), 8), ticks_of(range(2017, 2025), 3)
    ([2010.0, 2012.0, 2014.0, 2016.0, 2018.0, 2020.0, 2022.0, 2024.0], [2017.0, 2024.0])
    """
    first, last = ceil(min(years)), floor(max(years))
    for step in (1, 2, 5, 10, 20, 50, 100):
        found = [float(year) for year in range(first, last + 1) if year % step == 0]
        if len(found) <= most and len(found) > 3:
            return found
    return sorted({float(first), float(last)})


def extent(lines: Sequence[Line]) -> tuple[float, float]:
    """The lowest and highest number, zero among them."""
    numbers = [number for line in lines for number in line.extent]
    low, high = min(0.0, *numbers), max(0.0, *numbers)
    return (low, high) if low < high else (low, low + 1)


def margin(lines: Sequence[Line], size: float) -> float:
    """How broad the numbers at the left of the axes are, in inches."""
    low, high = extent(lines)
    widest = max(width_of(text, size) for text in ("0.25", f"{high:,.0f}", f"{low:,.0f}"))
    return widest + (0.22 if low < 0 else 0.14)


def drawn(sheet: Sheet, axes: "Axes", line: Line, place: int, size: float = 4.5, unit: str = "") -> None:
    """Draw a line: what follows one another is joined, a range is a band, and each value is a mark."""
    colour = LINES[place % len(LINES)]
    for run in line.runs:
        years = [point.year for point in run]
        banded = [point for point in run if point.low is not None and point.high is not None]
        if banded:
            low, high = ([point.low for point in banded], [point.high for point in banded])
            area = axes.fill_between([point.year for point in banded], low, high, color=colour, alpha=0.16, linewidth=0)  # type: ignore[arg-type]
            area.set_zorder(2)
            if len(banded) == 1:
                axes.vlines(banded[0].year, low[0], high[0], color=colour, alpha=0.4, linewidth=4)  # type: ignore[arg-type]
        axes.plot(years, [point.value for point in run], color=colour, linewidth=1.8, zorder=3, solid_joinstyle="round")  # type: ignore[arg-type]
        for point in run:
            (mark,) = axes.plot(
                [point.year], [point.value], MARKERS[place % len(MARKERS)], color=colour, markersize=size,  # type: ignore[arg-type]
                markeredgecolor="white", markeredgewidth=0.6, zorder=4, clip_on=False,
            )  # fmt: skip
            between = (
                f", between {shown(point.low)} and {shown(point.high)}"
                if point.low is not None and point.high is not None
                else ""
            )
            sheet.mark(mark, f"{line.name}, {point.year:g}: {shown(point.value or 0)}{between}{unit}")


def marked(axes: "Axes", marks: Sequence[Mark]) -> None:
    """Draw a line down at each year that is marked."""
    for mark in marks:
        axes.axvline(mark.year, color=QUIET, linewidth=0.9, linestyle=(0, (4, 3)), zorder=1.5)


def apart(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places near those wanted, in their order, at least `gap` from one another where `low` to `high` has room.

    Each heap of places that would touch is spread around the mean of what its members want.

    >>> apart([1.0, 1.0, 5.0], 1.0, 0.0, 10.0)
    [0.5, 1.5, 5.0]
    """
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    gap = min(gap, (high - low) / (len(wanted) - 1)) if len(wanted) > 1 else gap
    heaps: list[tuple[float, list[int]]] = []  # where the lowest of a heap stands, and its members
    for i in order:
        heaps.append((_within([wanted[i]], gap, low, high), [i]))
        while len(heaps) > 1 and heaps[-2][0] + gap * len(heaps[-2][1]) > heaps[-1][0] + 1e-9:
            (_, upper), (_, lower) = heaps.pop(), heaps.pop()
            members = lower + upper
            heaps.append((_within([wanted[each] for each in members], gap, low, high), members))
    found = [0.0] * len(wanted)
    for start, members in heaps:
        for place, i in enumerate(members):
            found[i] = start + place * gap
    return found


def _within(wanted: Sequence[float], gap: float, low: float, high: float) -> float:
    """Where the lowest of a heap has to stand so that its members are nearest to what they want."""
    ideal = sum(each - place * gap for place, each in enumerate(wanted)) / len(wanted)
    return max(low, min(ideal, high - gap * (len(wanted) - 1)))
