"""Panels as files: what libraries read is what the panel has, with labels, and joins by the keys of others."""

import csv
import io
import json
import re
import sys
from datetime import date
from pathlib import Path

import pytest

from cagraph.errors import NotInstalledError, ParameterError
from cagraph.graph import Graph, Panel
from cagraph.panels import COMPANIONS, COUNTS, write
from cagraph.panels.files import LABEL, WRITERS

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,31}")
UNITS = {
    "dyad-year": {"events": [*COUNTS], "directed": True, "records": True},
    "state-year": {"events": [*COUNTS], "records": True},
    "leader-year": {"records": True},
    "event": {"events": ["meetings", "visits", "instruments"]},
}


@pytest.fixture(scope="module", params=UNITS)
def panel(request: pytest.FixtureRequest, watched: Graph) -> Panel:
    """A panel of each unit, of the article alone."""
    found = watched.panel(request.param, **UNITS[request.param], since="1988", until="2003")  # type: ignore[arg-type]
    assert found["rows"]
    return found


def test_names_and_labels_are_such_as_statistical_packages_take(panel: Panel) -> None:
    assert all(NAME.fullmatch(name) for name in panel.names), panel.names
    assert len({name.lower() for name in panel.names}) == len(panel.names)
    assert all(one["label"] and one["source"] and one["missing"] for one in panel["variables"])
    assert all(row.keys() == set(panel.names) for row in panel["rows"])


def test_csv_has_every_value(panel: Panel) -> None:
    rows = list(csv.DictReader(io.StringIO(write(panel, ".csv").decode())))
    assert len(rows) == len(panel["rows"])
    for shown, row in zip(rows, panel["rows"], strict=True):
        expected = {
            name: "" if value is None else ";".join(value) if isinstance(value, list) else str(value)
            for name, value in row.items()
        }
        assert shown == expected


def test_stata_has_every_value_and_its_labels(panel: Panel) -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is an extra")
    body = write(panel, ".dta")
    assert b"<release>118</release>" in body[:60]
    frame = pandas.read_stata(io.BytesIO(body), convert_categoricals=False)
    assert list(frame.columns) == panel.names
    for variable in panel["variables"]:
        name = variable["name"]
        for shown, row in zip(frame[name], panel["rows"], strict=True):
            value = row[name]
            if variable["type"] == "day":
                assert (None if pandas.isna(shown) else shown.date().isoformat()) == value
            elif variable["type"] == "integer":
                assert (None if pandas.isna(shown) else int(shown)) == value
            else:
                assert shown == (";".join(value) if isinstance(value, list) else value or "")
    with pandas.read_stata(io.BytesIO(body), iterator=True) as reader:
        assert reader.variable_labels() == {one["name"]: one["label"][:LABEL] for one in panel["variables"]}
        assert reader.data_label == f"cagraph {panel['unit']}, data {panel['data_version'][:12]}"
        expected = {
            one["name"]: {int(number): text for number, text in one["values"].items()}
            for one in panel["variables"]
            if one["values"]
        }
        assert reader.value_labels() == expected
        assert expected
        assert reader.time_stamp.startswith(date.fromisoformat(panel["reach"]).strftime("%d %b %Y"))


def test_parquet_has_every_value_and_the_rules_in_its_metadata(panel: Panel) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is an extra")
    table = parquet.read_table(io.BytesIO(write(panel, ".parquet")))
    rows = table.to_pylist()
    days = [one["name"] for one in panel["variables"] if one["type"] == "day"]
    for row in rows:
        row |= {name: row[name].isoformat() for name in days if row[name]}
    assert rows == panel["rows"]
    told = json.loads(table.schema.metadata[b"cagraph"])
    assert told == {name: value for name, value in panel.items() if name != "rows"}
    assert table.schema.field("year").metadata[b"label"].decode()


@pytest.mark.parametrize("suffix", WRITERS)
def test_the_same_panel_is_the_same_bytes(panel: Panel, suffix: str) -> None:
    pytest.importorskip("pandas", reason="pandas is an extra")
    pytest.importorskip("pyarrow", reason="pyarrow is an extra")
    assert write(panel, suffix) == write(Panel(json.loads(json.dumps(panel))), suffix)


