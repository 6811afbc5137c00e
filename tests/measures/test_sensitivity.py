"""Ranges of values: each scenario beside a graph built of the records that it counts."""

from collections.abc import Callable
from typing import Any

import networkx as nx
import pytest
from drawn import networks
from hypothesis import given
from made_up import SOURCE, person, said, state

from cagraph.errors import ParameterError
from cagraph.graph import Graph
from cagraph.measures import MEASURES
from cagraph.measures.measure import Scores
from cagraph.measures.sensitivity import Move, Ranges, beside, concerned, ranges
from cagraph.model import Entity
from cagraph.model.evidence import Evidence
from cagraph.model.kinds.events import Meeting, Participation

STATES = ("AAA", "BBB", "CCC", "DDD")
ASKED: dict[str, Any] = {"view_name": "co-participation", "since": "2020", "until": "2020", "among": list(STATES)}


def met(id_: str, when: str, *states: str, manner: str = "stated", dated: str = "", denied: str = "") -> Meeting:
    """A meeting of states; `dated` is another date that a source tells, `denied` a state that it says was not there."""
    evidence = said("participants", "date", manner=manner)
    if dated:
        evidence.append(Evidence(source="book", at="p. 2", says={"date": dated}))
    if denied:
        evidence.append(Evidence(source="book", at="p. 3", supports=[f"participants/{denied}"], polarity="denied"))  # type: ignore[arg-type]
    parts = [Participation(party=one) for one in states]
    return Meeting(id=id_, label=id_, date=when, participants=parts, evidence=evidence)  # type: ignore[arg-type]


MEETINGS = [
    met("plain", "2020-03-05", "AAA", "BBB"),
    met("month", "2020-04", "AAA", "BBB"),
    met("vague", "2020/2021", "AAA", "CCC"),
    met("year-end", "2019-12/2020-01", "BBB", "CCC"),
    met("other-day", "2020-05-05", "AAA", "BBB", dated="2021-05-05"),
    met("not-there", "2020-06-06", "AAA", "CCC", "DDD", denied="DDD"),
    met("guess", "2020-07-07", "AAA", "DDD", manner="inferred"),
    met("many", "2020-08-08", *STATES),
]


def graph_of(*meetings: Meeting) -> Graph:
    background: list[Entity] = [SOURCE, *map(state, STATES), person("ann")]
    return Graph.of([*background, *meetings])


def some(*ids: str) -> list[Meeting]:
    return [meeting for meeting in MEETINGS if meeting.id in ids]


ALL = [meeting.id for meeting in MEETINGS]
NOT_THERE = met("not-there", "2020-06-06", "AAA", "CCC")
# What each scenario counts, written out by hand.
COUNTED: dict[str, tuple[list[Meeting], int]] = {
    "disputed": ([*some(*(id_ for id_ in ALL if id_ not in {"other-day", "not-there"})), NOT_THERE], 2),
    "inferred": (some(*(id_ for id_ in ALL if id_ != "guess")), 1),
}


@pytest.fixture(scope="module")
def small() -> Graph:
    return graph_of(*MEETINGS)


def values(found: Any) -> dict[str, Any]:
    return {row["id"]: row["value"] for row in found["windows"][0]["values"]}


def moves(found: Any) -> dict[str, dict[str, Any]]:
    return {move["scenario"]: move for move in found["windows"][0]["moved_by"]}


OTHERWISE: dict[str, Callable[[str], dict[str, Any]]] = {
    name: lambda measure, counted=counted: values(graph_of(*counted[0]).analyse(measure, **ASKED))
    for name, counted in COUNTED.items()
}


@pytest.mark.parametrize("measure", ["strength", "degree", "closeness", "constraint"])
def test_each_scenario_is_the_graph_of_what_it_counts(small: Graph, measure: str) -> None:
    base = values(small.analyse(measure, **ASKED))
    # An interval is taken to last: 2020/2021 lies in 2020 whatever is meant, 2019-12/2020-01 touches it for sure.
    counted = {name: otherwise(measure) for name, otherwise in OTHERWISE.items()}
    counted["dates"] = base
    counted["firm"] = values(
        graph_of(*(one for one in COUNTED["disputed"][0] if one.id != "guess")).analyse(measure, **ASKED)
    )
    for rule in ("newman", "pairs"):
        counted[f"weight={rule}"] = values(small.analyse(measure, **ASKED, weight=rule))
    counted["bilateral=true"] = values(small.analyse(measure, **ASKED, bilateral=True))
    found = small.analyse(measure, **ASKED, sensitivity=True)
    assert values(found) == base
    told = moves(found)
    assert list(told) == [way["scenario"] for way in found["scenarios"]]
    assert set(told) == set(counted)
    for row in found["windows"][0]["values"]:
        given = [each[row["id"]] for each in (base, *counted.values()) if each[row["id"]] is not None]
        assert (row["low"], row["high"]) == (min(given), max(given))
    for name, other in counted.items():
        changes = [other[node] - base[node] for node in base if None not in (other[node], base[node])]
        largest = max(map(abs, changes))
        assert abs(told[name]["change"]) == pytest.approx(largest, abs=1e-8)
        whose = told[name]["id"]
        assert whose is None if not largest else abs(other[whose] - base[whose]) == pytest.approx(largest, abs=1e-8)
        assert told[name]["undefined"] == sum((other[node] is None) != (base[node] is None) for node in base)


