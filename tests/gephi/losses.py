"""What Gephi has of one graph, by the file it is handed: `python -m gephi.losses` in `tests` prints it as a table."""

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


def plain(network: Any, spells: Callable[[Any], Any]) -> Any:
    """The network as networkx's writers take it: what they refuse, lists and mappings, as text in JSON."""
    graph = network.__class__()
    graph.add_nodes_from((node, _plain(told, spells)) for node, told in network.nodes(data=True))
    graph.add_edges_from(
        (one, other, key, _plain(told, spells)) for one, other, key, told in network.edges(keys=True, data=True)
    )
    return graph


def _plain(told: Mapping[str, Any], spells: Callable[[Any], Any]) -> dict[str, Any]:
    dated = {"spells": spells(told["spells"])} if "spells" in told else {}
    return dated | {
        name: value if isinstance(value, (str, int, float)) else json.dumps(value, ensure_ascii=False, default=list)
        for name, value in told.items()
        if value is not None and name != "spells"
    }


def _write_gexf(network: Any, path: str) -> None:
    """By networkx, which knows spells: pairs of a first and a last moment, None for an open one."""
    nx.write_gexf(plain(network, lambda spells: [tuple(end or None for end in spell) for spell in spells]), path)


def _write_graphml(network: Any, path: str) -> None:
    nx.write_graphml(plain(network, json.dumps), path)


OURS: Final = "cagraph, GEXF"
WRITERS: Final[Mapping[str, tuple[str, Callable[[Any, str], None]]]] = {
    "networkx, GEXF": ("gexf", _write_gexf),
    "networkx, GraphML": ("graphml", _write_graphml),
}


def losses(graph: Graph, toolkit: Toolkit, directory: Path) -> dict[tuple[str, str], dict[str, int]]:
    """How much of each view Gephi has, by view and writer."""
    paths: dict[tuple[str, str], Path] = {}
    for view in VIEWS:
        paths[view, OURS] = directory / f"{view}.gexf"
        paths[view, OURS].write_bytes(b"".join(graph.export("gexf", view)))
        for number, (writer, (suffix, write)) in enumerate(WRITERS.items()):
            paths[view, writer] = directory / f"{view}-{number}.{suffix}"
            write(graph.mirror(view), str(paths[view, writer]))
    read = toolkit.read(list(paths.values()))
    return {
        case: {name: count({"nodes": [], "edges": [], **told}) for name, count in COUNTED.items()}
        for case, told in zip(paths, read, strict=True)
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
