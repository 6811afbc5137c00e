"""Measures of views over windows of time."""

from datetime import date
from typing import Any

import networkx as nx
import pytest

from cagraph.errors import CagraphError, NotFoundError, ParameterError
from cagraph.graph import Graph
from cagraph.measures import MEASURES, analyse
from cagraph.measures.networks import simple
from cagraph.measures.windows import windows
from cagraph.mirror import Scene


def fitting(name: str) -> str:
    """A view with what a measure needs."""
    if MEASURES[name].signs == "needed":
        return "signed"
    return "events" if MEASURES[name].direction == "needed" else "ties"


FIVE = ("KAZ", "KGZ", "TJK", "TKM", "UZB")


def test_windows_by_year_are_cut_at_the_ends_of_the_span() -> None:
    found = windows("2017-06", "2019-03-05", "year")
    assert [(each.name, each.window.since, each.window.until) for each in found] == [
        ("2017", date(2017, 6, 1), date(2017, 12, 31)),
        ("2018", date(2018, 1, 1), date(2018, 12, 31)),
        ("2019", date(2019, 1, 1), date(2019, 3, 5)),
    ]


def test_windows_that_roll_on_by_a_year() -> None:
    found = windows("2015", "2020", "rolling:5")
    assert [(each.name, each.window.since, each.window.until) for each in found] == [
        ("2015/2019", date(2015, 1, 1), date(2019, 12, 31)),
        ("2016/2020", date(2016, 1, 1), date(2020, 12, 31)),
    ]


def test_one_window_is_the_span() -> None:
    (found,) = windows("2017", "", "")
    assert (found.name, found.window.since, found.window.until) == ("2017/..", date(2017, 1, 1), None)


@pytest.mark.parametrize(
    ("since", "until", "by", "words"),
    [
        ("2017", "2019", "month", "by: 'month' is not known"),
        ("2017", "2019", "rolling", "write year, or rolling:"),
        ("2017", "2019", "rolling:1", "by: 'rolling:1'"),
        ("2017", "2019", "rolling:٣", "is not known"),
        ("2017", "2019", "rolling:" + "9" * 5000, "is not known"),
        ("2017", "2019", "rolling:5", "no 5 years lie between 2017 and 2019"),
        ("2017", "", "year", "needs both ends of the span"),
        ("1000", "2019", "year", "makes 1020 windows"),
        ("2019", "2017", "year", "is after until"),
        ("soon", "", "", "since: 'soon' is no date"),
    ],
)
def test_windows_that_cannot_be(since: str, until: str, by: str, words: str) -> None:
    with pytest.raises(ParameterError) as raised:
        windows(since, until, by)
    assert words in str(raised.value)
    assert raised.value.hint


def test_each_window_is_measured_as_the_view_of_its_years(article: Graph) -> None:
    found = article.analyse("strength", "ties", "2022", "2024", "year")
    assert [window["window"] for window in found["windows"]] == ["2022", "2023", "2024"]
    for window in found["windows"]:
        view = article.mirror("ties", window["since"], window["until"])
        expected = {node: round(float(weight), 9) for node, weight in view.degree(weight="weight")}
        assert {row["id"]: row["value"] for row in window["values"]} == pytest.approx(expected)
        assert window["network"]["nodes"] == len(view)
        values = [row["value"] for row in window["values"]]
        assert values == sorted(values, reverse=True)
    everyone = set(found["labels"])
    for window in found["windows"]:
        assert {row["id"] for row in window["values"]} | set(window["absent"]) == everyone


def test_ties_and_nodes_can_be_chosen(article: Graph) -> None:
    found = article.analyse("degree", ties=["met"], among=FIVE)
    (window,) = found["windows"]
    view: Any = article.mirror("ties")
    met = nx.Graph([(a, b) for a, b, data in view.edges(data=True) if data["kind"] == "met" and {a, b} <= set(FIVE)])
    assert {row["id"]: row["value"] for row in window["values"]} == dict(met.degree())
    assert found["parameters"]["ties"] == ["met"]
    assert not any("kinds count together" in note for note in found["notes"])
    assert any("kinds count together" in note for note in article.analyse("degree")["notes"])


def test_nodes_given_by_id_are_there_without_ties(article: Graph) -> None:
    (window,) = article.analyse("degree", since="1990", until="1990", among=FIVE)["windows"]
    assert {row["id"]: row["value"] for row in window["values"]} == dict.fromkeys(FIVE, 0)
    assert window["notes"] == [f"Isolates, tied to none: {', '.join(FIVE)}."]
    (states,) = article.analyse("degree", among=["states"])["windows"]
    assert {article.get(row["id"])["kind"] for row in states["values"]} == {"State"}


def test_an_empty_window_is_told(article: Graph) -> None:
    (window,) = article.analyse("betweenness", since="1900", until="1901")["windows"]
    assert (window["values"], window["notes"]) == ([], ["No ties in this window."])
    assert window["network"] == {"nodes": 0, "ties": 0, "components": 0}


