"""Entities as flat rows, with columns that follow from the model: for CSV, and for the properties of GeoJSON."""

from collections.abc import Iterator, Mapping
from typing import Any

from cagraph.model import FieldSpec, Kind, Model

Row = dict[str, str | int | float]


def columns(kind: Kind, model: Model) -> list[str]:
    """The columns for a kind: what every entity has, then the fields of the kind and of those that specialise it.

    A component has a column for each of its parts, as `participants.who`.
    """
    names = ["id", "iri", "kind", "label", "earliest", "latest"]
    for one in model.kinds.values():
        if model.is_a(one.name, kind.name):
            for spec in one.fields:
                names += [name for name in _columns(spec) if name not in names]
    return [*names, "evidence"]


def _columns(spec: FieldSpec) -> list[str]:
    if spec.component:
        return [f"{spec.name}.{part.name}" for part in spec.component.fields]
    return [spec.name]


def row(entity: Mapping[str, Any], model: Model) -> Row:
    """An entity's values by column; links are ids. Several values stand between semicolons, `;` in them as `\\;`."""
    found: Row = {name: entity[name] for name in ("id", "iri", "kind", "label")}
    found |= {name: entity[name] for name in ("earliest", "latest") if name in entity}
    for spec in model.kinds[entity["kind"]].fields:
        if spec.name not in entity:
            continue
        if spec.component:
            for part in spec.component.fields:
                values = [_plain(one.get(part.name, "")) for one in entity[spec.name]]
                if any(value != "" for value in values):
                    found[f"{spec.name}.{part.name}"] = joined(values)
        else:
            found[spec.name] = _cell(entity[spec.name])
    claims = [claim if isinstance(claim, str) else claim["claim"] for claim in entity["evidence"]]
    return found | ({"evidence": joined(claims)} if claims else {})


def _cell(value: Any) -> str | int | float:
    if isinstance(value, list):
        return joined([_plain(one) for one in value])
    if isinstance(value, Mapping) and "id" not in value:
        return joined(list(_tagged(value)))
    return _plain(value)


def _tagged(names: Mapping[str, Any]) -> Iterator[str]:
    """Texts by language, each behind its tag: `ru:Казахстан`."""
    for tag, texts in names.items():
        for text in texts if isinstance(texts, list) else [texts]:
            yield f"{tag}:{text}"


def _plain(value: Any) -> str | int | float:
    if isinstance(value, Mapping):
        return str(value["id"])
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, int | float) else str(value)


def joined(values: list[Any]) -> str:
    """Several values between semicolons, `;` in them as `\\;`."""
    return ";".join(str(value).replace("\\", "\\\\").replace(";", "\\;") for value in values)
