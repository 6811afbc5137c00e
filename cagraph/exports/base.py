"""What an exporter is given and what it is."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import networkx as nx

from cagraph.errors import ExportError
from cagraph.exports.manner import Manner
from cagraph.mirror.drawing import Drawn
from cagraph.model import Model, Namespaces
from cagraph.store import Store


@dataclass(frozen=True)
class Stretch:
    """A view as it is from a first to a last day."""

    first: str
    last: str
    network: "nx.Graph[str]"


@dataclass(frozen=True)
class Material:
    """All that an exporter or writer may need: the store, the model, the version, the network, what was found.

    `drawn` is how the network looks, `manner` how the file is to be written, `years` the network of each year where
    values that change are asked for. `address` is where lists are served, as
    `https://graph.example.org/v1`, `query` what this one was asked for by.
    """

    store: Store
    model: Model
    names: Namespaces
    data_version: str
    network: "nx.Graph[str] | None" = None
    drawn: Drawn | None = None
    manner: Manner = field(default_factory=Manner)
    years: tuple[Stretch, ...] = ()
    address: str = ""
    query: str = ""
    found: Mapping[str, Any] = field(default_factory=dict)

    @property
    def entities(self) -> list[Mapping[str, Any]]:
        """The entities that were found: those of a list, or the one."""
        items = self.found.get("items")
        return [self.found] if items is None else list(items)

    @property
    def picture(self) -> "tuple[nx.Graph[str], Drawn]":
        """The network and how it looks. Raises ExportError when none was chosen."""
        if self.network is None or self.drawn is None:
            raise ExportError("this format shows a view", "name one with --view")
        return self.network, self.drawn


@dataclass(frozen=True)
class Exporter:
    """One format: `write` gives the bytes of the file in pieces, the same bytes for the same data.

    `about` says in a line what it is for; `manners` are the options of `MANNERS` that it has.
    """

    name: str
    suffix: str
    media_type: str
    needs_view: bool
    write: Callable[[Material], Iterator[bytes]]
    about: str
    manners: tuple[str, ...] = ()


@dataclass(frozen=True)
class Writer:
    """One format for what was found: lists, or single entities, or both.

    `sort` is the one order that lists of this format have, where they have no other.
    """

    name: str
    suffix: str
    media_type: str
    write: Callable[[Material], Iterator[bytes]]
    of_lists: bool = True
    of_entities: bool = True
    needs_mirror: bool = False
    full_evidence: bool = False
    sort: str = ""
