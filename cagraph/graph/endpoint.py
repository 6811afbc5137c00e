"""SPARQL for the open network over one graph: queries in workers, writes through the one writer, versions."""

import asyncio
import shutil
import tempfile
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from cagraph.derive.ontology import terms
from cagraph.errors import CagraphError, ConflictError, ForbiddenError, QueryRefusedError
from cagraph.graph.curation import log
from cagraph.graph.differences import Comparison
from cagraph.graph.facade import Graph
from cagraph.graph.keys import Key
from cagraph.graph.loading import Loading
from cagraph.graph.outcome import Outcome, Plan
from cagraph.graph.review import Queue, queue
from cagraph.graph.writes import done_before, row_of, version_after
from cagraph.identity import LEAST
from cagraph.mirror import Changed
from cagraph.settings import Settings
from cagraph.store import EmbeddedStore, RemoteStore, Serialised, snapshots
from cagraph.workers import Change, Federation, Limits, Pool, QueryRequest, Reply, Writer, confinement

_LOOKS: Final = 1.0  # seconds between two looks at whether another process has built
_SETTLED: Final = 3.0  # seconds without a write after which what the new version needs is made
_NOTHING: Final = sha256(b"").hexdigest()  # the version of an empty graph to write into


@dataclass(frozen=True)
class Written:
    """What a write did: the data version it made, and whether a graph came to be."""

    data_version: str
    created: bool
    quads: int


class _Complete(Reply):
    """An answer that is all there at once."""

    def __init__(self, found: Serialised, version: str) -> None:
        self.version = version
        self.media_type = found.media_type
        self.warnings = []
        self._body = found.body

    @property
    def whole(self) -> bytes:
        """The body."""
        return self._body

    async def pieces(self) -> AsyncIterator[bytes]:
        """The body, in one piece."""
        yield self._body

    def close(self) -> None:
        """Nothing runs any more."""


