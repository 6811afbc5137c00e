"""`/v1/plots`: pictures of measures and networks."""

from threading import BoundedSemaphore
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from cagraph.graph import PLOT_TYPES, PLOTS, Graph
from cagraph_api.negotiation import by_suffix
from cagraph_api.parameters import described, only, single
from cagraph_api.places import one_of
from cagraph_api.problems import responses
from cagraph_api.routes.analytics import AT_ONCE, inquired, of_measures

# A picture is looked at and loads nothing, wherever it is opened.
_CLOSED: Final = "default-src 'none'; style-src 'unsafe-inline'"


def router(graph: Graph) -> APIRouter:
    """The routes over a graph."""
    routes = APIRouter(tags=["analytics"])
    places = BoundedSemaphore(AT_ONCE)
    parameters = [
        described("measure", "what is drawn; without it strength, and of a heat map the weights of ties", "degree"),
        *of_measures(graph),
        described("colour", "of a network: by kind, or by communities", enum=["kind", "communities"]),
        described("lang", "the language of names", "ru"),
    ]
    names = [name + suffix for name in PLOTS for suffix in ("", *(f".{suffix}" for suffix in PLOT_TYPES))]

    @routes.get("/v1/plots", summary="The pictures there are")
    def plots(request: Request) -> dict[str, Any]:
        only(request, [])
        return {
            "data_version": graph.data_version,
            "plots": [
                {"plot": name, "about": about, "paths": [f"/v1/plots/{name}.{suffix}" for suffix in PLOT_TYPES]}
                for name, about in PLOTS.items()
            ],
        }

    @routes.get(
        "/v1/plots/{plot}",
        summary="A picture of a measure or network",
        description="SVG, or PNG by `Accept` or by the suffix `.png`. Series and small multiples need `by`.",
        responses=responses(400, 404, 406, 501, 503)
        | {
            200: {
                "description": "The picture, with its rule, data version and licence on it",
                "content": {media_type: {} for media_type in PLOT_TYPES.values()},
            }
        },
        openapi_extra={"parameters": parameters},
        response_class=Response,
    )
    def draw(
        plot: Annotated[str, Path(description="a plot", json_schema_extra={"enum": names})], request: Request
    ) -> Response:
        given = only(request, [one["name"] for one in parameters])
        name, media_type = by_suffix(plot, request.headers.get("accept", ""), PLOT_TYPES)
        suffix = next(suffix for suffix, known in PLOT_TYPES.items() if known == media_type)
        with one_of(places, f"{AT_ONCE} pictures are being drawn already"):
            drawn = graph.plot(
                name,
                single(given, "measure"),
                colour=single(given, "colour"),
                lang=single(given, "lang"),
                **inquired(given, graph),
            ).encoded(suffix)
        headers = {
            "Content-Disposition": f'inline; filename="cagraph-{name}.{suffix}"',
            "Content-Security-Policy": _CLOSED,
            "X-Content-Type-Options": "nosniff",
        }
        return Response(drawn, media_type=media_type, headers=headers)

    return routes
