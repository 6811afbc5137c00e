"""The addresses of the pages, of their style and of their scripts."""

from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response
from starlette.staticfiles import StaticFiles

from cagraph.graph import Graph
from cagraph_api.pages import about, changes, dyad, entity, home, lists, questions, search, workbench
from cagraph_api.pages.site import Maker, Site

BUILT: Final = Path(__file__).parent.parent / "static"
COVERED: Final = (
    "/page/",
    "/list/",
    "/dyad",
    "/search",
    "/ask",
    "/queries",
    "/about",
    "/changes",
    "/explore",
    "/sparql-page",
)
"""Where the pages are, beside the home page."""
_FOR_EVER: Final = "public, max-age=31536000, immutable"


def site(graph: Graph, public_url: str = "", built: Path = BUILT) -> Site:
    """The pages over a graph, with the scripts of a directory."""
    return Site(graph, public_url, built)


def router(site: Site) -> APIRouter:
    """The routes of the pages, which OpenAPI does not tell of: programs have those under /v1."""
    routes = APIRouter(include_in_schema=False)
    query = questions.parameters(site)
    makers: tuple[tuple[str, Maker, tuple[str, ...]], ...] = (
        ("/page/{id}", entity.page, entity.PARAMETERS),
        ("/dyad", dyad.choose, dyad.CHOICE),
        ("/dyad/{one}/{other}", dyad.page, dyad.PARAMETERS),
        ("/search", search.page, search.PARAMETERS),
        ("/ask", questions.ask, questions.ASKED),
        ("/queries", questions.gallery, ()),
        ("/queries/{name}", questions.query, tuple(query)),
        ("/about", about.page, ()),
        ("/changes", changes.page, changes.PARAMETERS),
        ("/explore", workbench.explore, workbench.EXPLORED),
        ("/sparql-page", workbench.sparql, workbench.QUERIED),
    )
    for path, make, known in makers:
        routes.add_api_route(path, site.handler(make, known, changes.REPEATED), response_class=Response)
    for kind in site.graph.model.kinds.values():
        names, repeated = lists.parameters(site.graph, kind)
        make = partial(lists.page, collection=kind.collection)
        routes.add_api_route(f"/list/{kind.collection}", site.handler(make, names, repeated), response_class=Response)
    every = sorted({name for kind in site.graph.model.kinds.values() for name in lists.parameters(site.graph, kind)[0]})
    routes.add_api_route("/list/{kind}", site.handler(lists.unknown, every, every), response_class=Response)
    _files(routes, site)
    return routes


def _files(routes: APIRouter, site: Site) -> None:
    @routes.api_route("/style.css", methods=["GET", "HEAD"])
    def style() -> Response:
        return Response(site.style, media_type="text/css", headers={"Cache-Control": _FOR_EVER})

    @routes.api_route("/icon.svg", methods=["GET", "HEAD"])
    def icon() -> Response:
        drawn = (files(__package__) / "icon.svg").read_bytes()
        return Response(drawn, media_type="image/svg+xml", headers={"Cache-Control": "public, max-age=86400"})

    @routes.api_route("/robots.txt", methods=["GET", "HEAD"])
    def robots() -> PlainTextResponse:
        return PlainTextResponse("User-agent: *\nDisallow: /v1/\nDisallow: /sparql\nDisallow: /data\n")

    if site.built.is_dir():
        routes.mount("/static", StaticFiles(directory=site.built))


def home_page(site: Site, request: Request) -> Response:
    """The home page, for those who would rather look than read JSON."""
    return site.handler(home.page)(request)
