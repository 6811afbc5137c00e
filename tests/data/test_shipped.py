"""The shipped data as a whole: how much there is, and answers that only the whole can give."""

from itertools import combinations
from typing import Any

import pytest

from cagraph.graph import Graph

FIVE = ("KAZ", "KGZ", "TJK", "TKM", "UZB")
LEAST = {
    "instruments": 600,
    "treaty-acts": 780,
    "meetings": 450,
    "visits": 280,
    "tenures": 350,
    "parties": 180,
    "memberships": 430,
    "relations": 320,
}


@pytest.mark.parametrize(("collection", "least"), LEAST.items(), ids=LEAST)
def test_there_is_much(graph: Graph, collection: str, least: int) -> None:
    assert graph.find(collection, limit=1)["total"] >= least


@pytest.mark.parametrize("pair", list(combinations(FIVE, 2)), ids="-".join)
def test_no_pair_is_neglected(graph: Graph, pair: tuple[str, str]) -> None:
    one, other = pair
    lists = (("instruments", "party"), ("relations", "between"))
    total = sum(graph.find(kind, {name: [one, other]}, limit=1)["total"] for kind, name in lists)
    mirror: Any = graph.mirror("ties")
    met = mirror.edges[one, other, "met"]["count"]
    assert total + met >= 60
    assert graph.find("relations", {"between": [one, other], "level": ["diplomatic-relations"]})["total"] == 1


def test_all_consultative_meetings_are_there_and_that_is_said(graph: Graph) -> None:
    answer = graph.ask("list the Consultative Meetings")
    assert [row["edition"] for row in answer.rows if row["edition"]][:7] == [1, 2, 3, 4, 5, 6, 7]
    assert any(note.startswith("complete: Consultative meetings") for note in answer.notes)


def test_absence_means_something_where_the_data_are_complete(graph: Graph) -> None:
    answer = graph.ask("Is Turkmenistan a member of the CSTO?")
    assert answer.status == "answered"
    assert answer.rows == []
    assert answer.answer.startswith("None is recorded, and the data are complete here")
    assert graph.ask("Is Turkmenistan a member of the ADB?").rows


def test_what_the_article_says_stands_beside_what_is_better_known(graph: Graph) -> None:
    """The article's month and its denial are claims; day and later signature are facts of other sources."""
    alliance = graph.get("kaz-uzb-alliance-2022", full_evidence=True)
    assert alliance["signed"] == "2022-12-22"
    said = [
        claim for claim in alliance["evidence"] if claim["source"]["id"] == "seed-article" and "signed" in claim["says"]
    ]
    assert [(claim["says"]["signed"], claim["accepted"]) for claim in said] == [("2022-12", False)]
    assert [
        row["party"]["id"] for row in graph.run("instrument-signatories", instrument="friendship-21st-century").rows
    ] == [
        "KAZ",
        "KGZ",
        "TJK",
        "UZB",
    ]
    unsigned = graph.run("states-not-signed", instrument="friendship-21st-century")
    assert {row["party"]["id"] for row in unsigned.rows} == {"TKM"}


def test_presidents_on_a_day(graph: Graph) -> None:
    asked = {
        ("Kazakhstan", "2018-01-01"): "nursultan-nazarbayev",
        ("Kyrgyzstan", "2008-05-16"): "kurmanbek-bakiyev",
        ("Uzbekistan", "2000"): "islam-karimov",
        ("Turkmenistan", "2010"): "gurbanguly-berdimuhamedov",
        ("Tajikistan", "2020-01-01"): "emomali-rahmon",
    }
    for (state, day), person in asked.items():
        found = {row["person"]["id"] for row in graph.ask(f"Who was the president of {state} on {day}?").rows}
        assert found == {person}, (state, day)
