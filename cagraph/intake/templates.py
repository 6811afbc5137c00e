"""Tables to fill in: the columns of a kind, what each is for, and the terms that it takes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from cagraph.errors import ParameterError
from cagraph.intake import delimited
from cagraph.intake.columns import SHORT, cells
from cagraph.intake.rows import ALL, letter
from cagraph.intake.workbooks import ABOUT
from cagraph.model import Entity, Evidence, FieldSpec, Kind
from cagraph.model.kinds.sources import Concept

LANGUAGES: Final = ("en", "ru")
PARTS: Final = 3
_ROWS: Final = 1_000
_LAST: Final = ("wikidata", "formerly", "note")
_FORMS: Final = {
    "text": "text", "integer": "a whole number", "decimal": "a number, with a point", "boolean": "true or false",
    "day": "a day, as 2022-12-22", "date": "a date as precise as the source: 2022, 2022-12, 2022-12-22, 2019/..",
    "address": "an address, as https://…", "ref": "an id", "langmap": "text", "langlists": "text",
}  # fmt: skip


@dataclass(frozen=True)
class Heading:
    """A column of a template: its name, what it is for, how it is written, whether it must be filled, its terms."""

    name: str
    about: str
    form: str
    required: bool = False
    scheme: str = ""
    choices: tuple[str, ...] = ()


def headings(kind: Kind, languages: Sequence[str] = LANGUAGES, parts: int = PARTS) -> list[Heading]:
    """The columns for records of a kind, with those languages and that many parts of each sort."""
    fields = kind.cls.model_fields
    found = [Heading("id", fields["id"].description or "", "letters, digits, - and .", True)]
    if "label" in fields:
        found.append(Heading("label", fields["label"].description or "", "text", not getattr(kind.cls, "caption", "")))
    ordered = [spec for spec in kind.fields if spec.name not in _LAST]
    for spec in ordered:
        found += _of_field(spec, "", languages, parts)
    if kind.cited:
        about = {name: Evidence.model_fields[name].description or "" for name in SHORT}
        about["supports"] += f"; {ALL} stands for all that the row fills in"
        found += [_of_evidence(name, text, kind) for name, text in about.items()]
    for name in _LAST:
        if name in kind.field:
            found += _of_field(kind.field[name], "", languages, parts)
    return found


def _of_evidence(name: str, about: str, kind: Kind) -> Heading:
    form = (
        "names of columns; several with ; between"
        if name == "supports"
        else _FORMS["ref" if name == "source" else "text"]
    )
    return Heading(SHORT[name] if name in kind.field else name, about, form, required=name != "supports")


def _of_field(spec: FieldSpec, prefix: str, languages: Sequence[str], parts: int) -> list[Heading]:
    name = prefix + spec.name
    if spec.component:
        inner = [(number, part) for number in range(1, parts + 1) for part in spec.component.fields]
        return [one for number, part in inner for one in _of_field(part, f"{name}.{number}.", languages, parts)]
    form = f"the id of a {spec.target}" if spec.target else _FORMS[spec.type]
    if spec.term.scheme:
        form = f"a term of the list '{spec.term.scheme}'"
    if spec.many or spec.type == "langlists":
        form = f"{form}; several with ; between"
    if spec.type in {"langmap", "langlists"}:
        return [Heading(f"{name}@{tag}", f"{spec.doc}, in {tag}", form) for tag in languages]
    choices = ("true", "false") if spec.type == "boolean" else ()
    required = spec.required and not prefix
    return [Heading(name, spec.doc, form, required, "" if spec.many else spec.term.scheme, choices)]


@dataclass(frozen=True)
class Template:
    """A table for records of a kind, with some of them filled in, and the terms that its columns take."""

    kind: Kind
    headings: tuple[Heading, ...]
    rows: tuple[Mapping[str, str], ...]
    terms: Mapping[str, tuple[tuple[str, str], ...]]

    @classmethod
    def of(
        cls,
        kind: Kind,
        known: Iterable[Entity] = (),
        fill: Sequence[Entity] = (),
        languages: Sequence[str] = LANGUAGES,
        parts: int = PARTS,
    ) -> "Template":
        """The template of a kind: `known` are records to take terms from, `fill` records to be filled in."""
        rows = tuple(cells(record, kind) for record in fill)
        usual = headings(kind, languages, parts)
        names = {heading.name for heading in usual} | {"kind"}
        more = [
            Heading(name, "", "") for name in dict.fromkeys(name for row in rows for name in row) if name not in names
        ]
        terms: dict[str, list[tuple[str, str]]] = {}
        for record in known:
            if isinstance(record, Concept):
                value = record.id.removeprefix(f"{record.scheme}.")
                terms.setdefault(record.scheme, []).append((value, record.definition or record.label or ""))
        used = {heading.scheme for heading in usual}
        kept = {scheme: tuple(sorted(terms[scheme])) for scheme in sorted(terms) if scheme in used}
        return cls(kind, (*usual, *more), rows, kept)

    def write(self, file: str) -> bytes:
        """The file, by the ending of its name. Raises ParameterError for one that is not known."""
        suffix = Path(file).suffix.lower()
        if suffix == ".csv":
            return delimited.write(["kind", *self._names()], self.rows)
        if suffix == ".xlsx":
            return self._workbook()
        raise ParameterError(f"out: no template ends in '{suffix[:40]}'", "write one of .xlsx, .csv")

    def _names(self) -> list[str]:
        return [heading.name for heading in self.headings]

    def _workbook(self) -> bytes:
        from openpyxl import Workbook

        book = Workbook()
        sheet: Any = book.active
        sheet.title = self.kind.name
        places = self._term_sheet(book)
        for index, heading in enumerate(self.headings):
            self._column(sheet, letter(index), heading, places)
        for number, row in enumerate(self.rows, start=2):
            for index, heading in enumerate(self.headings):
                if text := row.get(heading.name):
                    _put(sheet, f"{letter(index)}{number}", text)
        sheet.freeze_panes = "B2"
        out = BytesIO()
        book.save(out)
        return out.getvalue()

    def _column(self, sheet: Any, place: str, heading: Heading, terms: Mapping[str, str]) -> None:
        from openpyxl.comments import Comment
        from openpyxl.styles import Font
        from openpyxl.worksheet.datavalidation import DataValidation

        # As text, so that Excel takes no 2022-12 for a day and no 031 for a number.
        sheet.column_dimensions[place].number_format = "@"
        sheet.column_dimensions[place].width = max(12, len(heading.name) + 2)
        cell = sheet[f"{place}1"]
        _put(sheet, f"{place}1", heading.name)
        cell.font = Font(bold=True, underline="single" if heading.required else None)
        if heading.about:
            cell.comment = Comment(f"{heading.about}: {heading.form}", "cagraph", height=120, width=320)
        listed = terms.get(heading.scheme) or (f'"{",".join(heading.choices)}"' if heading.choices else "")
        if listed:
            rule = DataValidation(type="list", formula1=listed, allow_blank=True, showErrorMessage=True)
            rule.error = "Choose one of the list, or add the term to the data first."
            rule.add(f"{place}2:{place}{_ROWS}")
            sheet.add_data_validation(rule)

    def _term_sheet(self, book: Any) -> dict[str, str]:
        """Add the sheets that tell of columns and terms; returns where the terms of each list stand."""
        about, terms = (book.create_sheet(title) for title in ABOUT)
        about.append(["column", "what it is", "how to write it", "needed"])
        for heading in self.headings:
            about.append([heading.name, heading.about, heading.form, "yes" if heading.required else ""])
        terms.append(["list", "term", "what it means"])
        places = {}
        for scheme, values in self.terms.items():
            first = terms.max_row + 1
            for value, meaning in values:
                terms.append([scheme, value, meaning])
            places[scheme] = f"{ABOUT[1]}!$B${first}:$B${terms.max_row}"
        for sheet, widths in ((about, (30, 60, 60, 8)), (terms, (16, 30, 90))):
            sheet.freeze_panes = "A2"
            for index, width in enumerate(widths):
                sheet.column_dimensions[letter(index)].width = width
        return places


def _put(sheet: Any, place: str, text: str) -> None:
    """Write a cell as text, whatever it looks like."""
    cell = sheet[place]
    cell.value = text
    cell.data_type = "s"
    cell.number_format = "@"
