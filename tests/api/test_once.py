"""A write that is asked for twice under one Idempotency-Key is done once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from loaded import placed
from served import OWN, Served, serving_built
from stores import root

from cagraph.graph import look_over
from cagraph.settings import Settings
from cagraph.store import journal

GROW = f"INSERT {{ GRAPH <{OWN}> {{ <urn:x> <urn:n> ?u }} }} WHERE {{ BIND(UUID() AS ?u) }}"


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    return placed(tmp_path)


@pytest.fixture
def served(here: Settings) -> Iterator[Served]:
    with serving_built(here) as found:
        yield found


def update(served: Served, text: str, once: str, scope: str = "write") -> Any:
    headers = {
        "content-type": "application/sparql-update",
        "idempotency-key": once,
        **served.authorised(scope),
    }
    return served.client.post("/sparql", content=text, headers=headers)


def send(served: Served, method: str, path: str, body: str, once: str) -> Any:
    headers = {"content-type": "text/turtle", "idempotency-key": once, **served.authorised("write")}
    return served.client.request(method, path, content=body, headers=headers)


def count(served: Served) -> int:
    return int(served.ask(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{OWN}> {{ ?s ?p ?o }} }}")[0]["n"])


def test_an_update_is_done_once(served: Served, here: Settings) -> None:
    first, again = update(served, GROW, "monday"), update(served, GROW, "monday")
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert count(served) == 1
    assert len(journal.read(root(here))) == 1
    update(served, GROW, "tuesday")
    assert count(served) == 2
    assert update(served, GROW, "monday").json() == first.json()
    assert look_over(here).sound


def test_a_name_is_its_keys_alone_and_one_changes(served: Served) -> None:
    update(served, GROW, "monday")
    assert update(served, GROW, "monday", "curate").status_code == 200
    assert count(served) == 2
    other = update(served, GROW.replace("urn:x", "urn:y"), "monday")
    assert other.status_code == 409
    assert "Idempotency-Key" in other.json()["detail"]
    assert send(served, "PUT", f"/data?graph={OWN}", "<urn:x> <urn:p> 1 .", "monday").status_code == 409
    assert count(served) == 2


def test_graphs_are_written_and_removed_once(served: Served) -> None:
    put = f"/data?graph={OWN}"
    assert send(served, "PUT", put, "<urn:x> <urn:p> 1 .", "one").status_code == 201
    assert send(served, "POST", put, "<urn:x> <urn:p> 2 .", "two").status_code == 204
    assert send(served, "PUT", put, "<urn:x> <urn:p> 1 .", "one").status_code == 204
    assert count(served) == 2
    assert send(served, "DELETE", put, "", "three").status_code == 204
    assert send(served, "DELETE", put, "", "three").status_code == 204
    assert send(served, "DELETE", put, "", "four").status_code == 404


def test_a_new_graph_keeps_its_address(served: Served) -> None:
    first, again = (send(served, "POST", "/data", "<urn:x> <urn:p> 1 .", "new") for _ in range(2))
    assert first.headers["location"] == again.headers["location"]
    assert (
        send(served, "POST", "/data", "<urn:x> <urn:p> 1 .", "newer").headers["location"] != first.headers["location"]
    )


def test_without_a_name_it_is_done_each_time(served: Served) -> None:
    update(served, GROW, "")
    update(served, GROW, "")
    assert count(served) == 2


def test_a_name_that_is_too_long_is_refused(served: Served) -> None:
    answer = update(served, GROW, "x" * 201)
    assert (answer.status_code, "Idempotency-Key: longer than 200" in answer.json()["detail"]) == (400, True)


def test_rows_without_a_name_are_written_as_before() -> None:
    row = journal.Row(1, "", "", "update", "", "", "", (), (), "", "", "", False, 0, "")
    assert "once" not in row.line()
    assert '"once": "monday"' in journal.Row(**{**row.__dict__, "once": "monday"}).line()
