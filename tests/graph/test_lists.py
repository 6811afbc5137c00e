"""Lists: every parameter against a plain filter over the records, orders, counts, and pages while data change."""

from collections import Counter
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from records_as_lists import Records

from cagraph.graph import Graph
from cagraph.graph.filters import names_of
from cagraph.model import MODEL, Entity
from cagraph.status import Truth

KINDS = sorted(MODEL.kinds)
FIELDS = [(kind, name) for kind in KINDS for name in MODEL.kinds[kind].parameters]
DAYS = ["1992-05-15", "2019-03-20", "2022-06-01", "2024-08-09", "2026-11-25", "0001-01-01", "9999-12-31"]
DATES = ["1993", "2017", "2022-12", "2024-08-09", "2024-08", "2030"]
TEXTS = ["Токаев", "treaty", "Alliance relations", "мирзиёев", "Samarkand", "O‘zbekiston", "2024", "zzz"]
SLOW = settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture(scope="session")
def told(records: list[Entity]) -> Records:
    return Records.of(records)


def listed(graph: Graph, kind: str, given: dict[str, list[str]], limit: int = 1000, **manner: Any) -> list[str]:
    """The ids on all pages."""
    found: list[str] = []
    cursor = ""
    while True:
        page = graph.find(kind, given, limit=limit, cursor=cursor, **manner)
        found += [item["id"] for item in page["items"]]
        cursor = page["next"]
        if not cursor:
            assert page["total"] == len(found)
            return found


def selected(graph: Graph, kind: str, given: dict[str, list[str]]) -> set[str]:
    """The ids on all pages, without what the pages tell of each."""
    found = set(graph._now.lists.filters.select(graph.kind(kind), given).ids)
    first = graph.find(kind, given, limit=1)
    assert first["total"] == len(found)
    assert {item["id"] for item in first["items"]} <= found
    return found


@pytest.mark.parametrize(("kind", "name"), FIELDS, ids=["-".join(one) for one in FIELDS])
def test_each_field_finds_what_the_records_say(graph: Graph, told: Records, kind: str, name: str) -> None:
    """The commonest and the rarest value, two of them together, and either of them."""
    values = [value for value, _ in told.values(kind, name).most_common()]
    for wanted in {tuple(values[:1]), tuple(values[-1:]), tuple(values[:2])} - {()}:
        for asked in (name, f"{name}.any"):
            expected = {one.id for one in told.fitting(kind, {asked: wanted})}
            assert selected(graph, kind, {asked: list(wanted)}) == expected, (asked, wanted)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_by_source_text_and_time(graph: Graph, told: Records, kind: str) -> None:
    sources = [source for source, _ in Counter(s for one in told.of_kind(kind) for s in one.sources).most_common()]
    assert set(listed(graph, kind, {})) == {found.id for found in told.of_kind(kind)}
    asked = [{name: [sources[0], sources[-1]]} for name in ("source", "source.any") if sources]
    asked += [{"source": [source]} for source in {*sources[:1], *sources[-1:]}]
    asked += [{"q": [TEXTS[len(kind) % len(TEXTS)]]}, {"on": [DAYS[len(kind) % len(DAYS)]]}, {"on": ["2024-08-09"]}]
    asked += [{"since": [DATES[len(kind) % len(DATES)]]}, {"until": [DATES[(len(kind) + 2) % len(DATES)]]}]
    for one in asked:
        assert selected(graph, kind, one) == {found.id for found in told.fitting(kind, one)}, one


