"""The review queue over REST: read and judged with a key that may curate."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from loaded import RECORDS, placed
from served import Served, serving_built

TWINS = """\
- kind: Person
  id: tokayev
  label: Kassym-Jomart Tokayev
  evidence: [{source: book, at: "3"}]

- kind: Person
  id: tokaev
  label: Касым-Жомарт Токаев
  evidence: [{source: book, at: "4"}]
"""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving_built(placed(tmp_path, f"{RECORDS}\n{TWINS}")) as found:
        yield found


def queue(served: Served, scope: str = "curate", **asked: str) -> Any:
    return served.client.get("/v1/review", params=asked, headers=served.authorised(scope))


def judge(served: Served, scope: str = "curate", **asked: str) -> Any:
    return served.client.post("/v1/review", params=asked, headers=served.authorised(scope))


def test_a_pair_is_tried_merged_led_on_and_undone(served: Served) -> None:
    (pair,) = queue(served).json()["candidates"]
    assert (pair["one"], pair["other"], pair["kind"]) == ("tokaev", "tokayev", "Person")
    tried = judge(served, one="tokayev", other="tokaev", verdict="same", dry_run="true")
    assert (tried.status_code, tried.json()["kind"]) == (200, "merge")
    done = judge(served, one="tokayev", other="tokaev", verdict="same", note="one man")
    assert done.status_code == 201, done.text
    assert done.headers["location"] == "/v1/loads/1"
    assert served.client.get("/v1/loads/1").json()["judgement"]["verdict"] == "same"
    led = served.client.get("/v1/entities/tokaev", follow_redirects=True)
    assert led.json()["id"] == "tokayev"
    told = queue(served).json()
    assert told["candidates"] == []
    assert (told["judgements"][0]["by"], told["judgements"][0]["note"]) == ("cleo", "one man")
    assert served.client.delete("/v1/loads/1", headers=served.authorised("curate")).status_code == 200
    assert len(queue(served).json()["candidates"]) == 1


def test_a_pair_kept_apart_is_not_asked_again(served: Served) -> None:
    assert judge(served, one="tokayev", other="tokaev", verdict="unsure").status_code == 201
    assert queue(served).json()["candidates"] == []
    assert len(queue(served, again="true").json()["candidates"]) == 1
    again = judge(served, one="tokayev", other="tokaev", verdict="unsure")
    assert (again.status_code, "judged unsure by cleo" in again.json()["detail"]) == (409, True)


def test_only_a_key_that_may_curate(served: Served) -> None:
    assert served.client.get("/v1/review").status_code == 401
    assert queue(served, "write").status_code == 403
    assert judge(served, "write", one="tokayev", other="tokaev", verdict="same").status_code == 403
    assert served.client.post("/v1/review").status_code == 401


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ({"least": "high"}, 400, "least: 'high' is no number"),
        ({"least": "2"}, 400, "least: 2 is not from 0 to 1"),
        ({"least": "nan"}, 400, "least: nan is not from 0 to 1"),
        ({"kind": "humans"}, 404, "no kind 'humans'"),
        ({"kinds": "persons"}, 400, "no parameter 'kinds'"),
    ],
)
def test_what_cannot_be_listed(served: Served, asked: dict[str, str], status: int, said: str) -> None:
    answer = queue(served, **asked)
    assert answer.status_code == status
    assert said in answer.json()["detail"]


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ({"one": "tokayev", "verdict": "same"}, 400, "other: is missing"),
        ({"one": "tokayev", "other": "tokaev", "verdict": "maybe"}, 400, "verdict: 'maybe' is none"),
        ({"one": "tokayev", "other": "nobody", "verdict": "same"}, 404, "no record 'nobody'"),
        ({"one": "tokayev", "other": "KAZ", "verdict": "same"}, 409, "is a Person and 'KAZ' a State"),
    ],
)
def test_what_cannot_be_judged(served: Served, asked: dict[str, str], status: int, said: str) -> None:
    answer = judge(served, **asked)
    assert answer.status_code == status, answer.text
    assert said in answer.json()["detail"]
    assert served.client.get("/v1/loads").json()["items"] == []
