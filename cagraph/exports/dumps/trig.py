"""TriG: accepted facts first, then each claim as a graph of its own, then what is known of the claims."""

from collections.abc import Iterator
from typing import Final

from pyoxigraph import RdfFormat

from cagraph.exports.base import Exporter, Material
from cagraph.exports.dumps.quads import dataset, document

_ABOUT: Final = "Accepted facts stand outside of graphs; each claim is a graph; graph:provenance tells of the claims."


def write(material: Material) -> Iterator[bytes]:
    """The quads by graph, subject, property and value."""
    return document(dataset(material), RdfFormat.TRIG, material, _ABOUT)


EXPORTER: Final = Exporter(
    "trig",
    ".trig",
    "application/trig",
    needs_view=False,
    write=write,
    about="TriG: all that is held, graph by graph",
    manners=("facts", "annotations"),
)
