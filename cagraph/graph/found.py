"""What lists give: plain values as ever, which are also tables with columns by the model."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from cagraph.model import FieldSpec, Kind, Model
from cagraph.tables import (
    BOOLEAN,
    DATE,
    DAY,
    ENTITY,
    INTEGER,
    NAMES,
    NUMBER,
    TEXT,
    Column,
    Table,
    Tabular,
    Type,
    list_of,
    parts,
    typed,
)

_SCALARS: Final[Mapping[str, Type]] = {
    "integer": INTEGER,
    "decimal": NUMBER,
    "boolean": BOOLEAN,
    "date": DATE,
    "day": DAY,
    "ref": ENTITY,
    "langmap": NAMES,
    "langlists": NAMES,
}
_OF_ALL: Final[Mapping[str, Type]] = {
    "id": TEXT,
    "iri": TEXT,
    "kind": TEXT,
    "label": TEXT,
    "accepted": BOOLEAN,
    "earliest": DAY,
    "latest": DAY,
}


class Found(dict[str, Any], Tabular):
    """A page of a list: the mapping that it always was, and a table of its `items`.

    The table has a column for each field of the kind, in the model's order, whether or not an item has it, and those
    of more special kinds that occur; names by language are lists of language and text, components lists of parts.
    """

    def __init__(self, values: Mapping[str, Any], model: Model, home: str) -> None:
        super().__init__(values)
        self._model = model
        self._home = home

    def table(self) -> Table:
        """The items, a row each."""
        items: Sequence[Mapping[str, Any]] = self["items"]
        types = dict(self._types(items))
        for item in items:
            for name in item.keys() - types.keys() - {"evidence"}:
                types[name] = typed([one.get(name) for one in items])
        columns = [Column(name, type_, [one.get(name) for one in items]) for name, type_ in types.items()]
        if not items or "evidence" in items[0]:
            columns.append(Column("evidence", list_of(TEXT), [_claims(one.get("evidence", ())) for one in items]))
        return Table(
            columns,
            about=str(self.get("read_as", "")),
            notes=[f"{len(items)} of {self['total']}", *self._undecided()],
            home=self._home,
            data_version=str(self.get("data_version", "")),
        )

    def _undecided(self) -> Iterator[str]:
        for name, many in (self.get("undecided") or {}).items():
            yield f"{name}: cannot be known for {many}"

    def _types(self, items: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Type]]:
        if "kind" not in self:  # links, whose items are no entities in full
            yield from ((name, _OF_ALL[name]) for name in ("id", "kind", "label", "earliest", "latest"))
            return
        yield from _OF_ALL.items()
        seen: set[str] = set()
        for name in dict.fromkeys((self["kind"], *(item["kind"] for item in items))):
            kind = self._model.kinds.get(name)
            for spec in _fields(kind):
                if spec.name not in seen:
                    seen.add(spec.name)
                    yield spec.name, _type(spec)


def _fields(kind: Kind | None) -> Sequence[FieldSpec]:
    return kind.fields if kind else ()


def _type(spec: FieldSpec) -> Type:
    """The type of a field's column."""
    if spec.component:
        return list_of(parts({part.name: _type(part) for part in spec.component.fields}))
    type_ = TEXT if spec.term.prefix else _SCALARS.get(spec.type, TEXT)
    return list_of(type_) if spec.many and type_ != NAMES else type_


def _claims(evidence: Sequence[Any]) -> list[str]:
    """The ids of claims, which stand alone or in full."""
    return [claim if isinstance(claim, str) else str(claim["claim"]) for claim in evidence]
