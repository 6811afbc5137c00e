"""A publication as a whole: every link leads to a file, pages are those of the service, the same data give the same."""

import gzip
import json
import re
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from made_up import small
from page_world import world
from publication_read import Published, links
from pyoxigraph import RdfFormat, Store

from cagraph.errors import ParameterError, StoreError
from cagraph.graph import Graph
from cagraph_api.pages.words import words
from cagraph_api.publication import publish

ADDRESS = "https://example.org/graphs/region/"


def test_every_link_of_every_page_leads_to_a_file(published: Published) -> None:
    assert len(published.pages) > 400
    assert published.dead_links() == []


def test_every_page_is_reached_from_the_first(published: Published) -> None:
    apart = {"404.html", "list/entities.html", "ru/list/entities.html"}
    assert set(published.pages) - published.reached() == apart


def test_pages_are_as_sound_as_those_of_the_service(published: Published) -> None:
    for file in published.pages:
        page = published.read(file)
        assert [fault for fault in page.faults() if not fault.startswith("a link to")] == [], file
        assert page.tree.get("lang") == ("ru" if file.startswith("ru/") else "en"), file


def test_links_are_relative_or_lead_out(published: Published) -> None:
    for file in published.pages:
        if file != "404.html":
            kinds = {link.partition("/")[0] for link in links(published.read(file)) if not link.startswith("#")}
            assert "" not in kinds, file
            assert not any(link.startswith("javascript") for link in kinds)


def test_there_is_a_page_for_each_entity_in_each_language(published: Published, region: Graph) -> None:
    for id_ in region.ids:
        assert {f"page/{id_}{suffix}" for suffix in (".html", ".json", ".jsonld", ".ttl")} <= published.files
        assert f"ru/page/{id_}.html" in published.files
    assert words("en").field("signed") in published.read("page/pact.html").shown
    assert words("ru").field("signed") in published.read("ru/page/pact.html").shown


def test_what_is_only_claimed_has_a_page_of_its_own(published: Published) -> None:
    plain, claimed = published.read("page/denied.html"), published.read("page/denied~claims.html")
    assert "denied~claims.html" in links(plain)
    assert "denied.html" in links(claimed)
    assert "1 March 2020" not in plain.shown
    assert "1 March 2020" in claimed.shown
    assert "page/pact~claims.html" not in published.files


def test_the_data_of_an_entity_are_those_of_the_service(published: Published, region: Graph) -> None:
    told = json.loads(published.bytes("page/pact.json"))
    assert told == json.loads(json.dumps(region.get("pact", full_evidence=True)))
    store = Store()
    store.load(published.bytes("page/pact.ttl"), RdfFormat.TURTLE)
    assert len(store)


def test_the_dump_is_the_whole_graph(published: Published, region: Graph) -> None:
    store = Store()
    store.load(gzip.decompress(published.bytes("data/all.nq.gz")), RdfFormat.N_QUADS)
    assert len(store) == len(region.store)


def test_what_needs_a_service_is_not_there(published: Published) -> None:
    for file in published.pages:
        forms = [one.get("action") or "" for one in published.read(file).all("form") if one.get("hidden") is None]
        assert {form.rpartition("/")[2] for form in forms} <= {"search.html", "sparql-page.html"}, file
    assert "needs the service" in published.read("ask.html").shown


def test_years_of_the_page_of_views_are_lists_of_their_own(published: Published) -> None:
    years = {file for file in published.pages if file.startswith("list/events/year/")}
    assert years == {file for file in published.led_to("explore.html") if "/year/" in file}
    assert all("list/events.html" in set(published.led_to(file)) for file in years)


