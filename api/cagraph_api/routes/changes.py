"""`/v1/changes`: what changed since a data version or a day, the last first."""

from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from cagraph.graph import PAGE, Graph
from cagraph_api.parameters import PAGING, described, flag, number, only, single
from cagraph_api.problems import responses
from cagraph_api.representations import paged

_FIELDS: Final[dict[str, Any]] = {
    "type": "object",
    "description": "by name, what was and what is; neither where there was or is nothing",
    "additionalProperties": {"type": "object", "properties": {"old": {}, "new": {}}, "additionalProperties": False},
}
ENTRY: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["time", "what", "action", "id", "fields"],
    "properties": {
        "time": {"type": "string", "description": "when the version was made; of a claim, the day it was recorded"},
        "version": {"type": "string", "description": "the data version that the change made, by the history"},
        "by": {
            "type": "string",
            "description": "by what: `build`, `load`, `undo`, `drop-source`, `update`, `put`, `post`, `delete`",
        },
        "what": {"enum": ["entity", "claim", "graph"]},
        "action": {"enum": ["added", "changed", "retracted", "gone"]},
        "id": {"type": "string"},
        "iri": {"type": "string"},
        "kind": {"type": "string"},
        "label": {"type": "string"},
        "about": {"type": "object", "description": "of a claim: the entity that it is about"},
        "fields": _FIELDS,
    },
}
SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["read_as", "oldest", "total", "items", "next", "prev", "data_version"],
    "properties": {
        "read_as": {"type": "string", "description": "what was asked for, in words"},
        "since": {"type": ["string", "null"]},
        "until": {"type": ["string", "null"]},
        "oldest": {"type": "string", "description": "the oldest data version since which the history is kept"},
        "total": {"type": "integer"},
        "limit": {"type": "integer"},
        "items": {"type": "array", "items": ENTRY},
        "next": {"type": ["string", "null"], "description": "address of the next page"},
        "prev": {"type": ["string", "null"], "description": "address of the previous page"},
        "data_version": {"type": "string"},
    },
}
_ABOUT: Final = """Each change of an entity, of a claim, and of a graph that a key has written, with what was and what
is. `since` a data version is answered from the history that the store keeps of its versions; `since` a day also from
the days on which claims were recorded and retracted, which any store can tell."""


PARAMETERS: Final = [
    described("since", "a data version (8 digits or more of it) or a day; what came after it", "2026-11-24"),
    described("until", "the last version or day"),
    described("kind", "of entities of a kind, by its name or plural, and of claims about them", "treaties"),
    {
        "name": "party",
        "in": "query",
        "description": "what names this party, or did; repeated: all of them",
        "schema": {"type": "array", "items": {"type": "string"}},
        "style": "form",
        "explode": True,
        "example": ["KAZ"],
    },
    described("id", "of one entity and the claims about it, of one claim, or of one graph"),
    described("net", "`true` gives what is left of all changes of the same thing; goes with versions", enum=["true"]),
    *PAGING,
]


def router(graph: Graph) -> APIRouter:
    """The route over a graph."""
    routes = APIRouter(tags=["changes"])

    @routes.get(
        "/v1/changes",
        summary="What changed since a data version or a day",
        description=_ABOUT,
        responses={
            200: {"description": "The changes", "content": {"application/json": {"schema": SCHEMA}}},
            **responses(400, 404, 410, 500),
        },
        openapi_extra={"parameters": PARAMETERS},
        response_class=JSONResponse,
    )
    def changes(request: Request) -> JSONResponse:
        given = only(request, [one["name"] for one in PARAMETERS], repeated=["party"])
        net = flag(given, "net")
        found = graph.changes(
            single(given, "since"),
            single(given, "until"),
            kind=single(given, "kind"),
            parties=given.get("party", []),
            id=single(given, "id"),
            net=net,
            limit=number(given, "limit", PAGE),
            cursor=single(given, "cursor"),
        )
        pairs = request.query_params.multi_items()
        if net and "until" not in given:  # the pages of a sum have to be of the same sum
            pairs.append(("until", found["data_version"]))
        answer, links = paged(found, request.url.path, pairs)
        return JSONResponse(answer, headers={"Link": ", ".join(links)})

    return routes