class Endpoint:
    """Answers untrusted queries over a graph, and takes writes where it is given a place for them.

    Use it within one event loop: `start`, then `query` and `write`, then `close`. A graph in memory is first
    written to a directory of its own, since workers need one to open. `services` are the addresses that SERVICE may
    reach.
    """

    def __init__(
        self, graph: Graph, limits: Limits | None = None, in_memory: bool = False, services: tuple[str, ...] = ()
    ) -> None:
        self.graph = graph
        self.limits = limits or Limits()
        self._in_memory = in_memory
        self._federation = Federation(services, graph.names.prefixes)
        self._writing = asyncio.Lock()
        self._starting = asyncio.Lock()
        self._pool: Pool | None = None
        self._writer: Writer | None = None
        self._scratch: tempfile.TemporaryDirectory[str] | None = None
        self._root: Path | None = None
        self._served = ""
        self._nameless = ""
        self._before: EmbeddedStore | None = None
        self._state: snapshots.State | None = None  # only this process writes while it holds the lock
        self._held = ExitStack()
        self._closing = threading.Event()
        self._preparing: asyncio.Task[None] | None = None
        self._watching: asyncio.Task[None] | None = None

    @property
    def confinement(self) -> str:
        """What holds the workers on this machine."""
        return confinement()

    @property
    def federated(self) -> bool:
        """Whether SERVICE reaches anything."""
        return self._federation.open

    @property
    def version(self) -> str:
        """The data version of which queries are answered that begin now.

        The graph goes on to the next version a little later than the workers do. What is kept of queries goes by this
        one, so that nobody is given an answer that is older than one given before.
        """
        return self._named(self._served) if self._served else self.graph.data_version

    def _named(self, snapshot: str) -> str:
        """The data version in a snapshot: a graph in memory that was made of no records has none."""
        return "" if snapshot == self._nameless else snapshot

    @property
    def counts(self) -> dict[str, int]:
        """How many queries ended in what way."""
        return dict(self._pool.counts) if self._pool else {}

    def _setting(self) -> dict[str, Any]:
        names = self.graph.names
        return {
            "base": names.base,
            "prefixes": names.prefixes,
            "ontology": names.ontology,
            "terms": sorted(terms(self.graph.model, names)),
            "functions": names.functions,
        }

    async def start(self) -> None:
        """Have workers ready."""
        async with self._starting:
            if self._pool is None:
                snapshot = await asyncio.to_thread(self._place)
                self._served = snapshot.name
                pool = Pool(snapshot, self._setting(), self.limits, self._in_memory)
                await pool.start()
                self._pool = pool

    async def open(self) -> None:
        """Have workers ready, if this kind of store takes queries from outside at all, and begin to prepare the graph.

        From then on it is prepared after writes too, and what another process builds is gone on with.
        """
        if self.graph.store.takes_untrusted_queries and not self._is_remote:
            await self.start()
            self._watching = asyncio.ensure_future(self._watch())
        self._preparing = asyncio.ensure_future(self._prepare(0.0))

    async def _prepare(self, delay: float) -> None:
        """Have the graph make what answers are looked up in, beside the requests.

        What cannot be made is told to whoever asks for it; here it must not keep the service from ending as it should.
        """
        await asyncio.sleep(delay)
        with suppress(CagraphError):
            await asyncio.to_thread(self.graph.prepare, self._closing.is_set)

    async def _watch(self) -> None:
        """Go on with the version that another process has built or brought back, unless it is damaged."""
        assert self._root is not None
        assert self._pool is not None
        while True:
            await asyncio.sleep(_LOOKS)
            async with self._writing:
                with suppress(CagraphError):
                    version = await asyncio.to_thread(snapshots.current, self._root)
                    if not version or version == self._served:
                        continue
                    store = await asyncio.to_thread(snapshots.open_current, self._root)
                    self._served = version
                    self._state = None
                    self._pool.use(self._root / version)
                    await asyncio.to_thread(self.graph.reopen, store)
            self._prepare_later()

    def _prepare_later(self) -> None:
        if self._preparing:
            self._preparing.cancel()
            self._preparing = asyncio.ensure_future(self._prepare(_SETTLED))

    def _place(self) -> Path:
        """The snapshot that workers open: where the graph is on disk, or a copy of one that is in memory."""
        store = self.graph.store
        if not isinstance(store, EmbeddedStore):
            raise QueryRefusedError("this store takes no queries from outside", "open the embedded store instead")
        if store.path is None:
            self._scratch = tempfile.TemporaryDirectory(prefix="cagraph-")
            version = self.graph.data_version or _NOTHING
            self._nameless = "" if self.graph.data_version else version
            self._root = Path(self._scratch.name)
            with snapshots.writing(self._root):
                snapshots.publish(self._root, version, store.quads())
            self._before = store
            return self._root / version
        self._root = store.path.parent
        return store.path

    @property
    def _is_remote(self) -> bool:
        """Whether a server elsewhere evaluates the queries, so that no workers are needed here."""
        return isinstance(self.graph.store, RemoteStore)

    def _ask_server(self, request: QueryRequest) -> Reply:
        """Have the remote store answer. Raises QueryRefusedError for a dataset beside the query."""
        if request.graph or request.default_graphs or request.named_graphs:
            raise QueryRefusedError("a remote store takes no dataset beside the query", "write FROM into the query")
        found = self.graph.sparql_answer(request.text, request.result_type, request.graph_type)
        return _Complete(found, self.graph.data_version)

    async def query(self, request: QueryRequest, client: str = "") -> Reply:
        """Evaluate a query for a client (any text that tells clients apart). Raises the errors of `Pool.run`."""
        if self._is_remote:
            return await asyncio.to_thread(self._ask_server, request)
        if self._pool is None:
            await self.start()
        assert self._pool is not None
        text = await self._federation.expand(request.text)
        reply = await self._pool.run(replace(request, text=text), client)
        reply.version = self._named(reply.version)
        return reply

    async def write(self, change: Change, key: Key) -> Written:
        """Apply a change wholly or not at all, durably, and have every later query see it.

        Curated content can be changed only with the scope `curate`. What the key has asked for under the same name in
        `once` is not done again. Raises the errors of `Writer.apply`, ForbiddenError, ConflictError when another
        process writes, or the name was that of another change.
        """
        if not key.allows("write"):
            raise ForbiddenError(f"the key '{key.name}' may not write", "ask the operator for one that may")
        if self._is_remote:
            raise QueryRefusedError("a remote store is not written to here", "edit data/ and build")
        await self.start()
        assert self._root is not None
        assert self._pool is not None
        async with self._writing:
            root = self._root
            writer = self._hold(root)
            before = self._state
            if before is None:
                before = await asyncio.to_thread(snapshots.state, root)
            if change.once and (known := await asyncio.to_thread(done_before, root, change, key)):
                return Written(known.version, False, known.quads)
            version = version_after(before.version, change)
            target = root / f"new-{version}"
            shutil.rmtree(target, ignore_errors=True)
            protected = self.graph.names.base if _is_curated(before) else ""
            done = await writer.apply(
                change, root / before.version, target, root / version, protected, key.allows("curate")
            )
            row = row_of(before, change, key, version, done)
            compare = Comparison(self.graph.model, self.graph.names, done["curated"]) if protected else None
            await asyncio.to_thread(snapshots.commit, root, target, row, compare)
            self._state = snapshots.State(version, before.build, (), (row,))  # what the next row needs, no more
            quads = compare.changed if compare else None
            await self._go_on(root, version, None if quads is None else Changed(before.version, version, quads))
        self._prepare_later()
        return Written(version, done["created"], done["quads"])

    def _hold(self, root: Path) -> Writer:
        """The writer, with the right to write at a place. Raises ConflictError where another process has it."""
        if self._writer is None:
            self._held.enter_context(snapshots.writing(root))
            self._writer = Writer(root, self._setting())
        return self._writer

    async def _go_on(self, root: Path, version: str, changed: Changed | None) -> None:
        # Workers first: whoever asks the graph for its version finds answers to queries that are as new, or newer.
        assert self._pool is not None
        self._served = version
        self._pool.use(root / version)
        await asyncio.to_thread(self._reopen, root, changed)

    async def curate(self, key: Key, plan: Callable[[Loading], Plan], dry_run: bool = False) -> Outcome:
        """Carry out a load, an undoing or a removal that `plan` makes of the records in force, for a key.

        Raises what `plan` raises, ForbiddenError, and ConflictError for a graph that was not built, or while another
        process writes.
        """
        _may_curate(key)
        if self._scratch or self._path is None:
            raise ConflictError("loads are for a graph that was built in a directory", "say: cagraph build")
        await self.start()
        assert self._root is not None
        async with self._writing:
            root = self._root
            self._hold(root)
            loading, outcome = await asyncio.to_thread(self._carried_out, root, plan, dry_run)
            if outcome.changed and not dry_run:
                self._state = None
                changed = Changed(outcome.parent, outcome.data_version, loading.changed)
                await self._go_on(root, outcome.data_version, changed)
        self._prepare_later()
        return outcome

    def _carried_out(self, root: Path, plan: Callable[[Loading], Plan], dry_run: bool) -> tuple[Loading, Outcome]:
        loading = self._loading(root)
        return loading, loading.carry_out(plan(loading), dry_run)

    def _loading(self, root: Path) -> Loading:
        return Loading(root, Settings(store=root, base=self.graph.names.base), self.graph.model)

    def review(self, key: Key, kind: str = "", least: float = LEAST, again: bool = False) -> Queue:
        """Pairs of records that may be of one thing, for a key that may curate. Raises ForbiddenError, NotFoundError,
        StoreError, and ConflictError for a graph that was not built.
        """
        _may_curate(key)
        path = self._path
        if path is None:
            raise ConflictError("a review is of a graph that was built in a directory", "say: cagraph build")
        return queue(self._loading(path.parent), kind, least, again, self.graph.model)

    def log(self) -> list[dict[str, Any]]:
        """Every load that led to the version that is served, the last first. Raises StoreError."""
        return log(self._path.parent) if self._path else []

    @property
    def _path(self) -> Path | None:
        """Where the version that is served lies; None for a graph in memory or on a server."""
        return self.graph.store.path if isinstance(self.graph.store, EmbeddedStore) else None

    def _reopen(self, root: Path, changed: Changed | None) -> None:
        self.graph.reopen(snapshots.open_current(root), changed)

    async def close(self) -> None:
        """End workers and writer."""
        self._closing.set()
        for task in (self._preparing, self._watching):
            if task:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
        if self._pool:
            await self._pool.close()
        if self._writer:
            self._writer.close()
        self._held.close()
        if self._scratch and self._before:
            if self.graph.store is not self._before:
                self.graph.reopen(self._before)
            self._scratch.cleanup()
        self._pool = self._writer = self._state = None


def _may_curate(key: Key) -> None:
    """Raises ForbiddenError for a key that may not."""
    if not key.allows("curate"):
        raise ForbiddenError(f"the key '{key.name}' may not alter records", "ask the operator for one that may")


def _is_curated(state: snapshots.State) -> bool:
    """Whether what is served began as a build of records, whatever was written since; an empty graph did not."""
    return state.build != _NOTHING
