"""Answers of SPARQL queries as pages, for those without scripts."""

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient
from page_read import Page

from cagraph.graph import Graph
from cagraph_api import create_app


@pytest.fixture(scope="module")
def asked(small: Graph) -> Iterator[TestClient]:
    """In memory, so that queries need no workers of their own."""
    with TestClient(create_app(small), headers={"accept": "text/html"}) as made:
        yield made


def answer(client: TestClient, query: str, status: int = 200, **more: str) -> Page:
    response = client.get("/sparql-table", params={"query": query, **more})
    assert response.status_code == status, response.text
    page = Page(response.text)
    assert page.faults() == []
    (box,) = [one.text for one in page.all("textarea")]
    assert (box or "").strip() == query.strip()
    return page


def rows(page: Page) -> list[list[str]]:
    (section,) = [one for one in page.all("section") if one.get("class") == "answered"]
    return [["".join(cell.itertext()) for cell in row] for row in section.iter("tr")]


def test_rows_are_a_table_that_leads_to_entities_and_files(asked: TestClient) -> None:
    query = "SELECT ?treaty ?label ?none WHERE { ?treaty a cag:Treaty ; rdfs:label ?label } ORDER BY ?treaty"
    page = answer(asked, query)
    found = rows(page)
    assert found[0] == ["treaty", "label", "none"]
    assert ["pact", "Treaty pact", ""] in found
    assert "/page/pact" in page.links
    csv = f"/sparql?{urlencode({'query': query, 'format': 'csv'})}"
    assert csv in page.links
    assert "Treaty pact" in asked.get(csv).text


def test_truth_and_triples(asked: TestClient) -> None:
    assert "yes" in answer(asked, "ASK { id:pact a cag:Treaty }").shown
    assert "да" in answer(asked, "ASK { id:pact a cag:Treaty }", lang="ru").shown
    page = answer(asked, "CONSTRUCT { ?a cag:party ?b } WHERE { ?a cag:party ?b }")
    (shown,) = ["".join(one.itertext()) for one in page.all("pre")]
    assert "id/pact> <https://w3id.org/cagraph/ontology#party>" in shown


def test_long_answers_are_cut_and_say_so(asked: TestClient) -> None:
    page = answer(asked, "SELECT ?a ?b ?c WHERE { ?a ?b ?c } LIMIT 1200")
    assert len(rows(page)) == 1001
    assert "The first 1,000 rows" in page.shown


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT * { ?s foaf:name }", "foaf"),
        ("", "query: it is empty"),
        ("DELETE WHERE { ?s ?p ?o }", "DELETE is an update"),
    ],
)
def test_what_is_wrong_is_said_beside_the_query(asked: TestClient, query: str, said: str) -> None:
    page = answer(asked, query, 400)
    (told,) = [one for one in page.all("p") if one.get("role") == "alert"]
    assert said in "".join(told.itertext())


def test_unknown_parameters_are_refused(asked: TestClient) -> None:
    answer(asked, "ASK {}", 400, limit="5")


def test_the_form_leads_there_without_scripts(asked: TestClient) -> None:
    page = Page(asked.get("/sparql-page?lang=ru").text)
    (run,) = [one for one in page.all("button") if one.get("formaction")]
    assert (run.get("formaction"), run.get("name"), run.get("value")) == ("/sparql-table", "lang", "ru")
    (form,) = [one for one in page.all("form") if one.get("data-editor") is not None]
    assert form.get("action") == "/sparql"
