"""JSON: a list of records or one record; and JSON Lines: one record a line."""

import re
from collections.abc import Callable
from json import JSONDecodeError, JSONDecoder
from typing import Any, Final, NoReturn

from cagraph.errors import Problem
from cagraph.intake.draft import Circumstances, Draft, Findings, Format
from cagraph.intake.texts import decoded
from cagraph.records.reader import MAX_DEPTH, Location

_LARGEST: Final = 50_000_000
_SPACE: Final = re.compile(r"[ \t\n]*")
_BARE: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?(?![\w.+-])|(?:true|false|null)(?!\w)")

_STRINGS: Final = JSONDecoder()
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


class _BrokenError(Exception):
    """A text that is no JSON, from this offset on."""

    def __init__(self, offset: int, message: str, hint: str) -> None:
        super().__init__(message)
        self.offset = offset
        self.message = message
        self.hint = hint


class _Reader:
    """Reads the values of one text: numbers and truths as they are written, so that none is rounded; null as absent."""

    def __init__(self, text: str, file: str, first: int = 1) -> None:
        self.text = text
        self.file = file
        self.first = first
        self.drafts: list[Draft] = []
        self.problems: list[Problem] = []
        self._marks: dict[Location, str] = {}
        self._line = first
        self._start = 0
        self._counted = 0

    def mark(self, offset: int) -> str:
        """`:line:column` of an offset that is not before the last one asked for."""
        breaks = self.text.count("\n", self._counted, offset)
        if breaks:
            self._line += breaks
            self._start = self.text.rindex("\n", self._counted, offset) + 1
        self._counted = offset
        return f":{self._line}:{offset - self._start + 1}"

    def document(self) -> None:
        """Read a list of records, or one record, and nothing after it."""
        at = self._skip(0)
        if at == len(self.text):
            return
        after = self._records(at + 1) if self.text[at] == "[" else self._record(at)
        if after < len(self.text):
            self.fail(after, "something follows the end of the JSON", "put several records into one list: [ … ]")

    def line(self) -> None:
        """Read one record, or nothing."""
        at = self._skip(0)
        if at < len(self.text):
            after = self._record(at)
            if after < len(self.text):
                self.fail(after, "something follows the record", "write one record a line")

    def read(self, part: "Callable[[_Reader], None]") -> None:
        """Read by one of the two methods above; what is broken becomes a problem."""
        try:
            part(self)
        except _BrokenError as error:
            where = self.place(error.offset)
            self.problems.append(Problem(where, f"the JSON is broken: {error.message}", error.hint))

    def place(self, offset: int) -> str:
        """The file, line and column of any offset."""
        line = self.first + self.text.count("\n", 0, offset)
        return f"{self.file}:{line}:{offset - self.text.rfind(chr(10), 0, offset)}"

    def fail(self, offset: int, message: str, hint: str = "check brackets, commas and quotes before it") -> NoReturn:
        """Give up: what follows cannot be read for certain."""
        raise _BrokenError(offset, message, hint)

    def _skip(self, at: int) -> int:
        match = _SPACE.match(self.text, at)
        return match.end() if match else at

    def _records(self, at: int) -> int:
        at = self._skip(at)
        if self.text.startswith("]", at):
            return self._skip(at + 1)
        while True:
            at = self._record(at)
            if self.text.startswith("]", at):
                return self._skip(at + 1)
            at = self._comma(at, "]")

    def _comma(self, at: int, end: str) -> int:
        if not self.text.startswith(",", at):
            self.fail(at, f"a comma or '{end}' is wanted here")
        after = self._skip(at + 1)
        if self.text.startswith(end, after):
            self.fail(at, f"a comma stands before '{end}'", "remove it")
        return after

    def _record(self, at: int) -> int:
        mark = self.mark(at)
        known = len(self.problems)
        self._marks = {(): mark}
        value, after = self._value(at, ())
        if not isinstance(value, dict):
            self._problem(mark, "a record is an object", 'begin it with {"kind": …')
        elif len(self.problems) == known:
            self.drafts.append(Draft(value, self.file, self._marks))
        return self._skip(after)

    def _problem(self, mark: str, message: str, hint: str) -> None:
        self.problems.append(Problem(f"{self.file}{mark}", message, hint))

    def _value(self, at: int, location: Location) -> tuple[Any, int]:
        if len(location) > MAX_DEPTH:
            self.fail(at, "nested too deeply", "no field holds more than lists of objects")
        first = self.text[at : at + 1]
        if first == '"':
            return self._string(at)
        if first == "{":
            return self._object(at + 1, location)
        if first == "[":
            return self._array(at + 1, location)
        match = _BARE.match(self.text, at)
        if match is None:
            self.fail(at, "a value is wanted here" if first else "it ends too early")
        return None if match[0] == "null" else match[0], match.end()

    def _string(self, at: int) -> tuple[str, int]:
        try:
            value, after = _STRINGS.raw_decode(self.text, at)
        except JSONDecodeError as error:
            message = error.msg[0].lower() + error.msg[1:].removesuffix(" at")
            self.fail(max(at, min(error.pos, len(self.text))), message)
        if _SURROGATE.search(value):
            self.fail(at, "half of a surrogate pair is no character", "write the character itself")
        return value, after

    def _object(self, at: int, location: Location) -> tuple[dict[str, Any], int]:
        values: dict[str, Any] = {}
        given: set[str] = set()
        at = self._skip(at)
        if self.text.startswith("}", at):
            return values, at + 1
        while True:
            if not self.text.startswith('"', at):
                self.fail(at, "a name in double quotes is wanted here")
            mark = self.mark(at)
            key, after = self._string(at)
            if key in given:
                self._problem(mark, f"'{key}' is given twice in one object", "keep one of them")
            given.add(key)
            self._marks[(*location, key)] = mark
            at = self._skip(after)
            if not self.text.startswith(":", at):
                self.fail(at, f"a colon is wanted after '{key}'")
            value, at = self._value(self._skip(at + 1), (*location, key))
            if value is not None:
                values[key] = value
            at = self._skip(at)
            if self.text.startswith("}", at):
                return values, at + 1
            at = self._comma(at, "}")

    def _array(self, at: int, location: Location) -> tuple[list[Any], int]:
        values: list[Any] = []
        at = self._skip(at)
        if self.text.startswith("]", at):
            return values, at + 1
        while True:
            mark = self.mark(at)
            value, after = self._value(at, (*location, len(values)))
            if value is None:
                self._problem(mark, "null in a list is no value", "leave it out")
            self._marks.setdefault((*location, len(values)), mark)
            values.append(value)
            at = self._skip(after)
            if self.text.startswith("]", at):
                return values, at + 1
            at = self._comma(at, "]")


def read(content: bytes, file: str, told: Circumstances) -> Findings:
    """The drafts of a JSON file, each value with line and column."""
    text, fault = decoded(content, file)
    if fault:
        return Findings(problems=[fault])
    reader = _Reader(text, file)
    reader.read(_Reader.document)
    return Findings(reader.drafts, reader.problems)


def read_lines(content: bytes, file: str, told: Circumstances) -> Findings:
    """The drafts of a file of JSON Lines, each value with line and column; a broken line does not hide the others."""
    text, fault = decoded(content, file)
    if fault:
        return Findings(problems=[fault])
    found = Findings()
    for number, line in enumerate(text.split("\n"), start=1):
        reader = _Reader(line, file, number)
        reader.read(_Reader.line)
        found.drafts += reader.drafts
        found.problems += reader.problems
    return found


FORMAT: Final = Format("JSON", (".json",), _LARGEST, read)
LINES: Final = Format("JSON Lines", (".jsonl", ".ndjson"), _LARGEST, read_lines)
