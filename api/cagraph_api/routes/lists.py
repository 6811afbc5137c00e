"""`/v1/{kind}` and `/v1/{kind}/{id}`: the entities of each kind of the model."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from cagraph.errors import NotFoundError, ParameterError
from cagraph.graph import Graph
from cagraph.model import Kind
from cagraph_api.parameters import number, only, single
from cagraph_api.problems import responses
from cagraph_api.routes import status

PAGE = 100
COMMON = {
    "q": "text to find in any name, whatever the script's case and accents",
    "since": "first date, of any precision",
    "until": "last date, of any precision",
    "limit": "how many at most, 1 to 1000",
    "offset": "how many to pass over",
}


def router(graph: Graph) -> APIRouter:
    """The routes over a graph: two for each kind of its model."""
    routes = APIRouter(tags=["entities"])
    for kind in graph.model.kinds.values():
        listed = status.listed(graph, kind)
        filters = [spec for spec in kind.by_parameter.values() if spec.type in {"ref", "text", "integer", "boolean"}]
        known = [*(spec.parameter for spec in filters if not spec.term.prefix), *COMMON]
        described = [
            {"name": spec.parameter, "in": "query", "schema": {"type": "string"}, "description": spec.doc}
            for spec in filters
            if not spec.term.prefix
        ]
        described += [
            {"name": name, "in": "query", "schema": {"type": "string"}, "description": text}
            for name, text in COMMON.items()
        ]
        described += listed.described
        routes.add_api_route(
            f"/v1/{kind.collection}",
            listed.instead_of(_lister(graph, kind, known)),
            summary=f"Entities of kind {kind.name}",
            description=kind.doc,
            operation_id=f"list_{kind.name}",
            responses=responses(400),
            openapi_extra={"parameters": described},
            response_class=JSONResponse,
        )
        routes.add_api_route(
            f"/v1/{kind.collection}/{{id}}",
            _getter(graph, kind),
            summary=f"One {kind.name}",
            description=kind.doc,
            operation_id=f"get_{kind.name}",
            responses=responses(400, 404),
            openapi_extra={
                "parameters": [
                    {
                        "name": "evidence",
                        "in": "query",
                        "schema": {"type": "string", "enum": ["full"]},
                        "description": "`full` adds to each claim what it says",
                    }
                ]
            },
            response_class=JSONResponse,
        )

    @routes.get("/v1/{kind}", include_in_schema=False)
    @routes.get("/v1/{kind}/{id}", include_in_schema=False)
    def unknown(kind: str) -> None:
        graph.kind(kind)
        raise NotFoundError(f"there is no path '/v1/{kind}'", "see /v1")

    return routes


def _lister(graph: Graph, kind: Kind, known: list[str]) -> Callable[[Request], JSONResponse]:
    def find(request: Request) -> JSONResponse:
        given = only(request, known, repeated=[name for name in known if name not in COMMON])
        filters = {name: values for name, values in given.items() if name not in COMMON}
        found = graph.find(
            kind.collection,
            filters,
            q=single(given, "q"),
            since=single(given, "since"),
            until=single(given, "until"),
            limit=number(given, "limit", PAGE),
            offset=number(given, "offset", 0),
        )
        return JSONResponse(found)

    return find


def _getter(graph: Graph, kind: Kind) -> Callable[[str, Request], JSONResponse]:
    def get(id: str, request: Request) -> JSONResponse:  # noqa: A002  the name of the path parameter
        wanted = single(only(request, ["evidence"]), "evidence")
        if wanted not in {"", "full"}:
            raise ParameterError(f"evidence: '{wanted[:80]}' is not known", "write evidence=full")
        entity: dict[str, Any] = graph.get(id, full_evidence=bool(wanted))
        if not graph.model.is_a(entity["kind"], kind.name):
            right = graph.model.kinds[entity["kind"]].collection
            raise NotFoundError(f"'{id}' is a {entity['kind']}, not a {kind.name}", f"see /v1/{right}/{id}")
        return JSONResponse(entity)

    return get
