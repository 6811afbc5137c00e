"""A measure of a view over windows of time, with all that a number has to be traced by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final

import networkx as nx

from cagraph.errors import NotFoundError, ParameterError, suggestion
from cagraph.measures.measure import Measure, Scores, Value
from cagraph.measures.networks import Cut, both_ways
from cagraph.measures.records.measure import RecordMeasure
from cagraph.measures.records.registry import RECORD_MEASURES
from cagraph.measures.registry import MEASURES
from cagraph.measures.windows import Named, windows
from cagraph.mirror import Scene, Window

STEPS: Final = 5_000_000
DECIMALS: Final = 9


@dataclass(frozen=True)
class Result:
    """A measure of one window: its `scores`, and the nodes of other windows that are `absent` from this one."""

    name: str
    window: Window
    scores: Scores
    nodes: tuple[str, ...]
    absent: tuple[str, ...] = ()


@dataclass(frozen=True)
class Analysis:
    """A measure of a view in each window of a span; `notes` hold for all of them."""

    measure: Measure | RecordMeasure
    cut: Cut
    since: str
    until: str
    by: str
    results: tuple[Result, ...]
    notes: tuple[str, ...]
    data_version: str = field(default="")


def measure(name: str) -> Measure:
    """The measure of that name. Raises NotFoundError."""
    if name not in MEASURES:
        raise NotFoundError(f"there is no measure '{name[:80]}'", suggestion(name, [*MEASURES, *RECORD_MEASURES]))
    return MEASURES[name]


def analyse(
    scene: Scene,
    name: str,
    view: str,
    since: str = "",
    until: str = "",
    by: str = "",
    ties: Sequence[str] = (),
    among: Sequence[str] = (),
    options: Mapping[str, Any] = MappingProxyType({}),
    data_version: str = "",
) -> Analysis:
    """Measure a view in each window of a span, the other `options` of the view being the same in each.

    `by` is empty for one window, `year` or `rolling:N`; `ties` are the kinds of ties that count, `among` the ids or
    kinds of the nodes that are looked at; without them, all. Raises NotFoundError for the measure or view,
    ParameterError.
    """
    chosen = measure(name)
    spans = windows(since, until, by)
    cut = Cut.of(scene, view, options, ties, among)
    networks = [cut.network(scene, span.window) for span in spans]
    _bounded(networks)
    everywhere = {node for network in networks for node in network}
    results = tuple(_result(chosen, span, network, everywhere) for span, network in zip(spans, networks, strict=True))
    return Analysis(chosen, cut, since, until, by, results, tuple(_notes(chosen, cut, networks)), data_version)


def _bounded(networks: Sequence["nx.Graph[str]"]) -> None:
    """Raises ParameterError for more than a service can do while somebody waits: about 15 seconds."""
    steps = sum(len(network) * (len(network) + network.size()) for network in networks)
    if steps > STEPS:
        largest = max(map(len, networks))
        raise ParameterError(
            f"view: too large to be measured while you wait ({len(networks)} networks of up to {largest} nodes)",
            "take a shorter span, or fewer nodes with among; in Python, mirror(view) gives the network",
        )


def _result(chosen: Measure, span: Named, network: "nx.Graph[str]", everywhere: set[str]) -> Result:
    ignored = network.is_directed() and chosen.direction == "ignored"
    scores = chosen(both_ways(network) if ignored else network)
    parts = nx.number_connected_components(both_ways(network)) if len(network) else 0
    sizes = {"nodes": len(network), "ties": network.number_of_edges(), "components": parts}
    rounded = replace(
        scores,
        values={nodes: reckoned(value) for nodes, value in scores.values.items()},
        whole={**sizes, **{each: reckoned(value) for each, value in scores.whole.items()}},
        notes=(*_of_network(network, parts), *scores.notes),
    )
    return Result(span.name, span.window, rounded, tuple(network), tuple(sorted(everywhere - set(network))))


def reckoned(value: Value) -> Value:
    """What any machine reckons alike; zero has no sign."""
    return round(value, DECIMALS) + 0.0 if isinstance(value, float) else value


def _of_network(network: Any, parts: int) -> list[str]:
    if not len(network):
        return ["No ties in this window."]
    isolates = sorted(nx.isolates(network))
    notes = [f"Isolates, tied to none: {', '.join(isolates)}."] if isolates else []
    if parts - len(isolates) > 1:
        notes.append(f"The network falls into {parts} components, isolates counted as one each.")
    return notes


def _notes(chosen: Measure, cut: Cut, networks: Sequence["nx.Graph[str]"]) -> list[str]:
    notes = [chosen.weights, "Where no record shows a tie there is none here, also where nobody has looked for it."]
    kinds = sorted({kind for network in networks for kind in network.graph["kinds"]})
    if len(kinds) > 1:
        notes.append(f"Ties of {len(kinds)} kinds count together ({', '.join(kinds)}); `ties` takes some of them.")
    if chosen.direction == "ignored" and any(network.is_directed() for network in networks):
        notes.append("Direction is ignored: ties there and back are added together.")
    if len(networks) > 1:
        notes.append("A record counts in each window in which it can lie: one known to the year, in all of that year.")
    if len(networks) > 1 and not cut.nodes:
        notes.append("Who has no tie in a window is not in its network, and stands under `absent`.")
    return notes
