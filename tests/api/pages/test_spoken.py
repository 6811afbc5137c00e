"""The language of a page by what browsers accept, pages for what is nowhere, and maps of the site."""

from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient
from page_read import Page

from cagraph.graph import Graph
from cagraph_api.pages.words import preferred

RUSSIAN = {"accept-language": "ru-RU,ru;q=0.9,en;q=0.8"}


@pytest.mark.parametrize(
    ("accepted", "lang"),
    [
        ("", ""),
        ("ru", "ru"),
        ("ru-RU,ru;q=0.9,en;q=0.8", "ru"),
        ("en-US,en;q=0.9,ru;q=0.8", ""),
        ("kk-KZ,kk;q=0.9,ru;q=0.8,en;q=0.7", "ru"),
        ("en;q=0.2, RU;q=0.3", "ru"),
        ("ru;q=0", ""),
        ("ru;q=many,en;q=0.1", ""),
        ("*", ""),
        (";;,q=1", ""),
    ],
)
def test_the_language_that_is_liked_best(accepted: str, lang: str) -> None:
    assert preferred(accepted) == lang


def test_pages_speak_as_browsers_like_unless_told_otherwise(browser: TestClient) -> None:
    for path, headers, lang in (
        ("/page/pact", RUSSIAN, "ru"),
        ("/page/pact?lang=en", RUSSIAN, "en"),
        ("/page/pact", {"accept-language": "en"}, "en"),
        ("/page/pact?lang=ru", {"accept-language": "en"}, "ru"),
        ("/", RUSSIAN, "ru"),
        ("/page/nobody", RUSSIAN, "ru"),
    ):
        for _ in range(2):  # the second answer is the one that is kept
            response = browser.get(path, headers=headers)
            assert Page(response.text).tree.get("lang") == lang, (path, headers)
            assert "Accept-Language" in response.headers["vary"]


def test_what_is_kept_in_a_language_has_a_tag_of_its_own(browser: TestClient) -> None:
    tags = {browser.get("/about", headers=headers).headers["etag"] for headers in ({}, RUSSIAN)}
    assert len(tags) == 2
    same = {browser.get("/about", headers={"accept-language": one}).headers["etag"] for one in ("ru", "ru-KZ,en;q=0.1")}
    assert same < tags
    data = [browser.get("/v1/treaties", headers=headers).headers for headers in ({}, RUSSIAN)]
    assert data[0]["etag"] == data[1]["etag"]
    assert "Accept-Language" not in data[0]["vary"]


def test_links_of_a_page_keep_its_language_and_lead_to_the_others(browser: TestClient) -> None:
    links = Page(browser.get("/page/pact", headers=RUSSIAN).text).links
    assert "/page/book?lang=ru" in links
    assert "/page/pact?lang=en" in links


@pytest.mark.parametrize("path", ["/nowhere", "/page/a/b/c", "/favicon.ico"])
def test_people_are_shown_a_page_for_what_is_nowhere(browser: TestClient, path: str) -> None:
    response = browser.get(path)
    assert (response.status_code, Page(response.text).faults()) == (404, [])
    assert response.headers["cache-control"] == "no-store"
    for accept in ("*/*", "application/json", "application/json, text/html;q=0.5"):
        told = browser.get(path, headers={"accept": accept})
        assert told.headers["content-type"] == "application/problem+json"
        assert told.json()["status"] == 404


def test_the_map_has_every_page_in_each_language(browser: TestClient, small: Graph) -> None:
    response = browser.get("/sitemap.xml")
    assert response.headers["content-type"].startswith("application/xml")
    root = "http://localhost:8000"
    listed = {str(one.text) for one in ElementTree.fromstring(response.content).iter() if one.tag.endswith("loc")}
    assert {f"{root}/page/{id_}{more}" for id_ in small.ids for more in ("", "?lang=ru")} < listed
    assert {f"{root}/", f"{root}/dyad/AAA/BBB", f"{root}/list/treaties"} < listed
    for address in listed:
        if "/page/" not in address and "/queries/" not in address:
            assert browser.get(address.removeprefix(root)).status_code == 200, address
    assert f"Sitemap: {root}/sitemap.xml" in browser.get("/robots.txt").text
    assert browser.get("/sitemap-1.xml").status_code == 404
    assert response.headers["etag"]
