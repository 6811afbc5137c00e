"""A second engine behind the same interface: rdflib in memory, for interoperability and for proving the interface."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

import pyoxigraph as ox
import rdflib
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID, Dataset
from rdflib.query import Result
from rdflib.term import Identifier, Node

from cagraph.errors import NotAcceptableError, QuerySyntaxError, StoreError
from cagraph.store.base import Row, Serialised, Solutions, Store, Term
from cagraph.store.embedded import check_syntax

_RESULTS: Final = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
}
_GRAPHS: Final = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/rdf+xml": "xml",
    "application/ld+json": "json-ld",
}
_STRING: Final = rdflib.XSD.string


class RdflibStore(Store):
    """rdflib's own in-memory store and SPARQL engine, for queries of our own only.

    It takes no untrusted queries, because rdflib opens any address or file that a FROM or SERVICE names.
    """

    scheme = "rdflib"
    takes_untrusted_queries = False

    def __init__(self) -> None:
        self._data = Dataset(default_union=False)

    def replace(self, quads: Iterable[Quad]) -> None:
        fresh = Dataset(default_union=False)
        for quad in quads:
            graph = (
                DATASET_DEFAULT_GRAPH_ID if isinstance(quad.graph_name, ox.DefaultGraph) else to_rdflib(quad.graph_name)
            )
            fresh.graph(graph).add((to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)))
        self._data = fresh

    def _evaluate(self, text: str) -> Result:
        # rdflib accepts some malformed queries and raises bare Exception for others, so Oxigraph parses first.
        check_syntax(text)
        return self._data.query(text)

    def select(self, text: str) -> Solutions:
        found: Any = self._evaluate(text)  # iterating one gives rows, triples or a bool, by its type
        if found.type != "SELECT":
            raise QuerySyntaxError("this is not a SELECT query", "begin it with SELECT")
        variables = tuple(str(variable) for variable in found.vars or ())
        rows: list[Row] = [tuple(None if term is None else from_rdflib(term) for term in row) for row in found]
        return Solutions(variables, tuple(rows))

    def answer(self, text: str, result_type: str, graph_type: str) -> Serialised:
        found = self._evaluate(text)
        graph_like = found.type in {"CONSTRUCT", "DESCRIBE"}
        wanted, formats = (graph_type, _GRAPHS) if graph_like else (result_type, _RESULTS)
        if wanted not in formats or (found.type == "ASK" and wanted.startswith("text/")):
            raise NotAcceptableError(
                f"this answer cannot be had as {wanted or 'any type you accept'}", "ask for JSON or XML"
            )
        return Serialised(found.serialize(format=formats[wanted]) or b"", wanted)

    def quads(
        self,
        subject: NamedNode | BlankNode | None = None,
        predicate: NamedNode | None = None,
        object_: NamedNode | BlankNode | Literal | None = None,
        graph: NamedNode | DefaultGraph | None = None,
    ) -> Iterator[Quad]:
        pattern: Any = tuple(None if term is None else to_rdflib(term) for term in (subject, predicate, object_))
        if graph is not None:
            name = DATASET_DEFAULT_GRAPH_ID if isinstance(graph, ox.DefaultGraph) else to_rdflib(graph)
            for s, p, o in self._data.get_context(name).triples(pattern):
                yield _quad(s, p, o, name)
            return
        for s, p, o, g in self._data.quads((*pattern, None)):
            yield _quad(s, p, o, g)

    def __len__(self) -> int:
        return sum(1 for _ in self._data.quads((None, None, None, None)))


def _quad(s: Node, p: Node, o: Node, graph: Any) -> Quad:
    name = getattr(graph, "identifier", graph)
    where = ox.DefaultGraph() if name in (None, DATASET_DEFAULT_GRAPH_ID) else ox.NamedNode(str(name))
    return Quad(from_rdflib(s), from_rdflib(p), from_rdflib(o), where)  # type: ignore[arg-type]


def to_rdflib(term: Any) -> Identifier:
    """The rdflib form of a term; literals keep their lexical form."""
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        datatype = term.datatype.value
        kept = None if datatype == str(_STRING) else rdflib.URIRef(datatype)
        return rdflib.Literal(term.value, datatype=kept, normalize=False)
    raise StoreError(f"rdflib cannot hold the term {term}", "use the embedded store")


def from_rdflib(term: Any) -> Term:
    """The reverse of `to_rdflib`."""
    if isinstance(term, rdflib.URIRef):
        return NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return BlankNode(str(term))
    if isinstance(term, rdflib.Literal):
        if term.language:
            return Literal(str(term), language=term.language)
        if term.datatype and term.datatype != _STRING:
            return Literal(str(term), datatype=NamedNode(str(term.datatype)))
        return Literal(str(term))
    raise StoreError(f"rdflib gave an unknown term: {term!r}", "report this query")
