"""`/v1/{kind}/{id}`, what links to it, and `/id/{id}`: entities, and where their IRIs lead."""

from collections.abc import Callable
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from cagraph.errors import NotFoundError
from cagraph.graph import PAGE, Graph
from cagraph.model import Kind
from cagraph_api.parameters import EVIDENCE, PAGING, described, full_evidence, number, only, single
from cagraph_api.problems import responses
from cagraph_api.representations import HTML, Formats, address, link, moved, paged, root

Handler = Callable[[str, Request], Response]
SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["id", "iri", "kind", "label", "accepted", "evidence", "linked_from", "labels", "data_version"],
    "properties": {
        "id": {"type": "string"},
        "iri": {"type": "string"},
        "kind": {"type": "string"},
        "label": {"type": "string"},
        "accepted": {"type": "boolean", "description": "false for what is only claimed"},
        "evidence": {"type": "array", "items": {"type": "object"}},
        "linked_from": {"type": "object", "description": "what links to it: total, counts and the first ten"},
        "labels": {"type": "object", "additionalProperties": {"type": "string"}},
        "data_version": {"type": "string"},
    },
}
LINKS: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["id", "total", "counts", "items", "next", "prev", "data_version"],
    "properties": {
        "id": {"type": "string"},
        "total": {"type": "integer"},
        "counts": {"type": "array", "items": {"type": "object", "required": ["predicate", "kind", "count"]}},
        "limit": {"type": "integer"},
        "items": {"type": "array", "items": {"type": "object", "required": ["predicate", "id", "kind", "label"]}},
        "next": {"type": ["string", "null"]},
        "prev": {"type": ["string", "null"]},
        "data_version": {"type": "string"},
    },
}


LANG: Final = described("lang", "language of labels, with English where there is none", "ru")
OF_ONE: Final = [EVIDENCE, LANG]
OF_LINKS: Final = [
    described("predicate", "by what it is linked: the parameter by which lists find it", "party"),
    described("kind", "the kind that the links come from, by its name or plural", "treaties"),
    *PAGING,
    LANG,
]


def router(graph: Graph) -> APIRouter:
    """The routes over a graph: two for each kind of its model, and the one of the IRIs."""
    routes = APIRouter(tags=["entities"])
    formats = Formats.of(graph, graph.entity_formats.values(), with_page=True)
    for kind in graph.model.kinds.values():
        routes.add_api_route(
            f"/v1/{kind.collection}/{{id}}",
            _getter(graph, kind, formats),
            summary=f"One {kind.name}",
            description=kind.doc,
            operation_id=f"get_{kind.name}",
            responses={
                **formats.described(SCHEMA, "The entity"),
                303: {"description": "The page, for those who accept HTML"},
                308: {"description": "It has another id by now"},
                **responses(400, 404, 406),
            },
            openapi_extra={"parameters": OF_ONE},
            response_class=Response,
        )
        routes.add_api_route(
            f"/v1/{kind.collection}/{{id}}/links",
            _linker(graph, kind),
            summary=f"What links to one {kind.name}",
            operation_id=f"links_{kind.name}",
            responses={
                200: {"description": "A page of links", "content": {"application/json": {"schema": LINKS}}},
                308: {"description": "It has another id by now"},
                **responses(400, 404),
            },
            openapi_extra={"parameters": OF_LINKS},
            response_class=JSONResponse,
        )

    @routes.get(
        "/id/{id}",
        summary="Where the IRI of an entity leads: to the document about it that Accept asks for",
        responses={
            303: {"description": "See the document about it"},
            308: {"description": "It has another id by now"},
            **responses(404, 406),
        },
        status_code=303,
        response_class=Response,
    )
    def dereferenced(id: str, request: Request) -> Response:  # noqa: A002  the name of the path parameter
        present, kind = graph.locate(id, parts=True)
        pairs = request.query_params.multi_items()
        if graph.is_former(id):
            return moved(f"{root(request)}/id/{present}", pairs)
        chosen = formats.chosen(request, "")
        if chosen == HTML:
            return _page(request, present)
        return moved(f"{root(request)}/v1/{kind.collection}/{present}{chosen}", pairs, permanently=False)

    @routes.get("/v1/{kind}/{id}", include_in_schema=False)
    @routes.get("/v1/{kind}/{id}/links", include_in_schema=False)
    def unknown(kind: str) -> None:
        graph.kind(kind)
        raise NotFoundError(f"there is no path '/v1/{kind}'", "see /v1")

    return routes


def _found(graph: Graph, kind: Kind, id_: str) -> tuple[str, Kind]:
    """The present id and kind of what an address names. Raises NotFoundError when it is of another kind."""
    present, of = graph.locate(id_)
    if not graph.model.is_a(of.name, kind.name) and present == id_:
        raise NotFoundError(f"'{id_}' is a {of.name}, not a {kind.name}", f"see /v1/{of.collection}/{id_}")
    return present, of


def _getter(graph: Graph, kind: Kind, formats: Formats) -> Handler:
    def get(id: str, request: Request) -> Response:  # noqa: A002
        given = only(request, ["evidence", "lang"])
        full = full_evidence(given)
        name, suffix = (id, "") if graph.knows(id) else formats.split(id)
        present, of = _found(graph, kind, name)
        pairs = request.query_params.multi_items()
        canonical = f"{root(request)}/v1/{of.collection}/{present}"
        if present != name:
            return moved(canonical + suffix, pairs)
        chosen = formats.chosen(request, suffix)
        if chosen == HTML:
            return _page(request, present, permanently=bool(suffix))
        links = [
            link(canonical, (), "canonical"),
            link(canonical + ".ttl", (), "describedby", "text/turtle"),
            *formats.alternates(canonical, pairs, chosen),
        ]
        headers = {"Link": ", ".join(links)}
        if not suffix:
            headers["Content-Location"] = address(canonical + chosen, pairs)
        found = graph.get(present, full_evidence=full, lang=single(given, "lang"))
        return formats.respond(chosen, found, present, headers)

    return get


def _page(request: Request, id_: str, permanently: bool = False) -> Response:
    """To the page of an entity, in the language asked for."""
    spoken = [pair for pair in request.query_params.multi_items() if pair[0] == LANG["name"]]
    return moved(f"{root(request)}/page/{id_}", spoken, permanently)


def _linker(graph: Graph, kind: Kind) -> Handler:
    def links(id: str, request: Request) -> Response:  # noqa: A002
        given = only(request, [one["name"] for one in OF_LINKS])
        present, of = _found(graph, kind, id)
        pairs = request.query_params.multi_items()
        if present != id:
            return moved(f"{root(request)}/v1/{of.collection}/{present}/links", pairs)
        names = ("predicate", "kind", "cursor", "lang")
        found = graph.links(id, limit=number(given, "limit", PAGE), **{name: single(given, name) for name in names})
        answer, told = paged(found, f"{root(request)}/v1/{kind.collection}/{id}/links", pairs)
        return JSONResponse(answer, headers={"Link": ", ".join(told)})

    return links
