"""Every view as GEXF in every manner: language, layout, size, colour, year by year, compressed."""

import gzip
import io
import itertools
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import drawn_world
import networkx as nx
import pytest
from lxml import etree

from cagraph.errors import ParameterError
from cagraph.exports import Material
from cagraph.exports.networks import gexf
from cagraph.exports.networks.gephi_lite import opening
from cagraph.graph import Graph
from cagraph.graph.drawings import COLOURED, GREY, MUTED, OTHERS, REGION, SIDES
from cagraph.graph.places import LAYOUTS
from cagraph.measures import MEASURES
from cagraph.mirror import views
from cagraph.mirror.drawing import Drawn

GRAMMAR = Path(__file__).parent.parent.parent.parent / "shared" / "gexf" / "gexf.rng"
NAMES = {"g": "http://gexf.net/1.3", "viz": "http://gexf.net/1.3/viz"}
VIEWS = tuple(sorted(views()))
LOOKS: tuple[dict[str, Any], ...] = (
    {},
    {"lang": "ru", "layout": "geo", "size": "events", "colour": "side"},
    {"lang": "kk", "size": "betweenness", "colour": "community", "dynamic": True},
    {"since": "1994", "until": "1995", "dynamic": "true", "layout": "geo"},
)


@pytest.fixture(scope="module")
def made() -> Graph:
    return Graph.of(drawn_world.world())


def written(graph: Graph, view: str, **asked: Any) -> bytes:
    return b"".join(graph.export("gexf", view, **asked))


def nodes(tree: Any) -> dict[str, Any]:
    return {node.get("id"): node for node in tree.iterfind(".//g:node", NAMES)}


def values(element: Any) -> dict[str, str]:
    return {value.get("for"): value.get("value") for value in element.iterfind(".//g:attvalue", NAMES)}


def colours(tree: Any) -> dict[str, tuple[int, ...]]:
    return {id_: tuple(int(node.find("viz:color", NAMES).get(c)) for c in "rgb") for id_, node in nodes(tree).items()}


def sizes(tree: Any) -> dict[str, float]:
    return {id_: float(node.find("viz:size", NAMES).get("value")) for id_, node in nodes(tree).items()}


@pytest.mark.parametrize(("view", "look"), [*itertools.product(VIEWS, LOOKS)])
def test_every_view_in_every_manner_is_sound(made: Graph, view: str, look: dict[str, Any]) -> None:
    body = written(made, view, **look)
    tree = etree.fromstring(body)
    if GRAMMAR.exists():
        grammar = etree.RelaxNG(etree.parse(GRAMMAR))
        assert grammar.validate(tree), grammar.error_log
    span = {name: value for name, value in look.items() if name in {"since", "until"}}
    ours: Any = made.mirror(view, **span)
    read = nx.read_gexf(io.BytesIO(body), version="1.3")
    assert set(read) == set(ours)
    assert read.number_of_edges() == ours.number_of_edges()
    found = nodes(tree)
    assert set(found) == set(ours)
    points = [(float(p.get("x")), float(p.get("y"))) for p in tree.iterfind(".//viz:position", NAMES)]
    assert len(set(points)) == len(points) == len(ours)
    for axis in (0, 1):
        assert abs(sum(point[axis] for point in points)) < 0.1 * max(1, len(points))
        assert all(abs(point[axis]) <= 5000 for point in points)
    amounts = set(sizes(tree).values())
    assert len(amounts) < 2 or (min(amounts), max(amounts)) == (4.0, 100.0)
    blocks = [(block.get("class"), block.get("mode")) for block in tree.iterfind(".//g:attributes", NAMES)]
    changing = bool(look.get("dynamic")) and any(data["spells"] for *_, data in ours.edges(data=True))
    assert blocks == [("node", "static"), ("edge", "dynamic" if changing else "static")]
    told = tree.findtext(".//g:description", namespaces=NAMES)
    for name, value in look.items():
        assert f", {name} {str(value).lower()}" in told
    assert body == written(made, view, **look)


def test_labels_are_in_the_language_where_they_are_known(made: Graph) -> None:
    def labels(lang: str) -> dict[str, str]:
        tree = etree.fromstring(written(made, "ties", lang=lang))
        return {id_: node.get("label") for id_, node in nodes(tree).items()}

    assert labels("ru")["AAA"] == "Аания"
    assert labels("kk")["AAA"] == labels("kk-Cyrl")["AAA"] == "Ааныя"
    assert labels("kk-latn")["AAA"] == "Aanyia"
    assert labels("tg") == labels("en") == labels("")
    assert {labels(lang)["BBB"] for lang in ("ru", "kk", "ky", "uz", "tg", "tk")} == {"State BBB"}
    assert drawn_world.HOSTILE in {
        node.get("label") for node in nodes(etree.fromstring(written(made, "events", lang="ru"))).values()
    }


