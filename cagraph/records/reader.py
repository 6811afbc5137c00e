"""Reads YAML records: every scalar as text, every field with its line, every fault with its place."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml
from pydantic import ValidationError

from cagraph.errors import DataError, Problem, suggestion
from cagraph.model import Entity, Kind, Model, migrated

Location = tuple[str | int, ...]
IGNORED: Final = frozenset({"expectations.yaml"})
MODEL_FILE: Final = "MODEL"
MIGRATED: Final = ".migrated"  # what a migration leaves that was cut off at its end
MAX_BYTES: Final = 10_000_000
MAX_DEPTH: Final = 12
NULL: Final = re.compile("~|null|Null|NULL")
LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def place(file: str, marks: Mapping[Location, str], location: Location) -> str:
    """Where a value stands, or the nearest thing around it that has a mark.

    A mark is what follows the name of the file: `:7` in YAML, `, row 7, column D` in a table.
    """
    while location and location not in marks:
        location = location[:-1]
    return f"{file}{marks.get(location, ':1')}"


@dataclass(frozen=True)
class Loaded:
    """A record with its kind and the place it was read from."""

    record: Entity
    kind: Kind
    file: str
    marks: Mapping[Location, str]

    def where(self, *location: str | int) -> str:
        """`file:line` of a field, or of the nearest thing around it that has a line."""
        return place(self.file, self.marks, location)


@dataclass(frozen=True)
class Dataset:
    """All records of a data directory or of one file, in the order of files and lines.

    `remarks` says what a file holds that was passed over without being a fault, such as properties of other
    vocabularies that mean nothing here; `refused` are the plain values of which the model makes no record, with faults.
    """

    loaded: tuple[Loaded, ...]
    remarks: tuple[Problem, ...] = ()
    refused: tuple[tuple[dict[str, Any], tuple[Problem, ...]], ...] = ()

    @property
    def records(self) -> list[Entity]:
        """The records alone."""
        return [item.record for item in self.loaded]


Marker = Callable[[yaml.Mark], str]


def line_of(mark: yaml.Mark) -> str:
    """The mark of a value in a file whose lines are short: `:7`."""
    return f":{mark.line + 1}"


class _Tree:
    """Turns composed YAML nodes into plain values and notes the place of each."""

    def __init__(self, file: str, marker: Marker) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.marks: dict[Location, str] = {}
        self._marker = marker
        self._seen: set[int] = set()

    def value(self, node: yaml.Node, location: Location) -> Any:
        mark = self._marker(node.start_mark)
        self.marks.setdefault(location, mark)
        if len(location) > MAX_DEPTH:
            self.fault(mark, "nested too deeply", "no field holds more than lists of mappings")
            return None
        if not isinstance(node, yaml.ScalarNode):
            if id(node) in self._seen:
                self.fault(mark, "anchors and aliases are not read", "write the value out")
                return None
            self._seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, location)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*location, index)) for index, item in enumerate(node.value)]
        return node.value

    def _mapping(self, node: yaml.MappingNode, location: Location) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            mark = self._marker(key_node.start_mark)
            if not isinstance(key_node, yaml.ScalarNode):
                self.fault(mark, "a key must be a single word", "check the indentation")
                continue
            key = str(key_node.value)
            if key in values:
                self.fault(mark, f"'{key}' is given twice in one record", "keep one of them")
                continue
            self.marks[(*location, key)] = mark
            if isinstance(value_node, yaml.ScalarNode) and not value_node.style and NULL.fullmatch(value_node.value):
                self.fault(mark, f"{key}: '{value_node.value}' is no value", "leave the field out; a text is quoted")
                continue
            values[key] = self.value(value_node, (*location, key))
        return values

    def fault(self, mark: str, message: str, hint: str = "") -> None:
        self.problems.append(Problem(f"{self.file}{mark}", message, hint))


def files_of(directory: Path) -> list[Path]:
    """The record files of a data directory, sorted by path. Raises DataError when there are none."""
    if not directory.is_dir():
        raise DataError(f"{directory}: there is no such directory of records", "name one with CAGRAPH_DATA")
    found = [
        path
        for path in sorted(directory.rglob("*.yaml"))
        if path.name not in IGNORED and not any(part.startswith(".") for part in path.relative_to(directory).parts)
    ]
    if not found:
        raise DataError(f"{directory}: there are no .yaml files in it", "name another directory with CAGRAPH_DATA")
    return found


Values = dict[str, Any]
Marks = dict[Location, str]


def compose(text: str, file: str) -> tuple[list[tuple[Values, Marks]], list[Problem]]:
    """The records of one YAML text as plain values with their lines, and the faults of its form."""
    node, fault = root(text, file)
    if node is None:
        return [], [fault] if fault else []
    if not isinstance(node, yaml.SequenceNode):
        return [], [Problem(f"{file}:1", "a file holds a list of records", "begin each record with '- kind: …'")]
    return plain(node.value, file, line_of)


def root(text: str, file: str) -> tuple[yaml.Node | None, Problem | None]:
    """The node of a whole YAML text, none for an empty one; or the fault of its form."""
    try:
        return yaml.compose(text, Loader=LOADER), None
    except (yaml.YAMLError, RecursionError) as error:
        return None, _broken(error, file)


def plain(nodes: Iterable[yaml.Node], file: str, marker: Marker) -> tuple[list[tuple[Values, Marks]], list[Problem]]:
    """Records as plain values with the marks of their fields, and what is wrong with their form."""
    found: list[tuple[Values, Marks]] = []
    problems: list[Problem] = []
    for item in nodes:
        tree = _Tree(file, marker)
        value = tree.value(item, ())
        problems += tree.problems
        if not isinstance(value, dict):
            where = f"{file}{marker(item.start_mark)}"
            problems.append(Problem(where, "a record is a mapping", "begin it with '- kind: …'"))
        elif not tree.problems:
            found.append((value, tree.marks))
    return found, problems


def _broken(error: yaml.YAMLError | RecursionError, file: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    where = f"{file}:{mark.line + 1}:{mark.column + 1}" if mark else f"{file}:1"
    reason = getattr(error, "problem", None) or getattr(error, "reason", None) or "nested too deeply"
    return Problem(where, f"the YAML is broken: {reason}", "quote values that hold ': ' or begin with a sign")


def read(directory: Path, model: Model) -> tuple[Dataset, list[Problem]]:
    """Read and validate all records below a directory.

    Returns what could be read and the faults found; ids and references are left to the checks.
    """
    loaded: list[Loaded] = []
    problems: list[Problem] = []
    since = model_of(directory, model)
    for path in files_of(directory):
        file = f"{directory.name}/{path.relative_to(directory).as_posix()}"
        text, fault = _text(path, file)
        if fault:
            problems.append(fault)
            continue
        values, faults = compose(text, file)
        problems += faults
        for value, marks in ((new, marks) for old, marks in values for new in migrated([old], since, model.steps)):
            record, kind, faults = validate(value, marks, file, model)
            problems += faults
            if record is not None and kind is not None:
                loaded.append(Loaded(record, kind, file, marks))
    return Dataset(tuple(loaded)), problems


def model_of(directory: Path, model: Model) -> int:
    """The number of the model that the files of a directory are of: that in its file MODEL, else the first.

    Raises DataError where it is none, or that of a later model, and where a migration was cut off.
    """
    path = directory / MODEL_FILE
    if (directory / MIGRATED).exists():
        raise DataError(f"{directory}: its migration was cut off, and is not finished", "say: cagraph migrate")
    try:
        number = int(path.read_text(encoding="ascii")) if path.exists() else 1
    except (OSError, ValueError) as error:
        raise DataError(f"{path}: this is no number of a model", f"write {model.number}") from error
    if not 1 <= number <= model.number:
        raise DataError(f"{path}: there is no model {number} here, the latest is {model.number}", "upgrade cagraph")
    return number


def _text(path: Path, file: str) -> tuple[str, Problem | None]:
    try:
        if path.stat().st_size > MAX_BYTES:
            return "", Problem(f"{file}:1", f"the file is larger than {MAX_BYTES} bytes", "split it by year")
        return path.read_text(encoding="utf-8"), None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return "", Problem(f"{file}:{line}", "the file is not UTF-8", "save it as UTF-8")
    except OSError as error:
        return "", Problem(f"{file}:1", f"cannot be read: {error.strerror}", "check the file's permissions")


def validate(
    value: Values, marks: Mapping[Location, str], file: str, model: Model
) -> tuple[Entity | None, Kind | None, list[Problem]]:
    """Make a record of plain values, or say field by field why not."""

    def where(location: Location) -> str:
        return place(file, marks, location)

    body = dict(value)
    name = body.pop("kind", None)
    known = [kind.name for kind in model.concrete]
    if not isinstance(name, str) or name not in known:
        said = "a record needs a `kind`" if name is None else f"there is no kind '{name}'"
        return None, None, [Problem(where(("kind",)), said, suggestion(str(name), known))]
    kind = model.kinds[name]
    try:
        record = kind.cls.model_validate(body)
    except ValidationError as error:
        return None, kind, [_fault(item, where, kind) for item in error.errors(include_url=False)]
    return record if isinstance(record, Entity) else None, kind, []


def _fault(error: Any, where: Any, kind: Kind) -> Problem:
    location: Location = tuple(part for part in error["loc"] if part != "[key]")
    field = ".".join(str(part) for part in location) or kind.name
    message = str(error["msg"]).removeprefix("Value error, ")
    hint = ""
    if error["type"] == "extra_forbidden":
        owner = _owner(kind, location)
        message = f"{owner.__name__} has no field '{location[-1]}'"
        return Problem(where(location), message, suggestion(str(location[-1]), list(owner.model_fields)))
    if error["type"] == "missing":
        return Problem(where(location[:-1]), f"{field}: is missing", f"every {kind.name} needs it")
    if error["type"] == "string_pattern_mismatch":
        message = f"'{error['input']}' does not have the form {error['ctx']['pattern']}"
    elif error["type"] in {"list_type", "dict_type", "model_type"}:
        hint = "write [a, b] for a list, {key: value} for a mapping"
    return Problem(where(location), f"{field}: {message}", hint)


def _owner(kind: Kind, location: Location) -> Any:
    """The class that refuses a field: the kind's own, its evidence's, or a component's."""
    first = location[0] if len(location) > 1 else None
    if first == "evidence":
        return Entity.model_fields["evidence"].annotation.__args__[0]  # type: ignore[union-attr]
    spec = kind.field.get(str(first))
    return spec.component.cls if spec and spec.component else kind.cls
