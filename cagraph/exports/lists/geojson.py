"""GeoJSON (RFC 7946): a feature for each entity, at the place it is, or of what it came out of."""

import json
from collections.abc import Iterator
from typing import Any, Final

from cagraph.errors import ExportError
from cagraph.exports.base import Material, Writer
from cagraph.exports.lists.rows import row
from cagraph.model import Model


def whereabouts(mirror: Any, model: Model, id_: str) -> str:
    """The node that gives an entity its coordinates; empty without any.

    That is the entity itself; else the first of its fields, in the order of the model, that links to a place with
    coordinates; else the place of the first event it is linked to, such as the one at which it was signed.
    """
    if id_ not in mirror or "lat" in mirror.nodes[id_]:
        return id_ if id_ in mirror else ""
    linked = _linked(mirror, model, id_)
    near = [(id_, linked), *((other, _linked(mirror, model, other)) for other in linked if _is(mirror, model, other))]
    return next((place for _, places in near for place in places if _located(mirror, place)), "")


def _linked(mirror: Any, model: Model, id_: str) -> list[str]:
    """What a node is linked to, in the order of the model's fields."""
    by_key: dict[str, list[str]] = {}
    for _, other, key in mirror.out_edges(id_, keys=True):
        by_key.setdefault(key, []).append(other)
    fields = model.kinds[mirror.nodes[id_]["kind"]].fields
    keys = [spec.term.property.partition(":")[2] for spec in fields]
    return [other for key in keys for other in sorted(by_key.get(key, []))]


def _is(mirror: Any, model: Model, id_: str) -> bool:
    kind: str = mirror.nodes[id_]["kind"]
    return model.is_a(kind, "Event")


def _located(mirror: Any, id_: str) -> bool:
    return "lat" in mirror.nodes[id_] and "lng" in mirror.nodes[id_]


def write(material: Material) -> Iterator[bytes]:
    """The collection, in the order of the list; coordinates are longitude then latitude, WGS 84."""
    mirror: Any = material.network
    if mirror is None:
        raise ExportError("GeoJSON takes coordinates from the mirror", "open the graph's mirror first")
    features = []
    for entity in material.entities:
        place = whereabouts(mirror, material.model, entity["id"])
        located = mirror.nodes[place] if place else {}
        features.append(
            {
                "type": "Feature",
                "id": entity["id"],
                "geometry": {"type": "Point", "coordinates": [float(located["lng"]), float(located["lat"])]}
                if located
                else None,
                "properties": row(entity, material.model) | ({"located_at": located["label"]} if located else {}),
            }
        )
    yield json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()


WRITER: Final = Writer("geojson", ".geojson", "application/geo+json", write, of_entities=False, needs_mirror=True)
