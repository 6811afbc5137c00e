"""Pajek: read by rules of our own from its manual, and by igraph and networkx without what these do not know."""

import re
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cagraph.exports import Material, exporter
from cagraph.exports.networks.pajek import NAMES, nearest, quoted, years
from cagraph.graph import Graph
from cagraph.mirror import views
from cagraph.mirror.drawing import drawn
from cagraph.mirror.layout import COLOURS
from cagraph.model import MODEL

VERTEX = re.compile(
    r'(\d+) "([^"]*)" (\S+) (\S+) 0\.5 ellipse x_fact (\S+) y_fact (\S+) ic ([A-Za-z]+) \[([0-9,*-]+)\]'
)
LINE = re.compile(r'(\d+) (\d+) (\S+) l "([^"]*)" \[([0-9,*-]+)\]')


@pytest.fixture(scope="module", params=sorted(views()))
def view(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def data(article_on_memory: Graph, view: str) -> bytes:
    return b"".join(article_on_memory.export("pajek", view))


def parsed(data: bytes) -> tuple[list[Any], dict[str, list[Any]], str]:
    """Vertices, lines by relation, and the heading of lines."""
    assert data.startswith(b"\xef\xbb\xbf% ")
    assert data.count(b"\n") == data.count(b"\r\n")
    first, count, *lines = data.decode("utf-8-sig").removesuffix("\r\n").split("\r\n")
    number = int(re.fullmatch(r"\*Vertices (\d+)", count)[1])  # type: ignore[index]
    vertices = [VERTEX.fullmatch(line) for line in lines[:number]]
    assert all(vertices)
    relations: dict[str, list[Any]] = {}
    heading, name = "", ""
    for line in lines[number:]:
        if found := re.fullmatch(r'(\*\w+) :(\d+) "([^"]*)"', line):
            heading, name = found[1], found[3]
            assert int(found[2]) == len(relations) + 1
            relations[name] = []
        else:
            read = LINE.fullmatch(line)
            assert read, line
            relations[name].append(read)
    assert first.startswith("% ")
    return vertices, relations, heading


def test_vertices_and_relations_are_those_of_the_view(article_on_memory: Graph, data: bytes, view: str) -> None:
    ours: Any = article_on_memory.mirror(view)
    vertices, relations, heading = parsed(data)
    names = sorted(ours)
    assert [vertex[2] for vertex in vertices] == [ours.nodes[node]["label"].replace('"', "”") for node in names]
    assert [int(vertex[1]) for vertex in vertices] == list(range(1, len(names) + 1))
    assert heading in {"", "*Arcs" if ours.is_directed() else "*Edges"}
    found = [
        (names[int(line[1]) - 1], names[int(line[2]) - 1], kind, float(line[3]))
        for kind, lines in relations.items()
        for line in lines
    ]
    assert sorted(found) == sorted((a, b, kind, d["weight"]) for a, b, kind, d in ours.edges(keys=True, data=True))
    assert article_on_memory.data_version in data.decode().partition("\r\n")[0]


def test_it_looks_as_it_is_drawn(article_on_memory: Graph, data: bytes, view: str) -> None:
    ours = article_on_memory.mirror(view)
    look = drawn(ours, MODEL)
    vertices, _, _ = parsed(data)
    for node, vertex in zip(sorted(ours), vertices, strict=True):
        x, y = float(vertex[3]), float(vertex[4])
        assert 0.05 <= min(x, y) <= max(x, y) <= 0.95
        reach = max(max(map(abs, place)) for place in look.places.values()) or 1.0
        assert x - 0.5 == pytest.approx(look.places[node][0] * 0.45 / reach, abs=1e-4)
        assert 0.5 - y == pytest.approx(look.places[node][1] * 0.45 / reach, abs=1e-4)  # downwards
        assert float(vertex[5]) == float(vertex[6]) == pytest.approx(look.sizes[node] / 20, abs=1e-4)
        assert vertex[7] == nearest(look.colours[node])


def test_igraph_and_networkx_read_it_without_relations_and_years(data: bytes, tmp_path: Path) -> None:
    plain = re.sub(r' :\d+ "[^"]*"\r\n', "\r\n", data.decode("utf-8-sig"))
    plain = re.sub(r" \[[0-9,*-]+\]\r\n", "\r\n", plain)
    file = tmp_path / "plain.net"
    file.write_text("\ufeff" + plain, encoding="utf-8", newline="")
    vertices, relations, _ = parsed(data)
    lines = sorted((int(x[1]), int(x[2]), float(x[3]), kind) for kind, found in relations.items() for x in found)
    if lines:
        read: Any = igraph.Graph.Read_Pajek(str(file))
        assert read.vs["name"] == [vertex[2] for vertex in vertices]
        told = [(edge.source + 1, edge.target + 1, edge["weight"], edge["label"]) for edge in read.es]
        assert sorted((*sorted(one[:2]), *one[2:]) for one in told) == sorted(
            (*sorted(one[:2]), *one[2:]) for one in lines
        )
    network = nx.read_pajek(file)
    assert list(network) == [vertex[2] for vertex in vertices]
    assert network.number_of_edges() == len(lines)


def test_what_it_cannot_hold_is_replaced_and_names_stay_apart(graph: Graph) -> None:
    network: Any = nx.MultiGraph(title="T", view="ties", rule="line\nbreak")
    hostile = 'a "b"\r\n\tc\\d\x00\x1f 🕊 \u2028e'
    for node, label in (("A", hostile), ("B", "same"), ("C", "same"), ("D", "")):
        network.add_node(node, kind="State", label=label)
    material = Material(graph.store, graph.model, graph.names, "0", network, drawn(network, MODEL))
    vertices, relations, _ = parsed(b"".join(exporter("pajek").write(material)))
    assert [vertex[2] for vertex in vertices] == ["a ”b” c/d 🕊 e", "same [B]", "same [C]", ""]
    assert relations == {}


@given(st.text())
def test_a_quoted_text_is_one_line_between_quotes(text: str) -> None:
    assert re.fullmatch(r'"[^"\\\r\n\t\x00-\x1f\u2028]*"', quoted(text))


@given(st.lists(st.tuples(st.integers(1990, 2030), st.integers(0, 12), st.booleans(), st.booleans()), min_size=1))
def test_years_cover_the_years_of_spans(spans: list[tuple[int, int, bool, bool]]) -> None:
    given_spans = [
        ("" if early else f"{first}-06-01", "" if late else f"{first + length}-01-01")
        for first, length, early, late in spans
    ]
    told = years(given_spans)
    assert re.fullmatch(r"\[\d+(-(\d+|\*))?(,\d+(-(\d+|\*))?)*\]", told)
    ends = [(part.split("-")[0], part.split("-")[-1]) for part in told[1:-1].split(",")]
    for year in range(1980, 2060):
        covered = any(
            (early or first <= year) and (late or year <= first + length) for first, length, early, late in spans
        )
        assert covered == any(int(a) <= year and (b == "*" or year <= int(b)) for a, b in ends)


def test_kinds_have_colours_of_their_own() -> None:
    assert len({nearest(colour) for colour in COLOURS.values()}) == len(COLOURS)
    assert all(nearest(colour) == name for colour, name in NAMES.items())
