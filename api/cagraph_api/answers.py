"""Answers of SPARQL queries as responses, and the memory of those that are asked again and again."""

import re
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from fastapi import Request
from fastapi.responses import Response, StreamingResponse
from starlette.types import Send

from cagraph.errors import CagraphError
from cagraph.graph import QueryRequest, Reply
from cagraph_api.memory import Memory
from cagraph_api.protocol import unless_gone
from cagraph_api.service import Service

# What makes an answer another one each time, or rests on another service's data.
_CHANGING: Final = re.compile(r"(?i)\b(?:(?:now|rand|uuid|struuid|bnode)\s*\(|service\b)")
_LARGEST: Final = 256 << 10


@dataclass(frozen=True)
class Kept:
    """A whole answer."""

    body: bytes
    media_type: str
    warnings: tuple[str, ...]

    def response(self, version: str, tag: str) -> Response:
        """The answer as a response."""
        return Response(self.body, media_type=self.media_type, headers=_headers(version, tag, self.warnings))


class Answers:
    """Answers queries over a service's graph, and keeps small answers of the current data version.

    A query that can give another answer each time (NOW, RAND, UUID, SERVICE …) is not kept.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._kept: Memory[QueryRequest, Kept] = Memory()

    async def answer(self, request: Request, asked: QueryRequest) -> Response:
        """The response to a query: 304 where the client holds it already, else kept or evaluated."""
        version = self._service.endpoint.version
        tag = _tag(version, asked) if request.method != "POST" else ""
        if tag and tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=_headers(version, tag, ()))
        kept = self._kept.get(version, asked)
        if kept is not None:
            return kept.response(version, tag)
        work = self._service.endpoint.query(asked, self._service.client(request))
        reply = await unless_gone(request, work)
        return self._respond(asked, reply, _tag(reply.version, asked) if tag else "")

    def _respond(self, asked: QueryRequest, reply: Reply, tag: str) -> Response:
        version, body = reply.version, reply.whole
        if body is None:
            headers = _headers(version, tag, tuple(reply.warnings))
            return _Growing(reply.pieces(), media_type=reply.media_type, headers=headers)
        reply.close()
        kept = Kept(body, reply.media_type, tuple(reply.warnings))
        if len(body) <= _LARGEST and not _CHANGING.search(asked.text):
            self._kept.keep(version, asked, kept, len(body))
        return kept.response(version, tag)


def _tag(version: str, asked: QueryRequest) -> str:
    """The entity tag of an answer: it depends on the data, the query and the media types; empty where it varies."""
    if _CHANGING.search(asked.text):
        return ""
    return f'"{sha256(f"{version}{asked!r}".encode()).hexdigest()[:32]}"'


class _Growing(StreamingResponse):
    """An answer that is still growing. An error leaves it without its end, so that it does not look whole."""

    async def stream_response(self, send: Send) -> None:
        """Called with the request's way to send; the server breaks the connection when nothing ends the body."""
        with suppress(CagraphError):
            await super().stream_response(send)


def _headers(version: str, tag: str, warnings: tuple[str, ...]) -> dict[str, str]:
    headers = {"Vary": "Accept", "X-Data-Version": version, "Cache-Control": "no-cache"}
    if tag:
        headers["ETag"] = tag
    if warnings:
        told = "; ".join(warnings).encode("ascii", "replace").decode().replace('"', "'")
        headers["Warning"] = f'299 cagraph "{told[:1000]}"'
    return headers
