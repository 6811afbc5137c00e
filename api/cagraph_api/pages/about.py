"""`/about`: how much there is, what is said to be complete, how to cite it, and how else to get at it."""

from cagraph_api.pages import schema_org
from cagraph_api.pages.home import counted
from cagraph_api.pages.site import Shown, Site
from cagraph_api.pages.visit import Visit


def page(site: Site, visit: Visit) -> Shown:
    """The page."""
    graph = site.graph
    model = graph.model
    kinds = [
        (kind, len(model.parents(kind.name)) - 2, counted(graph, kind))
        for kind in model.kinds.values()
        if len(model.parents(kind.name)) > 1
    ]
    complete = (
        graph.find("Coverage", sort="label", limit=1000, lang=visit.lang)["items"] if "Coverage" in model.kinds else []
    )
    values = {
        "kinds": kinds,
        "complete": complete,
        "kind_of": model.kinds,
        "formats": list(graph.formats.values()),
        "views": list(graph.views),
        "quads": len(graph.store),
    }
    return Shown(
        "about.html",
        visit.words.say("nav-about"),
        values,
        data=visit.plain("/v1"),
        address="/about",
        described=schema_org.dataset(site.address("/about"), visit.words.say("about"), graph.data_version),
    )
