"""`/sparql-table`: the answer of a query as a page, for those without scripts, with the same as files."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from cagraph.errors import CagraphError, ParameterError
from cagraph.graph import QueryRequest
from cagraph_api import protocol
from cagraph_api.pages import workbench
from cagraph_api.pages.site import Site
from cagraph_api.pages.visit import SHARED, Visit
from cagraph_api.service import Service

ADDRESS: Final = "/sparql-table"
_SHOWN: Final = 1000
_TABLE: Final = "application/sparql-results+json"
_GRAPH: Final = "text/turtle"
_FILES: Final = (("csv", "CSV"), ("tsv", "TSV"), ("json", "JSON"), ("xml", "XML"))


@dataclass(frozen=True)
class Cell:
    """A value of a row: its text, its language, and the id of the entity or the address that it leads to."""

    text: str
    lang: str = ""
    id: str = ""


@dataclass(frozen=True)
class Answered:
    """An answer to be shown: a table, of which the first rows are shown, a truth value, or triples as Turtle."""

    columns: Sequence[str] = ()
    rows: Sequence[Sequence[Cell]] = ()
    total: int = 0
    truth: bool | None = None
    triples: str = ""
    files: Sequence[tuple[str, str]] = ()


def router(site: Site, service: Service) -> APIRouter:
    """The route: queries run where those of `/sparql` do, within the same limits."""
    routes = APIRouter(include_in_schema=False)

    @routes.api_route(ADDRESS, methods=["GET", "HEAD"], response_class=Response)
    async def table(request: Request) -> Response:
        visit, text = site.visit(request), request.query_params.get("query", "")
        try:
            # The field of the other button of the form comes along.
            protocol.known(request.query_params.multi_items(), ("query", "format", *SHARED))
            answer, error = await _answer(site, service, request, visit, text), None
        except CagraphError as problem:
            answer, error = None, problem
        shown = workbench.box(site, text, {"answer": answer, "error": error}, error.status if error else 200)
        response = site.respond(visit, shown)
        response.headers["Cache-Control"] = "no-store"
        return response

    return routes


async def _answer(site: Site, service: Service, request: Request, visit: Visit, text: str) -> Answered:
    if not text:
        raise ParameterError("query: it is empty", "write one, or begin with an example")
    asked = service.endpoint.query(QueryRequest(text, _TABLE, _GRAPH), service.client(request))
    reply = await protocol.unless_gone(request, asked)
    body = b"".join([piece async for piece in reply.pieces()])
    files = [(name, visit.plain("/sparql", [("query", text), ("format", suffix)])) for suffix, name in _FILES]
    if reply.media_type != _TABLE:
        turtle = [("Turtle", visit.plain("/sparql", [("query", text), ("format", "ttl")]))]
        return Answered(triples=body.decode(), files=turtle)
    told = json.loads(body)
    if "boolean" in told:
        return Answered(truth=told["boolean"], files=files[2:])
    columns, found = told["head"]["vars"], told["results"]["bindings"]
    rows = [[_cell(site, row.get(name)) for name in columns] for row in found[:_SHOWN]]
    return Answered(columns, rows, len(found), files=files)


def _cell(site: Site, term: Mapping[str, Any] | None) -> Cell:
    if term is None or not isinstance(term["value"], str):
        return Cell("" if term is None else json.dumps(term["value"], ensure_ascii=False))
    id_ = site.graph.names.local_id(term["value"]) if term["type"] == "uri" else None
    known = id_ if id_ and site.graph.knows(id_) else ""
    return Cell(id_ if id_ and known else term["value"], term.get("xml:lang", ""), known)
