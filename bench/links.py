"""The first page of an entity with 10,000 links beside that of one with 10: run as `python -m bench.links`."""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from bench.service import machine
from cagraph.graph import Graph
from cagraph.model import MODEL, Entity

_TARGET = 3.0
_FEW, _MANY = "FEW", "MANY"


def _record(kind: str, **fields: Any) -> Entity:
    return MODEL.kinds[kind].cls.model_validate(fields)  # type: ignore[return-value]


def graph_of(many: int, few: int) -> Graph:
    """Two states, one the author of many documents and the other of few."""
    records = [_record("Source", id="s", label="S")]
    for state, number in ((_MANY, many), (_FEW, few)):
        records.append(_record("State", id=state, label=state, evidence=[{"source": "s", "at": "1"}]))
        for place in range(number):
            said = {"source": "s", "at": str(place), "supports": ["authors", "issued"]}
            issued = f"{1991 + place % 35}-{1 + place % 12:02}"
            id_ = f"{state.lower()}-{place}"
            records.append(_record("Document", id=id_, label=id_, authors=[state], issued=issued, evidence=[said]))
    return Graph.of(records)


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _calls(graph: Graph) -> dict[str, Callable[[str], object]]:
    return {
        "links, first page of 10": lambda id_: graph.links(id_, limit=10),
        "links of one kind, first page of 10": lambda id_: graph.links(id_, "author", "documents", 10),
        "the entity": lambda id_: graph.get(id_),
        "the entity as HTML": lambda id_: b"".join(graph.write("html", graph.get(id_))),
    }


def compare(many: int, few: int, rounds: int) -> tuple[str, float]:
    """A table of the middle times side by side, and the largest ratio."""
    graph = graph_of(many, few)
    first = _seconds(lambda: graph.links(_FEW))
    lines = [
        f"| call | {few} links, ms | {many} links, ms | ratio |",
        "|---|---:|---:|---:|",
    ]
    worst = 0.0
    for name, call in _calls(graph).items():
        times: dict[str, list[float]] = {_FEW: [], _MANY: []}
        for _ in range(rounds):
            for id_, found in times.items():
                found.append(_seconds(lambda id_=id_, call=call: call(id_)))  # type: ignore[misc]
        middle = {id_: statistics.median(found) * 1000 for id_, found in times.items()}
        ratio = middle[_MANY] / middle[_FEW]
        worst = max(worst, ratio)
        lines.append(f"| {name} | {middle[_FEW]:.3f} | {middle[_MANY]:.3f} | {ratio:.2f} |")
    lines.append(f"\nThe first call of all, which reads every link of the graph once: {first * 1000:.0f} ms.")
    return "\n".join(lines), worst


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--many", type=int, default=10_000)
    parser.add_argument("--few", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=300)
    given = parser.parse_args()
    told, worst = compare(given.many, given.few, given.rounds)
    met = worst < _TARGET
    print(f"## An entity with many links\n\n{machine()}\n\n{told}")
    print(f"Target: under {_TARGET:g} times: {'met' if met else 'MISSED'}, {worst:.2f} times at most.")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
