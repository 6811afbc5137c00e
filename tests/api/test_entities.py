"""Entities over REST: representations, IRIs that lead somewhere, what links to them, ids that changed."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from rdflib import Graph as Rdf
from rdflib import URIRef

from cagraph.graph import Graph
from cagraph.model import MODEL, Entity
from cagraph_api import create_app

TYPES = {"json": "application/json", "jsonld": "application/ld+json", "ttl": "text/turtle"}
BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
ONE = "/v1/treaties/kaz-uzb-alliance-2022"


@pytest.fixture(scope="module")
def client(graph: Graph) -> Iterator[TestClient]:
    with TestClient(create_app(graph), follow_redirects=False) as made:
        yield made


@pytest.fixture(scope="module")
def renamed() -> Iterator[TestClient]:
    def make(kind: str, **fields: Any) -> Entity:
        record = MODEL.kind(kind).cls.model_validate(fields)
        assert isinstance(record, Entity)
        return record

    cited = [{"source": "s", "at": "1"}]
    records = [
        make("Source", id="s", label="S", formerly=["old-source"]),
        make("State", id="AAA", label="A", evidence=cited, formerly=["OLD", "OLDER"]),
        make("State", id="BBB", label="B", evidence=cited),
        make(
            "Treaty", id="t", label="T", parties=["AAA", "BBB"], formerly=["t-old"],
            evidence=[{"source": "s", "at": "1", "supports": ["parties"]}],
        ),
    ]  # fmt: skip
    with TestClient(create_app(Graph.of(records)), follow_redirects=False) as made:
        yield made


def links(response: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for target, relation in re.findall(r'<([^>]*)>; rel="(\w+)"', response.headers["link"]):
        found.setdefault(relation, []).append(target)
    return found


@pytest.mark.parametrize("suffix", TYPES)
def test_each_format_by_suffix_and_by_accept(client: TestClient, suffix: str) -> None:
    by_suffix = client.get(f"{ONE}.{suffix}")
    assert by_suffix.status_code == 200
    assert by_suffix.headers["content-type"].partition(";")[0] == TYPES[suffix]
    by_accept = client.get(ONE, headers={"accept": TYPES[suffix]})
    assert by_accept.content == by_suffix.content
    assert by_accept.headers["content-location"] == f"{ONE}.{suffix}"
    assert "Accept" in by_accept.headers["vary"]
    told = links(by_accept)
    assert told["canonical"] == [ONE]
    assert told["describedby"] == [f"{ONE}.ttl"]
    assert {f"{ONE}.{other}" for other in (*TYPES, "html") if other != suffix} == set(told["alternate"])
    for other in told["alternate"]:
        assert client.get(other, follow_redirects=True).status_code == 200


def test_the_canonical_address_is_that_of_its_own_kind(client: TestClient) -> None:
    response = client.get("/v1/entities/kaz-uzb-alliance-2022")
    assert links(response)["canonical"] == [ONE]


def test_people_are_led_to_the_page(client: TestClient) -> None:
    by_accept = client.get(f"{ONE}?lang=ru&evidence=full", headers=BROWSER)
    assert (by_accept.status_code, by_accept.headers["location"]) == (303, "/page/kaz-uzb-alliance-2022?lang=ru")
    assert "Accept" in by_accept.headers["vary"]
    by_suffix = client.get(f"{ONE}.html")
    assert (by_suffix.status_code, by_suffix.headers["location"]) == (308, "/page/kaz-uzb-alliance-2022")


def test_the_iri_leads_to_the_document(client: TestClient, graph: Graph) -> None:
    iri = client.get(ONE).json()["iri"]
    path = iri.removeprefix(graph.names.base.rstrip("/"))
    for suffix, media_type in TYPES.items():
        response = client.get(path, headers={"accept": media_type})
        assert (response.status_code, response.headers["location"]) == (303, f"{ONE}.{suffix}")
        assert "Accept" in response.headers["vary"]
    assert client.get(path, headers=BROWSER).headers["location"] == "/page/kaz-uzb-alliance-2022"
    assert client.get(path).headers["location"] == f"{ONE}.json"
    assert client.get(f"{path}?lang=ru").headers["location"] == f"{ONE}.json?lang=ru"
    assert client.get(path, headers={"accept": "image/png"}).status_code == 406
    assert client.get("/id/none-such").status_code == 404


def test_every_iri_in_a_document_leads_somewhere(client: TestClient, graph: Graph) -> None:
    read = Rdf().parse(data=client.get("/v1/meetings/consultative-meeting-6.ttl").text, format="turtle")
    iris = {str(node) for triple in read for node in triple if isinstance(node, URIRef)}
    ours = {iri for iri in iris if iri.startswith(graph.names.id)}
    assert any(".participants." in iri for iri in ours)
    for iri in ours:
        response = client.get("/id/" + iri.removeprefix(graph.names.id))
        assert response.status_code == 303, iri
        assert client.get(response.headers["location"]).status_code == 200, iri


def test_ids_may_hold_dots(client: TestClient) -> None:
    assert client.get("/v1/concepts/form.treaty").json()["id"] == "form.treaty"
    assert client.get("/v1/concepts/form.treaty.ttl").headers["content-type"].startswith("text/turtle")


def test_labels_of_all_that_is_linked(client: TestClient) -> None:
    found = client.get(f"{ONE}?lang=ru").json()
    assert found["labels"]["KAZ"] == "Казахстан"
    assert {party["label"] for party in found["parties"]} == {"Казахстан", "Узбекистан"}
    assert {item["id"] for item in found["linked_from"]["items"]} <= set(found["labels"])
    assert "Казахстан" in client.get(f"{ONE}.html?lang=ru", follow_redirects=True).text


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("/v1/states/OLD", "/v1/states/AAA"),
        ("/v1/states/OLDER.ttl?lang=ru", "/v1/states/AAA.ttl?lang=ru"),
        ("/v1/entities/OLD", "/v1/states/AAA"),
        ("/v1/treaties/t-old.json?evidence=full", "/v1/treaties/t.json?evidence=full"),
        ("/v1/states/OLD/links?limit=1", "/v1/states/AAA/links?limit=1"),
        ("/id/OLD?lang=ru", "/id/AAA?lang=ru"),
    ],
)
def test_ids_of_before_lead_on_for_good(renamed: TestClient, path: str, leads_to: str) -> None:
    response = renamed.get(path)
    assert (response.status_code, response.headers["location"]) == (308, leads_to)
    assert renamed.get(leads_to).status_code in {200, 303}


def test_ids_of_before_are_read_as_those_of_now(renamed: TestClient) -> None:
    assert renamed.get("/v1/treaties?party=OLD").json()["total"] == 1
    assert renamed.get("/v1/treaties?source=old-source").json()["total"] == 1
    assert renamed.get("/v1/states?formerly=OLDER").json()["items"][0]["formerly"] == ["OLD", "OLDER"]
    assert renamed.get("/v1/instruments/t-old/status?on=2024-01-01").json()["id"] == "t"


def test_what_links_to_it_comes_in_pages(client: TestClient) -> None:
    path = "/v1/states/KAZ/links?kind=treaties&predicate=party&limit=50"
    ids: list[str] = []
    while path:
        response = client.get(path)
        assert links(response)["first"] == ["/v1/states/KAZ/links?kind=treaties&predicate=party&limit=50"]
        ids += [item["id"] for item in response.json()["items"]]
        assert response.json()["next"] == links(response).get("next", [None])[0]
        path = response.json()["next"] or ""
    treaties = client.get("/v1/treaties?party=KAZ&limit=1000").json()
    assert sorted(ids) == sorted(item["id"] for item in treaties["items"])


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/v1/states/KAX", 404, "did you mean 'KAZ'"),
        ("/v1/treaties/KAZ", 404, "see /v1/states/KAZ"),
        ("/v1/treaties/KAZ/links", 404, "see /v1/states/KAZ"),
        ("/v1/states/KAZ.csv", 404, "there is no entity 'KAZ.csv'"),
        ("/v1/states/KAZ/links?predicate=partie", 400, "did you mean 'party'"),
        ("/v1/states/KAZ/links?kind=treatys", 404, "did you mean 'treaties'"),
        ("/v1/states/KAZ/links?cursor=junk", 400, "cursor: it cannot be read"),
        ("/v1/states/KAZ/links?limit=0", 400, "limit must be in 1..1000"),
        ("/v1/states/KAZ?lang=-", 400, "is no language tag"),
        ("/v1/states/KAZ?langue=ru", 400, "did you mean 'lang'"),
        ("/v1/countries/KAZ/links", 404, "there is no kind 'countries'"),
    ],
)
def test_problems_name_the_place_and_the_way_out(client: TestClient, path: str, status: int, words: str) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert words in f"{response.json()['detail']} {response.json().get('hint', '')}"


def test_what_nobody_can_give_is_not_acceptable(client: TestClient) -> None:
    assert client.get(ONE, headers={"accept": "text/csv"}).status_code == 406


def test_openapi_describes_formats_and_links(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    one = paths["/v1/treaties/{id}"]["get"]
    assert set(one["responses"]["200"]["content"]) == set(TYPES.values())
    assert {"308", "400", "404", "406"} <= set(one["responses"])
    many = paths["/v1/treaties/{id}/links"]["get"]
    assert {"predicate", "kind", "limit", "cursor", "lang", "id"} == {each["name"] for each in many["parameters"]}
    assert "303" in paths["/id/{id}"]["get"]["responses"]


def test_addresses_hold_the_path_that_the_service_is_mounted_at(article_on_memory: Graph) -> None:
    with TestClient(create_app(article_on_memory), follow_redirects=False, root_path="/graph") as client:
        assert client.get("/id/KAZ").headers["location"] == "/graph/v1/states/KAZ.json"
        assert client.get("/v1/states?limit=1").json()["next"].startswith("/graph/v1/states?limit=1&cursor=")
        assert client.get("/v1/states/KAZ/links?limit=1").json()["next"].startswith("/graph/v1/states/KAZ/links?")
        assert links(client.get("/v1/states/KAZ"))["canonical"] == ["/graph/v1/states/KAZ"]
