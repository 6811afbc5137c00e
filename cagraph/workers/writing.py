"""The one writer: hands changes to its process in turn, and ends it when it takes too long."""

import asyncio
import contextlib
import shutil
import socket
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from cagraph.errors import EngineFailureError, QueryTimeoutError
from cagraph.workers import wire

_MEMORY: Final = 2 << 30


@dataclass(frozen=True)
class Change:
    """A write: a SPARQL update, or what the Graph Store Protocol does to one graph (empty: the default graph).

    `kind` is update, put, post or delete; `body` the text of the update or the triples, of `media_type`. Under one
    name in `once`, a key's change is made once, however often it is asked for.
    """

    kind: str
    body: bytes = b""
    graph: str = ""
    media_type: str = ""
    using: tuple[str, ...] = ()
    using_named: tuple[str, ...] = ()
    once: str = ""


class Writer:
    """Applies changes to snapshots under a directory, one at a time."""

    def __init__(self, root: Path, setting: Mapping[str, Any], seconds: float = 60.0) -> None:
        self._root = root.resolve()
        self._setting = {name: setting[name] for name in ("base", "prefixes", "functions")}
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: socket.socket | None = None

    async def apply(
        self, change: Change, current: Path, target: Path, final: Path, protected: str, may_curate: bool
    ) -> dict[str, Any]:
        """Leave at `target` what the snapshot `current` becomes by a change; it will then be moved to `final`.

        Returns whether a graph was `created`, how many `quads` there are, and whether `curated` content changed.
        Raises the errors of the change; then there is nothing at `target`, and `current` is as it was.
        """
        message = {
            **self._setting,
            "kind": change.kind,
            "graph": change.graph,
            "media_type": change.media_type,
            "using": change.using,
            "using_named": change.using_named,
            "current": str(current.resolve()),
            "target": str(target.resolve()),
            "final": str(final.resolve()),
            "protected": protected,
            "may_curate": may_curate,
        }
        asking = asyncio.ensure_future(asyncio.to_thread(self._ask, message, change.body))
        try:
            letter, payload = await asyncio.wait_for(asyncio.shield(asking), self._seconds)
        except TimeoutError as error:
            self.close()
            with contextlib.suppress(EOFError, OSError):
                await asking
            shutil.rmtree(target, ignore_errors=True)
            raise QueryTimeoutError(
                f"the write ran past its limit of {self._seconds:g} s and was stopped", "nothing was changed"
            ) from error
        except (EOFError, OSError) as error:
            self.close()
            shutil.rmtree(target, ignore_errors=True)
            raise EngineFailureError("the engine failed on this write", "nothing was changed") from error
        if letter == wire.FAILURE:
            raise wire.raised(payload)
        return wire.parsed(payload)

    def _ask(self, message: Mapping[str, Any], body: bytes) -> tuple[bytes, bytes]:
        connection = self._connected()
        connection.sendall(wire.header(message) + wire.frame(wire.DATA, body))
        return wire.receive(connection)

    def _connected(self) -> socket.socket:
        if self._connection is None:
            self._connection, theirs = socket.socketpair()
            place = self._root / f"working-{theirs.fileno()}"
            shutil.rmtree(place, ignore_errors=True)
            program = [sys.executable, "-m", "cagraph.workers.write_worker"]
            self._process = subprocess.Popen(
                [*program, str(theirs.fileno()), str(place), str(_MEMORY)],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
            )
            theirs.close()
        return self._connection

    def close(self) -> None:
        """End its process; a change under way is not done."""
        connection, self._connection = self._connection, None
        process, self._process = self._process, None
        if connection:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()
        if process:
            process.kill()
            process.wait()
        for place in self._root.glob("working-*"):
            shutil.rmtree(place, ignore_errors=True)
