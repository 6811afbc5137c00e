"""Gephi's spreadsheet import: nodes.csv and edges.csv with the columns that it knows, and how to open them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from cagraph.exports.archive import zipped
from cagraph.exports.base import Exporter, Material
from cagraph.exports.networks.cells import rows
from cagraph.exports.networks.columns import EDGE_COLUMNS, NODE_COLUMNS, Column, description
from cagraph.exports.networks.elements import edges, nodes
from cagraph.exports.networks.spells import Spell, spells
from cagraph.exports.notation import said

# What else Gephi would read as something of its own.
_MORE: Final = tuple(column for column in NODE_COLUMNS if column.id != "kind")
_NODES: Final = ("Id", "Label", "Kind", "Timeset", *(column.title for column in _MORE))
_EDGES: Final = ("Source", "Target", "Type", "Id", "Label", "Kind", "Weight", "Timeset")
_README: Final = """\
{description}

To open it in Gephi 0.10 or later: File, Import spreadsheet, nodes.csv, as nodes table, append to existing workspace;
then the same with edges.csv, as edges table. Choose intervals as time representation, and "Don't merge" for edges.
"""


def timeset(spans: Iterable[Spell]) -> str:
    """Spans of days as Gephi's interval sets, in which the day after a span ends it.

    >>> timeset([("2024-08-08", "2024-08-08"), ("2025-01-01", "")]), timeset([])
    ('<[2024-08-08, 2024-08-09]; [2025-01-01, Infinity]>', '')
    """
    found = "; ".join(f"[{start or '-Infinity'}, {end or 'Infinity'}]" for start, end in spells(spans))
    return f"<{found}>" if found else ""


def _cells(columns: Iterable[Column], values: Any) -> Sequence[Any]:
    """Values in the order of the columns; several texts as a list in the manner of JSON, as in GEXF."""
    found = (values.get(column.id, "") for column in columns)
    return [said(value) if isinstance(value, list) else value for value in found]


def _node_rows(material: Material) -> Iterator[Sequence[Any]]:
    for node in nodes(material):
        yield [node.id, node.label, node.values["kind"], timeset(node.spells), *_cells(_MORE, node.values)]


def _edge_rows(material: Material) -> Iterator[Sequence[Any]]:
    type_ = "Directed" if material.picture[0].is_directed() else "Undirected"
    for edge in edges(material):
        told = _cells(EDGE_COLUMNS, edge.values)
        when = timeset(edge.spells)
        yield [edge.source, edge.target, type_, edge.id, edge.label, edge.kind, edge.weight, when, *told]


def write(material: Material) -> Iterator[bytes]:
    """The archive in pieces (https://gephi.org/users/supported-graph-formats/spreadsheet/).

    No cell is guarded against being taken for a formula: Gephi has none, and would show the guard in labels. Where
    these tables are opened with a spreadsheet instead, columns are to be imported as text.
    """
    titles = (*_EDGES, *(column.title for column in EDGE_COLUMNS))
    return zipped(
        [
            ("README.txt", [_README.format(description=description(material)).encode()]),
            ("nodes.csv", rows(_NODES, _node_rows(material))),
            ("edges.csv", rows(titles, _edge_rows(material))),
        ]
    )


EXPORTER: Final = Exporter(
    "gephi-csv", ".gephi.zip", "application/zip", needs_view=True, write=write,
    about="nodes.csv and edges.csv, for Gephi's spreadsheet import", manners=("lang", "size", "colour"),
)  # fmt: skip
