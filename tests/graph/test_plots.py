"""Pictures of the graph: what is drawn is what `analyse` and `mirror` give, with its rule, source and licence."""

import re
from typing import Any

import pytest
from drawings import about, marks, parsed, texts, title

from cagraph.errors import CagraphError, NotFoundError, ParameterError
from cagraph.graph import PLOTS, Graph, Plot
from cagraph.plots.heatmap import EMPTY as NO_PAIRS
from cagraph.plots.network import EMPTY as NO_NODES
from cagraph.plots.series import EMPTY as NO_VALUES
from cagraph.plots.words import shown

FIVE = ("KAZ", "KGZ", "TJK", "TKM", "UZB")
MET: dict[str, Any] = {"since": "2022", "until": "2024", "ties": ["met"], "among": FIVE}


def said(root: Any) -> set[str]:
    return set(marks(root))


@pytest.mark.parametrize("kind", ["series", "small-multiples"])
def test_lines_are_the_values_of_the_measure(article_on_memory: Graph, kind: str) -> None:
    graph = article_on_memory
    root = parsed(graph.plot(kind, "strength", by="year", **MET).svg())
    found = graph.analyse("strength", by="year", **MET)
    assert said(root) == {
        f"{found['labels'][row['id']]}, {window['window']}: {shown(row['value'])}" for window, row in found.rows()
    }
    assert title(root) == "Strength: ties between states and organisations (met), 2022–2024"
    assert "Met: each common event adds 1/(n-1) for n parties (Newman 2001)." in texts(root)
    assert f"data version {graph.data_version[:12]}" in " ".join(texts(root))
    assert "Licence: CC BY 4.0." in " ".join(texts(root))
    assert graph.data_version in about(root)
    assert all(label in about(root) for label in found["labels"].values())


def test_pairs_and_what_is_not_defined(article_on_memory: Graph) -> None:
    graph = article_on_memory
    asked = MET | {"since": "1800"} | {"until": "1802"}
    assert NO_VALUES in texts(parsed(graph.plot("series", "similarity", by="year", **asked).svg()))
    root = parsed(graph.plot("small-multiples", "similarity", by="rolling:2", **MET).svg())
    found = graph.analyse("similarity", by="rolling:2", **MET)
    defined = [row for _, row in found.rows() if row["value"] is not None]
    assert len(said(root)) == len(defined) > 0
    written = " ".join(texts(root))
    assert "A point stands for the 2 years that end in its year." in written
    assert ("A gap: not defined" in written) == (len(defined) < sum(1 for _ in found.rows()))


def test_lines_of_records_have_the_range_beside_each_value(graph: Graph) -> None:
    asked: dict[str, Any] = {"since": "2015", "until": "2020", "by": "year", "among": FIVE, "of": "network"}
    drawn = graph.plot("series", "treaties-in-force", **asked)
    root = parsed(drawn.svg())
    found = graph.analyse("treaties-in-force", **asked)
    assert said(root) == {
        f"Together, {window['window']}: {shown(row['value'])}, between {shown(row['value'])} and {shown(row['high'])}"
        for window, row in found.rows()
    }
    assert "Bands: from the least to the most that it can be." in " ".join(texts(root))
    assert title(root) == "Treaties in force, 2015–2020"
    year: dict[str, Any] = {"since": "2024", "until": "2024", "among": FIVE}
    pairs = parsed(graph.plot("heatmap", "contacts", **year).svg())
    assert len(said(pairs)) == 2 * sum(1 for _ in graph.analyse("contacts", **year).rows())


def test_ranges_of_networks_are_drawn_for_who_asks(article_on_memory: Graph) -> None:
    plain, ranged = (
        parsed(article_on_memory.plot("series", "strength", by="year", sensitivity=asked, **MET).svg())
        for asked in (False, True)
    )
    assert not any(", between " in says for says in said(plain))
    assert any(", between " in says for says in said(ranged))
    assert "Bands:" in " ".join(texts(ranged))
    with pytest.raises(ParameterError, match="sensitivity: a heatmap shows no ranges"):
        article_on_memory.plot("heatmap", sensitivity=True)
    with pytest.raises(ParameterError, match="measure: contacts gives no sizes of nodes"):
        article_on_memory.plot("network", "contacts")


