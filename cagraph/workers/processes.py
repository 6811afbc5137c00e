"""Worker processes as the service sees them: started by a parent that forks, spoken to in frames, killed at will."""

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, cast

from cagraph.errors import CagraphError, EngineFailureError
from cagraph.workers import wire

# Linux numbers the processor clock of a process by its id (clock_getcpuclockid(3)), and Python has no name for it.
_CPUCLOCK_SCHED: Final = 2


class Parent:
    """The process that forks workers (`query_worker`). Its calls block for milliseconds: use it from a thread."""

    def __init__(self, setting: Mapping[str, Any]) -> None:
        self._setting = dict(setting)
        self._turn = threading.Lock()
        self._control, theirs = socket.socketpair()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "cagraph.workers.query_worker", str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            # An abort of the engine is told to the client; a trace of it costs more than the query did.
            env={**os.environ, "MALLOC_ARENA_MAX": "2", "RUST_BACKTRACE": "0"},
        )
        theirs.close()

    def load(self, snapshot: Path) -> int:
        """Have a snapshot in memory for the workers forked from now on; returns its number of quads."""
        return int(self._ask({"do": "load", "path": str(snapshot)})["loaded"])

    def fork(self, snapshot: Path, memory: int, behind: bool) -> tuple[int, socket.socket]:
        """A new worker on a snapshot: its process id and our end of the connection to it."""
        ours, theirs = socket.socketpair()
        with theirs:
            asked = {"do": "fork", "path": str(snapshot), "memory": memory, "behind": behind}
            message = {**asked, "setting": self._setting}
            try:
                return int(self._ask(message, theirs.fileno())["pid"]), ours
            except EngineFailureError:
                ours.close()
                raise

    def _ask(self, message: Mapping[str, Any], *descriptors: int) -> dict[str, Any]:
        framed = wire.header(message)
        try:
            with self._turn:
                sent = socket.send_fds(self._control, [framed], list(descriptors))
                self._control.sendall(framed[sent:])
                return wire.parsed(wire.receive(self._control)[1])
        except (OSError, EOFError) as error:
            raise EngineFailureError("no worker can be started", "try again; else restart the service") from error

    def close(self) -> None:
        """End it; its workers end with it."""
        self._control.close()
        self.process.kill()
        self.process.wait()


class Worker(asyncio.Protocol):
    """One worker: frames of its answers go to whoever `listen`s."""

    def __init__(self, pid: int, snapshot: Path, behind: bool) -> None:
        self.pid = pid
        self.behind = behind  # whether it runs only when nothing else wants the processor
        self.snapshot = snapshot
        self.alive = True
        self._handle = os.pidfd_open(pid) if hasattr(os, "pidfd_open") else None
        self._buffer = bytearray()
        self._listener: Callable[[bytes, bytes], None] | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called by the event loop."""
        self._transport = cast(asyncio.Transport, transport)  # uvloop's transports are none of asyncio's classes

    def data_received(self, data: bytes) -> None:
        """Called by the event loop: pass on every frame that is whole."""
        self._buffer += data
        size = wire.HEAD.size
        while len(self._buffer) >= size:
            letter, length = wire.HEAD.unpack_from(self._buffer)
            if len(self._buffer) < size + length:
                return
            payload = bytes(self._buffer[size : size + length])
            del self._buffer[: size + length]
            if self._listener:
                self._listener(letter, payload)

    def connection_lost(self, _: Exception | None) -> None:
        """Called by the event loop when the worker is gone."""
        self.alive = False
        self._forget()
        listener, self._listener = self._listener, None
        if listener:
            lost = EngineFailureError(
                "the engine failed on this query: it ran out of memory or met a fault",
                "make it smaller; where it sorts values of mixed types, sort by STR(?x)",
            )
            listener(wire.FAILURE, wire.failure(lost)[wire.HEAD.size :])

    def ask(self, values: Mapping[str, Any], listener: Callable[[bytes, bytes], None]) -> None:
        """Put a query to it; each frame of the answer goes to `listener` as letter and payload."""
        self._listener = listener
        if self._transport is None:
            self.connection_lost(None)
        else:
            self._transport.write(wire.header(values))

    def released(self) -> None:
        """Its answer is whole: nobody listens any more."""
        self._listener = None

    def processor_time(self) -> float:
        """Seconds that it has had of a processor; where the system does not tell, the time of a clock on the wall."""
        if sys.platform == "linux":
            with contextlib.suppress(OSError):
                return time.clock_gettime(~self.pid << 3 | _CPUCLOCK_SCHED)
        return time.monotonic()

    def stand_back(self) -> None:
        """Run from now on only when nothing else wants the processor."""
        self.behind = True
        if hasattr(os, "SCHED_IDLE"):
            with contextlib.suppress(OSError):
                os.sched_setscheduler(self.pid, os.SCHED_IDLE, os.sched_param(0))

    def kill(self) -> None:
        """End it at once, whatever it is doing."""
        self._listener = None
        self.alive = False
        with contextlib.suppress(OSError):
            if self._handle is not None:
                # A process of the idle class dies late on a busy machine, so it is given its turn back first.
                if hasattr(os, "SCHED_OTHER"):
                    with contextlib.suppress(OSError):
                        os.sched_setscheduler(self.pid, os.SCHED_OTHER, os.sched_param(0))
                signal.pidfd_send_signal(self._handle, signal.SIGKILL)
            elif self.pid:
                os.kill(self.pid, signal.SIGKILL)
        self._forget()
        if self._transport:
            self._transport.abort()

    def _forget(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
        elif not hasattr(os, "pidfd_open"):
            self.pid = 0


async def start_worker(parent: Parent, snapshot: Path, memory: int, behind: bool) -> Worker:
    """Fork a worker and connect to it. Raises EngineFailureError."""
    pid, connection = await asyncio.to_thread(parent.fork, snapshot, memory, behind)
    try:
        worker = Worker(pid, snapshot, behind)
    except ProcessLookupError as error:
        connection.close()
        raise EngineFailureError("a worker died at once", "see the log of the service") from error
    connection.setblocking(False)
    await asyncio.get_running_loop().create_connection(lambda: worker, sock=connection)
    return worker


def error_of(payload: bytes) -> CagraphError:
    """The error that a failure frame tells of."""
    return wire.raised(payload)
