"""`/v1/claims`, `/v1/sources/{id}/claims` and `/v1/evidence/{id}`: who says what, where, and in what manner."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from cagraph.errors import ParameterError
from cagraph.graph import PAGE, Graph
from cagraph_api.parameters import PAGING, number, only, single
from cagraph_api.problems import responses
from cagraph_api.representations import paged, root


def router(graph: Graph) -> APIRouter:
    """The routes over a graph."""
    routes = APIRouter(tags=["evidence"])
    field = {
        "name": "field",
        "in": "query",
        "required": True,
        "schema": {"type": "string"},
        "example": "signed",
        "description": "a field of its kind, as `cagraph model KIND` lists them",
    }

    @routes.get("/v1/claims/{id}", summary="One claim, with the values it gives", responses=responses(400, 404))
    def claim(id: str, request: Request) -> JSONResponse:  # noqa: A002  the name of the path parameter
        only(request, [])
        return JSONResponse(graph.claim(id))

    @routes.get(
        "/v1/sources/{id}/claims",
        summary="All that a source says",
        responses=responses(400, 404),
        openapi_extra={"parameters": PAGING},
    )
    def said(id: str, request: Request) -> JSONResponse:  # noqa: A002
        given = only(request, ["limit", "cursor"])
        found = graph.said_by(id, number(given, "limit", PAGE), single(given, "cursor"))
        path = f"{root(request)}/v1/sources/{found['source']}/claims"
        answer, told = paged(found, path, request.query_params.multi_items())
        return JSONResponse(answer, headers={"Link": ", ".join(told)})

    @routes.get(
        "/v1/evidence/{id}",
        summary="Which sources support, differ from or deny a field of an entity",
        responses=responses(400, 404),
        openapi_extra={"parameters": [field]},
    )
    def behind(id: str, request: Request) -> JSONResponse:  # noqa: A002
        name: Any = single(only(request, ["field"]), "field")
        if not name:
            raise ParameterError("field: none is named", "as field=signed")
        return JSONResponse(graph.sayings_on(id, name))

    return routes
