"""The pool: it answers, keeps its limits, outlives what its workers die of, and leaves nothing behind."""

import asyncio
import json
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from cagraph.errors import (
    AnswerTooLargeError,
    BusyError,
    CagraphError,
    EngineFailureError,
    NotAcceptableError,
    NotFoundError,
    QueryRefusedError,
    QuerySyntaxError,
    QueryTimeoutError,
    StoreError,
    TooManyRequestsError,
)
from cagraph.workers import GRAPH_FORMATS, RESULT_FORMATS, Pool, QueryRequest

from .conftest import COUNT, FOREVER, ask, snapshot

Pooled = Callable[..., Any]
# Numbers and strings have no order among each other, of which the engine's sort dies.
MIXED = [f"{n}" for n in range(100)] + [f'"{n}"' for n in range(100)]
Random(1).shuffle(MIXED)
DEADLY = {
    "sorting numbers and strings": f"SELECT * {{ VALUES ?o {{ {' '.join(MIXED)} }} }} ORDER BY ?o",
    "negations": "ASK { FILTER(" + "!" * 60_000 + "true) }",
}


def number(body: bytes) -> int:
    return int(json.loads(body)["results"]["bindings"][0]["n"]["value"])


COUNTING = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.mark.parametrize("in_memory", [False, True])
def test_it_answers(pooled: Pooled, in_memory: bool) -> None:
    async def work(pool: Pool) -> None:
        assert number(await ask(pool, COUNTING)) == COUNT
        for media_type in RESULT_FORMATS:
            assert b"http://example.org/7" in await ask(pool, "SELECT ?s { ?s ?p '7' }", result_type=media_type)
        for media_type in GRAPH_FORMATS:
            found = await ask(pool, "CONSTRUCT WHERE { ?s ?p '7' }", graph_type=media_type)
            assert b"example.org/7" in found or b"7" in found
        assert json.loads(await ask(pool, "ASK { ?s ?p '7' }"))["boolean"] is True

    pooled(work, in_memory=in_memory)


def test_answers_larger_than_what_is_held_back_come_in_pieces(pooled: Pooled) -> None:
    async def work(pool: Pool) -> None:
        reply = await pool.run(QueryRequest("SELECT ?s ?t { ?s ?p ?o . ?t ?p ?u } LIMIT 60000", "text/csv"), "c")
        body = b"".join([piece async for piece in reply.pieces()])
        assert body.count(b"\n") == 60_001
        assert pool.undelivered == 0

    pooled(work)


@pytest.mark.parametrize(
    ("request_", "error", "words"),
    [
        (QueryRequest("SELECT * { ?s ?p }"), QuerySyntaxError, "line 1, column"),
        (QueryRequest("DROP ALL"), QuerySyntaxError, "is an update"),
        (QueryRequest("SELECT * { SERVICE <http://127.0.0.1:1/> {} }"), QueryRefusedError, "not followed"),
        (QueryRequest("SELECT * { FILTER(<urn:f>(1)) }"), QueryRefusedError, "no function <urn:f>"),
        (QueryRequest("SELECT * {}", result_type=""), NotAcceptableError, "a table"),
        (QueryRequest("ASK {}", result_type=""), NotAcceptableError, "a truth value"),
        (QueryRequest("ASK {}", result_type="text/turtle"), NotAcceptableError, "a truth value"),
        (QueryRequest("DESCRIBE <urn:a>", graph_type=""), NotAcceptableError, "a graph"),
        (QueryRequest(graph="urn:none"), NotFoundError, "no graph <urn:none>"),
    ],
    ids=lambda value: getattr(value, "text", None),
)
def test_errors_are_those_of_the_query(
    pooled: Pooled, request_: QueryRequest, error: type[CagraphError], words: str
) -> None:
    async def work(pool: Pool) -> None:
        with pytest.raises(error, match=words):
            await pool.run(request_, "c")
        assert number(await ask(pool, COUNTING)) == COUNT

    pooled(work)


def test_unknown_terms_of_the_ontology_are_warned_of(pooled: Pooled, setting: dict[str, Any]) -> None:
    async def warnings(pool: Pool, text: str) -> list[str]:
        return (await pool.run(QueryRequest(text), "c")).warnings

    async def work(pool: Pool) -> None:
        told = await warnings(pool, "SELECT * { ?t a cag:Treety ; cag:party ?p }")
        assert told == ["cag:Treety is not in the ontology; did you mean 'Treaty'?"]
        assert "cag:nope" in (await warnings(pool, f"ASK {{ ?s <{setting['ontology']}nope> ?o }}"))[0]
        assert await warnings(pool, "PREFIX cag: <urn:other:> ASK { ?s a cag:Treety }") == []
        assert await warnings(pool, 'ASK { ?s ?p "cag:Treety" }') == []
        assert await warnings(pool, "ASK { SERVICE SILENT <urn:x> { ?s ?p ?o } }") == [
            "SERVICE SILENT was not followed"
        ]

    pooled(work)


