"""The command of publications."""

from pathlib import Path

import pytest
from made_up import small
from typer.testing import CliRunner

from cagraph.cli import commands
from cagraph.errors import ParameterError, StoreError
from cagraph.graph import Graph


def run(monkeypatch: pytest.MonkeyPatch, graph: object, *words: str) -> str:
    monkeypatch.setattr(commands, "_graph", lambda: graph)
    result = CliRunner().invoke(commands.app, ["publish", *words, "--jobs", "1"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_publication_is_written_and_counted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    site = tmp_path / "site"
    told = run(
        monkeypatch, Graph.of(small()), "--static", str(site), "--languages", "en", "--address", "https://e.org/"
    )
    files = [file for file in site.rglob("*") if file.is_file()]
    assert f"{len(files)} files, {sum(file.stat().st_size for file in files)} bytes" in told
    assert "<loc>https://e.org/page/pact.html</loc>" in (site / "sitemap.xml").read_text()
    assert not (site / "ru").exists()


def test_other_directories_are_left_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(StoreError, match="is no publication"):
        run(monkeypatch, Graph.of(small()), "--static", str(tmp_path))


def test_a_service_elsewhere_is_not_published(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="where the graph is built"):
        run(monkeypatch, object(), "--static", str(tmp_path / "site"))
    assert not (tmp_path / "site").exists()
