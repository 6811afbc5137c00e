"""The types of columns: what the values of a table are, whichever library holds them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final


@dataclass(frozen=True)
class Type:
    """A type by its name; a list names the type of its items in `of`, a part-by-part value those of its `parts`."""

    name: str
    of: "Type | None" = None
    parts: "tuple[tuple[str, Type], ...]" = ()


TEXT: Final = Type("text")
INTEGER: Final = Type("integer")
NUMBER: Final = Type("number")
BOOLEAN: Final = Type("boolean")
DAY: Final = Type("day")
DATE: Final = Type("date")
"""A date of any precision, as text."""
ENTITY: Final = Type("entity")
"""A mapping with the id and label of an entity."""
NAMES: Final = Type("names")
"""A mapping of language tags to a text, or to a list of texts."""

_BY_PYTHON: Final = MappingProxyType({bool: BOOLEAN, int: INTEGER, float: NUMBER, str: TEXT})
_WIDEST: Final = 2**63


def list_of(type_: Type) -> Type:
    """The type of lists."""
    return Type("list", type_)


def parts(of: Mapping[str, Type]) -> Type:
    """The type of mappings with these parts."""
    return Type("parts", parts=tuple(of.items()))


def typed(values: Sequence[Any]) -> Type:
    """The type that plain values have in common; text where they have none.

    >>> typed([1, None, 2.5]).name
    'number'
    """
    found = {_type(value) for value in values if value is not None}
    if found == {INTEGER, NUMBER}:
        return NUMBER
    if found == {ENTITY, TEXT}:  # an IRI that is not of the graph stands among entities
        return ENTITY
    return found.pop() if len(found) == 1 else TEXT


def _type(value: Any) -> Type:
    if isinstance(value, Mapping) and "id" in value and "label" in value:
        return ENTITY
    if type(value) is int and not -_WIDEST <= value < _WIDEST:
        return TEXT
    return _BY_PYTHON.get(type(value), TEXT)
