"""N-Quads: the whole store, facts, claims and provenance, sorted, so that two versions can be compared line by line."""

from collections.abc import Iterator
from typing import Final

from cagraph.exports.base import Exporter, Material
from cagraph.exports.dumps.quads import dataset, lines


def write(material: Material) -> Iterator[bytes]:
    """One quad a line in canonical form, in the order of the lines."""
    return lines(dataset(material))


EXPORTER: Final = Exporter(
    "nquads",
    ".nq",
    "application/n-quads",
    needs_view=False,
    write=write,
    about="N-Quads, canonical and sorted: all that is held",
    manners=("facts", "annotations"),
)
