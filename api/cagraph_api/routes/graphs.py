"""`/data`: the SPARQL 1.1 Graph Store Protocol, and `/.well-known/void`: what is in the graph.

A graph is named by `?graph=IRI` or `?default`, or is the resource at `/data/…` itself (direct identification).
"""

from email.message import Message
from email.parser import BytesParser
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid4, uuid5

from fastapi import APIRouter, Request
from fastapi.responses import Response

from cagraph.errors import ParameterError, UnsupportedMediaError, suggestion
from cagraph.graph import Change, QueryRequest, serialised, void_description
from cagraph_api import protocol
from cagraph_api.answers import Answers
from cagraph_api.openapi import KEY
from cagraph_api.problems import responses
from cagraph_api.service import Service

MAX_GRAPH: Final = 50 << 20
_DEFAULT: Final = "default"
_MULTIPART: Final = "multipart/form-data"


def router(service: Service, answers: Answers) -> APIRouter:
    """The routes of a service."""
    routes = APIRouter(tags=["SPARQL"])

    async def read(request: Request) -> Response:
        parameters = _known(request, protocol.FORMAT_NAMES)
        _, graph_type = protocol.wanted_types(request.headers.get("accept", ""), parameters)
        asked = QueryRequest(graph=_named(request, service, _path(request)), graph_type=graph_type)
        return await answers.answer(request, asked)

    async def write(request: Request) -> Response:
        path = _path(request)
        protocol.same_site(request, service.public_url)
        key = service.keys.holder(request.headers.get("authorization", ""), "write")
        kind, once = request.method.lower(), protocol.once(request)
        if kind == "delete":
            _known(request)
            await service.endpoint.write(Change(kind, graph=_written(_named(request, service, path)), once=once), key)
            return Response(status_code=204)
        anew = kind == "post" and not path and not request.query_params
        if anew:
            path = str(uuid5(NAMESPACE_URL, f"{key.name} {once}") if once else uuid4())
        _known(request)
        media_type, data = _content(protocol.media_type(request), request, await protocol.body(request, MAX_GRAPH))
        graph = _named(request, service, path)
        done = await service.endpoint.write(Change(kind, data, _written(graph), media_type, once=once), key)
        headers = {"X-Data-Version": done.data_version}
        if anew:
            headers["Location"] = graph
        return Response(status_code=201 if done.created else 204, headers=headers)

    for at in ("/data", "/data/{path:path}"):
        at_path = [] if at == "/data" else [_PATH]
        name = "graph" if at == "/data" else "graph_at"
        routes.add_api_route(
            at,
            read,
            methods=["GET"],
            summary="Read a graph",
            operation_id=f"read_{name}",
            responses=_graphs(400, 403, 404, 406, 422, 429, 503, 504),
            openapi_extra={"parameters": [*_PARAMETERS, *at_path]},
            response_class=Response,
        )
        routes.add_api_route(at, read, methods=["HEAD"], include_in_schema=False)
        for method in ("PUT", "POST", "DELETE"):
            routes.add_api_route(
                at,
                write,
                methods=[method],
                summary=f"{_DOES[method]} a graph; needs a key",
                operation_id=f"{method.lower()}_{name}",
                responses={204: {"description": "Done"}, **responses(*_REFUSALS)}
                | ({} if method == "DELETE" else {201: {"description": "Done; the graph is new"}}),
                openapi_extra={"parameters": [*_PARAMETERS, protocol.ONCE, *at_path], "security": [{KEY: []}]}
                | ({} if method == "DELETE" else _BODY),
                response_class=Response,
                status_code=204,
            )

    @routes.get(
        "/.well-known/void",
        summary="The data set in VoID, with class and property partitions",
        responses=_graphs(400, 406),
        response_class=Response,
    )
    def void(request: Request) -> Response:
        parameters = _known(request, protocol.FORMAT_NAMES)
        _, graph_type = protocol.wanted_types(request.headers.get("accept", ""), parameters)
        graph_type = graph_type or protocol.GRAPHS[0]
        triples = void_description(service.graph, service.public_url)
        return Response(serialised(triples, graph_type), media_type=graph_type, headers={"Vary": "Accept"})

    return routes


