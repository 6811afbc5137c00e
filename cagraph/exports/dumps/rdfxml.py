"""RDF/XML: the accepted facts, for tools that read nothing else."""

from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import quoteattr

from pyoxigraph import Literal, Quad, RdfFormat, Triple

from cagraph.errors import ExportError
from cagraph.exports.base import Exporter, Material
from cagraph.exports.dumps.quads import facts, runs, serialised, told
from cagraph.model.text import for_xml

_ABOUT: Final = "The accepted facts alone: RDF/XML has no graphs to hold claims in."


def write(material: Material) -> Iterator[bytes]:
    """The triples by subject, property and value. Raises ExportError for what RDF/XML cannot say."""
    found = facts(material)
    for quad in found:
        _check(quad)
    return _pieces(found, material)


def _check(quad: Quad) -> None:
    """Raises ExportError for a control character, a triple as a value, or a property that is no XML name."""
    value = quad.object
    reason = ""
    if isinstance(value, Triple):
        reason = "has a triple as its value"
    elif isinstance(value, Literal) and value.value != for_xml(value.value):
        reason = "has a text with a control character, which XML 1.0 cannot hold"
    elif not quad.predicate.value[-1].isalnum():
        reason = "has a property that does not end in a name"
    if reason:
        raise ExportError(f"{quad.subject} {quad.predicate} {reason}", "write Turtle or N-Triples instead")


def _pieces(found: list[Quad], material: Material) -> Iterator[bytes]:
    prefixes = material.names.prefixes.items()
    spaces = "".join(f"\n\txmlns:{prefix}={quoteattr(iri)}" for prefix, iri in sorted(prefixes))
    comments = "".join(f"<!-- {line} -->\n" for line in (_ABOUT, told(material).replace("--", "- -")))
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n{comments}<rdf:RDF{spaces}>\n'.encode()
    for run in runs(found):
        text = serialised(run, RdfFormat.RDF_XML, material).decode()
        within = text[text.index("<rdf:RDF") :].partition(">\n")[2].rpartition("</rdf:RDF>")[0]
        yield within.replace("\r", "&#xD;").encode()  # else parsers take it for a line break
    yield b"</rdf:RDF>\n"


EXPORTER: Final = Exporter(
    "rdfxml",
    ".rdf",
    "application/rdf+xml",
    needs_view=False,
    write=write,
    about="RDF/XML: the accepted facts alone, as it has no graphs",
    manners=("facts",),
)
