"""`/v1/changes` over HTTP: pages, tags, problems, and what its OpenAPI says."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from cagraph.graph import Graph, build
from cagraph.settings import Settings
from cagraph.store import history
from cagraph_api import create_app

SOURCE = "- kind: Source\n  id: source\n  label: A source\n"
STATE = "\n- kind: State\n  id: {0}\n  label: State {0}\n  evidence:\n    - source: source\n      at: '1'\n"


def made(here: Settings, *ids: str) -> None:
    assert here.data
    here.data.mkdir(exist_ok=True)
    (here.data / "records.yaml").write_text(SOURCE + "".join(map(STATE.format, ids)), encoding="utf-8")
    build(here)


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    """A place with two versions, the first with one state, the second with three."""
    settings = Settings(store=tmp_path / "store", data=tmp_path / "data")
    made(settings, "KAZ")
    made(settings, "KAZ", "UZB", "TJK")
    return settings


@pytest.fixture
def client(here: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(Graph.open(here.store))) as made_:
        yield made_


def first(here: Settings) -> str:
    return history.read(Path(here.store))[0].parent


@pytest.mark.parametrize("net", ["", "&net=true"])
def test_pages_by_link(here: Settings, client: TestClient, net: str) -> None:
    path = f"/v1/changes?since={first(here)}{net}"
    whole = client.get(path).json()
    assert whole["total"] == len(whole["items"]) == 4
    assert {item["action"] for item in whole["items"]} == {"added"}
    met = []
    response = client.get(f"{path}&limit=3")
    met += response.json()["items"]
    assert response.links["next"]["url"] == response.json()["next"]
    assert ("until=" in response.json()["next"]) == bool(net)
    response = client.get(response.links["next"]["url"])
    met += response.json()["items"]
    assert "next" not in response.links
    assert met == whole["items"]


def test_tags_go_with_the_history_and_not_with_the_content_alone(here: Settings) -> None:
    version = first(here)
    tags = []
    for _ in range(2):  # the same content, come to by two ways
        made(here, "KAZ")
        with TestClient(create_app(Graph.open(here.store))) as client:
            response = client.get(f"/v1/changes?until={version}")
            assert response.headers["x-data-version"] == version
            tags.append(response.headers["etag"])
            again = client.get(f"/v1/changes?until={version}", headers={"If-None-Match": tags[-1]})
            assert (again.status_code, again.content) == (304, b"")
            assert client.head(f"/v1/changes?until={version}").headers["etag"] == tags[-1]
        made(here, "KAZ", "UZB")
    assert len(set(tags)) == 2


@pytest.mark.parametrize(
    ("query", "status", "parameter"),
    [
        ("since=2026-13", 400, "since"),
        ("since=nonsense", 400, "since"),
        (f"since={'f' * 64}", 404, None),
        ("kind=treatys", 404, None),
        ("party=KAS", 400, "party"),
        ("net=yes", 400, "net"),
        ("net=true&since=2026", 400, "net"),
        ("limit=0", 400, None),
        ("limit=x", 400, "limit"),
        ("cursor=junk", 400, "cursor"),
        ("sinse=2026", 400, None),
        ("since=2026&since=2025", 400, "since"),
    ],
)
def test_problems(client: TestClient, query: str, status: int, parameter: str | None) -> None:
    response = client.get(f"/v1/changes?{query}")
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")
    assert response.json().get("parameter") == parameter
    assert response.json()["hint"]


def test_a_version_whose_changes_are_gone_is_410(here: Settings, client: TestClient) -> None:
    next((Path(here.store) / "history").glob("*.gz")).unlink()
    response = client.get(f"/v1/changes?since={first(here)}")
    assert (response.status_code, response.json()["type"]) == (410, "urn:cagraph:problem:gone")
    assert history.read(Path(here.store))[0].version in response.json()["hint"]


def test_a_damaged_history_stops_nothing_else(here: Settings, client: TestClient) -> None:
    (Path(here.store) / "history" / "steps.jsonl").write_text("nonsense\n", encoding="ascii")
    response = client.get("/v1/changes")
    assert response.status_code == 500
    assert "the history of the store is damaged" in response.json()["detail"]
    assert client.get("/v1/states").json()["total"] == 3
    assert client.get("/health").status_code == 200


def test_what_is_answered_is_what_openapi_says(here: Settings, client: TestClient) -> None:
    operation = client.get("/openapi.json").json()["paths"]["/v1/changes"]["get"]
    assert {"200", "400", "404", "410", "500"} <= operation["responses"].keys()
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    entry = schema["properties"]["items"]["items"]
    found = client.get("/v1/changes").json()
    assert found.keys() == schema["properties"].keys()
    for item in found["items"]:
        assert set(entry["required"]) <= item.keys() <= entry["properties"].keys()
        assert item["action"] in entry["properties"]["action"]["enum"]
    for parameter in operation["parameters"]:
        assert parameter["description"]
        if "example" in parameter and parameter["name"] != "kind":
            value = parameter["example"]
            assert client.get("/v1/changes", params={parameter["name"]: value}).status_code == 200, parameter
