"""Gephi's preview of the events and ties views is a picture in the colours that the file names."""

import os
from math import dist
from pathlib import Path

import pytest

from cagraph.graph import Graph
from cagraph.mirror.drawing import drawn
from cagraph.model import MODEL
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
    for colour in set(drawn(graph.mirror(view), MODEL).colours.values()):
        assert any(dist(colour, shown) < 30 for shown in colours), colour
    dark = sum(count for colour, count in colours.items() if max(colour) < 60)
    assert dark > SIDE * SIDE / 500, "labels are there, in black"
