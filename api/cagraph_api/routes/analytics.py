"""`/v1/analytics`: measures of networks and of records over windows of time."""

from threading import BoundedSemaphore
from types import MappingProxyType
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Request
from fastapi.responses import JSONResponse, Response

from cagraph.graph import Graph
from cagraph.graph import described as told
from cagraph_api.negotiation import by_suffix
from cagraph_api.parameters import described, flag, only, several, single
from cagraph_api.places import one_of
from cagraph_api.problems import responses
from cagraph_api.routes.exports import of_views

_TYPES: Final = MappingProxyType({"json": "application/json", "csv": "text/csv"})
_SPAN: Final = ("since", "until")
AT_ONCE: Final = 2
EXAMPLE: Final[dict[str, Any]] = {
    "measure": "betweenness",
    "title": "Betweenness",
    "definition": "The share of the shortest paths between any two others on which a node lies …",
    "source": "Freeman 1977, Sociometry 40(1); …",
    "of": "nodes",
    "columns": {},
    "view": "ties",
    "rule": "met: each common event adds 1/(n-1) for n parties (Newman 2001); …",
    "parameters": {
        "since": "2017",
        "until": "2025",
        "by": "year",
        "ties": ["met"],
        "among": ["KAZ", "KGZ", "TJK", "TKM", "UZB"],
    },
    "windows": [
        {
            "window": "2017",
            "since": "2017-01-01",
            "until": "2017-12-31",
            "network": {"nodes": 5, "ties": 10, "components": 1},
            "values": [{"id": "KAZ", "value": 0.333333333}],
            "absent": [],
            "notes": [],
        }
    ],
    "labels": {"KAZ": "Kazakhstan"},
    "notes": ["Weights are strengths, the sum of the weights of all ties of two; the length of a tie is 1/weight …"],
    "data_version": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
}
CSV_EXAMPLE: Final = (
    "measure,view,window,since,until,id,label,value,ties,among,options,data_version\r\n"
    'betweenness,ties,2017,2017-01-01,2017-12-31,KAZ,Kazakhstan,0.333333333,met,"KAZ,KGZ,TJK,TKM,UZB",,9f86d081…\r\n'
)


def router(graph: Graph) -> APIRouter:
    """The routes over a graph."""
    routes = APIRouter(tags=["analytics"])
    places = BoundedSemaphore(AT_ONCE)
    parameters = of_measures(graph)
    names = [name + suffix for name in graph.measures for suffix in ("", *(f".{suffix}" for suffix in _TYPES))]

    @routes.get("/v1/analytics", summary="The measures there are, each with its definition and source")
    def measures(request: Request) -> dict[str, Any]:
        only(request, [])
        return {
            "data_version": graph.data_version,
            "measures": [
                told(measure) | {"path": f"/v1/analytics/{measure.name}"} for measure in graph.measures.values()
            ],
            "views": {view.name: view.rule for view in graph.views.values()},
        }

    @routes.get(
        "/v1/analytics/{measure}",
        summary="A measure of a network, or of records, in each window of a span",
        description="JSON, or CSV by `Accept` or by the suffix `.csv`: a value for each node, for each two, for "
        "each topic or for all together; those of records with the ids of what they count.",
        responses=responses(400, 404, 406, 503)
        | {
            200: {
                "description": "The values, with the rule, notes and data version behind them",
                "content": {"application/json": {"example": EXAMPLE}, "text/csv": {"example": CSV_EXAMPLE}},
            }
        },
        openapi_extra={"parameters": parameters},
        response_class=JSONResponse,
    )
    def analyse(
        measure: Annotated[str, Path(description="a measure", json_schema_extra={"enum": names})], request: Request
    ) -> Response:
        given = only(request, [one["name"] for one in parameters])
        name, media_type = by_suffix(measure, request.headers.get("accept", ""), _TYPES)
        with one_of(places, f"{AT_ONCE} networks are being measured already"):
            found = graph.analyse(name, **inquired(given, graph))
        if media_type == _TYPES["json"]:
            return JSONResponse(found)
        headers = {"Content-Disposition": f'inline; filename="cagraph-{name}.csv"', "X-Content-Type-Options": "nosniff"}
        return Response(found.csv(), media_type=media_type, headers=headers)

    return routes


def inquired(given: dict[str, list[str]], graph: Graph) -> dict[str, Any]:
    """What of these parameters a measure is asked, by the names that `analyse` has for it. Raises ParameterError."""
    return {
        "view_name": single(given, "view"),
        **{name: single(given, name) for name in (*_SPAN, "by", "of")},
        **{name: several(given, name) for name in ("ties", "among")},
        "sensitivity": flag(given, "sensitivity"),
        **{name: single(given, name) for name in _own(graph) if name in given},
    }


def _own(graph: Graph) -> list[str]:
    """The options of views beside the span."""
    return [name for name in graph.view_options if name not in _SPAN]


def of_measures(graph: Graph) -> list[dict[str, Any]]:
    """What a measure can be asked for, as parameters."""
    return [
        described("view", "the network that is measured, ties without it; none of records", enum=list(graph.views)),
        described("since", "first date, of any precision", "2017"),
        described("until", "last date, of any precision", "2025"),
        described("by", "`year`: each year of the span; `rolling:5`: each five years; without it one window", "year"),
        described("ties", "the kinds of ties that count, between commas; without it all", "met"),
        described("among", "ids or kinds of the nodes looked at, between commas", "KAZ,KGZ,TJK,TKM,UZB"),
        described("of", "of records: what there are values of", enum=["pairs", "nodes", "topics", "network"]),
        described("sensitivity", "`true`: each value with its range, and what moves it", enum=["true"]),
        *of_views(graph, _own(graph)),
    ]
