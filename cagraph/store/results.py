"""Reads answers as servers serialise them, and writes them in another media type."""

import json
from typing import Final

import pyoxigraph as ox
from pyoxigraph import Literal, QueryResultsFormat, RdfFormat

from cagraph.errors import StoreError
from cagraph.store.base import GRAPH_TYPES, RESULT_TYPES, Row, Solutions, Term

_RESULTS: Final = dict(
    zip(
        RESULT_TYPES,
        (QueryResultsFormat.JSON, QueryResultsFormat.XML, QueryResultsFormat.CSV, QueryResultsFormat.TSV),
        strict=True,
    )
)
_GRAPHS: Final = dict(
    zip(GRAPH_TYPES, (RdfFormat.TURTLE, RdfFormat.N_TRIPLES, RdfFormat.RDF_XML, RdfFormat.JSON_LD), strict=True)
)
# The parser's cursor may only die on the thread that made it, so no traceback may carry it away: hence `del`.


def solutions(body: bytes, media_type: str) -> Solutions:
    """The rows of an answer to SELECT. Raises StoreError when it cannot be read."""
    found = None
    rows: list[Row] = []
    try:
        found = ox.parse_query_results(body, format=_RESULTS[media_type])
        if isinstance(found, ox.QueryBoolean):
            raise StoreError("the server gave a truth value and no rows", "check its dialect")
        for row in found:
            rows.append(tuple(map(_plain, row)))
        return Solutions(tuple(variable.value for variable in found.variables), tuple(rows))
    except (OSError, SyntaxError, ValueError) as error:
        raise unreadable(error) from error
    finally:
        del found


def rewritten(body: bytes, media_type: str, wanted: str) -> bytes:
    """An answer to SELECT or ASK in another media type. Raises StoreError when it cannot be read."""
    found = None
    try:
        found = ox.parse_query_results(body, format=_RESULTS[media_type])
        return found.serialize(format=_RESULTS[wanted]) or b""
    except (OSError, SyntaxError, ValueError) as error:
        raise unreadable(error) from error
    finally:
        del found


def rewritten_graph(n_triples: bytes, wanted: str) -> bytes:
    """An answer to CONSTRUCT or DESCRIBE in another media type. Raises StoreError when it cannot be read."""
    try:
        triples = [quad.triple for quad in ox.parse(n_triples, format=RdfFormat.N_TRIPLES)]
        return ox.serialize(triples, format=_GRAPHS[wanted]) or b""
    except (OSError, SyntaxError, ValueError) as error:
        raise unreadable(error) from error


def truth(value: bool, media_type: str) -> bytes:
    """The answer to ASK as JSON or XML."""
    if media_type.endswith("json"):
        return json.dumps({"head": {}, "boolean": value}).encode()
    opening = '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head></head><boolean>'
    return (opening + str(value).lower() + "</boolean></sparql>").encode()


def number(found: Solutions) -> int:
    """The one number of a table. Raises StoreError when it is not there."""
    term = found.rows[0][0] if found.rows and found.rows[0] else None
    if isinstance(term, Literal) and term.value.isascii() and term.value.isdecimal():
        return int(term.value)
    raise StoreError("the server gave no number where one was asked for", "check its dialect")


def unreadable(error: Exception) -> StoreError:
    """The error for an answer that is not what its media type says."""
    return StoreError(f"the server's answer cannot be read: {error}", "check its dialect and its version")


def _plain(term: Term | None) -> Term | None:
    """A term as every engine gives it: language tags in small letters, which some servers write otherwise."""
    if isinstance(term, Literal) and term.language and not term.language.islower():
        return Literal(term.value, language=term.language.lower())
    return term
