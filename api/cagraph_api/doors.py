"""Which Host names are answered, and headers that every response carries unless its page has its own."""

from collections.abc import Sequence
from typing import Final

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cagraph.errors import MisdirectedError
from cagraph_api.problems import problem

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
                given = list(message.get("headers", ()))
                own = {name.lower() for name, _ in given}
                message["headers"] = given + [header for header in _ALWAYS if header[0] not in own]
            await send(message)

        host = next((value for name, value in scope["headers"] if name == b"host"), b"").decode("latin-1").lower()
        if self._without_port(host) in self._hosts or "*" in self._hosts:
            await self._app(scope, receive, sending)
        else:
            error = MisdirectedError(
                f"this service does not answer for the host '{host[:100]}'",
                "use its own address, or add the name to CAGRAPH_HOSTS",
            )
            await problem(error, Request(scope))(scope, receive, sending)

    @staticmethod
    def _without_port(host: str) -> str:
        if host.startswith("["):
            return host.partition("]")[0] + "]"
        return host.partition(":")[0]
