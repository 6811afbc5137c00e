"""Representations that stay the same while the data do: entity tags, 304, HEAD, and answers kept by data version.

The tag of a representation is made of the data version, the history that led to it, the address and what the client
accepts (RFC 9110, 8.8.3 and 13.1.2), so that it is known before the answer is.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cagraph_api.memory import Memory

_LARGEST: Final = 4 << 20
_VARY: Final = (b"accept", b"accept-encoding", b"host")
_TOLD_OF: Final = b"Accept, Accept-Encoding"
_LANGUAGE: Final = b"Accept-Language"
Key = tuple[bytes, ...]
Spoken = Callable[[str, str], str | None]


def _told(tag: bytes, version: str, speaks: bool) -> list[tuple[bytes, bytes]]:
    vary = b", ".join((_TOLD_OF, _LANGUAGE)) if speaks else _TOLD_OF
    return [(b"etag", tag), (b"x-data-version", version.encode()), (b"cache-control", b"no-cache"), (b"vary", vary)]


@dataclass
class _Kept:
    """A response as it goes out."""

    tag: bytes
    headers: list[tuple[bytes, bytes]]
    body: bytes


@dataclass
class _Recording:
    """A response on its way, noted down as long as it is a whole, good and small one."""

    status: int = 0
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytearray = field(default_factory=bytearray)
    whole: bool = False

    @property
    def fits(self) -> bool:
        """Whether it can be kept: what is sent in pieces ends early where the client hangs up."""
        return self.whole and self.status == 200 and len(self.body) <= _LARGEST


class Freshness:
    """Answers GET and HEAD below the given paths; everything else passes through.

    `history` tells apart the ways that led to the same content, since the same data may come back. `spoken` names the
    language that an answer is in, by its path and what the client accepts; None where that makes no difference.
    """

    def __init__(
        self,
        app: ASGIApp,
        version: Callable[[], str],
        history: Callable[[], str],
        paths: tuple[str, ...],
        spoken: Spoken = lambda *_: None,
    ) -> None:
        self._app = app
        self._spoken = spoken
        self._version = version
        self._history = history
        self._paths = paths
        self._kept: Memory[tuple[bytes | bool, ...], _Kept] = Memory()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Called by the server for each request."""
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"} or not self._covers(scope["path"]):
            await self._app(scope, receive, send)
            return
        version = self._version()
        headers = dict(scope["headers"])
        lang = self._spoken(scope["path"], headers.get(_LANGUAGE.lower(), b"").decode("latin-1"))
        speaks = lang is not None
        varied = (*(headers.get(name, b"") for name in _VARY), (lang or "").encode())
        key = (scope["raw_path"], scope["query_string"], *varied)
        crossing = b"origin" in headers
        kept = self._kept.get(version, (*key, crossing))
        tag = kept.tag if kept else self._tag(version, key)
        head = scope["method"] == "HEAD"
        if tag in headers.get(b"if-none-match", b""):
            told = [*_told(tag, version, speaks), *([(b"access-control-allow-origin", b"*")] if crossing else ())]
            await send({"type": "http.response.start", "status": 304, "headers": told})
            await send({"type": "http.response.body", "body": b""})
        elif kept:
            await send({"type": "http.response.start", "status": 200, "headers": kept.headers})
            await send({"type": "http.response.body", "body": b"" if head else kept.body})
        else:
            recording = await self._answer(scope, receive, send, _told(tag, version, speaks), head)
            if recording.fits and self._version() == version:
                kept = _Kept(tag, recording.headers, bytes(recording.body))
                self._kept.keep(version, (*key, crossing), kept, len(kept.body))

    def _tag(self, version: str, key: Key) -> bytes:
        seen = b"\n".join((version.encode(), self._history().encode(), *key))
        return b'"' + blake2b(seen, digest_size=16).hexdigest().encode() + b'"'

    def _covers(self, path: str) -> bool:
        return path == "/" or path.startswith(self._paths)

    async def _answer(
        self, scope: Scope, receive: Receive, send: Send, told: list[tuple[bytes, bytes]], head: bool
    ) -> _Recording:
        recording = _Recording()

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                recording.status = message["status"]
                recording.headers = list(message["headers"])
                if recording.status == 200:
                    # What the layers within say of `Vary` is a part of what we tell.
                    recording.headers = [one for one in recording.headers if one[0] != b"vary"] + told
                message = {**message, "headers": recording.headers}
            elif message["type"] == "http.response.body":
                if len(recording.body) <= _LARGEST:
                    recording.body += message.get("body", b"")
                recording.whole = not message.get("more_body", False)
                if head:
                    message = {**message, "body": b""}
            await send(message)

        await self._app({**scope, "method": "GET"}, receive, sending)
        return recording
