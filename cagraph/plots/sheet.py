"""The white sheet that every picture is drawn on: title, rule, the picture, notes, and where the data are from."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from cagraph.plots.palette import QUIET, TEXT
from cagraph.plots.plot import Plot
from cagraph.plots.words import Caption, plain

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

WIDTH: Final = 10.0
MARGIN: Final = 0.3
INNER: Final = WIDTH - 2 * MARGIN
POINTS: Final = 72.0
_TITLE, _RULE, _SMALL = 14.0, 9.0, 7.5
_LEADING: Final = 1.38
_EMPTY: Final = 2.0


@lru_cache(maxsize=4096)
def width_of(text: str, size: float, bold: bool = False) -> float:
    """How wide a text is, in inches."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    properties = FontProperties(size=size, weight="bold" if bold else "normal")
    width, _, _ = text_to_path.get_text_width_height_descent(text, properties, ismath=False)
    return float(width) / POINTS


def wrapped(text: str, size: float, width: float, bold: bool = False) -> Iterator[str]:
    """A text in lines of at most that width in inches; a word that is longer is cut."""
    line = ""
    for word in plain(text).split():
        longer = f"{line} {word}".strip()
        if line and width_of(longer, size, bold) > width:
            yield line
            line = word
        else:
            line = longer
        while width_of(line, size, bold) > width:
            fits = next(n for n in range(len(line) - 1, 0, -1) if width_of(line[:n], size, bold) <= width or n == 1)
            yield line[:fits]
            line = line[fits:]
    if line:
        yield line


class Sheet:
    """A figure with its words; `body` inches of height are left for the picture, whose lower left corner is (0, 0).

    It is made and filled while `plot.drawing` lasts.
    """

    def __init__(self, caption: Caption, body: float) -> None:
        from matplotlib.figure import Figure

        self._caption = caption
        self._marks: dict[str, str] = {}
        head = [(line, _TITLE, TEXT, "bold") for line in wrapped(caption.title, _TITLE, INNER, bold=True)]
        head += [(line, _RULE, QUIET, "normal") for line in wrapped(caption.subtitle, _RULE, INNER)]
        foot = [line for note in (" ".join(caption.notes), caption.source) for line in wrapped(note, _SMALL, INNER)]
        above = MARGIN - 0.06 + sum(size for _, size, _, _ in head) * _LEADING / POINTS + 0.2
        below = MARGIN + len(foot) * _SMALL * _LEADING / POINTS + 0.12
        self._height = above + body + below
        self._left, self._bottom = MARGIN, below
        self.figure = Figure(figsize=(WIDTH, round(self._height, 4)), facecolor="white")
        at = body + above - MARGIN + 0.06
        for line, size, colour, weight in head:
            at -= size * _LEADING / POINTS
            self.text(0, at, line, size, colour, weight=weight)
        at = -0.12
        for line in foot:
            at -= _SMALL * _LEADING / POINTS
            self.text(0, at, line, _SMALL, QUIET)

    def text(self, x: float, y: float, text: str, size: float = 9.0, colour: str = TEXT, **more: Any) -> None:
        """A line of text, in inches from the corner of the picture; `y` is its baseline."""
        where = (self._left + x) / WIDTH, (self._bottom + y) / self._height
        self.figure.text(*where, plain(text), fontsize=size, color=colour, **more)

    def line(self, points: Sequence[tuple[float, float]], colour: str, width: float = 0.7, alpha: float = 1.0) -> None:
        """A thin line through points in inches."""
        from matplotlib.lines import Line2D

        xs = [(self._left + x) / WIDTH for x, _ in points]
        ys = [(self._bottom + y) / self._height for _, y in points]
        self.figure.add_artist(Line2D(xs, ys, color=colour, linewidth=width, alpha=alpha, solid_capstyle="butt"))

    def axes(self, x: float, y: float, width: float, height: float) -> "Axes":
        """Axes of that place and size in inches."""
        box = (
            (self._left + x) / WIDTH, (self._bottom + y) / self._height, width / WIDTH, height / self._height
        )  # fmt: skip
        return self.figure.add_axes(box)

    def mark(self, artist: "Artist", says: str) -> None:
        """Name what stands for a value, so that a reader can ask the picture for it."""
        name = f"mark-{len(self._marks) + 1}"
        artist.set_gid(name)
        self._marks[name] = plain(says)

    @classmethod
    def empty(cls, caption: Caption, why: str) -> Plot:
        """A picture that says that there is nothing to draw."""
        sheet = cls(caption, _EMPTY)
        sheet.text(INNER / 2, _EMPTY / 2, why, 11, QUIET, ha="center", style="italic")
        return sheet.plot()

    def plot(self) -> Plot:
        """The picture as it is now."""
        return Plot(self._caption, self.figure, dict(self._marks))
