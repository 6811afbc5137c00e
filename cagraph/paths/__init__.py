"""How two entities are connected: the shortest chains of accepted facts between them."""

from cagraph.paths.index import Index, Link
from cagraph.paths.search import MAX_HOPS, MAX_PATHS, Bounds, Found, connect
from cagraph.paths.telling import METHOD, told

__all__ = ["MAX_HOPS", "MAX_PATHS", "METHOD", "Bounds", "Found", "Index", "Link", "connect", "told"]
