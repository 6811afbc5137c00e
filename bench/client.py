"""A load generator: clients that ask one SPARQL endpoint by HTTP, in a process of their own.

Run as `python -m bench.client` with a plan as JSON on standard input; results come as JSON on standard output.
"""

import asyncio
import json
import random
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

_LIMIT: Final = 25.0


@dataclass(frozen=True)
class Plan:
    """Who asks what, how often and how long.

    Without `rate` every client asks again after `think` seconds (mean of an exponential distribution; 0: at once);
    with it, queries are sent at that many a second whether earlier ones are answered or not, each on its own
    connection. `hang_up` is the share of queries whose client is gone before the answer. `nonce` gives every query a
    comment of its own, so that no cache can answer it. `in_turn` goes through the queries instead of drawing them.
    With `get` the queries are addresses, asked for by GET, and what makes each its own is a type that it accepts too.
    """

    port: int
    queries: Mapping[str, str]
    sources: tuple[str, ...]
    path: str = "/sparql"
    seconds: float = 10.0
    rate: float = 0.0
    think: float = 0.0
    hang_up: float = 0.0
    nonce: bool = True
    in_turn: bool = False
    form: bool = False  # the query as a field of a form, which every server reads
    get: bool = False
    seed: int = 1


@dataclass(frozen=True)
class Outcome:
    """What became of one request: `status` is the HTTP status, or `cut`, `timeout`, `hung up`, `refused`."""

    name: str
    status: str
    seconds: float
    size: int = 0


@dataclass
class _Answer:
    """How far the answer on a connection has come."""

    head: bytearray = field(default_factory=bytearray)
    status: str = ""
    left: int = -1  # bytes of the body that are to come, -1 when it comes in chunks
    size: int = 0
    tail: bytes = b""
    close: bool = False


class Connection(asyncio.Protocol):
    """One connection that asks one thing at a time and stays open as long as the server lets it."""

    def __init__(self) -> None:
        self.open = False
        self._answer = _Answer()
        self._done: asyncio.Future[str] | None = None
        self._transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport, self.open = transport, True

    def connection_lost(self, _: Exception | None) -> None:
        self.open = False
        self._end("cut")

    def data_received(self, data: bytes) -> None:
        answer = self._answer
        if not answer.status:
            answer.head += data
            place = answer.head.find(b"\r\n\r\n")
            if place < 0:
                return
            data = bytes(answer.head[place + 4 :])
            self._read_head(bytes(answer.head[:place]).lower())
        answer.size += len(data)
        answer.tail = (answer.tail + data[-7:])[-7:]
        if answer.left >= 0:
            whole = answer.size >= answer.left
        else:
            whole = answer.tail.endswith((b"\r\n0\r\n\r\n", b"0\r\n\r\n")) and (
                answer.size == 5 or answer.tail == b"\r\n0\r\n\r\n"
            )
        if whole:
            self._end(answer.status)
            if answer.close:
                self.shut()

    def _read_head(self, head: bytes) -> None:
        first, *lines = head.split(b"\r\n")
        self._answer.status = first.split()[1].decode()
        for line in lines:
            name, _, value = line.partition(b":")
            if name == b"content-length":
                self._answer.left = int(value)
            elif name == b"connection" and b"close" in value:
                self._answer.close = True
        if self._answer.status in {"204", "304"}:
            self._answer.left = 0

    def _end(self, status: str) -> None:
        if self._done and not self._done.done():
            self._done.set_result(status)

    async def ask(self, message: bytes, patience: float) -> tuple[str, int]:
        """Send a request; its status and the size of the body. Gives up and hangs up after `patience` seconds."""
        self._answer = _Answer()
        self._done = asyncio.get_running_loop().create_future()
        self._transport.write(message)
        timer = asyncio.get_running_loop().call_later(patience, self._end, "timeout")
        status = await self._done
        timer.cancel()
        if status == "timeout":
            self.shut()
        return status, self._answer.size

    def shut(self) -> None:
        """Hang up."""
        self.open = False
        self._transport.abort()


