"""The façade."""

from pathlib import Path

import pytest

from cagraph.errors import NotFoundError, ParameterError, QueryRefusedError, QuerySyntaxError
from cagraph.graph import Graph, build
from cagraph.settings import Settings

CARD = "which treaties link Kazakhstan and Uzbekistan"


def test_the_cards_question_gives_the_same_everywhere(article: Graph) -> None:
    asked = article.ask(CARD)
    assert [row["treaty"]["id"] for row in asked.rows] == ["kaz-uzb-alliance-2022"]
    assert asked.apart is not None
    assert [row["instrument"]["id"] for row in asked.apart["rows"]] == ["kaz-uzb-partnership-programme-2024-2034"]
    assert asked.rows == article.run("treaties-between", a="KAZ", b="UZB").rows
    by_hand = article.sparql("SELECT ?t WHERE { ?t a cag:Treaty ; cag:party id:KAZ , id:UZB }")
    assert [article.names.local_id(row[0].value) for row in by_hand.rows] == ["kaz-uzb-alliance-2022"]  # type: ignore[union-attr]
    again = article.sparql(asked.sparql)
    assert len(again.rows) == 1


def test_the_card_works_in_other_scripts(graph: Graph) -> None:
    english, russian = graph.ask(CARD), graph.ask("which treaties link Казахстан and Ўзбекистон")
    assert english.rows
    assert russian.rows == english.rows


def test_get(article: Graph) -> None:
    treaty = article.get("kaz-uzb-alliance-2022")
    assert treaty["kind"] == "Treaty"
    assert [party["id"] for party in treaty["parties"]] == ["KAZ", "UZB"]
    assert treaty["signed"] == "2022-12"
    assert treaty["evidence"][0]["at"] == "S25"
    with pytest.raises(NotFoundError, match="did you mean 'kaz-uzb-alliance-2022'"):
        article.get("kaz-uzb-aliance-2022")
    for bad in ("no id>", "", "a b"):
        with pytest.raises(NotFoundError):
            article.get(bad)


def test_participants_come_with_role_post_and_party(article: Graph) -> None:
    participants = article.get("consultative-meeting-6")["participants"]
    host = next(part for part in participants if part["who"]["id"] == "kassym-jomart-tokayev")
    assert {key: value["id"] for key, value in host.items()} == {
        "who": "kassym-jomart-tokayev",
        "party": "KAZ",
        "post": "president-kaz",
        "role": "role.host",
    }


def test_find(article: Graph) -> None:
    both = article.find("treaties", {"party": ["KAZ", "UZB"]})
    assert [item["id"] for item in both["items"]] == ["kaz-uzb-alliance-2022"]
    assert article.find("treaties", {"party": ["TJK"]})["total"] == 0
    assert article.find("Treaty", q="ALLIANCE")["total"] == 1
    summer = article.find("meetings", since="2024-08-08", until="2024-08-08")
    assert {item["date"] for item in summer["items"]} == {"2024-08-08"}
    assert article.find("instruments", {"form": ["roadmap"]})["total"] == 1
    first = article.find("meetings", limit=1)
    assert article.find("meetings", limit=1, cursor=first["next"])["items"] == article.find("meetings")["items"][1:2]


@pytest.mark.parametrize(
    ("kind", "arguments", "reason"),
    [
        ("treatys", {}, "did you mean 'treaties'"),
        ("treaties", {"filters": {"partie": ["KAZ"]}}, "did you mean 'party'"),
        ("treaties", {"filters": {"party": ["UZK"]}}, "did you mean 'UZB'"),
        ("treaties", {"filters": {"party": ["<x>"]}}, "is no id"),
        ("treaties", {"since": "soon"}, "since: 'soon' is no date"),
        ("treaties", {"since": "2025", "until": "2024"}, "swap them"),
        ("treaties", {"limit": 0}, "limit must be in"),
        ("treaties", {"limit": -1}, "limit must be in"),
        ("treaties", {"cursor": "x"}, "cursor: it cannot be read"),
        ("treaties", {"sort": "lable"}, "did you mean 'label'"),
        ("treaties", {"facets": ["partie"]}, "did you mean 'party'"),
        ("treaties", {"lang": "x"}, "is no language tag"),
        ("treaties", {"on": "2024"}, "'2024' is not one day"),
        ("treaties", {"filters": {"status": ["inforce"]}}, "did you mean 'in-force'"),
        ("treaties", {"filters": {"source": ["seed-artikle"]}}, "did you mean 'seed-article'"),
        ("treaties", {"filters": {"q": ["a", "b"]}}, "q: given 2 times"),
        ("states", {"filters": {"status": ["in-force"]}}, "there is no parameter 'status'"),
    ],
)
def test_wrong_lists_are_told(article: Graph, kind: str, arguments: dict[str, object], reason: str) -> None:
    with pytest.raises((NotFoundError, ParameterError), match=reason):
        article.page(kind, **arguments)  # type: ignore[arg-type]


