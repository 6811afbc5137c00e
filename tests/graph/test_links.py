"""What links to an entity: against the records, in pages, by property and kind."""

from collections import defaultdict
from typing import Any

import pytest
from records_as_lists import Records

from cagraph.errors import NotFoundError, ParameterError
from cagraph.graph import Graph
from cagraph.model import MODEL, Component, Entity


def linked(graph: Graph, id_: str, limit: int = 1000, **wanted: str) -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = []
    cursor = ""
    while True:
        page = graph.links(id_, limit=limit, cursor=cursor, **wanted)
        found += [(item["predicate"], item["kind"], item["id"]) for item in page["items"]]
        cursor = page["next"]
        if not cursor:
            assert len(found) == page["total"]
            return found


@pytest.fixture(scope="module")
def incoming(records: list[Entity]) -> dict[str, set[tuple[str, str, str]]]:
    """Every accepted reference of every record, turned round."""
    found: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    for one in Records.of(records).told:
        for name, value in one.fields.items():
            spec = one.kind.field[name]
            for part in value if spec.many else [value]:
                if isinstance(part, Component) and spec.component:
                    for inner in spec.component.fields:
                        target = getattr(part, inner.name)
                        if target is not None:
                            by = {"who": "participant", "party": "participating_party", "post": "in_post"}
                            found[inner.concept_id(target)].add((by.get(inner.name, inner.name), one.kind.name, one.id))
                elif spec.type == "ref":
                    found[spec.concept_id(part)].add((spec.parameter, one.kind.name, one.id))
    return found


@pytest.mark.parametrize(
    "id_", ["KAZ", "UZB", "kassym-jomart-tokayev", "president-kaz", "topic.water", "role.host", "astana"]
)
def test_all_that_links_to_it(graph: Graph, incoming: Any, id_: str) -> None:
    assert incoming[id_]
    for limit in (7, 1000):
        found = linked(graph, id_, limit)
        assert len(found) == len(set(found))
        assert set(found) == incoming[id_]
    counts = {(one["predicate"], one["kind"]): one["count"] for one in graph.links(id_)["counts"]}
    assert sum(counts.values()) == len(incoming[id_])


def test_by_property_and_kind(graph: Graph, incoming: Any) -> None:
    for predicate, kind in (
        ("party", ""),
        ("", "Treaty"),
        ("", "documents"),
        ("party", "TreatyAct"),
        ("founder", "Treaty"),
    ):
        expected = {
            one for one in incoming["KAZ"]
            if predicate in ("", one[0]) and (not kind or MODEL.is_a(one[1], MODEL.collection(kind).name))
        }  # fmt: skip
        assert set(linked(graph, "KAZ", 50, predicate=predicate, kind=kind)) == expected


def test_the_first_of_them_stand_in_the_entity(graph: Graph) -> None:
    linked_from = graph.get("KAZ", lang="ru")["linked_from"]
    page = graph.links("KAZ", limit=10, lang="ru")
    assert linked_from == {"total": page["total"], "counts": page["counts"], "items": page["items"]}


@pytest.mark.parametrize(
    ("id_", "wanted", "reason"),
    [
        ("KAX", {}, "did you mean 'KAZ'"),
        ("KAZ", {"predicate": "partie"}, "did you mean 'party'"),
        ("KAZ", {"kind": "treatys"}, "did you mean 'treaties'"),
        ("KAZ", {"limit": 0}, "limit must be in"),
        ("KAZ", {"cursor": "junk"}, "cursor: it cannot be read"),
        ("KAZ", {"lang": "1"}, "is no language tag"),
    ],
)
def test_wrong_parameters_are_told(graph: Graph, id_: str, wanted: dict[str, Any], reason: str) -> None:
    with pytest.raises((NotFoundError, ParameterError), match=reason):
        graph.links(id_, **wanted)


def test_a_cursor_belongs_to_its_entity(graph: Graph) -> None:
    cursor = graph.links("KAZ", limit=1)["next"]
    for id_, wanted in (("UZB", {}), ("KAZ", {"predicate": "party"})):
        with pytest.raises(ParameterError, match="belongs to another list"):
            graph.links(id_, cursor=cursor, **wanted)
