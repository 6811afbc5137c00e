"""A heat map of pairs: a cell for each two, its value printed in it."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from cagraph.errors import ParameterError
from cagraph.plots.palette import AXIS, BOTH_WAYS, HATCH, MISSING, ONE_WAY, QUIET, TEXT, text_on
from cagraph.plots.plot import Plot, drawing
from cagraph.plots.sheet import INNER, Sheet, width_of
from cagraph.plots.words import Caption, decimals, shortened, shown

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST: Final = 30
EMPTY: Final = "There is nothing to draw: no pair in this window."
UNDEFINED: Final = "not defined"
_GAP: Final = 0.08
_SCALE: Final = 0.62
_STEPS: Final = 60

Pairs = Mapping[tuple[str, str], float | None]


def heat_map(ids: Sequence[str], labels: Mapping[str, str], values: Pairs, caption: Caption, unit: str = "") -> Plot:
    """A cell for each of the ordered pairs of `ids` that `values` has; None is hatched, and a pair that it has not is
    left white. Rows come from the first of a pair. `unit` is what a number is, beside the scale.

    Raises ParameterError for more than 30 ids, NotInstalledError without matplotlib.
    """
    if len(ids) > MOST:
        raise ParameterError(f"ids: {len(ids)} are too many for a heat map", f"choose at most {MOST}")
    there = {pair: value for pair, value in values.items() if set(pair) <= set(ids)}
    known = [value for value in there.values() if value is not None]
    with drawing():
        if not there:
            return Sheet.empty(caption, EMPTY)
        names = {id_: shortened(labels.get(id_, id_), 30) for id_ in ids}
        left = max(width_of(name, 9) for name in names.values()) + _GAP * 2
        cell = min(1.05 if len(ids) <= 6 else 0.7, (INNER - left - 0.9) / len(ids))
        upright = max(width_of(name, 8.5) for name in names.values()) < cell - 0.04
        top = 0.24 if upright else max(width_of(name, 9) for name in names.values()) * 0.72 + 0.2
        side = cell * len(ids)
        sheet = Sheet(caption, side + top + _SCALE)
        axes = sheet.axes(left, _SCALE, side, side)
        _cells(sheet, axes, ids, labels, there, known, cell)
        for place, id_ in enumerate(ids):
            middle = (place + 0.5) * cell
            size = min(9.0, cell * 40)
            sheet.text(left - _GAP, _SCALE + side - middle, names[id_], size, TEXT, ha="right", va="center_baseline")
            if upright:
                sheet.text(left + middle, _SCALE + side + _GAP, names[id_], 8.5, TEXT, ha="center")
            else:
                sheet.text(
                    left + middle, _SCALE + side + _GAP, names[id_], size, TEXT, rotation=45, rotation_mode="anchor"
                )
        _scale(sheet, left, known, len(known) < len(there), unit)
        return sheet.plot()


def _reach(known: Sequence[float]) -> tuple[float, float]:
    """What the palest and the darkest colour mean: from zero up, or as far below zero as above."""
    low, high = min(0.0, *known, 0.0), max(0.0, *known, 0.0)
    return (-max(-low, high), max(-low, high)) if low < 0 else (0.0, high or 1.0)


def _colour(value: float, known: Sequence[float]) -> str:
    """The colour of a value; the ends of the palettes are left out, where text could not be read."""
    from matplotlib import colormaps
    from matplotlib.colors import to_hex

    low, high = _reach(known)
    share = (value - low) / (high - low)
    name, first, last = (BOTH_WAYS, 0.92, 0.08) if low < 0 else (ONE_WAY, 0.02, 0.92)
    return to_hex(colormaps[name](first + share * (last - first)))


def _cells(
    sheet: Sheet, axes: "Axes", ids: Sequence[str], labels: Mapping[str, str], values: Pairs,
    known: Sequence[float], cell: float,
) -> None:  # fmt: skip
    from matplotlib.patches import Rectangle

    axes.set_xlim(0, len(ids))
    axes.set_ylim(len(ids), 0)
    axes.set_axis_off()
    printed = decimals(known) if known else 0
    longest = max((width_of(shown(value, printed), 10) for value in known), default=0.1)
    size = min(9.0, cell * 0.86 / longest * 10, cell * 32)
    for row, one in enumerate(ids):
        for column, other in enumerate(ids):
            if (one, other) not in values:
                continue
            value = values[one, other]
            colour = MISSING if value is None else _colour(value, known)
            patch = Rectangle((column, row), 1, 1, facecolor=colour, edgecolor="white", linewidth=1.2)
            if value is None:
                patch.set(hatch="////", edgecolor=HATCH, linewidth=0)
                axes.add_patch(Rectangle((column, row), 1, 1, fill=False, edgecolor="white", linewidth=1.2, zorder=2))
            axes.add_patch(patch)
            said = UNDEFINED if value is None else shown(value, printed)
            sheet.mark(patch, f"{labels.get(one, one)} – {labels.get(other, other)}: {said}")
            if value is not None:
                middle = (column + 0.5, row + 0.52)
                axes.text(*middle, said, fontsize=size, color=text_on(colour), ha="center", va="center")


def _scale(sheet: Sheet, left: float, known: Sequence[float], missing: bool, unit: str) -> None:
    """What the colours mean, below the cells."""
    from matplotlib.patches import Rectangle

    x = left
    if known:
        low, high = _reach(known)
        axes = sheet.axes(x, 0.24, 1.8, 0.14)
        axes.set_xlim(0, _STEPS)
        axes.set_ylim(0, 1)
        axes.set_axis_off()
        for step in range(_STEPS):
            colour = _colour(low + (step + 0.5) * (high - low) / _STEPS, known)
            axes.add_patch(Rectangle((step, 0), 1.05, 1, facecolor=colour, linewidth=0))
        axes.add_patch(Rectangle((0, 0), _STEPS, 1, facecolor="none", edgecolor=AXIS, linewidth=0.6, clip_on=False))
        sheet.text(x, 0.08, shown(low), 7.5, QUIET)
        sheet.text(x + 1.8, 0.08, shown(high), 7.5, QUIET, ha="right")
        sheet.text(x + 1.95, 0.26, unit, 8, QUIET)
        x += 2.2 + width_of(unit, 8)
    if missing:
        axes = sheet.axes(x, 0.24, 0.24, 0.14)
        axes.set_axis_off()
        axes.add_patch(Rectangle((0, 0), 1, 1, facecolor=MISSING, hatch="////", edgecolor=HATCH, linewidth=0))
        sheet.text(x + 0.32, 0.26, UNDEFINED, 8, QUIET)
