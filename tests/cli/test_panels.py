"""The command of panels."""

import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cagraph.cli import commands
from cagraph.errors import NotFoundError, NotInstalledError, ParameterError, StoreError
from cagraph.graph import Graph, as_file

ASKED = ["dyad-year", "--events", "visits", "--events", "meetings", "--since", "1993", "--until", "1996"]
OPTIONS = ["--among", "central-asia", "--directed", "--records", "--level", "head-of-state", "--bilateral"]


@pytest.fixture(autouse=True)
def _opened(watched: Graph, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(commands, "_graph", lambda: watched)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)


def run(*words: str) -> str:
    result = CliRunner().invoke(commands.app, ["panel", *words])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_rows_codebook_and_bibliography_are_printed(watched: Graph) -> None:
    panel = watched.panel("dyad-year", ["visits", "meetings"], since="1993", until="1996")
    for words, suffix in (([], ".csv"), (["--codebook"], ".md"), (["--bibtex"], ".bib")):
        assert run(*ASKED, *words) == as_file(panel, suffix).decode().replace("\r\n", "\n")


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".dta"])
def test_files_are_written_with_their_companions(watched: Graph, suffix: str) -> None:
    told = run(*ASKED, *OPTIONS, "--out", f"visits{suffix}")
    panel = watched.panel(
        "dyad-year", ["visits", "meetings"], since="1993", until="1996", among=["central-asia"], directed=True,
        records=True, level="head-of-state", bilateral=True,
    )  # fmt: skip
    written = {f"visits{suffix}": suffix, f"visits{suffix}.codebook.md": ".md", f"visits{suffix}.bib": ".bib"}
    assert {path.name for path in Path().iterdir()} == set(written)
    for name, form in written.items():
        assert Path(name).read_bytes() == as_file(panel, form)
        assert f"Wrote {name}" in told


def test_what_can_be_counted(watched: Graph) -> None:
    told = run()
    assert all(name in told for name in watched.panels)


def test_mistakes(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*words: str) -> BaseException | None:
        return CliRunner().invoke(commands.app, ["panel", *words]).exception

    assert isinstance(refused("dyad-yaer"), NotFoundError)
    assert isinstance(refused("dyad-year", "--events", "visit"), ParameterError)
    assert isinstance(refused(*ASKED, "--codebook", "--bibtex"), ParameterError)
    assert isinstance(refused(*ASKED, "--out", "visits.xlsx"), ParameterError)
    assert isinstance(refused(*ASKED, "--out", "visits.bib"), ParameterError)
    assert isinstance(refused(*ASKED, "--out", "no/such/place.csv"), StoreError)
    monkeypatch.setitem(sys.modules, "pandas", None)
    assert isinstance(refused(*ASKED, "--out", "visits.dta"), NotInstalledError)
    assert list(Path().iterdir()) == [], "nothing is left of what could not be written"
