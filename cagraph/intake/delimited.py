"""CSV and TSV: a row is a record; separated by commas, semicolons or tabs, as the header shows."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO
from typing import Any, Final

from cagraph.errors import Problem
from cagraph.intake.draft import Circumstances, Findings, Format
from cagraph.intake.rows import Sheet, drafts
from cagraph.intake.texts import decoded

_LARGEST: Final = 50_000_000
_DELIMITERS: Final = ",;\t"
_TOLD: Final = re.compile(r"sep=([,;|\t])\n")
# Spreadsheets take such a text for a formula; an apostrophe before it says that it is none.
_RISKY: Final = re.compile(r"[=+\-@\t]|'['=+\-@\t]")
_GUARD: Final = re.compile(r"'(?=['=+\-@\t])")
_FIGURE: Final = re.compile(r"-?\d+(\.\d+)?")


def read(content: bytes, file: str, told: Circumstances) -> Findings:
    """The drafts of a table, each value with row and column."""
    text, fault = decoded(content, file)
    if fault:
        return Findings(problems=[fault])
    said = _TOLD.match(text)
    header = text[said.end() if said else 0 :].partition("\n")[0]
    delimiters = [mark for mark in _DELIMITERS if mark in header]
    if said is None and len(delimiters) > 1:
        return Findings(
            problems=[
                Problem(
                    f"{file}, row 1",
                    "the names of the columns are parted by more than one of comma, semicolon and tab",
                    "part them by one of these",
                )
            ]
        )
    broken: list[Problem] = []
    delimiter = said[1] if said else delimiters[0] if delimiters else ","
    rows = _rows(text[said.end() if said else 0 :], delimiter, 2 if said else 1, file, broken)
    found = drafts(Sheet(file, rows), told.model)
    found.problems += broken
    return found


def _rows(text: str, delimiter: str, first: int, file: str, broken: list[Problem]) -> Iterator[tuple[int, list[Any]]]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = first - 1
    try:
        for row in reader:
            number += 1
            yield number, [_GUARD.sub("", cell, count=1) if cell.startswith("'") else cell for cell in row]
    except csv.Error as error:
        unclosed = "unexpected end" in str(error)
        message = "a quoted value is not closed" if unclosed else f"the row is broken: {error}"
        broken.append(Problem(f"{file}, row {number + 1}", message, 'within quotes, write "" for a quote'))


def write(columns: list[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """A table with these columns, with a byte order mark, without which Excel takes Cyrillic for other letters."""
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_guarded(row.get(name, "")) for name in columns] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _guarded(text: str) -> str:
    return f"'{text}" if _RISKY.match(text) and not _FIGURE.fullmatch(text) else text


FORMAT: Final = Format("CSV", (".csv", ".tsv"), _LARGEST, read)
