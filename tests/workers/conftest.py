"""A small snapshot, what workers are told of the graph, and a pool over it for the length of a test."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from cagraph.model import Namespaces
from cagraph.store import EmbeddedStore
from cagraph.workers import Limits, Pool, QueryRequest

Result = TypeVar("Result")
COUNT = 500
FOREVER = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o }"


def snapshot(path: Path, count: int = COUNT) -> Path:
    """A store on disk of that many quads."""
    EmbeddedStore.write(
        path,
        [
            Quad(NamedNode(f"http://example.org/{number}"), NamedNode("urn:p"), Literal(str(number)), DefaultGraph())
            for number in range(count)
        ],
    )
    return path


@pytest.fixture(scope="session")
def setting() -> dict[str, Any]:
    names = Namespaces("http://example.org/")
    return {
        "base": names.base,
        "prefixes": names.prefixes,
        "ontology": names.ontology,
        "terms": ["Treaty", "party"],
        "functions": names.functions,
    }


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return snapshot(tmp_path_factory.mktemp("small") / "store")


Use = Callable[[Callable[[Pool], Awaitable[Result]]], Result]


@pytest.fixture
def pooled(small: Path, setting: dict[str, Any]) -> Callable[..., Any]:
    """Runs a coroutine over a pool that is closed afterwards."""

    def use(work: Callable[[Pool], Awaitable[Result]], in_memory: bool = False, **limits: Any) -> Result:
        async def run() -> Result:
            pool = Pool(small, setting, Limits(**{"seconds": 30.0, **limits}), in_memory)
            await pool.start()
            try:
                return await asyncio.wait_for(work(pool), 60)
            finally:
                await pool.close()

        return asyncio.run(run())

    return use


async def ask(pool: Pool, text: str, client: str = "c", **more: Any) -> bytes:
    """The whole body of an answer."""
    reply = await pool.run(QueryRequest(text, **more), client)
    return b"".join([piece async for piece in reply.pieces()])
