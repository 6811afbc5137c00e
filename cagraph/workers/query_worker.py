"""The program of the query workers: a parent that has everything loaded, and forks a worker when asked for one.

A fork costs a few milliseconds where a new Python costs a hundred, and the workers of an in-memory store share its
pages. The parent evaluates nothing; a worker evaluates one query at a time and is thrown away when it misbehaves.
"""

import array
import ctypes
import os
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NoReturn

import pyoxigraph as ox

from cagraph.errors import CagraphError
from cagraph.store.functions import functions
from cagraph.workers import wire
from cagraph.workers.evaluate import QueryRequest, Setting, evaluate
from cagraph.workers.sandbox import forbid_sockets, limit_memory

_GATHERED: Final = 1 << 16
_PR_SET_PDEATHSIG: Final = 1


def serve_forks(control: socket.socket) -> None:
    """Answer the service: load a snapshot into memory, or fork a worker on one, until the service goes away."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    loaded: dict[str, ox.Store] = {}
    setting: Setting | None = None
    while True:
        message, descriptors = _receive_with_descriptor(control)
        if message is None:
            return
        if message["do"] == "load":
            loaded = {message["path"]: _into_memory(message["path"])}
            control.sendall(wire.header({"loaded": len(loaded[message["path"]])}))
            continue
        setting = setting or _setting(message["setting"])
        child = os.fork()
        if child == 0:
            control.close()
            _become_worker(descriptors[0], message, setting, loaded.get(message["path"]))
        os.close(descriptors[0])
        control.sendall(wire.header({"pid": child}))


def _receive_with_descriptor(control: socket.socket) -> tuple[dict[str, Any] | None, list[int]]:
    """The next message and the descriptors that came along with it."""
    found = array.array("i")
    head, ancillary, _, _ = control.recvmsg(wire.HEAD.size, socket.CMSG_LEN(found.itemsize))
    for level, kind, data in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            found.frombytes(data[: len(data) - len(data) % found.itemsize])
    if len(head) < wire.HEAD.size:
        return None, []
    _, length = wire.HEAD.unpack(head)
    return wire.parsed(wire.exactly(control, length)), list(found)


def _into_memory(path: str) -> ox.Store:
    store = ox.Store()
    dumped = ox.Store.read_only(path).dump(format=ox.RdfFormat.N_QUADS)
    store.bulk_load(dumped or b"", ox.RdfFormat.N_QUADS)
    return store


def _setting(values: dict[str, Any]) -> Setting:
    return Setting(
        base=values["base"],
        prefixes=values["prefixes"],
        ontology=values["ontology"],
        terms=frozenset(values["terms"]),
        functions=functions(values["functions"]),
    )


def _become_worker(descriptor: int, message: dict[str, Any], setting: Setting, store: ox.Store | None) -> NoReturn:
    """Turn this fork into a worker: open the snapshot, give up what it does not need, answer until told to stop."""
    code = 1
    try:
        connection = socket.socket(fileno=descriptor)
        if message["behind"] and hasattr(os, "SCHED_IDLE"):
            os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        opened = store if store is not None else ox.Store.read_only(message["path"])
        limit_memory(message["memory"])
        forbid_sockets()
        answer_queries(connection, opened, setting)
        code = 0
    finally:
        os._exit(code)


def answer_queries(connection: socket.socket, store: ox.Store, setting: Setting) -> None:
    """Answer one query after the other until the connection ends."""
    while True:
        try:
            _, payload = wire.receive(connection)
        except EOFError:
            return
        request = QueryRequest.from_dict(wire.parsed(payload))
        _answer(connection.sendall, store, request, setting)


def _answer(send: Callable[[bytes], None], store: ox.Store, request: QueryRequest, setting: Setting) -> None:
    gathered = bytearray()

    def begin(media_type: str, warnings: list[str]) -> None:
        gathered.extend(wire.header({"media_type": media_type, "warnings": warnings}))

    def piece(data: bytes) -> None:
        gathered.extend(wire.frame(wire.DATA, data))
        if len(gathered) > _GATHERED:
            send(bytes(gathered))
            gathered.clear()

    try:
        evaluate(store, request, setting, begin, piece)
    except CagraphError as error:
        gathered.extend(wire.failure(error))
    else:
        gathered.extend(wire.frame(wire.END))
    send(bytes(gathered))


def main() -> None:
    """Run as `python -m cagraph.workers.query_worker DESCRIPTOR`, started by the pool."""
    os.chdir(Path("/"))
    serve_forks(socket.socket(fileno=int(sys.argv[1])))


if __name__ == "__main__":
    main()
