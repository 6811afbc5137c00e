"""`/v1/{kind}`: the entities of each kind of the model, as `/v1/treaties`, `/v1/treaties.csv` and so on."""

from collections.abc import Callable
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from cagraph.errors import NotFoundError, suggestion
from cagraph.graph import MAX_LIMIT, PAGE, Graph, Option
from cagraph.model import Kind
from cagraph_api.parameters import full_evidence, number, only, single
from cagraph_api.problems import responses
from cagraph_api.representations import JSON, Formats, address, paged, root
from cagraph_api.routes import status

Handler = Callable[[Request], Response]
_TYPES: Final[dict[str, str]] = {"text": "string", "integer": "integer", "boolean": "string"}
SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["kind", "read_as", "total", "items", "next", "prev", "data_version"],
    "properties": {
        "kind": {"type": "string"},
        "read_as": {"type": "string", "description": "which filters and order were applied, in words"},
        "total": {"type": "integer", "description": "how many fit, on all pages"},
        "undecided": {"type": "object", "description": "for how many `on` or `status` cannot be known"},
        "sort": {"type": "string"},
        "limit": {"type": "integer"},
        "items": {"type": "array", "items": {"type": "object", "required": ["id", "iri", "kind", "label"]}},
        "labels": {"type": "object", "additionalProperties": {"type": "string"}},
        "facets": {"type": "object", "description": "counts over all pages, by facet and value"},
        "next": {"type": ["string", "null"], "description": "address of the next page"},
        "prev": {"type": ["string", "null"], "description": "address of the previous page"},
        "data_version": {"type": "string"},
    },
}


def router(graph: Graph, public_url: str = "") -> APIRouter:
    """The routes over a graph: one for each kind of its model, and one for the same with a suffix."""
    routes = APIRouter(tags=["lists"])
    formats = Formats.of(graph, graph.list_formats.values(), public_url)
    handlers: dict[str, Handler] = {}
    for kind in graph.model.kinds.values():
        options = graph.list_options(kind.name)
        listed = status.listed(graph, kind)
        handlers[kind.collection] = _lister(graph, kind, options, formats)
        routes.add_api_route(
            f"/v1/{kind.collection}",
            listed.instead_of(handlers[kind.collection]),
            summary=f"Entities of kind {kind.name}",
            description=kind.doc,
            operation_id=f"list_{kind.name}",
            responses={**formats.described(SCHEMA, "The list"), **responses(400, 406)},
            openapi_extra={"parameters": [*map(_described, options), *listed.described]},
            response_class=Response,
        )

    @routes.get("/v1/{name}", include_in_schema=False)
    def suffixed(name: str, request: Request) -> Response:
        collection, suffix = formats.split(name)
        if collection in handlers and suffix:
            return handlers[collection](request)
        stem, dot, ending = name.partition(".")
        if dot and stem in handlers:
            known = [one.removeprefix(".") for one in formats.media_types]
            raise NotFoundError(f"there is no format '{ending[:80]}' of lists", suggestion(ending, known))
        kind = graph.kind(collection)
        raise NotFoundError(f"there is no path '/v1/{name}'", f"see /v1/{kind.collection}")

    return routes


def _described(option: Option) -> dict[str, Any]:
    """A parameter as OpenAPI has it."""
    schema: dict[str, Any] = {"type": _TYPES[option.type]}
    if option.name == "limit":
        schema |= {"minimum": 1, "maximum": MAX_LIMIT, "default": PAGE}
    if option.name == "facets":  # several, between commas
        schema = {"type": "array", "items": {"type": "string", "enum": list(option.values)}}
    elif option.values:
        schema["enum"] = list(option.values)
    if option.repeated:
        schema = {"type": "array", "items": schema}
    example: Any = int(option.example) if option.type == "integer" and option.example else option.example
    if schema["type"] == "array" and example:
        example = option.example.split(",") if option.name == "facets" else [example]
    described = {"name": option.name, "in": "query", "schema": schema, "description": option.about}
    style = {"style": "form", "explode": option.name != "facets"} if schema["type"] == "array" else {}
    return described | style | ({"example": example} if example else {})


def _lister(graph: Graph, kind: Kind, options: tuple[Option, ...], formats: Formats) -> Handler:
    known = [option.name for option in options]
    repeated = [option.name for option in options if option.repeated]
    filters = [option.name for option in options if option.filters]

    def find(request: Request) -> Response:
        name = request.path_params.get("name", kind.collection)
        suffix = formats.split(name)[1]
        chosen = formats.chosen(request, suffix)
        given = only(request, known, repeated=repeated)
        sort, full = formats.manner(chosen, single(given, "sort"), full_evidence(given))
        found = graph.page(
            kind.name,
            {name: values for name, values in given.items() if name in filters},
            sort=sort,
            limit=number(given, "limit", PAGE),
            cursor=single(given, "cursor"),
            facets=[name for name in single(given, "facets").split(",") if name],
            lang=single(given, "lang"),
            full_evidence=full,
        )
        pairs = request.query_params.multi_items()
        path = f"{root(request)}/v1/{name}"
        answer, links = paged(found, path, pairs)
        bare = path.removesuffix(suffix)
        links += formats.alternates(bare, pairs, chosen)
        headers = {"Link": ", ".join(links)}
        if not suffix:
            headers["Content-Location"] = address(bare + chosen, pairs)
        return formats.respond(chosen, answer if chosen == JSON else found, kind.collection, headers, pairs)

    return find
