"""The frame of the pages: scripts where they are built, and nothing of them where they are not."""

import json
from pathlib import Path

from fastapi import FastAPI
from fastapi.testclient import TestClient
from page_read import Page

from cagraph.graph import Graph
from cagraph_api import pages

MANIFEST = {
    "src/main.ts": {"file": "assets/main-1a.js", "isEntry": True, "css": ["assets/main-2b.css"]},
    "src/map.ts": {"file": "assets/map-3c.js", "isDynamicEntry": True, "css": ["assets/map-4d.css"]},
}


def served(graph: Graph, built: Path) -> tuple[pages.Site, TestClient]:
    site = pages.site(graph, "https://graph.example.org", built)
    app = FastAPI()
    app.include_router(pages.router(site))
    return site, TestClient(app)


def test_pages_load_the_entry_of_what_is_built(small: Graph, tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/main-1a.js").write_text("export {};", encoding="utf-8")
    (tmp_path / "manifest.json").write_text(json.dumps(MANIFEST), encoding="utf-8")
    with served(small, tmp_path)[1] as client:
        page = Page(client.get("/page/pact").text)
        assert page.faults() == []
        scripts = [(one.get("type"), one.get("src")) for one in page.all("script") if one.get("src")]
        assert scripts == [("module", "/static/assets/main-1a.js")]
        styles = [one.get("href") for one in page.all("link") if one.get("rel") == "stylesheet"]
        assert styles[1:] == ["/static/assets/main-2b.css"]
        assert client.get("/static/assets/main-1a.js").text == "export {};"


def test_pages_go_without_scripts_where_none_are_built(small: Graph, tmp_path: Path) -> None:
    with served(small, tmp_path / "none")[1] as client:
        page = Page(client.get("/page/pact").text)
        assert [one for one in page.all("script") if one.get("src")] == []
        style = str(next(one.get("href") for one in page.all("link") if one.get("rel") == "stylesheet"))
        response = client.get(style)
        assert response.headers["content-type"].startswith("text/css")
        assert "immutable" in response.headers["cache-control"]
        assert client.get("/icon.svg").headers["content-type"] == "image/svg+xml"
        assert "Disallow: /v1/" in client.get("/robots.txt").text


def test_addresses_to_be_cited_are_the_public_ones(small: Graph, tmp_path: Path) -> None:
    with served(small, tmp_path)[1] as client:
        page = Page(client.get("/page/pact?lang=ru").text)
    (canonical,) = [one.get("href") for one in page.all("link") if one.get("rel") == "canonical"]
    assert canonical == "https://graph.example.org/page/pact?lang=ru"
    alternates = {one.get("hreflang"): one.get("href") for one in page.all("link") if one.get("hreflang")}
    assert alternates == {"en": canonical.removesuffix("?lang=ru"), "ru": canonical}
    assert page.described()["url"] == alternates["en"]
    assert page.described()["@id"] == small.get("pact")["iri"]


def test_the_edition_changes_with_the_scripts(small: Graph, tmp_path: Path) -> None:
    without = served(small, tmp_path)[0].edition
    (tmp_path / "manifest.json").write_text(json.dumps(MANIFEST), encoding="utf-8")
    assert served(small, tmp_path)[0].edition != without
    assert served(small, tmp_path)[0].edition == served(small, tmp_path)[0].edition