def test_of_many_the_highest_are_shown_and_it_is_said(graph: Graph) -> None:
    root = parsed(graph.plot("series", "degree", since="2023", until="2024", by="year").svg())
    found = graph.analyse("degree", "ties", "2023", "2024", "year")
    nodes = {row["id"] for _, row in found.rows()}
    assert f"7 of {len(nodes)} are shown, those of the highest mean." in " ".join(texts(root))
    assert len({says.rpartition(",")[0] for says in said(root)}) == 7


def test_a_heat_map_has_the_weights_of_all_pairs(article_on_memory: Graph) -> None:
    root = parsed(article_on_memory.plot("heatmap", **MET).svg())
    network: Any = article_on_memory.mirror("ties", "2022", "2024")
    labels = dict(network.nodes(data="label"))
    weights: dict[str, float] = {}
    for one in FIVE:
        for other in FIVE:
            if one != other:
                ties = network.get_edge_data(one, other, default={}) if one in network and other in network else {}
                total = sum(tie["weight"] for tie in ties.values() if tie["kind"] == "met")
                weights[f"{labels[one]} – {labels[other]}"] = total
    drawn = {says.rpartition(": ")[0]: float(says.rpartition(": ")[2]) for says in said(root)}
    assert drawn == pytest.approx(weights, abs=0.06)
    assert title(root) == "Ties between states and organisations: weights (met), 2022–2024"


def test_a_heat_map_of_a_measure_of_pairs(article_on_memory: Graph) -> None:
    root = parsed(article_on_memory.plot("heatmap", "similarity", **MET).svg())
    found = article_on_memory.analyse("similarity", **MET)
    assert len(said(root)) == 2 * sum(1 for _ in found.rows()) == 20


def test_visits_are_from_the_row_to_the_column(graph: Graph) -> None:
    asked: dict[str, Any] = {"since": "2017", "until": "2024", "among": FIVE}
    root = parsed(graph.plot("heatmap", view_name="visits", **asked).svg())
    network: Any = graph.mirror("visits", "2017", "2024")
    there = sum(tie["weight"] for tie in network.get_edge_data("KAZ", "UZB").values())
    back = sum(tie["weight"] for tie in network.get_edge_data("UZB", "KAZ").values())
    assert there != back
    assert {f"Kazakhstan – Uzbekistan: {there:.0f}", f"Uzbekistan – Kazakhstan: {back:.0f}"} <= said(root)
    assert any("from the row to the column" in text for text in texts(root))


@pytest.mark.parametrize("colour", ["", "kind", "communities"])
def test_a_network_has_all_nodes_and_ties(article_on_memory: Graph, colour: str) -> None:
    graph = article_on_memory
    root = parsed(graph.plot("network", "degree", since="2024", colour=colour).svg())
    network = graph.mirror("ties", "2024")
    pairs = {frozenset(edge[:2]) for edge in network.edges}
    nodes = {says for says in said(root) if ": degree " in says}
    assert len(said(root)) == len(network) + len(pairs)
    assert {says.partition(" (")[0] for says in nodes} == {plain for _, plain in network.nodes(data="label")}
    assert any("Community 1" in says for says in nodes) == (colour == "communities")
    if colour == "communities":
        numbers = {row["id"]: row["value"] for _, row in graph.analyse("communities", since="2024").rows()}
        assert f"Kazakhstan (Community {numbers['KAZ']})" in {says.partition(":")[0] for says in nodes}
        assert any("Stability of the communities:" in text for text in texts(root))


def test_a_part_of_a_network(article_on_memory: Graph) -> None:
    root = parsed(article_on_memory.plot("network", **MET).svg())
    nodes = {says.partition(" (")[0] for says in said(root) if ": strength " in says}
    assert nodes == {"Kazakhstan", "Kyrgyzstan", "Tajikistan", "Turkmenistan", "Uzbekistan"}
    assert len(said(root)) == 5 + 10


