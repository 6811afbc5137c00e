"""What Gephi has of one graph, by the file it is handed: ours, and those of networkx's own writers."""

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import networkx as nx

from cagraph.graph import Graph
from cagraph.settings import Settings
from gephi.programs import Toolkit

VIEWS: Final = ("events", "ties")
WRITERS: Final[Mapping[str, tuple[str, Callable[[Any, str], None]]]] = {
    "cagraph, GEXF": ("gexf", lambda graph, path: None),
    "networkx, GEXF": ("gexf", lambda graph, path: nx.write_gexf(graph, path, version="1.2draft")),
    "networkx, GraphML": ("graphml", nx.write_graphml),
}
COUNTED: Final[Mapping[str, Callable[[dict[str, Any]], int]]] = {
    "nodes": lambda read: len(read["nodes"]),
    "labels": lambda read: sum(node["label"] not in {None, node["id"]} for node in read["nodes"]),
    "colours": lambda read: len({tuple(node["colour"]) for node in read["nodes"]}),
    "dated nodes": lambda read: sum(bool(node["spells"]) for node in read["nodes"]),
    "edges": lambda read: len(read["edges"]),
    "kinds": lambda read: len({edge["kind"] for edge in read["edges"]}),
    "dated edges": lambda read: sum(bool(edge["spells"]) for edge in read["edges"]),
    "warnings": lambda read: sum(issue["level"] != "INFO" for issue in read["issues"]),
}


def plain(network: Any) -> Any:
    """The network as networkx's writers take it: what they refuse, lists and mappings, as text in JSON."""
    graph = network.__class__()
    graph.add_nodes_from((node, _plain(told)) for node, told in network.nodes(data=True))
    graph.add_edges_from(
        (one, other, key, _plain(told)) for one, other, key, told in network.edges(keys=True, data=True)
    )
    return graph


def _plain(told: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value if isinstance(value, (str, int, float)) else json.dumps(value, ensure_ascii=False, default=list)
        for name, value in told.items()
        if value is not None
    }


def losses(graph: Graph, toolkit: Toolkit, directory: Path) -> dict[tuple[str, str], dict[str, int]]:
    """How much of each view Gephi has, by view and writer."""
    paths: dict[tuple[str, str], Path] = {}
    for view in VIEWS:
        network = graph.mirror(view)
        for number, (writer, (suffix, write)) in enumerate(WRITERS.items()):
            paths[view, writer] = path = directory / f"{view}-{number}.{suffix}"
            if writer.startswith("cagraph"):
                path.write_bytes(b"".join(graph.export(suffix, view)))
            else:
                write(plain(network), str(path))
    read = toolkit.read(list(paths.values()))
    return {
        case: {name: count(told) for name, count in COUNTED.items()} for case, told in zip(paths, read, strict=True)
    }


def table(found: Mapping[tuple[str, str], Mapping[str, int]]) -> Iterator[str]:
    """The numbers as lines of Markdown."""
    yield f"| view | written by | {' | '.join(COUNTED)} |"
    yield f"|---|---|{'---:|' * len(COUNTED)}"
    for (view, writer), counts in found.items():
        yield f"| `{view}` | {writer} | {' | '.join(f'{counts[name]:,}' for name in COUNTED)} |"


if __name__ == "__main__":
    with (
        tempfile.TemporaryDirectory() as scratch,
        Graph.open(Settings.from_environment(os.environ).store) as shipped,
    ):
        sys.stdout.write("\n".join(table(losses(shipped, Toolkit(), Path(scratch)))) + "\n")
