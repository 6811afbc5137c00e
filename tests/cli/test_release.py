"""The command of releases."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from cagraph.cli import commands
from cagraph.errors import ParameterError, StoreError
from cagraph.exports import exporters
from cagraph.graph import Graph


def run(monkeypatch: pytest.MonkeyPatch, graph: object, *words: str) -> str:
    monkeypatch.setattr(commands, "_graph", lambda: graph)
    result = CliRunner().invoke(commands.app, ["release", *words], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_release_is_written_and_counted(watched: Graph, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    without = [word for name in exporters() if name != "nquads" for word in ("--without", name)]
    told = run(monkeypatch, watched, str(tmp_path / "out"), "--address", "https://example.org/kg/", *without)
    assert "6 files of data" in told
    assert "https://example.org/kg/data/cagraph.nq" in (tmp_path / "out/dcat.ttl").read_text()
    with pytest.raises(StoreError, match="is there already"):
        run(monkeypatch, watched, str(tmp_path / "out"), *without)


def test_a_service_elsewhere_is_not_released(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="where the graph is built"):
        run(monkeypatch, object(), str(tmp_path / "out"))
    assert not (tmp_path / "out").exists()
