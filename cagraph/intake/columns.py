"""Records as rows: which column holds which value. The names of columns follow from the model alone.

`date` holds a single value, `parties` several between semicolons, `names@ru` the text of a language,
`participants.1.who` a part of the first component, `evidence.2.source` a part of the second piece of evidence.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from cagraph.errors import suggestion
from cagraph.model import Entity, Evidence, FieldSpec, Kind
from cagraph.records.reader import Location

SHORT: Final = {name: f"evidence.1.{name}" for name in ("source", "at", "supports")}
PLAIN: Final = ("kind", "id", "label")
_DAYS: Final = frozenset({"recorded", "retracted"})
_NUMBER: Final = re.compile("[1-9][0-9]{0,2}")
_SEPARATOR: Final = re.compile(r"\\([\\;])|;")


class UnknownColumnError(Exception):
    """A name of a column that means nothing for a kind, and what may have been meant."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


@dataclass(frozen=True)
class Column:
    """What a column holds: the way to its value in a record (numbers count from 1), its type, whether several."""

    path: Location
    type: str
    many: bool = False
    spec: FieldSpec | None = None


def column(name: str, kind: Kind) -> Column:
    """What the column of that name holds for records of a kind. Raises UnknownColumnError."""
    parts = re.split("[.@]", name if name in kind.field else SHORT.get(name, name))
    if parts[0] in PLAIN and len(parts) == 1:
        return Column((name,), "text")
    if parts[0] == "evidence":
        return _of_evidence(name, parts, kind)
    return _of_field(name, parts, kind, ())


def _of_evidence(name: str, parts: list[str], kind: Kind) -> Column:
    if len(parts) < 3 or not _NUMBER.fullmatch(parts[1]):
        raise UnknownColumnError(f"'{name}' is no part of evidence", "write evidence.1.source, evidence.1.at")
    path: Location = ("evidence", int(parts[1]))
    if parts[2] not in Evidence.model_fields:
        raise UnknownColumnError(
            f"evidence has no field '{parts[2]}'", suggestion(parts[2], list(Evidence.model_fields))
        )
    if parts[2] == "says":
        return _of_field(name, parts[3:], kind, (*path, "says"))
    if len(parts) > 3:
        raise UnknownColumnError(f"'{parts[2]}' of evidence has no parts", f"write evidence.{parts[1]}.{parts[2]}")
    return Column((*path, parts[2]), "day" if parts[2] in _DAYS else "text", parts[2] == "supports")


def _of_field(name: str, parts: list[str], kind: Kind, before: Location) -> Column:
    first = parts[0] if parts else ""
    spec = kind.field.get(first)
    if spec is None:
        known = [*PLAIN, *kind.field, *SHORT]
        raise UnknownColumnError(f"{kind.name} has no column '{name}'", suggestion(first, known))
    path = (*before, first)
    if spec.type in {"langmap", "langlists"}:
        if len(parts) != 2:
            raise UnknownColumnError(f"'{name}' names no language", f"write {first}@en, {first}@ru, {first}@kk-Cyrl")
        return Column((*path, parts[1]), "text", spec.type == "langlists", spec)
    if spec.component:
        if len(parts) < 3 or not _NUMBER.fullmatch(parts[1]):
            example = f"{first}.1.{spec.component.fields[0].name}"
            raise UnknownColumnError(f"'{name}' does not say which part of which one", f"write {example}")
        return _of_field(name, parts[2:], spec.component, (*path, int(parts[1])))
    if len(parts) != 1:
        raise UnknownColumnError(f"'{first}' has no parts", f"write {first}")
    return Column(path, spec.type, spec.many, spec)


def joined(values: Iterable[str]) -> str:
    """Several values as one cell; a semicolon within a value is written `\\;`.

    >>> joined(["KAZ", "a;b"]), separated(joined(["KAZ", "a;b"]))
    ('KAZ; a\\\\;b', ['KAZ', 'a;b'])
    """
    return "; ".join(re.sub(r"([\\;])", r"\\\1", value) for value in values)


def separated(text: str) -> list[str]:
    """The values of a cell that holds several."""
    values, start, held = [], 0, ""
    for match in _SEPARATOR.finditer(text):
        held += text[start : match.start()]
        start = match.end()
        if match[1]:
            held += match[1]
        else:
            values.append(held)
            held = ""
    values.append(held + text[start:])
    return [value.strip() for value in values if value.strip()]


def cells(record: Entity, kind: Kind) -> dict[str, str]:
    """A record as one row: the text of each of its columns, by name."""
    plain = record.model_dump(mode="json", exclude_defaults=True)
    found = {"kind": kind.name, "id": record.id}
    if record.label:
        found["label"] = record.label
    found |= _of_values(plain, kind, "")
    short = {long: name for name, long in SHORT.items() if name not in kind.field}
    for number, entry in enumerate(plain.get("evidence", ()), start=1):
        for name, text in _of_entry(entry, kind, f"evidence.{number}."):
            found[short.get(name, name)] = text
    return found


def _of_entry(entry: Mapping[str, Any], kind: Kind, prefix: str) -> Iterator[tuple[str, str]]:
    for name, value in entry.items():
        if name == "says":
            yield from _of_values(value, kind, f"{prefix}says.").items()
        else:
            yield prefix + name, joined(value) if isinstance(value, list) else str(value)


def _of_values(values: Mapping[str, Any], kind: Kind, prefix: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for spec in kind.fields:
        value, name = values.get(spec.name), prefix + spec.name
        if value is None:
            continue
        if spec.type in {"langmap", "langlists"}:
            found |= {f"{name}@{tag}": _text(one) for tag, one in value.items()}
        elif spec.component:
            for number, one in enumerate(value, start=1):
                found |= _of_values(one, spec.component, f"{name}.{number}.")
        else:
            found[name] = _text(value)
    return found


def _text(value: Any) -> str:
    if isinstance(value, list):
        return joined(map(_text, value))
    return str(value).lower() if isinstance(value, bool) else str(value)
