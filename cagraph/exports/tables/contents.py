"""The rows of the tables, read out of a store once."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

from pyoxigraph import Literal

from cagraph.errors import ExportError
from cagraph.exports.base import Material
from cagraph.exports.lists.rows import joined
from cagraph.exports.tables.layout import (
    CLAIMS,
    ENTITIES,
    EVIDENCE,
    Layout,
    fields_of_several,
    layouts,
    link_table,
    table_of,
)
from cagraph.model import FieldSpec, Kind, PartialDate
from cagraph.rdf.recover import parts_of
from cagraph.rdf.statements import Statements

Cell = str | int | Decimal | bool | date | None
Row = tuple[Cell, ...]


class Contents:
    """All tables of a graph with their rows, sorted by their keys. Raises ExportError for values of a wrong type."""

    def __init__(self, material: Material) -> None:
        self._said = Statements(list(material.store.quads()), material.model, material.names)
        self.model = material.model
        self._ids = self._said.ids()
        self._accepted: dict[str, tuple[Kind, dict[str, Any]]] = {
            id_: (kind, self._said.values(id_, kind))
            for id_ in self._ids
            if self._said.accepted(id_) and (kind := self._said.kind(id_))
        }
        self.layouts = layouts(material.model)

    @cached_property
    def tables(self) -> Mapping[str, tuple[Layout, list[Row]]]:
        """The tables by name. Every id that a column refers to is a row of `entities`."""
        found: dict[str, list[Row]] = {layout.name: [] for layout in self.layouts}
        for name, row in (*self._of_kinds(), *self._of_fields(), *self._of_components(), *self._of_claims()):
            found[name].append(row)
        by_name = {layout.name: layout for layout in self.layouts}
        found[EVIDENCE] = _numbered(found[EVIDENCE])
        named = {
            str(value)
            for name, rows in found.items()
            for place, column in enumerate(by_name[name].columns)
            if column.refers == ENTITIES
            for value in {row[place] for row in rows} - {None}
        }
        found[ENTITIES] = list(self._entities(named))
        return {name: (layout, _sorted(found[name], layout)) for name, layout in by_name.items()}

    def _entities(self, named: set[str]) -> Iterator[Row]:
        for number, id_ in enumerate(sorted({*self._ids, *named}), start=1):
            kind = self._said.kind(id_)
            yield (
                number, id_, self._said.names.id + id_, kind.name if kind else None, self._said.label(id_) or None,
                self._said.accepted(id_), joined(self._names(id_)) or None, " ".join(self._keys(id_)) or None,
            )  # fmt: skip

    def _names(self, id_: str) -> list[str]:
        kind, values = self._accepted.get(id_, (None, {}))
        texts = [
            text
            for spec in (kind.fields if kind else ())
            if spec.type in {"langmap", "langlists"}
            for one in values.get(spec.name, {}).values()
            for text in (one if isinstance(one, list) else [one])
        ]
        return sorted(set(texts))

    def _keys(self, id_: str) -> list[str]:
        terms = self._said.terms(id_, self._said.names.ontology + "searchKey")
        return sorted({term.value for term in terms if isinstance(term, Literal)})

    def _of_kinds(self) -> Iterator[tuple[str, Row]]:
        for id_, (kind, values) in self._accepted.items():
            cells = [cell for spec in kind.fields if _is_column(spec) for cell in _cells(spec, values, id_)]
            yield table_of(kind), (id_, self._said.label(id_), *cells)

    def _of_fields(self) -> Iterator[tuple[str, Row]]:
        declared = [(link_table(kind, spec), kind, spec) for kind, spec in fields_of_several(self.model)]
        for id_, (kind, values) in self._accepted.items():
            for table, owner, spec in declared:
                if spec.name in values and self.model.is_a(kind.name, owner.name):
                    for row in _several(spec, values[spec.name], id_):
                        yield table, (id_, *row)

    def _of_components(self) -> Iterator[tuple[str, Row]]:
        for id_, (kind, _) in self._accepted.items():
            for spec in kind.fields:
                if spec.component:
                    for part, values in self._said.parts(id_, spec):
                        cells = [cell for one in spec.component.fields for cell in _cells(one, values, part)]
                        yield table_of(spec.component), (part, id_, *cells)

    def _of_claims(self) -> Iterator[tuple[str, Row]]:
        for id_ in self._ids:
            kind = self._said.kind(id_)
            if kind is None:
                continue
            for claim in self._said.claims(id_):
                told = {name: texts[0] for name, texts in self._said.provenance(claim).items()}
                name = claim.removeprefix(self._said.names.claim)
                days = [_day(told[key], name) if key in told else None for key in ("recorded", "retracted")]
                manner = [told.get(key) for key in ("source", "locator", "polarity", "modality")]
                yield CLAIMS, (
                    name, id_, *manner, told.get("accepted") == "true", told.get("attributedTo"), *days,
                    told.get("quote"), told.get("claimNote"),
                )  # fmt: skip
                for field_, value in self._said.values(id_, kind, claim).items():
                    for part, text in _evidence(kind.field[field_], value):
                        yield EVIDENCE, (name, id_, field_, part, text)


def _is_column(spec: FieldSpec) -> bool:
    return not spec.component and spec.type not in {"langmap", "langlists"}


def _cells(spec: FieldSpec, values: Mapping[str, Any], id_: str) -> list[Cell]:
    """The cells of a field in a row of its kind."""
    value = values.get(spec.name)
    if spec.many:
        return [joined([_full(spec, one) for one in value]) if value else None]
    if spec.type == "date":
        return [*_date(value, id_)] if value else [None, None, None]
    return [None if value is None else _typed(spec, value, id_)]


def _several(spec: FieldSpec, value: Any, id_: str) -> list[Row]:
    """The rows of a field of several values, without the id before them."""
    if spec.type in {"langmap", "langlists"}:
        found = [(tag, text) for tag, one in value.items() for text in (one if isinstance(one, list) else [one])]
        return sorted(set(found))
    if spec.type == "date":
        return [tuple(_date(one, id_)) for one in value]
    return [(_full(spec, one),) for one in value]


def _date(text: str, id_: str) -> list[Cell]:
    try:
        read = PartialDate.parse(text)
    except ValueError as error:
        raise _wrong(id_, text) from error
    return [text, read.earliest, read.latest]


def _day(text: str, id_: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise _wrong(id_, text) from error


def _typed(spec: FieldSpec, text: str, id_: str) -> Cell:
    try:
        if spec.type == "integer":
            return int(text)
        if spec.type == "decimal":
            return Decimal(text)
    except (ValueError, InvalidOperation) as error:
        raise _wrong(id_, text) from error
    return text == "true" if spec.type == "boolean" else _day(text, id_) if spec.type == "day" else _full(spec, text)


def _full(spec: FieldSpec, text: str) -> str:
    """A plain value as tables have it: links with the scheme of their field, addresses whole."""
    return spec.concept_id(text) if spec.type == "ref" else spec.term.prefix + text


def _evidence(spec: FieldSpec, value: Any) -> Iterator[tuple[str | None, str]]:
    """A claimed value as its parts, by key, and texts."""
    if spec.type == "langlists":
        yield from ((tag, text) for tag, texts in value.items() for text in texts)
        return
    for key, one in parts_of(spec, value).items() or [(None, value)]:
        if spec.component:
            fields = spec.component.field
            yield key, json.dumps({name: _full(fields[name], text) for name, text in one.items()}, ensure_ascii=False)
        else:
            yield key, _full(spec, one)


def _wrong(id_: str, text: str) -> ExportError:
    return ExportError(f"{id_} has a value of a wrong type: '{text[:80]}'", "write N-Quads or TriG instead")


def _sorted(rows: list[Row], layout: Layout) -> list[Row]:
    places = [layout.names.index(name) for name in layout.key]
    return sorted(set(rows), key=lambda row: [_ordered(row[place]) for place in places])


def _ordered(cell: Cell) -> tuple[int, str]:
    """Numbers by size, and before texts."""
    return (cell, "") if isinstance(cell, int) else (0, str(cell))


def _numbered(rows: list[Row]) -> list[Row]:
    ordered = sorted(set(rows), key=lambda row: [str(cell or "") for cell in row])
    return [(number, *row) for number, row in enumerate(ordered, start=1)]
