"""Records as rows of spreadsheets and back, and what spreadsheets do to values."""

from datetime import date, datetime, time
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import every_kind
import pytest
from hypothesis import given, settings
from openpyxl import Workbook, load_workbook

from cagraph.errors import ParameterError
from cagraph.intake import Circumstances, parse
from cagraph.intake.templates import Template
from cagraph.model import MODEL, Entity
from cagraph.model.kinds.sources import Concept

VISIT = MODEL.kinds["Visit"]
GOOD = "kind,id,label,to,date,participants.2.who,participants.1.party,source,at,supports\n"
ROW = "Visit,v,A visit,KAZ,2022-12,ann,UZB,source,1,*\n"


def told(content: bytes | str, file: str) -> list[str]:
    return [
        str(one) for one in parse(content.encode() if isinstance(content, str) else content, file, Circumstances())[1]
    ]


def taken(content: bytes | str, file: str) -> list[Entity]:
    found, problems = parse(content.encode() if isinstance(content, str) else content, file, Circumstances())
    assert problems == []
    return found.records


def workbook(header: list[str], *rows: list[Any], title: str = "Visit", formats: dict[str, str] | None = None) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in (header, *rows):
        sheet.append(row)
    for place, shown in (formats or {}).items():
        sheet[place].number_format = shown
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@settings(max_examples=80)
@given(every_kind.entity())
def test_any_record_comes_back_from_csv(record: Entity) -> None:
    kind = MODEL.kinds[type(record).__name__]
    content = Template.of(kind, fill=[record]).write("a.csv")
    assert taken(content, "a.csv") == [record]


@settings(max_examples=10)
@given(every_kind.entity())
def test_any_record_comes_back_from_a_workbook(record: Entity) -> None:
    kind = MODEL.kinds[type(record).__name__]
    content = Template.of(kind, fill=[record]).write("a.xlsx")
    assert taken(content, "a.xlsx") == [record]


def test_parts_stand_in_the_order_of_their_numbers_and_a_star_supports_all() -> None:
    (record,) = taken(GOOD + ROW + "\n,,,\n", "visits.csv")
    assert record.model_dump(exclude_defaults=True, mode="json") == {
        "id": "v", "label": "A visit", "to": "KAZ", "date": "2022-12",
        "participants": [{"party": "UZB"}, {"who": "ann"}],
        "evidence": [{"source": "source", "at": "1", "supports": ["to", "date", "participants"]}],
    }  # fmt: skip


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("before", ["", "sep={}\n"])
def test_the_header_tells_what_parts_the_columns(mark: str, before: str) -> None:
    text = before.format(mark) + (GOOD + ROW).replace(",", mark)
    assert [record.id for record in taken(text.encode("utf-8-sig"), "visits.csv")] == ["v"]


@pytest.mark.parametrize(
    ("right", "wrong", "expected"),
    [
        ("2022-12", "03.05.2019", "column E: date: '03.05.2019' does not say for certain which is the day"),
        ("2022-12", "03.05.2019", "the month and the year (write 2019-05-03 or 2019-03-05)"),
        ("2022-12", "22/12/2022", "(write 2022-12-22)"),
        ("2022-12", "1/2/22", "(write it as 2022-12-22)"),
        ("2022-12", "2022-13", "row 2, column E: date: month must be in 01..12"),
        ("KAZ", "K Z", "row 2, column D: to: 'K Z' does not have the form"),
        ("KAZ", "", "row 2: to: is missing (every Visit needs it)"),
        ("date,", "dat,", "row 1, column E: Visit has no column 'dat' (did you mean 'date'?)"),
        ("date,", ",", "row 2, column E: the column has no name"),
        ("date,", "to,", "row 1, column E: 'to' is also the name of column D"),
        ("to,", "to.1,", "row 1, column D: 'to' has no parts"),
        ("label,", "names,", "row 1, column C: 'names' names no language (write names@en"),
        ("participants.2.who", "participants.who", "row 1, column F: 'participants.who' does not say which part"),
        ("participants.2.who", "participants.2.whom", "has no column 'participants.2.whom' (did you mean 'who'?)"),
        (",at", ",evidence.1", "row 1, column I: 'evidence.1' is no part of evidence"),
        (",at", ",evidence.1.att", "row 1, column I: evidence has no field 'att'"),
        ("Visit,", "Vist,", "row 2, column A: there is no kind 'Vist' (did you mean 'Visit'?)"),
        ("Visit,", ",", "row 2: the row does not say its kind"),
        ("A visit", '"A visit', "row 2: a quoted value is not closed"),
        ("A visit", "A visit,x" + "," * 12 + "y", "row 2, column V: the column has no name"),
        ("kind,id", "kind;id", "row 1: the names of the columns are parted by more than one"),
    ],
)  # fmt: skip
def test_faults_name_row_and_column(right: str, wrong: str, expected: str) -> None:
    found = told((GOOD + ROW).replace(right, wrong, 1), "visits.csv")
    assert any(expected in one and one.startswith("visits.csv, row ") for one in found), found


def test_old_cyrillic_is_refused_with_advice() -> None:
    (said,) = told((GOOD + ROW.replace("A visit", "Визит")).encode("cp1251"), "visits.csv")
    assert said.startswith("visits.csv:2:9: the file is not UTF-8; it looks like Windows-1251")
    assert "CSV UTF-8" in said


