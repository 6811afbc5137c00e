"""N-Quads: the whole store, facts, claims and provenance, sorted, so that two versions can be compared line by line."""

from collections.abc import Iterator
from typing import Final

from cagraph.exports.base import Exporter, Material


def write(material: Material) -> Iterator[bytes]:
    """One quad a line, in the order of the lines."""
    for line in sorted(str(quad) for quad in material.store.quads()):
        yield f"{line} .\n".encode()


EXPORTER: Final = Exporter(
    "nquads", ".nq", "application/n-quads", needs_view=False, write=write, about="N-Quads, sorted: all that is held"
)
