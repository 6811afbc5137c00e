"""`/explore` and `/sparql-page`: views of the whole graph over one filter, and the box for queries."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from cagraph_api.pages.facts import day
from cagraph_api.pages.site import Shown, Site
from cagraph_api.pages.visit import Visit

EXPLORED: Final = ("view", "since", "until")
QUERIED: Final = ("query", "example")
_VIEW: Final = "ties"
# What scripts draw: events with who took part, which all of their views are made of.
_DRAWN: Final = "events.nodelink.json"
_TIES: Final = 40
_LATEST: Final = 15
_START: Final = "treaties-between"


def explore(site: Site, visit: Visit) -> Shown:
    """The views. Raises NotFoundError for the network, ParameterError for a date."""
    graph = site.graph
    span = [(name, visit.one(name)) for name in ("since", "until") if visit.one(name)]
    view = visit.one("view", _VIEW)
    network = graph.mirror(view, **dict(span))
    ties = sorted(
        (
            (float(data.get("weight", 1)), one, other, data.get("label", ""))
            for one, other, data in network.edges(data=True)
        ),
        key=lambda tie: (-tie[0], *tie[1:]),
    )
    named = {id_: {"id": id_, "label": data.get("label", id_)} for id_, data in network.nodes(data=True)}
    has_events = "Event" in graph.model.kinds
    listed = graph.page("Event" if has_events else "Entity", sort="-date", limit=_LATEST, facets=["year"],
                        since=visit.one("since"), until=visit.one("until"), lang=visit.lang)  # fmt: skip
    places = (
        graph.find("Place", sort="label", limit=1000, lang=visit.lang)["items"] if "Place" in graph.model.kinds else []
    )
    values = {
        "view": view,
        # All of it: scripts take the dates from the address of the page, and others may be chosen then.
        "source": visit.plain(f"/v1/export/{_DRAWN}", [("lang", visit.lang)] if visit.lang else []),
        "views": list(graph.views),
        "called": {kind.name: visit.words.kind(kind) for kind in graph.model.kinds.values()},
        "span": span,
        "asked": {"view": view, **dict(span)},
        "rule": graph.views[view].rule,
        "nodes": network.number_of_nodes(),
        "edges": network.number_of_edges(),
        "ties": [(named[one], named[other], how, round(weight, 2)) for weight, one, other, how in ties[:_TIES]],
        "suffixes": {one.suffix for one in graph.formats.values()},
        "places": places,
        "events": listed,
        "by_year": sorted(listed["facets"]["year"]["counts"], key=lambda one: str(one["value"])),
        "latest": [(one, day(one, graph.model.kinds[one["kind"]])) for one in listed["items"]],
    }
    return Shown(
        "explore.html",
        visit.words.say("nav-explore"),
        values,
        data=visit.plain(f"/v1/export/{view}.nodelink.json", span),
        address="/explore",
    )


def sparql(site: Site, visit: Visit) -> Shown:
    """The box, with a query to begin from: the one given, or a named one. Raises NotFoundError for its name."""
    name = visit.one("example", _START)
    if name not in site.graph.queries:
        site.graph.run(name)
    text = visit.one("query") or site.graph.queries[name].body.strip()
    shown = box(site, text, {"answer": None, "error": None})
    return shown if visit.one("query") else replace(shown, address="/sparql-page")


def box(site: Site, text: str, answered: Mapping[str, Any], status: int = 200) -> Shown:
    """The box with a query in it, and below it an answer or an error, where there is one."""
    values = {
        "query": text,
        "prefixes": site.graph.names.prefixes,
        "examples": sorted(site.graph.queries.values(), key=lambda one: one.title),
    }
    return Shown("sparql.html", "SPARQL", {**values, **answered}, status=status)
