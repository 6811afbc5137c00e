"""Where the graph lives: engines behind one interface, and versions on disk."""

from pathlib import Path

from cagraph.store import snapshots
from cagraph.store.base import GRAPH_TYPES, RESULT_TYPES, Row, Serialised, Solutions, Store, Term
from cagraph.store.embedded import EmbeddedStore
from cagraph.store.guard import made_safe
from cagraph.store.rdflib_memory import RdflibStore

IN_MEMORY: dict[str, type[Store]] = {engine.scheme: engine for engine in (EmbeddedStore, RdflibStore)}


def open_store(location: str | Path) -> Store:
    """The store at a location: `memory:` or `rdflib:` for an empty one in memory, else a directory on disk."""
    scheme = str(location).removesuffix(":")
    if str(location).endswith(":") and scheme in IN_MEMORY:
        return IN_MEMORY[scheme]()
    return snapshots.open_current(Path(location))


__all__ = [
    "GRAPH_TYPES",
    "IN_MEMORY",
    "RESULT_TYPES",
    "EmbeddedStore",
    "RdflibStore",
    "Row",
    "Serialised",
    "Solutions",
    "Store",
    "Term",
    "made_safe",
    "open_store",
    "snapshots",
]