class Load:
    """The clients of a plan and what they have met."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._random = random.Random(plan.seed)
        self._names = sorted(plan.queries)
        self._random.shuffle(self._names)
        self._asked = 0
        self.outcomes: list[Outcome] = []

    def _next(self) -> tuple[str, bytes]:
        self._asked += 1
        name = self._names[self._asked % len(self._names)] if self._plan.in_turn else self._random.choice(self._names)
        text = self._plan.queries[name]
        own = f"{self._plan.seed}.{self._asked}.{time.time_ns()}" if self._plan.nonce else ""
        if self._plan.get:
            accept = f"application/json, x/{own};q=0.1" if own else "application/json"
            head = (
                f"GET {text} HTTP/1.1\r\nHost: 127.0.0.1:{self._plan.port}\r\nAccept: {accept}\r\n"
                "Accept-Encoding: gzip\r\n\r\n"  # as browsers and HTTP libraries do
            )
            return name, head.encode()
        text += f"\n# {own}" if own else ""
        body = urlencode({"query": text}).encode() if self._plan.form else text.encode()
        media_type = "application/x-www-form-urlencoded" if self._plan.form else "application/sparql-query"
        head = (
            f"POST {self._plan.path} HTTP/1.1\r\nHost: 127.0.0.1:{self._plan.port}\r\n"
            f"Content-Type: {media_type}\r\nAccept: application/sparql-results+json, text/turtle;q=0.5\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return name, head.encode() + body

    async def _connect(self, source: str) -> Connection:
        loop = asyncio.get_running_loop()
        _, connection = await loop.create_connection(
            Connection, "127.0.0.1", self._plan.port, local_addr=(source, 0) if source else None
        )
        return connection

    async def _one(self, source: str, kept: Connection | None) -> Connection | None:
        """Ask one query; the connection, if it can be used again."""
        name, message = self._next()
        leaves = self._random.random() < self._plan.hang_up
        started = time.perf_counter()
        try:
            connection = kept if kept and kept.open else await self._connect(source)
        except OSError:
            self.outcomes.append(Outcome(name, "refused", time.perf_counter() - started))
            await asyncio.sleep(0.05)
            return None
        status, size = await connection.ask(message, self._random.uniform(0.05, 1.5) if leaves else _LIMIT)
        if status == "cut" and connection is kept and not size and time.perf_counter() - started < 0.01:
            return None  # the server closed an idle connection just as we wrote: an HTTP client sends it again
        if leaves and status == "timeout":
            status = "hung up"
        self.outcomes.append(Outcome(name, status, time.perf_counter() - started, size))
        return connection if connection.open else None

    async def _client(self, source: str, until: float) -> None:
        connection: Connection | None = None
        if self._plan.think:
            await asyncio.sleep(self._random.random() * self._plan.think)
        while time.monotonic() < until:
            connection = await self._one(source, connection)
            if self._plan.think:
                await asyncio.sleep(self._random.expovariate(1 / self._plan.think))
        if connection:
            connection.shut()

    async def _single(self, source: str) -> None:
        connection = await self._one(source, None)
        if connection:
            connection.shut()

    async def run(self) -> None:
        """Ask until the time is over, and wait for the last answers."""
        until = time.monotonic() + self._plan.seconds
        if not self._plan.rate:
            await asyncio.gather(*(self._client(source, until) for source in self._plan.sources))
            return
        begun, sent, under_way = time.monotonic(), 0, []
        while time.monotonic() < until:
            under_way.append(asyncio.ensure_future(self._single(self._plan.sources[sent % len(self._plan.sources)])))
            sent += 1
            await asyncio.sleep(max(0.0, begun + sent / self._plan.rate - time.monotonic()))
        await asyncio.gather(*under_way)


def main() -> None:
    """Carry out the plan on standard input."""
    values = json.load(sys.stdin)
    load = Load(Plan(**{**values, "sources": tuple(values["sources"])}))
    try:
        import uvloop

        uvloop.run(load.run())
    except ImportError:
        asyncio.run(load.run())
    json.dump([asdict(outcome) for outcome in load.outcomes], sys.stdout)


if __name__ == "__main__":
    main()
