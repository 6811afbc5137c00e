"""The addresses of the pages, of their style and of their scripts."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response
from starlette.staticfiles import StaticFiles

from cagraph.errors import NotFoundError
from cagraph.graph import Graph
from cagraph_api.pages import about, changes, dyad, entity, home, lists, questions, search, workbench
from cagraph_api.pages.indexed import indexed
from cagraph_api.pages.site import Maker, Site
from cagraph_api.pages.words import preferred
from cagraph_api.sitemap import sitemap

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


def makers(site: Site) -> Iterator[tuple[str, Maker, Sequence[str], Sequence[str]]]:
    """Every page: its path, what makes it, the parameters that it knows, and those that may stand several times."""
    query = questions.parameters(site)
    plain: tuple[tuple[str, Maker, Sequence[str]], ...] = (
        ("/page/{id}", entity.page, entity.PARAMETERS),
        ("/dyad", dyad.choose, dyad.CHOICE),
        ("/dyad/{one}/{other}", dyad.page, dyad.PARAMETERS),
        ("/search", search.page, search.PARAMETERS),
        ("/ask", questions.ask, questions.ASKED),
        ("/queries", questions.gallery, ()),
        ("/queries/{name}", questions.query, query),
        ("/about", about.page, ()),
        ("/changes", changes.page, changes.PARAMETERS),
        ("/explore", workbench.explore, workbench.EXPLORED),
        ("/sparql-page", workbench.sparql, workbench.QUERIED),
    )
    yield from ((path, make, known, changes.REPEATED) for path, make, known in plain)
    every: set[str] = set()
    for kind in site.graph.model.kinds.values():
        names, repeated = lists.parameters(site.graph, kind)
        every.update(names)
        yield f"/list/{kind.collection}", partial(lists.page, collection=kind.collection), names, repeated
    yield "/list/{kind}", lists.unknown, sorted(every), sorted(every)


def router(site: Site) -> APIRouter:
    """The routes of the pages, which OpenAPI does not tell of: programs have those under /v1."""
    routes = APIRouter(include_in_schema=False)
    for path, make, known, repeated in makers(site):
        routes.add_api_route(path, site.handler(make, known, repeated), response_class=Response)
    _files(routes, site)
    return routes


def _files(routes: APIRouter, site: Site) -> None:
    @routes.api_route("/style.css", methods=["GET", "HEAD"])
    def style() -> Response:
        return Response(site.style, media_type="text/css", headers={"Cache-Control": _FOR_EVER})

    @routes.api_route("/icon.svg", methods=["GET", "HEAD"])
    def icon() -> Response:
        return Response(site.icon, media_type="image/svg+xml", headers={"Cache-Control": "public, max-age=86400"})

    @routes.api_route("/robots.txt", methods=["GET", "HEAD"])
    def robots() -> PlainTextResponse:
        refused = "".join(f"Disallow: {path}\n" for path in ("/v1/", "/sparql$", "/sparql?", "/sparql-table", "/data"))
        return PlainTextResponse(f"User-agent: *\n{refused}Sitemap: {site.address('/sitemap.xml')}\n")

    @routes.api_route("/sitemap.xml", methods=["GET", "HEAD"])
    @routes.api_route("/sitemap-{number}.xml", methods=["GET", "HEAD"])
    def mapped(number: str = "") -> Response:
        name = f"sitemap-{number}.xml" if number else "sitemap.xml"
        files = sitemap(indexed(site), site.address("/"))
        if name not in files:
            raise NotFoundError(f"there is no map '{name[:80]}'", "see /sitemap.xml")
        return Response(files[name], media_type="application/xml")

    if site.built.is_dir():
        routes.mount("/static", StaticFiles(directory=site.built))


def spoken(path: str, accepted: str) -> str | None:
    """In which language a page is wanted by an Accept-Language header; None for what is no page."""
    return preferred(accepted) if path == "/" or path.startswith(COVERED) else None


def home_page(site: Site, request: Request) -> Response:
    """The home page, for those who would rather look than read JSON."""
    return site.handler(home.page)(request)
