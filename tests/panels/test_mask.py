"""What is not observed is missing, at both ends; a zero is told from a known zero; doubtful years from sure ones."""

from typing import Any

import pytest
from watched import world

from cagraph.graph import Graph, Panel


@pytest.fixture(scope="module")
def graph() -> Graph:
    return Graph.of(world())


def column(panel: Panel, name: str, **key: str) -> dict[int, Any]:
    """A variable by year, of the rows with these values."""
    return {row["year"]: row[name] for row in panel["rows"] if all(row[where] == value for where, value in key.items())}


BETWEEN = {"iso3_1": "BBB", "iso3_2": "AAA"}
OUTWARD = {"iso3_1": "OUT", "iso3_2": "AAA"}


def test_rows_begin_with_independence_and_years_without_any_data_are_missing(graph: Graph) -> None:
    panel = graph.panel("dyad-year", ["meetings"], since="1988", until="2003")
    assert list(column(panel, "meetings", **BETWEEN)) == list(range(1993, 2004)), "the later independence of the two"
    assert list(column(panel, "meetings", **OUTWARD)) == list(range(1991, 2004))
    days = column(panel, "days_observed", **OUTWARD)
    assert days == {
        1991: 122, 1992: 366, **dict.fromkeys(range(1993, 1996), 365), 1996: 366,
        **dict.fromkeys(range(1997, 2000), 365), 2000: 182, 2001: 0, 2002: 0, 2003: 0,
    }  # fmt: skip
    partial = column(panel, "partial", **OUTWARD)
    assert {year for year, cut in partial.items() if cut} == {1991, 2000}
    meetings = column(panel, "meetings", **OUTWARD)
    assert {year: n for year, n in meetings.items() if n != 0} == {1991: 1, 2000: 1, 2001: None, 2002: None, 2003: None}
    assert column(panel, "days_observed", **BETWEEN)[1993] == 365 - 150, "from the last day that `1993-05` can mean"


def test_where_nobody_looks_nothing_is_zero(graph: Graph) -> None:
    panel = graph.panel("dyad-year", ["meetings", "relations"], since="1994", until="1996", among=["OUT", "FAR", "AAA"])
    elsewhere = column(panel, "meetings", iso3_1="OUT", iso3_2="FAR")
    assert elsewhere == {1994: None, 1995: None, 1996: None}, "though a meeting of theirs is recorded"
    assert set(column(panel, "meetings_complete", iso3_1="OUT", iso3_2="FAR").values()) == {None}
    assert set(column(panel, "rel_alliance", iso3_1="OUT", iso3_2="FAR").values()) == {None}
    assert column(panel, "meetings", iso3_1="AAA", iso3_2="FAR") == {1994: 0, 1995: 0, 1996: 0}
    default = graph.panel("dyad-year", ["meetings"], since="1994", until="1996")
    assert not column(default, "meetings", iso3_1="OUT", iso3_2="FAR")
    states = graph.panel("state-year", ["meetings"], since="1994", until="1994", among=["OUT", "AAA"])
    assert column(states, "meetings", iso3="OUT") == {1994: None}
    assert column(states, "meetings", iso3="AAA") == {1994: 2}


def test_a_stock_is_missing_where_the_end_of_the_year_is_not_reached(graph: Graph) -> None:
    panel = graph.panel("dyad-year", ["relations", "memberships"], until="2001")
    assert column(panel, "rel_partnership", **OUTWARD) == {
        **dict.fromkeys(range(1991, 1996), 0), **dict.fromkeys(range(1996, 2000), 1), 2000: None, 2001: None,
    }  # fmt: skip
    assert column(panel, "memberships", **BETWEEN) == {
        1993: 0, **dict.fromkeys(range(1994, 2000), 1), 2000: None, 2001: None,
    }  # fmt: skip


def test_what_can_lie_in_two_years_is_sure_in_none(graph: Graph) -> None:
    panel = graph.panel("dyad-year", ["meetings"], since="1993", until="1997", records=True)
    assert column(panel, "meetings", **BETWEEN) == {1993: 0, 1994: 2, 1995: 0, 1996: 0, 1997: 0}
    assert column(panel, "meetings_possible", **BETWEEN) == {1993: 0, 1994: 3, 1995: 1, 1996: 1, 1997: 1}
    assert column(panel, "meetings_records", **BETWEEN)[1994] == ["in-a-year", "on-a-day"]
    assert column(panel, "meetings_doubtful", **BETWEEN) == {
        1993: [], 1994: ["either-year"], 1995: ["either-year"], 1996: ["any-year-from"], 1997: ["any-year-from"],
    }  # fmt: skip
    assert any("meetings: in no year, since they have no such date: 1 (undated)" in note for note in panel["notes"])
    sure = graph.panel("dyad-year", ["visits"], since="1993", until="1997", records=True)
    assert not {"visits_possible", "visits_doubtful"} & set(sure.names), "only where it differs"


