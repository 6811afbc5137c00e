"""What is drawn of a graph: measures over years, pairs and networks, with the words that stand around them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from cagraph import licence
from cagraph.errors import NotFoundError, ParameterError, suggestion
from cagraph.graph.analytics import Inquiry, Measured
from cagraph.measures import EVERY, MEASURES, VIEW
from cagraph.mirror.layout import colour
from cagraph.plots import Caption, Dress, Line, Panel, Plot, Point, heat_map, joined, network, series, small_multiples
from cagraph.plots.heatmap import MOST as MOST_ROWS
from cagraph.plots.palette import AREAS, REST
from cagraph.plots.series import MOST as MOST_LINES
from cagraph.plots.words import listed, plain, shown

if TYPE_CHECKING:
    import networkx as nx

    from cagraph.graph.base import KnowledgeGraph

COMMUNITIES: Final = "communities"
COLOURS: Final = ("kind", COMMUNITIES)
STRENGTH: Final = "strength"
_PANELS: Final = 12
_ROLLING: Final = "rolling:"


@dataclass(frozen=True)
class Asked(Inquiry):
    """What is to be drawn, in the words of `analyse`; `lang` is the language of labels, `colour` that of a network."""

    colour: str = ""
    lang: str = ""
    title: str = ""

    def measured(self, graph: "KnowledgeGraph", measure: str, by: str = "") -> Measured:
        """A measure of what is asked for."""
        span = self.since, self.until, by
        return graph.analyse(
            measure, self.view, *span, self.ties, self.among, self.of, self.sensitivity, **dict(self.options)
        )

    @property
    def network(self) -> str:
        """The view that is drawn."""
        return self.view or VIEW

    @property
    def span(self) -> str:
        """The dates, as a title has them."""
        if self.options.get("on"):
            return f"on {self.options['on']}"
        if self.since and self.until:
            return self.since if self.since == self.until else f"{self.since}–{self.until}"
        return f"since {self.since}" if self.since else f"until {self.until}" if self.until else "all years"


def draw(graph: "KnowledgeGraph", kind: str, asked: Asked) -> Plot:
    """The picture of that kind. Raises NotFoundError, ParameterError, NotInstalledError."""
    if kind not in KINDS:
        raise NotFoundError(f"there is no plot '{kind[:80]}'", suggestion(kind, list(KINDS)))
    if asked.colour and (kind != "network" or asked.colour not in COLOURS):
        raise ParameterError(
            f"colour: '{asked.colour[:80]}' is not known here", f"a network has {' or '.join(COLOURS)}"
        )
    if kind in {"network", "heatmap"} and asked.by:
        raise ParameterError(f"by: a {kind} shows one window", "leave it out, and give since and until")
    if kind in {"network", "heatmap"} and asked.sensitivity:
        raise ParameterError(f"sensitivity: a {kind} shows no ranges", "draw a series, or leave it out")
    return KINDS[kind](graph, asked)


def _lines(graph: "KnowledgeGraph", asked: Asked, most: int) -> tuple[list[Line], Measured, list[str]]:
    """A line for each node or pair over the windows, the highest on average first, and what is to be said of them."""
    measure = asked.measure or STRENGTH
    if measure == COMMUNITIES:
        raise ParameterError("measure: numbers of communities are names, no amounts", "draw a network coloured by them")
    if not asked.by:
        raise ParameterError("by: lines need several windows", "give by=year or by=rolling:5")
    found = asked.measured(graph, measure, asked.by)
    places = [float(window["window"].rpartition("/")[2]) for window in found["windows"]]
    points: dict[tuple[str, ...], dict[float, Point]] = {}
    for place, window in zip(places, found["windows"], strict=True):
        for row in window["values"]:
            points.setdefault(tuple(row[end] for end in found.ends), {})[place] = _point(place, row)
    order = sorted(points, key=lambda ids: (-_mean(point.value for point in points[ids].values()), ids))
    notes = []
    if len(order) > most:
        notes.append(f"{most} of {len(order)} are shown, those of the highest mean.")
    if asked.by.startswith(_ROLLING):
        years = asked.by.removeprefix(_ROLLING)
        notes.append(f"A point stands for the {years} years that end in its year.")
    shown_points = [points[ids].get(place, Point(place, None)) for ids in order[:most] for place in places]
    if any(point.value is None for point in shown_points):
        notes.append("A gap: not defined, or not in the network of that year.")
    if any(point.low is not None for point in shown_points):
        notes.append("Bands: from the least to the most that it can be.")
    labels = _labels(graph, found, {id_ for ids in order[:most] for id_ in ids}, asked.lang)
    lines = [
        Line(
            " – ".join(labels[id_] for id_ in ids) or "Together",
            [points[ids].get(place, Point(place, None)) for place in places],
        )
        for ids in order[:most]
    ]
    return lines, found, notes


def _point(place: float, row: Mapping[str, Any]) -> Point:
    """A value with its range, where it has one that is wider than itself."""
    value = row["value"]
    low, high = row.get("low", value), row.get("high", value)
    ranged = None not in (value, low, high) and low != high
    return Point(place, value, low, high) if ranged else Point(place, value)


def _mean(values: Iterable[float | None]) -> float:
    """The mean of what is defined; what never is comes last."""
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else float("-inf")


def _labels(graph: "KnowledgeGraph", found: Measured, ids: Iterable[str], lang: str) -> dict[str, str]:
    """Labels by id, in a language where one is asked for. Raises ParameterError for the language."""
    if not lang:
        return {id_: plain(found["labels"][id_]) for id_ in ids}
    return {id_: plain(graph.get(id_, lang=lang)["label"]) for id_ in ids}


def _multiples(graph: "KnowledgeGraph", asked: Asked) -> Plot:
    """A panel for each node or pair, over windows of time, all on the same scale."""
    lines, found, notes = _lines(graph, asked, max(_PANELS, len(asked.among)))
    caption = _of_lines(graph, asked, found, notes, lines)
    return small_multiples([Panel(line.name, (line,)) for line in lines], caption)


def _series(graph: "KnowledgeGraph", asked: Asked) -> Plot:
    """A few lines over windows of time, each named at its end."""
    lines, found, notes = _lines(graph, asked, MOST_LINES)
    return series(lines, _of_lines(graph, asked, found, notes, lines))


def _of_lines(
    graph: "KnowledgeGraph", asked: Asked, found: Measured, notes: Sequence[str], lines: Sequence[Line]
) -> Caption:
    """The words around lines."""
    (rule,) = _of_pictures([found["definition"]])
    return _caption(graph, asked, found, found["title"], rule, notes, _said_lines(lines))


def _said_lines(lines: Sequence[Line]) -> str:
    """What lines show, in words."""
    told = []
    for line in lines:
        known = [point for point in line.points if point.value is not None]
        if known:
            ends = [f"{shown(point.value or 0)} in {point.year:g}" for point in (known[0], known[-1])]
            told.append(f"{line.name}: {ends[0]}, {ends[1]}, at most {shown(max(line.values))}")
        else:
            told.append(f"{line.name}: no value")
    return listed(told)


def _cut(graph: "KnowledgeGraph", asked: Asked, found: Measured) -> Any:
    """The view with only the nodes and ties that were measured."""
    network: Any = graph.mirror(asked.network, asked.since, asked.until, **dict(asked.options)).copy()
    here = {row[end] for window in found["windows"] for row in window["values"] for end in found.ends}
    network.remove_nodes_from([node for node in network if node not in here])
    if asked.ties:
        network.remove_edges_from(
            [edge[:3] for edge in network.edges(keys=True, data="kind") if edge[3] not in asked.ties]
        )
    mirror = graph.mirror() if here - set(network) else network
    network.add_nodes_from((node, dict(mirror.nodes[node])) for node in sorted(here - set(network)))
    return network


def _network(graph: "KnowledgeGraph", asked: Asked) -> Plot:
    """A network: nodes sized by a measure and coloured by kind or community, edges as broad as they weigh."""
    measure = asked.measure or STRENGTH
    if measure == COMMUNITIES or (measure in EVERY and (measure not in MEASURES or MEASURES[measure].of == "pairs")):
        raise ParameterError(f"measure: {measure} gives no sizes of nodes", "colour=communities colours by them")
    found = asked.measured(graph, measure)
    drawn = _cut(graph, asked, found)
    isolates = [node for node, ties in drawn.degree if not ties and node not in asked.among]
    drawn.remove_nodes_from(isolates)
    sizes = {row["id"]: row["value"] for _, row in found.rows() if row["id"] in drawn}
    groups, colours = _by_kind(graph, drawn)
    rule = f"Area: {found['title'].lower()}. {found['definition']} Breadth: the weight of all ties of two together."
    notes = [f"Tied to none, and left out: {len(isolates)}."] if isolates else []
    if asked.colour == COMMUNITIES:
        parts = asked.measured(graph, COMMUNITIES)
        groups, colours = _by_community(parts)
        stability = parts["windows"][0]["network"].get("stability")
        rule += f" Colour: {parts['definition'].partition(';')[0]}."
        notes += [] if stability is None else [f"Stability of the communities: {shown(stability)}."]
    labels = _labels(graph, found, sizes, asked.lang)
    dress = Dress(graph.places(drawn), labels, sizes, found["title"].lower(), groups, colours)
    order = sorted(sizes, key=lambda id_: (-(sizes[id_] or 0), id_))
    told = [f"{labels[id_]} {shown(sizes[id_])}" for id_ in order if sizes[id_] is not None]
    about = f"{len(drawn)} nodes, {len(joined(drawn))} ties. {found['title']}: {listed(told, 12)}"
    return network(drawn, dress, _caption(graph, asked, found, drawn.graph["title"], rule, notes, about))


def _by_kind(graph: "KnowledgeGraph", network: "nx.Graph[str]") -> tuple[dict[str, str], dict[str, str]]:
    """The kind of each node, and the colours of kinds as GEXF has them."""
    groups = {node: str(kind) for node, kind in network.nodes(data="kind")}
    colours = {
        kind: "#" + "".join(f"{part:02x}" for part in colour(kind, graph.model))
        for kind in sorted(set(groups.values()))
    }
    return groups, colours


def _by_community(found: Measured) -> tuple[dict[str, str], dict[str, str]]:
    """The community of each node; beyond the colours there are, all others together."""
    numbers = {row["id"]: row["value"] for row in found["windows"][0]["values"]}
    names = {number: f"Community {number}" for number in sorted(set(numbers.values()))[: len(AREAS)]}
    groups = {node: names.get(number, "Other communities") for node, number in numbers.items()}
    return groups, {**dict(zip(names.values(), AREAS, strict=False)), "Other communities": REST}


def _heatmap(graph: "KnowledgeGraph", asked: Asked) -> Plot:
    """A cell for each two nodes with its value: the weight of their ties, or a measure of pairs."""
    known = EVERY.get(asked.measure)
    if asked.measure and known and known.of != "pairs":
        pairs = ", ".join(name for name, one in EVERY.items() if one.of == "pairs")
        raise ParameterError(f"measure: {asked.measure} is not of pairs", f"write one of {pairs}, or leave it out")
    found = asked.measured(graph, asked.measure or STRENGTH)
    if asked.measure:
        values = {(row["one"], row["other"]): row["value"] for _, row in found.rows()}
        both, title, unit = True, found["title"], found["title"]
        rule = found["definition"]
    else:
        drawn: Any = _cut(graph, asked, found)
        weights = joined(drawn)
        both, title, unit = not drawn.is_directed(), f"{drawn.graph['title']}: weights", "weight of all ties of two"
        rule = "The weight of all ties of two together" + ("." if both else ", from the row to the column.")
        values = {
            (one, other): weights.get((one, other), 0.0) for one in drawn for other in drawn
            if one != other and (not both or one < other)
        }  # fmt: skip
    ids, notes = _ordered(values, asked.among)
    here = {pair: value for pair, value in values.items() if set(pair) <= set(ids)}
    labels = _labels(graph, found, ids, asked.lang)
    told = [
        f"{labels[one]} – {labels[other]} {'not defined' if value is None else shown(value)}"
        for (one, other), value in sorted(here.items(), key=lambda entry: (-(entry[1] or 0), entry[0]))
    ]
    caption = _caption(graph, asked, found, title, rule, notes, listed(told))
    cells = here | ({(other, one): value for (one, other), value in here.items()} if both else {})
    return heat_map(ids, labels, cells, caption, unit)


def _ordered(values: Mapping[tuple[str, str], float | None], among: Sequence[str]) -> tuple[list[str], list[str]]:
    """The ids as they were given, else those of the highest sum first, and how many of them are shown."""
    sums: dict[str, float] = {}
    for pair, value in values.items():
        for id_ in pair:
            sums[id_] = sums.get(id_, 0.0) + (value or 0.0)
    if among and set(sums) <= set(among):
        return [id_ for id_ in dict.fromkeys(among) if id_ in sums], []
    order = sorted(sums, key=lambda id_: (-sums[id_], id_))
    notes = [f"{MOST_ROWS} of {len(order)} are shown, those of the highest sum."] if len(order) > MOST_ROWS else []
    return order[:MOST_ROWS], notes


def _caption(
    graph: "KnowledgeGraph", asked: Asked, found: Measured, title: str, rule: str, notes: Sequence[str], about: str
) -> Caption:
    """The words around a picture: what it shows, by which rule, of which data, under which licence."""
    view = graph.views.get(found["view"])
    of = f": {view.title.lower()}" if view and not title.startswith(view.title) else ""
    only = f" ({', '.join(asked.ties)})" if asked.ties else ""
    title = asked.title or f"{title}{of}{only}, {asked.span}"
    subtitle = _of_ties(found["rule"], asked.ties)
    options = "".join(f" {name}={value}" for name, value in asked.options.items() if value)
    source = (
        f"Source: cagraph, the knowledge graph of Central Asian diplomacy, {graph.names.base}, data version "
        f"{found['data_version'][:12]}; view {found['view']}{options}. Licence: {licence.SHORT}."
    )
    notes = [rule, *notes, *_of_pictures(found["notes"][1:])]
    told = f"{about}. Rule: {subtitle} {' '.join(notes)} {source} Full data version: {found['data_version']}."
    return Caption(plain(title), plain(subtitle), tuple(notes), source, plain(told))


def _of_pictures(notes: Iterable[str]) -> list[str]:
    """The notes without what they say of parameters and fields, which pictures have not."""
    parts = (note.partition("; `")[0].rstrip(".") + "." for note in notes)
    return [part for part in parts if "`" not in part]


def _of_ties(rule: str, ties: Sequence[str]) -> str:
    """Of a rule with clauses for several ties, those of the ties asked for."""
    clauses = rule.split("; ")
    chosen = [clause for clause in clauses if set(clause.partition(":")[0].split(", ")) & set(ties)]
    told = "; ".join(chosen or clauses)
    return f"{told[:1].upper()}{told[1:]}."


KINDS: Final[Mapping[str, Callable[["KnowledgeGraph", Asked], Plot]]] = MappingProxyType(
    {"small-multiples": _multiples, "network": _network, "heatmap": _heatmap, "series": _series}
)
# What each shows.
PLOTS: Final[Mapping[str, str]] = MappingProxyType({name: (make.__doc__ or "") for name, make in KINDS.items()})
