"""Measures of records against counts over the records themselves, in plain Python, and against SPARQL and the clock."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import combinations
from typing import Any

import pytest
from diplomacy import STATES, diplomacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from records_as_lists import Told

from cagraph.graph import Graph, Measured
from cagraph.measures.measure import DECIMALS
from cagraph.measures.partition import partition
from cagraph.model import MODEL, Entity
from cagraph.model.evidence import Polarity

FIVE = ("KAZ", "KGZ", "TJK", "TKM", "UZB")
PAIRS = list(combinations(FIVE, 2))
SPAN: dict[str, Any] = {"since": "2015", "until": "2024", "by": "year", "among": FIVE}


class Shipped:
    """The accepted facts of the shipped records."""

    def __init__(self, records: Iterable[Entity]) -> None:
        self.told = {one.id: Told(one, MODEL.kinds[type(one).__name__], one.label) for one in records}
        self.fields = {id_: told.fields for id_, told in self.told.items()}
        self.acting: dict[str, set[str]] = defaultdict(set)
        for id_, fields in self.fields.items():
            if self.is_a(id_, "TreatyAct") and {"instrument", "party"} <= fields.keys():
                self.acting[fields["instrument"]].add(fields["party"])

    def is_a(self, id_: str, kind: str) -> bool:
        return MODEL.is_a(self.told[id_].kind.name, kind)

    def parties(self, id_: str) -> set[str]:
        fields = self.fields[id_]
        came = {part.party or part.who for part in fields.get("participants", ())}
        named = came | {fields.get("to")} | set(fields.get("parties", ())) | self.acting[id_]
        return {one for one in named if one and one in self.told and self.is_a(one, "Party")}

    def wholes(self, id_: str) -> set[str]:
        found: set[str] = set()
        whole = self.fields[id_].get("part_of")
        while whole and whole not in found:
            found.add(whole)
            whole = self.fields[whole].get("part_of")
        return found

    def contacts(self) -> dict[str, set[tuple[str, str]]]:
        """The pairs of the five that each event brought together."""
        events = {id_ for id_ in self.told if self.is_a(id_, "Event") and not self.is_a(id_, "TreatyAct")}
        circles = {id_: self.parties(id_) for id_ in events}
        found = {}
        for id_ in events:
            covered = [circles[whole] for whole in self.wholes(id_) if whole in circles]
            pairs = {pair for pair in PAIRS if circles[id_].issuperset(pair)}
            found[id_] = {pair for pair in pairs if not any(whole.issuperset(pair) for whole in covered)}
        return {id_: pairs for id_, pairs in found.items() if pairs}

    def year(self, id_: str) -> int | None:
        """The year that something surely lies in."""
        first, last = self.told[id_].hull
        return int(first[:4]) if first and last and first[:4] == last[:4] else None

    def made(self, id_: str) -> int | None:
        days = (self.fields[id_].get(name) for name in ("signed", "concluded", "adopted", "approved", "issued"))
        day = next((one for one in days if one), None)
        return (
            day.earliest.year if day and day.earliest and day.latest and day.earliest.year == day.latest.year else None
        )

    def instruments(self, kind: str = "Instrument") -> dict[str, set[tuple[str, str]]]:
        """The pairs of the five that each instrument is between."""
        ids = [id_ for id_ in self.told if self.is_a(id_, kind)]
        found = {id_: {pair for pair in PAIRS if self.parties(id_).issuperset(pair)} for id_ in ids}
        return {id_: pairs for id_, pairs in found.items() if pairs}


@pytest.fixture(scope="module")
def shipped(records: list[Entity]) -> Shipped:
    return Shipped(records)


def by_key(found: Measured, name: str = "value") -> dict[tuple[str, ...], Any]:
    """A column by window and whose it is."""
    return {(window["window"], *(row[end] for end in found.ends)): row[name] for window, row in found.rows()}


def test_contacts_of_the_shipped_data(graph: Graph, shipped: Shipped) -> None:
    expected: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for id_, pairs in shipped.contacts().items():
        for pair in pairs:
            expected[str(shipped.year(id_)), *pair].add(id_)
    found = graph.analyse("contacts", **SPAN)
    assert set(by_key(found)) == {(str(year), *pair) for year in range(2015, 2025) for pair in PAIRS}
    assert sum(by_key(found).values()) > 500
    for key, ids in by_key(found, "records").items():
        assert set(ids) == expected[key], key
        assert by_key(found)[key] == len(ids)
        assert by_key(found, "bilateral")[key] == sum(len(shipped.parties(id_)) == 2 for id_ in ids)
    alone = by_key(graph.analyse("contacts", of="network", **SPAN), "alone")
    for year in range(2015, 2025):
        inside = [id_ for id_ in shipped.contacts() if shipped.year(id_) == year and shipped.parties(id_) <= set(FIVE)]
        assert alone[str(year),] == sum(len(shipped.parties(id_)) > 2 for id_ in inside)


def test_contacts_of_leaders_are_the_ties_of_the_view(graph: Graph) -> None:
    asked = {"level": "leaders", "kinds": "Meeting"}
    (window,) = graph.analyse("contacts", since="2017", until="2024", among=FIVE, **asked)["windows"]
    view: Any = graph.mirror("co-participation", since="2017", until="2024", **asked)
    ties = {pair: view.edges[*pair, "took part together"]["records"] for pair in PAIRS if view.has_edge(*pair)}
    assert {(row["one"], row["other"]): sorted(row["records"] + row["possible"]) for row in window["values"]} == {
        pair: ties.get(pair, []) for pair in PAIRS
    }
    assert len(ties) == 10


def test_a_visit_at_a_level_is_a_contact_with_the_state_visited(graph: Graph) -> None:
    asked = {"level": "head-of-state", "kinds": "Visit", "since": "2018", "until": "2024", "among": FIVE}
    (window,) = graph.analyse("contacts", of="nodes", **asked)["windows"]
    view: Any = graph.mirror("visits", since="2018", until="2024", level="head-of-state")
    of_pairs = graph.analyse("contacts", **asked)
    for row in of_pairs["windows"][0]["values"]:
        ties = [(row["one"], row["other"]), (row["other"], row["one"])]
        visits = {id_ for tie in ties if view.has_edge(*tie) for id_ in view.edges[*tie, "visited"]["records"]}
        assert visits <= {*row["records"], *row["possible"]} | _within_others(graph, visits)
    assert sum(row["value"] for row in window["values"]) > 0


def _within_others(graph: Graph, visits: set[str]) -> set[str]:
    return {id_ for id_ in visits if graph.get(id_).get("part_of")}


@pytest.mark.parametrize("of", ["nodes", "network"])
def test_bilateral_share_of_the_shipped_data(graph: Graph, shipped: Shipped, of: str) -> None:
    counted: dict[tuple[str, ...], list[tuple[bool, int]]] = defaultdict(list)
    for id_, pairs in shipped.contacts().items():
        keys = {party for pair in pairs for party in pair} if of == "nodes" else {""}
        for key in keys:
            where = (str(shipped.year(id_)), *([key] if key else []))
            counted[where].append((len(shipped.parties(id_)) == 2, sum(not key or key in pair for pair in pairs)))
    found = graph.analyse("bilateral-share", of=of, **SPAN)
    assert found["of"] == of
    for key, value in by_key(found).items():
        two = [weight for is_two, weight in counted[key] if is_two]
        assert value == pytest.approx(len(two) / len(counted[key]))
        weighed = sum(weight for _, weight in counted[key])
        assert by_key(found, "by_contacts")[key] == pytest.approx(sum(two) / weighed)
        assert by_key(found, "low")[key] <= value <= by_key(found, "high")[key]
    last = found["windows"][-1]
    assert last["network"]["all"] == pytest.approx(last["network"]["bilateral"] / len(_ids(found, "2024", of)))


def _ids(found: Measured, year: str, of: str) -> set[str]:
    return {id_ for window, row in found.rows() for id_ in row["records"] + row["others"] if window["window"] == year}


def test_sidelines_are_bilateral_contacts_beside_wider_ones(graph: Graph, shipped: Shipped) -> None:
    (row,) = graph.analyse("contacts", since="2025", until="2025", among=FIVE, of="network", level="leaders")[
        "windows"
    ][0]["values"]
    assert "visit-japarov-uzb-2025-11-15" in row["records"]
    assert "consultative-meeting-7" in row["records"]
    assert 0 < row["sidelines"] <= row["bilateral"]
    share = graph.analyse("bilateral-share", since="2025", until="2025", among=FIVE, of="network", level="leaders")
    left = row["bilateral"] - row["sidelines"]
    assert share["windows"][0]["values"][0]["without_sidelines"] == pytest.approx(left / (left + row["multilateral"]))


def test_treaties_made_are_those_that_sparql_counts(graph: Graph) -> None:
    found = graph.analyse("instruments-made", kinds="Treaty", **SPAN)
    rows = graph.sparql(
        """SELECT ?year ?a ?b (COUNT(DISTINCT ?treaty) AS ?number) WHERE {
          { SELECT DISTINCT ?treaty ?year ?a ?b WHERE {
            ?treaty a cag:Treaty ; cag:signedEarliest ?first ; cag:signedLatest ?last ;
              cag:party|^cag:instrument/cag:party ?a , ?b .
            BIND(YEAR(?first) AS ?year) FILTER(?year = YEAR(?last) && STR(?a) < STR(?b))
          } } } GROUP BY ?year ?a ?b"""
    )
    counted = {
        (year.value, *(party.value.rpartition("/")[2] for party in pair)): int(number.value)
        for year, *pair, number in rows.rows
    }
    unsigned = {id_ for ids in by_key(found, "records").values() for id_ in ids if "signed" not in graph.get(id_)}
    for key, number in by_key(found).items():
        beside = [id_ for id_ in by_key(found, "records")[key] if id_ in unsigned]
        assert number - len(beside) == counted.get(key, 0), key
    assert sum(by_key(found).values()) > 80


@pytest.mark.parametrize("of", ["pairs", "topics", "network"])
def test_instruments_made_of_the_shipped_data(graph: Graph, shipped: Shipped, of: str) -> None:
    expected: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for id_, pairs in shipped.instruments().items():
        topics = {(f"topic.{topic.removeprefix('topic.')}",) for topic in shipped.fields[id_].get("topics", ())}
        for key in {"pairs": pairs, "topics": topics, "network": {()}}[of]:
            expected[str(shipped.made(id_)), *key].add(id_)
    found = by_key(graph.analyse("instruments-made", of=of, **SPAN), "records")
    assert {key: set(ids) for key, ids in found.items() if ids} == {
        key: ids for key, ids in expected.items() if key[0].isdigit() and 2015 <= int(key[0]) <= 2024
    }


def test_treaties_in_force_are_those_of_the_clock(graph: Graph) -> None:
    found = graph.analyse("treaties-in-force", until="2023-06-30", among=FIVE)
    for _, row in found.rows():
        clock = graph.instruments_in_force([row["one"], row["other"]], on="2023-06-30")
        assert row["records"] == [one["id"] for one in clock["yes"]]
        assert row["possible"] == [one["id"] for one in clock["unknown"]]
        assert (row["value"], row["high"]) == (len(clock["yes"]), len(clock["yes"]) + len(clock["unknown"]))
    assert sum(row["value"] for _, row in found.rows()) > 10


def test_density_by_topic(graph: Graph, shipped: Shipped) -> None:
    found = graph.analyse("treaty-density", until="2023-06-30", among=FIVE)
    pairs: dict[str, dict[str, set[tuple[str, str]]]] = defaultdict(lambda: {"yes": set(), "unknown": set()})
    for pair in PAIRS:
        clock = graph.instruments_in_force(pair, on="2023-06-30")
        for value in ("yes", "unknown"):
            for one in clock[value]:
                for topic in shipped.fields[one["id"]].get("topics", ()):
                    pairs[f"topic.{topic.removeprefix('topic.')}"][value].add(pair)
    assert by_key(found) == {
        ("../2023-06-30", topic): pytest.approx(len(each["yes"]) / 10) for topic, each in pairs.items()
    }
    assert by_key(found, "high") == {
        ("../2023-06-30", topic): pytest.approx(len(each["yes"] | each["unknown"]) / 10)
        for topic, each in pairs.items()
    }


def test_depth_by_topic(graph: Graph, shipped: Shipped) -> None:
    consents = {"ratification", "acceptance", "approval", "accession", "deposit", "exchange", "notification"}
    acts: dict[str, set[str]] = defaultdict(set)
    for id_, fields in shipped.fields.items():
        if shipped.is_a(id_, "TreatyAct"):
            acts[fields.get("instrument", "")].add(str(fields.get("act")).removeprefix("act."))
    marks: dict[str, list[int]] = defaultdict(list)
    for id_ in shipped.instruments():
        fields = shipped.fields[id_]
        if 2017 <= (shipped.made(id_) or 0) <= 2024:
            form = str(fields.get("form")).removeprefix("form.")
            rule = str(fields.get("enters_by", "signature")).removeprefix("entry.")
            index = shipped.is_a(id_, "Treaty") + (form in {"treaty", "convention", "charter"})
            index += bool(acts[id_] & consents) or rule != "signature"
            for topic in fields.get("topics", ()):
                marks[f"topic.{topic.removeprefix('topic.')}"].append(index)
    (window,) = graph.analyse("treaty-depth", since="2017", until="2024", among=FIVE)["windows"]
    found = {row["id"]: row for row in window["values"]}
    assert {topic: row["value"] for topic, row in found.items()} == pytest.approx(
        {topic: sum(each) / len(each) for topic, each in marks.items()}
    )
    assert {topic: row["number"] for topic, row in found.items()} == {topic: len(each) for topic, each in marks.items()}
    assert all(0 <= row["value"] <= row["high"] <= 3 for row in found.values())


@pytest.mark.parametrize(
    ("name", "counts"), [("contact-changes", "contacts"), ("instrument-changes", "instruments-made")]
)
def test_rates_are_means_of_counts_between_changes(graph: Graph, name: str, counts: str) -> None:
    asked: dict[str, Any] = {"since": "1992", "until": "2024", "by": "year", "among": FIVE, "of": "network"}
    series = list(by_key(graph.analyse(counts, **asked)).values())
    rows = [row for _, row in graph.analyse(name, **asked).rows()]
    assert [row["number"] for row in rows] == series
    starts = [0, *(place for place, row in enumerate(rows) if row["change"])]
    assert tuple(starts) == partition(series, [1.0] * len(series))
    for first, end in zip(starts, [*starts[1:], len(series)], strict=True):
        assert {row["value"] for row in rows[first:end]} == {round(sum(series[first:end]) / (end - first), DECIMALS)}
    assert any(row["change"] and row["gain"] > 2 and 0 < row["p"] <= 1 for row in rows)
    assert all(row["before"] == rows[place]["value"] for place, row in enumerate(rows[1:]) if row["change"])


def test_a_cut_year_has_a_rate_a_year(graph: Graph) -> None:
    found = graph.analyse("contact-changes", since="2023-07", until="2024", by="year", among=FIVE, of="network")
    rows = [row for _, row in found.rows()]
    if not rows[1]["change"]:
        assert rows[0]["value"] == pytest.approx(sum(row["number"] for row in rows) / (1 + 184 / 365))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(records=diplomacy(), of=st.sampled_from(("pairs", "nodes", "network")))
def test_contacts_of_made_up_diplomacy(records: list[Entity], of: str) -> None:
    graph = Graph.of(records)
    accepted = {one.id: one for one in records if all(told.polarity is Polarity.ASSERTED for told in one.evidence)}
    events: dict[str, Any] = {
        id_: one for id_, one in accepted.items() if type(one).__name__ in {"Event", "Meeting", "Negotiation", "Visit"}
    }
    circles = {
        id_: {part.party for part in one.participants if part.party} | ({one.to} if hasattr(one, "to") else set())
        for id_, one in events.items()
    }
    expected: dict[tuple[str, ...], dict[str, bool]] = defaultdict(dict)
    for id_, one in events.items():
        covered, whole = [], one.part_of
        while whole in events:
            covered.append(circles[whole])
            whole = events[whole].part_of
        for pair in combinations(sorted(circles[id_] & set(STATES)), 2):
            first = one.date.earliest if one.date else None
            last = one.date.latest if one.date else None
            possible = bool(first or last) and (last or date.max).year >= 2020 and (first or date.min).year <= 2020
            if possible and not any(each.issuperset(pair) for each in covered):
                sure = bool(first and last and first.year == last.year == 2020)
                for key in {"pairs": [pair], "nodes": [(one,) for one in pair], "network": [()]}[of]:
                    expected[key][id_] = sure
    (window,) = graph.analyse("contacts", since="2020", until="2020", among=STATES, of=of)["windows"]
    ends = {"pairs": ("one", "other"), "nodes": ("id",), "network": ()}[of]
    for row in window["values"]:
        records_of = expected.pop(tuple(row[end] for end in ends), {})
        assert row["records"] == sorted(id_ for id_, sure in records_of.items() if sure)
        assert row["possible"] == sorted(id_ for id_, sure in records_of.items() if not sure)
        assert (row["value"], row["high"]) == (len(row["records"]), len(records_of))
        assert row["bilateral"] == sum(len(circles[id_]) == 2 for id_ in row["records"])
        assert row["bilateral"] + row["multilateral"] == row["value"]
    assert not expected