@pytest.mark.parametrize(
    ("name", "value", "shown", "expected"),
    [
        ("date", datetime(2022, 12, 22), "dd.mm.yyyy", "2022-12-22"),
        ("date", date(2022, 12, 1), "mmm-yy", "2022-12"),
        ("date", date(2022, 1, 1), "yyyy", "2022"),
        ("date", date(2022, 12, 2), "mmm-yy", "is a day that its format does not show"),
        ("date", datetime(2022, 12, 22, 10), "yyyy-mm-dd", "holds a time of day"),
        ("date", time(10), "h:mm", "holds a time of day"),
        ("date", 2022, "General", "2022"),
        ("date", 44917, "General", "holds the number 44917, which is no date"),
        ("date", "=A1", "General", "is a formula (copy the cell and paste its value alone)"),
        ("content", 31, "General", "holds the number 31 where a text is wanted"),
        ("content", date(2022, 12, 1), "mmm-yy", "holds the date 2022-12-01 where none is wanted"),
        ("content", "#N/A", "General", "is the error #N/A"),
        ("content", True, "General", "true"),
    ],
)  # fmt: skip
def test_what_excel_makes_of_values_is_undone_or_refused(name: str, value: Any, shown: str, expected: str) -> None:
    content = workbook(["id", "label", "to", name], ["v", "A visit", "KAZ", value], formats={"D2": shown})
    found, problems = parse(content, "visits.xlsx", Circumstances())
    if found.loaded:
        assert str(getattr(found.records[0], name)) == expected
    else:
        expected = expected.replace("is a day", "holds a day")
        assert [
            str(one).startswith(f"visits.xlsx, sheet Visit, row 2, column D: {name}: {expected}") for one in problems
        ] == [True], problems


def test_numbers_of_numbers() -> None:
    content = workbook(["id", "label", "lat", "lng"], ["p", "A place", 41, -7.25], title="Place")
    (record,) = taken(content, "a.xlsx")
    assert (str(record.lat), str(record.lng)) == ("41", "-7.25")  # type: ignore[attr-defined]


def test_sheets_that_are_no_tables_of_records() -> None:
    row = ["v", "A visit", "KAZ"]
    header = ["id", "label", "to"]
    assert (
        "sheet Visits: there is no kind 'Visits' (did you mean 'Visit'?"
        in told(workbook(header, row, title="Visits"), "a.xlsx")[0]
    )
    with_kind = workbook([*header, "kind"], [*row, "Visit"], title="Sheet1")
    assert [record.id for record in taken(with_kind, "a.xlsx")] == ["v"]
    book = load_workbook(BytesIO(workbook(header, row)))
    sheet = book["Visit"]
    sheet.merge_cells("A2:B2")
    out = BytesIO()
    book.save(out)
    assert told(out.getvalue(), "a.xlsx") == [
        "a.xlsx, sheet Visit: the cells A2:B2 are merged (unmerge them, and fill in each row)"
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("<sheetData>", '<sheetData><row r="999999999"><c r="A999999999"><v>1</v></c></row>', "beyond row 200001"),
        ("</sheetData>", '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>', "A1:XFD1048576 are"),
        ("</sheetData>", '</sheetData><hyperlinks><hyperlink ref="A1:XFD1048576" location="a"/></hyperlinks>', ""),
    ],
    ids=["row", "merged", "links"],
)
def test_sheets_that_would_be_made_of_millions_of_cells(old: str, new: str, expected: str) -> None:
    good = workbook(["id", "label", "to"], ["v", "A visit", "KAZ"])
    with ZipFile(BytesIO(good)) as archive:
        parts = {part.filename: archive.read(part) for part in archive.infolist()}
    sheet = "xl/worksheets/sheet1.xml"
    assert old.encode() in parts[sheet]
    found = told(_packed(parts | {sheet: parts[sheet].replace(old.encode(), new.encode(), 1)}), "a.xlsx")
    assert len(found) == bool(expected)
    assert expected in "".join(found)


def _packed(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"PK\x03\x04 cut short", "is no workbook that can be read"),
        (_packed({"xl/workbook.xml": b"<workbook/>"}), "is no workbook that can be read"),
        (_packed({"xl/workbook.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><workbook>&a;</workbook>"}), "declares entities"),
        (_packed({"xl/a.xml": "<!DOCTYPE x>".encode("utf-16")}), "declares entities or is not UTF-8"),
        (_packed({"xl/media/a.bin": bytes(201_000_000)}), "unpacks to more than 200000000 bytes"),
    ],
    ids=["cut", "empty", "entities", "utf-16", "bomb"],
)
def test_workbooks_that_are_not_opened(content: bytes, expected: str) -> None:
    (said,) = told(content, "a.xlsx")
    assert expected in said


def test_a_template_tells_what_to_fill_in() -> None:
    terms = [
        Concept(id="visit.state", scheme="visit", definition="with full honours"),
        Concept(id="role.host", scheme="role"),
    ]
    template = Template.of(VISIT, terms)
    book = load_workbook(BytesIO(template.write("visits.xlsx")))
    assert book.sheetnames == ["Visit", "Columns", "Terms"]
    header = [cell.value for cell in book["Visit"][1]]
    assert header[:3] == ["id", "label", "names@en"]
    assert {"participants.3.level", "source", "at", "supports", "note", "to"} <= set(header)
    rules = {str(rule.sqref): rule.formula1 for rule in book["Visit"].data_validations.dataValidation}
    assert list(rules.values()).count("Terms!$B$3:$B$3") == 1
    assert ["visit", "state", "with full honours"] in [[cell.value for cell in row] for row in book["Terms"].rows]
    about = {row[0].value: row[2].value for row in book["Columns"].rows}
    assert about["date"] == "a date as precise as the source: 2022, 2022-12, 2022-12-22, 2019/.."
    assert about["participants.1.role"] == "a term of the list 'role'"
    assert taken(template.write("visits.xlsx"), "visits.xlsx") == []
    assert template.write("visits.csv").decode("utf-8-sig").splitlines()[0].split(",") == ["kind", *header]
    with pytest.raises(ParameterError, match=r"no template ends in '\.ods'"):
        template.write("visits.ods")
