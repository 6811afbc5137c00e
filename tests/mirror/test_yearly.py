"""The pairs of all years counted in one pass are those of the view, asked for each year by itself."""

from typing import Any

import diplomacy
import made_up
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cagraph.errors import ParameterError
from cagraph.graph import Graph
from cagraph.mirror import Attendance, Requested, Scene, network, yearly_counts
from cagraph.mirror.options import Options
from cagraph.mirror.views.attendance import YearlyCounts
from cagraph.model import Entity
from cagraph.model.kinds.events import Meeting, Participation


def scene_of(graph: Graph) -> Scene:
    mirror: Any = graph.mirror()
    return Scene(mirror, graph.model, lambda *_: None)


def by_the_view(scene: Scene, years: range, **asked: Any) -> YearlyCounts:
    return {
        (year, one, other): data["count"]
        for year in years
        for one, other, data in network(
            scene, "co-participation", Requested(str(year), str(year), **asked)
        ).edges(data=True)
    }  # fmt: skip


@pytest.mark.parametrize("asked", [{}, {"level": "leaders"}, {"bilateral": True}, {"kinds": "Meeting"}])
def test_on_the_shipped_data(graph: Graph, asked: dict[str, Any]) -> None:
    years = range(2015, 2026)
    scene = scene_of(graph)
    found = yearly_counts(scene, Requested(str(years[0]), str(years[-1]), **asked))
    assert found == by_the_view(scene, years, **asked)
    assert found


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(records=diplomacy.diplomacy(), level=st.sampled_from(["", "leaders", "minister"]))
def test_on_made_up_diplomacy(records: list[Entity], level: str) -> None:
    """Dates of any precision, open ends, events that are parts of others."""
    scene = scene_of(Graph.of(records))
    found = yearly_counts(scene, Requested("2018", "2023", level=level))
    assert found == by_the_view(scene, range(2018, 2024), level=level)
    within = {year for year, *_ in yearly_counts(scene, Requested(level=level))}
    assert within <= set(range(2018, 2024))


def test_counted_by_hand() -> None:
    """Two meetings of two in 2020, one of three over two years, a part of it, and one without a date."""
    meet = made_up.meeting
    three = (("", "AAA"), ("", "BBB"), ("", "CCC"))
    part = Meeting(
        id="part", label="Part", date="2021", part_of="long", evidence=made_up.said("participants", "date", "part_of"),
        participants=[Participation(party="AAA"), Participation(party="BBB")],
    )  # fmt: skip
    events = [
        meet("one", "2020-01-01", *three[:2]),
        meet("two", "2020-05", *three[:2]),
        meet("long", "2020/2021", *three),
    ]
    states = [made_up.state(id_) for id_ in ("AAA", "BBB", "CCC")]
    graph = Graph.of([made_up.SOURCE, *states, *events, part, meet("undated", None, *three)])
    pairs = [("AAA", "BBB"), ("AAA", "CCC"), ("BBB", "CCC")]
    expected = {(year, *pair): 1 for year in (2020, 2021) for pair in pairs} | {(2020, "AAA", "BBB"): 3}
    assert yearly_counts(scene_of(graph), Requested()) == expected
    assert {year for year, *_ in graph.yearly_counts("2021")} == {2021}


def test_of_nothing_there_is_nothing() -> None:
    assert yearly_counts(scene_of(Graph.of([made_up.state("AAA"), made_up.SOURCE])), Requested()) == {}
    assert Attendance.of(scene_of(Graph.of(made_up.small())), Options()).yearly(1900, 1901) == {}


def test_few_events_of_many_states_are_counted_alike() -> None:
    """Where there are more possible pairs than events, they are sorted instead of laid out."""
    wide = Attendance(
        tuple(f"S{number:04}" for number in range(2000)),
        np.array([3, 1999]), np.array([0, 2]), np.array([2000]), np.array([2001]), {},
    )  # fmt: skip
    assert wide.yearly() == {(2000, "S0003", "S1999"): 1, (2001, "S0003", "S1999"): 1}


def test_an_option_that_the_view_has_not_is_refused(graph: Graph) -> None:
    with pytest.raises(ParameterError, match="level: there is no level 'nobody'"):
        yearly_counts(scene_of(graph), Requested(level="nobody"))
