"""Connections as people ask for them: names, mistakes, notes, claims."""

import made_up
import pytest

from cagraph.errors import NotFoundError, ParameterError
from cagraph.graph import Graph


@pytest.fixture(scope="module")
def small() -> Graph:
    return Graph.of(made_up.small())


def test_a_typical_question(graph: Graph) -> None:
    found = graph.paths("Kakha Imnadze", "central-asia-2040-concept", full_evidence=True)
    assert found["from"]["id"] == "kakha-imnadze"
    path = found["paths"][0]
    assert [one["id"] for one in path["entities"]] == [
        "kakha-imnadze", "consultative-meeting-6", "central-asia-2040-concept",
    ]  # fmt: skip
    links = [hop["links"][0] for hop in path["hops"]]
    assert [(link["field"], link["direction"], link["date"]) for link in links] == [
        ("participation", "inverse", "2024-08-09"),
        ("outcomeOf", "inverse", "2024-08-09"),
    ]
    told = {claim["claim"]: claim for claim in found["evidence"]}
    assert all(link["evidence"] for link in links)
    assert all(told[claim]["accepted"] for link in links for claim in link["evidence"])


def test_hubs_are_passed_last_and_that_is_said(graph: Graph) -> None:
    hubs = {hub["id"] for hub in graph.paths("KAZ", "UZB")["hubs"]}
    assert {"KAZ", "UZB", "KGZ", "TJK", "TKM"} <= hubs
    found = graph.paths("ilham-aliyev", "kaz-uzb-alliance-2022")
    inner = {one["id"] for path in found["paths"] for one in path["entities"][1:-1]}
    assert found["through_hubs"] == bool(inner & hubs)
    assert graph.paths("ilham-aliyev", "kaz-uzb-alliance-2022", hubs="never")["paths"] == []
    assert any("hub" in note for note in found["notes"])


def test_only_in_the_span(graph: Graph) -> None:
    found = graph.paths("KAZ", "UZB", since="2022-12", until="2022-12", limit=20)
    dates = {link["date"] for path in found["paths"] for hop in path["hops"] for link in hop["links"]}
    assert found["paths"]
    assert all(date is None or "/" in date or date.startswith("2022-12") for date in dates)


def test_labels_in_a_language(graph: Graph) -> None:
    assert graph.paths("KAZ", "UZB", lang="ru")["from"]["label"] == "Казахстан"


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        ({"start": "AAB", "goal": "BBB"}, NotFoundError, "did you mean 'AAA'"),
        ({"start": "denied", "goal": "BBB"}, NotFoundError, "only claimed"),
        ({"start": "Twin", "goal": "BBB"}, ParameterError, "the name of 2 entities (give an id: dot, eve)"),
        ({"start": "", "goal": "BBB"}, ParameterError, "from: none is given"),
        ({"start": "AAA", "goal": "aaa"}, NotFoundError, "there is no entity 'aaa'"),
        ({"start": "AAA", "goal": "State AAA"}, ParameterError, "the same entity"),
        ({"start": "AAA", "goal": "BBB", "max_hops": 7}, ParameterError, "max_hops: 7 is not in 1..6"),
        ({"start": "AAA", "goal": "BBB", "max_hops": 0}, ParameterError, "max_hops: 0"),
        ({"start": "AAA", "goal": "BBB", "limit": 21}, ParameterError, "limit: 21 is not in 1..20"),
        ({"start": "AAA", "goal": "BBB", "via": ["Treety"]}, ParameterError, "via: there is no kind 'Treety'"),
        ({"start": "AAA", "goal": "BBB", "avoid": ["nobody"]}, NotFoundError, "avoid: there is no entity"),
        ({"start": "AAA", "goal": "BBB", "hubs": "maybe"}, ParameterError, "hubs: 'maybe'"),
        ({"start": "AAA", "goal": "BBB", "since": "soon"}, ParameterError, "since: 'soon'"),
        ({"start": "AAA\x00", "goal": "BBB"}, NotFoundError, "there is no entity"),
    ],
)
def test_mistakes(small: Graph, given: dict[str, object], error: type[Exception], words: str) -> None:
    with pytest.raises(error) as raised:
        small.paths(**given)  # type: ignore[arg-type]
    assert words in str(raised.value)


def test_no_way_is_said_to_be_no_proof(small: Graph) -> None:
    found = small.paths("eve", "AAA")
    assert (found["paths"], found["length"]) == ([], None)
    assert "no proof" in found["notes"][0]


def test_an_end_outside_the_span_is_said(small: Graph) -> None:
    assert "outside the span" in small.paths("first", "AAA", since="2021")["notes"][0]
