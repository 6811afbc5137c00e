"""A picture that is drawn: as SVG, as PNG, and as matplotlib's figure."""

import hashlib
import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from threading import Lock
from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from cagraph.errors import ExportError, ParameterError
from cagraph.extras import library
from cagraph.plots.words import Caption, plain

if TYPE_CHECKING:
    from matplotlib.figure import Figure

EXTRA: Final = "plots"
TYPES: Final[Mapping[str, str]] = MappingProxyType({"svg": "image/svg+xml", "png": "image/png"})
DOTS_PER_INCH: Final = 160
# matplotlib's settings belong to the whole process: whoever draws has them alone, and gives them back.
_ALONE: Final = Lock()
_STYLE: Final = MappingProxyType(
    {
        "svg.fonttype": "none",
        "svg.hashsalt": "cagraph",
        "text.parse_math": False,
        "font.family": "sans-serif",
        # The first comes with matplotlib and has Cyrillic with the letters of Kazakh, Kyrgyz and Tajik; Verdana is as
        # wide, and stands in where a browser does not have it.
        "font.sans-serif": ["DejaVu Sans", "Verdana", "sans-serif"],
        "font.size": 9,
        "hatch.linewidth": 0.6,
        "axes.unicode_minus": True,
    }
)
_NO_METADATA: Final = ("Creator", "Date", "Format", "Type")


@contextmanager
def drawing() -> Iterator[None]:
    """While it lasts matplotlib draws as we want it, whatever its user has set. Raises NotInstalledError."""
    matplotlib = library("matplotlib", EXTRA)
    with _ALONE, matplotlib.rc_context(), warnings.catch_warnings():
        # A sign that the font does not have is a box in PNG; in SVG the reader's fonts are used.
        warnings.filterwarnings("ignore", "Glyph .* missing from font", UserWarning)
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_STYLE)
        yield


@dataclass(frozen=True)
class Plot:
    """A picture with its words. `figure` is matplotlib's, to go on with; `marks` says what each drawn value is.

    In a notebook it shows itself.
    """

    caption: Caption
    figure: "Figure"
    marks: Mapping[str, str]

    def svg(self) -> str:
        """SVG with its title and alternative text, and a tooltip for each value; the same data give the same text."""
        buffer = BytesIO()
        with drawing():
            self.figure.savefig(buffer, format="svg", metadata=dict.fromkeys(_NO_METADATA))
        text = buffer.getvalue().decode("utf-8")
        start = text.index("<svg")
        return text[:start].partition("<!DOCTYPE")[0] + self._told(text[start:])

    def _told(self, svg: str) -> str:
        """With the words that a reader of the screen speaks."""
        title, about = escape(plain(self.caption.title)), escape(plain(self.caption.about or self.caption.title))
        own = hashlib.sha256(f"{title}\n{about}".encode()).hexdigest()[:8]
        end = svg.index(">")
        words = f'<title id="title-{own}">{title}</title>\n <desc id="about-{own}">{about}</desc>'
        svg = f'{svg[:end]} role="img" aria-labelledby="title-{own} about-{own}">\n {words}{svg[end + 1 :]}'
        return re.sub(r'<g id="(mark-\d+)">', self._named, svg)

    def _named(self, found: re.Match[str]) -> str:
        return f"{found[0]}<title>{escape(self.marks[found[1]])}</title>"

    def png(self) -> bytes:
        """PNG, 1,600 dots wide."""
        buffer = BytesIO()
        with drawing():
            self.figure.savefig(
                buffer, format="png", dpi=DOTS_PER_INCH, metadata={"Software": None, "Title": plain(self.caption.title)}
            )
        return buffer.getvalue()

    def encoded(self, format_: str) -> bytes:
        """The file in a format, `svg` or `png`. Raises ParameterError for another."""
        if format_ not in TYPES:
            raise ParameterError(f"format: '{format_[:80]}' is not known", f"write one of {', '.join(TYPES)}")
        return self.svg().encode() if format_ == "svg" else self.png()

    def save(self, path: str | Path) -> None:
        """Write a file in the format of its suffix. Raises ParameterError for another, ExportError."""
        written = self.encoded(Path(path).suffix.removeprefix("."))
        try:
            Path(path).write_bytes(written)
        except OSError as error:
            raise ExportError(f"{path} cannot be written: {error.strerror}", "name another place") from error

    def _repr_svg_(self) -> str:
        svg = self.svg()
        return svg[svg.index("<svg") :]
