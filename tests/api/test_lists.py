"""Lists over REST: one grammar of addresses, formats by suffix and Accept, pages by links, described in OpenAPI."""

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from cagraph.graph import Graph
from cagraph.model import MODEL
from cagraph_api import create_app

TYPES = {
    "json": "application/json",
    "jsonld": "application/ld+json",
    "ttl": "text/turtle",
    "csv": "text/csv",
    "geojson": "application/geo+json",
    "gexf": "application/gexf+xml",
    "atom": "application/atom+xml",
    "feed.json": "application/feed+json",
}


@pytest.fixture(scope="module")
def client(graph: Graph) -> Iterator[TestClient]:
    with TestClient(create_app(graph)) as made:
        yield made


@pytest.fixture(scope="module")
def small(article_on_memory: Graph) -> Iterator[TestClient]:
    with TestClient(create_app(article_on_memory)) as made:
        yield made


def links(response: Any) -> dict[str, list[str]]:
    """The targets of the Link header by relation."""
    found: dict[str, list[str]] = {}
    for target, relation in re.findall(r'<([^>]*)>; rel="(\w+)"', response.headers["link"]):
        found.setdefault(relation, []).append(target)
    return found


@pytest.mark.parametrize("suffix", TYPES)
@pytest.mark.parametrize("kind", sorted(kind.collection for kind in MODEL.kinds.values()))
def test_each_list_has_each_format(small: TestClient, kind: str, suffix: str) -> None:
    by_suffix = small.get(f"/v1/{kind}.{suffix}?limit=3")
    assert by_suffix.status_code == 200, by_suffix.text
    assert by_suffix.headers["content-type"].partition(";")[0] == TYPES[suffix]
    by_accept = small.get(f"/v1/{kind}?limit=3", headers={"accept": TYPES[suffix]})
    assert by_accept.headers["content-type"] == by_suffix.headers["content-type"]
    assert by_accept.headers["content-location"] == f"/v1/{kind}.{suffix}?limit=3"
    if suffix != "json":
        assert by_accept.content == by_suffix.content


def test_the_suffix_goes_before_accept(client: TestClient) -> None:
    response = client.get("/v1/treaties.csv?limit=1", headers={"accept": "application/json"})
    assert response.headers["content-type"].startswith("text/csv")
    browser = client.get("/v1/treaties?limit=1", headers={"accept": "text/html,application/xml;q=0.9,*/*;q=0.8"})
    assert browser.headers["content-type"] == "application/json"


@pytest.mark.parametrize("suffix", ["", *(f".{one}" for one in TYPES)])
def test_pages_are_linked_in_every_format(client: TestClient, suffix: str) -> None:
    """Next leads through the whole list, prev back, first to the first, alternates to the same page."""
    path = f"/v1/treaties{suffix}?party=KAZ&party=UZB&limit=30"
    total = client.get("/v1/treaties?party=KAZ&party=UZB").json()["total"]
    first = response = client.get(path)
    pages = 1
    while "next" in links(response):
        before, response = response, client.get(links(response)["next"][0])
        assert response.status_code == 200
        assert client.get(links(response)["prev"][0]).content != b""
        if suffix == ".csv":
            assert client.get(links(response)["prev"][0]).content == before.content
        assert client.get(links(response)["first"][0]).content == first.content
        pages += 1
    assert pages == -(-total // 30)
    for other in links(response)["alternate"]:
        assert client.get(other).status_code == 200
    assert len(links(response)["alternate"]) == len(TYPES) - 1


def test_the_body_names_its_neighbours(client: TestClient) -> None:
    first = client.get("/v1/treaties?party=KAZ&q=water&limit=1&lang=ru").json()
    assert first["prev"] is None
    second = client.get(first["next"]).json()
    assert client.get(second["prev"]).json()["items"] == first["items"]
    assert {"party=KAZ", "q=water", "lang=ru", "limit=1"} <= set(second["prev"].partition("?")[2].split("&"))


def test_csv_pages_make_the_whole_list(client: TestClient) -> None:
    ids: list[str] = []
    path = "/v1/meetings.csv?since=2020&limit=17"
    while path:
        response = client.get(path)
        ids += [row["id"] for row in csv.DictReader(io.StringIO(response.text, newline=""))]
        path = links(response).get("next", [""])[0]
    whole = client.get("/v1/meetings?since=2020&limit=1000").json()
    assert ids == [item["id"] for item in whole["items"]]


def test_links_and_vary_are_there_when_the_answer_was_kept(client: TestClient) -> None:
    once, again = (client.get("/v1/treaties?limit=2&sort=label") for _ in range(2))
    assert again.headers["link"] == once.headers["link"]
    assert "Accept" in again.headers["vary"]
    assert client.head("/v1/treaties?limit=2&sort=label").headers["link"] == once.headers["link"]


def test_headers_stay_short(client: TestClient) -> None:
    response = client.get("/v1/treaties", params={"q": "Тоқаев " * 250})
    assert response.status_code == 200
    assert "alternate" not in links(response)


def test_facets_and_labels(client: TestClient) -> None:
    found = client.get("/v1/treaties?party=KAZ&facets=party,year&lang=ru&limit=1").json()
    parties = {entry["value"]: entry["count"] for entry in found["facets"]["party"]["counts"]}
    assert parties["KAZ"] == found["total"]
    assert found["labels"]["UZB"] == "Узбекистан"
    assert set(parties) <= set(found["labels"])
    years = found["facets"]["year"]
    assert sum(entry["count"] for entry in years["counts"]) + years["without"] == found["total"]


def test_full_evidence(client: TestClient) -> None:
    for item in client.get("/v1/treaties?party=KAZ&party=UZB&evidence=full&limit=3").json()["items"]:
        assert item["evidence"]
        for claim in item["evidence"]:
            whole = client.get(f"/v1/claims/{claim['claim']}").json()
            assert claim["says"] == whole["says"]


def test_status_goes_with_the_other_filters(client: TestClient) -> None:
    found = client.get("/v1/treaties?status=in-force&on=2024-08-09&party=KAZ&party=UZB").json()
    clock = client.get("/v1/instruments?between=KAZ,UZB&in_force=2024-08-09").json()
    assert {item["id"] for item in found["items"]} & {row["id"] for row in clock["no"]} == set()
    assert found["undecided"]["status"] > 0


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/v1/treaties.xls", 404, "there is no format 'xls' of lists"),
        ("/v1/treaties.jsn", 404, "did you mean 'json"),
        ("/v1/treatys.csv", 404, "did you mean 'treaties'"),
        ("/v1/Treaty", 404, "see /v1/treaties"),
        ("/v1/treaties?cursor=junk", 400, "cursor: it cannot be read"),
        ("/v1/treaties?sort=size", 400, "sort: 'size' is not known"),
        ("/v1/treaties?facets=party,size", 400, "facets: there is no facet 'size'"),
        ("/v1/treaties?lang=%00", 400, "is no language tag"),
        ("/v1/treaties?evidence=all", 400, "write evidence=full"),
        ("/v1/treaties?limit=1001", 400, "limit must be in 1..1000"),
        ("/v1/treaties?offset=1", 400, "there is no parameter 'offset'"),
        ("/v1/treaties?on=2024-08", 400, "'2024-08' is not one day"),
        ("/v1/treaties?status=in-force&on=soon", 400, "on: 'soon' is no date"),
        ("/v1/treaties?status=in-farce", 400, "did you mean 'in-force'"),
        ("/v1/treaties?party.any=KAZ,UZK", 400, "did you mean 'UZB'"),
        ("/v1/treaties?source=seed-articel", 400, "did you mean 'seed-article'"),
        ("/v1/meetings?participant=tokayev", 400, "there is no Person 'tokayev'"),
    ],
)
def test_problems_name_the_place_and_the_way_out(client: TestClient, path: str, status: int, words: str) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert words in f"{response.json()['detail']} {response.json().get('hint', '')}"


