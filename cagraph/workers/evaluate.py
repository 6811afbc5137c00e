"""What a worker does with a query: read it, evaluate it, write the answer out within its limits."""

import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, NamedNode, QueryResultsFormat, RdfFormat

from cagraph.errors import (
    AnswerTooLargeError,
    NotAcceptableError,
    NotFoundError,
    QueryRefusedError,
    StoreError,
    suggestion,
)
from cagraph.store.functions import Function
from cagraph.store.guard import insists, made_safe, not_followed, tokens
from cagraph.store.syntax import explain
from cagraph.workers.counting import RowCounter

RESULT_FORMATS: Final = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
GRAPH_FORMATS: Final = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/trig": RdfFormat.TRIG,
    "application/n-quads": RdfFormat.N_QUADS,
    "application/rdf+xml": RdfFormat.RDF_XML,
}
_DECLARED: Final = re.compile(r"(?i)prefix\s+cag:\s*<([^>]*)>")
_OURS: Final = re.compile(r"cag:(\w*)")
_NOT_READ: Final = re.compile(r"custom function <([^>]*)> is not supported")


@dataclass(frozen=True)
class QueryRequest:
    """A query with its dataset (SPARQL 1.1 Protocol, 2.1.4) and the media types its answer may take.

    `result_type` is for SELECT and ASK, `graph_type` for CONSTRUCT and DESCRIBE; an empty one is not acceptable.
    With neither `default_graphs` nor `named_graphs` the dataset is the store's own. A request with `graph` asks for
    that one graph instead, as the Graph Store Protocol does: an IRI, or `default`.
    """

    text: str = ""
    result_type: str = "application/sparql-results+json"
    graph_type: str = "text/turtle"
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    graph: str = ""
    max_rows: int = 100_000
    max_bytes: int = 64 << 20

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for the wire."""
        return dict(vars(self))

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "QueryRequest":
        """The request of those values, as they come from the wire."""
        found: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in values.items()
        }
        return cls(**found)


@dataclass(frozen=True)
class Setting:
    """What all queries of a worker share: base IRI, prefixes that may be left out, terms of the ontology."""

    base: str
    prefixes: Mapping[str, str]
    ontology: str
    terms: frozenset[str]
    functions: Mapping[NamedNode, Function]


class Sink:
    """Takes what the serialiser writes, counts it, and passes it on."""

    def __init__(self, request: QueryRequest, media_type: str, send: Callable[[bytes], None]) -> None:
        self._send = send
        self._request = request
        self._counter = RowCounter(media_type)
        self._bytes = 0
        self._uncounted: list[bytes] = []

    def write(self, piece: bytes) -> int:
        """Count and pass on. Raises AnswerTooLargeError past a limit."""
        self._bytes += len(piece)
        self._uncounted.append(piece)
        if self._bytes > self._request.max_rows:  # a row has at least one byte, so less need not be counted
            for kept in self._uncounted:
                self._counter.feed(kept)
            self._uncounted.clear()
        if self._counter.rows > self._request.max_rows:
            raise AnswerTooLargeError(
                f"the answer has more than {self._request.max_rows} rows", "ask for a part of it with LIMIT and OFFSET"
            )
        if self._bytes > self._request.max_bytes:
            raise AnswerTooLargeError(
                f"the answer is larger than {self._request.max_bytes} bytes", "ask for a part of it with LIMIT"
            )
        self._send(piece)
        return len(piece)

    def flush(self) -> None:
        """Nothing is held back."""


def evaluate(
    store: ox.Store,
    request: QueryRequest,
    setting: Setting,
    begin: Callable[[str, list[str]], None],
    send: Callable[[bytes], None],
) -> None:
    """Evaluate a query: `begin` is told the media type and warnings, then `send` is given the pieces of the body.

    Raises QuerySyntaxError, QueryRefusedError, NotAcceptableError, AnswerTooLargeError, StoreError.
    """
    if request.graph:
        begin(request.graph_type, [])
        _give_graph(store, request, send)
        return
    text, calls = made_safe(request.text)
    warnings = unknown_terms(text, setting)
    if calls:
        warnings.append("SERVICE SILENT was not followed")
    found = _run(store, replace(request, text=text), setting, calls)
    if calls and insists(text):  # here, so that faults of syntax are told first
        raise not_followed()
    graph_like = isinstance(found, ox.QueryTriples)
    media_type = request.graph_type if graph_like else request.result_type
    formats: Mapping[str, Any] = GRAPH_FORMATS if graph_like else RESULT_FORMATS
    if media_type not in formats:
        form = "a graph" if graph_like else "a truth value" if isinstance(found, ox.QueryBoolean) else "a table"
        raise NotAcceptableError(
            f"the answer is {form}, which cannot be had in any type you accept", f"accept one of {', '.join(formats)}"
        )
    begin(media_type, warnings)
    try:
        found.serialize(Sink(request, media_type, send), formats[media_type])
    except (OSError, RuntimeError, ValueError, MemoryError) as error:
        raise not_followed() if calls else _engine_failure(error) from error


def _run(store: ox.Store, request: QueryRequest, setting: Setting, calls: bool) -> Any:
    given = bool(request.default_graphs or request.named_graphs)
    try:
        return store.query(
            request.text,
            base_iri=setting.base,
            prefixes=dict(setting.prefixes),
            default_graph=[NamedNode(iri) for iri in request.default_graphs] if given else None,
            named_graphs=[NamedNode(iri) for iri in request.named_graphs] if given else None,
            custom_functions=dict(setting.functions),
        )
    except SyntaxError as error:
        raise explain(request.text, str(error), setting.prefixes) from error
    except (OSError, RuntimeError, ValueError, MemoryError) as error:
        raise not_followed() if calls else _engine_failure(error) from error


def _give_graph(store: ox.Store, request: QueryRequest, send: Callable[[bytes], None]) -> None:
    graph = DefaultGraph() if request.graph == "default" else NamedNode(request.graph)
    if isinstance(graph, NamedNode) and not store.contains_named_graph(graph):
        raise NotFoundError(f"there is no graph <{request.graph}>", "GRAPH ?g { } lists the graphs there are")
    if request.graph_type not in GRAPH_FORMATS:
        raise NotAcceptableError(
            "a graph cannot be had in any type you accept", f"accept one of {', '.join(GRAPH_FORMATS)}"
        )
    unlimited = replace(request, max_rows=sys.maxsize)
    try:
        store.dump(Sink(unlimited, request.graph_type, send), GRAPH_FORMATS[request.graph_type], from_graph=graph)  # type: ignore[arg-type]
    except (OSError, RuntimeError, ValueError, MemoryError) as error:
        raise _engine_failure(error) from error


def _engine_failure(error: Exception) -> StoreError | QueryRefusedError:
    unknown = _NOT_READ.search(str(error))
    if unknown:
        return QueryRefusedError(f"there is no function <{unknown[1]}>", "see /sparql for the functions there are")
    return StoreError(f"the engine failed on this query: {str(error)[:300]}", "simplify it")


def unknown_terms(text: str, setting: Setting) -> list[str]:
    """A warning for each name of our ontology that a query uses and the ontology does not have."""
    declared = _DECLARED.search(text)
    if declared and declared[1] != setting.ontology:
        return []
    in_full = text.count(setting.ontology) > bool(declared)
    if not in_full and setting.terms.issuperset(filter(None, _OURS.findall(text))):
        return []  # as nearly always, and known without reading the tokens
    names = {
        match["name"].removeprefix("cag:")
        for match in tokens(text)
        if match.lastgroup == "name" and match["name"].startswith("cag:")
    }
    names |= {
        match["iri"][1:-1].removeprefix(setting.ontology)
        for match in tokens(text)
        if match.lastgroup == "iri" and match["iri"].startswith(f"<{setting.ontology}")
    }
    known = sorted(setting.terms)
    return [
        f"cag:{name} is not in the ontology; {suggestion(name, known, also='see /ontology')}"
        for name in sorted(names - setting.terms)
        if name and name.isidentifier()
    ]
