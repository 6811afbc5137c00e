"""Networks: every node and tie is drawn, as large and as broad as it is; names cover nothing."""

import re
from math import sqrt
from typing import Any

import networkx as nx
import pytest
from drawings import box, fill, marks, parsed, texts
from hypothesis import given
from hypothesis import strategies as st

from cagraph.errors import ParameterError
from cagraph.mirror.layout import positions
from cagraph.plots import Caption, Dress, joined, network
from cagraph.plots.network import EMPTY, MOST, NO_TIES
from cagraph.plots.placing import Box, placed

CAPTION = Caption("Ties", "The rule", (), "Source", "About")


def dressed(graph: Any, sizes: dict[str, float | None] | None = None) -> Dress:
    sizes = sizes or {node: float(degree) for node, degree in graph.degree}
    groups = {node: "State" if place % 2 else "Organisation" for place, node in enumerate(sorted(graph))}
    labels = {node: f"Name of {node}" for node in graph}
    return Dress(positions(graph), labels, sizes, "degree", groups, {"State": "#0072b2", "Organisation": "#e69f00"})


def star(leaves: int) -> "nx.MultiGraph[str]":
    graph: nx.MultiGraph[str] = nx.MultiGraph()
    for leaf in range(leaves):
        graph.add_edge("hub", f"n{leaf:03}", weight=leaf + 1.0, kind="met")
    return graph


def test_all_is_drawn_to_scale() -> None:
    graph = star(4)
    graph.add_edge("hub", "n000", weight=7.0, kind="agreed")
    root = parsed(
        network(
            graph, dressed(graph, {"hub": 16.0, "n000": 4.0, "n001": 1.0, "n002": 0.0, "n003": None}), CAPTION
        ).svg()
    )
    found = marks(root)
    ties = [f"Name of hub – Name of n{leaf:03}: {weight}" for leaf, weight in enumerate((8, 2, 3, 4))]
    assert set(found) == {
        *ties, "Name of hub (Organisation): degree 16", "Name of n000 (State): degree 4",
        "Name of n001 (Organisation): degree 1", "Name of n002 (State): degree 0",
        "Name of n003 (Organisation): degree not defined",
    }  # fmt: skip
    radius = {says: (box(mark)[2] - box(mark)[0]) / 2 for says, mark in found.items() if "(" in says}
    hub = radius["Name of hub (Organisation): degree 16"]
    assert radius["Name of n000 (State): degree 4"] == pytest.approx(hub / 2, rel=0.01)
    assert radius["Name of n001 (Organisation): degree 1"] == pytest.approx(hub / 4, rel=0.01)
    assert 0 < radius["Name of n002 (State): degree 0"] < hub / 4
    assert fill(found["Name of n000 (State): degree 4"]) == "#0072b2"
    assert fill(found["Name of n003 (Organisation): degree not defined"]) == "#ffffff"
    breadth = [
        float(re.search(r"stroke-width: ([\d.]+)", str(next(found[tie].iter("{*}path")).get("style")))[1])
        for tie in ties
    ]  # type: ignore[index]
    assert breadth == pytest.approx([breadth[0] * part for part in (1, 2 / 8, 3 / 8, 4 / 8)], rel=0.01)
    assert {"Name of hub", "Name of n003", "State", "Organisation", "Area: degree", "Breadth: weight"} <= set(
        texts(root)
    )


def test_nodes_stand_where_the_layout_has_them() -> None:
    graph = star(6)
    found = marks(parsed(network(graph, dressed(graph), CAPTION).svg()))
    middles = {}
    for says, mark in found.items():
        if "(" in says:
            left, top, right, bottom = box(mark)
            middles[says.split()[2]] = ((left + right) / 2, -(top + bottom) / 2)
    layout = positions(graph)
    one, other = "n000", "n003"
    drawn = sqrt(sum((middles[one][i] - middles[other][i]) ** 2 for i in (0, 1)))
    scale = drawn / sqrt(sum((layout[one][i] - layout[other][i]) ** 2 for i in (0, 1)))
    for node, (x, y) in layout.items():
        assert middles[node][0] - middles[one][0] == pytest.approx((x - layout[one][0]) * scale, abs=0.1)
        assert middles[node][1] - middles[one][1] == pytest.approx((y - layout[one][1]) * scale, abs=0.1)


def test_ties_with_a_direction_are_arrows_both_ways() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph([("a", "b"), ("b", "a"), ("a", "c")])
    assert joined(graph) == {("a", "b"): 1.0, ("a", "c"): 1.0, ("b", "a"): 1.0}
    found = marks(parsed(network(graph, dressed(graph), CAPTION).svg()))
    assert {says for says in found if "→" in says} == {
        "Name of a → Name of b: 1", "Name of a → Name of c: 1", "Name of b → Name of a: 1"
    }  # fmt: skip


@pytest.mark.parametrize("leaves", [0, 4, 39, 119])
def test_names_of_drawn_networks_cover_nothing(leaves: int) -> None:
    graph = star(leaves)
    if not leaves:
        graph.add_node("hub")
    plot = network(graph, dressed(graph), CAPTION)
    axes = plot.figure.axes[0]
    plot.figure.draw_without_rendering()
    boxes = [text.get_window_extent().padded(-1) for text in axes.texts]
    assert boxes
    assert not any(one.overlaps(other) for place, one in enumerate(boxes) for other in boxes[:place])
    assert all(axes.bbox.x0 - 1 <= each.x0 and each.x1 <= axes.bbox.x1 + 1 for each in boxes)
    written = texts(parsed(plot.svg()))
    assert "Name of hub" in written
    left_out = len(graph) - len(boxes)
    assert any(f"Without room for its name: {left_out} of" in text for text in written) == bool(left_out)
    assert (NO_TIES in written) == (not leaves)


POINTS = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=3), st.tuples(st.floats(0, 7), st.floats(0, 6)), max_size=25
)


@given(POINTS, st.floats(0.02, 0.4))
def test_names_meet_neither_one_another_nor_other_nodes(points: dict[str, tuple[float, float]], radius: float) -> None:
    area = Box(0.0, 0.0, 7.0, 6.0)
    radii = dict.fromkeys(points, radius)
    found = placed(sorted(points), points, radii, dict.fromkeys(points, (0.8, 0.15)), area)
    for node, one in found.items():
        assert one.within(area)
        assert not any(one.meets(other) for name, other in found.items() if name != node)
        for name, (x, y) in points.items():
            assert name == node or not (one.left < x < one.right and one.bottom < y < one.top)


def test_a_lone_node_has_its_name() -> None:
    assert placed(["a"], {"a": (3.0, 3.0)}, {"a": 0.1}, {"a": (1.0, 0.2)}, Box(0, 0, 7, 6)).keys() == {"a"}


def test_no_nodes_and_too_many() -> None:
    empty: nx.MultiGraph[str] = nx.MultiGraph()
    assert EMPTY in texts(parsed(network(empty, dressed(empty), CAPTION).svg()))
    with pytest.raises(ParameterError, match="201 nodes are too many"):
        network(star(MOST), dressed(star(MOST)), CAPTION)
