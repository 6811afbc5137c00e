"""Turtle: the accepted facts, subject after subject."""

from collections.abc import Iterator
from typing import Final

from pyoxigraph import RdfFormat

from cagraph.exports.base import Exporter, Material
from cagraph.exports.dumps.quads import document, facts

_ABOUT: Final = "The accepted facts alone: Turtle has no graphs to hold claims in. TriG and N-Quads have."


def write(material: Material) -> Iterator[bytes]:
    """The triples by subject, property and value."""
    return document(facts(material), RdfFormat.TURTLE, material, _ABOUT)


EXPORTER: Final = Exporter(
    "turtle",
    ".ttl",
    "text/turtle",
    needs_view=False,
    write=write,
    about="Turtle: the accepted facts alone, as it has no graphs",
    manners=("facts", "annotations"),
)
