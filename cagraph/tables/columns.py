"""Tables of typed columns, and how each column is spread out where libraries need flat ones."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from cagraph.model import PartialDate
from cagraph.tables.types import DATE, DAY, ENTITY, NAMES, TEXT, Type, list_of, parts

_NAME: Final = parts({"lang": TEXT, "text": TEXT})


@dataclass(frozen=True)
class Column:
    """A name, a type, and a value or None for each row."""

    name: str
    type: Type
    values: Sequence[Any]

    @property
    def empty(self) -> bool:
        """Whether no row has a value."""
        return all(value in (None, [], {}) for value in self.values)

    def spread(self) -> "Iterator[Column]":
        """The column as flat ones.

        A date keeps its text, and has its first and last day beside it; an entity is its id, with its label beside
        it; lists of either are lists in both columns. Names by language become a list of language and text.
        """
        type_ = self.type.of if self.type.name == "list" and self.type.of else self.type
        if type_ == DATE:
            yield self._each("", TEXT, _text)
            yield self._each("_earliest", DAY, _earliest)
            yield self._each("_latest", DAY, _latest)
        elif type_ == ENTITY:
            yield self._each("", TEXT, _id)
            yield self._each("_label", TEXT, _label)
        elif type_ == NAMES:
            told = [None if value is None else list(_names(value)) for value in self.values]
            yield Column(self.name, list_of(_NAME), told)
        else:
            yield self._each("", _flat(type_), _made(type_))

    def _each(self, ending: str, type_: Type, made: Callable[[Any], Any]) -> "Column":
        if self.type.name == "list":
            values = [None if many is None else [made(one) for one in many] for many in self.values]
            return Column(self.name + ending, list_of(type_), values)
        values = [None if value is None else made(value) for value in self.values]
        return Column(self.name + ending, type_, values)


@dataclass(frozen=True)
class Table:
    """Columns of the same length, and what a reader has to know with them.

    `home` is the address that the id of an entity is appended to for its own; `about` says what was asked, `notes`
    what must not be overlooked, `more` are tables that stand apart, each under its caption.
    """

    columns: Sequence[Column]
    caption: str = ""
    about: str = ""
    notes: Sequence[str] = ()
    home: str = ""
    data_version: str = ""
    more: "Sequence[Table]" = ()

    def __len__(self) -> int:
        return len(self.columns[0].values) if self.columns else 0

    def spread(self) -> dict[str, Column]:
        """The flat columns by name; of two that come to the same name the first stands."""
        found: dict[str, Column] = {}
        for column in self.columns:
            for flat in column.spread():
                found.setdefault(flat.name, flat)
        return found


def _flat(type_: Type) -> Type:
    """A type as it is within lists and parts: dates are text there, entities have an id and a label."""
    if type_ == DATE:
        return TEXT
    if type_ == ENTITY:
        return parts({"id": TEXT, "label": TEXT})
    if type_ == NAMES:
        return list_of(_NAME)
    if type_.name == "list" and type_.of:
        return list_of(_flat(type_.of))
    return parts({name: _flat(part) for name, part in type_.parts}) if type_.parts else type_


def _made(type_: Type) -> Callable[[Any], Any]:
    """What makes a value of a type out of a plain one."""
    if type_ == ENTITY:
        return lambda value: {"id": _id(value), "label": _label(value)}
    if type_ == NAMES:
        return lambda value: list(_names(value))
    if type_.name == "list" and type_.of:
        item = _made(type_.of)
        return lambda values: [item(value) for value in values]
    if type_.parts:
        makers = {name: _made(part) for name, part in type_.parts}
        return lambda value: {
            name: None if value.get(name) is None else made(value[name]) for name, made in makers.items()
        }
    return _MADE.get(type_.name, lambda value: value)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def _earliest(value: str) -> date | None:
    read = _read(value)
    return read.earliest if read else None


def _latest(value: str) -> date | None:
    read = _read(value)
    return read.latest if read else None


def _read(value: str) -> PartialDate | None:
    """The date, unless somebody wrote something else into the graph with its type."""
    try:
        return PartialDate.parse(value)
    except ValueError:
        return None


def _id(value: Any) -> str:
    return str(value["id"]) if isinstance(value, Mapping) else str(value)


def _label(value: Any) -> str:
    return str(value["label"]) if isinstance(value, Mapping) else str(value)


def _names(value: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    for tag, texts in value.items():
        for text in texts if isinstance(texts, list) else [texts]:
            yield {"lang": tag, "text": text}


_MADE: Final[Mapping[str, Callable[[Any], Any]]] = MappingProxyType(
    {"text": _text, "date": _text, "day": _day, "number": float}
)
