"""XLSX: a sheet holds the records of the kind it is named after; what Excel makes of values is undone or refused."""

import re
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any, Final
from warnings import catch_warnings, simplefilter
from zipfile import BadZipFile, ZipFile

from cagraph.errors import Problem, suggestion
from cagraph.intake.columns import Column
from cagraph.intake.draft import Circumstances, Findings, Format
from cagraph.intake.rows import CellError, Sheet, as_text, drafts, letter
from cagraph.model import Model

# Sheets of a template that tell of columns and terms, and hold no records.
ABOUT: Final = ("Columns", "Terms")
_LARGEST: Final = 20_000_000
_UNPACKED: Final = 200_000_000
_CELLS: Final = 5_000_000
_ROWS: Final = 200_000
_MOST: Final = 100
_PARTS: Final = 10_000
_DECLARED: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_MERGED: Final = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?\bref=\"([A-Z0-9:]{2,40})\"")
_UNMERGE: Final = "unmerge them, and fill in each row"
# A broken workbook makes the library stumble in any of these ways.
_STUMBLES: Final = (
    BadZipFile, SyntaxError, zlib.error, LookupError, ValueError, TypeError, AttributeError, ArithmeticError,
    NotImplementedError, EOFError, OSError, RuntimeError,
)  # fmt: skip


def read(content: bytes, file: str, told: Circumstances) -> Findings:
    """The drafts of a workbook, each value with sheet, row and column."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            fault = _unsafe(archive, file)
            return Findings(problems=[fault]) if fault else _sheets(content, archive, file, told.model)
    except _STUMBLES as error:
        said = f"{type(error).__name__}: {error}"[:200]
        return Findings(
            problems=[Problem(file, f"is no workbook that can be read: {said}", "save it anew as .xlsx, or as CSV")]
        )


def _unsafe(archive: ZipFile, file: str) -> Problem | None:
    """Why a workbook is not opened: it would unpack to more than it should, or its XML declares entities."""
    parts = archive.infolist()
    if len(parts) > _PARTS or sum(part.file_size for part in parts) > _UNPACKED:
        return Problem(file, f"the workbook unpacks to more than {_UNPACKED} bytes", "split it, or save it as CSV")
    for part in parts:
        if part.flag_bits & 1:
            return Problem(file, "the workbook is encrypted", "save it without a password")
        if part.filename.endswith((".xml", ".rels")):
            text = archive.read(part)
            if _DECLARED.search(text) or b"\x00" in text:
                return Problem(file, "the workbook's XML declares entities or is not UTF-8", "save it anew")
    return None


def _sheets(content: bytes, archive: ZipFile, file: str, model: Model) -> Findings:
    # Read as a stream: opened as a whole, a range of merged cells or of links is a cell for each of its places.
    from openpyxl import load_workbook

    with catch_warnings():
        simplefilter("ignore")  # of styles and rules that it passes over
        book = load_workbook(BytesIO(content), read_only=True)
    found = Findings()
    for sheet in book.worksheets:
        if sheet.title in ABOUT and sheet.title not in model.kinds:
            continue
        # The library keeps to itself which part of the archive a sheet is.
        one = _sheet(sheet, archive.read(vars(sheet)["_worksheet_path"]), f"{file}, sheet {sheet.title}", model)
        found.drafts += one.drafts
        found.problems += one.problems
    return found


def _sheet(sheet: Any, text: bytes, place: str, model: Model) -> Findings:
    merged = [Problem(place, f"the cells {ref.decode()} are merged", _UNMERGE) for ref in _MERGED.findall(text)]
    if merged:
        return Findings(problems=merged[:_MOST])
    try:
        rows = list(_rows(sheet))
    except _TooLargeError as error:
        hint = "delete the empty rows below and columns beside the table, or save it as CSV"
        return Findings(problems=[Problem(place, f"the sheet goes on beyond {error}", hint)])
    if not any(cell is not None for _, row in rows for cell in row):
        return Findings()
    names = [kind.name for kind in model.concrete]
    if sheet.title in names:
        return drafts(Sheet(place, _named(rows), sheet.title, text_of), model)
    if "kind" in {str(cell.value).strip() for cell in rows[0][1] if cell is not None}:
        return drafts(Sheet(place, _named(rows), "", text_of), model)
    hint = suggestion(sheet.title, names) + ", or add a column 'kind'"
    return Findings(problems=[Problem(place, f"there is no kind '{sheet.title}'", hint)])


class _TooLargeError(Exception):
    """A sheet of more cells than are read."""


def _rows(sheet: Any) -> Iterator[tuple[int, list[Any]]]:
    """The rows of a sheet with their numbers; a cell without a value is None. Raises _TooLargeError."""
    count = 0
    sheet.reset_dimensions()  # what the file says of its size may be wrong, and rows beyond it would be lost
    for number, row in enumerate(sheet.iter_rows(), start=1):
        count += len(row)
        if count > _CELLS or number > _ROWS:
            raise _TooLargeError(f"row {number}, column {letter(max(0, len(row) - 1))}")
        if row or number == 1:
            yield number, [cell if cell.value is not None and str(cell.value).strip() else None for cell in row]


def _named(rows: list[tuple[int, list[Any]]]) -> Iterator[tuple[int, list[Any]]]:
    """The rows, the first as texts."""
    (number, header), *others = rows
    yield number, [cell and cell.value for cell in header]
    yield from others


def text_of(cell: Any, wanted: Column) -> str:
    """What a cell holds, as a record has it. Raises CellError for what cannot be taken for certain."""
    value = cell.value
    if isinstance(value, time | timedelta):
        raise CellError("holds a time of day", "write what the column wants as text")
    if cell.data_type == "f":
        raise CellError("is a formula", "copy the cell and paste its value alone")
    if cell.data_type == "e":
        raise CellError(f"is the error {value}", "mend it, or empty the cell")
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime | date):
        return _day(value, str(cell.number_format), wanted)
    if isinstance(value, int | float):
        return _number(value, wanted)
    return as_text(value, wanted)


def _number(value: float, wanted: Column) -> str:
    if wanted.type in {"integer", "decimal"}:
        return repr(int(value)) if value == int(value) else repr(value)
    if wanted.type == "date" and 1000 <= value <= 2999 and value == int(value):
        return str(int(value))  # a year; the number of a day in Excel has five digits
    if wanted.type in {"date", "day"}:
        raise CellError(f"holds the number {value:g}, which is no date", "write it as text, as 2022-12-22")
    raise CellError(
        f"holds the number {value:g} where a text is wanted, so zeros may be lost",
        "format the column as Text, and type it again",
    )


def _day(value: date, shown: str, wanted: Column) -> str:
    """A date as far as its cell shows it: `Dec-22`, which Excel makes of 2022-12, is a month and no day."""
    if wanted.type not in {"date", "day"}:
        raise CellError(f"holds the date {value:%Y-%m-%d} where none is wanted", "format the column as Text")
    if isinstance(value, datetime) and value.time() != time():
        raise CellError("holds a time of day", "write the day alone")
    pattern = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", shown).lower()
    if "d" in pattern:
        return value.strftime("%Y-%m-%d")
    if value.day != 1 or (value.month != 1 and "m" not in pattern) or "y" not in pattern:
        raise CellError("holds a day that its format does not show", "show the day, or write the date as text")
    return value.strftime("%Y-%m" if "m" in pattern else "%Y")


FORMAT: Final = Format("XLSX", (".xlsx",), _LARGEST, read)
