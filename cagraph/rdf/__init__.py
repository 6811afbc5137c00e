"""Records as RDF: the quads of facts, claims and provenance."""

from cagraph.rdf.describe import Example
from cagraph.rdf.emit import emit, fingerprint

__all__ = ["Example", "emit", "fingerprint"]