def test_time_is_limited(pooled: Pooled) -> None:
    async def work(pool: Pool) -> None:
        with pytest.raises(QueryTimeoutError, match=r"limit of 0\.5 s"):
            await ask(pool, FOREVER)
        assert number(await ask(pool, COUNTING, client="another")) == COUNT
        assert pool.counts["query-timeout"] == 1

    pooled(work, seconds=0.5)


def test_memory_is_limited(pooled: Pooled) -> None:
    doubled = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(30))
    huge = f"SELECT (STRLEN(?x30) AS ?n) {{ BIND('x' AS ?x0) {doubled} }}"

    async def work(pool: Pool) -> None:
        with pytest.raises((EngineFailureError, StoreError)):
            await ask(pool, huge)
        assert number(await ask(pool, COUNTING)) == COUNT

    pooled(work, memory=32 << 20)


@pytest.mark.parametrize("media_type", sorted(RESULT_FORMATS))
def test_rows_are_limited(pooled: Pooled, media_type: str) -> None:
    async def work(pool: Pool) -> None:
        assert await ask(pool, "SELECT * { ?s ?p ?o } LIMIT 10", result_type=media_type)
        with pytest.raises(AnswerTooLargeError, match="more than 10 rows"):
            await ask(pool, "SELECT * { ?s ?p ?o } LIMIT 11", result_type=media_type)

    pooled(work, rows=10)


def test_bytes_are_limited(pooled: Pooled) -> None:
    async def work(pool: Pool) -> None:
        for text in ("SELECT * { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"):
            with pytest.raises(AnswerTooLargeError, match="larger than 2000 bytes"):
                await ask(pool, text)
        with pytest.raises(AnswerTooLargeError):
            await pool.run(QueryRequest(graph="default"), "c")
        assert number(await ask(pool, COUNTING)) == COUNT

    pooled(work, size=2000)


@pytest.mark.parametrize("text", DEADLY.values(), ids=DEADLY)
def test_a_query_that_kills_its_worker_is_an_error_and_the_next_is_answered(pooled: Pooled, text: str) -> None:
    async def work(pool: Pool) -> None:
        failed = 0
        for _ in range(3):
            try:
                await ask(pool, text)
            except EngineFailureError:
                failed += 1
        assert failed
        assert pool.counts["engine-failure"] == failed
        assert number(await ask(pool, COUNTING)) == COUNT

    pooled(work)


def test_deep_nesting_does_not_reach_the_engine(pooled: Pooled) -> None:
    async def work(pool: Pool) -> None:
        with pytest.raises(QueryRefusedError, match="nests"):
            await ask(pool, "SELECT * " + "{" * 3000 + "}" * 3000)

    pooled(work)


def test_a_client_that_goes_away_frees_its_worker(pooled: Pooled) -> None:
    async def work(pool: Pool) -> None:
        for _ in range(3):
            gone = asyncio.ensure_future(ask(pool, FOREVER))
            while not pool._running:
                await asyncio.sleep(0)
            gone.cancel()
            with pytest.raises(asyncio.CancelledError):
                await gone
        assert number(await ask(pool, COUNTING)) == COUNT
        assert not pool._running

    pooled(work, fast=1, slow=1, per_client=1)


def test_a_reply_that_nobody_reads_on_frees_its_worker(pooled: Pooled) -> None:
    async def work(pool: Pool) -> None:
        reply = await pool.run(QueryRequest("SELECT ?s ?t ?u { ?s ?p ?o . ?t ?p ?v . ?u ?p ?w }", "text/csv"), "c")
        assert reply.whole is None
        assert pool._running
        reply.close()
        assert not pool._running
        assert pool.undelivered == 0
        assert number(await ask(pool, COUNTING)) == COUNT

    pooled(work, fast=1, slow=1, per_client=1, rows=10**9, size=1 << 40)


def test_a_late_error_breaks_the_answer_off(pooled: Pooled) -> None:
    async def work(pool: Pool) -> None:
        reply = await pool.run(QueryRequest("SELECT ?s ?t { ?s ?p ?o . ?t ?p ?v }", "text/csv"), "c")
        assert reply.whole is None
        with pytest.raises(AnswerTooLargeError):
            async for _ in reply.pieces():
                pass

    pooled(work, rows=200_000)


