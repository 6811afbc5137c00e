"""N-Triples: the accepted facts, one a line, sorted."""

from collections.abc import Iterator
from typing import Final

from cagraph.exports.base import Exporter, Material
from cagraph.exports.dumps.quads import facts, lines


def write(material: Material) -> Iterator[bytes]:
    """One triple a line in canonical form, in the order of the lines."""
    return lines(facts(material))


EXPORTER: Final = Exporter(
    "ntriples",
    ".nt",
    "application/n-triples",
    needs_view=False,
    write=write,
    about="N-Triples, canonical and sorted: the accepted facts alone, as it has no graphs",
    manners=("facts", "annotations"),
)
