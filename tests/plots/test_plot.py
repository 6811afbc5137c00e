"""Files: the same for the same data, with hostile words in them harmless, and nothing of the process changed."""

import os
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib as mpl
import networkx as nx
import pytest
from drawings import about, marks, parsed, texts, title

from cagraph.errors import ExportError, NotInstalledError, ParameterError
from cagraph.mirror.layout import positions
from cagraph.plots import Caption, Dress, Line, Mark, Panel, Plot, heat_map, network, series, small_multiples
from cagraph.plots.words import plain

HOSTILE = [
    "<script>alert(1)</script>", "a & b", "\"quoted\" 'twice'", "]]> <!-- x -->", "$x^2$ and $", r"\frac{1}{2}",
    "nul\x00 bell\x07 esc\x1b", "two\nlines\ttab", "turned \u202eround", "&lt;b&gt;", "lone \ud800", "%s {0} {x!r}",
    "漢字 عربي",
]  # fmt: skip


def drawn(names: list[str]) -> list[Plot]:
    """Every kind of picture, with these words wherever words may stand."""
    caption = Caption(names[0], names[1], (names[2],), names[3], names[4])
    lines = [Line(name, [(2020, place, place - 1, place + 1), (2021, 2)]) for place, name in enumerate(names[:7])]
    graph: nx.MultiGraph[str] = nx.MultiGraph()
    nx.add_cycle(graph, [f"n{place}" for place in range(len(names))], weight=2.0)
    labels = {f"n{place}": name for place, name in enumerate(names)}
    groups = dict.fromkeys(labels, names[0])
    dress = Dress(positions(graph), labels, dict.fromkeys(labels, 1.0), names[5], groups, {names[0]: "#0072b2"})
    pairs = {(one, other): 1.0 for one in labels for other in labels if one != other}
    return [
        series(lines, caption, [Mark(2020, name) for name in names]),
        small_multiples(
            [Panel(name, (Line(name, [(2020, 1), (2021, 2)]),)) for name in names], caption, [Mark(2020, names[0])]
        ),
        heat_map(list(labels), labels, pairs, caption, names[6]),
        network(graph, dress, caption),
    ]


def test_hostile_words_are_only_words() -> None:
    for plot in drawn(HOSTILE):
        root = parsed(plot.svg())
        assert title(root) == "<script>alert(1)</script>"
        assert about(root) == "$x^2$ and $"
        written = " ".join([*texts(root), *marks(root)])
        assert "a & b" in written
        assert "$x^2$ and $" in written
        assert "nul\ufffd bell\ufffd esc\ufffd" in written
        assert "\u202e" not in written
        assert plot.png().startswith(b"\x89PNG")


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_titles(words: str) -> None:
    plot = series([Line("x", [(2020, 1)])], Caption(words, words, (words,), words, words))
    assert title(parsed(plot.svg())) == about(parsed(plot.svg())) == plain(words)
    assert plot.png().startswith(b"\x89PNG")


@pytest.mark.parametrize("place", range(4))
def test_the_same_data_give_the_same_bytes(place: int) -> None:
    names = [f"Имя {n}" for n in range(13)]
    one, other = drawn(names)[place], drawn(names)[place]
    assert one.svg() == other.svg() == one.svg()
    assert one.png() == other.png()


CODE = """
import sys
from cagraph.plots import *
plot = series([Line("x", [(2020, 1, 0, 2), (2021, 2, 1, 3)])], Caption("T", "S", (), "", "a"), [Mark(2021, "m")])
sys.stdout.write(plot.svg())
"""


def test_neither_process_nor_settings_change_the_bytes(tmp_path: Path) -> None:
    (tmp_path / "matplotlibrc").write_text("lines.linewidth: 9\nfont.size: 30\nsvg.fonttype: path\naxes.grid: True\n")
    environments = [{"PYTHONHASHSEED": "1"}, {"PYTHONHASHSEED": "2", "MATPLOTLIBRC": str(tmp_path / "matplotlibrc")}]
    found = {
        subprocess.run([sys.executable, "-c", CODE], env=os.environ | more, capture_output=True, check=True).stdout
        for more in environments
    }
    assert len(found) == 1
    assert len(found.pop()) > 1000


def test_what_the_user_has_set_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    with mpl.rc_context({"font.size": 31.0, "svg.fonttype": "path"}):
        before = dict(mpl.rcParams)
        drawn([f"n{n}" for n in range(13)])[0].svg()
        assert dict(mpl.rcParams) == before


def test_png_is_sound_and_1600_wide() -> None:
    body = drawn([f"n{n}" for n in range(13)])[0].png()
    assert body[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", body[16:24])
    assert width == 1600
    assert 400 < height < 2000
    place, kinds = 8, []
    while place < len(body):
        (length,) = struct.unpack(">I", body[place : place + 4])
        chunk = body[place + 4 : place + 8 + length]
        assert struct.unpack(">I", body[place + 8 + length : place + 12 + length]) == (zlib.crc32(chunk),)
        kinds.append(chunk[:4])
        place += 12 + length
    assert kinds[0] == b"IHDR"
    assert kinds[-1] == b"IEND"
    assert b"tIME" not in kinds


def test_files_go_by_their_suffix(tmp_path: Path) -> None:
    plot = drawn([f"n{n}" for n in range(13)])[0]
    plot.save(tmp_path / "a.svg")
    plot.save(str(tmp_path / "a.png"))
    assert (tmp_path / "a.svg").read_text(encoding="utf-8") == plot.svg()
    assert (tmp_path / "a.png").read_bytes() == plot.png()
    assert plot.svg().endswith(plot._repr_svg_())
    assert plot._repr_svg_().startswith("<svg")
    for name in ("a.gif", "a", ".svg"):
        with pytest.raises(ParameterError, match="is not known"):
            plot.save(tmp_path / name)
    with pytest.raises(ExportError, match="cannot be written"):
        plot.save(tmp_path / "nowhere" / "a.svg")


@pytest.mark.parametrize("draw", [lambda: series([], Caption("T")), lambda: heat_map([], {}, {}, Caption("T"))])
def test_without_matplotlib_the_extra_is_named(draw: Callable[[], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr("cagraph.extras.import_module", nothing)
    with pytest.raises(NotInstalledError, match="matplotlib is not installed") as error:
        draw()
    assert error.value.hint == "pip install 'cagraph-kg[plots]'"


def test_matplotlib_is_loaded_when_something_is_drawn() -> None:
    code = "import sys, cagraph.graph, cagraph.plots, cagraph.cli; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
