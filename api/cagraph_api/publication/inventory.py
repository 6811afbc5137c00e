"""What a graph has for a publication: entities, pairs of parties, lists worth a page, questions, exports."""

from collections.abc import Iterator

from cagraph.errors import ParameterError
from cagraph.graph import Graph
from cagraph_api.pages.entity import LATEST, together
from cagraph_api.publication.contents import DATA, DUMP, ENGLISH, OF_ALL, OF_VIEWS, YEAR, Contents


def contents_of(graph: Graph, languages: tuple[str, ...]) -> Contents:
    """All that is published in some languages."""
    entities = {id_: graph.locate(id_)[1].collection for id_ in graph.ids}
    parties = [sorted(pair["parties"]) for pair in graph.dyads()["pairs"]]
    questions = {
        lang: {text: name for name, text in sorted(graph.examples(lang).items(), reverse=True)} for lang in languages
    }
    return Contents(
        languages,
        entities,
        frozenset((one, other) for one, other in parties),
        frozenset(kind.collection for kind in graph.model.kinds.values()),
        frozenset((*_linked(graph), *_years(graph))),
        frozenset(graph.queries),
        questions,
        exports_of(graph, languages),
    )


def _linked(graph: Graph) -> Iterator[tuple[str, str, str]]:
    """The lists that pages of entities lead to, since there is more than they show."""
    kinds = graph.model.kinds
    for id_ in graph.ids:
        by_predicate: dict[str, dict[str, int]] = {}
        for one in graph.links(id_, limit=1)["counts"]:
            by_predicate.setdefault(one["predicate"], {})[one["kind"]] = one["count"]
        for predicate, counts in by_predicate.items():
            for kind, of in together(graph, predicate, [kinds[name] for name in counts]):
                if sum(counts[one.name] for one in of) > LATEST:
                    collections = {one.collection for one in (kind, *of)}
                    yield from ((collection, predicate, id_) for collection in sorted(collections))


def _years(graph: Graph) -> Iterator[tuple[str, str, str]]:
    """The lists of events of one year, which the page of views leads to."""
    if "Event" in graph.model.kinds:
        counts = graph.page("Event", limit=1, facets=[YEAR])["facets"][YEAR]["counts"]
        yield from ((graph.kind("Event").collection, YEAR, str(one["value"])) for one in counts)


def _made(graph: Graph) -> Iterator[str]:
    """The views that can be made of these data: some look for levels that need not be there."""
    for view in graph.views:
        try:
            graph.mirror(view)
        except ParameterError:
            continue
        yield view


def exports_of(graph: Graph, languages: tuple[str, ...]) -> dict[str, str]:
    """The files of data by what the service calls them; with a language after it where there is one for each."""
    found = {}
    suffixes = {one.suffix: one for one in graph.formats.values()}
    for suffix in OF_ALL:
        if suffix in suffixes:
            found[f"all{suffix}"] = DUMP if suffix == ".nq" else f"{DATA}/all{suffix}"
    for view in _made(graph):
        for suffix in OF_VIEWS:
            if suffix in suffixes:
                found[f"{view}{suffix}"] = f"{DATA}/{view}{suffix}"
        for lang in languages:
            if lang != ENGLISH:
                found[f"{view}{OF_VIEWS[-1]} {lang}"] = f"{DATA}/{lang}/{view}{OF_VIEWS[-1]}"
    return found
