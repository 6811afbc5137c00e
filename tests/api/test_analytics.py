"""Measures of networks over REST."""

import csv
import io
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Semaphore
from typing import Any

import pytest
from fastapi.testclient import TestClient

from cagraph.graph import Graph, Measured
from cagraph.model import Entity
from cagraph_api import create_app
from cagraph_api.routes.analytics import AT_ONCE, CSV_EXAMPLE, EXAMPLE

FIVE = "KAZ,KGZ,TJK,TKM,UZB"
ASKED = f"view=ties&since=2022&until=2024&by=year&ties=met&among={FIVE}"


@pytest.fixture(scope="module")
def client(article_on_memory: Graph) -> TestClient:
    return TestClient(create_app(article_on_memory))


def test_the_list_leads_to_each_measure(client: TestClient, article_on_memory: Graph) -> None:
    found = client.get("/v1/analytics").json()
    assert [one["measure"] for one in found["measures"]] == list(article_on_memory.measures)
    assert found["views"].keys() == article_on_memory.views.keys()
    for one in found["measures"]:
        view = "signed" if one["signs"] == "needed" else "events" if one["direction"] == "needed" else "ties"
        of_records = f"since=2022&until=2024&by=year&among={FIVE}"
        answer = client.get(
            f"{one['path']}?{of_records if one['direction'] == 'unused' else f'view={view}&since=2024'}"
        )
        assert answer.status_code == 200, answer.text
        assert answer.json()["definition"] == one["definition"]


def test_a_measure_as_json_and_csv(client: TestClient, article_on_memory: Graph) -> None:
    found = client.get(f"/v1/analytics/strength?{ASKED}")
    expected = article_on_memory.analyse("strength", "ties", "2022", "2024", "year", ["met"], FIVE.split(","))
    assert found.json() == expected
    assert found.headers["x-data-version"] == article_on_memory.data_version
    for answer in (
        client.get(f"/v1/analytics/strength.csv?{ASKED}"),
        client.get(f"/v1/analytics/strength?{ASKED}", headers={"accept": "text/csv"}),
    ):
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        rows = list(csv.DictReader(io.StringIO(answer.text)))
        assert len(rows) == 15
        values = {(window["window"], row["id"]): row["value"] for window, row in expected.rows()}
        assert {(row["window"], row["id"]): float(row["value"]) for row in rows} == values
    assert client.get("/v1/analytics/strength.json", headers={"accept": "text/csv"}).json()["measure"] == "strength"


def test_a_measure_of_records_as_json_and_csv(client: TestClient, article_on_memory: Graph) -> None:
    asked = f"since=2022&until=2024&by=year&among={FIVE}&level=leaders&of=nodes"
    found = client.get(f"/v1/analytics/contacts?{asked}").json()
    expected = article_on_memory.analyse(
        "contacts", since="2022", until="2024", by="year", among=FIVE.split(","), level="leaders", of="nodes"
    )
    assert found == expected
    assert (found["view"], found["of"]) == ("records", "nodes")
    rows = list(csv.DictReader(io.StringIO(client.get(f"/v1/analytics/contacts.csv?{asked}").text)))
    told = {(window["window"], row["id"]): row["records"] for window, row in expected.rows()}
    assert {(row["window"], row["id"]): row["records"].split(",") if row["records"] else [] for row in rows} == told
    assert any(told.values())


def test_ranges_are_given_to_who_asks(client: TestClient, article_on_memory: Graph) -> None:
    asked = "view=signed&since=2022&until=2024&by=year&sensitivity=true"
    expected = article_on_memory.analyse("frustration", "signed", "2022", "2024", "year", sensitivity=True)
    assert client.get(f"/v1/analytics/frustration?{asked}").json() == expected
    rows = list(csv.DictReader(io.StringIO(client.get(f"/v1/analytics/frustration.csv?{asked}").text)))
    assert [(float(row["low"]), float(row["high"])) for row in rows] == [
        (row["low"], row["high"]) for _, row in expected.rows()
    ]
    plain = client.get("/v1/analytics/frustration?view=signed").json()
    assert plain.keys() | {"scenarios"} == expected.keys()


