"""`/page/{id}`: the page of an entity of any kind, with what its kind adds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from fastapi.responses import Response

from cagraph.graph import Graph
from cagraph.model import Kind
from cagraph_api.pages import additions, schema_org
from cagraph_api.pages.facts import day, facts
from cagraph_api.pages.site import Shown, Site
from cagraph_api.pages.visit import Visit
from cagraph_api.representations import moved

PARAMETERS: Final = ("on", "cursor")
LATEST: Final = 5


@dataclass(frozen=True)
class Group:
    """What links to an entity in one way: the kind that all of it is of, how many, of which kinds, and the latest."""

    kind: Kind
    predicate: str
    total: int
    kinds: tuple[tuple[Kind, int], ...]
    items: tuple[tuple[Mapping[str, Any], str], ...]


def page(site: Site, visit: Visit) -> Shown | Response:
    """The page. An id that the entity had before leads to its present one. Raises NotFoundError."""
    graph, id_ = site.graph, visit.parts["id"]
    present, kind = graph.locate(id_)
    if present != id_:
        return moved(f"{visit.root}/page/{present}", visit.pairs)
    entity = graph.get(present, full_evidence=True, lang=visit.lang)
    return Shown(
        "entity.html",
        entity["label"],
        {
            "entity": entity,
            "kind": kind,
            "facts": facts(entity, kind, visit.claims),
            "day": day(entity, kind),
            "groups": list(_groups(graph, entity, visit.lang)),
            "additions": additions.of(graph, entity, kind, visit),
            "held_back": sum(not claim["accepted"] for claim in entity["evidence"]),
        },
        data=visit.plain(f"/v1/{kind.collection}/{present}", _spoken(visit)),
        address=f"/page/{present}",
        described=schema_org.entity(entity, graph.model, site.address(f"/page/{present}")),
    )


def _spoken(visit: Visit) -> list[tuple[str, str]]:
    """The language of labels, as REST takes it."""
    return [("lang", visit.lang)] if visit.lang else []


def _groups(graph: Graph, entity: Mapping[str, Any], lang: str) -> Iterator[Group]:
    by_predicate: dict[str, dict[str, int]] = {}
    for one in entity["linked_from"]["counts"]:
        by_predicate.setdefault(one["predicate"], {})[one["kind"]] = one["count"]
    order = list(graph.model.kinds)
    ways = [
        (kind, predicate, parts)
        for predicate, counts in by_predicate.items()
        for kind, parts in together(graph, predicate, [graph.model.kinds[name] for name in counts])
    ]
    for kind, predicate, of in sorted(ways, key=lambda way: order.index(way[0].name)):
        found = graph.page(kind.name, {predicate: [entity["id"]]}, sort="-date", limit=LATEST, lang=lang)
        items = tuple((item, day(item, graph.model.kinds[item["kind"]])) for item in found["items"])
        counts = by_predicate[predicate]
        yield Group(kind, predicate, found["total"], tuple((one, counts[one.name]) for one in of), items)


def together(graph: Graph, predicate: str, kinds: list[Kind]) -> list[tuple[Kind, list[Kind]]]:
    """The kinds that link by a parameter, put under the most special kind that has it and holds several of them."""
    model = graph.model
    found: dict[str, list[Kind]] = {}
    for kind in kinds:
        holders = [model.kinds[name] for name in model.parents(kind.name) if predicate in model.kinds[name].parameters]
        if holders:
            found.setdefault(holders[-1].name, []).append(kind)
    return [(model.kinds[name] if len(of) > 1 else of[0], of) for name, of in found.items()]