def test_evidence_of_a_field(article: Graph) -> None:
    assert [claim["at"] for claim in article.evidence("central-asia-2040-concept", "signed")] == ["S4"]
    assert {claim["at"] for claim in article.evidence("central-asia-2040-concept")} == {"S4", "S28"}
    with pytest.raises(ParameterError, match="has no field 'sined'"):
        article.evidence("central-asia-2040-concept", "sined")


def test_sparql_errors_say_where(graph: Graph) -> None:
    with pytest.raises(QuerySyntaxError, match="line 2, column"):
        graph.sparql("SELECT * WHERE {\n ?s ?p }")
    with pytest.raises(QuerySyntaxError, match=r"^line 1, column 16:"):
        graph.sparql("SELECT WHERE {}")
    with pytest.raises(QueryRefusedError, match="SERVICE"):
        graph.sparql("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")


def test_only_the_embedded_engine_takes_queries_from_outside(article_on_rdflib: Graph) -> None:
    with pytest.raises(QueryRefusedError, match="takes no queries from outside"):
        article_on_rdflib.sparql_answer("SELECT * { ?s ?p ?o }")


SMALL = """\
- {kind: Source, id: s, label: S}
- {kind: State, id: AAA, label: A, evidence: [{source: s, at: "1"}]}
- {kind: State, id: BBB, label: B, evidence: [{source: s, at: "1"}]}
- kind: Treaty
  id: t
  label: T
  parties: [AAA, BBB]
  signed: 2022-12
  evidence:
    - {source: s, at: "1", supports: [parties, signed]}
"""


@pytest.fixture
def small(settings: Settings, tmp_path: Path) -> Settings:
    """Settings of a run on a handful of records."""
    data = tmp_path / "small"
    data.mkdir()
    (data / "all.yaml").write_text(SMALL, encoding="utf-8")
    return Settings(store=settings.store, data=data)


def test_building_twice_changes_nothing(small: Settings) -> None:
    settings = small
    first = build(settings)
    assert first.changed
    before = sorted((path.name, path.stat().st_mtime_ns) for path in settings.store.rglob("*"))
    second = build(settings)
    assert not second.changed
    assert sorted((path.name, path.stat().st_mtime_ns) for path in settings.store.rglob("*")) == before
    with Graph.open(settings.store) as graph:
        content = list(graph.export("nquads"))
        files = [list(graph.export("gexf", view)) for view in graph.views]
    forced = build(settings, force=True)
    assert forced.changed
    assert forced.data_version == first.data_version
    with Graph.open(settings.store) as graph:
        assert list(graph.export("nquads")) == content
        assert [list(graph.export("gexf", view)) for view in graph.views] == files
        assert graph.data_version == first.data_version


def test_a_failed_build_leaves_the_old_store(small: Settings, tmp_path: Path) -> None:
    settings = small
    first = build(settings)
    data = tmp_path / "data"
    data.mkdir()
    (data / "bad.yaml").write_text("- kind: Nothing\n", encoding="utf-8")
    broken = Settings(store=settings.store, data=data)
    with pytest.raises(Exception, match="1 problem in the data"):
        build(broken)
    with Graph.open(settings.store) as graph:
        assert graph.data_version == first.data_version


def test_prefixes_may_be_left_out_kept_and_redefined(graph: Graph) -> None:
    pattern = "SELECT ?t WHERE { ?t a %s:Treaty ; %s:party id:KAZ } LIMIT 1"
    assert len(graph.sparql(pattern % ("cag", "cag")).rows) == 1
    own = f"# a remark\nPREFIX mine: <{graph.names.ontology}>\n"
    assert len(graph.sparql(own + pattern % ("mine", "cag")).rows) == 1
    other = "PREFIX cag: <http://example.org/>\n"
    assert graph.sparql(other + pattern % ("cag", "cag")).rows == ()
