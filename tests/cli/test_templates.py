"""The command of templates."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from cagraph.cli import commands
from cagraph.errors import CagraphError
from cagraph.intake import Circumstances, parse

DATA = """\
- kind: Concept
  id: visit.state
  label: State visit
  scheme: visit
- kind: Visit
  id: a-visit
  label: A visit
  names: {kk-Cyrl: Сапар}
  to: KAZ
  form: state
  evidence:
    - {source: book, at: "1", supports: [to, form, names]}
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "records.yaml").write_text(DATA, encoding="utf-8")
    monkeypatch.setenv("CAGRAPH_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> str:
    result = CliRunner().invoke(commands.app, ["template", *arguments])
    if isinstance(result.exception, CagraphError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_workbook_with_the_terms_of_the_data(place: Path) -> None:
    assert run("Visit", "--out", "visits.xlsx", "--lang", "kk-Cyrl", "--parts", "1") == "Wrote visits.xlsx\n"
    book = load_workbook(place / "visits.xlsx")
    header = [cell.value for cell in book["Visit"][1]]
    assert "names@kk-Cyrl" in header
    assert "names@en" not in header
    assert "participants.2.who" not in header
    assert [cell.value for cell in book["Terms"][2]] == ["visit", "state", "State visit"]


def test_a_record_to_correct(place: Path) -> None:
    run("visits", "--out", "visits.csv", "--fill", "a-visit")
    found, problems = parse((place / "visits.csv").read_bytes(), "visits.csv", Circumstances())
    assert problems == []
    assert found.records == parse(DATA.encode(), "records.yaml", Circumstances())[0].records[1:]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("Vist", "--out", "a.csv"), "there is no kind 'Vist'"),
        (("Party", "--out", "a.csv"), "kind: no record is just a Party"),
        (("Visit", "--out", "a.ods"), r"out: no template ends in '\.ods'"),
        (("Visit", "--out", "a.csv", "--fill", "visit.state"), "fill: no Visit 'visit.state'"),
        (("Visit", "--out", "a.csv", "--parts", "0"), "parts: must be in 1..99"),
    ],
)
def test_what_cannot_be_made(place: Path, arguments: tuple[str, ...], said: str) -> None:
    with pytest.raises(CagraphError, match=said):
        run(*arguments)
    assert not list(place.glob("a.*"))
