"""The REST shell: what each address answers, and how it refuses."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

import cagraph.errors
from cagraph.errors import CagraphError
from cagraph.graph import Graph
from cagraph_api import create_app

CARD = "which treaties link Kazakhstan and Uzbekistan"
ATTACKS = [
    *('"><script>', "' OR 1=1 --", "KAZ> } DROP ALL #", "../../etc/passwd"),
    *("\x00", "{{7*7}}", "a" * 3000, "🕊", "%0d%0aX: y"),
]


@pytest.fixture(scope="module")
def client(graph: Graph) -> Iterator[TestClient]:
    with TestClient(create_app(graph), raise_server_exceptions=True) as made:
        yield made


@pytest.fixture(scope="module")
def small(article_on_memory: Graph) -> Iterator[TestClient]:
    """The service over the article alone, where every parameter can be tried in short time."""
    with TestClient(create_app(article_on_memory)) as made:
        yield made


def problem(response: Any, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert body["status"] == status
    assert body["detail"]
    return body


def test_home_and_health_and_index(small: TestClient, article_on_memory: Graph) -> None:
    client, graph = small, article_on_memory
    for link in client.get("/").json()["links"].values():
        assert client.get(link, params={"query": "ASK {}"} if link == "/sparql" else None).status_code == 200
    health = client.get("/health").json()
    assert health["status"] == "ok"
    assert health["data_version"] == graph.data_version
    index = client.get("/v1").json()
    for entry in (*index["kinds"], *index["exports"]):
        path = entry if isinstance(entry, str) else entry["path"]
        assert client.get(path).status_code == 200, path


def test_ask(client: TestClient, graph: Graph) -> None:
    body = client.get("/v1/ask", params={"q": CARD}).json()
    assert body == graph.ask(CARD).as_dict()
    assert "kaz-uzb-alliance-2022" in [row["treaty"]["id"] for row in body["rows"]]
    refused = client.get("/v1/ask", params={"q": "Will it rain?"})
    assert refused.status_code == 200
    assert refused.json()["status"] == "refused"
    assert "there is no question" in problem(client.get("/v1/ask"), 400)["detail"]


def test_ask_in_russian_on_a_day(client: TestClient, graph: Graph) -> None:
    text = "Встречи президентов Казахстана и Узбекистана за последние пять лет"
    body = client.get("/v1/ask", params={"q": text, "today": "2026-06-01"}).json()
    assert body == graph.ask(text, today="2026-06-01").as_dict()
    assert body["parameters"]["since"] == "2021-06-01"
    assert body["read_as"].startswith("встречи глав двух государств наедине")
    english = client.get("/v1/ask", params={"q": text, "today": "2026-06-01", "lang": "en"}).json()
    assert english["read_as"].startswith("meetings of the leaders of Kazakhstan and Uzbekistan")


def test_ask_asks_back(client: TestClient) -> None:
    body = client.get("/v1/ask", params={"q": "When did Berdimuhamedov visit Kazakhstan?"}).json()
    assert body["status"] == "ambiguous"
    for option in body["options"]:
        chosen = client.get("/v1/ask", params={"q": option["question"]}).json()
        assert chosen["parameters"]["person"] == option["id"]


def test_the_parameters_of_questions_are_described(client: TestClient) -> None:
    told = client.get("/openapi.json").json()["paths"]["/v1/ask"]["get"]["parameters"]
    assert [one["name"] for one in told] == ["q", "lang", "today"]
    assert all(one["description"] for one in told)


def test_every_query_answers_with_its_example(client: TestClient, graph: Graph) -> None:
    for entry in client.get("/v1/queries").json()["queries"]:
        body = client.get(entry["path"], params=entry["example"]).json()
        assert body == graph.run(entry["query"], **entry["example"]).as_dict()


def test_entities(client: TestClient) -> None:
    treaty = client.get("/v1/treaties/kaz-uzb-alliance-2022").json()
    assert treaty["label"] == "Treaty on Alliance Relations between Kazakhstan and Uzbekistan"
    assert client.get("/v1/instruments/kaz-uzb-alliance-2022").json() == treaty
    full = client.get("/v1/treaties/kaz-uzb-alliance-2022", params={"evidence": "full"}).json()
    assert full["evidence"][0]["says"]
    wrong = problem(client.get("/v1/meetings/kaz-uzb-alliance-2022"), 404)
    assert wrong["hint"] == "see /v1/treaties/kaz-uzb-alliance-2022"


def test_lists(client: TestClient) -> None:
    found = client.get("/v1/treaties?party=KAZ&party=UZB&q=alliance").json()
    assert "kaz-uzb-alliance-2022" in [item["id"] for item in found["items"]]


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/v1/treatys", 404, "did you mean 'treaties'"),
        ("/v1/treaties/nothing", 404, "there is no entity 'nothing'"),
        ("/v1/treaties?partie=KAZ", 400, "did you mean 'party'"),
        ("/v1/treaties?party=UZK", 400, "did you mean 'UZB'"),
        ("/v1/treaties?since=2022-13", 400, "month must be in"),
        ("/v1/treaties?limit=0", 400, "limit must be in 1..1000"),
        ("/v1/treaties?limit=many", 400, "is no whole number"),
        ("/v1/treaties?limit=1&limit=2", 400, "given 2 times"),
        ("/v1/treaties/kaz-uzb-alliance-2022?evidence=some", 400, "write evidence=full"),
        ("/v1/queries/treaties-betwen", 404, "did you mean 'treaties-between'"),
        ("/v1/queries/treaties-between?a=KAZ", 400, "needs the parameter 'b'"),
        ("/v1/queries/treaties-between?a=KAZ&b=UZB&c=1", 400, "there is no parameter 'c'"),
        ("/v1/ask?question=x", 400, "there is no parameter 'question'"),
        ("/v1/ask?q=who&lang=de", 400, "write en or ru"),
        ("/v1/ask?q=who&today=soon", 400, "write a day, as 2024-08-09"),
        ("/v1/ask?q=who&q=when", 400, "given 2 times"),
        ("/v1/export/event.gexf", 404, "did you mean 'events.gexf'"),
        ("/v1/export/events.gexf?since=soon", 400, "since: 'soon' is no date"),
        ("/v1/export/all.nq?since=2024", 400, "there is no parameter 'since' here"),
        ("/v1/export/visits.gexf?weight=count", 400, "there is no parameter 'weight' here"),
        ("/v1/export/visits.gexf?levle=minister", 400, "did you mean 'level'"),
        ("/v1/export/visits.gexf?level=ministre", 400, "did you mean 'minister'"),
        ("/v1/export/treaties.gexf?on=2024", 400, "write a day, as 2024-08-09"),
        ("/v1/export/treaties.gexf?kinds=visits", 400, "known: Instrument, Treaty"),
        ("/v1/export/contacts.gexf?bilateral=yes", 400, "neither true nor false"),
        ("/nowhere", 404, "there is nothing at /nowhere"),
        ("/sparql?default-graph-uri=http://example.org/", 400, "query: given 0 times"),
        ("/sparql?query=ASK{}&fromat=json", 400, "there is no parameter 'fromat'"),
        ("/sparql?query=ASK{}&fromat=json", 400, "did you mean 'format'"),
        ("/sparql?query=ASK{}&format=jsom", 400, "did you mean 'json'"),
        ("/sparql?query=SELECT%20*%20WHERE%20{%20?s%20?p%20}", 400, "line 1, column"),
        (
            "/sparql?query=SELECT*{SERVICE%20<http://127.0.0.1:1>%20{}}",
            403,
            "SERVICE and LOAD are not followed",
        ),
        ("/sparql?query=DROP%20ALL", 400, "is an update"),
    ],
)
def test_what_is_wrong_is_a_problem_with_a_way_out(client: TestClient, path: str, status: int, words: str) -> None:
    body = problem(client.get(path), status)
    assert words in f"{body['detail']} {body.get('hint', '')}"


def test_methods_that_are_not_answered(client: TestClient) -> None:
    assert problem(client.put("/sparql"), 405)["title"] == "Method Not Allowed"
    problem(client.delete("/v1/treaties"), 405)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda text: repr(text[:12]))
def test_injection_in_every_parameter(small: TestClient, article_on_memory: Graph, attack: str) -> None:
    """Whatever stands in a parameter is a value: the answer is empty or a problem, and never a server error."""
    paths = [
        ("/v1/ask", ["q", "lang", "today"]),
        ("/sparql", ["query"]),
        ("/v1/export/events.gexf", ["since", "until", "on", "kinds", "level", "bilateral"]),
        ("/v1/export/co-participation.gexf", ["weight"]),
    ]
    paths += [
        (
            f"/v1/{kind.collection}",
            [
                *kind.by_parameter,
                "q",
                "since",
                "until",
                "limit",
                "cursor",
                "on",
                "sort",
                "facets",
                "lang",
                "evidence",
                attack,
            ],
        )
        for kind in article_on_memory.model.kinds.values()
    ]
    for path, names in paths:
        for name in names:
            response = small.get(path, params={name: attack})
            assert response.status_code in {200, 400, 403}, (path, name, response.text[:200])
            if response.status_code == 200:
                body = response.json()
                assert name == "q" or body["total"] == 0, (path, name)
    for path in ("/v1/treaties/", "/v1/", "/v1/queries/", "/v1/export/"):
        assert small.get(path + quote(attack, safe="")).status_code in {400, 404}


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv;q=0.4, text/tab-separated-values;q=0.9", "text/tab-separated-values"),
    ],
)
def test_select_is_negotiated(client: TestClient, accept: str, media_type: str) -> None:
    query = "SELECT ?t WHERE { ?t a cag:Treaty ; cag:party id:KAZ , id:UZB }"
    response = client.get("/sparql", params={"query": query}, headers={"accept": accept})
    assert response.headers["content-type"].partition(";")[0] == media_type
    assert "kaz-uzb-alliance-2022" in response.text


def test_what_cannot_be_served_is_not_acceptable(client: TestClient) -> None:
    problem(client.get("/sparql", params={"query": "SELECT * {}"}, headers={"accept": "image/png"}), 406)


def test_sparql_by_post(client: TestClient) -> None:
    query = "ASK { id:kaz-uzb-alliance-2022 cag:party id:KAZ }"
    assert client.post("/sparql", data={"query": query}).json()["boolean"] is True
    direct = client.post("/sparql", content=query, headers={"content-type": "application/sparql-query; charset=utf-8"})
    assert direct.json()["boolean"] is True
    for text in ("CONSTRUCT WHERE { id:KAZ rdfs:label ?l }", "DESCRIBE id:KAZ"):
        graph = client.post("/sparql", content=text, headers={"content-type": "application/sparql-query"})
        assert graph.headers["content-type"].startswith("text/turtle")
        assert "Kazakhstan" in graph.text
    problem(client.post("/sparql", content=query, headers={"content-type": "text/plain"}), 415)
    problem(client.post("/sparql", content=b"\xff\xfe", headers={"content-type": "application/sparql-query"}), 400)
    problem(client.post("/sparql", content="x" * 300_000, headers={"content-type": "application/sparql-query"}), 413)


def test_gephi_lite_can_fetch_an_export(client: TestClient) -> None:
    response = client.get("/v1/export/ties.gexf", headers={"origin": "https://gephi.org"})
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["content-type"].startswith("application/gexf+xml")
    assert response.content.startswith(b"<?xml")


def test_a_view_is_exported_as_asked_for(client: TestClient, graph: Graph) -> None:
    asked = {"since": "2024", "level": "head-of-state", "bilateral": "true"}
    assert client.get("/v1/export/visits.gexf", params=asked).content == b"".join(
        graph.export("gexf", "visits", **asked)
    )
    described = client.get("/openapi.json").json()["paths"]["/v1/export/{file}"]["get"]["parameters"]
    told = {one["name"]: one for one in described}
    assert {name for view in graph.views.values() for name in view.choices.names} <= set(told)
    assert told["weight"]["schema"]["enum"] == ["count", "newman", "pairs"]
    assert "co-participation" in told["weight"]["description"]


def test_every_error_of_ours_comes_out_with_its_status(graph: Graph) -> None:
    """Each class of the error tree, raised inside the service, is a problem of its own status and code."""
    classes = [cls for cls in vars(cagraph.errors).values() if isinstance(cls, type) and issubclass(cls, CagraphError)]
    assert len(classes) > 10
    app = create_app(graph)
    for cls in classes:

        def fail(cls: type[CagraphError] = cls) -> None:
            raise cls("what is wrong", "what to do")

        app.add_api_route(f"/fail/{cls.__name__}", fail)
    with TestClient(app) as client:
        for cls in classes:
            body = problem(client.get(f"/fail/{cls.__name__}"), cls.status)
            assert body["type"] == f"urn:cagraph:problem:{cls.code}"
            assert (body["detail"], body["hint"]) == ("what is wrong", "what to do")


def test_openapi_describes_every_path_and_its_examples_work(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    tried = 0
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            assert operation["summary"]
            parameters = operation.get("parameters", [])
            given = {one["name"]: one["example"] for one in parameters if one["in"] == "query" and "example" in one}
            needed = {one["name"] for one in parameters if one.get("required")}
            if method == "get" and needed and needed <= set(given):
                tried += 1
                response = client.get(path, params={name: given[name] for name in given})
                assert response.status_code == 200, (path, response.text[:200])
    assert tried > 30