def test_a_slow_query_leaves_the_fast_lane(pooled: Pooled) -> None:
    """With one worker for quick queries, quick ones are answered while a slow one runs on and on."""

    async def work(pool: Pool) -> None:
        slow = asyncio.ensure_future(ask(pool, FOREVER, client="slow"))
        for _ in range(5):
            assert number(await ask(pool, COUNTING, client="quick")) == COUNT
        assert not slow.done()
        assert [job.slow for job in pool._running] == [True]
        slow.cancel()

    pooled(work, fast=1, slow=1, patience=0.05)


def test_whose_query_was_slow_does_not_hold_up_others_again(pooled: Pooled) -> None:
    async def work(pool: Pool) -> None:
        with pytest.raises(QueryTimeoutError):
            await ask(pool, FOREVER, client="slow")
        again = asyncio.ensure_future(ask(pool, FOREVER, client="slow"))
        assert number(await ask(pool, COUNTING, client="quick")) == COUNT
        assert not again.done()
        assert all(job.worker.behind for job in pool._running if job.client == "slow" and job.worker)
        again.cancel()

    pooled(work, fast=1, slow=1, patience=0.05, seconds=1.0)


def test_too_many_slow_queries_make_room(pooled: Pooled) -> None:
    async def work(pool: Pool) -> None:
        runs = [asyncio.ensure_future(ask(pool, FOREVER, client=f"slow {n}")) for n in range(3)]
        done, _ = await asyncio.wait(runs, return_when=asyncio.FIRST_COMPLETED)
        for one in done:
            with pytest.raises(BusyError, match="too many slow queries"):
                one.result()
        assert number(await ask(pool, COUNTING, client="quick")) == COUNT
        assert sum(job.slow for job in pool._running) <= 2
        for one in runs:
            one.cancel()

    pooled(work, fast=3, slow=2, patience=0.05)


def test_one_client_may_not_take_everything(pooled: Pooled) -> None:
    async def work(pool: Pool) -> None:
        runs = [asyncio.ensure_future(ask(pool, FOREVER, client="greedy")) for _ in range(4)]
        done, _ = await asyncio.wait(runs, return_when=asyncio.FIRST_COMPLETED)
        with pytest.raises(TooManyRequestsError):
            done.pop().result()
        assert number(await ask(pool, COUNTING, client="other")) == COUNT
        for one in runs:
            one.cancel()

    pooled(work, per_client=3, slow=3)


def test_a_new_snapshot_is_seen_by_the_next_query(pooled: Pooled, tmp_path: Path) -> None:
    async def work(pool: Pool) -> None:
        assert number(await ask(pool, COUNTING)) == COUNT
        for count in (3, 7, 0):
            pool.use(snapshot(tmp_path / str(count), count))
            assert number(await ask(pool, COUNTING)) == count

    pooled(work)


def test_a_query_under_way_finishes_on_the_snapshot_it_began_with(pooled: Pooled, tmp_path: Path) -> None:
    async def work(pool: Pool) -> None:
        under_way = asyncio.ensure_future(ask(pool, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o . ?t ?p ?u }"))
        while not pool._running:
            await asyncio.sleep(0)
        pool.use(snapshot(tmp_path / "other", 3))
        assert number(await ask(pool, COUNTING)) == 3
        assert number(await under_way) == COUNT * COUNT

    pooled(work)


def descendants(pid: int) -> set[int]:
    found: set[int] = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, ValueError):
                continue
            if parent == pid:
                found |= {int(entry.name), *descendants(int(entry.name))}
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")
def test_no_process_is_left_after_the_end(pooled: Pooled) -> None:
    before = descendants(os.getpid())

    async def work(pool: Pool) -> set[int]:
        await ask(pool, COUNTING)
        asyncio.ensure_future(ask(pool, FOREVER)).add_done_callback(lambda task: task.exception())
        while not pool._running:
            await asyncio.sleep(0)
        return descendants(os.getpid()) - before

    started = pooled(work)
    assert len(started) >= 2
    for _ in range(1000):  # the last of them are reaped by init, not by us
        left = {
            pid
            for pid in started
            if Path(f"/proc/{pid}/cmdline").exists() and Path(f"/proc/{pid}/cmdline").read_bytes()
        }
        if not left:
            break
        time.sleep(0.01)
    assert not left


def test_the_pool_outlives_its_parent(pooled: Pooled) -> None:
    async def work(pool: Pool) -> None:
        assert number(await ask(pool, COUNTING)) == COUNT
        assert pool._parent is not None
        os.kill(pool._parent.process.pid, signal.SIGKILL)
        answered = []
        for _ in range(20):
            try:
                answered.append(number(await ask(pool, COUNTING)) == COUNT)
            except EngineFailureError:
                answered.append(False)
        assert all(answered[-10:])

    pooled(work)
