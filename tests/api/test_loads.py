"""Loading, undoing and removing sources over REST: with a key, all or nothing, once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from loaded import GAZETTE, act, placed
from served import Served, serving_built
from stores import held, root

from cagraph.errors import ConflictError
from cagraph.graph import Endpoint, Graph, Keys, look_over, undo_load
from cagraph.settings import Settings
from cagraph.store import journal
from cagraph_api import Service, create_app

YAML = {"content-type": "application/yaml"}


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    return placed(tmp_path)


@pytest.fixture
def served(here: Settings) -> Iterator[Served]:
    with serving_built(here) as found:
        yield found


def post(served: Served, text: str, scope: str = "curate", headers: dict[str, str] = YAML, **asked: str) -> Any:
    return served.client.post("/v1/loads", content=text, params=asked, headers={**headers, **served.authorised(scope)})


def test_a_load_is_tried_done_told_of_and_undone(served: Served, here: Settings) -> None:
    tried = post(served, GAZETTE + act(), dry_run="true")
    assert tried.status_code == 200
    assert "The pact: signed → possibly in force" in tried.json()["effects"]["words"]
    assert journal.read(root(here)) == []
    done = post(served, GAZETTE + act(), note="of May")
    assert done.status_code == 201, done.text
    assert done.headers["location"] == "/v1/loads/1"
    assert done.json()["effects"] == tried.json()["effects"]
    assert served.client.get("/id/pact-KAZ", headers={"accept": "application/json"}).json()["date"] == "2019-05-03"
    assert served.ask("SELECT ?date { id:pact-KAZ cag:date ?date }")[0]["date"] == "2019-05-03"
    told = served.client.get("/v1/loads/1").json()
    assert (told["by"], told["note"], told["records"], told["in_force"]) == (
        "cleo", "of May", ["gazette", "pact-KAZ"], True,
    )  # fmt: skip
    assert served.client.get("/v1/changes").json()["items"][0]["by"] == "load"
    undone = served.client.delete("/v1/loads/1", headers=served.authorised("curate"))
    assert undone.status_code == 200
    assert not served.holds("id:pact-KAZ a cag:TreatyAct")
    assert [(one["load"], one["in_force"]) for one in served.client.get("/v1/loads").json()["items"]] == [
        (2, True),
        (1, False),
    ]
    assert look_over(here, with_data=True).sound


def test_every_fault_is_told(served: Served, here: Settings) -> None:
    before = held(here)
    answer = post(served, act("KAZ", "gazett") + act("UZB").replace("2019-05-03", "2019-13"), name="acts.yaml")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    problems = answer.json()["problems"]
    assert problems[0]["where"] == "acts.yaml:16:3"
    assert problems[1] == {
        "where": "acts.yaml:8:7",
        "detail": "no Source 'gazett'",
        "hint": problems[1]["hint"],
    }
    assert held(here) == before


def test_what_has_faults_is_left_out(served: Served) -> None:
    done = post(served, GAZETTE + act("KAZ", "gazett") + act("UZB"), keep_going="true")
    assert done.status_code == 201
    (left,) = done.json()["left_out"]
    assert left["record"]["id"] == "pact-KAZ"
    assert left["problems"][0].startswith("body.yaml:11:7: no Source 'gazett'")


def test_the_same_key_of_a_request_does_it_once(served: Served) -> None:
    once = {**YAML, "idempotency-key": "k-1"}
    first = post(served, GAZETTE, headers=once)
    assert first.status_code == 201
    served.client.delete("/v1/loads/1", headers=served.authorised("curate"))
    again = post(served, GAZETTE, headers=once)
    assert (again.status_code, again.json()["load"], again.json()["changed"]) == (200, 1, False)
    other = post(served, GAZETTE + act(), headers=once)
    assert other.status_code == 409
    assert post(served, GAZETTE, headers={**YAML, "idempotency-key": "x" * 201}).status_code == 400


def test_a_source_is_removed(served: Served) -> None:
    post(served, GAZETTE + act())
    kept = served.client.delete("/v1/sources/book", headers=served.authorised("curate"))
    assert kept.status_code == 422
    assert kept.json()["problems"]
    tried = served.client.delete("/v1/sources/gazette", params={"dry_run": "true"}, headers=served.authorised("curate"))
    assert "removes 1 source: A gazette" in tried.json()["effects"]["words"]
    assert served.holds("id:gazette a cag:Source")
    assert served.client.delete("/v1/sources/gazette", headers=served.authorised("curate")).status_code == 200
    assert not served.holds("id:gazette a cag:Source")
    missing = served.client.delete("/v1/sources/gazette", headers=served.authorised("curate"))
    assert missing.status_code == 404


@pytest.mark.parametrize(("scope", "status"), [("none", 401), ("unknown", 401), ("write", 403)])
def test_it_takes_a_key_that_may_curate(served: Served, scope: str, status: int) -> None:
    assert post(served, GAZETTE, scope).status_code == status
    for path in ("/v1/loads/1", "/v1/sources/book"):
        assert served.client.delete(path, headers=served.authorised(scope)).status_code == status


def test_what_is_not_read(served: Served) -> None:
    assert post(served, GAZETTE, headers={"content-type": "image/png"}).status_code == 415
    assert post(served, GAZETTE, name="records.doc").status_code == 422
    assert post(served, GAZETTE, dry_run="yes").status_code == 400
    assert served.client.get("/v1/loads/9").status_code == 404
    assert served.client.get("/v1/loads/x").status_code == 404
    assert served.client.delete("/v1/loads/9", headers=served.authorised("curate")).status_code == 404


def test_a_write_goes_on_after_a_load(served: Served, here: Settings) -> None:
    assert served.update("INSERT DATA { GRAPH <http://example.org/own> { <urn:a> <urn:p> 1 } }").status_code == 200
    assert post(served, GAZETTE + act()).status_code == 201
    assert served.update("INSERT DATA { GRAPH <http://example.org/own> { <urn:a> <urn:p> 2 } }").status_code == 200
    assert served.holds("GRAPH <http://example.org/own> { <urn:a> <urn:p> 1 , 2 } id:pact-KAZ a cag:TreatyAct")
    assert [row.kind for row in journal.read(root(here))] == ["update", "load", "update"]
    assert look_over(here, with_data=True).sound


def test_while_the_service_writes_nobody_else_loads(served: Served, here: Settings) -> None:
    post(served, GAZETTE)
    with pytest.raises(ConflictError, match="another process is writing"):
        undo_load(here, 1, "bob")


def test_a_graph_in_memory_takes_no_loads(here: Settings) -> None:
    keys = Keys(here.keys_file)
    curate = keys.add("cleo", "curate")
    graph = Graph.built("memory:")
    with TestClient(create_app(graph, Service(graph, Endpoint(graph), keys, "http://testserver"))) as client:
        answer = client.post("/v1/loads", content=GAZETTE, headers={**YAML, "authorization": f"Bearer {curate}"})
        assert answer.status_code == 409
        assert client.get("/v1/loads").json()["items"] == []
