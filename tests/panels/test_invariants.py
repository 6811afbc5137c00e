"""What holds of panels of any diplomacy."""

from typing import Any

import made_up
from diplomacy import STATES, diplomacy
from hypothesis import HealthCheck, given, settings

from cagraph.graph import Graph
from cagraph.model import Entity
from cagraph.model.kinds.actors import Region, State
from cagraph.model.kinds.sources import Source

YEARS = (2019, 2020, 2021)
SLOW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def watched(records: list[Entity]) -> Graph:
    """The drawn records, as two of the states are watched from 1991 to 2022."""
    book = Source(id="book", label="A book", published="2020-05-01", accessed="2022-12-31")
    told = [
        State(id=state, label=state, independent="1991-01-01", evidence=made_up.said("independent"))
        for state in STATES[:2]
    ]
    region = Region(id="central-asia", label="Region", members=[*STATES[:2]], evidence=made_up.said("members"))
    replaced = {one.id for one in (book, *told)}
    return Graph.of([*(one for one in records if one.id not in replaced), book, *told, region])


@SLOW
@given(diplomacy())
def test_counts_are_within_their_bounds_and_the_same_from_both_sides(records: list[Entity]) -> None:
    graph = watched(records)
    counts = ["meetings", "events", "treaties-signed", "instruments", "in-force", "memberships", "relations"]
    panel = graph.panel("dyad-year", counts, since="2018", until="2023", directed=True, records=True)
    rows = {(row["iso3_1"], row["iso3_2"], row["year"]): row for row in panel["rows"]}
    assert {year for *_, year in rows} == set(range(2018, 2024))
    names = [name.removesuffix("_complete") for name in panel.names if name.endswith("_complete")]
    for (one, other, year), row in rows.items():
        assert {one, other} & {*STATES[:2]}
        back = rows[other, one, year]
        for name in names:
            assert row[name] == back[name], "no count here has a direction"
            assert (row[name] is None) == (year == 2023)
            possible = row.get(f"{name}_possible", row[name])
            if row[name] is not None:
                assert 0 <= row[name] <= possible
                if name != "memberships":
                    assert row[name] == len(row[f"{name}_records"])
                    assert possible - row[name] == len(row.get(f"{name}_doubtful", []))


@SLOW
@given(diplomacy())
def test_what_can_lie_in_a_year_is_what_the_view_of_that_year_has(records: list[Entity]) -> None:
    graph = watched(records)
    panel = graph.panel("dyad-year", ["visits", "instruments"], since="2019", until="2021", directed=True, records=True)
    for variable, view in (("visits", "visits"), ("instruments", "treaties")):
        for year in YEARS:
            network: Any = graph.mirror(view, str(year), str(year))
            expected: dict[tuple[str, str], set[str]] = {}
            for one, other, data in network.edges(data=True):
                for pair in ((one, other),) if network.is_directed() else ((one, other), (other, one)):
                    if set(pair) <= set(STATES) and set(pair) & set(STATES[:2]):
                        expected.setdefault(pair, set()).update(data["records"])
            found = {}
            for row in panel["rows"]:
                told = {*row[f"{variable}_records"], *row.get(f"{variable}_doubtful", [])}
                if row["year"] == year and told:
                    found[row["iso3_1"], row["iso3_2"]] = told
            assert found == expected