def test_spells_whose_ends_are_known_to_the_year(graph: Graph) -> None:
    panel = graph.panel("dyad-year", ["relations"], since="1993", until="1999")
    assert column(panel, "rel_alliance", **BETWEEN) == {
        1993: 0, 1994: 0, 1995: 1, 1996: 1, 1997: 1, 1998: 0, 1999: 0,
    }  # fmt: skip
    assert column(panel, "rel_alliance", **OUTWARD) == dict.fromkeys(range(1993, 2000), 0) | {1994: 1}
    assert column(panel, "rel_alliance_possible", **OUTWARD) == {
        1993: 0, 1994: 1, 1995: 1, 1996: 1, 1997: 1, 1998: 0, 1999: 0,
    }  # fmt: skip


def test_a_zero_is_known_where_a_statement_of_completeness_holds_for_all_of_the_year(graph: Graph) -> None:
    panel = graph.panel("dyad-year", ["meetings", "relations", "visits"], since="1993", until="1999")
    complete = column(panel, "meetings_complete", **BETWEEN)
    assert {year for year, known in complete.items() if known} == {1994, 1995, 1998}, "not half of 1996, nor a series"
    assert {year for year, known in column(panel, "meetings_complete", **OUTWARD).items() if known} == {1998}
    alliances = column(panel, "rel_alliance_complete", **OUTWARD)
    assert {year for year, known in alliances.items() if known} == set(range(1995, 2000))
    assert not any(column(panel, "rel_partnership_complete", **OUTWARD).values()), "limited to another level"
    assert {one["id"] for one in panel["statements"]} == {"met", "all-events", "tied"}


def test_statements_about_posts_hold_for_visits_of_their_holders(graph: Graph) -> None:
    asked: dict[str, Any] = {"since": "1994", "until": "1994"}
    directed = graph.panel("dyad-year", ["visits"], directed=True, level="head-of-state", **asked)
    assert column(directed, "visits_complete", iso3_1="AAA", iso3_2="BBB") == {1994: 1}
    assert column(directed, "visits_complete", iso3_1="BBB", iso3_2="AAA") == {1994: 0}
    assert column(directed, "visits", iso3_1="AAA", iso3_2="BBB") == {1994: 1}
    both = graph.panel("dyad-year", ["visits"], level="head-of-state", **asked)
    assert column(both, "visits_complete", **BETWEEN) == {1994: 0}, "visits of the other president may be lacking"
    any_level = graph.panel("dyad-year", ["visits"], directed=True, **asked)
    assert column(any_level, "visits_complete", iso3_1="AAA", iso3_2="BBB") == {1994: 0}


def test_leaders_stand_in_the_years_of_their_tenures(graph: Graph) -> None:
    panel = graph.panel("leader-year", since="1985", until="2002")
    assert column(panel, "in_office", person="ann") == dict.fromkeys(range(1991, 1996), 1)
    (row,) = (row for row in panel["rows"] if row["year"] == 1995)
    assert (row["entry"], row["exit"], row["posts"], row["iso3"]) == ("1990-05", "1995-01-10", "president-aaa", "AAA")
    assert row["ccode"] == 705


def test_codes_that_are_not_told_are_missing_and_pairs_stand_in_the_order_of_cow(graph: Graph) -> None:
    panel = graph.panel("dyad-year", ["meetings"], since="1994", until="1994")
    assert {(row["ccode1"], row["ccode2"]) for row in panel["rows"]} == {
        (703, 705), (2, 705), (2, 703), (705, None), (703, None),
    }  # fmt: skip
    assert "COW numbers are missing where the data do not tell them: FAR." in panel["notes"]
    assert any("Gleditsch–Ward numbers are missing" in note and "FAR, OUT" in note for note in panel["notes"])


def test_data_that_look_at_no_region_observe_nothing() -> None:
    lost = Graph.of([one for one in world() if one.id != "central-asia"])
    panel = lost.panel("dyad-year", ["meetings"], since="1994", until="1995", among=["AAA", "BBB"])
    assert {row["meetings"] for row in panel["rows"]} == {None}
    assert panel["notes"][0].startswith("The data name no region")
