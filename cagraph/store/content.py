"""What a store holds, as statements: a line of N-Quads for each quad, and `GRAPH <g>` for a graph that holds none.

The digest of a content is the SHA-256 of its lines in the order of their bytes. Where no graph is empty, it is what
`LC_ALL=C sort | sha256sum` gives for an export as N-Quads.
"""

from collections.abc import Iterable
from hashlib import sha256
from typing import Final

import pyoxigraph as ox
from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat

_GRAPH: Final = b"GRAPH "


def statements(store: ox.Store) -> set[bytes]:
    """Everything that a store holds, each line with its end. Raises OSError, RuntimeError when it cannot be read."""
    found = set((store.dump(format=RdfFormat.N_QUADS) or b"").splitlines(keepends=True))
    for graph in store.named_graphs():
        if is_empty(store, graph):
            found.add(_GRAPH + str(graph).encode() + b"\n")
    return found


def lines(quads: Iterable[Quad]) -> set[bytes]:
    """Some quads as statements."""
    store = ox.Store()
    store.extend(quads)
    return statements(store)


def digest(lines: Iterable[bytes]) -> str:
    """The hash of a content, in whatever order its lines come."""
    made = sha256()
    for line in sorted(lines):
        made.update(line)
    return made.hexdigest()


def is_quad(line: bytes) -> bool:
    """Whether a statement is a quad, and not that there is a graph."""
    return not line.startswith(_GRAPH)


def quads(lines: Iterable[bytes]) -> list[Quad]:
    """The quads among some statements. Raises SyntaxError."""
    return list(ox.parse(b"".join(line for line in lines if is_quad(line)), RdfFormat.N_QUADS))


def graphs(lines: Iterable[bytes]) -> list[NamedNode]:
    """The graphs that some statements say are there and empty."""
    return [NamedNode(line[len(_GRAPH) + 1 : -2].decode()) for line in lines if not is_quad(line)]


def empty(graphs: Iterable[NamedNode]) -> set[bytes]:
    """The statements that say of graphs that they are there and empty."""
    return {_GRAPH + str(graph).encode() + b"\n" for graph in graphs}


def is_empty(store: ox.Store, graph: NamedNode | BlankNode) -> bool:
    """Whether no quad is in a graph."""
    return next(iter(store.quads_for_pattern(None, None, None, graph)), None) is None
