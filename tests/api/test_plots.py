"""Pictures over REST."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event, Semaphore
from typing import Any

import pytest
from drawings import parsed, texts
from fastapi.testclient import TestClient

from cagraph.graph import PLOTS, Graph, Plot
from cagraph.model import Entity
from cagraph_api import create_app
from cagraph_api.routes.analytics import AT_ONCE

FIVE = "KAZ,KGZ,TJK,TKM,UZB"
ASKED = f"since=2022&until=2024&ties=met&among={FIVE}"


@pytest.fixture(scope="module")
def client(article_on_memory: Graph) -> TestClient:
    return TestClient(create_app(article_on_memory))


def test_the_list_leads_to_each_picture(client: TestClient, article_on_memory: Graph) -> None:
    found = client.get("/v1/plots").json()
    assert [one["plot"] for one in found["plots"]] == list(PLOTS)
    assert found["data_version"] == article_on_memory.data_version
    for one in found["plots"]:
        by = "year" if one["plot"] in {"series", "small-multiples"} else ""
        expected = article_on_memory.plot(
            one["plot"], since="2022", until="2024", by=by, ties=["met"], among=FIVE.split(",")
        )
        for path, suffix, media_type in zip(one["paths"], ("svg", "png"), ("image/svg+xml", "image/png"), strict=True):
            answer = client.get(f"{path}?{ASKED}{by and '&by=year'}")
            assert answer.status_code == 200, answer.text
            assert answer.headers["content-type"] == media_type
            assert answer.headers["content-security-policy"].startswith("default-src 'none'")
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["x-data-version"] == article_on_memory.data_version
            assert answer.content == expected.encoded(suffix)


def test_by_accept(client: TestClient) -> None:
    path = f"/v1/plots/heatmap?{ASKED}"
    assert client.get(path).headers["content-type"] == "image/svg+xml"
    assert client.get(path, headers={"accept": "image/png"}).content.startswith(b"\x89PNG")
    assert client.get(path, headers={"accept": "image/avif,image/svg+xml;q=0.9"}).content.startswith(b"<?xml")
    assert client.get(path, headers={"accept": "application/pdf"}).status_code == 406


def test_what_has_not_changed_is_not_drawn_again(client: TestClient) -> None:
    tag = client.get(f"/v1/plots/heatmap.svg?{ASKED}").headers["etag"]
    assert client.get(f"/v1/plots/heatmap.svg?{ASKED}", headers={"if-none-match": tag}).status_code == 304


def test_options_of_views_and_languages(client: TestClient) -> None:
    answer = client.get("/v1/plots/network.svg?view=contacts&level=any&lang=ru&measure=degree&colour=communities")
    written = texts(parsed(answer.content))
    assert "Community 1" in written
    assert any("view contacts level=any" in text for text in written)


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("pie.svg", 404, "there is no plot 'pie'"),
        ("network.gif", 404, "there is no plot"),
        ("network.svg?title=x", 400, "no parameter 'title'"),
        ("network.svg?size=4", 400, "no parameter 'size'"),
        ("network.svg?view=", 400, "view: it is empty"),
        ("network.svg?view=tyes", 404, "tyes"),
        ("network.svg?by=year", 400, "by: a network shows one window"),
        ("network.svg?among=%3Cscript%3E", 400, "among"),
        ("series.svg", 400, "by: lines need several windows"),
        ("heatmap.svg?measure=degree", 400, "measure: degree is not of pairs"),
        ("network.svg?colour=red", 400, "colour"),
        ("network.svg?view=visits&kinds=Meeting", 400, "kinds"),
        ("network.svg?lang=ru&lang=en", 400, "lang: given 2 times"),
    ],
)
def test_mistakes(client: TestClient, path: str, status: int, words: str) -> None:
    answer = client.get(f"/v1/plots/{path}")
    assert answer.status_code == status, answer.text
    assert words in answer.json()["detail"]


def test_without_the_library_it_is_said(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr("cagraph.extras.import_module", nothing)
    answer = client.get(f"/v1/plots/network.svg?{ASKED}&measure=degree")
    assert answer.status_code == 501
    assert answer.json()["hint"] == "pip install 'cagraph-kg[plots]'"


def test_only_so_many_are_drawn_at_once(article_records: list[Entity], monkeypatch: pytest.MonkeyPatch) -> None:
    graph = Graph.of(article_records)
    drawn, inside, go_on = graph.plot, Semaphore(0), Event()

    def slow(*given: Any, **asked: Any) -> Plot:
        inside.release()
        assert go_on.wait(60)
        return drawn(*given, **asked)

    monkeypatch.setattr(graph, "plot", slow)
    client = TestClient(create_app(graph))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        try:
            waiting = [pool.submit(client.get, f"/v1/plots/heatmap.svg?since={2020 + n}") for n in range(AT_ONCE)]
            for _ in waiting:
                assert inside.acquire(timeout=60)
            refused = client.get("/v1/plots/heatmap.svg")
        finally:
            go_on.set()
        found = [each.result() for each in waiting]
    assert [each.status_code for each in found] == [200] * AT_ONCE
    assert all(each.content.startswith(b"<?xml") for each in found)
    assert refused.status_code == 503
    assert refused.headers["retry-after"]
