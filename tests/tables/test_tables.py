"""Results as tables of three libraries, and as HTML."""

from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from cagraph.errors import NotInstalledError
from cagraph.graph import Graph
from cagraph.queries import Answer
from cagraph.store import Solutions
from cagraph.tables import DATE, ENTITY, TEXT, Column, Table, list_of
from cagraph.tables.frames import to_arrow, to_pandas, to_polars
from cagraph.tables.page import page

XSD = "http://www.w3.org/2001/XMLSchema#"
KAZ = {"id": "KAZ", "label": "Kazakhstan"}


def rows(table: Table) -> list[dict[str, Any]]:
    pytest.importorskip("pyarrow", reason="pyarrow is an extra")
    found: list[dict[str, Any]] = to_arrow(table).to_pylist()
    return found


def test_dates_keep_their_precision_and_have_their_bounds_beside_them() -> None:
    table = Table([Column("signed", DATE, ["2022-12", "1465~", None, "2019/.."])])
    assert rows(table) == [
        {"signed": "2022-12", "signed_earliest": date(2022, 12, 1), "signed_latest": date(2022, 12, 31)},
        {"signed": "1465~", "signed_earliest": date(1465, 1, 1), "signed_latest": date(1465, 12, 31)},
        {"signed": None, "signed_earliest": None, "signed_latest": None},
        {"signed": "2019/..", "signed_earliest": date(2019, 1, 1), "signed_latest": None},
    ]


def test_entities_are_an_id_and_a_label_also_in_lists() -> None:
    table = Table([Column("a", ENTITY, [KAZ, None]), Column("all", list_of(ENTITY), [[KAZ, KAZ], None])])
    assert rows(table)[0] == {
        "a": "KAZ", "a_label": "Kazakhstan", "all": ["KAZ", "KAZ"], "all_label": ["Kazakhstan", "Kazakhstan"]
    }  # fmt: skip
    assert rows(table)[1] == dict.fromkeys(("a", "a_label", "all", "all_label"))


def test_lists_of_entities_have_the_model_s_columns(graph: Graph) -> None:
    found = graph.find("treaties", {"party": ["KAZ", "UZB"]})
    arrow = pytest.importorskip("pyarrow", reason="pyarrow is an extra")
    made = found.to_arrow()
    assert made.num_rows == len(found["items"])
    schema = {field.name: field.type for field in made.schema}
    assert schema["parties"] == schema["evidence"] == arrow.list_(arrow.string())
    assert schema["signed_latest"] == schema["earliest"] == arrow.date32()
    assert schema["names"] == arrow.list_(arrow.struct({"lang": arrow.string(), "text": arrow.string()}))
    assert made.column("parties").to_pylist() == [[party["id"] for party in item["parties"]] for item in found["items"]]
    assert graph.find("treaties", q="no such treaty at all").to_arrow().schema == made.schema


@pytest.mark.parametrize("kind", ["entities", "events", "persons", "observations", "tenures", "claims"])
def test_every_library_holds_the_same(graph: Graph, kind: str) -> None:
    pytest.importorskip("pyarrow", reason="pyarrow is an extra")
    pytest.importorskip("polars", reason="polars is an extra")
    pytest.importorskip("pandas", reason="pandas is an extra")
    found = graph.find(kind, limit=5000) if kind != "claims" else graph.links("KAZ", limit=1000)
    arrow, polars, pandas = found.to_arrow(), found.to_polars(), found.to_pandas()
    assert arrow.num_rows == polars.height == len(pandas) == len(found["items"]) > 5
    assert arrow.column_names == polars.columns == list(pandas.columns)
    assert polars.to_dicts() == arrow.to_pylist()
    for name in arrow.column_names:
        values = [None if value is None else value for value in arrow.column(name).to_pylist()]
        held = [None if _missing(value) else value for value in pandas[name].tolist()]
        assert [getattr(value, "date", lambda value=value: value)() for value in held] == values


def _missing(value: Any) -> bool:
    return value is None or type(value).__name__ in {"NAType", "NaTType"}


def test_pandas_types_hold_missing_values(graph: Graph) -> None:
    pytest.importorskip("pandas", reason="pandas is an extra")
    types = graph.find("observations").to_pandas().dtypes.astype(str).to_dict()
    assert types["label"] == "string"
    assert types["accepted"] == "boolean"
    assert types["value"] == "Float64"
    assert types["earliest"] == "datetime64[s]"
    editions = graph.find("meetings").to_pandas()["edition"]
    assert str(editions.dtype) == "Int64"
    assert editions.isna().any()


