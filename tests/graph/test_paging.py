"""Cursors: what is in a list throughout is met once only, forwards and backwards, whatever changes meanwhile."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cagraph.errors import ParameterError
from cagraph.graph import Graph
from cagraph.graph.paging import Key, Order, cut
from cagraph.model import MODEL, Entity

VALUES = st.one_of(st.none(), st.tuples(st.sampled_from(["2022-01-01", "2022-06-30", "2024-08-09"])))
KEYS = st.dictionaries(st.text("abc", min_size=1, max_size=3), VALUES, max_size=12).map(
    lambda found: [Key(value, id_) for id_, value in found.items()]
)


@given(kept=KEYS, coming=st.lists(KEYS, min_size=1, max_size=4), down=st.booleans(), limit=st.integers(1, 4))
def test_pages_neither_skip_nor_repeat(kept: list[Key], coming: list[list[Key]], down: bool, limit: int) -> None:
    """Between any two pages all that is not kept is exchanged for something else."""
    order = Order((str,), down)
    known = {key.id for key in kept}

    def walk(direction: Callable[[Any], str], start: str) -> list[Key]:
        seen: list[Key] = []
        cursor, number = start, 0
        while True:
            others = [key for key in coming[number % len(coming)] if key.id not in known]
            page = cut(order.arranged([*kept, *others]), order, limit, cursor, "list")
            assert len(page.keys) <= limit
            seen += page.keys if direction is forward else page.keys[::-1]
            cursor, number = direction(page), number + 1
            if not cursor:
                return seen
            assert number < 100, "the walk goes on for ever"

    def forward(page: Any) -> str:
        return str(page.next)

    def backward(page: Any) -> str:
        return str(page.prev)

    seen = [key for key in walk(forward, "") if key.id in known]
    assert seen == order.arranged(kept)
    if len(kept) > 1:  # from the last item back: everything before it
        back = cut(order.arranged(kept), order, len(kept) - 1, "", "list").next
        at_end = cut(order.arranged(kept), order, limit, back, "list")
        before = [key for key in walk(backward, at_end.prev) if key.id in known]
        assert before[::-1] == order.arranged(kept)[:-1]


def test_past_the_end_the_way_back_leads_to_the_last_page() -> None:
    order = Order((str,))
    keys = [Key(("a",), one) for one in "abcde"]
    cursor = cut(keys, order, 3, "", "l").next
    page = cut(keys[:3], order, 3, cursor, "l")
    assert page.keys == []
    assert cut(keys[:3], order, 2, page.prev, "l").keys == keys[1:3]


def record(kind: str, **fields: Any) -> Entity:
    made = MODEL.kind(kind).cls.model_validate(fields)
    assert isinstance(made, Entity)
    return made


SOURCE = record("Source", id="s", label="S")
DATES = st.one_of(st.none(), st.sampled_from(["2022", "2022-12", "2022-12-22", "2024-08-09"]))
MEETINGS = st.dictionaries(st.text("abc", min_size=1, max_size=3), DATES, min_size=1, max_size=8)


def meetings(found: dict[str, str | None]) -> list[Entity]:
    return [
        record(
            "Meeting", id=id_, label=id_, **({"date": day} if day else {}),
            evidence=[{"source": "s", "at": "1", "supports": ["date"] if day else []}],
        )
        for id_, day in found.items()
    ]  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(
    kept=MEETINGS, coming=st.lists(MEETINGS, min_size=2, max_size=3), sort=st.sampled_from(["date", "-date", "label"])
)
def test_pages_of_a_graph_that_is_built_anew(
    kept: dict[str, str | None], coming: list[dict[str, str | None]], sort: str
) -> None:
    seen: list[str] = []
    cursor, number = "", 0
    while True:
        graph = Graph.of([SOURCE, *meetings(coming[number % len(coming)] | kept)])
        page = graph.find("meetings", sort=sort, limit=2, cursor=cursor)
        seen += [item["id"] for item in page["items"]]
        cursor, number = page["next"], number + 1
        if not cursor:
            break
    met = [id_ for id_ in seen if id_ in kept]
    assert sorted(met) == sorted(kept)


@given(st.one_of(st.text(max_size=40), st.binary(max_size=40).map(lambda raw: urlsafe_b64encode(raw).decode())))
def test_junk_is_refused(text: str) -> None:
    if text:
        with pytest.raises(ParameterError, match="cursor"):
            cut([Key(("a",), "a")], Order((str,)), 1, text, "list")


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=3), lambda one: st.lists(one, max_size=3)
)


@given(JSON, JSON, st.sampled_from([Order((str,)), Order((float,)), Order((str, str))]))
def test_forged_keys_never_break_the_service(value: Any, id_: Any, order: Order) -> None:
    text = urlsafe_b64encode(json.dumps([1, "list", True, value, id_]).encode()).decode()
    keys = [Key(None, "a")]
    with suppress(ParameterError):
        assert len(cut(keys, order, 1, text, "list").keys) <= 1


def test_a_cursor_belongs_to_its_filters_and_order(graph: Graph) -> None:
    cursor = graph.find("treaties", {"party": ["KAZ"]}, limit=2)["next"]
    assert graph.find("treaties", {"party": ["KAZ"]}, limit=5, lang="ru", facets=["year"], cursor=cursor)["items"]
    for filters, sort, kind in (
        ({"party": ["UZB"]}, "date", "treaties"),
        ({"party": ["KAZ"]}, "-date", "treaties"),
        ({"party": ["KAZ"]}, "date", "instruments"),
        ({"party.any": ["KAZ"]}, "date", "treaties"),
    ):
        with pytest.raises(ParameterError, match="belongs to another list"):
            graph.find(kind, filters, sort=sort, cursor=cursor)
    fields = json.loads(urlsafe_b64decode(cursor + "=="))
    fields[0] = 2
    with pytest.raises(ParameterError, match="cannot be read"):
        graph.find("treaties", {"party": ["KAZ"]}, cursor=urlsafe_b64encode(json.dumps(fields).encode()).decode())


def test_back_and_forth_gives_the_same_pages(graph: Graph) -> None:
    first = graph.find("treaties", {"party": ["KAZ"]}, limit=7)
    second = graph.find("treaties", {"party": ["KAZ"]}, limit=7, cursor=first["next"])
    again = graph.find("treaties", {"party": ["KAZ"]}, limit=7, cursor=second["prev"])
    assert again["items"] == first["items"]
    assert (first["prev"], again["prev"]) == ("", "")
    assert graph.find("treaties", {"party": ["KAZ"]}, limit=7, cursor=again["next"])["items"] == second["items"]
