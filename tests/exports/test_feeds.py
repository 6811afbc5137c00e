"""Feeds: checked against the texts of RFC 4287 and of JSON Feed 1.1 by parsers that are not ours."""

import re
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import pytest
from fastapi.testclient import TestClient
from lxml import etree
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, HttpUrl, model_validator

from cagraph.exports import writer
from cagraph.graph import Graph, build
from cagraph.model import Entity
from cagraph.settings import Settings
from cagraph_api import create_app

ATOM = "{http://www.w3.org/2005/Atom}"
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")  # RFC 3339, section 5.6
LISTS = ("treaties?party=KAZ&party=UZB", "meetings?since=2024", "persons?q=Тоқаев", "sources", "concepts", "entities")


class Author(BaseModel):
    """JSON Feed: at least one of these."""

    model_config = ConfigDict(extra="forbid", strict=True)
    name: str | None = None
    url: str | None = None
    avatar: str | None = None


class Item(BaseModel):
    """JSON Feed: `id` is required, and one of the two contents."""

    model_config = ConfigDict(extra="forbid")
    id: Annotated[str, Field(min_length=1)]
    url: HttpUrl | None = None
    external_url: HttpUrl | None = None
    title: str | None = None
    content_html: str | None = None
    content_text: str | None = None
    summary: str | None = None
    image: HttpUrl | None = None
    banner_image: HttpUrl | None = None
    date_published: AwareDatetime | None = None
    date_modified: AwareDatetime | None = None
    authors: list[Author] | None = None
    tags: list[str] | None = None
    language: str | None = None

    @model_validator(mode="after")
    def has_content(self) -> "Item":
        assert self.content_html or self.content_text
        return self


class JsonFeed(BaseModel):
    """JSON Feed: what the top may hold; extensions begin with an underscore."""

    model_config = ConfigDict(extra="allow")
    version: Annotated[str, Field(pattern=r"^https://jsonfeed\.org/version/1\.1$")]
    title: str
    home_page_url: HttpUrl
    feed_url: HttpUrl
    description: str | None = None
    next_url: HttpUrl | None = None
    authors: list[Author]
    items: list[Item]

    @model_validator(mode="after")
    def extends_by_underscore(self) -> "JsonFeed":
        assert all(name.startswith("_") for name in self.__pydantic_extra__ or {})
        assert self.next_url != self.feed_url
        assert len({item.id for item in self.items}) == len(self.items)
        return self


def one(parent: Any, name: str) -> Any:
    (found,) = parent.findall(ATOM + name)
    return found


