"""The application: one FastAPI app over one graph."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp

from cagraph import __version__, licence
from cagraph.graph import Graph
from cagraph_api import openapi, pages, problems
from cagraph_api.answers import Answers
from cagraph_api.doors import Doors
from cagraph_api.freshness import Freshness
from cagraph_api.observed import Metrics, Observed
from cagraph_api.pages import tables
from cagraph_api.routes import (
    analytics,
    answers,
    changes,
    connections,
    docs,
    entities,
    evidence,
    exports,
    graphs,
    home,
    lists,
    loads,
    panels,
    plots,
    review,
    sparql,
    status,
)
from cagraph_api.routes import metrics as metric_routes
from cagraph_api.service import Service

DESCRIPTION = """States, leaders, treaties, meetings and visits of Central Asia, every fact with its source.

Errors are problem details (RFC 9457) that name the place and the way out. Reading is free; writing, by loads, SPARQL
Update and the Graph Store Protocol, needs a key.
"""


Layer = Callable[[ASGIApp], ASGIApp]


class Layered(FastAPI):
    """FastAPI inside layers of ours, so that what they answer passes through nothing else. The first is outermost."""

    def __init__(self, layers: Sequence[Layer], **options: Any) -> None:
        super().__init__(**options)
        self._layers = tuple(layers)

    def build_middleware_stack(self) -> ASGIApp:
        """Called by Starlette before the first request."""
        stack = super().build_middleware_stack()
        for layer in reversed(self._layers):
            stack = layer(stack)
        return stack


def create_app(graph: Graph, service: Service | None = None) -> FastAPI:
    """The service over a graph. Kinds and queries of the graph become paths of their own.

    The endpoint's workers start with the application's lifespan, or with the first query, and end with the lifespan.
    """
    service = service or Service.of(graph)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await service.endpoint.open()
        yield
        await service.endpoint.close()

    explorer = pages.site(graph, service.public_url)
    metrics = Metrics(_sections(graph), lambda: service.endpoint.counts, lambda: (graph.data_version, len(graph.store)))
    app = Layered(
        layers=(
            partial(Observed, metrics=metrics, client=service.client),
            partial(
                Freshness,
                version=lambda: graph.data_version,
                history=lambda: graph.last_step + explorer.edition,
                paths=("/v1", "/health", "/openapi.json", "/sitemap", *pages.COVERED),
                spoken=pages.spoken,
            ),
        ),
        title="cagraph",
        version=__version__,
        description=DESCRIPTION,
        license_info={"name": f"Code: Apache-2.0. Data: {licence.SHORT}."},
        telemetry={"tracing": False, "metrics": False, "logs": False},  # `observed` does that, for every answer
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.add_middleware(GZipMiddleware, minimum_size=1024, compresslevel=5)
    # Pages of other sites may read; a key they hold is not let through, so that no page writes.
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD", "POST"],
        allow_headers=["Accept", "Accept-Language", "Content-Type", "If-None-Match", "X-Requested-With"],
        expose_headers=["ETag", "Link", "Location", "Retry-After", "Warning", "X-Data-Version", "X-Request-ID"],
        max_age=86400,
    )
    app.add_middleware(Doors, hosts=service.hosts)
    problems.install(app, explorer.told)
    openapi.install(app)
    # Routes are looked through in this order for every request; SPARQL is what is asked most.
    kept = Answers(service)
    for routes in (sparql, graphs):
        app.include_router(routes.router(service, kept))
    app.include_router(loads.router(service))
    app.include_router(review.router(service))
    app.include_router(docs.router())
    app.include_router(metric_routes.router(service, metrics))
    app.include_router(home.router(graph, explorer))
    for routes in (analytics, answers, changes, connections, evidence, panels, plots, status):
        app.include_router(routes.router(graph))
    app.include_router(exports.router(graph, service.public_url))
    app.include_router(lists.router(graph, service.public_url))
    app.include_router(entities.router(graph))
    app.include_router(pages.router(explorer))
    app.include_router(tables.router(explorer, service))
    return app


def _sections(graph: Graph) -> list[str]:
    """What requests are counted under: each kind, and everything else by the beginning of its path."""
    kinds = [f"/v1/{kind.collection}" for kind in graph.model.kinds.values()]
    rest = (
        "analytics",
        "plots",
        "ask",
        "queries",
        "export",
        "claims",
        "evidence",
        "panels",
        "paths",
        "dyads",
        "changes",
        "loads",
        "review",
    )
    tops = (
        "/",
        "/id",
        "/v1",
        "/sparql",
        "/data",
        "/docs",
        "/health",
        "/openapi",
        *(path.rstrip("/") for path in pages.COVERED),
    )
    return [*tops, *(f"/v1/{name}" for name in rest), *kinds]
