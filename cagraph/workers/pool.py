"""The pool of query workers: lanes, deadlines, replacement. It lives in one event loop and never evaluates itself."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from cagraph.errors import BusyError, CagraphError, EngineFailureError, QueryTimeoutError
from cagraph.workers import wire
from cagraph.workers.evaluate import QueryRequest
from cagraph.workers.lanes import Admission, FairQueue, Limits
from cagraph.workers.processes import Parent, Worker, error_of, start_worker

_SPOOLED: Final = 1 << 20
_SETTLED: Final = 3.0
_UNFAIR_BEFORE: Final = 1.0
_LOOK_AGAIN: Final = 0.02


class Reply:
    """An answer under way: its media type and warnings are known, its body may still be growing.

    `version` names the snapshot that it is of.
    """

    def __init__(self, job: "_Job") -> None:
        self._job = job
        self.version: str = job.version
        self.media_type: str = job.head["media_type"]
        self.warnings: list[str] = job.head["warnings"]

    @property
    def whole(self) -> bytes | None:
        """The body, when all of it is there; None while it grows."""
        return bytes(self._job.body) if self._job.done else None

    async def pieces(self) -> AsyncIterator[bytes]:
        """The body as it comes. Raises the error that ended it early, so that no cut answer looks whole."""
        try:
            while True:
                piece = self._job.take()
                if piece:
                    yield piece
                elif self._job.error:
                    raise self._job.error
                elif self._job.done:
                    return
                else:
                    await self._job.wait()
        finally:
            self.close()

    def close(self) -> None:
        """Nobody wants the rest: stop what still runs."""
        self._job.pool.drop(self._job)


class _Job:
    """A query from its arrival to the last byte."""

    def __init__(self, pool: "Pool", request: QueryRequest, client: str, deadline: float) -> None:
        self.pool = pool
        self.request = request
        self.client = client
        self.deadline = deadline
        self.started = 0.0
        self.clock = 0.0
        self.slow = False
        self.on_trial = False
        self.worker: Worker | None = None
        self.version = ""
        self.head: dict[str, Any] = {}
        self.body = bytearray()
        self.error: CagraphError | None = None
        self.done = False
        self.timers: list[asyncio.TimerHandle] = []
        self._news = asyncio.Event()

    def take(self) -> bytes:
        """What has come since the last time."""
        piece = bytes(self.body)
        self.pool.undelivered -= len(piece)
        self.body.clear()
        return piece

    async def wait(self) -> None:
        """Until there is something new."""
        await self._news.wait()
        self._news.clear()

    def tell(self) -> None:
        """There is something new."""
        self._news.set()

    @property
    def ready(self) -> bool:
        """Whether the reply can begin: it is whole, or too large to be kept back."""
        return self.done or self.error is not None or len(self.body) > _SPOOLED


class Pool:
    """Evaluates queries in worker processes on the snapshot in use.

    `in_memory` has the workers share the snapshot in memory once it has settled: quicker, at the cost of its size.
    """

    def __init__(self, snapshot: Path, setting: Mapping[str, Any], limits: Limits, in_memory: bool = False) -> None:
        self.limits = limits
        self.undelivered = 0
        self.counts: Counter[str] = Counter()
        self._snapshot = snapshot.resolve()
        self._setting = setting
        self._in_memory = in_memory
        self._admission = Admission(limits)
        self._fast: FairQueue[_Job] = FairQueue()
        self._trial: FairQueue[_Job] = FairQueue()
        self._slow: FairQueue[_Job] = FairQueue()
        self._running: set[_Job] = set()
        self._idle: list[Worker] = []
        self._behind: list[Worker] = []  # idle too, but in the scheduling class of slow queries
        self._starting: Counter[bool] = Counter()
        self._parent: Parent | None = None
        self._warm: Parent | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._replacing = asyncio.Lock()
        self._closed = False

    async def start(self) -> None:
        """Have workers ready. In memory, it returns when the snapshot is loaded."""
        if self._parent is None:
            self._parent = await asyncio.to_thread(Parent, self._setting)
            if self._in_memory:
                await self._warm_up(self._snapshot)
            self._top_up()

    def use(self, snapshot: Path) -> None:
        """Queries that arrive from now on see this snapshot; those that run finish on the old one."""
        self._snapshot = snapshot.resolve()
        self._kill_idle()
        warm, self._warm = self._warm, None
        if warm:
            self._later(asyncio.to_thread(warm.close))
        if self._in_memory:
            self._later(self._warm_when_settled(self._snapshot))

    async def run(self, request: QueryRequest, client: str) -> Reply:
        """Evaluate a query for a client. Raises the errors of `evaluate`, BusyError and its kin."""
        await self.start()
        loop = asyncio.get_running_loop()
        if self.undelivered > self.limits.undelivered:
            raise BusyError("too many answers are still being fetched", "come again in a few seconds")
        self._admission.enter(client, sum(map(len, self._lanes)))
        request = replace(request, max_rows=self.limits.rows, max_bytes=self.limits.size)
        job = _Job(self, request, client, loop.time() + self.limits.seconds)
        job.on_trial = self._admission.is_slow(client, loop.time())
        (self._trial if job.on_trial else self._fast).push(job)
        job.timers.append(loop.call_at(job.deadline, self._expire, job))
        self._dispatch()
        try:
            while not job.ready:
                await job.wait()
        except asyncio.CancelledError:
            self.drop(job)
            raise
        if job.error:
            raise job.error
        return Reply(job)

    def drop(self, job: _Job) -> None:
        """The client is gone, or has what it wanted."""
        self.undelivered -= len(job.body)
        job.body.clear()
        if not job.done and job.error is None:
            self._finish(job, BusyError("the client hung up"), kill=True)

    def _dispatch(self) -> None:
        """Give waiting jobs to workers: quick ones, and behind their backs one on trial and the slow ones."""
        while self._fast and (worker := self._take(self._idle)):
            self._begin(self._fast.pop(), worker)
        if self._trial and not self._trying and (worker := self._take(self._behind)):
            self._begin(self._trial.pop(), worker)
        while self._slow and self._slow_running() < self.limits.slow and (worker := self._take(self._behind)):
            self._begin(self._slow.pop(), worker)
        self._top_up()

    @property
    def _lanes(self) -> tuple[FairQueue[_Job], ...]:
        return self._fast, self._trial, self._slow

    def _take(self, idle: list[Worker]) -> Worker | None:
        while idle:
            worker = idle.pop()
            if worker.alive and worker.snapshot == self._snapshot:
                return worker
            worker.kill()
        return None

    def _kill_idle(self) -> None:
        for worker in [*self._idle, *self._behind]:
            worker.kill()
        self._idle.clear()
        self._behind.clear()

    @property
    def _trying(self) -> bool:
        return any(job.on_trial for job in self._running)

    def _slow_running(self) -> int:
        return sum(job.slow for job in self._running)

    def _begin(self, job: _Job, worker: Worker) -> None:
        loop = asyncio.get_running_loop()
        job.worker, job.started, job.clock = worker, loop.time(), worker.processor_time()
        job.version = worker.snapshot.name
        self._running.add(job)
        if not job.slow:
            patience = self.limits.trial if job.on_trial else self.limits.patience
            job.timers.append(loop.call_later(patience, self._look_at, job, patience))
        worker.ask(job.request.as_dict(), lambda letter, payload: self._hear(job, letter, payload))

    def _hear(self, job: _Job, letter: bytes, payload: bytes) -> None:
        """A frame of a job's answer has come."""
        if letter == wire.HEADER:
            job.head = wire.parsed(payload)
        elif letter == wire.DATA:
            job.body += payload
            self.undelivered += len(payload)
            job.tell()
        elif letter == wire.END:
            job.done = True
            self._finish(job, None)
        else:
            self._finish(job, error_of(payload))

    def _finish(self, job: _Job, error: CagraphError | None, kill: bool = False) -> None:
        """A job has ended, well or not: its worker goes on, or is thrown away."""
        job.error = error
        for timer in job.timers:
            timer.cancel()
        self.counts["answered" if error is None else error.code] += 1
        for lane in self._lanes:
            lane.remove(job)
        self._running.discard(job)
        self._admission.leave(job.client)
        worker, job.worker = job.worker, None
        if worker:
            worker.released()
            tired = worker.processor_time() - job.clock > self.limits.patience
            unwanted = worker.behind and not (self._trial or self._slow)
            if kill or tired or unwanted or not worker.alive or worker.snapshot != self._snapshot:
                worker.kill()
            else:
                (self._behind if worker.behind else self._idle).append(worker)
        job.tell()
        if not self._closed:
            self._dispatch()

    def _look_at(self, job: _Job, patience: float) -> None:
        """A job could have used up its share of the processor by now; on a busy machine it has not had it yet."""
        if job.worker:
            left = patience - (job.worker.processor_time() - job.clock)
            if left > 0.0:
                later = asyncio.get_running_loop().call_later(max(left, _LOOK_AGAIN), self._look_at, job, patience)
                job.timers.append(later)
            else:
                self._lose_patience(job)

    def _lose_patience(self, job: _Job) -> None:
        """A job has run too long for the fast lane: it goes on in the slow one if there is or can be made room."""
        now = asyncio.get_running_loop().time()
        self._admission.was_slow(job.client, now)
        tried, job.on_trial = job.on_trial, False
        if tried and (self._slow or self._slow_running() >= self.limits.slow) and not job.ready:
            self._put_back(job)
            return
        gives_way = None
        if self._slow_running() >= self.limits.slow:
            oldest = min((one for one in self._running if one.slow), key=lambda one: one.started)
            gives_way = oldest if now - oldest.started > _UNFAIR_BEFORE else job
        if gives_way is not job and job.worker:
            job.slow = True
            job.worker.stand_back()
        if gives_way:
            crowded = BusyError("stopped to make room: too many slow queries at once", "make it smaller, or come again")
            self._finish(gives_way, crowded, kill=True)
        else:
            self._dispatch()

    def _put_back(self, job: _Job) -> None:
        """A trial has shown that a job is slow: it waits for the slow lane and begins again there."""
        self._running.discard(job)
        worker, job.worker = job.worker, None
        if worker:
            worker.kill()
        job.slow = True
        job.head.clear()
        self.undelivered -= len(job.body)
        job.body.clear()
        self._slow.push(job)
        self._dispatch()

    def _expire(self, job: _Job) -> None:
        spent = "ran" if job.worker else "waited"
        late = QueryTimeoutError(
            f"the query {spent} past its limit of {self.limits.seconds:g} s and was stopped",
            "ask for less: name more of the terms, add LIMIT, avoid patterns that share no variable",
        )
        self._finish(job, late, kill=True)

    def _top_up(self) -> None:
        """Start workers: as many quick ones as there are to be, those behind when somebody waits for them."""
        if self._closed or self._parent is None:
            return
        busy = sum(not (job.worker and job.worker.behind) for job in self._running)
        self._start(self.limits.fast - busy - len(self._idle), behind=False)
        tried = int(bool(self._trial) and not self._trying)
        slow = min(len(self._slow), self.limits.slow - self._slow_running())
        self._start(tried + max(slow, 0) - len(self._behind), behind=True)

    def _start(self, wanted: int, behind: bool) -> None:
        for _ in range(wanted - self._starting[behind]):
            self._starting[behind] += 1
            self._later(self._start_one(behind))

    async def _start_one(self, behind: bool) -> None:
        snapshot, parent = self._snapshot, self._warm or self._parent
        try:
            assert parent is not None
            worker = await start_worker(parent, snapshot, self.limits.memory, behind)
        except (EngineFailureError, OSError) as error:
            self._starting[behind] -= 1
            if parent is not None and parent.process.poll() is not None:
                await self._replace(parent)
            else:
                failed = error if isinstance(error, EngineFailureError) else _cannot_start(error)
                for job in [job for lane in self._lanes for job in lane]:
                    self._finish(job, failed)
            if any(self._lanes):
                self._top_up()
            return
        self._starting[behind] -= 1
        if self._closed:
            worker.kill()
            return
        (self._behind if behind else self._idle).append(worker)
        self._dispatch()

    async def _replace(self, parent: Parent) -> None:
        """Go on with another parent in place of one that died, as of a shortage of memory."""
        async with self._replacing:
            if parent is self._warm:
                self._warm = None
            elif parent is self._parent and not self._closed:
                self._parent = await asyncio.to_thread(Parent, self._setting)
            await asyncio.to_thread(parent.close)

    async def _warm_up(self, snapshot: Path) -> None:
        """Load a snapshot into a parent of its own and have workers forked from there."""
        parent = await asyncio.to_thread(Parent, self._setting)
        await asyncio.to_thread(parent.load, snapshot)
        if snapshot != self._snapshot or self._closed:
            await asyncio.to_thread(parent.close)
            return
        self._warm = parent
        self._kill_idle()
        self._top_up()

    async def _warm_when_settled(self, snapshot: Path) -> None:
        await asyncio.sleep(_SETTLED)
        if snapshot == self._snapshot:
            await self._warm_up(snapshot)

    def _later(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """End all workers; jobs under way end with an error."""
        self._closed = True
        for job in [*self._running, *(job for lane in self._lanes for job in lane)]:
            self._finish(job, BusyError("the service is going down"), kill=True)
        self._kill_idle()
        for task in list(self._tasks):
            with contextlib.suppress(CagraphError):
                await task
        for parent in (self._warm, self._parent):
            if parent:
                await asyncio.to_thread(parent.close)


def _cannot_start(error: OSError) -> EngineFailureError:
    return EngineFailureError(f"no worker can be started: {error.strerror}", "try again; else restart the service")