def test_direction_that_a_measure_ignores_is_told(article: Graph) -> None:
    found = article.analyse("core", "events")
    assert any("Direction is ignored" in note for note in found["notes"])
    assert article.analyse("reciprocity", "events")["windows"][0]["network"]["reciprocity"] == 0


@pytest.mark.parametrize("name", MEASURES)
def test_every_measure_answers_the_same_twice_and_can_be_traced(article_on_memory: Graph, name: str) -> None:
    view = fitting(name)
    found = article_on_memory.analyse(name, view, "2022", "2024", "rolling:2")
    assert found == article_on_memory.analyse(name, view, "2022", "2024", "rolling:2")
    assert found["rule"] == article_on_memory.views[view].rule
    assert found["data_version"] == article_on_memory.data_version
    assert found["source"] == MEASURES[name].source
    lines = found.csv().splitlines()
    assert len(lines) == 1 + sum(len(window["values"]) for window in found["windows"])
    table = found.table()
    assert len(table) == len(lines) - 1


def test_csv_holds_the_values_with_their_windows(article: Graph) -> None:
    found = article.analyse("degree", "ties", "2024", "2024", ties=["met"], among=["KAZ", "UZB"])
    head, first, *_ = found.csv().split("\r\n")
    assert head == "measure,view,window,since,until,id,label,value,ties,among,options,data_version"
    assert (
        first == f'degree,ties,2024/2024,2024-01-01,2024-12-31,KAZ,Kazakhstan,1,met,"KAZ,UZB",,{article.data_version}'
    )
    pairs = article.analyse("similarity", "ties", among=FIVE).csv().split("\r\n")
    assert pairs[0].startswith("measure,view,window,since,until,one,other,one_label,other_label,value")
    assert len(pairs) == 1 + 10 + 1


def test_as_a_data_frame(article: Graph) -> None:
    pytest.importorskip("pandas")
    frame = article.analyse("similarity", "ties", "2022", "2024", "year", among=FIVE).to_pandas()
    assert list(frame.columns) == ["window", "since", "until", "one", "one_label", "other", "other_label", "value"]
    assert len(frame) == 30
    assert article.analyse("degree", among=FIVE).to_pandas().set_index("node").loc["KAZ", "value"] == 4


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        ({"measure": "betweeness"}, NotFoundError, "did you mean 'betweenness'"),
        ({"measure": "degree", "view_name": "tyes"}, NotFoundError, "did you mean 'ties'"),
        ({"measure": "degree", "ties": ["meet"]}, ParameterError, "did you mean 'met'"),
        ({"measure": "degree", "ties": [""]}, ParameterError, "ties: the view ties has no ties ''"),
        ({"measure": "degree", "among": ["KAX"]}, ParameterError, "among: 'KAX' is no entity and no kind"),
        ({"measure": "degree", "among": ["astana"]}, ParameterError, "astana is a Place, and the view ties has none"),
        ({"measure": "reciprocity"}, ParameterError, "needs ties with a direction"),
    ],
)
def test_mistakes(article_on_memory: Graph, given: dict[str, Any], error: type[CagraphError], words: str) -> None:
    with pytest.raises(error) as raised:
        article_on_memory.analyse(**given)
    assert words in str(raised.value)


def test_what_would_keep_everybody_waiting_is_refused(article_on_memory: Graph) -> None:
    mirror: Any = nx.MultiDiGraph(article_on_memory.mirror())
    for place in range(3000):
        mirror.add_node(f"s{place}", kind="State", label=f"s{place}")
    scene = Scene(mirror, article_on_memory.model, lambda *_: None)
    with pytest.raises(ParameterError, match="too large to be measured while you wait"):
        analyse(scene, "degree", "ties", among=[f"s{place}" for place in range(3000)])


def test_the_view_of_the_shipped_data_has_no_ties_of_anybody_to_oneself(graph: Graph) -> None:
    assert simple(graph.mirror("ties")).number_of_edges() > 100


def test_options_of_the_view_go_with_every_window(article: Graph) -> None:
    asked: dict[str, Any] = {"view_name": "co-participation", "since": "2022", "until": "2024", "by": "year"}
    counted = article.analyse("strength", **asked, weight="count")
    shared = article.analyse("strength", **asked, weight="newman")
    assert counted["parameters"]["weight"] == "count"
    assert "Newman" in shared["rule"]
    for one, other in zip(counted["windows"], shared["windows"], strict=True):
        network = article.mirror("co-participation", one["since"], one["until"], weight="newman")
        expected = {node: round(weight, 9) for node, weight in network.degree(weight="weight")}
        assert {row["id"]: row["value"] for row in other["values"]} == expected
        assert sum(row["value"] for row in one["values"]) >= sum(row["value"] for row in other["values"])
    with pytest.raises(ParameterError, match="weight: the view 'ties' has no such option"):
        article.analyse("strength", weight="newman")
    with pytest.raises(ParameterError, match="on: it does not go together with since or until"):
        article.analyse("degree", "treaties", "2022", "2024", "year", on="2024-08-09")