_DOES: Final = {"PUT": "Replace", "POST": "Add to", "DELETE": "Remove"}
_REFUSALS: Final = (400, 401, 403, 404, 409, 413, 415, 503, 504)
_PATH: Final = {"name": "path", "in": "path", "required": True, "schema": {"type": "string"}}
_PARAMETERS: Final[list[dict[str, Any]]] = [
    {"name": "graph", "in": "query", "schema": {"type": "string"}, "description": "the IRI of the graph"},
    {
        "name": "default",
        "in": "query",
        "schema": {"type": "string", "enum": [""]},
        "allowEmptyValue": True,
        "description": "the default graph, of accepted facts",
    },
]
_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {media_type: {"schema": {"type": "string"}} for media_type in protocol.GRAPHS[:3]},
    }
}


def _graphs(*statuses: int) -> dict[int | str, dict[str, Any]]:
    content: dict[str, Any] = {media_type: {} for media_type in protocol.GRAPHS}
    return {200: {"description": "The graph", "content": content}, **responses(*statuses)}


def _path(request: Request) -> str:
    """What stands behind `/data/`."""
    return str(request.path_params.get("path", ""))


def _known(request: Request, more: tuple[str, ...] = ()) -> dict[str, tuple[str, ...]]:
    return protocol.known(request.query_params.multi_items(), ("graph", _DEFAULT, *more))


def _named(request: Request, service: Service, path: str) -> str:
    """The graph that a request is about: `default` or an IRI. Raises ParameterError."""
    given = request.query_params
    if path:
        if _DEFAULT in given or "graph" in given:
            raise ParameterError("the path names a graph already", "leave out the parameter")
        return protocol.absolute_iri("path", f"{service.public_url}/data/{path}")
    if _DEFAULT in given and "graph" in given:
        raise ParameterError("graph and default: given together", "give one of them")
    if _DEFAULT in given:
        if any(given.getlist(_DEFAULT)):
            raise ParameterError("default: it takes no value", "write ?default")
        return _DEFAULT
    if "graph" not in given:
        raise ParameterError("no graph is named", "give graph=IRI or default")
    values = given.getlist("graph")
    if len(values) != 1:
        raise ParameterError(f"graph: given {len(values)} times", "give it once")
    return protocol.absolute_iri("graph", values[0])


def _written(graph: str) -> str:
    return "" if graph == _DEFAULT else graph


def _content(media_type: str, request: Request, data: bytes) -> tuple[str, bytes]:
    """The media type and text of the triples that a body holds. Raises UnsupportedMediaError."""
    if media_type == _MULTIPART:
        media_type, data = _first_part(request.headers["content-type"], data)
    media_type = protocol.ALIASES.get(media_type, media_type)
    if media_type not in protocol.GRAPHS:
        hint = suggestion(media_type, protocol.GRAPHS) if media_type else f"send {protocol.GRAPHS[0]}"
        raise UnsupportedMediaError(f"triples of type '{media_type[:80]}' are not read", hint)
    return media_type, data


def _first_part(content_type: str, data: bytes) -> tuple[str, bytes]:
    """The triples in a form: of all its parts, which must be of one type, one after the other."""
    head = f"Content-Type: {content_type}\r\n\r\n".encode("latin-1")
    payload = BytesParser().parsebytes(head + data).get_payload()
    parts = [part for part in payload if isinstance(part, Message)] if isinstance(payload, list) else []
    if not parts:
        raise ParameterError("the form holds no part", "send the triples as they are")
    types = {part.get_content_type() for part in parts}
    if len(types) != 1:
        raise ParameterError("the parts of the form are of different types", "send one type")
    bodies = [part.get_payload(decode=True) for part in parts]
    return types.pop(), b"\n".join(body for body in bodies if isinstance(body, bytes))
