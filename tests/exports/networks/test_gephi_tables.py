"""Gephi's tables: the columns that its spreadsheet import knows, and when things are."""

import csv
import io
import re
from datetime import date, timedelta
from zipfile import ZipFile

from networks_read import table

from cagraph.graph import Graph


def tables(graph: Graph, view: str) -> ZipFile:
    return ZipFile(io.BytesIO(b"".join(graph.export("gephi-csv", view))))


def test_columns_begin_as_gephi_knows_them(article_on_memory: Graph) -> None:
    with tables(article_on_memory, "events") as archive:
        texts = [archive.read(name).decode() for name in ("nodes.csv", "edges.csv")]
    heads = [next(csv.reader(io.StringIO(text, newline=""))) for text in texts]
    assert heads[0][:4] == ["Id", "Label", "Kind", "Timeset"]
    assert heads[1][:8] == ["Source", "Target", "Type", "Id", "Label", "Kind", "Weight", "Timeset"]
    for head in heads:
        assert len({title.lower() for title in head}) == len(head)  # Gephi's ids of columns have no case


def test_when_things_are_is_an_interval_set(article_on_memory: Graph) -> None:
    with tables(article_on_memory, "events") as archive:
        nodes = {row["Id"]: row for row in table(archive, "nodes.csv")}
    assert nodes["consultative-meeting-6"]["Timeset"] == "<[2024-08-09, 2024-08-10]>"
    assert nodes["KAZ"]["Timeset"] == ""
    with tables(article_on_memory, "ties") as archive:
        edges = table(archive, "edges.csv")
    day = r"(?:\d{4}-\d\d-\d\d|-?Infinity)"
    assert all(re.fullmatch(rf"<\[{day}, {day}\](; \[{day}, {day}\])*>|", row["Timeset"]) for row in edges)
    ours = article_on_memory.mirror("ties")
    for row in edges:
        covered = set()
        for start, end in re.findall(r"\[(\d{4}-\d\d-\d\d), (\d{4}-\d\d-\d\d)\]", row["Timeset"]):
            first, after = date.fromisoformat(start), date.fromisoformat(end)
            covered |= {first + timedelta(days) for days in range((after - first).days)}
        spells = ours.edges[row["Source"], row["Target"], row["Kind"]]["spells"]
        if spells and all(all(spell) for spell in spells):
            assert {date.fromisoformat(first) for first, _ in spells} <= covered
            assert {date.fromisoformat(last) for _, last in spells} <= covered
            assert max(covered) == max(date.fromisoformat(last) for _, last in spells)


def test_edges_say_whether_they_are_directed(article_on_memory: Graph) -> None:
    for view, type_ in (("events", "Directed"), ("ties", "Undirected")):
        with tables(article_on_memory, view) as archive:
            assert {row["Type"] for row in table(archive, "edges.csv")} == {type_}


def test_it_says_how_to_open_it(article_on_memory: Graph) -> None:
    with tables(article_on_memory, "ties") as archive:
        told = archive.read("README.txt").decode()
    assert article_on_memory.views["ties"].rule in told
    assert "Import spreadsheet" in told