def test_answers_know_the_types_of_their_columns(graph: Graph) -> None:
    answer = graph.run("treaties-between", a="KAZ", b="UZB")
    assert answer.types == {"treaty": "entity", "signed": "date", "form": "entity"}
    (first, *_) = rows(answer.table())
    assert first["treaty_label"] == answer.rows[0]["treaty"]["label"]
    assert first["signed_earliest"] <= first["signed_latest"]
    assert first["evidence"] == answer.rows[0]["evidence"]
    for name, query in graph.queries.items():
        answer = graph.run(name, **query.example())
        assert set(answer.types) == set(answer.columns)
        assert len(rows(answer.table())) == len(answer.rows)


def test_answers_come_back_from_plain_values(graph: Graph) -> None:
    answer = graph.run("treaties-between", a="KAZ", b="UZB")
    again = Answer.of(answer.as_dict() | {"news": "of a later version"}, "https://example.org/id/")
    assert again == answer
    assert again.as_dict() == answer.as_dict()
    assert "home" not in answer.as_dict()


def literal(text: str, name: str) -> Literal:
    return Literal(text, datatype=NamedNode(XSD + name))


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ([literal("1", "integer"), None], [1, None]),
        ([literal("1", "integer"), literal("2.5", "decimal")], [1.0, 2.5]),
        ([literal("true", "boolean"), literal("0", "boolean")], [True, False]),
        ([literal("2024-08-09", "date")], [date(2024, 8, 9)]),
        ([literal("2024-08-09Z", "date")], ["2024-08-09Z"]),
        ([literal("9" * 30, "integer")], ["9" * 30]),
        ([literal("1", "integer"), Literal("one")], ["1", "one"]),
        ([NamedNode("http://e/a"), Literal("b", language="en")], ["http://e/a", "b"]),
        ([None, None], [None, None]),
        ([], []),
    ],
)
def test_solutions_by_data_types(terms: list[Any], expected: list[Any]) -> None:
    table = Solutions(("x",), tuple((term,) for term in terms)).table()
    assert [row["x"] for row in rows(table)] == expected


VALUES = st.none() | st.text() | st.sampled_from(["2022-12", "..", "x"])


@given(st.lists(VALUES, max_size=5))
def test_whatever_stands_as_a_date_can_be_shown(values: list[str | None]) -> None:
    held = rows(Table([Column("d", DATE, values)]))
    assert [row["d"] for row in held] == values


def test_a_library_that_is_missing_is_named(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr("cagraph.extras.import_module", nothing)
    solutions = Solutions(("x",), ())
    for make, module, extra in (
        (to_arrow, "pyarrow", "arrow"), (to_polars, "polars", "polars"), (to_pandas, "pandas", "pandas")
    ):  # fmt: skip
        with pytest.raises(NotInstalledError, match=f"{module} is not installed") as error:
            make(solutions.table())
        assert error.value.hint == f"pip install 'cagraph-kg[{extra}]'"


class Reading(HTMLParser):
    """What a browser makes of a page: the tags and the text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


NASTY = "<script>alert('x')</script>\"'&"


@given(st.text() | st.just(NASTY))
def test_nothing_of_the_data_becomes_markup(text: str) -> None:
    table = Table(
        [
            Column(text, TEXT, [text]),
            Column("e", ENTITY, [{"id": text, "label": text}]),
            Column("u", TEXT, [f"https://e/{text}"]),
            Column("j", TEXT, [f"javascript:{text}"]),
        ],
        caption=text,
        about=text,
        notes=[text],
        home="https://example.org/id/",
    )
    tags = {tag for tag, _ in Reading(page(table)).tags}
    assert tags <= {"div", "p", "strong", "em", "table", "thead", "tbody", "tr", "th", "td", "a", "ul", "li", "small"}
    for tag, attributes in Reading(page(table)).tags:
        assert set(attributes) <= ({"href", "rel"} if tag == "a" else {"style"})
        assert (attributes.get("href") or "https://").startswith("https://")


def test_a_page_shows_what_must_not_be_overlooked(graph: Graph) -> None:
    shown = Reading(graph.ask("which treaties link Kazakhstan and Uzbekistan")._repr_html_())
    assert "Read as: treaties with the parties Kazakhstan and Uzbekistan" in shown.text
    assert "Treaty on Alliance" in shown.text
    assert "Apart" in shown.text or "no treaties" in shown.text
    assert "claims" in shown.text
    assert f"Data version {graph.data_version[:12]}" in shown.text
    links = [attributes["href"] for tag, attributes in shown.tags if tag == "a"]
    assert f"{graph.names.id}kaz-uzb-alliance-2022" in links
    listed = Reading(graph.find("treaties", {"party": ["KAZ"]}, limit=3)._repr_html_())
    assert "3 of " in listed.text
    refused = Reading(graph.ask("Will it rain tomorrow?")._repr_html_())
    assert "prediction" in refused.text


def test_long_tables_say_how_much_is_left_out() -> None:
    assert "400 more rows" in page(Table([Column("x", TEXT, ["a"] * 500)]))
