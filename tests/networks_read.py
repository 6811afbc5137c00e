"""Files of networks as programs other than ours read them: one form for all formats."""

import csv
import io
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from zipfile import ZipFile

import networkx as nx

from cagraph.exports.networks.columns import EDGE_COLUMNS, NODE_COLUMNS

LOOKS = {"label", "name", "x", "y", "size", "color", "r", "g", "b"}
UNIT = "\x1f"


@dataclass
class Read:
    """What was read: labels and values of nodes by id, values of edges by ends and kind."""

    directed: bool
    labels: dict[str, str] = field(default_factory=dict)
    nodes: dict[str, dict[str, Any]] = field(default_factory=dict)
    edges: dict[tuple[str, str, str], dict[str, Any]] = field(default_factory=dict)
    count: int = 0
    told: str = ""

    def node(self, id_: str, label: str, values: Mapping[str, Any]) -> None:
        assert id_ not in self.nodes
        self.labels[id_] = label
        self.nodes[id_] = {name: value for name, value in values.items() if name not in {*LOOKS, "id"}}

    def edge(self, source: str, target: str, values: Mapping[str, Any]) -> None:
        """Undirected edges are read in either direction; two of the same ends and kind would be one here."""
        self.count += 1
        ends = (source, target) if self.directed else (min(source, target), max(source, target))
        left_out = {"id", "source", "target", "key", "name", "label", "interaction", "kind", "sign"}
        self.edges[*ends, values["relation"]] = {k: v for k, v in values.items() if k not in left_out}


def graphml(data: bytes) -> Read:
    """By networkx; lists are texts in the manner of JSON."""
    network = nx.read_graphml(io.BytesIO(data), force_multigraph=True)
    read = Read(network.is_directed(), told=network.graph.get("description", ""))
    for node, values in network.nodes(data=True):
        read.node(node, values["label"], _lists(values))
    for source, target, values in network.edges(data=True):
        read.edge(source, target, _lists(values))
    return read


def _lists(values: Mapping[str, Any]) -> dict[str, Any]:
    lists = {"sources", "records", "claims", "spells"}
    return {name: json.loads(value) if name in lists else value for name, value in values.items()}


def nodelink(data: bytes) -> Read:
    """By networkx, which gives edges their kind as key; of what the view has, the columns."""
    network: Any = nx.node_link_graph(json.loads(data), edges="edges")
    assert network.is_multigraph()
    read = Read(network.is_directed(), told=network.graph["description"])
    columns = {column.id for column in NODE_COLUMNS} | {"spells"}
    for node, values in network.nodes(data=True):
        read.node(node, values["label"], {name: value for name, value in values.items() if name in columns})
    for source, target, key, values in network.edges(keys=True, data=True):
        assert key == values["relation"] == values["kind"]
        read.edge(source, target, values)
    return read


def cyjs(data: bytes) -> Read:
    """As plain JSON."""
    document = json.loads(data)
    read = Read(document["data"]["directed"], told=document["data"]["description"])
    ids = [one["data"]["id"] for group in document["elements"].values() for one in group]
    assert len(ids) == len(set(ids))
    for node in document["elements"]["nodes"]:
        assert set(node) == {"data", "position"}
        read.node(node["data"]["id"], node["data"]["name"], node["data"])
    for edge in document["elements"]["edges"]:
        read.edge(edge["data"]["source"], edge["data"]["target"], edge["data"])
    return read


def cx2(data: bytes) -> Read:
    """As plain JSON; nodes are known by the end of their IRI."""
    aspects = {name: found for block in json.loads(data) for name, found in block.items()}
    whole = aspects["networkAttributes"][0]
    read = Read(whole["directed"], told=whole["description"])
    ids = {node["id"]: node["v"]["iri"].rpartition("/")[2] for node in aspects["nodes"]}
    for node in aspects["nodes"]:
        read.node(ids[node["id"]], node["v"]["name"], node["v"])
    for edge in aspects["edges"]:
        read.edge(ids[edge["s"]], ids[edge["t"]], edge["v"])
    return read


def table(archive: ZipFile, name: str) -> list[dict[str, str]]:
    """A table of an archive, every row with every column and no more."""
    rows = list(csv.DictReader(io.StringIO(archive.read(name).decode(), newline=""), strict=True))
    assert all(None not in row and None not in row.values() for row in rows)
    return rows


def gephi_csv(data: bytes) -> Read:
    """By csv, columns by their titles."""
    types: dict[str, Callable[[str], Any]] = {
        "string": str, "integer": int, "double": float, "liststring": json.loads,
    }  # fmt: skip

    def typed(row: Mapping[str, str], columns: Any) -> dict[str, Any]:
        return {one.id: types[one.type](row[one.title]) for one in columns if row[one.title]}

    with ZipFile(io.BytesIO(data)) as archive:
        nodes, edges = table(archive, "nodes.csv"), table(archive, "edges.csv")
        read = Read({row["Type"] for row in edges} == {"Directed"}, told=archive.read("README.txt").decode())
    for row in nodes:
        read.node(row["Id"], row["Label"], typed(row, NODE_COLUMNS))
    for row in edges:
        assert row["Kind"] == row["Relation"]
        read.edge(row["Source"], row["Target"], typed(row, EDGE_COLUMNS) | {"weight": float(row["Weight"])})
    return read


def neo4j(data: bytes) -> Read:
    """By csv, in the types that the header tells."""
    types: dict[str, Callable[[str], Any]] = {
        "string": str, "long": int, "double": float, "string[]": lambda cell: cell.split(UNIT),
    }  # fmt: skip

    def typed(row: Mapping[str, str]) -> dict[str, Any]:
        told = ((*head.split(":"), cell) for head, cell in row.items() if cell and head.partition(":")[0] != "id")
        return {name: types[type_](cell) for name, type_, cell in told if name}

    with ZipFile(io.BytesIO(data)) as archive:
        nodes, edges = table(archive, "nodes.csv"), table(archive, "relationships.csv")
        told = archive.read("README.txt").decode()
    read = Read("undirected" not in told, told=told)
    for row in nodes:
        values = typed(row)
        assert row[":LABEL"].split(UNIT)[0] == "Entity"
        assert row[":LABEL"].split(UNIT)[-1] == values["kind"]
        read.node(row["id:ID"], values["name"], values)
    for row in edges:
        assert re.fullmatch(r"[A-Z][A-Z0-9_]*", row[":TYPE"])
        read.edge(row[":START_ID"], row[":END_ID"], typed(row))
    return read


READERS: dict[str, Callable[[bytes], Read]] = {
    "graphml": graphml, "nodelink": nodelink, "cyjs": cyjs, "cx2": cx2, "gephi-csv": gephi_csv, "neo4j": neo4j,
}  # fmt: skip
