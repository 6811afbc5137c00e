"""`/sparql`: the SPARQL 1.1 Protocol, query and update, and the description of the service."""

from collections.abc import Callable, Coroutine
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from fastapi.routing import APIRoute

from cagraph.errors import ParameterError, UnsupportedMediaError
from cagraph.graph import Change, QueryRequest, serialised, service_description
from cagraph_api import protocol
from cagraph_api.answers import Answers
from cagraph_api.openapi import KEY
from cagraph_api.problems import responses
from cagraph_api.service import Service

MAX_QUERY: Final = 200_000
MAX_UPDATE: Final = 2 << 20
EXAMPLE: Final = "SELECT ?treaty ?label WHERE { ?treaty a cag:Treaty ; cag:party id:KAZ, id:UZB ; rdfs:label ?label }"
_DESCRIPTION: Final = """A SPARQL 1.1 query. Prefixes of the graph may be left out. Without a query, GET describes the
service (SPARQL 1.1 Service Description)."""
_WRITTEN: Final = {
    "type": "object",
    "description": "of an update: the version it made",
    "required": ["data_version", "quads"],
    "properties": {"data_version": {"type": "string"}, "quads": {"type": "integer"}},
}
_FORM: Final = "application/x-www-form-urlencoded"


class _Handlers:
    """What is done with the requests of one service."""

    def __init__(self, service: Service, answers: Answers) -> None:
        self._service = service
        self._answers = answers

    async def by_get(self, request: Request) -> Response:
        """A query, or the description of the service where none is given."""
        pairs = request.query_params.multi_items()
        names = {name for name, _ in pairs}
        if "update" in names:
            raise ParameterError("update: GET changes nothing", "send updates by POST")
        if not names - set(protocol.FORMAT_NAMES):
            return _described(request, self._service)
        parameters = protocol.known(pairs, protocol.QUERY_NAMES)
        return await self._query(request, protocol.one(parameters, "query"), parameters)

    async def by_post(self, request: Request) -> Response:
        """A query or an update: in a form, or as the body itself."""
        media_type = protocol.media_type(request)
        pairs = request.query_params.multi_items()
        data = await protocol.body(request, MAX_QUERY if media_type == "application/sparql-query" else MAX_UPDATE)
        if media_type == _FORM:
            return await self._form(request, [*pairs, *protocol.form(data)])
        if media_type == "application/sparql-query":
            parameters = protocol.known(pairs, protocol.QUERY_NAMES[1:])
            return await self._query(request, protocol.text(data), parameters)
        if media_type == "application/sparql-update":
            parameters = protocol.known(pairs, protocol.UPDATE_NAMES[1:])
            return await self._update(request, protocol.text(data), parameters)
        raise UnsupportedMediaError(
            f"a body of type '{media_type[:80]}' is not read",
            "send application/sparql-query, application/sparql-update, or a form with query= or update=",
        )

    async def _form(self, request: Request, pairs: protocol.Pairs) -> Response:
        names = {name for name, _ in pairs}
        if {"query", "update"} <= names:
            raise ParameterError("query and update: given together", "send one of them")
        if "update" in names:
            parameters = protocol.known(pairs, protocol.UPDATE_NAMES)
            return await self._update(request, protocol.one(parameters, "update"), parameters)
        parameters = protocol.known(pairs, protocol.QUERY_NAMES)
        return await self._query(request, protocol.one(parameters, "query"), parameters)

    async def _query(self, request: Request, text: str, parameters: protocol.Parameters) -> Response:
        result_type, graph_type = protocol.wanted_types(request.headers.get("accept", ""), parameters)
        asked = QueryRequest(
            text,
            result_type,
            graph_type,
            protocol.iris(parameters, "default-graph-uri"),
            protocol.iris(parameters, "named-graph-uri"),
        )
        return await self._answers.answer(request, asked)

    async def _update(self, request: Request, text: str, parameters: protocol.Parameters) -> Response:
        protocol.same_site(request, self._service.public_url)
        key = self._service.keys.holder(request.headers.get("authorization", ""), "write")
        change = Change(
            "update",
            text.encode(),
            using=protocol.iris(parameters, "using-graph-uri"),
            using_named=protocol.iris(parameters, "using-named-graph-uri"),
            once=protocol.once(request),
        )
        written = await self._service.endpoint.write(change, key)
        return JSONResponse({"data_version": written.data_version, "quads": written.quads})


class _Plain(APIRoute):
    """A route whose handler is given the request as it is: the protocol is read by us, nothing before it."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Called by FastAPI when the route is made."""
        return self.endpoint


def router(service: Service, answers: Answers) -> APIRouter:
    """The routes of a service."""
    routes = APIRouter(tags=["SPARQL"], route_class=_Plain)
    handlers = _Handlers(service, answers)
    routes.add_api_route(
        "/sparql",
        handlers.by_get,
        methods=["GET"],
        summary="SPARQL query",
        description=_DESCRIPTION,
        responses=_answers(400, 403, 404, 406, 422, 429, 502, 503, 504),
        openapi_extra={"parameters": _parameters()},
        response_class=Response,
    )
    routes.add_api_route("/sparql", handlers.by_get, methods=["HEAD"], include_in_schema=False)
    routes.add_api_route(
        "/sparql",
        handlers.by_post,
        methods=["POST"],
        summary="SPARQL query or update",
        responses=_answers(400, 401, 403, 404, 406, 409, 413, 415, 422, 429, 502, 503, 504, updates=True),
        openapi_extra={"requestBody": _body(), "parameters": [protocol.ONCE], "security": [{}, {KEY: []}]},
        response_class=Response,
    )
    return routes


def _described(request: Request, service: Service) -> Response:
    parameters = protocol.known(request.query_params.multi_items(), protocol.FORMAT_NAMES)
    _, graph_type = protocol.wanted_types(request.headers.get("accept", ""), parameters)
    triples = service_description(service.graph, service.public_url, service.endpoint.federated)
    return Response(
        serialised(triples, graph_type or "text/turtle"),
        media_type=graph_type or "text/turtle",
        headers={"Vary": "Accept", "X-Data-Version": service.graph.data_version},
    )


def _answers(*statuses: int, updates: bool = False) -> dict[int | str, dict[str, Any]]:
    content: dict[str, Any] = {media_type: {} for media_type in (*protocol.RESULTS, *protocol.GRAPHS)}
    content |= {"application/json": {"schema": _WRITTEN}} if updates else {}
    return {200: {"description": "The answer", "content": content}, **responses(*statuses)}


def _parameters() -> list[dict[str, Any]]:
    text = {"type": "string"}
    graphs = {"type": "array", "items": text}
    return [
        {"name": "query", "in": "query", "schema": text, "example": EXAMPLE, "description": "the query"},
        {"name": "default-graph-uri", "in": "query", "schema": graphs, "description": "graphs to query, merged"},
        {"name": "named-graph-uri", "in": "query", "schema": graphs, "description": "graphs that GRAPH reaches"},
        {
            "name": "format",
            "in": "query",
            "schema": {"type": "string", "enum": sorted(protocol.FORMATS)},
            "description": "goes before the Accept header",
        },
    ]


def _body() -> dict[str, Any]:
    field = {"type": "string"}
    return {
        "required": True,
        "content": {
            "application/sparql-query": {"schema": field, "example": EXAMPLE},
            "application/sparql-update": {"schema": field},
            _FORM: {
                "schema": {"type": "object", "properties": {"query": field, "update": field}},
                "example": {"query": EXAMPLE},
            },
        },
    }
