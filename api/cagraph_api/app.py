"""The application: one FastAPI app over one graph."""

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from cagraph import __version__
from cagraph.graph import Graph
from cagraph_api import problems
from cagraph_api.routes import answers, exports, home, lists, sparql

DESCRIPTION = """States, leaders, treaties, meetings and visits of Central Asia, every fact with its source.

Errors are problem details (RFC 9457) that name the place and the way out. Nothing here changes the data.
"""


def create_app(graph: Graph) -> FastAPI:
    """The service over a graph. Kinds and queries of the graph become paths of their own."""
    app = FastAPI(
        title="cagraph",
        version=__version__,
        description=DESCRIPTION,
        license_info={"name": "Code: Apache-2.0. Data: CC BY 4.0."},
        docs_url=None,
        redoc_url=None,
    )
    app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "POST"], allow_headers=["*"])
    problems.install(app)
    graph.examples()  # made before the first request, so that none pays for it
    for routes in (home, answers, exports, sparql, lists):
        app.include_router(routes.router(graph))
    return app
