"""Records that can be looked up by id and by what they refer to, without going through all of them."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Protocol

from pydantic import ValidationError

from cagraph.model import Entity, Kind
from cagraph.model.claims import links, values_of
from cagraph.model.namespaces import WIKIDATA
from cagraph.records.reader import Loaded

Change = Mapping[str, Loaded | None]  # by id: what stands in place of what was there; None for what is gone
EVIDENCE = "evidence"
FORMERLY = "formerly"
_ITEM = "wikidata"


class Holdings(Protocol):
    """Records, each id once."""

    def get(self, id_: str) -> Loaded | None:
        """The record of an id; None where there is none."""

    def kind(self, id_: str) -> str | None:
        """The name of its kind; None where there is none."""

    def ids(self) -> list[str]:
        """All ids, in the order of the records."""

    def referring(self, target: str, *fields: str) -> set[str]:
        """The ids of the records that refer to an id, be it in their evidence or as a former one; in these fields."""

    def ordered(self, ids: Collection[str]) -> list[str]:
        """Those of the ids that are there, in the order of the records."""


def page(url: str | None) -> str:
    """The page that a source is, however its address is written; it is what `referring` knows it by."""
    return "page:" + re.sub(r"^https?://(?:www\.)?", "", str(url or "")).rstrip("/")


def links_of(record: Entity, kind: Kind) -> set[tuple[str, str]]:
    """What a record refers to, each with the field that does."""
    found = {(target, str(place[0])) for place, _, target in links(kind, values_of(record, kind))}
    for one in record.evidence:
        found.add((one.source, EVIDENCE))
        if one.attributed_to:
            found.add((one.attributed_to, EVIDENCE))
        found.update((target, EVIDENCE) for target in _said(one.says, kind))
    found.update((old, FORMERLY) for old in record.formerly)
    if record.wikidata:
        found.add((WIKIDATA + record.wikidata, _ITEM))
    if kind.name == "Source" and (url := getattr(record, "url", None)):
        found.add((page(url), "url"))
    return found


def _said(says: Mapping[str, object], kind: Kind) -> Iterator[str]:
    for name, value in says.items():
        if name in kind.field:
            try:
                parsed = kind.field[name].parse(value)
            except ValidationError:  # which the checks tell of
                continue
            yield from (target for _, _, target in links(kind, {name: parsed}))


class ByItem(Mapping[str, str]):
    """The ids of records by the IRI of their Wikidata item, looked up as they are asked for."""

    def __init__(self, records: Holdings) -> None:
        self._records = records

    def __getitem__(self, iri: str) -> str:
        found = self._records.ordered(self._records.referring(iri, _ITEM))
        if not found:
            raise KeyError(iri)
        return found[-1]

    def __iter__(self) -> Iterator[str]:
        return (WIKIDATA + item for id_ in self._records.ids() if (item := self._item(id_)))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _item(self, id_: str) -> str | None:
        found = self._records.get(id_)
        return found.record.wikidata if found else None


class Held:
    """Records in memory; of several of one id, the first."""

    def __init__(self, loaded: Iterable[Loaded]) -> None:
        self._by_id: dict[str, Loaded] = {}
        for item in loaded:
            self._by_id.setdefault(item.record.id, item)

    def get(self, id_: str) -> Loaded | None:
        """As `Holdings`."""
        return self._by_id.get(id_)

    def kind(self, id_: str) -> str | None:
        """As `Holdings`."""
        item = self._by_id.get(id_)
        return item.kind.name if item else None

    def ids(self) -> list[str]:
        """As `Holdings`."""
        return list(self._by_id)

    @cached_property
    def _referring(self) -> dict[str, dict[str, set[str]]]:
        found: dict[str, dict[str, set[str]]] = {}
        for id_, item in self._by_id.items():
            for target, field in links_of(item.record, item.kind):
                found.setdefault(target, {}).setdefault(field, set()).add(id_)
        return found

    def referring(self, target: str, *fields: str) -> set[str]:
        """As `Holdings`."""
        found = self._referring.get(target, {})
        return {id_ for field in fields or found for id_ in found.get(field, ())}

    @cached_property
    def _places(self) -> dict[str, int]:
        return {id_: place for place, id_ in enumerate(self._by_id)}

    def ordered(self, ids: Collection[str]) -> list[str]:
        """As `Holdings`."""
        return sorted((id_ for id_ in ids if id_ in self._by_id), key=self._places.__getitem__)


class Overlay:
    """Records with a change put over them; those that the change brings come last."""

    def __init__(self, below: Holdings, change: Change) -> None:
        self._below = below
        self._change = change
        self._above = Held(item for item in change.values() if item)

    def get(self, id_: str) -> Loaded | None:
        """As `Holdings`."""
        return self._change[id_] if id_ in self._change else self._below.get(id_)

    def kind(self, id_: str) -> str | None:
        """As `Holdings`."""
        return self._above.kind(id_) if id_ in self._change else self._below.kind(id_)

    def ids(self) -> list[str]:
        """As `Holdings`."""
        return [*(id_ for id_ in self._below.ids() if id_ not in self._change), *self._above.ids()]

    def referring(self, target: str, *fields: str) -> set[str]:
        """As `Holdings`."""
        below = {id_ for id_ in self._below.referring(target, *fields) if id_ not in self._change}
        return below | self._above.referring(target, *fields)

    def ordered(self, ids: Collection[str]) -> list[str]:
        """As `Holdings`."""
        below = [id_ for id_ in ids if id_ not in self._change]
        return [*self._below.ordered(below), *self._above.ordered(ids)]
