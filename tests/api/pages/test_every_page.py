"""What holds for every page: well formed, labelled, nothing in line, every link leads somewhere, in both languages."""

from collections.abc import Callable
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import pytest
from fastapi.testclient import TestClient
from hostile import TEXTS
from page_read import Page
from page_world import HOSTILE, world

from cagraph.graph import Graph

Read = Callable[[str], Page]
MAIN = (
    "/", "/search?q=ann", "/search?q=qqq", "/search", "/ask", "/ask?q=which+treaties+link+AAA+and+BBB",
    "/ask?q=Will+it+rain", "/queries", "/queries/treaties-between?a=AAA&b=BBB", "/dyad", "/dyad/AAA/BBB",
    "/dyad/AAA/BBB?claims=all&since=2019&until=2023&on=2022-06-01", "/about", "/explore", "/sparql-page",
    "/changes", "/changes?id=pact&since=2020-01-01",
    "/list/treaties?party=AAA&sort=-date", "/list/events?since=2020&until=2021", "/list/meetings?on=2020-01-01",
    "/list/persons?q=zzz", "/list/instruments?status=in-force&on=2024-01-01",
)  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("path", MAIN)
def test_main_pages(read: Read, path: str, lang: str) -> None:
    page = read(f"{path}{'&' if '?' in path else '?'}lang={lang}")
    assert page.faults() == []
    assert page.tree.get("lang") == lang


def test_the_page_of_an_entity_of_every_kind(read: Read, small: Graph) -> None:
    seen = set()
    for id_ in sorted(record.id for record in world()):
        kind = small.get(id_)["kind"]
        page = read(f"/page/{id_}?claims=all{'&lang=ru' if kind in seen else ''}")
        assert page.faults() == [], id_
        assert page.described()["identifier"] == id_
        seen.add(kind)
    assert seen == {kind.name for kind in small.model.concrete}


def test_the_list_of_every_kind(read: Read, small: Graph) -> None:
    for kind in small.kinds.values():
        page = read(f"/list/{kind.collection}")
        assert page.faults() == [], kind.name
        assert page.described()["@type"] == "CollectionPage"


def test_hostile_texts_are_shown_as_texts(read_odd: Read) -> None:
    for path in (
        "/page/doubt?claims=all",
        "/page/spoofed-bond",
        "/page/spoofed",
        "/page/cause",
        "/dyad/AAA/BBB?claims=all",
    ):
        page = read_odd(path)
        assert page.faults() == []
        assert " ".join(HOSTILE.split()) in page.shown, path
        assert not page.all("img")
    for number in range(len(TEXTS)):
        assert read_odd(f"/page/p{number}?claims=all").faults() == []
    assert read_odd("/list/persons").faults() == []
    assert "javascript:alert(1)" in read_odd("/page/spoofed").shown, "it is shown, and by `faults` not linked"


@pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", "\"'><svg onload=alert(1)>", "{{ 7 * 7 }}"])
@pytest.mark.parametrize(
    ("path", "name"), [("/search", "q"), ("/ask", "q"), ("/sparql-page", "query"), ("/list/persons", "q")]
)
def test_hostile_requests_are_shown_as_texts(read: Read, path: str, name: str, text: str) -> None:
    page = read(f"{path}?{urlencode({name: text})}")
    assert page.faults() == []
    assert text in page.shown or text in [one.get("value") for one in page.all("input")]


def test_every_link_leads_somewhere(browser: TestClient, small: Graph) -> None:
    """All pages that links lead to, from the home page on; of those with parameters one for each set of parameters."""
    waiting, seen = ["/"], {("/", "")}
    exports = {f"/v1/export/{name}{one.suffix}" for one in small.formats.values() for name in (*small.views, "all")}
    while waiting:
        path = waiting.pop()
        response = browser.get(path, follow_redirects=True)
        assert response.status_code == 200, path
        if "text/html" not in response.headers["content-type"] or "?" in path or path.startswith("/docs"):
            continue
        for link in Page(response.text).links:
            address = urlsplit(urljoin(f"http://testserver{path}", link))
            asked = "&".join(name for name, _ in parse_qsl(address.query))
            if address.netloc == "testserver" and (address.path, asked) not in seen and address.path not in exports:
                seen.add((address.path, asked))
                waiting.append(address.path + (f"?{address.query}" if asked else ""))
    assert {"/page/ann", "/list/treaties", "/dyad/AAA/BBB", "/v1/treaties/pact.ttl"} <= {path for path, _ in seen}


def test_pages_carry_a_strict_policy_and_entity_tags(browser: TestClient, small: Graph) -> None:
    for path in ("/", "/page/pact", "/list/treaties", "/dyad/AAA/BBB"):
        response = browser.get(path)
        policy = response.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
        assert "unsafe" not in policy
        assert response.headers["x-data-version"] == small.data_version
        again = browser.get(path, headers={"if-none-match": response.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_programs_get_json_where_people_get_pages(browser: TestClient) -> None:
    assert browser.get("/").headers["content-type"].startswith("text/html")
    for accept in ("*/*", "application/json", "application/json, text/html;q=0.5"):
        assert browser.get("/", headers={"accept": accept}).json()["name"] == "cagraph"
    told = browser.get("/page/pact").headers["link"]
    assert told == '</v1/treaties/pact>; rel="alternate"; type="application/json"'


def test_problems_are_pages_too(browser: TestClient) -> None:
    for path, status, text in (
        ("/page/pakt", 404, "did you mean 'pact'"),
        ("/list/treatys?party=AAA&party=BBB", 404, "did you mean 'treaties'"),
        ("/list/treaties?partty=AAA", 400, "there is no parameter 'partty' here"),
        ("/list/treaties?since=20x", 400, "since"),
        ("/dyad/AAA/AAA", 400, "the same party twice"),
        ("/dyad/AAA/pact", 404, "is a Treaty, not a Party"),
        ("/page/pact?on=yesterday", 400, "on"),
        ("/page/pact?claims=none", 400, "claims"),
        ("/page/pact?lang=%3Cb%3E", 400, "lang"),
        ("/queries/none", 404, "none"),
    ):
        response = browser.get(path)
        page = Page(response.text)
        assert (response.status_code, page.faults()) == (status, []), path
        assert text in page.shown, path
        assert response.headers["cache-control"] == "no-store"
