"""Lists of entities: filtered, ordered, in pages, with counts by facet, and with words that say what they hold."""

import re
from collections import Counter, OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from cagraph.errors import ParameterError, suggestion
from cagraph.graph.changes import Changes
from cagraph.graph.entities import Entities
from cagraph.graph.filters import Filters, Given, Selected
from cagraph.graph.index import Index
from cagraph.graph.paging import Atom, Key, Order, check_limit, cut, fingerprint
from cagraph.model import FieldSpec, Kind
from cagraph.model.text import fold

YEAR: Final = "year"
_KEPT: Final = 8
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_ALWAYS: Final = ("date", "label", "id", "updated")
_NUMBERS: Final = frozenset({"integer", "decimal"})


def check_language(tag: str) -> str:
    """The tag, if it can be one. Raises ParameterError."""
    if tag and not _LANGUAGE.fullmatch(tag):
        raise ParameterError(f"lang: '{tag[:40]}' is no language tag", "write ru, kk-Cyrl or uz-Latn")
    return tag


def sortable(kind: Kind) -> dict[str, FieldSpec | None]:
    """What the lists of a kind can be sorted by: the place in time, label and id, when it was last recorded or changed,
    and its single dates and numbers.
    """
    own = {
        spec.parameter: spec for spec in kind.fields if not spec.many and (spec.type in _NUMBERS or spec.type == "date")
    }
    return dict.fromkeys(_ALWAYS) | {name: spec for name, spec in own.items() if name not in _ALWAYS}


def facets_of(kind: Kind) -> list[str]:
    """What the lists of a kind can be counted by: the fields declared so, and the year."""
    return [*(name for name, spec in kind.parameters.items() if spec.term.facet), YEAR]


@dataclass(frozen=True)
class Wanted:
    """How a list is to be given: its order, which page of which size, what is counted, and how much of each."""

    sort: str = "date"
    limit: int = 100
    cursor: str = ""
    facets: Sequence[str] = ()
    language: str = ""
    full_evidence: bool = False


@dataclass(frozen=True)
class Lists:
    """Makes lists out of the index of a store. The last few are kept arranged, for those who go from page to page."""

    index: Index
    filters: Filters
    changes: Changes
    _kept: OrderedDict[str, tuple[Selected, list[Key]]] = field(default_factory=OrderedDict)

    def find(self, kind: Kind, given: Given, wanted: Wanted, entities: Entities) -> dict[str, Any]:
        """A page of the accepted entities of a kind that fit every filter, as `entities` tells of them.

        Raises ParameterError.
        """
        check_limit(wanted.limit)
        for name in wanted.facets:
            if name not in facets_of(kind):
                raise ParameterError(f"facets: there is no facet '{name[:80]}'", suggestion(name, facets_of(kind)))
        order, value_of = _order(kind, wanted.sort, entities, self.changes)
        asked = {name: sorted(values) for name, values in given.items()}
        spoken = wanted.language if wanted.sort.removeprefix("-") == "label" else ""
        list_ = fingerprint(kind.name, asked, wanted.sort, spoken)
        kept = self._kept.pop(list_, None)
        if kept is None:
            selected = self.filters.select(kind, given)
            kept = selected, order.arranged(Key(value_of(id_), id_) for id_ in selected.ids)
        self._kept[list_] = found, arranged = kept
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        page = cut(arranged, order, wanted.limit, wanted.cursor, list_)
        items = [entities.item(key.id, wanted.full_evidence) | found.about.get(key.id, {}) for key in page.keys]
        if wanted.sort.removeprefix("-") == "updated":
            times = self.changes.updated
            items = [item | _times(*times[item["id"]]) if item["id"] in times else item for item in items]
        facets = {name: self._counted(kind, name, found.ids) for name in wanted.facets}
        reader = entities.reader
        counted = {
            entry["value"]: reader.label(reader.node(entry["value"]))
            for name, facet in facets.items()
            if name != YEAR and kind.parameters[name].type == "ref"
            for entry in facet["counts"]
        }
        return {
            "kind": kind.name,
            "read_as": _sentence(kind, found.words, wanted.sort),
            "total": len(found.ids),
            "undecided": found.undecided,
            "sort": wanted.sort,
            "limit": wanted.limit,
            "items": items,
            "labels": dict(sorted({**labels(items), **counted}.items())),
            "facets": facets,
            "next": page.next,
            "prev": page.prev,
        }

    def _counted(self, kind: Kind, name: str, ids: Iterable[str]) -> dict[str, Any]:
        """How many entities have each value, the commonest first, and how many have none."""
        counts: Counter[str] = Counter()
        without = 0
        column = {} if name == YEAR else self.index.column(kind.parameters[name].term.property)
        for id_ in ids:
            values = set(column.get(id_, ())) if name != YEAR else _years(*self.index.time(id_))
            counts.update(values)
            without += not values
        ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        return {"counts": [{"value": value, "count": count} for value, count in ranked], "without": without}


@dataclass(frozen=True)
class _Value:
    """The value by which an entity is sorted."""

    entities: Entities
    changes: Changes
    name: str
    spec: FieldSpec | None

    def __call__(self, id_: str) -> tuple[Atom, ...] | None:
        index = self.entities.index
        if self.spec and self.spec.type in _NUMBERS:
            values = index.column(self.spec.term.property).get(id_)
            return (float(min(values)),) if values else None
        if self.name == "id":
            return (id_,)
        if self.name == "updated":
            return self.changes.updated.get(id_, ())[1:] or None
        if self.name == "label":
            reader = self.entities.reader
            return (fold(reader.label(reader.node(id_))),)
        first, last = index.span(self.spec.term.property, id_) if self.spec else index.time(id_)
        return (first or last, last or "9999-12-31") if first or last else None


def _order(kind: Kind, sort: str, entities: Entities, changes: Changes) -> tuple[Order, _Value]:
    """The order that `sort` names, and what gives each entity's value in it. Raises ParameterError."""
    name = sort.removeprefix("-")
    known = sortable(kind)
    if name not in known:
        raise ParameterError(f"sort: '{sort[:80]}' is not known", suggestion(name, list(known)))
    spec = known[name]
    types: tuple[type, ...] = {"id": (str,), "label": (str,), "updated": (str,)}.get(name, (str, str))
    if spec and spec.type in _NUMBERS:
        types = (float,)
    return Order(types, sort.startswith("-")), _Value(entities, changes, name, spec)


def _times(first: str, last: str) -> dict[str, str]:
    """When an entity was first recorded, and last recorded or changed."""
    return {"recorded": first, "updated": last}


def _years(first: str, last: str) -> set[str]:
    """The year in which something was or began; where that is open, the one in which it ended."""
    return {(first or last)[:4]} if first or last else set()


def _sentence(kind: Kind, words: Sequence[str], sort: str) -> str:
    name = sort.removeprefix("-").replace("_", " ")
    way = ", last first" if sort.startswith("-") else ""
    of = kind.collection.replace("-", " ")
    return f"{of} {', '.join(words)}".strip() + f"; by {name}{way}" + ("" if name == "id" else ", then id")


def labels(value: Any) -> dict[str, str]:
    """The label of every entity that plain values name, by id."""
    found: dict[str, str] = {}
    _collect(value, found)
    return dict(sorted(found.items()))


def _collect(value: Any, found: dict[str, str]) -> None:
    if isinstance(value, Mapping):
        if "iri" not in value and isinstance(value.get("id"), str) and isinstance(value.get("label"), str):
            found[value["id"]] = value["label"]
        for inner in value.values():
            _collect(inner, found)
    elif isinstance(value, list):
        for inner in value:
            _collect(inner, found)
