"""`/changes`: what was added, changed and withdrawn, the last first, of everything or of one entity or kind."""

from typing import Final

from cagraph_api.pages.site import Shown, Site
from cagraph_api.pages.visit import Visit

PARAMETERS: Final = ("since", "until", "kind", "id", "party", "cursor")
REPEATED: Final = ("party",)
_ROWS: Final = 50


def page(site: Site, visit: Visit) -> Shown:
    """The page. Raises NotFoundError, GoneError, ParameterError."""
    graph = site.graph
    asked = {name: visit.one(name) for name in ("since", "until", "kind", "id")}
    found = graph.changes(**asked, parties=visit.every("party"), limit=_ROWS, cursor=visit.one("cursor"))
    values = {"found": found, "kinds": [kind for kind in graph.model.kinds.values() if not kind.abstract]}
    pairs = [(name, value) for name, value in visit.pairs if name in PARAMETERS]
    return Shown(
        "changes.html",
        visit.words.say("changes"),
        values,
        data=visit.plain("/v1/changes", [*pairs, ("limit", str(_ROWS))]),
        address="/changes" if not pairs else "",
    )