def test_search_engines_are_told_of_pages_in_both_languages(published: Published) -> None:
    page = published.read("ru/page/pact.html")
    heads = {(one.get("rel"), one.get("hreflang")): one.get("href") for one in page.all("link")}
    assert heads["canonical", None] == f"{ADDRESS}ru/page/pact.html"
    assert heads["alternate", "en"] == f"{ADDRESS}page/pact.html"
    assert page.described()["url"] == f"{ADDRESS}page/pact.html"
    listed = {
        one.text for one in ElementTree.fromstring(published.bytes("sitemap.xml")).iter() if one.tag.endswith("loc")
    }
    assert {ADDRESS, f"{ADDRESS}ru/", f"{ADDRESS}page/pact.html", f"{ADDRESS}ru/dyad/AAA/BBB.html"} <= listed
    assert f"{ADDRESS}page/denied~claims.html" not in listed
    for address in listed:
        file = str(address).removeprefix(ADDRESS)
        assert (file if file and not file.endswith("/") else f"{file}index.html") in published.files
    assert f"Sitemap: {ADDRESS}sitemap.xml" in published.bytes("robots.txt").decode()


def test_the_page_for_what_is_missing_works_at_any_depth(published: Published) -> None:
    page = published.read("404.html")
    assert "/graphs/region/style.css" in {link.partition("?")[0] for link in links(page)}
    assert page.tree.get("data-published") == "/graphs/region/"


def test_names_are_found_by_the_rules_of_the_service(published: Published, region: Graph) -> None:
    told: dict[str, Any] = json.loads(published.bytes("data/names.json"))
    rows = {row[0]: row for row in told["rows"]}
    assert set(rows) == {one["id"] for kind in region.model.concrete for one in region.find(kind.name)["items"]}
    assert told["kinds"][rows["ann"][1]] == "Person"
    assert "an doe" in rows["ann"][5]


def test_several_processes_write_the_same_bytes(tmp_path: Path) -> None:
    """And so does a second publication, which takes the place of the first."""
    graph = Graph.of(small())
    one, other = Published(tmp_path / "one"), Published(tmp_path / "other")
    publish(graph, one.directory, ["ru"])
    (one.directory / "stray.txt").write_text("gone by the next", encoding="utf-8")
    publish(graph, one.directory, ["ru"])
    publish(graph, other.directory, ["ru"], opened=partial(Graph.of, small()), jobs=2)
    assert Published(tmp_path / "one").files == other.files
    assert all(one.bytes(file) == other.bytes(file) for file in other.files)
    assert other.read("index.html").tree.get("lang") == "ru"
    assert other.dead_links() == []
    assert [file.name for file in tmp_path.iterdir()] in (["one", "other"], ["other", "one"])


def test_processes_over_other_data_are_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="have changed"):
        publish(Graph.of(small()), tmp_path / "site", ["en"], opened=partial(Graph.of, world()), jobs=2)
    assert not list(tmp_path.iterdir())


def test_a_directory_of_others_is_left_alone(tmp_path: Path) -> None:
    place = tmp_path / "site"
    place.mkdir()
    (place / "letter.txt").write_text("mine", encoding="utf-8")
    for taken in (place, place / "letter.txt"):
        with pytest.raises(StoreError, match="is no publication"):
            publish(Graph.of(small()), taken)
    assert (place / "letter.txt").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("languages", "address", "message"),
    [
        (["kk"], "", "languages: 'kk' is not known"),
        ([], "", "languages: none"),
        (["en", "en"], "", "languages: none, or one twice"),
        (["en"], "example.org", "address: 'example.org' is no address"),
        (["en"], "https://example.org/?a=b", "is no address of a site"),
    ],
)
def test_what_cannot_be_meant_is_said(tmp_path: Path, languages: list[str], address: str, message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        publish(Graph.of([]), tmp_path / "site", languages, address)
    assert not list(tmp_path.iterdir())


def test_the_files_that_the_docs_name_are_there(published: Published) -> None:
    text = (Path(__file__).parents[3] / "docs/explorer.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`[^|]*`) \|", text.partition("## As plain files")[2], re.MULTILINE)
    names = [name for row in rows for name in re.findall("`([^`]*)`", row) if not name.startswith((".", "/"))]
    assert len(names) > 10
    for name in names:
        file = name.replace("KAZ", "AAA")
        assert file in published.files or any(one.startswith(file) for one in published.files if file.endswith("/")), (
            name
        )
