"""Files that the programs of others read: of which graph, which view, asked for how; and what they are to show."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from math import inf
from pathlib import Path
from typing import Any

from cagraph.exports import Manner
from cagraph.graph import Graph
from cagraph.mirror import Requested, views
from cagraph.mirror.drawing import Drawn, drawn
from cagraph.model import MODEL, Entity

HOSTILE = "Quotes \" ' & <b> ]]> tab\t line\nbreak \u202eright to left\u202c Қаз اردو 🕊 \u0085 \u2028 a | b, [c; d] \\"
DAY = 86_400_000

Span = list[float | None]


@dataclass(frozen=True)
class Case:
    """One file: the fixture or made-up graph it is of, its view, and the options it is asked for with."""

    of: str
    view: str
    asked: tuple[tuple[str, str], ...] = ()
    format: str = "gexf"

    def __str__(self) -> str:
        return "-".join([self.of, self.view, *(f"{name}={value}" for name, value in self.asked)])


@dataclass(frozen=True)
class Written:
    """A file, and what it is to show."""

    path: Path
    network: Any
    look: Drawn

    @cached_property
    def nodes(self) -> dict[str, Mapping[str, Any]]:
        """What the network tells of each node."""
        return dict(self.network.nodes(data=True))

    @cached_property
    def edges(self) -> dict[tuple[str, str, str], Mapping[str, Any]]:
        """What the network tells of each edge, by its ends and kind; the lesser end first where it has no direction."""
        return {self.key(*edge[:3]): edge[3] for edge in self.network.edges(keys=True, data=True)}

    def key(self, source: str, target: str, kind: str) -> tuple[str, str, str]:
        ends = (source, target) if self.network.is_directed() else (min(source, target), max(source, target))
        return (*ends, kind)

    def label(self, node: str) -> str:
        """The label, with what XML cannot hold replaced."""
        return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "\ufffd", self.look.labels[node])

    def spells_of_node(self, node: str) -> list[Span]:
        told = self.network.nodes[node]
        if "spells" in told:
            return united(told["spells"])
        if any(MODEL.is_a(told["kind"], kind) for kind in ("Event", "Document")):
            return united([(told.get("earliest", ""), told.get("latest", ""))])
        return []

    def spells_of_edge(self, edge: tuple[str, str, str]) -> list[Span]:
        return united(self.edges[edge]["spells"])

    @property
    def bounds(self) -> Span:
        """The first and the last moment that anything in the file names."""
        spells = [spell for node in self.network for spell in self.spells_of_node(node)]
        spells += [spell for told in self.edges.values() for spell in united(told["spells"])]
        ends = [end for spell in spells for end in spell if end is not None]
        return [min(ends), max(ends)] if ends else [None, None]


def united(spans: Iterable[tuple[str, str]]) -> list[Span]:
    """The time that spans of days cover, in milliseconds since 1970, each up to the midnight that ends it."""
    found: list[list[float]] = []
    for first, last in sorted((_midnight(start, -inf), _midnight(end, inf) + DAY) for start, end in spans):
        if found and first <= found[-1][1]:
            found[-1][1] = max(found[-1][1], last)
        else:
            found.append([first, last])
    if found == [[-inf, inf]]:
        return []
    return [[None if abs(end) == inf else end for end in span] for span in found]


def _midnight(day: str, unknown: float) -> float:
    return (date.fromisoformat(day) - date(1970, 1, 1)).days * DAY if day else unknown


def _record(kind: str, **fields: Any) -> Entity:
    record = MODEL.kind(kind).cls.model_validate(fields)
    assert isinstance(record, Entity)
    return record


def _made_up(label: str, *participants: list[str]) -> Graph:
    """Meetings of these states, everything called by one label."""
    shown = {"source": "s", "at": "1"}
    states = sorted({state for there in participants for state in there})
    return Graph.of(
        [
            _record("Source", id="s", label="S"),
            *(_record("State", id=state, label=label, evidence=[shown]) for state in states),
            *(
                _record(
                    "Meeting",
                    id=f"m{number}",
                    label=label,
                    date="2024-08-09",
                    participants=[{"party": state} for state in there],
                    evidence=[{**shown, "supports": ["date", "participants"]}],
                )
                for number, there in enumerate(participants)
            ),
        ]
    )


MADE_UP: Mapping[str, Callable[[], Graph]] = {
    "hostile": lambda: _made_up(HOSTILE, ["AAA", "BBB"], ["AAA", "BBB", "CCC"]),
    "pair": lambda: _made_up("Pair", ["AAA", "BBB"]),
    "single": lambda: _made_up("Single", []),
    "empty": lambda: _made_up("Empty"),
}
FILTERED = (
    Case("graph", "events", (("since", "2024"), ("until", "2024"))),
    Case("graph", "ties", (("since", "2017"), ("kinds", "treaties"))),
    Case("graph", "treaties", (("on", "2024-08-09"),)),
)
LOOKS = (
    Case("graph", "ties", (("lang", "ru"), ("layout", "geo"), ("size", "betweenness"), ("colour", "community"))),
    Case("graph", "events", (("since", "2024"), ("layout", "geo"), ("size", "events"), ("colour", "side"))),
)
CASES = (
    *(Case(of, view) for of in ("article_on_memory", "graph") for view in sorted(views())),
    *FILTERED,
    *LOOKS,
    *(Case(of, view) for of in MADE_UP for view in ("events", "ties")),
)


def written(case: Case, graph: Graph, directory: Path) -> Written:
    """The file of a case in a directory, and what it is to show: from the mirror, not from the writer."""
    path = directory / f"{re.sub('[^a-z0-9=-]', '-', str(case))}.{case.format}"
    path.write_bytes(b"".join(graph.export(case.format, case.view, **dict(case.asked))))
    manner, asked = Manner.split(dict(case.asked))
    network = graph.mirror(case.view, **asked)
    if manner == Manner():
        return Written(path, network, replace(drawn(network, MODEL), places=graph.places(network)))
    return Written(path, network, graph._now.drawings.of(network, Requested(**asked), manner))
