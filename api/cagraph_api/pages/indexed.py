"""The pages that search engines are to know, in every language."""

from cagraph_api.pages.site import Site
from cagraph_api.pages.words import LANGUAGES


def indexed(site: Site) -> list[str]:
    """Full addresses: the main pages, lists without filters, queries, two parties, entities."""
    graph = site.graph
    paths = ["/", "/about", "/changes", "/dyad", "/explore", "/queries", "/sparql-page"]
    paths += [f"/list/{kind.collection}" for kind in graph.model.kinds.values()]
    paths += [f"/queries/{name}" for name in sorted(graph.queries)]
    paths += ["/dyad/{}/{}".format(*pair["parties"]) for pair in graph.dyads()["pairs"]]
    paths += [f"/page/{id_}" for id_ in graph.ids]
    return [site.spoken(path, lang) for path in paths for lang in LANGUAGES]
