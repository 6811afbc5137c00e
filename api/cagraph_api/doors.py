"""The outermost layer: which Host names are answered, and headers that every response carries."""

import json
from collections.abc import Sequence
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cagraph_api.problems import MEDIA_TYPE

_ALWAYS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
)


class Doors:
    """Refuses requests for hosts that are not ours: a page of another site could have its own name point here."""

    def __init__(self, app: ASGIApp, hosts: Sequence[str]) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Called by the server for each request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                told = list(message.get("headers", ()))
                named = {name for name, _ in told}  # a page of ours brings the policy that it needs
                message["headers"] = told + [header for header in _ALWAYS if header[0] not in named]
            await send(message)

        host = next((value for name, value in scope["headers"] if name == b"host"), b"").decode("latin-1").lower()
        if self._without_port(host) in self._hosts or "*" in self._hosts:
            await self._app(scope, receive, sending)
        else:
            await _misdirected(host, scope["path"], sending)

    @staticmethod
    def _without_port(host: str) -> str:
        if host.startswith("["):
            return host.partition("]")[0] + "]"
        return host.partition(":")[0]


async def _misdirected(host: str, path: str, send: Send) -> None:
    body = json.dumps(
        {
            "type": "urn:cagraph:problem:misdirected",
            "title": "Misdirected request",
            "status": 421,
            "detail": f"this service does not answer for the host '{host[:100]}'",
            "hint": "use its own address, or add the name to CAGRAPH_HOSTS",
            "instance": path,
        }
    ).encode()
    headers = [(b"content-type", MEDIA_TYPE.encode()), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 421, "headers": headers})
    await send({"type": "http.response.body", "body": body})
