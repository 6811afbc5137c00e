"""Layers over the records: what stands in place of some of them, and which of them are gone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from cagraph.errors import Problem
from cagraph.model import Model, migrated
from cagraph.records.reader import Dataset, Loaded, Location, validate

Plain = dict[str, Any]
_HERE: Final[Mapping[Location, str]] = MappingProxyType({(): ""})  # the name of the file is the whole place


@dataclass(frozen=True)
class Layer:
    """Records that are new or stand in place of those of the same id, and the ids of records that are gone."""

    records: tuple[Loaded, ...] = ()
    removed: tuple[str, ...] = ()


def fold(base: Dataset, layers: Iterable[Layer]) -> Dataset:
    """The records with layers put over them, one after the other. What is new comes last."""
    found = {item.record.id: item for item in base.loaded}
    for layer in layers:
        for id_ in layer.removed:
            found.pop(id_, None)
        found.update({item.record.id: item for item in layer.records})
    return Dataset(tuple(found.values()))


def plain(item: Loaded) -> Plain:
    """A record as plain values that JSON can hold, such that reading them gives an equal record."""
    return {"kind": item.kind.name, **item.record.model_dump(mode="json", exclude_defaults=True)}


def restored(values: Iterable[tuple[str, Plain]], model: Model, since: int = 0) -> tuple[list[Loaded], list[Problem]]:
    """Records from their plain values, each with the place where it is said to stand; and the faults of others.

    `since` is the number of the model that they are of; without it they are of this one.
    """
    found: list[Loaded] = []
    problems: list[Problem] = []
    for where, old in values:
        for one in migrated([old], since or model.number, model.steps):
            record, kind, faults = validate(one, _HERE, where, model)
            problems += faults
            if record is not None and kind is not None:
                found.append(Loaded(record, kind, where, _HERE))
    return found, problems
