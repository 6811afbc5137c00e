"""Tables as drafts of records: a row is a record, and every fault is named by row and column as spreadsheets do."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from cagraph.errors import Problem, suggestion
from cagraph.intake.columns import PLAIN, Column, UnknownColumnError, column, separated
from cagraph.intake.draft import Draft, Findings
from cagraph.model import Kind, Model
from cagraph.model.claims import EDITORIAL
from cagraph.records.reader import Location

ALL: Final = "*"
KIND: Final = Column(("kind",), "text")
_DAY: Final = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})")
_COMMA: Final = re.compile(r"-?\d+,\d+")
_TRUTHS: Final = {"истина": "true", "ложь": "false", "да": "true", "нет": "false"}


class CellError(Exception):
    """A cell whose value cannot be taken for certain, and what to do about it."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def as_text(value: Any, wanted: Column) -> str:
    """The text of a cell that holds text."""
    return str(value).strip()


@dataclass(frozen=True)
class Sheet:
    """A table: its name in faults, the kind of its rows where none says its own, and its rows with their numbers.

    `text` gives the text of a cell for a column. It raises CellError.
    """

    file: str
    rows: Iterable[tuple[int, list[Any]]]
    kind: str = ""
    text: Callable[[Any, Column], str] = as_text


@dataclass
class _Table:
    """The rows below one header."""

    sheet: Sheet
    model: Model
    header: list[str]
    found: Findings
    _columns: dict[str, list[Column | None]] = field(default_factory=dict)

    def row(self, number: int, row: list[Any]) -> None:
        filled = [(index, value) for index, value in enumerate(row) if value is not None and str(value).strip()]
        if not filled:
            return
        kind = self._kind(number, dict(filled))
        if kind is None:
            return
        columns = self._for(kind)
        taken: list[tuple[Column, Any, str]] = []
        known = len(self.found.problems)
        for index, value in filled:
            mark = f", row {number}, column {letter(index)}"
            wanted = columns[index] if index < len(columns) else None
            if index >= len(columns) or not self.header[index]:
                self.fault(mark, "the column has no name", "give it one in row 1, or empty it")
            elif wanted:
                try:
                    taken.append((wanted, _value(self.sheet.text(value, wanted), wanted), mark))
                except CellError as error:
                    self.fault(mark, f"{self.header[index]}: {error.message}", error.hint)
        if len(self.found.problems) == known:
            values, marks = assembled(taken, f", row {number}")
            _spread(values, kind)
            self.found.drafts.append(Draft({**values, "kind": kind.name}, self.sheet.file, marks))

    def _kind(self, number: int, filled: Mapping[int, Any]) -> Kind | None:
        index = self.header.index("kind") if "kind" in self.header else -1
        mark = f", row {number}" + (f", column {letter(index)}" if index in filled else "")
        try:
            name = self.sheet.text(filled[index], KIND) if index in filled else self.sheet.kind
        except CellError as error:
            self.fault(mark, f"kind: {error.message}", error.hint)
            return None
        known = [kind.name for kind in self.model.concrete]
        if name in known:
            return self.model.kinds[name]
        said = f"there is no kind '{name}'" if name else "the row does not say its kind"
        self.fault(mark, said, suggestion(name, known) if name else "fill in a column named 'kind'")
        return None

    def _for(self, kind: Kind) -> list[Column | None]:
        """What the columns hold for a kind; names that mean nothing are told once, at the header."""
        if kind.name not in self._columns:
            self._columns[kind.name] = [self._column(index, kind) for index in range(len(self.header))]
        return self._columns[kind.name]

    def _column(self, index: int, kind: Kind) -> Column | None:
        name = self.header[index]
        if not name:
            return None
        try:
            return column(name, kind)
        except UnknownColumnError as error:
            self.fault(f", row 1, column {letter(index)}", error.message, error.hint)
            return None

    def fault(self, mark: str, message: str, hint: str) -> None:
        self.found.problems.append(Problem(self.sheet.file + mark, message, hint))


