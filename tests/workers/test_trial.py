"""Slow queries end in time and leave nothing behind; patience counts processor time."""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from cagraph.errors import BusyError, QueryTimeoutError
from cagraph.graph import Graph
from cagraph.graph.endpoint import Endpoint
from cagraph.store import snapshots
from cagraph.workers import Limits, Pool, QueryRequest

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
QUICK = "ASK { ?s ?p ?o }"
LIMITS = Limits(seconds=3.0, patience=0.1, trial=0.05)


@pytest.fixture
def snapshot(tmp_path: Path) -> Path:
    quads = [Quad(NamedNode(f"urn:s{n}"), NamedNode("urn:p"), Literal(str(n))) for n in range(300)]
    snapshots.publish(tmp_path, "a" * 64, quads)
    return tmp_path / ("a" * 64)


def with_pool(snapshot: Path, work: Callable[[Pool], Awaitable[None]]) -> None:
    async def run() -> None:
        pool = Pool(snapshot, Endpoint(Graph.open("memory:"))._setting(), LIMITS)
        await pool.start()
        try:
            await work(pool)
        finally:
            await pool.close()
            await asyncio.sleep(0.1)  # for the connections to be told

    asyncio.run(run())


async def asked(pool: Pool, text: str, client: str) -> bytes:
    reply = await pool.run(QueryRequest(text), client)
    return b"".join([piece async for piece in reply.pieces()])


def runs(pid: int) -> bool:
    """Whether a process is still at it; one that is dead but not yet buried by its parent is not."""
    for _ in range(200):
        try:
            state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return False
        if state in "ZX":
            return False
        time.sleep(0.05)
    return True


async def ending(pool: Pool, client: str) -> str:
    try:
        await asked(pool, SLOW, client)
    except (QueryTimeoutError, BusyError) as error:
        return error.code
    return "answered"


def test_every_slow_query_ends_in_time_and_no_worker_is_left(snapshot: Path) -> None:
    workers: set[int] = set()

    async def work(pool: Pool) -> None:
        slow = [asyncio.ensure_future(ending(pool, f"client {n}")) for n in range(10)]
        await asyncio.sleep(1.0)
        workers.update(job.worker.pid for job in pool._running if job.worker)
        assert len(workers) <= LIMITS.fast + LIMITS.slow + 1
        assert "answered" not in await asyncio.gather(*slow)
        assert b"true" in await asked(pool, QUICK, "another")

    with_pool(snapshot, work)
    assert not {pid for pid in workers if runs(pid)}


@pytest.mark.skipif(not hasattr(os, "SCHED_IDLE"), reason="the processor clock of another process is Linux's")
def test_a_worker_that_waits_for_the_processor_is_not_slow(snapshot: Path) -> None:
    async def work(pool: Pool) -> None:
        await asked(pool, QUICK, "one")
        worker = pool._idle[0]
        before = worker.processor_time()
        await asyncio.sleep(0.3)
        assert worker.processor_time() - before < 0.05

    with_pool(snapshot, work)
