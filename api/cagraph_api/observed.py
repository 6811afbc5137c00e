"""What the operator sees of each request: an id, a line in the log, and the numbers behind `/metrics`."""

import json
import logging
import re
import sys
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from itertools import count
from secrets import token_hex
from typing import Any, Final

from fastapi import Request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOG: Final = logging.getLogger("cagraph.requests")
_HEADER: Final = b"x-request-id"
_FITTING: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")
_SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_OTHER: Final = "other"


class Metrics:
    """Counts of one application, in a registry of its own.

    `sections` are the paths that requests are counted under; all else is `other`, so that no client makes series.
    `queries` tells how many SPARQL queries ended in what way, `state` the data version and the number of quads.
    """

    def __init__(
        self,
        sections: Collection[str],
        queries: Callable[[], dict[str, int]] = dict,
        state: Callable[[], tuple[str, int]] = lambda: ("", 0),
    ) -> None:
        self._sections = frozenset(sections)
        self._queries, self._state = queries, state
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "cagraph_requests", "Requests answered", ("section", "method", "status"), registry=self._registry
        )
        self._seconds = Histogram(
            "cagraph_request_seconds",
            "Time to the last byte of an answer",
            ("section",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        # The series of a label are looked up once: that costs more than counting.
        self._section = lru_cache(maxsize=1024)(self.section)
        self._series: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}
        self.under_way = Gauge("cagraph_requests_under_way", "Requests being answered", registry=self._registry)
        self._ended = Gauge(
            "cagraph_queries_ended", "SPARQL queries by how they ended", ("outcome",), registry=self._registry
        )
        self._quads = Gauge("cagraph_quads", "Quads of the data version", ("data_version",), registry=self._registry)

    def section(self, path: str) -> str:
        """The section that a path belongs to.

        >>> Metrics(["/v1/treaties", "/sparql"]).section("/v1/treaties/kaz-uzb-alliance-2022")
        '/v1/treaties'
        """
        parts = path.split("/")
        names = (path, "/".join(parts[:3]).partition(".")[0], "/".join(parts[:2]).partition(".")[0])
        return next((name for name in names if name and name in self._sections), _OTHER)

    def count(self, path: str, method: str, status: int, seconds: float) -> None:
        """Count a request that has been answered."""
        section = self._section(path)
        series = self._series.get((section, method, status))
        if series is None:
            series = self._requests.labels(section, method, str(status)), self._seconds.labels(section)
            self._series[section, method, status] = series
        series[0].inc()
        series[1].observe(seconds)

    def text(self) -> bytes:
        """All of it in the text format of Prometheus."""
        for outcome, number in self._queries().items():
            self._ended.labels(outcome).set(number)
        version, quads = self._state()
        self._quads.clear()
        self._quads.labels(version).set(quads)
        return generate_latest(self._registry)


@dataclass
class _Seen:
    """What is noted of a request while it is answered."""

    status: int = 499  # the client went away before there was a status, as nginx writes it
    size: int = 0
    began: float = field(default_factory=time.perf_counter)

    @property
    def seconds(self) -> float:
        """How long it has taken."""
        return time.perf_counter() - self.began


class Observed:
    """The outermost layer: every request gets an id, which a client may bring along, and is counted and logged.

    Queries, keys and bodies are not logged: only the path, never what comes behind its question mark.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics, client: Callable[[Request], str]) -> None:
        self._app = app
        self._metrics = metrics
        self._client = client
        self._process = token_hex(4)
        self._numbers = count(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Called by the server for each request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        seen, name = _Seen(), self._request_id(scope)
        scope.setdefault("state", {})["request_id"] = name

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen.status = message["status"]
                message = {**message, "headers": [*message.get("headers", ()), (_HEADER, name.encode())]}
            else:
                seen.size += len(message.get("body", b""))
            await send(message)

        self._metrics.under_way.inc()
        try:
            await self._app(scope, receive, sending)
        finally:
            if isinstance(sys.exception(), Exception):  # it is answered with 500 further out
                seen.status = 500
            self._metrics.under_way.dec()
            self._metrics.count(scope["path"], _method(scope), seen.status, seen.seconds)
            if LOG.isEnabledFor(logging.INFO):
                LOG.info(scope["path"], extra={"request": self._row(scope, name, seen)})

    def _request_id(self, scope: Scope) -> str:
        """The id that the client brought along, or a new one: of this process by its first half."""
        for name, value in scope["headers"]:
            if name == _HEADER and _FITTING.fullmatch(value.decode("latin-1")):
                return str(value, "latin-1")
        return f"{self._process}{next(self._numbers):08x}"

    def _row(self, scope: Scope, name: str, seen: _Seen) -> dict[str, Any]:
        return {
            "request": name,
            "client": self._client(Request(scope)),
            "method": scope["method"],
            "path": scope["path"],
            "status": seen.status,
            "bytes": seen.size,
            "ms": round(seen.seconds * 1000, 2),
        }


class JsonLines(logging.Formatter):
    """Log lines as JSON objects: what happened when, and of a request all that is noted of it."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        time_ = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        row = {"time": time_, "level": record.levelname.lower(), "logger": record.name}
        told = getattr(record, "request", None)
        row |= told if isinstance(told, dict) else {"message": record.getMessage()}
        if record.exc_info:
            row["error"] = self.formatException(record.exc_info)
        return json.dumps(row, ensure_ascii=False)


class PlainLines(logging.Formatter):
    """Log lines for people."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        told = getattr(record, "request", None)
        if not isinstance(told, dict):
            return super().format(record)
        return "{client} {method} {path} {status} {bytes} B {ms} ms {request}".format(**told)


def log_requests(style: str) -> None:
    """Write a line for each request on standard error: `json`, `plain`, or `none`."""
    LOG.setLevel(logging.INFO if style != "none" else logging.CRITICAL)
    if style != "none":
        handler = logging.StreamHandler()
        handler.setFormatter(JsonLines() if style == "json" else PlainLines())
        LOG.addHandler(handler)
        LOG.propagate = False


def _method(scope: Scope) -> str:
    method: str = scope["method"]
    return method if method in {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"} else _OTHER