def test_sizes_are_what_was_asked_for(made: Graph) -> None:
    graph: Any = made.mirror("ties")
    tree = etree.fromstring(written(made, "ties", size="events"))
    counted = {
        id_: len({record for *_, data in graph.edges(id_, data=True) for record in data["records"]}) for id_ in graph
    }
    assert {id_: float(values(node)["amount"]) for id_, node in nodes(tree).items()} == counted
    order = sorted(counted, key=lambda id_: counted[id_])
    assert [sizes(tree)[id_] for id_ in order] == sorted(sizes(tree).values())
    tree = etree.fromstring(written(made, "ties", size="strength"))
    (window,) = made.analyse("strength", "ties")["windows"]
    assert {id_: float(values(node)["amount"]) for id_, node in nodes(tree).items()} == {
        row["id"]: row["value"] for row in window["values"]
    }
    assert "Size: Strength" in tree.findtext(".//g:description", namespaces=NAMES)


def test_colours_are_what_was_asked_for(made: Graph) -> None:
    by_side = etree.fromstring(written(made, "events", colour="side"))
    sides = {id_: values(node)["group"] for id_, node in nodes(by_side).items()}
    assert sides["AAA"] == sides["ann"] == sides["on-a-day"] == "The region"
    assert (sides["OUT"], sides["elsewhere"], sides["early"]) == ("Partner states", "Partner states", "Mixed")
    shades = {"The region": REGION, **SIDES}
    assert colours(by_side) == {id_: shades[side] for id_, side in sides.items()}
    by_community = etree.fromstring(written(made, "events", colour="community"))
    (window,) = made.analyse("communities", "events")["windows"]
    numbers = {row["id"]: row["value"] for row in window["values"]}
    groups = {id_: values(node)["group"] for id_, node in nodes(by_community).items()}
    assert {id_: f"Community {number}" for id_, number in numbers.items()} == groups
    assert colours(by_community) == {id_: MUTED[number - 1] for id_, number in numbers.items()}


def test_more_communities_than_colours_share_grey(made: Graph) -> None:
    from cagraph.graph.drawings import _communities

    pairs: Any = nx.MultiGraph()
    for place in range(12):
        pairs.add_edge(f"{place:02}-a", f"{place:02}-b", key="met", kind="met", weight=1.0)
    groups, shades = _communities(pairs)
    assert Counter(groups.values()) == {**{f"Community {number}": 2 for number in range(1, 10)}, OTHERS: 6}
    assert len(set(shades.values())) == len(MUTED) + 1
    assert shades[OTHERS] == GREY


def test_values_of_a_year_are_those_of_the_view_of_that_year(made: Graph) -> None:
    tree = etree.fromstring(written(made, "ties", dynamic=True))
    for edge in tree.iterfind(".//g:edge", NAMES):
        ends = edge.get("source"), edge.get("target"), edge.get("kind")
        found = [dict(value.attrib) for value in edge.iterfind(".//g:attvalue", NAMES)]
        for year in range(1990, 2002):
            view: Any = made.mirror("ties", str(year), str(year))
            data = view.get_edge_data(*ends)
            told = {value["for"]: value["value"] for value in found if value["start"] <= f"{year}-01-01" < value["end"]}
            if data is None or not data["spells"]:
                continue
            if any("until" not in str(spell) and not spell[1] for spell in data["spells"]) and not told:
                continue  # what lasts goes beyond the last year that any edge names
            assert float(told["weight_in_year"]) == data["weight"]
            assert int(told["count_in_year"]) == data["count"]
            assert json.loads(told["records_in_year"]) == data["records"]
            assert json.loads(told["claims_in_year"]) == data["claims"]
    assert re.search(r'end="1996-01-01"', etree.tostring(tree).decode())


def test_compressed_is_the_same_file(made: Graph) -> None:
    packed = b"".join(made.export("gexf.gz", "ties", lang="ru"))
    assert gzip.decompress(packed) == written(made, "ties", lang="ru")
    assert packed[4:8] == bytes(4), "no time"
    assert not packed[3], "no name"
    assert packed == b"".join(made.export("gexf.gz", "ties", lang="ru"))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"layout": "map"}, "layout: 'map' is not known"),
        ({"size": "betweeness"}, "did you mean 'betweenness'"),
        ({"size": "communities"}, "size: 'communities' is not known"),
        ({"size": "similarity"}, "size: 'similarity' is not known"),
        ({"colour": "colour"}, "colour: 'colour' is not known"),
        ({"lang": "русский"}, "is no language tag"),
        ({"dynamic": "yes"}, "neither true nor false"),
        ({"dynamic": True, "on": "1994-04-05"}, "does not change"),
        ({"size": "balance"}, "needs ties with signs"),
        ({"facts": "accepted"}, "gexf has no such option"),
    ],
)
def test_what_nothing_has_is_refused(made: Graph, asked: dict[str, Any], said: str) -> None:
    with pytest.raises(ParameterError) as raised:
        made.export("gexf", "ties", **asked)
    assert said in f"{raised.value.message} {raised.value.hint}"


