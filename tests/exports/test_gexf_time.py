"""When nodes and edges of GEXF are there: treaties while in force, persons in office, members while they belong."""

from datetime import date, timedelta
from typing import Any

import drawn_world
import pytest
from lxml import etree

from cagraph.graph import Graph
from cagraph.status import QUESTIONS

NAMES = {"g": "http://gexf.net/1.3"}


@pytest.fixture(scope="module")
def made() -> Graph:
    return Graph.of(drawn_world.world())


def spells(graph: Graph, view: str, path: str, **asked: Any) -> list[tuple[str, str]]:
    tree = etree.fromstring(b"".join(graph.export("gexf", view, **asked)))
    (element,) = tree.xpath(f"//g:{path}", namespaces=NAMES)
    return [(one.get("start", ""), one.get("end", "")) for one in element.iterfind("g:spells/g:spell", NAMES)]


def test_a_treaty_is_there_when_it_was_made_and_while_in_force(made: Graph) -> None:
    in_force = [("1994-02-01", "1994-02-02"), ("1994-06-01", "1997-01-01")]
    assert spells(made, "treaties", "edge[@source='AAA'][@target='OUT']") == in_force
    assert spells(made, "events", "node[@id='expired']") == in_force
    assert spells(made, "events", "edge[@source='OUT'][@target='expired']") == in_force
    assert spells(made, "events", "node[@id='lasting']") == [("1994-01-01", "1994-01-02"), ("1995-05-01", "")]
    assert spells(made, "ties", "edge[@source='AAA'][@target='OUT'][@kind='agreed']") == in_force
    unknown = [("1996-07-01", "1996-07-02")]
    assert spells(made, "treaties", "edge[@source='BBB'][@target='OUT']") == unknown
    on = spells(made, "treaties", "edge[@source='AAA'][@target='OUT']", on="1995-01-01")
    assert on == [("1995-01-01", "1995-01-02")]


def test_a_person_is_there_in_office_and_where_they_took_part(made: Graph) -> None:
    assert spells(made, "events", "node[@id='ann']") == [
        ("1990-05-01", "1995-01-11"), ("1999-03-01", "1999-03-02"), ("1999-04-01", "1999-05-01"),
    ]  # fmt: skip


def test_members_and_relations_last_until_told_otherwise(made: Graph) -> None:
    assert spells(made, "memberships", "edge[@source='AAA'][@target='league']") == [("1992-01-01", "")]
    allied = spells(made, "relations", "edge[@source='AAA'][@target='BBB']")
    assert allied == [("1995-01-01", "1998-03-02")]


def test_spells_in_force_are_the_clocks_answer_for_every_day(graph: Graph) -> None:
    """On days spread over all years, for the instruments of the shipped data."""
    standing = graph._now.standing
    asked = yes = 0
    for number, id_ in enumerate(sorted(standing.instruments.kinds)):
        instrument = standing.instruments.get(id_)
        for party in ("", *instrument.parties[:1]):
            lasting = standing.spells_in_force(id_, party)
            for step in range(4):
                day = date(1991, 6, 1) + timedelta((number * 37 + step * 3181) % 12_000)
                if instrument.horizon and day > instrument.horizon:
                    continue
                answer = QUESTIONS["in_force"](instrument, party, day).value == "yes"
                text = day.isoformat()
                assert answer == any(first <= text and (not last or text <= last) for first, last in lasting)
                asked, yes = asked + 1, yes + answer
    assert asked > 1000
    assert yes > 20
