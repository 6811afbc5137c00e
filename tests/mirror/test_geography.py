"""Nodes on the map: by coordinates where there are any, and never two at one point."""

from math import acos, atan2, cos, degrees, hypot, pi, radians, sin, sqrt

import drawn_world
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cagraph.graph import Graph
from cagraph.mirror.geography import CENTRE, TOLD, homes, projected
from cagraph.mirror.layout import EXTENT


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_directions_and_distances_from_the_middle_are_those_of_the_globe(latitude: float, longitude: float) -> None:
    """Distance by the spherical law of cosines, bearing by the usual formula."""
    x, y = projected(latitude, longitude)
    one, other, turn = radians(CENTRE[0]), radians(latitude), radians(longitude - CENTRE[1])
    angle = acos(max(-1, min(1, sin(one) * sin(other) + cos(one) * cos(other) * cos(turn))))
    assert hypot(x, y) == pytest.approx(EXTENT * sqrt(angle / pi), abs=0.5)
    if 0.01 < angle < pi - 0.01:
        bearing = atan2(sin(turn) * cos(other), cos(one) * sin(other) - sin(one) * cos(other) * cos(turn))
        assert abs((degrees(atan2(x, y)) - degrees(bearing) + 180) % 360 - 180) < 0.01


@pytest.fixture(scope="module")
def graph() -> Graph:
    return Graph.of(drawn_world.world())


def test_who_stands_where(graph: Graph) -> None:
    at = graph.places(graph.mirror("events"), "geo")
    assert len(set(at.values())) == len(at)

    def near(one: str, other: str) -> bool:
        return hypot(at[one][0] - at[other][0], at[one][1] - at[other][1]) < 250

    assert at["AAA"][1] > at["BBB"][1], "north is above"
    assert near("in-north", "AAA"), "its place in it that is named most often, not the town"
    assert near("in-north-again", "AAA")
    assert near("ann", "AAA"), "the state she acts for"
    assert near("in-far", "FAR"), "a place without coordinates is with its state"
    assert not near("AAA", "BBB")


def test_states_without_coordinates_stand_around_the_map(graph: Graph) -> None:
    at = graph.places(graph.mirror("ties"), "geo")
    middle = [(at["AAA"][axis] + at["BBB"][axis]) / 2 for axis in (0, 1)]
    reach = {state: hypot(at[state][0] - middle[0], at[state][1] - middle[1]) for state in ("AAA", "BBB", "OUT", "FAR")}
    assert min(reach["OUT"], reach["FAR"]) > max(reach["AAA"], reach["BBB"])


def test_a_person_is_at_home_where_they_act_most(graph: Graph) -> None:
    assert homes(graph._now.scene) == {"ann": "AAA"}


def test_nothing_and_one_are_drawn(graph: Graph) -> None:
    nothing = Graph.of([])
    assert nothing.places(nothing.mirror("events"), "geo") == {}
    assert "azimuthally" in TOLD
    one = graph.mirror("events", kinds="Treaty").subgraph(["pact"])
    assert graph.places(one, "geo") == {"pact": (0.0, 0.0)}
