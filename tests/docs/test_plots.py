"""What docs/plots.md shows is what the code draws; where the data have changed since, it is drawn otherwise."""

from pathlib import Path
from types import ModuleType

import pytest
from drawings import about, marks, parsed, texts, title
from scripts import loaded

from cagraph.cli import commands
from cagraph.graph import PLOTS, Graph
from cagraph.graph import plots as of_graph
from cagraph.plots.heatmap import MOST as ROWS
from cagraph.plots.multiples import MOST as PANELS
from cagraph.plots.network import MOST as NODES
from cagraph.plots.series import MOST as LINES

DOCS = Path(__file__).parent.parent.parent / "docs"
PAGE = (DOCS / "plots.md").read_text(encoding="utf-8")
LARGEST = 150_000


@pytest.fixture(scope="module")
def pictures() -> ModuleType:
    """What `make pictures` runs."""
    return loaded(DOCS / "pictures/draw.py")


def test_pictures_are_small_and_sound_and_all_are_shown(pictures: ModuleType) -> None:
    there = sorted((DOCS / "pictures").glob("*.svg"))
    assert [path.name for path in there] == sorted(pictures.pictures())
    for path in there:
        assert path.stat().st_size < LARGEST
        root = parsed(path.read_bytes())
        assert marks(root)
        assert any("Licence: CC BY 4.0." in text for text in texts(root))


def test_pictures_are_what_is_drawn(
    pictures: ModuleType, graph: Graph, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(commands, "_graph", lambda: graph)
    pictures.draw(graph, tmp_path)
    for name in pictures.pictures():
        shown, drawn = (parsed((place / name).read_bytes()) for place in (DOCS / "pictures", tmp_path))
        assert graph.data_version in about(drawn)
        assert title(shown) == title(drawn)
        if graph.data_version in about(shown):
            # Where exactly things stand depends on the processor's last digits, what they say does not.
            assert texts(shown) == texts(drawn), f"{name} is out of date; make pictures"
            assert list(marks(shown)) == list(marks(drawn))


def test_every_picture_and_bound_is_told() -> None:
    for kind in PLOTS:
        assert f"| `{kind}` |" in PAGE
        assert f"cagraph plot {kind}" in PAGE
    told = f"At most {LINES} lines, {of_graph._PANELS} panels (or as many as are named, up to {PANELS})"
    assert f"{told}, {ROWS} rows and {NODES} nodes" in PAGE