def test_every_measure_of_nodes_is_a_size(made: Graph) -> None:
    for name, measure in MEASURES.items():
        if measure.of == "nodes" and measure.amounts:
            view = "signed" if measure.signs == "needed" else "visits"
            tree = etree.fromstring(written(made, view, size=name))
            assert len(sizes(tree)) == len(made.mirror(view))
            assert all(4.0 <= size <= 100.0 for size in sizes(tree).values())


def test_nothing_and_a_single_node_are_files_too(made: Graph) -> None:
    nothing = Graph.of([])
    for view, look in itertools.product(VIEWS, (LOOKS[0], LOOKS[1], LOOKS[2])):
        assert not nodes(etree.fromstring(written(nothing, view, **look)))
    alone = etree.fromstring(written(made, "events", since="1998", until="1998", kinds="Statement"))
    assert not nodes(alone)
    network: Any = nx.MultiGraph(title="t", view="events", rule="r")
    network.add_node("only", kind="State", label="Only", sources=[])
    look = Drawn({"only": "Only"}, {"only": (0.0, 0.0)}, {"only": 10.0}, {"only": GREY})
    tree = etree.fromstring(b"".join(gexf.write(_material(made, network, look))))
    assert list(nodes(tree)) == ["only"]


def _material(graph: Graph, network: Any, look: Drawn) -> Material:
    return Material(graph.store, graph.model, graph.names, "0" * 64, network, look)


def test_hostile_texts_survive_everywhere_and_what_xml_cannot_hold_is_marked(made: Graph) -> None:
    """Among plain edges too, since those are written together."""
    hostile = [drawn_world.HOSTILE, "a%sb", 'q"q', "l\x00\x01\x0b\ufffe!", "back\\slash", "new\nline\ttab"]
    network: Any = nx.MultiDiGraph(title="t & <t>\x02", view="events", rule="r")
    for text in ("plain", *hostile):
        network.add_node(text, kind="State", label=text, sources=[text])
    for text in hostile:
        told = {"label": text, "weight": 1.0, "count": 1, "records": [text, "plain"], "claims": [], "spells": []}
        network.add_edge("plain", text, key=text, kind=text, **told)
    look = Drawn(
        {node: node for node in network}, dict.fromkeys(network, (0.0, 0.0)), dict.fromkeys(network, 10.0),
        dict.fromkeys(network, GREY),
    )  # fmt: skip
    tree = etree.fromstring(b"".join(gexf.write(_material(made, network, look))))
    shown = {re.sub("[\x00\x01\x0b\ufffe]", "\ufffd", text) for text in hostile}
    edges = list(tree.iterfind(".//g:edge", NAMES))
    assert {edge.get("kind") for edge in edges} == {edge.get("target") for edge in edges} == shown
    for edge in edges:
        records = json.loads(values(edge)["records"].replace("\ufffd", "?"))
        assert records[1] == "plain"
        assert json.loads(values(edge)["claims"]) == []


def test_edges_written_together_are_those_written_one_by_one(made: Graph) -> None:
    """The same values, whether anything among them has to be escaped or not."""
    tree = etree.fromstring(written(made, "events"))
    graph: Any = made.mirror("events")
    for edge in tree.iterfind(".//g:edge", NAMES):
        data = graph.edges[edge.get("source"), edge.get("target"), edge.get("kind")]
        told = values(edge)
        assert json.loads(told["records"]) == data["records"]
        assert json.loads(told["claims"]) == data["claims"]
        assert (told["relation"], int(told["count"]), float(edge.get("weight"))) == (data["kind"], data["count"], 1.0)
    order = [(edge.get("source"), edge.get("target"), edge.get("kind")) for edge in tree.iterfind(".//g:edge", NAMES)]
    assert order == sorted(order)


def test_links_to_gephi_lite_end_in_the_file() -> None:
    from urllib.parse import parse_qs, urlsplit

    for options in ([], [("lang", "ru"), ("level", "a/b&c")], [("name", "x"), ("lang", "ru")]):
        link = opening("https://graph.example.org/v1/export/ties.gexf", options)
        (address,) = parse_qs(urlsplit(link).query)["file"]
        name = address.split("/")[-1]
        assert name.split(".")[-1] == "gexf"
        asked = parse_qs(urlsplit(address).query)
        assert asked.pop("name", ["ties.gexf"]) == ["ties.gexf"]
        assert asked == {key: [value] for key, value in options if key != "name"}


def test_what_there_is_to_choose_is_told() -> None:
    assert set(LAYOUTS) == {"force", "geo"}
    assert set(COLOURED) == {"kind", "community", "side"}
