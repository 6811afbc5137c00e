"""Neo4j: nodes and relationships as CSV for its bulk import, the command that does it, and Cypher that loads them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from types import MappingProxyType
from typing import Any, Final

from cagraph.exports.archive import zipped
from cagraph.exports.base import Exporter, Material
from cagraph.exports.networks.cells import rows
from cagraph.exports.networks.columns import Column, description
from cagraph.exports.networks.elements import EDGE_TOLD, NODE_TOLD, edges, nodes

# The unit separator stands in no text that people write.
BETWEEN: Final = "\x1f"
_TYPES: Final = MappingProxyType({"string": "string", "liststring": "string[]", "integer": "long", "double": "double"})
_CYPHER: Final = MappingProxyType(
    {
        "string": "row.`{}`",
        "liststring": "split(row.`{}`, '\\u001f')",
        "integer": "toInteger(row.`{}`)",
        "double": "toFloat(row.`{}`)",
    }
)
_NODES: Final = (Column("name", "Name", "string"), *NODE_TOLD)
_EDGES: Final = (Column("weight", "Weight", "double"), *EDGE_TOLD)
_IMPORT: Final = """\
#!/bin/sh
# Makes a database of the network, while the server is stopped: ./import.sh [DATABASE [OPTION ...]]
set -eu
database=${1:-neo4j}
[ $# -eq 0 ] || shift
cd "$(dirname "$0")"
exec neo4j-admin database import full --nodes=nodes.csv --relationships=relationships.csv \\
  --array-delimiter=U+001F --multiline-fields=true "$@" "$database"
"""
_README: Final = """\
{description}

nodes.csv, relationships.csv: the network, with the typed headers of neo4j-admin. Lists are parted by U+001F.
import.sh: makes a database of them: ./import.sh DATABASE, with options of neo4j-admin behind it,
  as --overwrite-destination=true.
load.cypher: adds them to a running database, for those who may not use neo4j-admin. Put both tables into the import
  directory of the server, then, once: cypher-shell -d DATABASE -f load.cypher

Nodes have the label Entity, that of their kind, and those of the kinds above it. A relationship has the type of its
kind in capitals, and the kind as it is written elsewhere as `relation`. {direction}
Where a name has a backslash, set db.import.csv.legacy_quote_escaping=false before load.cypher; import.sh needs nothing.
"""
_BOTH: Final = "This view is undirected: match relationships without an arrow, as (a)-[r]-(b)."
_ONE: Final = "Relationships point as the view says."


def identifier(text: str) -> str:
    """The name of a type of relationships, which needs no quotes in Cypher.

    >>> identifier("set up a body"), identifier("5+1 talks")
    ('SET_UP_A_BODY', 'IS_5_1_TALKS')
    """
    name = re.sub(r"\W+", "_", text).strip("_").upper()
    return name if name[:1].isalpha() else f"IS_{name}".rstrip("_")


def _header(columns: Iterable[Column]) -> list[str]:
    return [f"{column.id}:{_TYPES[column.type]}" for column in columns]


def _cells(columns: Iterable[Column], values: dict[str, Any]) -> Iterator[Any]:
    for column in columns:
        value = values.get(column.id, "")
        yield BETWEEN.join(one.replace(BETWEEN, " ") for one in value) if isinstance(value, list) else value


def _node_rows(material: Material) -> Iterator[Sequence[Any]]:
    for node in nodes(material):
        values = {"name": node.label, **node.values}
        yield [node.id, *_cells(_NODES, values), BETWEEN.join(_labels(material, node.values["kind"]))]


def _edge_rows(material: Material) -> Iterator[Sequence[Any]]:
    for edge in edges(material):
        values = {"weight": edge.weight, **edge.values}
        yield [edge.source, edge.target, *_cells(_EDGES, values), identifier(edge.kind)]


def _labels(material: Material, kind: str) -> list[str]:
    """The kind with those above it, the most general first."""
    return list(reversed(material.model.parents(kind)))


def _assigned(columns: Iterable[Column]) -> str:
    given = ((column.id, _CYPHER[column.type].format(f"{column.id}:{_TYPES[column.type]}")) for column in columns)
    return ",\n    ".join(f"{name}: {value}" for name, value in given)


def _cypher(material: Material) -> Iterator[bytes]:
    """Statements for each kind, since labels and types are no values in every version of Cypher."""
    network: Any = material.picture[0]
    yield b"CREATE CONSTRAINT cagraph_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE;\n"
    for kind in sorted({kind for _, kind in network.nodes(data="kind")}):
        yield (
            f"LOAD CSV WITH HEADERS FROM 'file:///nodes.csv' AS row\nWITH row WHERE row.`kind:string` = '{kind}'\n"
            f"MERGE (n:Entity {{id: row.`id:ID`}})\nSET n:{':'.join(_labels(material, kind))},\n"
            f"  n += {{{_assigned(_NODES)}}};\n"
        ).encode()
    for type_ in sorted({identifier(kind) for _, _, kind in network.edges(keys=True)}):
        yield (
            "LOAD CSV WITH HEADERS FROM 'file:///relationships.csv' AS row\n"
            f"WITH row WHERE row.`:TYPE` = '{type_}'\n"
            "MATCH (a:Entity {id: row.`:START_ID`}), (b:Entity {id: row.`:END_ID`})\n"
            f"CREATE (a)-[:{type_} {{{_assigned(_EDGES)}}}]->(b);\n"
        ).encode()


def write(material: Material) -> Iterator[bytes]:
    """The archive in pieces (https://neo4j.com/docs/operations-manual/current/import/).

    Empty cells are no values. No cell is guarded against being taken for a formula: Neo4j would keep the guard.
    """
    network, _ = material.picture
    told = _README.format(description=description(material), direction=_ONE if network.is_directed() else _BOTH)
    return zipped(
        [
            ("README.txt", [told.encode()]),
            ("import.sh", [_IMPORT.encode()]),
            ("load.cypher", _cypher(material)),
            ("nodes.csv", rows(["id:ID", *_header(_NODES), ":LABEL"], _node_rows(material))),
            ("relationships.csv", rows([":START_ID", ":END_ID", *_header(_EDGES), ":TYPE"], _edge_rows(material))),
        ]
    )


EXPORTER: Final = Exporter(
    "neo4j", ".neo4j.zip", "application/zip", needs_view=True, write=write,
    about="Neo4j's bulk import, with a load script", manners=("lang", "size", "colour"),
)  # fmt: skip
