"""Claims one by one, by source, and by the field they are about."""

import re

import pytest
from fastapi.testclient import TestClient

from cagraph.graph import Graph
from cagraph_api import create_app


@pytest.fixture
def client(graph: Graph) -> TestClient:
    return TestClient(create_app(graph))


def test_a_claim_is_found_by_the_id_that_evidence_gives(client: TestClient) -> None:
    treaty = client.get("/v1/treaties/kaz-uzb-alliance-2022", params={"evidence": "full"}).json()
    for told in treaty["evidence"]:
        claim = client.get(f"/v1/claims/{told['claim']}").json()
        assert claim["says"] == told["says"]
        assert claim["about"]["id"] == "kaz-uzb-alliance-2022"


@pytest.mark.parametrize("id_", ["0" * 20, "none such", "<>", "%C3%A9"])
def test_no_such_claim(client: TestClient, id_: str) -> None:
    assert client.get(f"/v1/claims/{id_}").status_code == 404


def test_all_that_a_source_says_page_by_page(client: TestClient) -> None:
    whole = client.get("/v1/sources/seed-article/claims", params={"limit": 1000}).json()
    assert whole["total"] == len(whole["claims"]) > 100
    assert {claim["source"]["id"] for claim in whole["claims"]} == {"seed-article"}
    assert whole["next"] is whole["prev"] is None
    page = client.get("/v1/sources/seed-article/claims?limit=50").json()
    pages = list(page["claims"])
    while page["next"]:
        response = client.get(page["next"])
        assert response.links["first"]["url"] == "/v1/sources/seed-article/claims?limit=50"
        page = response.json()
        pages += page["claims"]
    assert pages == whole["claims"]
    before = client.get(page["prev"]).json()
    assert before["claims"][-1] == whole["claims"][-len(page["claims"]) - 1]


def test_where_sources_differ_both_are_shown(client: TestClient) -> None:
    signed = client.get("/v1/evidence/kaz-uzb-alliance-2022", params={"field": "signed"}).json()
    assert signed["accepted"] == "2022-12-22"
    assert {claim["says"]["signed"] for claim in signed["supports"]} == {"2022-12-22"}
    assert ("seed-article", "2022-12") in {
        (claim["source"]["id"], claim["says"]["signed"]) for claim in signed["differs"]
    }


def test_denials_stand_apart(client: TestClient) -> None:
    summit = client.get("/v1/evidence/gcc-central-asia-summit-2025", params={"field": "date"}).json()
    assert summit["accepted"] is None
    assert {claim["polarity"] for claim in summit["denies"]} == {"denied"}
    assert {claim["modality"] for claim in summit["differs"]} == {"planned"}


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/v1/evidence/kaz-uzb-alliance-2022", 400, "field: none is named"),
        ("/v1/evidence/kaz-uzb-alliance-2022?field=singed", 400, "did you mean 'signed'"),
        ("/v1/evidence/kaz-uzb-aliance-2022?field=signed", 404, "did you mean 'kaz-uzb-alliance-2022'"),
        ("/v1/sources/KAZ/claims", 404, "'KAZ' is a State, not a Source"),
        ("/v1/sources/seed-article/claims?limit=0", 400, "limit must be in 1..1000"),
        ("/v1/sources/seed-article/claims?cursor=x", 400, "cursor: it cannot be read"),
        ("/v1/sources/seed-article/claims?offset=1", 400, "there is no parameter 'offset'"),
        ("/v1/claims/x?y=1", 400, "there is no parameter 'y'"),
    ],
)
def test_bad_input_is_told(client: TestClient, path: str, status: int, words: str) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert words in response.json()["detail"] + response.json()["hint"]


@pytest.mark.parametrize("name", ["Тоқаев", "Tokaev", "Токаев", "tokayev", "Toqayev"])
def test_a_name_is_found_in_any_script_and_spelling(client: TestClient, name: str) -> None:
    found = client.get("/v1/persons", params={"q": name}).json()["items"]
    assert [item["id"] for item in found] == ["kassym-jomart-tokayev"]


@pytest.mark.parametrize(
    "path",
    [
        "/v1/instruments/kaz-uzb-alliance-2022/status?on=2024-08-09",
        "/v1/instruments?between=KAZ,UZB&in_force=2024-08-09",
        "/v1/dyads/KAZ/UZB?on=2024-08-09",
        "/v1/paths?from=kakha-imnadze&to=central-asia-2040-concept",
    ],
)
def test_answers_give_the_claims_they_rest_on_in_full(client: TestClient, path: str) -> None:
    told = re.findall(r'"evidence":\[([^\]]*)\]', client.get(path).text)
    named = set(re.findall(r'"([0-9a-f]{20})"', "".join(told)))
    assert named
    found = client.get(f"{path}&evidence=full").json()
    assert {claim["claim"] for claim in found["evidence"]} == named
    for claim in found["evidence"][:3]:
        assert claim == {name: client.get(f"/v1/claims/{claim['claim']}").json()[name] for name in claim}
    assert client.get(f"{path}&evidence=some").status_code == 400
