"""What an exporter is given and what it is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import networkx as nx

from cagraph.model import Model, Namespaces
from cagraph.store import Store


@dataclass(frozen=True)
class Material:
    """All that an exporter may need: the store, the model, the version, and the view for those that need one."""

    store: Store
    model: Model
    names: Namespaces
    data_version: str
    network: "nx.Graph[str] | None"


@dataclass(frozen=True)
class Exporter:
    """One format: `write` gives the bytes of the file in pieces, the same bytes for the same data."""

    name: str
    suffix: str
    media_type: str
    needs_view: bool
    write: Callable[[Material], Iterator[bytes]]
