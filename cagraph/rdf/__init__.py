"""Records as RDF: the quads of facts, claims and provenance."""

from cagraph.rdf.emit import emit, fingerprint

__all__ = ["emit", "fingerprint"]
