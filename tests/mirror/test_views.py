"""The views `events` and `ties`."""

from fractions import Fraction
from itertools import combinations
from typing import Any

import pytest

from cagraph.errors import NotFoundError, ParameterError
from cagraph.graph import Graph


def test_events_have_actors_on_one_side(article: Graph) -> None:
    view: Any = article.mirror("events")
    model = article.model
    for one, other, key in view.edges(keys=True):
        kinds = [view.nodes[node]["kind"] for node in (one, other)]
        assert any(model.is_a(kinds[1], kind) for kind in ("Event", "Document")), (one, other, key)
    attended = {one for one, _, key in view.in_edges("consultative-meeting-6", keys=True) if key == "took part"}
    assert len(attended) == 7
    represented = {
        one for one, _, key in view.in_edges("consultative-meeting-6", keys=True) if key == "was represented"
    }
    assert represented == {"KAZ", "KGZ", "TJK", "TKM", "UZB", "AZE", "unrcca"}


def test_there_are_no_parallel_edges_of_one_kind(article: Graph) -> None:
    for name in article.views:
        view: Any = article.mirror(name)
        pairs = [
            ((one, other) if view.is_directed() else tuple(sorted((one, other))), data["kind"])
            for one, other, data in view.edges(data=True)
        ]
        assert len(pairs) == len(set(pairs))


def test_ties_weigh_common_meetings_by_their_size(article: Graph) -> None:
    """Newman's weights worked out from the entities themselves."""
    wanted: dict[tuple[str, str], Fraction] = {}
    for kind in ("events",):
        for item in article.find(kind, limit=1000)["items"]:
            parties = sorted({part["party"]["id"] for part in item.get("participants", []) if "party" in part})
            for pair in combinations(parties, 2):
                wanted[pair] = wanted.get(pair, Fraction()) + Fraction(1, len(parties) - 1)
    view: Any = article.mirror("ties")
    found = {tuple(sorted((a, b))): d["weight"] for a, b, d in view.edges(data=True) if d["kind"] == "met"}
    assert found == pytest.approx({pair: float(weight) for pair, weight in wanted.items()}, abs=1e-6)


def test_ties_hold_declared_relations(article: Graph) -> None:
    view: Any = article.mirror("ties")
    assert view.has_edge("KAZ", "UZB", "alliance")
    assert view.has_edge("KAZ", "TKM", "strategic partnership")
    assert not view.has_edge("KGZ", "TJK", "alliance")
    assert view.edges["KAZ", "UZB", "agreed"]["count"] == 2


def test_a_span_of_dates_narrows_a_view(article: Graph) -> None:
    august: Any = article.mirror("events", since="2024-08-06", until="2024-08-07")
    meetings = {node for node, data in august.nodes(data=True) if data["kind"] == "Meeting"}
    assert meetings == {"energy-ministers-meeting-1", "kaz-uzb-presidents-2024-08-07"}
    assert august.graph["since"] == "2024-08-06"
    assert "xian-tashkent-container-train" not in august


def test_the_rule_stands_in_the_graph(article: Graph) -> None:
    for name in article.views:
        assert article.mirror(name).graph["rule"]


def test_what_is_wrong_is_told(article: Graph) -> None:
    with pytest.raises(NotFoundError, match="did you mean 'events'"):
        article.mirror("event")
    with pytest.raises(ParameterError, match="since: 'x' is no date"):
        article.mirror("events", since="x")
