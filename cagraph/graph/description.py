"""How the service describes itself in RDF: SPARQL 1.1 Service Description, and VoID of the data set."""

from collections.abc import Iterable, Sequence
from typing import Final

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, Triple

from cagraph import licence
from cagraph.graph.facade import Graph
from cagraph.model.namespaces import WELL_KNOWN
from cagraph.rdf.describe import VOID
from cagraph.store.functions import EXTENSIONS
from cagraph.workers import GRAPH_FORMATS, RESULT_FORMATS

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_FORMAT_NAMES: Final = {
    "application/sparql-results+json": "SPARQL_Results_JSON",
    "application/sparql-results+xml": "SPARQL_Results_XML",
    "text/csv": "SPARQL_Results_CSV",
    "text/tab-separated-values": "SPARQL_Results_TSV",
    "text/turtle": "Turtle",
    "application/n-triples": "N-Triples",
    "application/ld+json": "JSON-LD",
    "application/trig": "TriG",
    "application/n-quads": "N-Quads",
    "application/rdf+xml": "RDF_XML",
}
_TYPE: Final = NamedNode(WELL_KNOWN["rdf"] + "type")


def service_description(graph: Graph, public_url: str, federated: bool = False) -> list[Triple]:
    """What the endpoint at `public_url`/sparql can do (https://www.w3.org/TR/sparql11-service-description/)."""
    service = NamedNode(f"{public_url}/sparql#service")
    dataset = NamedNode(f"{public_url}/sparql#dataset")
    default = NamedNode(f"{public_url}/sparql#default")

    def sd(name: str) -> NamedNode:
        return NamedNode(_SD + name)

    triples = [
        Triple(service, _TYPE, sd("Service")),
        Triple(service, sd("endpoint"), NamedNode(f"{public_url}/sparql")),
        Triple(service, sd("supportedLanguage"), sd("SPARQL11Query")),
        Triple(service, sd("supportedLanguage"), sd("SPARQL11Update")),
        Triple(service, sd("feature"), sd("EmptyGraphs")),
        Triple(service, sd("defaultDataset"), dataset),
        Triple(dataset, _TYPE, sd("Dataset")),
        Triple(dataset, sd("defaultGraph"), default),
        Triple(default, _TYPE, sd("Graph")),
        Triple(default, NamedNode(f"{WELL_KNOWN['rdfs']}comment"), Literal("the accepted facts", language="en")),
        Triple(dataset, NamedNode(VOID + "sparqlEndpoint"), NamedNode(f"{public_url}/sparql")),
    ]
    if federated:
        triples.append(Triple(service, sd("feature"), sd("BasicFederatedQuery")))
    for media_type in (*RESULT_FORMATS, *GRAPH_FORMATS):
        triples.append(Triple(service, sd("resultFormat"), NamedNode(_FORMATS + _FORMAT_NAMES[media_type])))
    for extension in EXTENSIONS:
        function = NamedNode(graph.names.functions + extension.name)
        triples += [
            Triple(service, sd("extensionFunction"), function),
            Triple(function, _TYPE, sd("Function")),
            Triple(function, NamedNode(f"{WELL_KNOWN['rdfs']}label"), Literal(extension.call)),
            Triple(function, NamedNode(f"{WELL_KNOWN['rdfs']}comment"), Literal(extension.gives, language="en")),
        ]
    return triples


def void_description(graph: Graph, public_url: str, dumps: Sequence[str] = ()) -> list[Triple]:
    """The data set with its class and property partitions, and where to get it (https://www.w3.org/TR/void/).

    That is the service at `public_url`, where there is one, and the addresses of dumps beside it.
    """
    dataset = NamedNode(graph.names.base)
    terms = WELL_KNOWN["dcterms"]
    triples = [
        Triple(dataset, NamedNode(VOID + "uriSpace"), Literal(graph.names.id)),
        Triple(dataset, NamedNode(terms + "title"), Literal("cagraph: Central Asian diplomacy", language="en")),
        Triple(dataset, NamedNode(terms + "license"), NamedNode(licence.URL)),
        Triple(dataset, NamedNode(terms + "identifier"), Literal(graph.data_version)),
    ]
    if public_url:
        triples.append(Triple(dataset, NamedNode(VOID + "sparqlEndpoint"), NamedNode(f"{public_url}/sparql")))
    for dump in (*([f"{public_url}/v1/export/all.nq"] if public_url else ()), *dumps):
        triples.append(Triple(dataset, NamedNode(VOID + "dataDump"), NamedNode(dump)))
    about, examples = f"{graph.names.base}description/", f"{graph.names.base}description/examples/"
    for quad in graph.store.quads(None, None, None, ox.DefaultGraph()):
        subject = quad.subject.value if isinstance(quad.subject, NamedNode) else ""
        if subject == dataset.value or (subject.startswith(about) and not subject.startswith(examples)):
            triples.append(Triple(quad.subject, quad.predicate, quad.object))
    return triples


def serialised(triples: Iterable[Triple], media_type: str) -> bytes:
    """Triples in one of the formats of graphs."""
    return ox.serialize(triples, format=GRAPH_FORMATS[media_type]) or b""
