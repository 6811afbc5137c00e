"""`/list/{kind}`: the entities of a kind with the filters of the REST lists, and counts by facet to narrow them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from cagraph.errors import NotFoundError
from cagraph.graph import Graph
from cagraph.model import FieldSpec, Kind
from cagraph_api.pages import schema_org
from cagraph_api.pages.facts import day
from cagraph_api.pages.site import Shown, Site
from cagraph_api.pages.visit import SHARED, Visit
from cagraph_api.parameters import number

_ROWS: Final = 50
_COLUMNS: Final = 3
_YEAR: Final = "year"


@dataclass(frozen=True)
class Facet:
    """One way to narrow a list: by each value, its name, how many have it, and whether it is asked for already."""

    name: str
    values: tuple[tuple[str, str, int, bool], ...]


def page(site: Site, visit: Visit, collection: str) -> Shown:
    """The page of one kind's list. Raises ParameterError for a parameter."""
    graph = site.graph
    kind = graph.kind(collection)
    options = {option.name: option for option in graph.list_options(kind.name)}
    filters = {name: values for name, values in visit.given.items() if name in options and options[name].filters}
    sort = visit.one("sort", "-date" if kind.start else "label")
    found = graph.page(
        kind.name,
        filters,
        sort=sort,
        limit=number(dict(visit.given), "limit", _ROWS),
        cursor=visit.one("cursor"),
        facets=options["facets"].values,
        lang=visit.lang,
    )
    kinds = [graph.model.kinds[item["kind"]] for item in found["items"]]
    asked = [*((name, value) for name, values in filters.items() for value in values), ("sort", sort)]
    as_json = visit.plain(f"/v1/{kind.collection}", asked)
    address = visit.plain(f"/list/{kind.collection}")
    return Shown(
        "list.html",
        visit.words.kinds(kind),
        {
            "kind": kind,
            "found": found,
            "rows": [(item, of, day(item, of)) for item, of in zip(found["items"], kinds, strict=True)],
            "columns": _columns(kind, found["items"]),
            "facets": [_facet(name, facet, found["labels"], visit) for name, facet in found["facets"].items()],
            "applied": _applied(graph, kind, filters, found["labels"], visit),
            "sort": sort,
            "sorts": options["sort"].values,
            "statuses": options["status"].values if "status" in options else (),
            "files": [(writer.suffix, visit.plain(f"/v1/{kind.collection}{writer.suffix}", _for(writer.sort, asked)))
                      for writer in graph.list_formats.values()],
            "as_json": as_json,
        },
        data=as_json,
        address=f"/list/{kind.collection}" if not filters and not visit.one("cursor") else "",
        described=schema_org.collection(
            visit.words.kinds(kind), site.address(address),
            [(item["label"], site.address(f"/page/{item['id']}")) for item in found["items"]],
        ),
    )  # fmt: skip


def unknown(site: Site, visit: Visit) -> Shown:
    """What there is no kind for; raises NotFoundError."""
    kind = site.graph.kind(visit.parts["kind"])
    raise NotFoundError(f"there is no page '{visit.path}'", f"see /list/{kind.collection}")


def parameters(graph: Graph, kind: Kind) -> tuple[list[str], list[str]]:
    """The parameters of a kind's lists: all, and those that may stand several times."""
    options = graph.list_options(kind.name)
    names = [option.name for option in options if option.name not in {"facets", "evidence", *SHARED}]
    return names, [option.name for option in options if option.repeated]


def _for(own: str, asked: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The parameters for a format: feeds have an order of their own."""
    return [pair for pair in asked if pair[0] != "sort"] if own else asked


def _columns(kind: Kind, items: Sequence[Mapping[str, Any]]) -> list[FieldSpec]:
    """The fields that tell the entities of a list apart: those counted by facets, and the components they come from."""
    telling = [
        spec
        for spec in kind.fields
        if (spec.term.facet or (spec.component and any(True for _ in spec.shortcuts())))
        and any(spec.name in item for item in items)
    ]
    return telling[:_COLUMNS]


def _facet(name: str, facet: Mapping[str, Any], labels: Mapping[str, str], visit: Visit) -> Facet:
    chosen = set(visit.every(name if name != _YEAR else "since"))
    counts = sorted(facet["counts"], key=lambda one: one["value"], reverse=True) if name == _YEAR else facet["counts"]
    values = (
        (one["value"], labels.get(one["value"], one["value"]), one["count"], one["value"] in chosen) for one in counts
    )
    return Facet(name, tuple(values))


def _applied(
    graph: Graph, kind: Kind, filters: Mapping[str, Sequence[str]], labels: Mapping[str, str], visit: Visit
) -> list[tuple[str, str, str]]:
    """Each filter in words with the address that takes it away."""
    return [
        (name, labels.get(value) or _label(graph, kind, name, value, visit.lang), visit.without(name, value))
        for name, values in filters.items()
        for value in values
    ]


def _label(graph: Graph, kind: Kind, name: str, value: str, lang: str) -> str:
    spec = kind.parameters.get(name.removesuffix(".any"))
    id_ = spec.concept_id(value) if spec and spec.type == "ref" and not graph.knows(value) else value
    return str(graph.get(id_, lang=lang)["label"]) if graph.knows(id_) else value
