"""`/`: the home page: search, questions, two parties, the kinds there are, and what is new."""

from collections.abc import Mapping
from typing import Any, Final

from cagraph.graph import Graph
from cagraph.model import Kind
from cagraph_api.pages import schema_org
from cagraph_api.pages.facts import day
from cagraph_api.pages.site import Shown, Site
from cagraph_api.pages.visit import Visit

_NEW: Final = 8
_EXAMPLES: Final = (
    "treaties-between",
    "leaders-meetings",
    "in-force-between",
    "event-attendees",
    "visits-to",
    "bodies-between",
)


def page(site: Site, visit: Visit) -> Shown:
    """The page."""
    graph, say = site.graph, visit.words.say
    asked = graph.examples(visit.words.lang)
    return Shown(
        "home.html",
        "cagraph",
        {
            "counts": [(kind, counted(graph, kind)) for kind in graph.model.concrete],
            "examples": [asked[name] for name in _EXAMPLES if name in asked],
            "latest": [
                ("newest", _dated(graph, visit, "-date", "Event"), visit.listed("events")),
                ("signed", _dated(graph, visit, "-date", "Instrument"), visit.listed("instruments")),
                ("recorded", _dated(graph, visit, "-updated", "Event"), visit.at("/changes")),
            ],
            "parties": parties(graph, visit.lang),
        },
        data=visit.plain("/v1"),
        address="/",
        described=schema_org.site(site.address("/"), say("about")),
    )


def outer(graph: Graph) -> list[Kind]:
    """The concrete kinds right below the outermost, in the order of the model: what a newcomer looks through."""
    model = graph.model
    return [
        kind
        for kind in model.concrete
        if not any(not model.kinds[name].abstract for name in model.parents(kind.name)[1:])
    ]


def counted(graph: Graph, kind: Kind) -> int:
    """How many accepted entities there are of a kind."""
    return int(graph.page(kind.name, limit=1)["total"])


def parties(graph: Graph, lang: str) -> list[Mapping[str, Any]]:
    """The states that records tie to some other, by name: those that a dyad can be asked of."""
    tied = {
        id_: name for pair in graph.dyads()["pairs"] for id_, name in zip(pair["parties"], pair["labels"], strict=True)
    }
    if not tied or "State" not in graph.model.kinds:
        return []
    found = graph.find("State", sort="label", limit=1000, lang=lang)["items"]
    return [state for state in found if state["id"] in tied]


def _dated(graph: Graph, visit: Visit, sort: str, kind: str) -> list[tuple[Mapping[str, Any], Kind, str]]:
    """The last of a kind by an order, each with its kind and date."""
    if kind not in graph.model.kinds:
        return []
    found = graph.page(kind, sort=sort, limit=_NEW, until=graph.last_read.isoformat(), lang=visit.lang)["items"]
    kinds = [graph.model.kinds[one["kind"]] for one in found]
    return [(one, kind_, day(one, kind_)) for one, kind_ in zip(found, kinds, strict=True)]
