"""Connections as plain values and in words."""

from itertools import pairwise
from typing import Any, Final

from cagraph.model import PartialDate
from cagraph.model.text import spaced
from cagraph.paths.index import Index, Link
from cagraph.paths.search import Found, Path

METHOD: Final = (
    "Shortest chains of accepted facts, by breadth-first search. Chains of equal length are ordered by the sum of the "
    "binary logarithms of the degrees of their inner entities, least first (Moore, Steinke and Tresp 2012, LNCS 7117), "
    "then by ids. Hubs are entities tied to more than the square root of twice the number of ties (structural cutoff, "
    "Boguñá, Pastor-Satorras and Vespignani 2004). Places, controlled terms, sources and statements of coverage "
    "are passed through only where `via` names them."
)


def told(index: Index, found: Found, lang: str = "") -> list[dict[str, Any]]:
    """Each chain with its hops; each hop with the links that make it, their dates and the ids of their claims."""
    return [_path(index, path, lang) for path in found.paths]


def _path(index: Index, path: Path, lang: str) -> dict[str, Any]:
    hops = [_hop(index, one, other, lang) for one, other in pairwise(path)]
    cost = sum(index.cost(node) for node in path[1:-1]) / 1000
    text = index.label(path[0], lang) + "".join(_words(hop) for hop in hops)
    entities = [named(index, node, lang) | {"degree": index.degree(node)} for node in path]
    return {"text": text, "length": len(hops), "cost": cost, "entities": entities, "hops": hops}


def named(index: Index, node: str, lang: str = "") -> dict[str, str]:
    """An entity's id, kind and label."""
    return {"id": node, "kind": index.kind(node).name, "label": index.label(node, lang)}


def _hop(index: Index, one: str, other: str, lang: str) -> dict[str, Any]:
    links = [_link(index, link, one, lang) for link in index.neighbours(one)[other]]
    return {"from": one, "to": other, "entity": named(index, other, lang), "links": links}


def _link(index: Index, link: Link, hop_from: str, lang: str) -> dict[str, Any]:
    when = index.when(link.record)
    details = {
        name: {"id": value, "label": index.label(value, lang) if value in index.mirror else value}
        for name, value in link.details.items()
    }
    return {
        "field": link.field,
        "direction": "forward" if link.record == hop_from else "inverse",
        "record": link.record,
        "date": when.text if when else None,
        "date_of": when.field if when else None,
        "precision": PartialDate.parse(when.text).precision if when else None,
        **({"details": details} if details else {}),
        "evidence": list(link.claims),
    }


def _words(hop: dict[str, Any]) -> str:
    """The first link of a hop with an arrow from the record to what its field names."""
    link = hop["links"][0]
    words = spaced(link["field"]) + (f", {link['date']}" if link["date"] else "")
    arrow = f" –[{words}]→ " if link["direction"] == "forward" else f" ←[{words}]– "
    return f"{arrow}{hop['entity']['label']}"
