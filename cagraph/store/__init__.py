"""Where the graph lives: engines behind one interface, versions on disk, and servers elsewhere."""

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from pyoxigraph import Quad

from cagraph.errors import ParameterError
from cagraph.settings import DEFAULT_BASE
from cagraph.store import history, snapshots
from cagraph.store.base import GRAPH_TYPES, RESULT_TYPES, Row, Serialised, Solutions, Store, Term
from cagraph.store.dialects import is_remote
from cagraph.store.embedded import EmbeddedStore
from cagraph.store.guard import made_safe
from cagraph.store.rdflib_memory import RdflibStore
from cagraph.store.remote import RemoteStore

IN_MEMORY: dict[str, type[Store]] = {engine.scheme: engine for engine in (EmbeddedStore, RdflibStore)}


def open_store(location: str | Path, base: str = DEFAULT_BASE) -> Store:
    """The store at a location.

    `memory:` or `rdflib:` is an empty one in memory, `sparql+http://…` one on a server, anything else a directory on
    disk. Raises StoreMissingError when nothing was built there, ParameterError for a location that cannot be read.
    """
    if _elsewhere(location):
        return RemoteStore.open(str(location), base)
    scheme = str(location).removesuffix(":")
    if str(location).endswith(":") and scheme in IN_MEMORY:
        return IN_MEMORY[scheme]()
    return snapshots.open_current(Path(location))


def held_version(location: str | Path, base: str) -> str | None:
    """The data version that a directory or a server holds whole, or None."""
    if not _elsewhere(location):
        return snapshots.current(Path(location))
    with closing(RemoteStore(str(location), base)) as store:
        state = store.state()
    return None if state.writing else state.version or None


def publish(location: str | Path, base: str, version: str, quads: Iterable[Quad]) -> None:
    """Make a version the one that a directory or a server holds. Raises StoreError."""
    if not _elsewhere(location):
        with snapshots.writing(Path(location)):
            snapshots.publish(Path(location), version, quads)
        return
    with closing(RemoteStore(str(location), base)) as store:
        store.publish(quads)


def _elsewhere(location: str | Path) -> bool:
    """Whether a location is a server's and no directory. Raises ParameterError for other addresses."""
    if is_remote(location):
        return True
    if isinstance(location, str) and "://" in location:
        raise ParameterError(
            f"no store can be at an address that begins with '{location.partition('://')[0]}:'",
            "write sparql+http://host:port/path",
        )
    return False


__all__ = [
    "GRAPH_TYPES",
    "IN_MEMORY",
    "RESULT_TYPES",
    "EmbeddedStore",
    "RdflibStore",
    "RemoteStore",
    "Row",
    "Serialised",
    "Solutions",
    "Store",
    "Term",
    "held_version",
    "history",
    "is_remote",
    "made_safe",
    "open_store",
    "publish",
    "snapshots",
]
