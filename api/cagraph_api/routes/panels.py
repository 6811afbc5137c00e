"""`/v1/panels`: counts by dyad, state or leader and year, as tables for regressions."""

from threading import BoundedSemaphore
from types import MappingProxyType
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Request
from fastapi.responses import JSONResponse, Response

from cagraph.errors import BusyError
from cagraph.graph import PANEL_TYPES, UNITS, Graph, as_file
from cagraph.graph import counts_described as told
from cagraph_api.negotiation import by_suffix
from cagraph_api.parameters import described, only, single
from cagraph_api.problems import responses
from cagraph_api.routes.exports import of_views

_TYPES: Final = MappingProxyType(
    {"json": "application/json", **{suffix.removeprefix("."): type_ for suffix, type_ in PANEL_TYPES.items()}}
)
_OF_VIEWS: Final = ("kinds", "level", "bilateral")
AT_ONCE: Final = 2
EXAMPLE: Final[dict[str, Any]] = {
    "unit": "dyad-year",
    "title": "Dyad-year panel, 2024",
    "about": "a row for each two states and year",
    "directed": False,
    "parameters": {"events": "visits", "since": "2024", "until": "2024", "among": "KAZ,UZB"},
    "counts": ["visits"],
    "years": [2024, 2024],
    "reach": "2026-11-26",
    "region": ["KAZ", "KGZ", "TJK", "TKM", "UZB"],
    "variables": [
        {
            "name": "visits",
            "label": "visits",
            "type": "integer",
            "unit": "records",
            "rule": "records that tie the two; those that surely lie in the year",
            "source": "view visits: …",
            "missing": "not observed: a zero is no record in what the data look at",
            "values": {},
        }
    ],
    "rows": [
        {
            "iso3_1": "UZB",
            "ccode1": 704,
            "gwcode1": 704,
            "state_1": "Uzbekistan",
            "iso3_2": "KAZ",
            "ccode2": 705,
            "gwcode2": 705,
            "state_2": "Kazakhstan",
            "year": 2024,
            "days_observed": 366,
            "partial": 0,
            "visits": 5,
            "visits_complete": 0,
        }
    ],
    "notes": ["A zero is no record. It is a known zero only where the variable ending in _complete is 1."],
    "statements": [],
    "sources": [{"id": "seed-article", "label": "…"}],
    "data_version": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
}


def router(graph: Graph) -> APIRouter:
    """The routes over a graph."""
    routes = APIRouter(tags=["panels"])
    # Each takes a thread and seconds of the processor, which other requests are not to wait for.
    places = BoundedSemaphore(AT_ONCE)
    parameters = [
        described("events", f"what is counted, between commas: {', '.join(graph.panels)}", "visits,meetings"),
        described("since", "first year; that of the first independence without it", "1992"),
        described("until", "last year; the last that the data reach without it", "2025"),
        described("among", "ids of states or regions, between commas", "central-asia"),
        described("directed", "`true`: two rows of a dyad, one each way", "true", enum=["true", "false"]),
        described("records", "`true`: the ids of the records counted", "true", enum=["true", "false"]),
        *of_views(graph, _OF_VIEWS),
    ]
    names = [name + suffix for name in UNITS for suffix in ("", *(f".{suffix}" for suffix in _TYPES))]

    @routes.get("/v1/panels", summary="The units of panels, and what they can count, each with its rule")
    def panels(request: Request) -> dict[str, Any]:
        only(request, [])
        return {
            "data_version": graph.data_version,
            "units": [{"unit": unit, "about": about, "path": f"/v1/panels/{unit}"} for unit, about in UNITS.items()],
            "counts": [told(count) for count in graph.panels.values()],
        }

    @routes.get(
        "/v1/panels/{unit}",
        summary="Counts by dyad, state or leader and year, or events with their participants",
        description=(
            "JSON, or by `Accept` or suffix CSV, Parquet, Stata (`.dta`), the codebook (`.md`) or the sources as "
            "BibTeX (`.bib`). What the data do not look at is null, or empty. Parquet and Stata need a library that "
            "the service may not have."
        ),
        responses=responses(400, 404, 406, 501, 503)
        | {
            200: {
                "description": "The rows, with their variables, notes, sources and data version",
                "content": {"application/json": {"example": EXAMPLE}, **{type_: {} for type_ in PANEL_TYPES.values()}},
            }
        },
        openapi_extra={"parameters": parameters},
        response_class=JSONResponse,
    )
    def panel(
        unit: Annotated[str, Path(description="a unit", json_schema_extra={"enum": names})], request: Request
    ) -> Response:
        given = only(request, [one["name"] for one in parameters])
        name, media_type = by_suffix(unit, request.headers.get("accept", ""), _TYPES)
        asked: dict[str, Any] = {each: single(given, each) for each in given}
        if not places.acquire(blocking=False):
            raise BusyError(f"{AT_ONCE} panels are being made already", "come again in a few seconds")
        try:
            found = graph.panel(name, **asked)
            if media_type == _TYPES["json"]:
                return JSONResponse(found)
            suffix = next(suffix for suffix, type_ in PANEL_TYPES.items() if type_ == media_type)
            body = as_file(found, suffix)
        finally:
            places.release()
        headers = {
            "Content-Disposition": f'inline; filename="cagraph-{name}{suffix}"',
            "X-Content-Type-Options": "nosniff",
        }
        return Response(body, media_type=media_type, headers=headers)

    return routes
