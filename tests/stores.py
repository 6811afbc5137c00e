"""Small stores on disk as builds and writes leave them, and what they hold."""

import asyncio
from pathlib import Path

from cagraph.graph import Change, Endpoint, Graph, Key, build
from cagraph.settings import Settings
from cagraph.store import EmbeddedStore, snapshots

RECORDS = """\
- kind: Source
  id: source
  label: A source

- kind: State
  id: KAZ
  label: Kazakhstan
  evidence:
    - source: source
      at: "1"
"""
CURATOR = Key("cleo", "curate", "")
# Each makes something that no second run of the same text would make again, or leaves nothing but a graph.
WRITES = (
    "INSERT DATA { GRAPH <http://example.org/own> { <urn:a> <urn:p> 'own' . [] <urn:q> 1.5 } }",
    "INSERT { GRAPH <http://example.org/own> "
    "{ <urn:b> <urn:p> ?u , ?n } } WHERE { BIND(UUID() AS ?u) BIND(NOW() AS ?n) }",
    "CREATE GRAPH <http://example.org/empty>",
    "INSERT DATA { id:KAZ rdfs:label 'Қазақстан'@kk } ; DROP GRAPH <http://example.org/empty>",
)


def made(place: Path) -> Settings:
    """A place where a few records are built."""
    (place / "data").mkdir(parents=True)
    (place / "data" / "records.yaml").write_text(RECORDS, encoding="utf-8")
    settings = Settings(store=place / "store", data=place / "data", keys=place / "keys.json")
    build(settings)
    return settings


def write(settings: Settings, *texts: str) -> list[str]:
    """Apply updates through a service's endpoint; returns the versions they made."""

    async def run() -> list[str]:
        endpoint = Endpoint(Graph.built(settings.store))
        try:
            return [(await endpoint.write(Change("update", text.encode()), CURATOR)).data_version for text in texts]
        finally:
            await endpoint.close()

    return asyncio.run(run())


def root(settings: Settings) -> Path:
    return Path(settings.store)


def held(settings: Settings) -> set[bytes]:
    """Every statement of the current version."""
    return snapshots.open_current(root(settings)).statements()


def whole(directory: Path) -> set[bytes]:
    """Every statement of a version, without a look at its proof."""
    return EmbeddedStore(directory).statements()
