"""Tables: every cell is of the type that is told, every key refers, and the text of people is as it was."""

import csv
import io
import json
import sqlite3
import sys
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hostile import TEXTS, hostile
from made_up import SOURCE, said, small
from pyoxigraph import DefaultGraph

from cagraph.errors import NotInstalledError
from cagraph.exports.tables.delimited import guarded
from cagraph.graph import Graph
from cagraph.model.kinds.places import Place

READ = {
    "string": str, "integer": int, "number": Decimal, "boolean": {"true": True, "false": False}.__getitem__,
    "date": date.fromisoformat,
}  # fmt: skip
MADE = {"small": small, "hostile": hostile, "empty": list, "one": lambda: [SOURCE]}


@pytest.fixture(scope="module", params=MADE)
def made(request: pytest.FixtureRequest) -> Graph:
    return Graph.of(MADE[request.param]())


def written(graph: Graph, format_: str) -> bytes:
    return b"".join(graph.export(format_))


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline=""), strict=True))


@pytest.fixture
def database(made: Graph, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    file = tmp_path / "cagraph.sqlite"
    file.write_bytes(written(made, "sqlite"))
    with closing(sqlite3.connect(file)) as opened:
        yield opened


def test_the_data_package_says_what_the_files_hold(made: Graph) -> None:
    found = parts(written(made, "tables"))
    package = json.loads(found["datapackage.json"])
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert package["version"] == made.data_version
    tables = {one["name"]: one for one in package["resources"]}
    assert {one["path"] for one in tables.values()} == set(found) - {"datapackage.json"}
    assert {"entities", "treaties", "treaty_acts", "participations", "claims", "evidence", "sources"} <= set(tables)
    held = {name: rows(found[one["path"]]) for name, one in tables.items()}
    for name, one in tables.items():
        schema = one["schema"]
        keys = [tuple(row[column] for column in schema["primaryKey"]) for row in held[name]]
        assert len(set(keys)) == len(keys)
        assert found[one["path"]].decode().split("\r\n")[0] == ",".join(field["name"] for field in schema["fields"])
        for field in schema["fields"]:
            cells = [row[field["name"]] for row in held[name]]
            assert all(cells) or not field.get("constraints")
            for cell in filter(None, cells):
                READ[field["type"]](cell)
        for key in schema.get("foreignKeys", []):
            there = {row[key["reference"]["fields"][0]] for row in held[key["reference"]["resource"]]}
            assert {row[key["fields"][0]] for row in held[name]} - {""} <= there


def test_the_tables_hold_what_is_accepted_and_what_is_claimed() -> None:
    found = parts(written(Graph.of(small()), "tables"))
    (pact,) = rows(found["data/treaties.csv"])
    assert (pact["id"], pact["signed"], pact["signed_earliest"], pact["form"]) == (
        "pact", "2022-12-22", "2022-12-22", "form.treaty",
    )  # fmt: skip
    assert pact["parties"] == "AAA;BBB"
    assert rows(found["data/instrument_parties.csv"]) == [
        {"id": "pact", "value": "AAA"}, {"id": "pact", "value": "BBB"},
    ]  # fmt: skip
    assert [row["id"] for row in rows(found["data/meetings.csv"])] == ["first", "second", "third"]
    assert "denied" not in {row["of"] for row in rows(found["data/participations.csv"])}
    second = next(row for row in rows(found["data/meetings.csv"]) if row["id"] == "second")
    assert [second[f"date{end}"] for end in ("", "_earliest", "_latest")] == ["2021-02", "2021-02-01", "2021-02-28"]
    (denied,) = [row for row in rows(found["data/claims.csv"]) if row["about"] == "denied"]
    assert (denied["polarity"], denied["source"], denied["at"], denied["accepted"]) == (
        "denied",
        "book",
        "p. 1",
        "false",
    )
    said = [(row["field"], row["part"]) for row in rows(found["data/evidence.csv"]) if row["claim"] == denied["id"]]
    assert sorted(said) == [("date", ""), ("participants", "ann"), ("participants", "dot")]
    entities = {row["id"]: row for row in rows(found["data/entities.csv"])}
    assert entities["denied"]["accepted"] == "false"
    assert entities["pact"]["kind"] == "Treaty"


def test_every_accepted_entity_has_its_row(made: Graph) -> None:
    found = parts(written(made, "tables"))
    label = made.names.iri("rdfs:label")
    facts = [quad for quad in made.store.quads(None, None, None, DefaultGraph()) if quad.predicate.value == label]
    by_kind = [
        row["id"] for name, data in found.items() if name.endswith(".csv") for row in rows(data) if "label" in row
    ]
    listed = [row["id"] for row in rows(found["data/entities.csv"])]
    assert sorted(by_kind) == sorted([*listed, *(quad.subject.value.rpartition("/")[2] for quad in facts)])


def test_texts_are_untouched_for_programs_and_guarded_for_spreadsheets() -> None:
    graph = Graph.of(hostile())
    plain = rows(parts(written(graph, "tables"))["data/persons.csv"])
    sheets = parts(written(graph, "spreadsheets"))
    kept = rows(sheets["data/persons.csv"])
    assert {row["label"] for row in plain} == {text.strip() for text in TEXTS}
    assert len(plain) == len(kept) == len(TEXTS)
    for before, after in zip(plain, kept, strict=True):
        assert not after["label"].startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝"))
        assert after["label"].removeprefix("'") == before["label"] or before["label"][0] != "'"
        assert {name: text[1:] if text.startswith("'") else text for name, text in after.items()} == before
    assert "take one ' away" in json.loads(sheets["datapackage.json"])["description"]
    assert guarded("-5") == "'-5"


def test_numbers_are_not_guarded() -> None:
    place = Place(id="here", label="-5", lat=Decimal("-5.50"), lng=Decimal("60.25"), evidence=said("lat", "lng"))
    graph = Graph.of([SOURCE, place])
    for format_, label in (("tables", "-5"), ("spreadsheets", "'-5")):
        (row,) = rows(parts(written(graph, format_))["data/places.csv"])
        assert (row["label"], row["lat"], row["lng"]) == (label, "-5.5", "60.25")


def test_sqlite_is_sound_and_has_the_same_rows(made: Graph, database: sqlite3.Connection) -> None:
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    for name, data in parts(written(made, "tables")).items():
        if name.endswith(".csv"):
            (count,) = database.execute(f'SELECT count(*) FROM "{Path(name).stem}"').fetchone()
            assert count == len(rows(data))
    told = dict(database.execute("SELECT name, value FROM metadata"))
    assert told["data_version"] == made.data_version
    assert json.loads(told["datasette"]) == json.loads(written(made, "datasette"))


def test_sqlite_finds_names_in_other_scripts(tmp_path: Path) -> None:
    file = tmp_path / "cagraph.sqlite"
    file.write_bytes(written(Graph.of(hostile()), "sqlite"))
    asked = "SELECT id FROM entities WHERE number IN (SELECT rowid FROM entities_fts WHERE entities_fts MATCH ?)"
    with closing(sqlite3.connect(file)) as opened:
        place = next(place for place, text in enumerate(TEXTS) if "عبد" in text)
        assert opened.execute(asked, ["الكريم"]).fetchall() == [(f"p{place}",)]
        labels = {label for (label,) in opened.execute("SELECT label FROM persons")}
    assert labels == {text.strip() for text in TEXTS}


def test_parquet_has_the_same_rows_with_types(made: Graph) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is an extra")
    plain = parts(written(made, "tables"))
    for name, data in parts(written(made, "parquet")).items():
        table: Any = parquet.read_table(io.BytesIO(data))
        same = rows(plain[f"data/{Path(name).stem}.csv"])
        assert table.num_rows == len(same)
        assert [row.get("label") for row in table.to_pylist()] == [row.get("label") for row in same]
        types = {field.name: str(field.type) for field in table.schema}
        assert {types[name] for name in types if name.endswith("_earliest")} <= {"date32[day]"}


def test_parquet_without_pyarrow_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(NotInstalledError, match="pyarrow is not installed"):
        Graph.of(small()).export("parquet")


@pytest.mark.parametrize("format_", ["tables", "spreadsheets", "parquet", "sqlite", "datasette"])
def test_the_same_bytes_each_time_whatever_the_order(format_: str) -> None:
    if format_ == "parquet":
        pytest.importorskip("pyarrow", reason="pyarrow is an extra")
    assert written(Graph.of(small()), format_) == written(Graph.of(small()[::-1]), format_)
