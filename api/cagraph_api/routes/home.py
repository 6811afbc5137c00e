"""`/`, `/health` and `/v1`: what is here and how it is."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from cagraph import __version__
from cagraph.graph import Graph
from cagraph_api import pages
from cagraph_api.negotiation import negotiate


def router(graph: Graph, explorer: pages.Site) -> APIRouter:
    """The routes over a graph; browsers get the home page of the explorer where programs get JSON."""
    routes = APIRouter(tags=["service"])

    @routes.get(
        "/",
        summary="Where to start",
        responses={200: {"description": "JSON, or a page", "content": {"application/json": {}, "text/html": {}}}},
        response_class=JSONResponse,
    )
    def home(request: Request) -> Response:
        if negotiate(request.headers.get("accept", ""), ("application/json", "text/html")) == "text/html":
            return pages.home_page(explorer, request)
        return JSONResponse(start())

    def start() -> dict[str, Any]:
        return {
            "name": "cagraph",
            "about": "the knowledge graph of Central Asian diplomacy, every fact with its source",
            "version": __version__,
            "data_version": graph.data_version,
            "links": {
                "ask": "/v1/ask?q=which+treaties+link+Kazakhstan+and+Uzbekistan",
                "index": "/v1",
                "changes": "/v1/changes",
                "sparql": "/sparql",
                "gephi": "/v1/export/events.gexf",
                "openapi": "/openapi.json",
            },
        }

    @routes.get("/health", summary="Whether the service can answer")
    def health() -> dict[str, Any]:
        return {
            "status": "ok",
            "version": __version__,
            "data_version": graph.data_version,
            "quads": len(graph.store),
        }

    @routes.get("/v1", summary="The kinds, queries and exports there are")
    def index() -> dict[str, Any]:
        return {
            "data_version": graph.data_version,
            "kinds": [
                {"kind": kind.name, "path": f"/v1/{kind.collection}", "about": kind.doc}
                for kind in graph.model.kinds.values()
            ],
            "queries": [
                {"query": query.name, "path": f"/v1/queries/{query.name}", "about": query.title}
                for query in graph.queries.values()
            ],
            "exports": [
                f"/v1/export/{view}{exporter.suffix}"
                for exporter in graph.formats.values()
                for view in (graph.views if exporter.needs_view else ("all",))
            ],
        }

    return routes
