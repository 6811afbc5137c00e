"""Gephi opens compressed files, and those whose edges have values from year to year, and has every one of these."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest
from lxml import etree

from cagraph.exports.networks.columns import YEARLY_COLUMNS
from cagraph.graph import Graph
from gephi.programs import Toolkit

VIEWS: Final = ("events", "ties")
NAMES: Final = {"g": "http://gexf.net/1.3"}
NUMBERS: Final = {"integer": int, "double": float}


@pytest.fixture(scope="module")
def files(article_on_memory: Graph, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    directory = tmp_path_factory.mktemp("dynamic")
    found = {view: directory / f"{view}.gexf" for view in VIEWS} | {"compressed": directory / "visits.gexf.gz"}
    for view in VIEWS:
        found[view].write_bytes(b"".join(article_on_memory.export("gexf", view, dynamic=True)))
    found["compressed"].write_bytes(b"".join(article_on_memory.export("gexf.gz", "visits")))
    return found


@pytest.fixture(scope="module")
def read(toolkit: Toolkit, files: dict[str, Path]) -> dict[str, dict[str, Any]]:
    return dict(zip(files, toolkit.read(list(files.values())), strict=True))


def _moment(day: str | None) -> float | None:
    """A day as Gephi tells it: milliseconds since 1970, None for a bound that is open."""
    return (
        None
        if day in {None, "-INF", "INF"}
        else datetime.fromisoformat(str(day)).replace(tzinfo=UTC).timestamp() * 1000
    )


@pytest.mark.parametrize("view", VIEWS)
def test_values_from_year_to_year_arrive(read: dict[str, dict[str, Any]], files: dict[str, Path], view: str) -> None:
    told, tree = read[view], etree.parse(files[view])
    assert [issue for issue in told["issues"] if issue["level"] != "INFO"] == []
    types = {column.id: NUMBERS.get(column.type, str) for column in YEARLY_COLUMNS}
    expected: dict[str, dict[str, list[list[Any]]]] = {}
    for edge in tree.iterfind(".//g:edge", NAMES):
        values = expected.setdefault(edge.get("id"), {})
        for one in edge.iterfind("g:attvalues/g:attvalue", NAMES):
            span = [_moment(one.get("start")), _moment(one.get("end"))]
            values.setdefault(one.get("for"), []).append([*span, types[one.get("for")](one.get("value"))])
    assert expected
    assert {edge["id"]: edge["values"] for edge in told["edges"]} == expected
    dated = [edge["records_in_year"] for edge in expected.values() if edge]
    assert len(dated) > len(expected) // 2
    assert all(json.loads(records) for values in dated for *_, records in values)


def test_a_compressed_file_is_opened_as_the_plain_one(
    read: dict[str, dict[str, Any]], files: dict[str, Path], article_on_memory: Graph
) -> None:
    assert gzip.decompress(files["compressed"].read_bytes()) == b"".join(article_on_memory.export("gexf", "visits"))
    visits: Any = article_on_memory.mirror("visits")
    told = read["compressed"]
    assert {node["id"] for node in told["nodes"]} == set(visits)
    assert len(told["edges"]) == visits.number_of_edges()
    assert [issue for issue in told["issues"] if issue["level"] != "INFO"] == []
