"""What is made of one version of the data never answers for another, and can be made before it is asked for."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from threading import Event

import pytest

from cagraph.errors import StoreError
from cagraph.graph import Endpoint, Graph
from cagraph.graph import version as versions
from cagraph.graph.version import Version
from cagraph.mirror import build
from cagraph.model import MODEL, Entity


def states(*ids: str) -> list[Entity]:
    source = MODEL.kinds["Source"].cls.model_validate({"id": "s", "label": "S"})
    kind = MODEL.kinds["State"].cls
    told = [{"source": "s", "at": "1"}]
    return [source, *(kind.model_validate({"id": id_, "label": id_, "evidence": told}) for id_ in ids)]  # type: ignore[list-item]


def test_what_is_being_made_when_the_data_change_is_not_kept_for_the_new(monkeypatch: pytest.MonkeyPatch) -> None:
    graph, later = Graph.of(states("AAA")), Graph.of(states("AAA", "BBB"))
    begun, go_on = Event(), Event()

    def slowly(*given: object) -> object:
        begun.set()
        assert go_on.wait(20)
        return build(*given)  # type: ignore[arg-type]

    with ThreadPoolExecutor(1) as threads:
        monkeypatch.setattr(versions, "build", slowly)
        making = threads.submit(graph.mirror)
        assert begun.wait(20)
        graph.reopen(later.store)
        monkeypatch.undo()
        go_on.set()
        assert "BBB" not in making.result(20)
    assert "BBB" in graph.mirror()
    assert graph.get("BBB")["data_version"] == graph.data_version != ""


def made(graph: Graph) -> set[str]:
    return {name for name in vars(graph._now) if isinstance(getattr(Version, name, None), cached_property)}


def test_all_is_made_when_it_is_prepared(article_records: list[Entity]) -> None:
    graph = Graph.of(article_records)
    every = {name for name, part in vars(Version).items() if isinstance(part, cached_property)}
    assert made(graph) < every
    graph.prepare()
    assert made(graph) == every
    assert "lexicon" in vars(graph._now.questions.interpreter)
    assert "links" in vars(graph._now.connections.index)


def test_it_stops_when_told(article_records: list[Entity]) -> None:
    graph = Graph.of(article_records)
    graph.prepare(lambda: True)
    assert made(graph) == set()


def test_it_stops_when_the_data_have_changed() -> None:
    graph, later = Graph.of(states("AAA")), Graph.of(states("BBB"))
    before, asked = graph._now, 0

    def stopped() -> bool:
        nonlocal asked
        asked += 1
        if asked == 3:
            graph.reopen(later.store)
        return False

    graph.prepare(stopped)
    assert asked == 3
    assert "dyads" not in vars(before)


def test_a_part_that_cannot_be_made_does_not_keep_an_endpoint_from_ending(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = Graph.of(states("AAA"))
    asked = Event()

    def damaged(_: object) -> None:
        asked.set()
        raise StoreError("the history is damaged", "build again")

    monkeypatch.setattr(graph, "prepare", damaged)

    async def serve() -> Endpoint:
        endpoint = Endpoint(graph)
        await endpoint.open()
        while not asked.is_set():
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)
        await endpoint.close()
        return endpoint

    assert asyncio.run(serve())._pool is None