def test_a_foreign_cursor_is_refused(client: TestClient) -> None:
    cursor = links(client.get("/v1/treaties?party=KAZ&limit=1"))["next"][0].rpartition("cursor=")[2]
    for path in ("/v1/treaties?party=UZB", "/v1/treaties?party=KAZ&sort=id", "/v1/documents?party.any=KAZ"):
        response = client.get(f"{path}&cursor={cursor}")
        assert response.status_code == 400, path
    assert client.get(f"/v1/treaties?party=KAZ&limit=9&cursor={cursor}").status_code == 200


def test_what_nobody_can_give_is_not_acceptable(client: TestClient) -> None:
    response = client.get("/v1/treaties", headers={"accept": "image/png"})
    assert response.status_code == 406
    assert ".csv" in response.json()["hint"]


def test_openapi_describes_every_parameter_with_examples_that_work(client: TestClient, graph: Graph) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    for kind in graph.model.kinds.values():
        described = paths[f"/v1/{kind.collection}"]["get"]
        by_name = {one["name"]: one for one in described["parameters"]}
        assert {f"{name}{end}" for name in kind.parameters for end in ("", ".any")} <= set(by_name)
        assert set(described["responses"]["200"]["content"]) == set(TYPES.values())
        assert {"400", "406"} <= set(described["responses"])
        for name, one in by_name.items():
            assert one["description"], name
            if name in {"cursor", "between", "in_force", "known_on"} or "example" not in one:
                continue
            value = one["example"]
            joined = ",".join(map(str, value)) if isinstance(value, list) else str(value)
            response = client.get(f"/v1/{kind.collection}", params={"limit": "1"} | {name: joined})
            assert response.status_code == 200, (kind.name, name, response.text)
        assert by_name["sort"]["schema"]["enum"]
        assert by_name["evidence"]["schema"]["enum"] == ["full"]


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_junk_in_any_parameter_is_a_value_or_a_problem(
    small: TestClient, article_on_memory: Graph, data: st.DataObject
) -> None:
    kind = data.draw(st.sampled_from(sorted(MODEL.kinds)))
    options = data.draw(st.lists(st.sampled_from(article_on_memory.list_options(kind)), min_size=1, max_size=3))
    junk = st.one_of(
        st.text(max_size=30), st.sampled_from(["KAZ", "2024", "9999-12-31", "-", ",", "in-force:no", "1e9"])
    )
    asked = [(option.name, data.draw(junk)) for option in options]
    suffix = data.draw(st.sampled_from(["", *(f".{one}" for one in TYPES)]))
    response = small.get(f"/v1/{MODEL.kinds[kind].collection}{suffix}", params=asked)
    assert response.status_code in {200, 400}, (asked, response.text)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(["predicate", "kind", "limit", "cursor", "lang"]), st.text(max_size=30))
def test_junk_in_links_is_a_problem(small: TestClient, name: str, value: str) -> None:
    assert small.get("/v1/states/KAZ/links", params={name: value}).status_code in {200, 400, 404}


def test_a_list_of_everything_is_valid_json_in_each_format(small: TestClient) -> None:
    for suffix in ("json", "jsonld", "geojson"):
        json.loads(small.get(f"/v1/entities.{suffix}?limit=1000").content)
