"""A kind declared here, and nowhere else, is on every surface."""

from typing import Annotated, Any

from fastapi.testclient import TestClient
from lxml import etree
from page_read import Page
from pydantic import Field

from cagraph import derive
from cagraph.graph import Graph
from cagraph.model import MODEL, Entity, Namespaces, PartialDate, Ref, Term
from cagraph.model.kinds.events import Event
from cagraph.records.reader import compose, validate
from cagraph.settings import DEFAULT_BASE
from cagraph_api import create_app


class Telegram(Event):
    """A message of congratulation from one leader to another."""

    sender: Annotated[Ref["Person"], Term("cag:sender", edge=True, facet=True), Field(description="who congratulates")]  # noqa: F821
    occasion: Annotated[str | None, Term("cag:occasion", facet=True), Field(description="what for")] = None
    answered: Annotated[PartialDate | None, Term("cag:answered", time="end"), Field(description="when answered")] = None


WITH_TELEGRAMS = MODEL.with_kinds(Telegram)
YAML = """\
- kind: Telegram
  id: telegram-nowruz-2025
  label: Nowruz telegram
  date: 2025-03-21
  sender: kassym-jomart-tokayev
  occasion: Nowruz
  evidence:
    - source: seed-article
      at: nowhere
      supports: [date, sender, occasion]
"""


def telegraphed(records: list[Entity]) -> Graph:
    ((value, lines),), problems = compose(YAML, "telegrams.yaml")
    record, _, faults = validate(value, lines, "telegrams.yaml", WITH_TELEGRAMS)
    assert not problems
    assert not faults
    assert record is not None
    return Graph.of([*records, record], model=WITH_TELEGRAMS)


def test_derived_files() -> None:
    files = derive.files(WITH_TELEGRAMS, Namespaces(DEFAULT_BASE))
    for name in ("ontology/cagraph.ttl", "ontology/shapes.ttl", "ontology/context.jsonld", "docs/reference/kinds.md"):
        assert "Telegram" in files[name], name
        assert "occasion" in files[name], name
    assert '"occasion"' in files["data/.schema/Telegram.json"]


def test_rest_and_openapi(article_records: list[Entity]) -> None:
    with TestClient(create_app(telegraphed(article_records))) as client:
        found = client.get("/v1/telegrams?sender=kassym-jomart-tokayev&occasion=Nowruz").json()
        assert [item["id"] for item in found["items"]] == ["telegram-nowruz-2025"]
        assert found["items"][0]["occasion"] == "Nowruz"
        assert client.get("/v1/telegrams/telegram-nowruz-2025").json()["kind"] == "Telegram"
        described = client.get("/openapi.json").json()["paths"]["/v1/telegrams"]["get"]
        assert {"sender", "occasion", "place"} <= {one["name"] for one in described["parameters"]}
        assert "Telegram" in [kind["kind"] for kind in client.get("/v1").json()["kinds"]]


def test_pages(article_records: list[Entity]) -> None:
    with TestClient(create_app(telegraphed(article_records)), headers={"accept": "text/html"}) as client:
        page = Page(client.get("/page/telegram-nowruz-2025").text)
        assert "Occasion Nowruz" in page.shown
        assert {"/page/kassym-jomart-tokayev", "/list/telegrams"} <= set(page.links)
        listed = Page(client.get("/list/telegrams?occasion=Nowruz").text)
        assert "/page/telegram-nowruz-2025" in listed.links
        for one in (page, listed, Page(client.get("/?lang=ru").text), Page(client.get("/about?lang=ru").text)):
            assert one.faults() == []
        assert "Telegrams" in Page(client.get("/about?lang=ru").text).shown


def test_sparql_mirror_and_gexf(article_records: list[Entity]) -> None:
    graph = telegraphed(article_records)
    assert graph.sparql("SELECT ?t { ?t a cag:Telegram, cag:Event ; cag:sender ?s }").rows
    mirror: Any = graph.mirror()
    assert mirror.has_edge("telegram-nowruz-2025", "kassym-jomart-tokayev", "sender")
    tree = etree.fromstring(b"".join(graph.export("gexf", "events")))
    names = {"g": "http://gexf.net/1.3"}
    (node,) = tree.xpath("//g:node[@id='telegram-nowruz-2025']", namespaces=names)
    assert node.get("label") == "Nowruz telegram"
    (edge,) = tree.xpath("//g:edge[@target='telegram-nowruz-2025']", namespaces=names)
    assert edge.get("kind") == "sender"


def test_questions_that_take_its_parents(article_records: list[Entity]) -> None:
    assert telegraphed(article_records).ask("When was the Nowruz telegram?").rows[0]["date"] == "2025-03-21"