def test_the_codebook_tells_of_every_variable(panel: Panel) -> None:
    text = write(panel, ".md").decode()
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", text, re.MULTILINE))
    assert list(rows) == panel.names
    assert all(cells.count(" | ") == 6 for cells in rows.values()), "seven more columns"
    assert panel["data_version"] in text
    assert all(" ".join(note.split()) in text for note in panel["notes"])
    for name in panel["counts"]:
        assert panel["unit"] == "event" or COUNTS[name].counted_by(panel["unit"]).rule in text


def test_the_bibliography_has_the_sources_of_what_is_counted(panel: Panel, watched: Graph) -> None:
    keys = re.findall(r"^@(?:online|misc|dataset)\{(.*),$", write(panel, ".bib").decode(), re.MULTILINE)
    assert keys == ["cagraph", *(source["id"] for source in panel["sources"])]
    assert "book" in keys
    nothing = watched.panel("state-year", ["meetings"], since="1993", until="1993")
    assert nothing["sources"] == []


@pytest.mark.parametrize(
    ("suffix", "library", "extra"), [(".dta", "pandas", "pandas"), (".parquet", "pyarrow", "arrow")]
)
def test_a_library_that_is_not_installed(
    watched: Graph, monkeypatch: pytest.MonkeyPatch, suffix: str, library: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    panel = watched.panel("state-year", ["visits"], since="1994", until="1994")
    with pytest.raises(NotInstalledError) as raised:
        write(panel, suffix)
    assert library in raised.value.message
    assert f"cagraph-kg[{extra}]" in raised.value.hint
    assert write(panel, ".csv")


@pytest.mark.parametrize("suffix", ["", ".xlsx", ".DTA", ".dta.gz"])
def test_suffixes_that_are_not_known(watched: Graph, suffix: str) -> None:
    panel = watched.panel("state-year", ["visits"], since="1994", until="1994")
    with pytest.raises(ParameterError, match=r"out: .*\.csv, \.parquet, \.dta"):
        write(panel, suffix)


def test_panels_join_with_tables_of_others_by_their_keys(graph: Graph, tmp_path: Path) -> None:
    """As `left_join(dyads, panel, by = c("ccode1", "ccode2", "year"))` in R."""
    pandas = pytest.importorskip("pandas", reason="pandas is an extra")
    target = tmp_path / "panel.dta"
    target.write_bytes(write(graph.panel("dyad-year", ["visits", "memberships"], directed=True), ".dta"))
    panel = pandas.read_stata(target, convert_categoricals=False)
    codes = (701, 702, 703, 704, 705, 710)
    dyads = pandas.DataFrame(
        [(one, other, year) for one in codes for other in codes if one != other for year in (1990, 2019, 2030)],
        columns=["ccode1", "ccode2", "year"],
    )
    keyed = panel.dropna(subset=["ccode1", "ccode2"])
    assert not keyed.duplicated(["ccode1", "ccode2", "year"]).any()
    joined = dyads.merge(keyed, on=["ccode1", "ccode2", "year"], how="left", validate="one_to_one")
    assert len(joined) == len(dyads)
    assert joined[joined["year"] != 2019]["visits"].isna().all()
    assert joined[joined["year"] == 2019]["visits"].notna().all()
    both_ways = joined.merge(
        joined, left_on=["ccode1", "ccode2", "year"], right_on=["ccode2", "ccode1", "year"], suffixes=("", "_back")
    )
    assert (both_ways["memberships"].fillna(-1) == both_ways["memberships_back"].fillna(-1)).all()
    assert (both_ways["visits"].fillna(-1) != both_ways["visits_back"].fillna(-1)).any(), "visits have a direction"
    by_gw = panel.dropna(subset=["gwcode1", "gwcode2"])
    assert not by_gw.duplicated(["gwcode1", "gwcode2", "year"]).any()


def test_what_goes_with_a_panel() -> None:
    assert set(COMPANIONS.values()) <= set(WRITERS)
