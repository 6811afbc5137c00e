"""One suite for the graph here and the graph of a running service: the same answers to everything."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from live import Live, serving

from cagraph.errors import (
    CagraphError,
    NotAcceptableError,
    NotFoundError,
    ParameterError,
    QueryRefusedError,
    QuerySyntaxError,
)
from cagraph.graph import Graph, KnowledgeGraph, RemoteGraph

Asking = Callable[[KnowledgeGraph], Any]


@pytest.fixture(scope="module")
def live(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with serving(tmp_path_factory.mktemp("afar"), store=built) as found:
        yield found


@pytest.fixture(scope="module")
def here(built_graph: Graph) -> KnowledgeGraph:
    return built_graph


@pytest.fixture(scope="module")
def afar(live: Live) -> Iterator[KnowledgeGraph]:
    with Graph.open(live.url + "/") as found:
        yield found


ANSWERS: dict[str, Asking] = {
    "data_version": lambda graph: graph.data_version,
    "kinds": lambda graph: list(graph.kinds),
    "kind": lambda graph: (graph.kind("treaties").name, graph.kind("Event").name),
    "queries": lambda graph: [
        (one.name, one.title, one.about, [(slot.name, slot.type, slot.optional) for slot in one.parameters])
        for one in graph.queries.values()
    ],
    "examples of queries": lambda graph: [one.example() for one in graph.queries.values()],
    "views": lambda graph: list(graph.views),
    "formats": lambda graph: list(graph.formats),
    "examples": lambda graph: graph.examples(),
    "get": lambda graph: graph.get("kaz-uzb-alliance-2022"),
    "get in Russian": lambda graph: graph.get("KAZ", lang="ru"),
    "get with evidence": lambda graph: graph.get("kaz-uzb-alliance-2022", full_evidence=True),
    "links": lambda graph: graph.links("KAZ", predicate="party", kind="treaties", limit=3, lang="ru"),
    "next links": lambda graph: graph.links("KAZ", limit=3, cursor=graph.links("KAZ", limit=3)["next"]),
    "find": lambda graph: graph.find("treaties", {"party": ["KAZ", "UZB"]}),
    "find by class": lambda graph: graph.find("Treaty", {"party.any": ["KAZ", "UZB"]}, sort="-date", limit=5),
    "find by text": lambda graph: graph.find("persons", q="Токаев", lang="ru", full_evidence=True),
    "find in a span": lambda graph: graph.find("meetings", since="2024-08", until="2024", facets=["year", "place"]),
    "find on a day": lambda graph: graph.find("tenures", on="2024-08-09", limit=4),
    "find by status": lambda graph: graph.find("instruments", {"status": ["in-force"]}, on="2024-08-09", limit=4),
    "find the next page": lambda graph: graph.find("events", limit=2, cursor=graph.find("events", limit=2)["next"]),
    "find the page before": lambda graph: graph.find(
        "events", limit=2, cursor=graph.find("events", limit=2, cursor=graph.find("events", limit=2)["next"])["prev"]
    ),
    "find none": lambda graph: graph.find("treaties", {"party": ["KAZ"]}, until="1950"),
    "find more than a page": lambda graph: graph.find("entities", limit=1500),
    "find odd characters": lambda graph: graph.find("events", q="a&b=c #50% + ü"),
    "evidence": lambda graph: graph.evidence("central-asia-2040-concept", "signed"),
    "all evidence": lambda graph: graph.evidence("central-asia-2040-concept"),
    "claim": lambda graph: graph.claim(graph.evidence("central-asia-2040-concept")[0]["claim"]),
    "said_by": lambda graph: graph.said_by("seed-article", limit=7),
    "said_by, the next page": lambda graph: graph.said_by(
        "seed-article", 7, graph.said_by("seed-article", limit=3)["next"]
    ),
    "changes": lambda graph: graph.changes("2026-11-23", kind="treaties", parties=["KAZ", "UZB"], limit=3),
    "changes of one": lambda graph: graph.changes(id="kaz-uzb-alliance-2022", limit=2),
    "sayings_on": lambda graph: graph.sayings_on("kaz-uzb-alliance-2022", "signed"),
    "status": lambda graph: graph.status("kaz-uzb-alliance-2022", on="2024-08-09"),
    "status for a party": lambda graph: graph.status("kaz-uzb-alliance-2022", "KAZ", known_on="2026-01-01"),
    "in force": lambda graph: graph.instruments_in_force(["KAZ", "UZB"], "2024-08-09"),
    "in force at last": lambda graph: graph.instruments_in_force(["KAZ"]),
    "paths": lambda graph: graph.paths("kakha-imnadze", "central-asia-2040-concept", full_evidence=True),
    "paths by what": lambda graph: graph.paths(
        "KAZ", "UZB", max_hops=2, limit=2, since="2017", via=["Event", "Treaty"], avoid=["TJK", "KGZ"], hubs="allow"
    ),
    "dyad": lambda graph: graph.dyad("KAZ", "UZB", on="2024-08-09", lang="ru"),
    "brief": lambda graph: graph.brief("KAZ", "UZB", on="2024-08-09"),
    "brief in Russian": lambda graph: graph.brief("KAZ", "UZB", "2024-08-09", "2017", "2024", "ru", "html"),
    "dyads": lambda graph: graph.dyads("KAZ"),
    "all dyads": lambda graph: graph.dyads(),
    "run": lambda graph: graph.run("treaties-between", a="KAZ", b="UZB"),
    "run, as a dictionary": lambda graph: graph.run("treaties-between", a="KAZ", b="UZB").as_dict(),
    "ask": lambda graph: graph.ask("which treaties link Kazakhstan and Uzbekistan"),
    "ask in another script": lambda graph: graph.ask("which treaties link Казахстан and Ўзбекистон"),
    "ask for too much": lambda graph: graph.ask("Will it rain tomorrow?"),
    "ask what is not stated": lambda graph: graph.ask("Why has Turkmenistan not signed the friendship agreement?"),
    "sparql": lambda graph: graph.sparql(
        "SELECT ?t ?label ?signed ?none WHERE { ?t a cag:Treaty ; rdfs:label ?label"
        " OPTIONAL { ?t cag:signed ?signed } } ORDER BY ?t LIMIT 20"
    ),
    "sparql with names": lambda graph: graph.sparql("SELECT ?n { id:KAZ skos:prefLabel ?n } ORDER BY ?n"),
    "long sparql": lambda graph: graph.sparql("SELECT (1 AS ?one) {}" + " # as long as no address may be\n" * 200),
    "sparql answer": lambda graph: graph.sparql_answer("ASK { id:KAZ a cag:State }"),
    "sparql as CSV": lambda graph: graph.sparql_answer("SELECT ?k { id:KAZ a ?k } ORDER BY ?k", "text/csv"),
    "sparql graph": lambda graph: sorted(
        graph.sparql_answer("CONSTRUCT WHERE { id:KAZ rdfs:label ?l }", graph_type="application/n-triples")
        .body.splitlines()
    ),
    "mirror": lambda graph: _told(graph.mirror()),
    "view": lambda graph: _told(graph.mirror("ties", since="2017", until="2024")),
    "places": lambda graph: graph.places(graph.mirror("ties", since="2017", until="2024")),
    "places on the map": lambda graph: graph.places(graph.mirror("visits"), "geo"),
    "measures": lambda graph: [(name, one.definition) for name, one in graph.measures.items()],
    "analyse": lambda graph: graph.analyse("degree"),
    "analyse with ranges": lambda graph: graph.analyse(
        "asymmetry", "visits", "2022", "2024", sensitivity=True, level="head-of-state"
    ),
    "analyse by what": lambda graph: graph.analyse(
        "similarity-pi", "ties", "2015", "2024", "rolling:5", ["met", "agreed"], ["KAZ", "KGZ", "Organisation"]
    ),
    "plot": lambda graph: graph.plot("network", "degree", "contacts", "2020", lang="ru", level="leaders").svg(),
    "plot of lines": lambda graph: graph.plot("series", "", "ties", "2022", "2024", "year", ["met"], ["KAZ"]).svg(),
    "analyse records": lambda graph: graph.analyse(
        "instruments-made", since="2015", until="2024", by="year", among=["KAZ", "KGZ"], of="topics", topic="water"
    ),
    "panels": lambda graph: [(name, one.title) for name, one in graph.panels.items()],
    "panel": lambda graph: graph.panel("state-year", since="2024", until="2025"),
    "panel of what": lambda graph: graph.panel(
        "dyad-year", ["visits", "events", "in-force"], since="2023", until="2024", among=["central-asia", "USA"],
        directed=True, records=True, level="leaders", kinds="Meeting", bilateral=True,
    ),
    "panel of leaders": lambda graph: graph.panel("leader-year", since="2024", until="2024"),
    "export": lambda graph: b"".join(graph.export("gexf", "ties", since="2024")),
    "view on a day": lambda graph: _told(graph.mirror("treaties", on="2024-08-09", bilateral=True)),
    "export with options": lambda graph: b"".join(graph.export("gexf", "contacts", level="leaders", bilateral=True)),
    "export of all": lambda graph: sorted(b"".join(graph.export("nquads")).splitlines()),
}  # fmt: skip


def _told(network: Any) -> tuple[Any, Any]:
    return dict(network.nodes(data=True)), sorted(network.edges(keys=True, data=True), key=str)


@pytest.mark.parametrize("name", ANSWERS)
def test_the_same_answers(here: KnowledgeGraph, afar: KnowledgeGraph, name: str) -> None:
    expected = ANSWERS[name](here)
    assert expected
    assert ANSWERS[name](afar) == expected
    assert ANSWERS[name](afar) == expected, "from what was kept"


def test_every_question_of_the_facade_is_asked() -> None:
    asked = {name for asking in ANSWERS.values() for name in asking.__code__.co_names}
    assert KnowledgeGraph.__abstractmethods__ - asked == {"close", "page", "_answered", "_analysed"}


WRONG: dict[str, tuple[Asking, type[CagraphError]]] = {
    "entity": (lambda graph: graph.get("kaz-uzb-aliance-2022"), NotFoundError),
    "no id": (lambda graph: graph.get("a b/../c"), NotFoundError),
    "up": (lambda graph: graph.get(".."), NotFoundError),
    "empty id": (lambda graph: graph.get(""), NotFoundError),
    "language": (lambda graph: graph.get("KAZ", lang="no language at all"), ParameterError),
    "kind": (lambda graph: graph.find("treatys"), NotFoundError),
    "kind's name": (lambda graph: graph.kind("treatys"), NotFoundError),
    "filter": (lambda graph: graph.find("treaties", {"partie": ["KAZ"]}), ParameterError),
    "value": (lambda graph: graph.find("treaties", {"party": ["UZK"]}), ParameterError),
    "no value": (lambda graph: graph.find("treaties", {"party": [""]}), ParameterError),
    "date": (lambda graph: graph.find("treaties", since="soon"), ParameterError),
    "limit": (lambda graph: graph.find("treaties", limit=0), ParameterError),
    "cursor": (lambda graph: graph.find("treaties", cursor="x"), ParameterError),
    "page": (lambda graph: graph.page("treaties", limit=1001), ParameterError),
    "links": (lambda graph: graph.links("KAZ", predicate="partie"), ParameterError),
    "evidence": (lambda graph: graph.evidence("central-asia-2040-concept", "sined"), ParameterError),
    "claim": (lambda graph: graph.claim("0000"), NotFoundError),
    "source": (lambda graph: graph.said_by("KAZ"), NotFoundError),
    "sayings": (lambda graph: graph.sayings_on("KAZ", "sined"), ParameterError),
    "status": (lambda graph: graph.status("KAZ"), NotFoundError),
    "day": (lambda graph: graph.status("kaz-uzb-alliance-2022", on="2024"), ParameterError),
    "in force": (lambda graph: graph.instruments_in_force(["UZK"]), ParameterError),
    "no party": (lambda graph: graph.instruments_in_force([]), ParameterError),
    "paths": (lambda graph: graph.paths("KAZ", "UZK"), NotFoundError),
    "dyad": (lambda graph: graph.dyad("KAZ", "KAZ"), ParameterError),
    "brief": (lambda graph: graph.brief("KAZ", "UZB", format_="pdf"), ParameterError),
    "dyads": (lambda graph: graph.dyads("UZK"), NotFoundError),
    "query": (lambda graph: graph.run("treaties-betwen"), NotFoundError),
    "parameter": (lambda graph: graph.run("treaties-between", a="KAZ", c="UZB"), ParameterError),
    "missing parameter": (lambda graph: graph.run("treaties-between", a="KAZ"), ParameterError),
    "question": (lambda graph: graph.ask("  "), ParameterError),
    "syntax": (lambda graph: graph.sparql("SELECT * WHERE {\n ?s ?p }"), QuerySyntaxError),
    "no select": (lambda graph: graph.sparql("ASK { ?s ?p ?o }"), QuerySyntaxError),
    "no rows": (lambda graph: graph.sparql("CONSTRUCT WHERE { ?s ?p ?o }"), QuerySyntaxError),
    "service": (lambda graph: graph.sparql("SELECT * { SERVICE <http://127.0.0.1:1/> {} }"), QueryRefusedError),
    "media type": (lambda graph: graph.sparql_answer("ASK {}", "image/png", ""), NotAcceptableError),
    "view": (lambda graph: graph.mirror("tyes"), NotFoundError),
    "measure": (lambda graph: graph.analyse("betweeness"), NotFoundError),
    "records of a view": (lambda graph: graph.analyse("contacts", "ties"), ParameterError),
    "of what": (lambda graph: graph.analyse("contacts", of="topics"), ParameterError),
    "view of a measure": (lambda graph: graph.analyse("degree", "tyes"), NotFoundError),
    "windows": (lambda graph: graph.analyse("degree", by="month"), ParameterError),
    "ties": (lambda graph: graph.analyse("degree", ties=["meet"]), ParameterError),
    "view of export": (lambda graph: graph.export("gexf", "tyes"), NotFoundError),
    "format": (lambda graph: graph.export("gefx"), NotFoundError),
    "option": (lambda graph: graph.mirror("visits", weight="count"), ParameterError),
    "option of export": (lambda graph: graph.export("gexf", "visits", weight="count"), ParameterError),
    "option of no view": (lambda graph: graph.mirror(on="2024-08-09"), ParameterError),
    "level": (lambda graph: graph.mirror("visits", level="ministre"), ParameterError),
    "span": (lambda graph: graph.export("gexf", since="2025", until="2024"), ParameterError),
}  # fmt: skip
# Where the service's words differ, the address takes the place of what is asked here.
OTHER_WORDS = {
    "no id",
    "filter",
    "parameter",
    "no party",
    "no value",
    "kind",
    "media type",
    "empty id",
    "missing parameter",
    "no rows",
}


@pytest.mark.parametrize("name", WRONG)
def test_the_same_errors(here: KnowledgeGraph, afar: KnowledgeGraph, name: str) -> None:
    asking, sort = WRONG[name]
    with pytest.raises(sort) as expected:
        asking(here)
    with pytest.raises(sort) as found:
        asking(afar)
    assert type(found.value) is type(expected.value)
    assert found.value.hint
    if name not in OTHER_WORDS:
        assert (found.value.message, found.value.hint) == (expected.value.message, expected.value.hint)


def test_results_are_tables_alike(here: KnowledgeGraph, afar: KnowledgeGraph, live: Live) -> None:
    for asking in (
        ANSWERS["find"],
        ANSWERS["run"],
        ANSWERS["ask"],
        ANSWERS["sparql"],
        ANSWERS["links"],
        ANSWERS["analyse"],
    ):
        ours, theirs = asking(here).table(), asking(afar).table()
        assert theirs.columns == ours.columns
    page = afar.run("treaties-between", a="KAZ", b="UZB")._repr_html_()
    assert f'<a href="{live.url}/id/kaz-uzb-alliance-2022"' in page


def test_pages_are_walked_to_the_limit(afar: KnowledgeGraph) -> None:
    found = afar.find("entities", limit=2300)
    assert len(found["items"]) == min(2300, found["total"]) > 1000
    ids = [item["id"] for item in found["items"]]
    assert len(set(ids)) == len(ids)
    assert not found["next"] or afar.find("entities", limit=1, cursor=found["next"])["items"][0]["id"] not in ids
    assert all(reference["id"] in found["labels"] for item in found["items"] for reference in item.get("parties", []))


def test_what_has_not_changed_is_not_sent_again(live: Live) -> None:
    with RemoteGraph.open(live.url) as graph:
        seen: list[int] = []
        graph._service._client.event_hooks["response"] = [lambda response: seen.append(response.status_code)]
        first = graph.get("KAZ")
        assert graph.get("KAZ") == first
        graph.sparql("SELECT ?k { id:KAZ a ?k }")
        graph.sparql("SELECT ?k { id:KAZ a ?k }")
        assert seen == [200, 304, 200, 304]


def test_the_command_line_asks_a_service(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    from typer.testing import CliRunner

    from cagraph.cli import commands

    monkeypatch.setenv("CAGRAPH_STORE", live.url)
    run = CliRunner().invoke
    asked = run(commands.app, ["ask", "which treaties link Kazakhstan and Uzbekistan"])
    assert "Treaty on Alliance" in asked.stdout
    assert "1 of 2: persons" in run(commands.app, ["find", "persons", "q=Mirziyoyev", "--limit", "1"]).stdout
    assert run(commands.app, ["dyad", "KAZ", "UZB"]).stdout.startswith("#")
    refused = run(commands.app, ["serve", "--port", "0"])
    assert "names a service" in str(refused.exception)


def test_a_graph_says_where_it_is(afar: KnowledgeGraph, live: Live) -> None:
    assert repr(afar) == f"RemoteGraph('{live.url}')"
    assert os.environ.get("CAGRAPH_STORE", "") != live.url