def test_who_is_tied_to_none_is_left_out_unless_named(article_on_memory: Graph) -> None:
    root = parsed(article_on_memory.plot("network", ties=["agreed"], since="2024").svg())
    found = article_on_memory.analyse("degree", ties=["agreed"], since="2024")
    lone = sum(1 for _, row in found.rows() if not row["value"])
    assert any(f"Tied to none, and left out: {lone}." in text for text in texts(root))
    alone = parsed(article_on_memory.plot("network", since="1800", until="1810", among=["KAZ"]).svg())
    assert said(alone) == {"Kazakhstan (State): strength 0"}


WHY = {"network": NO_NODES, "heatmap": NO_PAIRS, "series": NO_VALUES, "small-multiples": NO_VALUES}


@pytest.mark.parametrize("kind", PLOTS)
def test_an_empty_window_says_so(article_on_memory: Graph, kind: str) -> None:
    by = "year" if kind in {"series", "small-multiples"} else ""
    root = parsed(article_on_memory.plot(kind, since="1800", until="1802", by=by).svg())
    assert WHY[kind] in texts(root)
    assert not said(root)


def test_names_in_another_language_and_a_title_of_ones_own(graph: Graph) -> None:
    plot = graph.plot("network", lang="ru", title="Встречи <2022–2024>", **MET)
    root = parsed(plot.svg())
    assert {"Казахстан", "Узбекистан", "Встречи <2022–2024>"} <= set(texts(root))
    assert title(root) == "Встречи <2022–2024>"
    assert plot.png().startswith(b"\x89PNG")


@pytest.mark.parametrize("kind", PLOTS)
def test_the_same_graph_gives_the_same_picture(article_on_memory: Graph, article_on_rdflib: Graph, kind: str) -> None:
    def drawn(graph: Graph) -> Plot:
        return graph.plot(kind, by="year" if kind in {"series", "small-multiples"} else "", **MET)

    assert drawn(article_on_memory).svg() == drawn(article_on_rdflib).svg()


@pytest.mark.parametrize(
    ("kind", "asked", "error", "words"),
    [
        ("netwerk", {}, NotFoundError, "did you mean 'network'"),
        ("network", {"measure": "betweeness"}, NotFoundError, "did you mean 'betweenness'"),
        ("network", {"measure": "similarity"}, ParameterError, "^measure: similarity gives no sizes"),
        ("network", {"measure": "communities"}, ParameterError, "colour=communities"),
        ("network", {"by": "year"}, ParameterError, "^by: a network shows one window"),
        ("network", {"colour": "pink"}, ParameterError, "^colour: 'pink'"),
        ("network", {"view_name": "events"}, ParameterError, "too many|too large"),
        ("heatmap", {"measure": "degree"}, ParameterError, "^measure: degree is not of pairs"),
        ("heatmap", {"by": "year"}, ParameterError, "^by: a heatmap shows one window"),
        ("heatmap", {"colour": "kind"}, ParameterError, "^colour"),
        ("series", {}, ParameterError, "^by: lines need several windows"),
        ("series", {"by": "year"}, ParameterError, "^by: year needs both ends"),
        ("series", {"measure": "communities", "by": "year"}, ParameterError, "are names"),
        ("small-multiples", {"by": "month"}, ParameterError, "^by: 'month'"),
        ("network", {"lang": "xx!"}, ParameterError, "^lang"),
        ("network", {"view_name": "tyes"}, NotFoundError, "did you mean 'ties'"),
        ("network", {"among": ["UZK"]}, ParameterError, "^among"),
        ("network", {"since": "20x4"}, ParameterError, "^since"),
        ("network", {"on": "2024-08-09", "since": "2024"}, ParameterError, "^on"),
    ],
)
def test_mistakes(graph: Graph, kind: str, asked: dict[str, Any], error: type[CagraphError], words: str) -> None:
    with pytest.raises(error) as raised:
        graph.plot(kind, **asked)
    assert re.search(words, str(raised.value)), str(raised.value)
