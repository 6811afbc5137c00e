"""Gephi's preview of the events and ties views is a picture in the colours that the file names."""

import os
from pathlib import Path

import pytest

from cagraph.graph import Graph
from gephi.pictures import SIDE, VIEWS, draw
from gephi.programs import Toolkit

Image = pytest.importorskip("PIL.Image", reason="pillow comes with the extra plots")


@pytest.mark.parametrize("view", VIEWS)
def test_the_preview_shows_nodes_in_their_colours(toolkit: Toolkit, graph: Graph, tmp_path: Path, view: str) -> None:
    """Drawn where CAGRAPH_TEST_PICTURES names a directory, for people to look at."""
    into = Path(os.environ.get("CAGRAPH_TEST_PICTURES", tmp_path)).resolve()
    into.mkdir(parents=True, exist_ok=True)
    (picture,) = draw(graph, toolkit, into, [view])
    with Image.open(picture) as image:
        assert image.size == (SIDE, SIDE)
        colours = {colour: count for count, colour in image.convert("RGB").getcolors()}
    assert max(colours, key=lambda colour: colours[colour]) == (255, 255, 255)
    shown = sum(count for colour, count in colours.items() if max(colour) - min(colour) > 60)
    dark = sum(count for colour, count in colours.items() if max(colour) < 60)
    assert shown > SIDE * SIDE / 500, "nodes are there, in colour"
    assert dark > SIDE * SIDE / 500, "labels are there, in black"
