"""`/v1/paths`, `/v1/dyads`: how two entities are connected, and the whole relation of two parties."""

from types import MappingProxyType
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from cagraph.graph import Graph
from cagraph_api.negotiation import by_suffix
from cagraph_api.parameters import EVIDENCE, described, full_evidence, number, only, several, single
from cagraph_api.problems import responses

_TYPES: Final = MappingProxyType({"json": "application/json", "md": "text/markdown", "html": "text/html"})
_FORMATS: Final = MappingProxyType({"text/markdown": "markdown", "text/html": "html"})
# A brief runs nothing and loads nothing, whatever stands in the data.
_CLOSED: Final = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


_SPAN: Final = (
    described("since", "first date, of any precision", "2017"),
    described("until", "last date, of any precision", "2024-08"),
)
_PATHS: Final = (
    described("from", "an entity: its id, or a name that only it has", "kakha-imnadze") | {"required": True},
    described("to", "another entity: its id, or a name that only it has", "central-asia-2040-concept")
    | {"required": True},
    described("max_hops", "how many hops at most; 4 without it", type="integer", minimum=1, maximum=6),
    described("limit", "how many chains at most; 5 without it", type="integer", minimum=1, maximum=20),
    *_SPAN,
    described("via", "kinds that may stand in between, between commas; without it all but places and terms", "Event"),
    described("avoid", "ids of entities not to pass through, between commas", "KAZ,UZB"),
    described(
        "hubs",
        "entities tied to very many: pass through them last, never, or as others",
        enum=["last", "allow", "never"],
    ),
    described("lang", "language of labels, where there are any", "ru"),
    EVIDENCE,
)
_DYAD: Final = (
    described("on", "the day to see the two from; without it the last on which anything was recorded", "2024-08-09"),
    *_SPAN,
    described("lang", "language of the brief and of labels", enum=["en", "ru"]),
    EVIDENCE,
)


def router(graph: Graph) -> APIRouter:
    """The routes over a graph."""
    routes = APIRouter(tags=["connections"])

    @routes.get(
        "/v1/paths",
        summary="The shortest connections between two entities",
        description="Chains of accepted facts, with the field, direction, date and claims of each hop.",
        responses=responses(400, 404),
        openapi_extra={"parameters": list(_PATHS)},
        response_class=JSONResponse,
    )
    def paths(request: Request) -> JSONResponse:
        given = only(request, [one["name"] for one in _PATHS])
        found = graph.paths(
            single(given, "from"),
            single(given, "to"),
            max_hops=number(given, "max_hops", 4),
            limit=number(given, "limit", 5),
            since=single(given, "since"),
            until=single(given, "until"),
            via=several(given, "via"),
            avoid=several(given, "avoid"),
            hubs=single(given, "hubs", "last"),
            full_evidence=full_evidence(given),
            lang=single(given, "lang"),
        )
        return JSONResponse(found)

    @routes.get(
        "/v1/dyads",
        summary="Every two parties that some record ties alone, with counts",
        responses=responses(400, 404),
        openapi_extra={"parameters": [described("party", "those of one party, by its id", "KAZ")]},
        response_class=JSONResponse,
    )
    def dyads(request: Request) -> JSONResponse:
        return JSONResponse(graph.dyads(single(only(request, ["party"]), "party")))

    @routes.get(
        "/v1/dyads/{one}/{other}",
        summary="The whole relation of two parties, as data or as a brief",
        description="JSON; or a footnoted brief in Markdown or HTML, by `Accept` or by the suffix `.md` or `.html`.",
        responses=responses(400, 404, 406)
        | {200: {"description": "The relation", "content": {media_type: {} for media_type in _TYPES.values()}}},
        openapi_extra={"parameters": list(_DYAD)},
        response_class=JSONResponse,
    )
    def dyad(one: str, other: str, request: Request) -> Response:
        given = only(request, [each["name"] for each in _DYAD])
        party, media_type = by_suffix(other, request.headers.get("accept", ""), _TYPES)
        return _represented(graph, one, party, media_type, given)

    return routes


def _represented(graph: Graph, one: str, other: str, media_type: str, given: dict[str, list[str]]) -> Response:
    full = full_evidence(given)  # a brief has its sources as notes in any case
    asked = {name: single(given, name) for name in given if name != EVIDENCE["name"]}
    if media_type not in _FORMATS:
        return JSONResponse(graph.dyad(one, other, **asked, full_evidence=full))
    text = graph.brief(one, other, format_=_FORMATS[media_type], **asked)
    headers = {"Content-Security-Policy": _CLOSED, "X-Content-Type-Options": "nosniff"}
    return Response(text, media_type=f"{media_type}; charset=utf-8", headers=headers)
