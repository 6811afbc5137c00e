"""What links to an entity: counted by property and kind, and in pages, however many there are."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any, Final, overload

from cagraph.errors import ParameterError, suggestion
from cagraph.graph.index import Index
from cagraph.graph.paging import Key, Order, cut, fingerprint
from cagraph.model import FieldSpec
from cagraph.queries import Reader

ORDER: Final = Order((str, str, str))
FIRST: Final = 10
_UNDATED: Final = "~"
Group = tuple[str, str]


class _Chain(Sequence[Key]):
    """Groups of keys one after the other, without putting them together."""

    def __init__(self, groups: Sequence[Sequence[Key]]) -> None:
        self._groups = groups
        self._ends = list(accumulate(len(group) for group in groups))

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    @overload
    def __getitem__(self, place: int) -> Key: ...
    @overload
    def __getitem__(self, place: slice) -> list[Key]: ...
    def __getitem__(self, place: int | slice) -> Key | list[Key]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        group = bisect_right(self._ends, place)
        return self._groups[group][place - (self._ends[group - 1] if group else 0)]


@dataclass(frozen=True)
class Links:
    """The accepted links of a store, from what they lead to back to what they come from.

    They are ordered by property, then by the kind that they come from, its date, and its id.
    """

    index: Index

    @cached_property
    def _incoming(self) -> dict[str, dict[Group, list[Key]]]:
        """The keys of what links to each entity, by property and kind, arranged: read in a pass over each property."""
        found: dict[str, dict[Group, set[Key]]] = defaultdict(lambda: defaultdict(set))
        for spec in self._properties():
            name = spec.parameter
            for subject, targets in self.index.column(spec.term.property).items():
                id_ = self.index.owners.get(subject, subject)
                kind = self.index.kinds.get(id_)
                if kind:
                    key = Key((name, kind, self.index.time(id_)[0] or _UNDATED), id_)
                    for target in targets:
                        found[target][(name, kind)].add(key)
        return {
            target: {group: ORDER.arranged(groups[group]) for group in sorted(groups)}
            for target, groups in found.items()
            if target in self.index.kinds
        }

    def _properties(self) -> Iterator[FieldSpec]:
        """Every field that refers to entities, one for each property; a component's are its owner's."""
        seen: set[str] = set()
        for kind in (*self.index.model.kinds.values(), *self.index.model.components):
            for spec in (*kind.fields, *(one for field in kind.fields for one in field.shortcuts())):
                if spec.type == "ref" and not spec.term.shortcut and spec.term.property not in seen:
                    seen.add(spec.term.property)
                    yield spec

    def first(self, id_: str, reader: Reader) -> dict[str, Any]:
        """How many link to an entity, of which kind and by which property, and the first few of them."""
        found = self.page(id_, "", "", FIRST, "", reader)
        return {name: found[name] for name in ("total", "counts", "items")}

    def page(self, id_: str, predicate: str, kind: str, limit: int, cursor: str, reader: Reader) -> dict[str, Any]:
        """A page of what links to an entity, by one property or all, of one kind or all. Raises ParameterError."""
        groups = self._incoming.get(id_, {})
        counts = [{"predicate": name, "kind": of, "count": len(keys)} for (name, of), keys in groups.items()]
        known = sorted({name for name, _ in groups})
        if predicate and predicate not in known and predicate not in {one.parameter for one in self._properties()}:
            hint = suggestion(predicate, known) if known else "nothing links to it"
            raise ParameterError(f"predicate: nothing is linked by '{predicate[:80]}'", hint)
        chain = _Chain(
            [
                keys
                for (name, of), keys in groups.items()
                if predicate in ("", name) and (not kind or self.index.model.is_a(of, kind))
            ]
        )
        page = cut(chain, ORDER, limit, cursor, fingerprint("links", id_, predicate, kind))
        items = [self._item(key, reader) for key in page.keys]
        return {
            "id": id_, "total": len(chain), "counts": counts, "limit": limit, "items": items,
            "next": page.next, "prev": page.prev,
        }  # fmt: skip

    def _item(self, key: Key, reader: Reader) -> dict[str, Any]:
        """How something is linked, and what it is."""
        first, last = self.index.time(key.id)
        return {
            "predicate": (key.value or ("",))[0],
            "id": key.id,
            "kind": self.index.kinds[key.id],
            "label": reader.label(reader.node(key.id)),
            "earliest": first or None,
            "latest": last or None,
        }
