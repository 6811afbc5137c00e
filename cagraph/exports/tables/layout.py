"""Which tables there are and what stands in their columns: all of it follows from the model."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cagraph.model import FieldSpec, Kind, Model

ENTITIES = "entities"
CLAIMS = "claims"
EVIDENCE = "evidence"
_TYPES = {"integer": "integer", "decimal": "number", "boolean": "boolean", "day": "date"}


@dataclass(frozen=True)
class Column:
    """A column: `type` is string, integer, number, boolean or date; `refers` the table whose key it holds."""

    name: str
    type: str
    about: str
    refers: str = ""
    required: bool = False


@dataclass(frozen=True)
class Layout:
    """A table: its columns, and those that tell its rows apart."""

    name: str
    about: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        """The names of the columns."""
        return [column.name for column in self.columns]


def layouts(model: Model) -> tuple[Layout, ...]:
    """All tables: entities, one for each kind, one for each field of several values, components, claims, evidence."""
    kinds = tuple(of_kind(kind) for kind in model.concrete)
    links = tuple(of_field(kind, spec) for kind, spec in fields_of_several(model))
    return (_entities(), *kinds, *links, *(of_component(kind) for kind in model.components), _claims(), _evidence())


def fields_of_several(model: Model) -> Iterator[tuple[Kind, FieldSpec]]:
    """The fields that can have several values, each with the kind that declares it; components apart."""
    for kind in model.kinds.values():
        for spec in kind.fields:
            several = spec.many or spec.type in {"langmap", "langlists"}
            if several and not spec.component and spec.name in kind.cls.__annotations__:
                yield kind, spec


def snake(name: str) -> str:
    """A name in camel case, or a plural with hyphens, as a name of a table.

    >>> snake("TreatyAct"), snake("event-series")
    ('treaty_act', 'event_series')
    """
    return re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower().replace("-", "_")


def table_of(kind: Kind) -> str:
    """The name of the table of a kind or component."""
    return snake(kind.collection)


def link_table(kind: Kind, spec: FieldSpec) -> str:
    """The name of the table that has the values of a field, after the kind that declares it: `instrument_parties`."""
    return f"{snake(kind.name)}_{spec.name}"


def of_kind(kind: Kind) -> Layout:
    """A row for each accepted entity of a kind. Of several values, the ids or texts are joined, for reading."""
    columns = [_id("id", "the entity", ENTITIES), Column("label", "string", "its English label", required=True)]
    for spec in kind.fields:
        if not spec.component and spec.type not in {"langmap", "langlists"}:
            columns += _columns(spec)
    return Layout(table_of(kind), kind.doc, tuple(columns), ("id",))


def _columns(spec: FieldSpec) -> list[Column]:
    if spec.many:
        return [Column(spec.name, "string", f"{spec.doc}; several between semicolons")]
    if spec.type == "date":
        return [
            Column(spec.name, "string", f"{spec.doc}; as the source says it (EDTF)"),
            Column(f"{spec.name}_earliest", "date", f"{spec.doc}; the first day that it can mean"),
            Column(f"{spec.name}_latest", "date", f"{spec.doc}; the last day that it can mean"),
        ]
    return [Column(spec.name, _TYPES.get(spec.type, "string"), spec.doc, ENTITIES if spec.type == "ref" else "")]


def of_field(kind: Kind, spec: FieldSpec) -> Layout:
    """A row for each value of a field that can have several."""
    first = _id("id", f"the {snake(kind.name).replace('_', ' ')}", ENTITIES)
    about = f"{kind.name}, {spec.name.replace('_', ' ')}: {spec.doc}"
    if spec.type in {"langmap", "langlists"}:
        columns = (first, Column("language", "string", "tag of its language", required=True), _value("the text"))
        return Layout(link_table(kind, spec), about, columns, ("id", "language", "value"))
    value = _id("value", spec.doc, ENTITIES) if spec.type == "ref" else _value(spec.doc)
    rest = _columns_of_dates() if spec.type == "date" else ()
    return Layout(link_table(kind, spec), about, (first, value, *rest), ("id", "value"))


def _columns_of_dates() -> tuple[Column, ...]:
    return (
        Column("value_earliest", "date", "the first day that it can mean"),
        Column("value_latest", "date", "the last day that it can mean"),
    )


def of_component(kind: Kind) -> Layout:
    """A row for each component, such as a participation."""
    columns = [
        Column("id", "string", "the part, by its owner, field and key", required=True),
        _id("of", "the entity that it is a part of", ENTITIES),
        *(column for spec in kind.fields for column in _columns(spec)),
    ]
    return Layout(table_of(kind), kind.doc, tuple(columns), ("id",))


def _entities() -> Layout:
    columns = (
        Column("number", "integer", "its place in this table", required=True),
        Column("id", "string", "the entity", required=True),
        Column("iri", "string", "its address", required=True),
        Column("kind", "string", "its kind; empty for what is only referred to"),
        Column("label", "string", "its English label"),
        Column("accepted", "boolean", "whether it stands as fact, else it is only claimed", required=True),
        Column("names", "string", "its names in all languages and scripts, between semicolons"),
        Column("search_keys", "string", "its names as keys by sound, which spellings in all scripts share"),
    )
    return Layout(ENTITIES, "Every entity, accepted or only claimed, whatever its kind.", columns, ("id",))


def _claims() -> Layout:
    columns = (
        Column("id", "string", "the claim", required=True),
        _id("about", "the entity that it is about", ENTITIES),
        _id("source", "the source that makes it", ENTITIES),
        Column("at", "string", "where in the source"),
        Column("polarity", "string", "asserted or denied"),
        Column("modality", "string", "in what manner it is said: stated, inferred, planned …"),
        Column("accepted", "boolean", "whether what it says stands as fact"),
        Column("attributed_to", "string", "whose hope, plan or view it is, when not the source's own", ENTITIES),
        Column("recorded", "date", "day on which it entered the data"),
        Column("retracted", "date", "day on which it was withdrawn here"),
        Column("quote", "string", "the passage word for word"),
        Column("note", "string", "how the curator read it"),
    )
    return Layout(CLAIMS, "What one place in one source says about one entity, and how.", columns, ("id",))


def _evidence() -> Layout:
    columns = (
        Column("number", "integer", "its place in this table", required=True),
        _id("claim", "the claim", CLAIMS),
        _id("entity", "the entity that it is about", ENTITIES),
        Column("field", "string", "the field that it gives a value to", required=True),
        Column("part", "string", "the key of the part, or the language, where the field has several"),
        _value("the value; of a component its parts as JSON"),
    )
    about = "Each value that a claim gives to a field: with `accepted` of the claim, what accepted values rest on."
    return Layout(EVIDENCE, about, columns, ("number",))


def _id(name: str, about: str, table: str) -> Column:
    return Column(name, "string", about, table, required=True)


def _value(about: str) -> Column:
    return Column("value", "string", about, required=True)
