"""Paths and dyads over REST."""

import pytest
from fastapi.testclient import TestClient

from cagraph.graph import Graph
from cagraph_api import create_app

PATH = "/v1/paths?from=kakha-imnadze&to=central-asia-2040-concept"


@pytest.fixture
def client(graph: Graph) -> TestClient:
    return TestClient(create_app(graph))


def test_paths_with_claims_that_exist(client: TestClient) -> None:
    found = client.get(f"{PATH}&evidence=full").json()
    assert found["length"] == 2
    claims = {claim for hop in found["paths"][0]["hops"] for link in hop["links"] for claim in link["evidence"]}
    assert claims == {claim["claim"] for claim in found["evidence"]}
    assert all(client.get(f"/v1/claims/{claim}").status_code == 200 for claim in claims)
    assert "evidence" not in client.get(PATH).json()


def test_lists_of_kinds_and_of_entities_stand_between_commas(client: TestClient) -> None:
    found = client.get("/v1/paths?from=KAZ&to=UZB&via=treaties,Meeting&avoid=kaz-uzb-alliance-2022&limit=20").json()
    assert found["parameters"]["via"] == ["Treaty", "Meeting"]
    inner = {(one["id"], one["kind"]) for path in found["paths"] for one in path["entities"][1:-1]}
    assert {kind for _, kind in inner} <= {"Treaty", "Meeting"}
    assert "kaz-uzb-alliance-2022" not in {id_ for id_, _ in inner}


@pytest.mark.parametrize(
    ("path", "accept", "media_type", "begins"),
    [
        ("/v1/dyads/KAZ/UZB", "", "application/json", "{"),
        (
            "/v1/dyads/KAZ/UZB",
            "text/html,application/xhtml+xml,*/*;q=0.8",
            "text/html; charset=utf-8",
            "<!DOCTYPE html>",
        ),
        ("/v1/dyads/KAZ/UZB", "text/markdown", "text/markdown; charset=utf-8", "# Kazakhstan and Uzbekistan"),
        ("/v1/dyads/KAZ/UZB.md", "application/json", "text/markdown; charset=utf-8", "# Kazakhstan and Uzbekistan"),
        ("/v1/dyads/KAZ/UZB.html?lang=ru", "", "text/html; charset=utf-8", '<!DOCTYPE html>\n<html lang="ru">'),
        ("/v1/dyads/KAZ/UZB.json", "text/html", "application/json", "{"),
        ("/v1/dyads/KAZ/sco.md?on=2024-08-09", "", "text/markdown; charset=utf-8", "# Kazakhstan and Shanghai"),
    ],
)
def test_representations(client: TestClient, path: str, accept: str, media_type: str, begins: str) -> None:
    response = client.get(path, headers={"accept": accept} if accept else {})
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == media_type
    assert response.text.startswith(begins)
    assert "accept" in response.headers["vary"].lower()
    if "html" in media_type:
        assert "default-src 'none'" in response.headers["content-security-policy"]


def test_pairs(client: TestClient) -> None:
    found = client.get("/v1/dyads?party=KAZ").json()
    assert found["total"] == len(found["pairs"])
    assert found["pairs"][0]["parties"] == ["KAZ", "UZB"]
    assert client.get("/v1/dyads").json()["total"] > found["total"]


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/v1/paths?from=KAX&to=UZB", 404, "did you mean 'KAZ'"),
        ("/v1/paths?from=KAZ", 400, "to: none is given"),
        ("/v1/paths?from=KAZ&to=KAZ", 400, "the same entity"),
        ("/v1/paths?from=KAZ&to=UZB&max_hops=7", 400, "max_hops: 7 is not in 1..6"),
        ("/v1/paths?from=KAZ&to=UZB&max_hops=-1", 400, "max_hops: '-1' is no whole number"),
        ("/v1/paths?from=KAZ&to=UZB&limit=0", 400, "limit: 0"),
        ("/v1/paths?from=KAZ&to=UZB&evidence=some", 400, "write evidence=full"),
        ("/v1/paths?from=KAZ&to=UZB&since=2024&until=2020", 400, "is after until"),
        ("/v1/paths?from=KAZ&to=UZB&hop=2", 400, "there is no parameter 'hop'"),
        ("/v1/paths?from=KAZ&from=KGZ&to=UZB", 400, "from: given 2 times"),
        ("/v1/paths?from=KAZ&to=UZB&via=,", 400, "via: there is no kind ''"),
        ("/v1/dyads/KAZ/UZK", 404, "did you mean 'UZB'"),
        ("/v1/dyads/KAZ/KAZ", 400, "the same party twice"),
        ("/v1/dyads/KAZ/astana", 404, "is a Place, not a Party"),
        ("/v1/dyads/KAZ/UZB?on=2024", 400, "'2024' is not one day"),
        ("/v1/dyads/KAZ/UZB?on=2024-02-30", 400, "on: day must be"),
        ("/v1/dyads/KAZ/UZB?lang=de", 400, "lang: 'de'"),
        ("/v1/dyads/KAZ/UZB?when=2024", 400, "there is no parameter 'when'"),
        ("/v1/dyads/KAZ/%00", 404, "there is no party"),
        ("/v1/dyads?party=KAX", 404, "did you mean 'KAZ'"),
    ],
)
def test_problems_name_the_place_and_the_way_out(client: TestClient, path: str, status: int, words: str) -> None:
    response = client.get(path)
    assert response.status_code == status, response.text
    assert words in f"{response.json()['detail']} {response.json().get('hint', '')}"


def test_no_media_type_that_is_served(client: TestClient) -> None:
    assert client.get("/v1/dyads/KAZ/UZB", headers={"accept": "image/png"}).status_code == 406


def test_the_addresses_are_described(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    parameters = {one["name"] for one in paths["/v1/paths"]["get"]["parameters"]}
    assert {"from", "to", "max_hops", "limit", "since", "until", "via", "avoid", "hubs", "evidence"} <= parameters
    content = paths["/v1/dyads/{one}/{other}"]["get"]["responses"]["200"]["content"]
    assert {"application/json", "text/markdown", "text/html"} <= set(content)
