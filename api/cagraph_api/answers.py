"""Answers of SPARQL queries as responses, and the memory of those that are asked again and again."""

import re
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from fastapi.responses import Response, StreamingResponse
from starlette.types import Send

from cagraph.errors import CagraphError
from cagraph.graph import QueryRequest, Reply
from cagraph_api.memory import Memory

_CHANGING: Final = re.compile(r"(?i)\b(?:now|rand|uuid|struuid|bnode)\s*\(")
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
    """Keeps small answers of the current data version.

    A query that can give another answer each time (NOW, RAND, UUID …) is not kept.
    """

    def __init__(self) -> None:
        self._kept: Memory[QueryRequest, Kept] = Memory()

    def tag(self, version: str, asked: QueryRequest) -> str:
        """The entity tag of an answer: it depends on the data, the query and the media types; empty where it varies."""
        if _CHANGING.search(asked.text):
            return ""
        return f'"{sha256(f"{version}{asked!r}".encode()).hexdigest()[:32]}"'

    def get(self, version: str, asked: QueryRequest) -> Kept | None:
        """The answer, if it is known for this version of the data."""
        return self._kept.get(version, asked)

    def give(self, version: str, asked: QueryRequest, reply: Reply, tag: str) -> Response:
        """The response of a reply; kept, if it is whole and small."""
        body = reply.whole
        if body is None:
            headers = _headers(version, tag, tuple(reply.warnings))
            return _Growing(reply.pieces(), media_type=reply.media_type, headers=headers)
        reply.close()
        kept = Kept(body, reply.media_type, tuple(reply.warnings))
        if len(body) <= _LARGEST and not _CHANGING.search(asked.text):
            self._kept.keep(version, asked, kept, len(body))
        return kept.response(version, tag)


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
