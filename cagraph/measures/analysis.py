"""A measure of a view over windows of time, with all that a number has to be traced by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final

import networkx as nx

from cagraph.errors import NotFoundError, ParameterError, suggestion
from cagraph.measures.measure import Measure, Scores, rounded
from cagraph.measures.networks import Cut, both_ways
from cagraph.measures.records.measure import RecordMeasure
from cagraph.measures.records.registry import RECORD_MEASURES
from cagraph.measures.registry import MEASURES
from cagraph.measures.sensitivity import RANGE, Ranges, Scenario, beside, concerned, ranges, scenarios
from cagraph.measures.windows import Named, windows
from cagraph.mirror import Doubts, Scene, Window

STEPS: Final = 5_000_000
MAKING: Final = 10_000


@dataclass(frozen=True)
class Result:
    """A measure of one window: its `scores`, and the nodes of other windows that are `absent` from this one.

    `ranges` are those of the scores, empty where no scenarios were asked for.
    """

    name: str
    window: Window
    scores: Scores
    nodes: tuple[str, ...]
    absent: tuple[str, ...] = ()
    ranges: Ranges = field(default_factory=Ranges)


@dataclass(frozen=True)
class Analysis:
    """A measure of a view in each window of a span; `notes` and `scenarios` hold for all of them."""

    measure: Measure | RecordMeasure
    cut: Cut
    since: str
    until: str
    by: str
    results: tuple[Result, ...]
    notes: tuple[str, ...]
    data_version: str = field(default="")
    scenarios: tuple[Scenario, ...] = ()


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
    doubts: Doubts | None = None,
) -> Analysis:
    """Measure a view in each window of a span, the other `options` of the view being the same in each.

    `by` is empty for one window, `year` or `rolling:N`; `ties` are the kinds of ties that count, `among` the ids or
    kinds of the nodes that are looked at; without them, all. With `doubts`, values are given with their ranges over the
    scenarios that these and the view allow. Raises NotFoundError for the measure or view, ParameterError.
    """
    chosen = measure(name)
    if doubts and not chosen.amounts:
        raise ParameterError(f"sensitivity: values of {name} are no amounts that have a range", "ask without it")
    spans = windows(since, until, by)
    cut = Cut.of(scene, view, options, ties, among)
    networks = [cut.network(scene, span.window) for span in spans]
    ways = scenarios(scene, doubts, view, options) if doubts else []
    _bounded(networks * (1 + len(ways)))
    others = [_beside(cut, networks, spans, way) for way in ways]
    # A scenario can have more ties than were asked for: bilateral=false has.
    _bounded([*networks, *(network for made in others for network in made)])
    everywhere = {node for network in networks for node in network}
    results = tuple(
        _result(chosen, span, network, everywhere, dict(zip((way.name for way in ways), made, strict=True)))
        for span, network, *made in zip(spans, networks, *others, strict=True)
    )
    notes = [*_notes(chosen, cut, networks), *([RANGE] if ways else [])]
    return Analysis(chosen, cut, since, until, by, results, tuple(notes), data_version, tuple(ways))


def _beside(cut: Cut, networks: Sequence["nx.Graph[str]"], spans: Sequence[Named], way: Scenario) -> list[Any]:
    """The network of each window in a scenario."""
    otherwise = replace(cut, options=way.options)
    found = (otherwise.network(way.scene, span.window) for span in spans)
    return [beside(network, other) for network, other in zip(networks, found, strict=True)]


def _bounded(networks: Sequence["nx.Graph[str]"]) -> None:
    """Raises ParameterError for more than a service can do while somebody waits: about 15 seconds."""
    steps = sum(MAKING + len(network) * (len(network) + network.size()) for network in networks)
    if steps > STEPS:
        largest = max(map(len, networks))
        raise ParameterError(
            f"view: too large to be measured while you wait ({len(networks)} networks of up to {largest} nodes)",
            "take a shorter span, or fewer nodes with among; in Python, mirror(view) gives the network",
        )


def _result(
    chosen: Measure, span: Named, network: "nx.Graph[str]", everywhere: set[str], others: Mapping[str, Any]
) -> Result:
    scores = _scores(chosen, network)
    parts = nx.number_connected_components(both_ways(network)) if len(network) else 0
    sizes = {"nodes": len(network), "ties": network.number_of_edges(), "components": parts}
    told = replace(scores, whole={**sizes, **scores.whole}, notes=(*_of_network(network, parts), *scores.notes))
    absent = tuple(sorted(everywhere - set(network)))
    moved = [(name, _scores(chosen, other), len(concerned(network, other))) for name, other in others.items()]
    return Result(span.name, span.window, told, tuple(network), absent, ranges(scores, moved) if moved else Ranges())


def _scores(chosen: Measure, network: "nx.Graph[str]") -> Scores:
    """The scores of a network, rounded."""
    ignored = network.is_directed() and chosen.direction == "ignored"
    scores = chosen(both_ways(network) if ignored else network)
    return replace(
        scores,
        values={nodes: rounded(value) for nodes, value in scores.values.items()},
        whole={each: rounded(value) for each, value in scores.whole.items()},
    )


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
