"""What the service runs with: its public address, who may call it under which name, its endpoint and its keys."""

from dataclasses import dataclass
from pathlib import Path

from fastapi import Request

from cagraph.graph import Endpoint, Graph, Keys, Limits
from cagraph.settings import LOOPBACK, Settings
from cagraph_api import networks

LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]", "testserver")


@dataclass(frozen=True)
class Service:
    """One graph as it is served."""

    graph: Graph
    endpoint: Endpoint
    keys: Keys
    public_url: str = "http://localhost:8000"
    hosts: tuple[str, ...] = LOCAL_HOSTS
    proxies: tuple[str, ...] = ()
    watchers: tuple[str, ...] = LOOPBACK

    @classmethod
    def of(cls, graph: Graph, settings: Settings | None = None, public_url: str = "") -> "Service":
        """The service over a graph that the settings describe. Raises ParameterError."""
        if settings is None:
            return cls(graph, Endpoint(graph), Keys(Path("/nonexistent/keys.json")))
        url = (settings.public_url or public_url or f"http://{settings.host}:{settings.port}").rstrip("/")
        named = url.partition("://")[2].partition("/")[0]
        host = named if named.endswith("]") else named.rpartition(":")[0] or named
        return cls(
            graph,
            Endpoint(graph, _limits(settings), services=settings.services),
            Keys(settings.keys_file),
            url,
            (*LOCAL_HOSTS[:3], host, *settings.hosts),
            networks.checked("CAGRAPH_PROXIES", settings.proxies),
            networks.checked("CAGRAPH_METRICS", settings.metrics),
        )

    def client(self, request: Request) -> str:
        """Who asks: the address, or the one that a trusted proxy names; of several, the last that is no proxy."""
        asking = request.client.host if request.client else ""
        lines = request.headers.getlist("x-forwarded-for")
        named = [name for name in (part.strip() for part in ",".join(lines).split(",")) if name]
        while named and networks.holds(self.proxies, asking):
            asking = named.pop()
        return asking[:64]


def _limits(settings: Settings) -> Limits:
    return Limits(seconds=settings.query_seconds, memory=settings.query_memory << 20, rows=settings.query_rows)
