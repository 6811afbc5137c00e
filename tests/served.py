"""A running service with its keys, as tests that read and write have it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from cagraph.graph import Endpoint, Graph, Keys
from cagraph.settings import Settings
from cagraph_api import Service, create_app

OWN = "http://example.org/notes"


@dataclass(frozen=True)
class Served:
    """A running service, and the keys that it knows."""

    client: TestClient
    service: Service
    write: str
    curate: str
    keys_file: Path

    def authorised(self, scope: str) -> dict[str, str]:
        """The header for a key: write, curate, unknown or none."""
        keys = {"write": self.write, "curate": self.curate, "unknown": "cagraph_" + "x" * 43}
        return {"authorization": f"Bearer {keys[scope]}"} if scope in keys else {}

    def ask(self, query: str) -> list[dict[str, str]]:
        """The rows of a SELECT."""
        response = self.client.post("/sparql", data={"query": query, "format": "json"})
        assert response.status_code == 200, response.text
        bindings = response.json()["results"]["bindings"]
        return [{name: cell["value"] for name, cell in row.items()} for row in bindings]

    def holds(self, pattern: str) -> bool:
        """The answer to an ASK."""
        response = self.client.get("/sparql", params={"query": f"ASK {{ {pattern} }}"})
        assert response.status_code == 200, response.text
        return bool(response.json()["boolean"])

    def update(self, text: str, scope: str = "curate", **more: Any) -> Any:
        """Send an update as the body."""
        headers = {"content-type": "application/sparql-update", **self.authorised(scope)}
        return self.client.post("/sparql", content=text, headers=headers, **more)

    def put(self, graph: str, body: bytes | str, media_type: str = "text/turtle", scope: str = "curate") -> Any:
        """Replace a graph."""
        headers = {"content-type": media_type, **self.authorised(scope)}
        return self.client.put("/data", params={"graph": graph}, content=body, headers=headers)


@contextmanager
def serving_built(here: Settings) -> Iterator[Served]:
    """A service over what was built at a place, with a key that may write and one that may curate."""
    keys = Keys(here.keys_file)
    write, curate = keys.add("writer", "write"), keys.add("cleo", "curate")
    graph = Graph.built(here.store)
    service = Service(graph, Endpoint(graph), keys, "http://testserver")
    with TestClient(create_app(graph, service)) as client:
        yield Served(client, service, write, curate, here.keys_file)