def check_atom(body: bytes) -> Any:
    """RFC 4287, sections 4.1.1, 4.1.2, 4.2.6 and 4.2.7, and 3.3 for times."""
    root = etree.fromstring(body)
    assert root.tag == f"{ATOM}feed"
    known = {"id", "title", "updated", "author", "rights", "link", "entry"}
    assert {etree.QName(child).localname for child in root} <= known
    for element in (root, *root.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert one(element, name).text
        assert re.match(r"[a-z]+:.+", one(element, "id").text)
        for time in [*element.findall(f"{ATOM}updated"), *element.findall(f"{ATOM}published")]:
            assert INSTANT.fullmatch(time.text)
        links = element.findall(f"{ATOM}link")
        assert all(link.get("href") and re.match(r"https?://", link.get("href")) for link in links)
        alternates = [link.get("type") for link in links if link.get("rel") == "alternate"]
        assert len(set(alternates)) == len(alternates)  # not two of the same type
    assert one(one(root, "author"), "name").text
    assert [link.get("rel") for link in root.findall(f"{ATOM}link")].count("self") == 1
    for entry in root.findall(f"{ATOM}entry"):
        assert one(entry, "content").get("type") == "html"
        assert one(entry, "summary").text
        etree.fromstring(f"<div>{one(entry, 'content').text}</div>")  # balanced, escaped once
    return root


@pytest.fixture(scope="module")
def client(graph: Graph) -> TestClient:
    return TestClient(create_app(graph))


@pytest.mark.parametrize("path", LISTS)
def test_every_feed_is_valid_and_both_say_the_same(client: TestClient, path: str) -> None:
    name, _, query = path.partition("?")
    atom = client.get(f"/v1/{name}.atom?{query}&limit=200")
    assert (atom.status_code, atom.headers["content-type"]) == (200, "application/atom+xml")
    root = check_atom(atom.content)
    feed = client.get(f"/v1/{name}.feed.json?{query}&limit=200")
    assert (feed.status_code, feed.headers["content-type"]) == (200, "application/feed+json")
    read = JsonFeed.model_validate_json(feed.content)
    entries = root.findall(f"{ATOM}entry")
    assert [item.id for item in read.items] == [one(entry, "id").text for entry in entries]
    assert [item.summary for item in read.items] == [one(entry, "summary").text for entry in entries]
    times = [one(entry, "updated").text for entry in entries]
    assert times == sorted(times, reverse=True)
    if times:
        assert one(root, "updated").text == times[0]
    for item in read.items:
        assert item.date_published
        assert item.date_modified
        assert item.date_published <= item.date_modified


def test_a_feed_holds_what_the_list_holds_with_its_days_and_sources(client: TestClient, records: list[Entity]) -> None:
    query = "party=KAZ&party=UZB&limit=1000"
    listed = client.get(f"/v1/treaties?{query}").json()["items"]
    items = client.get(f"/v1/treaties.feed.json?{query}").json()["items"]
    assert {item["id"] for item in items} == {item["iri"] for item in listed}
    by_id = {record.id: record for record in records}
    for item in items:
        record = by_id[item["id"].rpartition("/")[2]]
        told = [one for one in record.evidence if one.accepting and (one.supports or not one.says)]
        sources = {evidence.source for evidence in told}
        for source in sources:
            url = getattr(by_id[source], "url", None)
            assert not url or url in item["summary"]
        days = {
            evidence.recorded or (day.earliest if (day := getattr(by_id[evidence.source], "accessed", None)) else None)
            for evidence in record.evidence
        }
        known = sorted(day.isoformat() for day in days if day)
        assert (item["date_published"][:10], item["date_modified"][:10]) >= (known[0], known[-1])
        assert item["date_published"][:10] == known[0]


def test_the_links_of_a_feed_lead_somewhere(client: TestClient) -> None:
    root = check_atom(client.get("/v1/treaties.atom?party=KAZ&limit=2").content)
    for link in root.iter(f"{ATOM}link"):
        if link.get("rel") != "via":
            path = link.get("href").removeprefix("http://localhost:8000")
            response = client.get(path)
            assert response.status_code == 200, path
            assert response.headers["content-type"].partition(";")[0] == link.get("type")
    next_ = next(link for link in root.findall(f"{ATOM}link") if link.get("rel") == "next")
    again = check_atom(client.get(next_.get("href").removeprefix("http://localhost:8000")).content)
    assert one(again, "id").text == one(root, "id").text
    met = {one(entry, "id").text for entry in (*root.findall(f"{ATOM}entry"), *again.findall(f"{ATOM}entry"))}
    assert len(met) == 4


def test_the_id_of_a_feed_does_not_depend_on_order_or_size(client: TestClient) -> None:
    ids = {
        client.get(f"/v1/treaties.feed.json?{query}").json()["_cagraph"]["id"]
        for query in ("party=KAZ&since=2017", "since=2017&party=KAZ", "limit=3&since=2017&party=KAZ")
    }
    assert ids == {"https://w3id.org/cagraph/feed/treaties?party=KAZ&since=2017"}
    assert "since" not in client.get("/v1/treaties.feed.json?party=KAZ").json()["_cagraph"]["id"]


def test_a_feed_has_one_order(client: TestClient) -> None:
    response = client.get("/v1/treaties.atom?sort=label")
    assert (response.status_code, response.json()["parameter"]) == (400, "sort")
    assert client.get("/v1/treaties.atom?sort=-updated&limit=1").status_code == 200
    assert client.get("/v1/treaties", headers={"Accept": "application/atom+xml"}).headers["content-location"]
    assert client.get("/v1/treaties/kaz-uzb-alliance-2022.atom").status_code == 404


RECORDS = """\
- kind: Source
  id: source
  label: A <b>source</b> & "more"
  url: https://example.org/?a=1&b=2

- kind: State
  id: KAZ
  label: {label}
  evidence:
    - source: source
      at: "1"
      recorded: 2026-11-24

- kind: State
  id: UZB
  label: Uzbekistan
  evidence:
    - source: source
      at: "1"
      recorded: 2026-11-25
"""


def test_ids_and_times_stay_over_builds_unless_something_changed(tmp_path: Path) -> None:
    here = Settings(store=tmp_path / "store", data=tmp_path)

    def read(label: str, force: bool = False) -> list[tuple[str, str, str]]:
        (tmp_path / "records.yaml").write_text(RECORDS.format(label=label), encoding="utf-8")
        build(here, force=force)
        found = TestClient(create_app(Graph.open(here.store))).get("/v1/states.feed.json").json()
        return [(item["id"], item["date_modified"], item["date_published"]) for item in found["items"]]

    first = read("Kazakhstan")
    assert [id_.rpartition("/")[2] for id_, _, _ in first] == ["UZB", "KAZ"]
    assert read("Kazakhstan", force=True) == first
    second = read("Qazaqstan")
    assert [id_.rpartition("/")[2] for id_, _, _ in second] == ["KAZ", "UZB"]
    assert second[1] == first[0]
    assert datetime.fromisoformat(second[0][1]) > datetime.fromisoformat(first[1][1])
    assert second[0][2] == first[1][2]


def test_names_are_escaped_in_every_layer(tmp_path: Path) -> None:
    label = "'<script>alert(1)</script> & ]]> \"q\"'"
    (tmp_path / "records.yaml").write_text(RECORDS.format(label=label), encoding="utf-8")
    here = Settings(store=tmp_path / "store", data=tmp_path)
    build(here)
    client = TestClient(create_app(Graph.open(here.store)))
    root = check_atom(client.get("/v1/states.atom").content)
    entry = next(entry for entry in root.findall(f"{ATOM}entry") if one(entry, "id").text.endswith("KAZ"))
    assert one(entry, "title").text == label[1:-1]
    inner = etree.fromstring(f"<div>{one(entry, 'content').text}</div>")
    (link,) = inner.iter("a")
    assert (link.text, link.get("href")) == ('A <b>source</b> & "more"', "https://example.org/?a=1&b=2")
    assert list(inner.iter("script", "b")) == []


def test_what_xml_cannot_hold_is_replaced(graph: Graph) -> None:
    found = graph.find("states", sort="-updated", limit=1, full_evidence=True)
    found["items"][0]["label"] = "a\x01b\ufffe"
    root = check_atom(b"".join(graph.write("atom", found, "https://example.org/v1")))
    assert one(root.find(f"{ATOM}entry"), "title").text == "a\ufffdb\ufffd"


def test_an_empty_feed_is_valid(client: TestClient) -> None:
    check_atom(client.get("/v1/treaties.atom?since=2090").content)
    assert JsonFeed.model_validate_json(client.get("/v1/treaties.feed.json?since=2090").content).items == []


def test_both_are_formats_of_lists_only() -> None:
    for name in ("atom", "feed"):
        assert writer(name).of_lists
        assert not writer(name).of_entities
