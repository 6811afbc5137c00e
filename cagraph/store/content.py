"""What a store holds, as statements: a line of N-Quads for each quad, and `GRAPH <g>` for a graph that holds none.

The digest of a content is the sum of the hashes of its lines (`cagraph.rdf.sums`), so that a write need not go through
what it leaves alone. Before, it was the SHA-256 of the sorted lines, which what was written then is still known by.
"""

from collections.abc import Collection, Iterable
from hashlib import sha256
from typing import Final

import pyoxigraph as ox
from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat

from cagraph.rdf import sums

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
    store.bulk_extend(quads)
    return statements(store)


def as_kept(quads: Iterable[Quad]) -> list[Quad]:
    """Some quads as the engine holds them: it writes dates, times and numbers in its own way."""
    store = ox.Store()
    store.bulk_extend(quads)
    return list(store)


def digest(lines: Iterable[bytes]) -> str:
    """The digest of a content, in whatever order its lines come."""
    return sums.shown(sums.summed(lines))


def is_digest(told: str, lines: Collection[bytes]) -> bool:
    """Whether a digest, of this form or of the former, is that of a content."""
    if len(told) == sums.DIGITS:
        return digest(lines) == told
    return sha256(b"".join(sorted(lines))).hexdigest() == told


def digest_after(before: str, removed: Collection[bytes], added: Collection[bytes]) -> str:
    """The digest of a content after a change; empty where that of before is of the former form."""
    return sums.shown(sums.follow(int(before, 16), removed, added)) if len(before) == sums.DIGITS else ""


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