def drafts(sheet: Sheet, model: Model) -> Findings:
    """The records of a table whose first row names its columns."""
    found = Findings()
    rows = iter(sheet.rows)
    _, first = next(rows, (1, []))
    header = [str(name or "").strip() for name in first]
    table = _Table(sheet, model, header, found)
    for index, name in enumerate(header):
        if name and name in header[:index]:
            same = letter(header.index(name))
            table.fault(f", row 1, column {letter(index)}", f"'{name}' is also the name of column {same}", "keep one")
    if not found.problems:
        for number, row in rows:
            table.row(number, row)
    return found


def letter(index: int) -> str:
    """The name of a column in spreadsheets, counted from 0.

    >>> letter(0), letter(25), letter(26), letter(701), letter(702)
    ('A', 'Z', 'AA', 'ZZ', 'AAA')
    """
    name = ""
    while index >= 0:
        name = chr(ord("A") + index % 26) + name
        index = index // 26 - 1
    return name


def _value(text: str, wanted: Column) -> Any:
    if wanted.many:
        return [_single(one, wanted) for one in separated(text)]
    return _single(text, wanted)


def _single(text: str, wanted: Column) -> str:
    """One value of a cell. Raises CellError where it can be read in two ways."""
    if wanted.type in {"date", "day"} and (match := _DAY.fullmatch(text)):
        one, two, year = f"{int(match[1]):02}", f"{int(match[3]):02}", match[4]
        ways = dict.fromkeys(f"{year}-{month}-{day}" for day, month in ((one, two), (two, one)) if int(month) <= 12)
        hint = f"write {' or '.join(ways)}" if len(year) == 4 and ways else "write it as 2022-12-22"
        raise CellError(f"'{text}' does not say for certain which is the day, the month and the year", hint)
    if wanted.type == "decimal" and _COMMA.fullmatch(text):
        raise CellError(f"'{text}' has a comma, which parts thousands elsewhere", f"write {text.replace(',', '.')}")
    return _TRUTHS.get(text.lower(), text) if wanted.type == "boolean" else text


def assembled(taken: Iterable[tuple[Column, Any, str]], row: str) -> tuple[dict[str, Any], dict[Location, str]]:
    """Values put in their places in a record, and the mark of each; gaps in the numbers of parts are closed."""
    entries = [entry for entry in taken if entry[1] != []]
    numbers: dict[Location, set[int]] = {}
    for wanted, _, _ in entries:
        for index, step in enumerate(wanted.path):
            if isinstance(step, int):
                numbers.setdefault(wanted.path[:index], set()).add(step)
    ranks = {path: {number: rank for rank, number in enumerate(sorted(known))} for path, known in numbers.items()}
    values: dict[str, Any] = {}
    marks: dict[Location, str] = {(): row}
    for wanted, value, mark in entries:
        path = tuple(_steps(wanted.path, ranks))
        _put(values, path, value, {place: len(known) for place, known in numbers.items()}, wanted.path)
        marks[path] = mark
    return values, marks


def _steps(path: Location, ranks: Mapping[Location, Mapping[int, int]]) -> Iterator[str | int]:
    for index, step in enumerate(path):
        yield ranks[path[:index]][step] if isinstance(step, int) else step


def _put(values: Any, path: Location, value: Any, sizes: Mapping[Location, int], named: Location) -> None:
    for index, step in enumerate(path[:-1]):
        if isinstance(step, int):
            values = values[step]
        elif named[: index + 1] in sizes:
            values = values.setdefault(step, [{} for _ in range(sizes[named[: index + 1]])])
        else:
            values = values.setdefault(step, {})
    values[path[-1]] = value


def _spread(values: dict[str, Any], kind: Kind) -> None:
    """Let `*` among what evidence supports stand for every field that the row fills in."""
    filled = [name for name in values if name in kind.field and name not in EDITORIAL and name not in PLAIN]
    for entry in values.get("evidence", ()):
        if entry.get("supports") == [ALL]:
            entry["supports"] = filled
