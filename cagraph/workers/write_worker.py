"""The program of the writer: applies one change to a copy of the current snapshot and leaves a new snapshot.

It reads untrusted text, so it is expendable too: whatever becomes of it, the current snapshot stays as it is.
"""

import os
import re
import shutil
import signal
import socket
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, NamedNode, RdfFormat

from cagraph.errors import CagraphError, NotFoundError, ParameterError, QueryRefusedError, QuerySyntaxError, StoreError
from cagraph.store import content, proof
from cagraph.store.functions import functions
from cagraph.store.guard import UPDATE, insists, made_safe, not_followed
from cagraph.store.syntax import explain
from cagraph.store.using import with_dataset
from cagraph.workers import wire
from cagraph.workers.evaluate import GRAPH_FORMATS
from cagraph.workers.sandbox import forbid_sockets, limit_memory

_DATASET_FORMATS: Final = (RdfFormat.TRIG, RdfFormat.N_QUADS)


class Working:
    """The copy that is written to: as long as it follows from the current snapshot, it is gone on with."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._of = ""
        self.store: ox.Store | None = None
        self.holds: set[bytes] = set()

    def on(self, current: str) -> ox.Store:
        """The copy, fresh if it is not the one of this snapshot."""
        if self.store is None or self._of != current:
            self.throw_away()
            ox.Store.read_only(current).backup(str(self._place))
            self.store = ox.Store(str(self._place))
            self._of = current
        return self.store

    def became(self, snapshot: str, holds: set[bytes]) -> None:
        """What it holds, statement by statement, has been left as this snapshot."""
        self._of = snapshot
        self.holds = holds

    def throw_away(self) -> None:
        """Forget it, with whatever was done to it."""
        self.store = None
        self.holds = set()
        shutil.rmtree(self._place, ignore_errors=True)


def apply(store: ox.Store, message: Mapping[str, Any], body: bytes) -> bool:
    """Do what is asked; whether a graph came to be by it. Raises our errors, and then nothing was done."""
    if message["kind"] == "update":
        _update(store, message, body.decode("utf-8"))
        return False
    graph = NamedNode(message["graph"]) if message["graph"] else DefaultGraph()
    exists = not message["graph"] or store.contains_named_graph(graph)
    if message["kind"] == "delete":
        if not exists:
            raise NotFoundError(f"there is no graph <{message['graph']}>", "GRAPH ?g { } lists the graphs there are")
        store.remove_graph(graph)
        return False
    quads = _parsed(body, message, graph)
    if message["kind"] == "put":
        store.remove_graph(graph) if exists else None
    if message["graph"]:
        store.add_graph(graph)
    store.extend(quads)
    return not exists


def _update(store: ox.Store, message: Mapping[str, Any], text: str) -> None:
    text, calls = made_safe(text, UPDATE)
    refused = calls and insists(text)
    text = with_dataset(text, message["using"], message["using_named"])
    try:
        # What is refused is read all the same, over nothing, so that faults of syntax are told first.
        (ox.Store() if refused else store).update(
            text,
            base_iri=message["base"],
            prefixes=message["prefixes"],
            custom_functions=dict(functions(message["functions"])),
        )
    except SyntaxError as error:
        raise explain(text, str(error), message["prefixes"]) from error
    except (OSError, RuntimeError, ValueError, MemoryError) as error:
        raise not_followed() if calls else _engine_says(str(error)) from error
    if refused:
        raise not_followed()


def _engine_says(said: str) -> CagraphError:
    if "does not exist" in said:
        return NotFoundError(said[0].lower() + said[1:], "write SILENT to pass over it")
    if "already exists" in said:
        return QueryRefusedError(said[0].lower() + said[1:], "write SILENT to pass over it")
    return StoreError(f"the engine failed on this update: {said[:300]}", "nothing was changed")


def _parsed(body: bytes, message: Mapping[str, Any], graph: NamedNode | DefaultGraph) -> list[ox.Quad]:
    """The triples of a body, in the graph that is written to. Raises ParameterError with line and column."""
    format_ = GRAPH_FORMATS[message["media_type"]]
    if format_ in _DATASET_FORMATS:
        raise ParameterError("a body with graphs of its own cannot be put into one graph", "send triples")
    if format_ == RdfFormat.RDF_XML and (b"\x00" in body or re.search(rb"<!\s*(DOCTYPE|ENTITY)", body, re.IGNORECASE)):
        raise ParameterError("RDF/XML with a DOCTYPE or ENTITY is not read", "resolve the entities, or send Turtle")
    try:
        parsed = ox.parse(body, format_, base_iri=message["graph"] or message["base"])
        return [ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in parsed]
    except (SyntaxError, ValueError) as error:
        raise QuerySyntaxError(f"the body does not parse: {str(error)[:300]}", "mend it there") from error


def touches(statements: Iterable[bytes], protected: str) -> bool:
    """Whether something curated is among the statements: of the default graph, or of one under the `protected` IRI."""
    return any(
        not isinstance(quad.graph_name, NamedNode) or quad.graph_name.value.startswith(protected)
        for quad in content.quads(statements)
    )


def leave(store: ox.Store, target: Path, removed: Iterable[bytes], added: Iterable[bytes]) -> None:
    """Leave the store as a snapshot without the engine's log, having seen that the change is in it."""
    store.flush()
    store.backup(str(target))
    proof.drop_needless(target)
    left = ox.Store.read_only(str(target))
    if not all(quad in left for quad in content.quads(added)) or any(quad in left for quad in content.quads(removed)):
        shutil.rmtree(target)
        raise RuntimeError("the snapshot does not hold the change")


