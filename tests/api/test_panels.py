"""Panels over REST."""

import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Semaphore
from typing import Any

import pytest
from fastapi.testclient import TestClient
from watched import world

from cagraph.graph import PANEL_TYPES, Graph, Panel, as_file
from cagraph_api import create_app
from cagraph_api.routes.panels import AT_ONCE, EXAMPLE

ASKED = (
    "events=visits,meetings&since=1993&until=1996&among=central-asia,OUT&level=head-of-state&directed=true&records=true"
)


@pytest.fixture(scope="module")
def client(watched: Graph) -> TestClient:
    return TestClient(create_app(watched))


@pytest.fixture(scope="module")
def expected(watched: Graph) -> Panel:
    return watched.panel(
        "dyad-year", ["visits", "meetings"], since="1993", until="1996", among=["central-asia", "OUT"],
        level="head-of-state", directed=True, records=True,
    )  # fmt: skip


def test_the_list_leads_to_each_unit(client: TestClient, watched: Graph) -> None:
    found = client.get("/v1/panels").json()
    assert [one["count"] for one in found["counts"]] == list(watched.panels)
    for one in found["units"]:
        answer = client.get(f"{one['path']}?since=1994&until=1994")
        assert answer.status_code == 200, answer.text
        assert answer.json()["about"] == one["about"]


def test_a_panel_in_every_format(client: TestClient, watched: Graph, expected: Panel) -> None:
    found = client.get(f"/v1/panels/dyad-year?{ASKED}")
    assert found.json() == expected
    assert found.headers["x-data-version"] == watched.data_version
    for suffix, media_type in PANEL_TYPES.items():
        by_suffix = client.get(f"/v1/panels/dyad-year{suffix}?{ASKED}")
        by_type = client.get(f"/v1/panels/dyad-year?{ASKED}", headers={"accept": media_type})
        for answer in (by_suffix, by_type):
            assert answer.status_code == 200, answer.text
            assert answer.headers["content-type"].partition(";")[0] == media_type
            assert answer.content == as_file(expected, suffix)


def test_what_has_not_changed_is_not_sent_again(client: TestClient) -> None:
    address = "/v1/panels/state-year.csv?since=1994&until=1994"
    tag = client.get(address).headers["etag"]
    assert client.get(address, headers={"if-none-match": tag}).status_code == 304


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/v1/panels/dyad-yaer", 404, "did you mean 'dyad-year'"),
        ("/v1/panels/dyad-year.xlsx", 404, "there is no unit 'dyad-year.xlsx'"),
        ("/v1/panels/dyad-year?events=visit", 400, "did you mean 'visits'"),
        ("/v1/panels/dyad-year?events=,", 400, "events: ''"),
        ("/v1/panels/dyad-year?since=soon", 400, "since: 'soon' is no year"),
        ("/v1/panels/dyad-year?among=AAX,BBB", 400, "among:"),
        ("/v1/panels/dyad-year?directed=yes", 400, "directed: 'yes' is neither"),
        ("/v1/panels/dyad-year?records=1", 400, "records: '1' is neither"),
        ("/v1/panels/state-year?directed=true", 400, "has no direction"),
        ("/v1/panels/dyad-year?weight=count", 400, "there is no parameter 'weight'"),
        ("/v1/panels/dyad-year?since=2020&since=2021", 400, "since: given 2 times"),
        ("/v1/panels/dyad-year?since=0001&until=9999", 400, "are the most"),
        ("/v1/panels?unit=x", 400, "this address takes none"),
    ],
)
def test_problems_name_the_place_and_the_way_out(client: TestClient, path: str, status: int, words: str) -> None:
    response = client.get(path)
    assert response.status_code == status, response.text
    assert words in f"{response.json()['detail']} {response.json().get('hint', '')}"


def test_a_format_whose_library_the_service_has_not(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    response = client.get("/v1/panels/state-year.parquet?since=1994&until=1994")
    assert response.status_code == 501
    assert "pyarrow is not installed" in response.json()["detail"]
    assert client.get("/v1/panels/state-year", headers={"accept": "image/png"}).status_code == 406


def test_only_so_many_are_made_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = Graph.of(world())
    made, inside, go_on = graph.panel, Semaphore(0), Event()

    def slow(*given: Any, **asked: Any) -> Panel:
        inside.release()
        assert go_on.wait(60)
        return made(*given, **asked)

    monkeypatch.setattr(graph, "panel", slow)
    client = TestClient(create_app(graph))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        try:
            waiting = [pool.submit(client.get, f"/v1/panels/state-year?since={1994 + n}") for n in range(AT_ONCE)]
            for _ in waiting:
                assert inside.acquire(timeout=60)
            refused = client.get("/v1/panels/state-year")
        finally:
            go_on.set()
        assert [each.result().status_code for each in waiting] == [200] * AT_ONCE
    assert refused.status_code == 503
    assert client.get("/v1/panels/state-year?since=1994").status_code == 200


def shape(value: Any) -> Any:
    """The keys of plain values with the sorts of what they hold; of lists, what the first object in them has."""
    if isinstance(value, dict):
        return {key: shape(each) for key, each in value.items()}
    if isinstance(value, list):
        return [shape(one) for one in value[:1] if isinstance(one, dict)]
    return type(value).__name__


def test_the_addresses_are_described_with_an_example_of_their_shape(client: TestClient) -> None:
    operation = client.get("/openapi.json").json()["paths"]["/v1/panels/{unit}"]["get"]
    assert {one["name"] for one in operation["parameters"]} == {
        "unit", "events", "since", "until", "among", "directed", "records", "kinds", "level", "bilateral",
    }  # fmt: skip
    assert all(one["description"] for one in operation["parameters"])
    assert {"application/json", *PANEL_TYPES.values()} <= set(operation["responses"]["200"]["content"])
    found = client.get("/v1/panels/dyad-year?events=visits&since=1994&until=1994&among=AAA,BBB").json()
    assert found["sources"]
    assert found["sources"][0].keys() >= EXAMPLE["sources"][0].keys()
    assert shape({**found, "sources": []}) == shape({**EXAMPLE, "sources": []})