@SLOW
@given(data=st.data())
def test_filters_together(graph: Graph, told: Records, data: st.DataObject) -> None:
    """Several parameters at once, in pages of any size and any order, hold what the records say, each item once."""
    kind = data.draw(st.sampled_from([kind for kind in KINDS if told.of_kind(kind)]))
    some = data.draw(st.sampled_from(told.of_kind(kind)))
    names = data.draw(st.lists(st.sampled_from(names_of(MODEL.kinds[kind], MODEL)), max_size=3, unique=True))
    asked: dict[str, list[str]] = {}
    for name in names:
        pool = {
            "q": [*TEXTS, some.label], "since": DATES, "until": DATES[3:], "on": DAYS,
            "source": sorted(some.sources), "source.any": [*sorted(some.sources), "seed-article"],
        }.get(name) or sorted(some.values.get(name.removesuffix(".any"), ()))  # fmt: skip
        if pool and not (name == "status" and name not in MODEL.kinds[kind].parameters):
            many = name not in {"q", "since", "until", "on"}
            asked[name] = data.draw(st.lists(st.sampled_from(pool), min_size=1, max_size=2 if many else 1, unique=True))
    if {"since", "until"} <= set(asked):
        del asked["until"]
    sort = data.draw(st.sampled_from([s for o in graph.list_options(kind) if o.name == "sort" for s in o.values]))
    expected = {one.id for one in told.fitting(kind, asked)}
    limit = data.draw(st.sampled_from([1000, max(1, len(expected) // 3), max(1, len(expected) - 1)]))
    found = listed(graph, kind, asked, limit, sort=sort)
    assert len(found) == len(set(found))
    assert set(found) == expected


@pytest.mark.parametrize("kind", ["Treaty", "Meeting", "State", "Tenure", "Observation"])
def test_orders(graph: Graph, told: Records, kind: str) -> None:
    of_kind = told.of_kind(kind)
    by_id = sorted(one.id for one in of_kind)
    assert listed(graph, kind, {}, sort="id") == by_id
    assert listed(graph, kind, {}, sort="-id") == by_id[::-1]
    dated = {one.id: (one.hull[0] or one.hull[1], one.hull[1] or "9999-12-31") for one in of_kind if any(one.hull)}
    undated = [id_ for id_ in by_id if id_ not in dated]
    up = sorted(dated, key=lambda id_: (dated[id_], id_))
    assert listed(graph, kind, {}) == [*up, *undated]
    down = sorted(sorted(dated), key=lambda id_: dated[id_], reverse=True)
    assert listed(graph, kind, {}, sort="-date") == [*down, *undated]
    labels = [item["label"].casefold() for item in graph.find(kind, sort="label", limit=1000)["items"]]
    assert len(labels) == min(1000, len(of_kind))


def test_numbers_are_sorted_as_numbers(graph: Graph) -> None:
    items = graph.find("observations", sort="-value", limit=1000)["items"]
    values = [item["value"] for item in items]
    assert values == sorted(values, reverse=True)
    editions = [item.get("edition") for item in graph.find("meetings", sort="edition", limit=1000)["items"]]
    known = [one for one in editions if one is not None]
    assert known == sorted(known)
    assert editions[: len(known)] == known, "what has none comes last"


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "Coverage"])
def test_facets_count_over_all_pages(graph: Graph, told: Records, kind: str) -> None:
    names = next(list(one.values) for one in graph.list_options(kind) if one.name == "facets")
    found = graph.find(kind, facets=names, limit=1)["facets"]
    assert list(found) == names
    for name in names:
        values = [
            {(one.hull[0] or one.hull[1])[:4]} - {""} if name == "year" else one.values.get(name, set())
            for one in told.of_kind(kind)
        ]
        assert {entry["value"]: entry["count"] for entry in found[name]["counts"]} == Counter(
            value for one in values for value in one
        ), name
        assert found[name]["without"] == sum(not one for one in values)
        counts = [entry["count"] for entry in found[name]["counts"]]
        assert counts == sorted(counts, reverse=True)


@pytest.mark.parametrize("day", ["1995-01-01", "2012-07-01", "2024-08-09"])
@pytest.mark.parametrize("question", ["in-force", "signed", "terminated"])
def test_status_is_what_the_clock_tells_of_each(graph: Graph, day: str, question: str) -> None:
    ids = listed(graph, "Treaty", {})[::7]
    clock = {id_: graph.status(id_, on=day)["status"][question.replace("-", "_")]["value"] for id_ in ids}
    for value in Truth:
        wanted = question if value is Truth.YES else f"{question}:{value}"
        found = set(listed(graph, "Treaty", {"status": [wanted], "on": [day]}))
        assert found & set(ids) == {id_ for id_ in ids if clock[id_] == value}


def test_status_says_what_cannot_be_known_and_why(graph: Graph) -> None:
    given = {"status": ["in-force"], "on": ["2024-08-09"], "party": ["KAZ", "UZB"]}
    found = graph.find("treaties", given)
    unknown = graph.find("treaties", given | {"status": ["in-force:unknown"]})
    assert found["undecided"] == {"status": unknown["total"]}
    assert "in force on 2024-08-09" in found["read_as"]
    for item in found["items"]:
        assert item["status"]["in_force"]["value"] == "yes"
        assert item["status"]["in_force"]["reason"]


def test_days_are_three_valued(graph: Graph, told: Records) -> None:
    day = date(2024, 8, 9)
    found = graph.find("events", on=day.isoformat(), limit=1000)
    values = {one.id: one.on(day) for one in told.of_kind("Event")}
    assert {item["id"]: item["on"] for item in found["items"]} == {
        id_: value for id_, value in values.items() if value != "no"
    }
    assert found["undecided"]["on"] == sum(value == "unknown" for value in values.values())


def test_labels_are_in_the_language_asked_for(graph: Graph) -> None:
    found = graph.find("treaties", {"party": ["KAZ"]}, lang="ru", limit=1)
    assert found["labels"]["KAZ"] == "Казахстан"
    party = next(one for one in found["items"][0]["parties"] if one["id"] == "KAZ")
    assert party["label"] == "Казахстан"
    assert graph.find("states", q="KAZ", lang="kk")["items"][0]["label"] in {"Қазақстан", "Qazaqstan"}
    assert graph.find("states", q="Kazakhstan", lang="kk-Latn")["items"][0]["label"] == "Qazaqstan"
    assert graph.find("treaties", {"party": ["KAZ"]}, lang="xx", limit=1)["labels"]["KAZ"] == "Kazakhstan"


def test_the_sentence_says_which_filters_were_applied(graph: Graph) -> None:
    given = {"party": ["KAZ", "UZB"], "form.any": ["treaty", "agreement"], "source": ["seed-article"]}
    read = graph.find("treaties", given, q="alliance", since="2017", sort="-date")["read_as"]
    for words in (
        "with party Kazakhstan and Uzbekistan", "form Treaty or Agreement", "resting on", "“alliance”", "since 2017",
        "by date, last first",
    ):  # fmt: skip
        assert words in read


def test_full_evidence_says_what_each_claim_says(graph: Graph) -> None:
    item = graph.find("treaties", q="alliance relations", full_evidence=True)["items"][0]
    one = graph.get(item["id"], full_evidence=True)
    assert item["evidence"] == one["evidence"]
    assert all("says" in claim for claim in item["evidence"])