def change(working: Working, message: Mapping[str, Any], body: bytes) -> dict[str, Any]:
    """Apply a change and leave the result as a snapshot at `target`."""
    store = working.on(message["current"])
    before = working.holds = working.holds or content.statements(store)
    try:
        created = apply(store, message, body)
    except UnicodeDecodeError as error:
        raise ParameterError(f"the body is not UTF-8 at byte {error.start}", "send UTF-8") from error
    after = content.statements(store)
    removed, added = sorted(before - after), sorted(after - before)
    curated = bool(message["protected"]) and touches((*removed, *added), message["protected"])
    if curated and not message["may_curate"]:
        working.throw_away()
        raise QueryRefusedError(
            "this would alter curated facts: the default graph, claims or their provenance",
            "edit data/ and build, write to a graph of your own, or use a key with the scope 'curate'",
        )
    leave(store, Path(message["target"]), removed, added)
    working.became(message["final"], after)
    return {
        "created": created,
        "quads": sum(map(content.is_quad, after)),
        "curated": curated,
        "content": proof.content_after(Path(message["current"]), removed, added) or content.digest(after),
        "removed": [line.decode() for line in removed],
        "added": [line.decode() for line in added],
    }


def serve_changes(receive: Callable[[], tuple[bytes, bytes]], send: Callable[[bytes], None], place: Path) -> None:
    """Apply one change after the other until the service goes away."""
    working = Working(place)
    try:
        while True:
            message = wire.parsed(receive()[1])
            body = receive()[1]
            try:
                send(wire.header(change(working, message, body)))
            except CagraphError as error:
                send(wire.failure(error))
            except (OSError, RuntimeError) as error:
                working.throw_away()
                send(wire.failure(StoreError(f"the store cannot be written: {error}", "nothing was changed")))
    except EOFError:
        working.throw_away()


def main() -> None:
    """Run as `python -m cagraph.workers.write_worker DESCRIPTOR PLACE MEMORY`, started by `Writer`."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    connection = socket.socket(fileno=int(sys.argv[1]))
    limit_memory(int(sys.argv[3]))
    forbid_sockets()
    serve_changes(lambda: wire.receive(connection), connection.sendall, Path(sys.argv[2]))
    os._exit(0)


if __name__ == "__main__":
    main()
