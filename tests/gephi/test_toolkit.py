"""Gephi itself opens every file without a warning, and shows all of it where it was put."""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from itertools import islice
from math import hypot, isclose
from typing import Any, Final

import pytest
from lxml import etree

from gephi.cases import CASES, Case, Written
from gephi.programs import Toolkit

NAMES: Final = {"g": "http://gexf.net/1.3", "viz": "http://gexf.net/1.3/viz"}
TYPES: Final[dict[str, Callable[[str], Any]]] = {
    "string": str,
    "integer": int,
    "double": float,
    "liststring": json.loads,
}


@pytest.fixture(scope="session")
def all_read(toolkit: Toolkit, files: dict[Case, Written]) -> dict[Case, dict[str, Any]]:
    return dict(zip(CASES, toolkit.read([files[case].path for case in CASES]), strict=True))


@pytest.fixture(scope="module")
def read(all_read: dict[Case, dict[str, Any]], case: Case) -> dict[str, Any]:
    return all_read[case]


@pytest.fixture(scope="module")
def nodes(read: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {node["id"]: node for node in read["nodes"]}


@pytest.fixture(scope="module")
def edges(read: dict[str, Any], file: Written) -> dict[tuple[str, str, str], dict[str, Any]]:
    return {file.key(edge["source"], edge["target"], edge["kind"]): edge for edge in read["edges"]}


def test_nothing_is_complained_of(read: dict[str, Any]) -> None:
    assert [issue for issue in read["issues"] if issue["level"] != "INFO"] == []


def differing(expected: Mapping[Any, Any], arrived: Mapping[Any, Mapping[str, Any]], name: str) -> list[Any]:
    """The first few that are not what they should be: pytest takes minutes to compare all of them."""
    found = ((key, value, arrived[key][name]) for key, value in expected.items() if arrived[key][name] != value)
    return list(islice(found, 3))


def test_every_node_and_edge_arrives(read: dict[str, Any], file: Written) -> None:
    nodes = Counter(node["id"] for node in read["nodes"])
    edges = Counter(file.key(edge["source"], edge["target"], edge["kind"]) for edge in read["edges"])
    for arrived, known in ((nodes, Counter(list(file.nodes))), (edges, Counter(list(file.edges)))):
        assert not arrived - known
        assert not known - arrived
    assert all(edge["directed"] == file.network.is_directed() for edge in read["edges"])


def test_labels_are_as_written(
    nodes: dict[str, Any], edges: dict[tuple[str, str, str], dict[str, Any]], file: Written
) -> None:
    assert not differing({node: file.label(node) for node in file.nodes}, nodes, "label")
    assert not differing({edge: told["label"] for edge, told in file.edges.items()}, edges, "label")


def test_nodes_look_as_drawn(nodes: dict[str, dict[str, Any]], file: Written) -> None:
    assert not differing({node: [*colour, 255] for node, colour in file.look.colours.items()}, nodes, "colour")
    for node, told in nodes.items():
        x, y = file.look.places[node]
        assert hypot(told["x"] - x, told["y"] - y) < 0.02, node
        assert abs(told["size"] - file.look.sizes[node]) < 1e-4, node


def test_edges_weigh_what_the_view_says(edges: dict[tuple[str, str, str], dict[str, Any]], file: Written) -> None:
    for edge, told in file.edges.items():
        assert isclose(edges[edge]["weight"], told["weight"], rel_tol=1e-6), edge


def test_spells_are_whole(
    nodes: dict[str, dict[str, Any]], edges: dict[tuple[str, str, str], dict[str, Any]], file: Written
) -> None:
    assert not differing({node: file.spells_of_node(node) for node in file.nodes}, nodes, "spells")
    assert not differing({edge: file.spells_of_edge(edge) for edge in file.edges}, edges, "spells")


def test_the_timeline_spans_what_is_dated(read: dict[str, Any], file: Written) -> None:
    assert read["bounds"] == file.bounds


def test_what_the_mirror_tells_is_in_columns(
    nodes: dict[str, dict[str, Any]], edges: dict[tuple[str, str, str], dict[str, Any]], file: Written
) -> None:
    for node, known in file.nodes.items():
        values = nodes[node]["values"]
        assert values["kind"] == known["kind"]
        assert values["iri"].endswith(f"/{node}")
        assert values["n_sources"] == len(known.get("sources", ()))
        assert values.get("sources", []) == list(known.get("sources", ()))
        assert values.get("place") == known.get("place")
        assert [values.get(column) for column in ("lat", "lng")] == [
            float(known[column]) if column in known else None for column in ("lat", "lng")
        ]
    for edge, known in file.edges.items():
        values = edges[edge]["values"]
        assert (values["relation"], values["count"]) == (edge[2], known["count"])
        for column in ("records", "claims"):
            assert values.get(column, []) == list(known[column])


@pytest.mark.parametrize("owner", ["node", "edge"])
def test_every_value_in_the_file_arrives(read: dict[str, Any], file: Written, owner: str) -> None:
    """Whatever columns there are: the values as they stand in the XML, of the types that it declares."""
    tree = etree.parse(file.path)
    types = {
        one.get("id"): TYPES[one.get("type")]
        for one in tree.iterfind(f".//g:attributes[@class='{owner}']/g:attribute", NAMES)
    }
    assert set(read["columns"][owner]) == set(types)
    in_file = {
        one.get("id"): {
            value.get("for"): types[value.get("for")](value.get("value"))
            for value in one.iterfind("g:attvalues/g:attvalue", NAMES)
        }
        for one in tree.iterfind(f".//g:{owner}", NAMES)
    }
    assert not differing(in_file, {one["id"]: one for one in read[f"{owner}s"]}, "values")


def test_the_description_is_read_whole(read: dict[str, Any], file: Written) -> None:
    told = etree.parse(file.path).findtext(".//g:description", namespaces=NAMES)
    assert read["metadata"]["description"] == told


def test_a_visit_of_two_days_is_on_the_timeline(all_read: dict[Case, dict[str, Any]]) -> None:
    """One event that is known by heart: the sixth consultative meeting, in Astana on 9 August 2024."""
    (node,) = (node for node in all_read[Case("graph", "events")]["nodes"] if node["id"] == "consultative-meeting-6")
    assert node["spells"] == [[1723161600000, 1723248000000]]
    assert node["values"]["date"] == "2024-08-09"
    assert node["values"]["year"] == 2024
    assert node["values"]["place"] == "Astana"
