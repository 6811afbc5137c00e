"""`/search`: what is named like a text, in any script, by the kinds that a reader looks for."""

from typing import Final

from cagraph.errors import ParameterError
from cagraph_api.pages.facts import day
from cagraph_api.pages.home import counted, outer
from cagraph_api.pages.site import Shown, Site
from cagraph_api.pages.visit import Visit

PARAMETERS: Final = ("q",)
_FIRST: Final = 8


def page(site: Site, visit: Visit) -> Shown:
    """The page: the first few of each kind, with the way to all of them."""
    text = visit.one("q")
    found, problem = [], None
    for kind in outer(site.graph) if text else ():
        try:
            listed = site.graph.page(kind.name, q=text, sort="-date", limit=_FIRST, lang=visit.lang)
        except ParameterError as error:
            problem = error
            break
        if listed["total"]:
            items = [(one, day(one, site.graph.model.kinds[one["kind"]])) for one in listed["items"]]
            found.append((kind, listed["total"], items))
    title = visit.words.say("search-for", text=text) if text else visit.words.say("search")
    counts = [(kind, counted(site.graph, kind)) for kind in site.graph.model.concrete] if site.published else []
    return Shown("search.html", title, {"text": text, "found": found, "problem": problem, "counts": counts})