def test_what_has_not_changed_is_not_sent_again(client: TestClient) -> None:
    tag = client.get("/v1/analytics/degree").headers["etag"]
    assert client.get("/v1/analytics/degree", headers={"if-none-match": tag}).status_code == 304


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/v1/analytics/betweeness", 404, "did you mean 'betweenness'"),
        ("/v1/analytics/.csv", 404, "there is no measure '.csv'"),
        ("/v1/analytics/degree.xlsx", 404, "did you mean 'degree'"),
        ("/v1/analytics/degree?view=tyes", 404, "did you mean 'ties'"),
        ("/v1/analytics/degree?by=month&since=2017&until=2019", 400, "write year, or rolling"),
        ("/v1/analytics/degree?by=year", 400, "give since and until"),
        ("/v1/analytics/degree?since=2019&until=2017", 400, "is after until"),
        ("/v1/analytics/degree?since=soon", 400, "since: 'soon' is no date"),
        ("/v1/analytics/degree?ties=meet", 400, "did you mean 'met'"),
        ("/v1/analytics/degree?ties=,", 400, "has no ties ''"),
        ("/v1/analytics/degree?among=KAX", 400, "among: 'KAX'"),
        ("/v1/analytics/contacts?view=ties", 400, "view: contacts is a measure of records"),
        ("/v1/analytics/contacts?of=pair", 400, "did you mean 'pairs'"),
        ("/v1/analytics/contacts?topic=water", 400, "topic: the measure 'contacts' has no such option"),
        ("/v1/analytics/treaty-density", 400, "a share of pairs needs two parties"),
        ("/v1/analytics/contact-changes?since=2020", 400, "give since, until and by=year"),
        ("/v1/analytics/reciprocity", 400, "ask it of a directed view"),
        ("/v1/analytics/balance", 400, "ask it of the view signed"),
        ("/v1/analytics/degree?sensitivity=yes", 400, "write sensitivity=true, or leave it out"),
        ("/v1/analytics/communities?sensitivity=true", 400, "values of communities are no amounts"),
        ("/v1/analytics/degree?veiw=ties", 400, "did you mean 'view'"),
        ("/v1/analytics/degree?view=ties&view=events", 400, "view: given 2 times"),
        ("/v1/analytics?view=ties", 400, "this address takes none"),
    ],
)
def test_problems_name_the_place_and_the_way_out(client: TestClient, path: str, status: int, words: str) -> None:
    response = client.get(path)
    assert response.status_code == status, response.text
    assert words in f"{response.json()['detail']} {response.json().get('hint', '')}"


def test_no_media_type_that_is_served(client: TestClient) -> None:
    assert client.get("/v1/analytics/degree", headers={"accept": "image/png"}).status_code == 406


def test_only_so_many_are_measured_at_once(article_records: list[Entity], monkeypatch: pytest.MonkeyPatch) -> None:
    graph = Graph.of(article_records)
    measured, inside, go_on = graph.analyse, Semaphore(0), Event()

    def slow(*given: Any, **asked: Any) -> Measured:
        inside.release()
        assert go_on.wait(60)
        return measured(*given, **asked)

    monkeypatch.setattr(graph, "analyse", slow)
    client = TestClient(create_app(graph))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        try:
            waiting = [pool.submit(client.get, f"/v1/analytics/degree?since={2020 + n}") for n in range(AT_ONCE)]
            for _ in waiting:
                assert inside.acquire(timeout=60)
            refused = client.get("/v1/analytics/degree")
        finally:
            go_on.set()
        assert [each.result().status_code for each in waiting] == [200] * AT_ONCE
    assert refused.status_code == 503
    assert refused.headers["retry-after"]
    assert client.get("/v1/analytics/degree").status_code == 200


def shape(value: Any) -> Any:
    """The keys of plain values, with the sorts of what they hold; of lists, what the first object in them has."""
    if isinstance(value, dict):
        return {key: shape(each) for key, each in value.items()}
    return (
        [shape(one) for one in value[:1] if isinstance(one, dict)] if isinstance(value, list) else type(value).__name__
    )


def test_the_addresses_are_described_with_an_example_of_their_shape(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    operation = paths["/v1/analytics/{measure}"]["get"]
    assert {one["name"] for one in operation["parameters"]} == {
        "measure", "view", "since", "until", "by", "ties", "among", "on", "kinds", "level", "bilateral", "weight",
        "topic", "of", "sensitivity",
    }  # fmt: skip
    assert all(one["description"] for one in operation["parameters"])
    assert {"application/json", "text/csv"} <= set(operation["responses"]["200"]["content"])
    found = client.get(f"/v1/analytics/betweenness?{ASKED}").json()
    for each in (found["labels"], EXAMPLE["labels"]):
        assert "KAZ" in each
    assert shape({**found, "labels": {}}) == shape({**EXAMPLE, "labels": {}})
    text = client.get(f"/v1/analytics/betweenness.csv?{ASKED}").text
    assert text.splitlines()[0] == CSV_EXAMPLE.splitlines()[0]


def test_options_of_the_view(client: TestClient, article_on_memory: Graph) -> None:
    path = "/v1/analytics/degree?view=visits&bilateral=true&level=head-of-state"
    expected = article_on_memory.analyse("degree", "visits", bilateral=True, level="head-of-state")
    assert client.get(path).json()["windows"] == expected["windows"]
    refused = client.get("/v1/analytics/degree?view=ties&level=minister")
    assert (refused.status_code, refused.json()["parameter"]) == (400, "level")
