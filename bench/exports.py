"""GEXF of a large network beside networkx's writer and a bare loop: run as `python -m bench.exports`.

Each writer runs in a process of its own, which makes the same network first; its memory is what the process has at most
while it writes beyond what it had before. Seconds are those of the processor, since others may use it meanwhile.
"""

import argparse
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import networkx as nx

from bench.service import machine
from cagraph.exports import Material
from cagraph.exports.networks import gexf
from cagraph.mirror.drawing import Drawn
from cagraph.model import MODEL, Namespaces
from cagraph.settings import DEFAULT_BASE
from cagraph.store import EmbeddedStore

_KINDS = ("met", "agreed", "set up a body", "strategic partnership")


def network(edges: int, plain: bool) -> Any:
    """A network of ten times as many edges as nodes; with `plain` values, which networkx can write, lists as text."""
    drawn, graph = random.Random(1), nx.MultiDiGraph()
    graph.graph.update(title="Made up", view="ties", rule="made up")
    nodes = [f"state-{place:06}" for place in range(max(2, edges // 10))]
    for place, node in enumerate(nodes):
        own = {"date": "2024-08-09", "earliest": "2024-08-09", "latest": "2024-08-09", "kind": "Meeting"}
        graph.add_node(node, label=f"State {place}", **own, sources="s" if plain else ["s"])
    found = 0
    while found < edges:
        one, other = drawn.choice(nodes), drawn.choice(nodes)
        kind, place = drawn.choice(_KINDS), drawn.randrange(10_000)
        day = f"{1992 + place % 34}-{1 + place % 12:02}-{1 + place % 28:02}"
        told: dict[str, Any] = {"kind": kind, "label": kind, "weight": 1.5, "count": 2}
        found += not graph.has_edge(one, other, kind)
        many = {"records": [f"event-{place}", f"visit-{place}"], "claims": [f"{place:016x}"]}
        spells = {"start": day, "end": day} if plain else {"spells": [(day, day)]}
        graph.add_edge(
            one, other, key=kind, **told, **(({name: str(each) for name, each in many.items()}) if plain else many),
            **spells,
        )  # fmt: skip
    return graph


def ours(graph: Any, out: Path) -> None:
    look = Drawn(
        dict(graph.nodes(data="label")),
        dict.fromkeys(graph, (1.5, 2.5)),
        dict.fromkeys(graph, 10.0),
        dict.fromkeys(graph, (0, 158, 115)),
    )
    material = Material(EmbeddedStore(), MODEL, Namespaces(DEFAULT_BASE), "0" * 64, graph, look)
    with out.open("wb") as file:
        file.writelines(gexf.write(material))


def bare(graph: Any, out: Path) -> None:
    """What has to be done at least: each edge through one template, nothing escaped, sorted or checked."""
    with out.open("w", encoding="utf-8") as file:
        for node, label in graph.nodes(data="label"):
            file.write(
                f'      <node id="{node}" label="{label}">\n        <viz:color r="0" g="158" b="115" a="1.0"/>\n'
                '        <viz:position x="1.5" y="2.5" z="0.0"/>\n        <viz:size value="10.0"/>\n      </node>\n'
            )
        file.writelines(_bare_edges(graph))


def _bare_edges(graph: Any) -> Iterator[str]:
    for number, (one, other, key, data) in enumerate(graph.edges(keys=True, data=True)):
        records, claims, ((start, end),) = '", "'.join(data["records"]), '", "'.join(data["claims"]), data["spells"]
        yield (
            f'      <edge id="e{number}" source="{one}" target="{other}" kind="{key}" label="{data["label"]}"'
            f' weight="{data["weight"]}">\n        <attvalues>\n'
            f'          <attvalue for="relation" value="{data["kind"]}"/>\n'
            f'          <attvalue for="count" value="{data["count"]}"/>\n'
            f"""          <attvalue for="records" value='["{records}"]'/>\n"""
            f"""          <attvalue for="claims" value='["{claims}"]'/>\n        </attvalues>\n"""
            f'        <spells>\n          <spell start="{start}" end="{end}"/>\n        </spells>\n      </edge>\n'
        )


def by_networkx(graph: Any, out: Path) -> None:
    nx.write_gexf(graph, out, version="1.2draft")


WRITERS: dict[str, Callable[[Any, Path], None]] = {"cagraph": ours, "bare loop": bare, "networkx": by_networkx}


def _peak() -> int:
    """The most memory that this process has had, in bytes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


def measure(writer: str, edges: int) -> None:
    """Print seconds, megabytes of memory and megabytes of the file of one writer."""
    graph = network(edges, plain=writer == "networkx")
    Path("/proc/self/clear_refs").write_text("5")  # the peak starts at what there is now
    before = _peak()
    with TemporaryDirectory() as directory:
        out = Path(directory) / "network.gexf"
        started = time.process_time()
        WRITERS[writer](graph, out)
        spent = time.process_time() - started
        print(spent, (_peak() - before) / 1e6, out.stat().st_size / 1e6)


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--edges", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    reader.add_argument("--of", choices=WRITERS)
    asked = reader.parse_args()
    if asked.of:
        measure(asked.of, asked.edges[0])
        return
    print(machine())
    print("| edges | writer | seconds | times as long | MB of memory | MB of file |\n|---:|---|---:|---:|---:|---:|")
    for edges in asked.edges:
        first = 0.0
        for writer in WRITERS:
            command = [sys.executable, "-m", "bench.exports", "--edges", str(edges), "--of", writer]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            spent, memory, size = map(float, done.stdout.split())
            first = first or spent
            told = f"{spent:.2f} | {spent / first:.1f} | {memory:.0f} | {size:.0f}"
            print(f"| {edges:,} | {writer} | {told} |", flush=True)


if __name__ == "__main__":
    main()
