"""What the pages of some kinds have beside their fields: a panel each, with a template of its own."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from cagraph.errors import ParameterError
from cagraph.graph import Graph
from cagraph.model import Kind
from cagraph_api.pages.visit import Visit

_SAID: Final = 50
_CONTACTS: Final = "contacts"
Panel = Callable[[Graph, Mapping[str, Any], Visit], Mapping[str, Any]]


@dataclass(frozen=True)
class Addition:
    """A panel of a page: its template and the values in it."""

    template: str
    values: Mapping[str, Any]


def of(graph: Graph, entity: Mapping[str, Any], kind: Kind, visit: Visit) -> list[Addition]:
    """The panels for an entity: those of its kind and of the kinds above it."""
    names = [name for name in graph.model.parents(kind.name) if name in _PANELS]
    if not entity["accepted"]:
        return []
    return [Addition(f"panel-{name.lower()}.html", _PANELS[name](graph, entity, visit)) for name in names]


def _status(graph: Graph, entity: Mapping[str, Any], visit: Visit) -> Mapping[str, Any]:
    """Of an instrument: what the treaty clock says on a day, generally and for each party."""
    found = graph.status(entity["id"], on=visit.one("on") or graph.last_read.isoformat(), full_evidence=True)
    return {"clock": found, "claims": {claim["claim"]: claim for claim in found["evidence"]}}


def _pairs(graph: Graph, entity: Mapping[str, Any], visit: Visit) -> Mapping[str, Any]:
    """Of a party: the others that some record ties it to alone, those with the most first."""
    pairs = sorted(graph.dyads(entity["id"])["pairs"], key=lambda pair: (-pair["total"], pair["parties"]))
    others = [next(one for one in pair["parties"] if one != entity["id"]) for pair in pairs]
    labels = {id_: name for pair in pairs for id_, name in zip(pair["parties"], pair["labels"], strict=True)}
    return {"pairs": [(other, labels[other], pair) for other, pair in zip(others, pairs, strict=True)]}


def _met(graph: Graph, entity: Mapping[str, Any], visit: Visit) -> Mapping[str, Any]:
    """Of a person: whom they met how often, as the view of contacts counts it, and when first and last."""
    try:
        network = graph.mirror(_CONTACTS)
    except ParameterError:
        return {"met": []}  # these data do not tell of the levels that the view looks at
    ties = network.edges(entity["id"], data=True) if entity["id"] in network else ()
    met = [
        ({"id": other, "label": graph.get(other, lang=visit.lang)["label"]}, tie["count"], *_ends(tie["spells"]))
        for _, other, tie in ties
    ]
    return {"met": sorted(met, key=lambda row: (-row[1], row[0]["id"]))}


def _ends(spells: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """The first and the last day of some spells."""
    days = sorted(day for spell in spells for day in spell if day)
    return (days[0], days[-1]) if days else ("", "")


def _said(graph: Graph, entity: Mapping[str, Any], visit: Visit) -> Mapping[str, Any]:
    """Of a source: what it says, a page of it."""
    return {"said": graph.said_by(entity["id"], _SAID, visit.one("cursor"))}


_PANELS: Final[Mapping[str, Panel]] = MappingProxyType(
    {"Instrument": _status, "Party": _pairs, "Person": _met, "Source": _said}
)
