"""The treaty clock over REST."""

import pytest
from fastapi.testclient import TestClient

from cagraph.graph import Graph
from cagraph_api import create_app


@pytest.fixture
def client(graph: Graph) -> TestClient:
    return TestClient(create_app(graph))


def test_the_status_of_one_with_reasons_and_claims_that_exist(client: TestClient) -> None:
    wanted = {"party": "KAZ", "on": "2024-01-01"}
    found = client.get("/v1/instruments/kaz-uzb-demarcation-2022/status", params=wanted).json()
    force = found["status"]["in_force"]
    assert force["value"] == "yes"
    assert force["articles"] == ["24(1)"]
    assert force["records"] == ["kaz-uzb-demarcation-2022.entry-into-force-kaz"]
    for claim in force["evidence"]:
        assert client.get(f"/v1/claims/{claim}").status_code == 200


def test_without_a_party_every_party_is_told_of(client: TestClient) -> None:
    found = client.get("/v1/instruments/friendship-21st-century/status", params={"on": "2024-08-09"}).json()
    signed = {party: answers["signed"]["value"] for party, answers in found["parties"].items()}
    assert signed == {"KAZ": "yes", "KGZ": "yes", "TJK": "no", "TKM": "no", "UZB": "yes"}


def test_without_a_day_the_last_recorded_one_is_meant(client: TestClient) -> None:
    found = client.get("/v1/instruments/friendship-21st-century/status").json()
    assert found["on"] == found["recorded_until"]


def test_in_force_between(client: TestClient) -> None:
    found = client.get("/v1/instruments", params={"between": "KAZ,UZB", "in_force": "2024-08-09"}).json()
    assert {"kaz-uzb-demarcation-2022"} <= {row["id"] for row in found["yes"]}
    assert all(row["reason"] for group in ("yes", "no", "unknown") for row in found[group])
    assert all(row["evidence"] for group in ("yes", "no") for row in found[group])
    early = client.get(
        "/v1/instruments", params={"between": "KAZ,UZB", "in_force": "2024-08-09", "known_on": "2024-08-09"}
    ).json()
    assert early["counts"]["yes"] == 0


def test_the_list_is_as_it_was_otherwise(client: TestClient) -> None:
    assert client.get("/v1/instruments", params={"party": "KAZ", "limit": 2}).json()["total"] > 2


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/v1/instruments/kaz-uzb-aliance-2022/status", 404, "did you mean 'kaz-uzb-alliance-2022'"),
        ("/v1/instruments/KAZ/status", 404, "is a State"),
        ("/v1/instruments/%00/status", 404, "is no id"),
        ("/v1/instruments/eaeu-2014/status?party=KAX", 400, "did you mean 'KAZ'"),
        ("/v1/instruments/eaeu-2014/status?party=astana", 400, "there is no party 'astana'"),
        ("/v1/instruments/eaeu-2014/status?on=2024", 400, "'2024' is not one day"),
        ("/v1/instruments/eaeu-2014/status?on=2024-02-30", 400, "day must be in 01..29"),
        ("/v1/instruments/eaeu-2014/status?on=2024-02-03~", 400, "is not one day"),
        ("/v1/instruments/eaeu-2014/status?known_on=soon", 400, "known_on: 'soon' is no date"),
        ("/v1/instruments/eaeu-2014/status?when=2024-01-01", 400, "there is no parameter 'when'"),
        ("/v1/instruments?between=KAZ,UZB", 400, "in_force: none is given"),
        ("/v1/instruments?in_force=2024-08-09", 400, "between: none is given"),
        ("/v1/instruments?between=KAZ,&in_force=2024-08-09", 400, "there is no party ''"),
        ("/v1/instruments?between=KAZ,UZK&in_force=2024-08-09", 400, "did you mean 'UZB'"),
        ("/v1/instruments?between=KAZ&in_force=2024-08-09&q=x", 400, "there is no parameter 'q'"),
        ("/v1/treaties?between=KAZ&in_force=2024-08-09", 400, "there is no parameter 'between'"),
    ],
)
def test_problems_name_the_place_and_the_way_out(client: TestClient, path: str, status: int, words: str) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert words in f"{response.json()['detail']} {response.json().get('hint', '')}"


def test_the_addresses_are_described(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    one = paths["/v1/instruments/{id}/status"]["get"]
    assert {"party", "on", "known_on"} <= {parameter["name"] for parameter in one["parameters"]}
    many = paths["/v1/instruments"]["get"]
    assert {"between", "in_force", "known_on"} <= {parameter["name"] for parameter in many["parameters"]}
