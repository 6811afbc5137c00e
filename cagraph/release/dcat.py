"""The release in DCAT 3 (https://www.w3.org/TR/vocab-dcat-3/), which catalogues of open data harvest."""

from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, Triple

from cagraph import licence
from cagraph.model.namespaces import WELL_KNOWN
from cagraph.release.parts import CREATOR, KEYWORDS, Part, Release

_DCAT: Final = "http://www.w3.org/ns/dcat#"
_FOAF: Final = "http://xmlns.com/foaf/0.1/"
_SPDX: Final = "http://spdx.org/rdf/terms#"
_TERMS: Final = WELL_KNOWN["dcterms"]
_XSD: Final = WELL_KNOWN["xsd"]
_TYPE: Final = NamedNode(WELL_KNOWN["rdf"] + "type")
_MEDIA_TYPES: Final = "https://www.iana.org/assignments/media-types/"
_PREFIXES: Final = {
    "dcat": _DCAT, "dcterms": _TERMS, "foaf": _FOAF, "spdx": _SPDX, "xsd": _XSD, "rdf": WELL_KNOWN["rdf"],
}  # fmt: skip


def write(release: Release) -> bytes:
    """The file, as Turtle."""
    return ox.serialize(_triples(release), format=ox.RdfFormat.TURTLE, prefixes=_PREFIXES) or b""


def _text(value: str) -> Literal:
    return Literal(value, language="en")


def _typed(value: str, datatype: str) -> Literal:
    return Literal(value, datatype=NamedNode(_XSD + datatype))


def _triples(release: Release) -> Iterator[Triple]:
    dataset, creator = NamedNode(release.iri), NamedNode(f"{release.iri}#authors")
    period = NamedNode(f"{release.iri}#period")

    def told(name: str, value: NamedNode | Literal, vocabulary: str = _TERMS) -> Triple:
        return Triple(dataset, NamedNode(vocabulary + name), value)

    yield Triple(dataset, _TYPE, NamedNode(_DCAT + "Dataset"))
    yield told("title", _text(release.title))
    yield told("description", _text(release.about))
    yield told("identifier", Literal(release.iri))
    yield told("issued", _typed(release.issued.isoformat(), "date"))
    yield told("license", NamedNode(licence.URL))
    yield told("bibliographicCitation", Literal(release.citation))
    yield told("creator", creator)
    yield told("publisher", creator)
    yield told("temporal", period)
    yield told("version", Literal(release.version), _DCAT)
    for language in release.languages:
        yield told("language", NamedNode(f"http://id.loc.gov/vocabulary/iso639-1/{language}"))
    for keyword in KEYWORDS:
        yield told("keyword", _text(keyword), _DCAT)
    for part in release.parts:
        yield told("distribution", NamedNode(release.at(part.path)), _DCAT)
    yield Triple(creator, _TYPE, NamedNode(_FOAF + "Organization"))
    yield Triple(creator, NamedNode(_FOAF + "name"), Literal(CREATOR))
    yield Triple(period, _TYPE, NamedNode(_TERMS + "PeriodOfTime"))
    yield Triple(period, NamedNode(_DCAT + "startDate"), _typed(release.since, "date"))
    yield Triple(period, NamedNode(_DCAT + "endDate"), _typed(release.until, "date"))
    for part in release.parts:
        yield from _distribution(part, release)


def _distribution(part: Part, release: Release) -> Iterator[Triple]:
    node = NamedNode(release.at(part.path))
    checksum = NamedNode(f"{node.value}#checksum")
    yield Triple(node, _TYPE, NamedNode(_DCAT + "Distribution"))
    yield Triple(node, NamedNode(_TERMS + "title"), _text(part.path))
    yield Triple(node, NamedNode(_TERMS + "description"), _text(part.about))
    yield Triple(node, NamedNode(_TERMS + "license"), NamedNode(licence.URL))
    yield Triple(node, NamedNode(_DCAT + "downloadURL"), node)
    yield Triple(node, NamedNode(_DCAT + "accessURL"), NamedNode(release.address))
    yield Triple(node, NamedNode(_DCAT + "mediaType"), NamedNode(_MEDIA_TYPES + part.media_type))
    yield Triple(node, NamedNode(_DCAT + "byteSize"), _typed(str(part.size), "integer"))
    yield Triple(node, NamedNode(_SPDX + "checksum"), checksum)
    yield Triple(checksum, _TYPE, NamedNode(_SPDX + "Checksum"))
    yield Triple(checksum, NamedNode(_SPDX + "algorithm"), NamedNode(_SPDX + "checksumAlgorithm_sha256"))
    yield Triple(checksum, NamedNode(_SPDX + "checksumValue"), Literal(part.sha256))