def test_how_many_records_are_concerned(small: Graph) -> None:
    told = moves(small.analyse("strength", **ASKED, sensitivity=True))
    assert {name: move["records"] for name, move in told.items() if not name.startswith("weight")} == {
        "dates": 0,
        "disputed": 2,  # other-day, and not-there, which ties two still
        "inferred": 1,
        "firm": 3,
        "bilateral=true": 2,
    }
    # Two met at a meeting of more, and what they met at beside it weighs with it.
    assert {told[f"weight={rule}"]["records"] for rule in ("newman", "pairs")} == {len(MEETINGS)}
    assert told["inferred"] == {
        "scenario": "inferred", "records": 1, "change": -1.0, "id": "AAA", "undefined": 0,
    }  # fmt: skip


def test_vague_dates(small: Graph) -> None:
    """A meeting in April can have been before the tenth, and what began in 2020 after June."""
    asked = {**ASKED, "since": "2020-04-10", "until": "2020-06-30"}
    found = small.analyse("strength", **asked, sensitivity=True)
    sure = values(graph_of(*some("other-day", "not-there")).analyse("strength", **asked))
    base = values(found)
    assert base == {"AAA": 5, "BBB": 2, "CCC": 3, "DDD": 2}
    assert sure == {"AAA": 3, "BBB": 1, "CCC": 2, "DDD": 2}
    assert moves(found)["dates"] == {"scenario": "dates", "records": 2, "change": -2, "id": "AAA", "undefined": 0}
    low = {row["id"]: row["low"] for row in found["windows"][0]["values"]}
    assert low["BBB"] == 0, "it met in April, and on a day in May that is disputed"


def test_without_a_span_dates_do_not_matter(small: Graph) -> None:
    asked = {**ASKED, "since": "", "until": ""}
    told = moves(small.analyse("strength", **asked, sensitivity=True))
    assert told["dates"]["records"] == 0
    assert told["disputed"]["records"] == 1, "a disputed day is a day for all that"


def test_all_records_where_bilateral_ones_were_asked_for(small: Graph) -> None:
    found = small.analyse("strength", **ASKED, bilateral=True, sensitivity=True)
    assert moves(found)["bilateral=false"]["records"] == 2
    high = {row["id"]: row["high"] for row in found["windows"][0]["values"]}
    everything = values(small.analyse("strength", **ASKED))
    assert all(high[node] >= everything[node] for node in STATES)


def test_only_who_asks_gets_ranges(small: Graph) -> None:
    plain, ranged = (small.analyse("degree", **ASKED, sensitivity=wanted) for wanted in (False, True))
    assert "scenarios" not in plain
    assert not {"moved_by"} & plain["windows"][0].keys()
    assert set(plain["windows"][0]["values"][0]) == {"id", "value"}
    assert (
        plain.csv().split("\r\n")[0] == "measure,view,window,since,until,id,label,value,ties,among,options,data_version"
    )
    assert ranged.csv().split("\r\n")[0].startswith("measure,view,window,since,until,id,label,value,low,high,ties")
    assert len(ranged.csv().splitlines()) == len(plain.csv().splitlines())
    assert any("`low` and `high`" in note for note in ranged["notes"])
    assert [column.name for column in ranged.table().columns][-3:] == ["value", "low", "high"]


def test_numbers_of_communities_have_no_range(small: Graph) -> None:
    with pytest.raises(ParameterError, match="sensitivity: values of communities are no amounts"):
        small.analyse("communities", **ASKED, sensitivity=True)


@pytest.mark.parametrize("name", [name for name, measure in MEASURES.items() if measure.amounts])
def test_every_measure_lies_in_its_range(article_on_memory: Graph, name: str) -> None:
    measure = MEASURES[name]
    view = "signed" if measure.signs == "needed" else "visits" if measure.direction == "needed" else "ties"
    found = article_on_memory.analyse(name, view, "2022", "2024", "year", sensitivity=True)
    assert found == article_on_memory.analyse(name, view, "2022", "2024", "year", sensitivity=True)
    plain = article_on_memory.analyse(name, view, "2022", "2024", "year")
    assert [row["value"] for _, row in found.rows()] == [row["value"] for _, row in plain.rows()]
    for _, row in found.rows():
        assert row["value"] is None or row["low"] <= row["value"] <= row["high"]


def test_ranges_by_hand() -> None:
    scores = Scores({("a",): 2, ("b",): None, ("c",): None, ("d",): 1.0})
    one = Scores({("a",): 5, ("b",): 1.5, ("d",): 0.9})
    two = Scores({("a",): None, ("d",): 1.3, ("other",): 7})
    assert ranges(scores, [("one", one, 3), ("two", two, 0)]) == Ranges(
        {("a",): (2, 5), ("b",): (1.5, 1.5), ("c",): (None, None), ("d",): (0.9, 1.3)},
        (Move("one", 3, 3, ("a",), 1), Move("two", 0, 0.3, ("d",), 1)),
    )
    assert ranges(Scores({("a",): None}), [("one", one, 1)]).moves == (Move("one", 1, None, (), 1),)
    assert ranges(one, [("same", one, 0)]).moves == (Move("same", 0, 0.0, (), 0),)


@given(networks(), networks())
def test_records_that_tie_otherwise(one: Any, two: Any) -> None:
    for network in (one, two):
        for start, end, data in network.edges(data=True):
            data["records"] = frozenset({f"{min(start, end)}-{max(start, end)}", "both"})

    assert concerned(one, one) == frozenset()
    assert concerned(one, two) == concerned(two, one)
    expected = set()
    ends = {frozenset(edge) for edge in (*one.edges, *two.edges)}
    for start, end in map(sorted, ends):
        there = [network.get_edge_data(start, end) for network in (one, two)]
        if None in there or there[0]["weight"] != there[1]["weight"]:
            expected |= {f"{start}-{end}", "both"}
    assert concerned(one, two) == expected
    together: nx.Graph[str] = beside(one, two)
    assert set(together) == {*one, *two}
    assert {frozenset(edge) for edge in together.edges} == {frozenset(edge) for edge in two.edges}
