"""The command of the treaty clock."""

import json

import pytest
from typer.testing import CliRunner

from cagraph.cli import commands
from cagraph.errors import NotFoundError, ParameterError
from cagraph.graph import Graph


@pytest.fixture(autouse=True)
def _opened(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "_graph", lambda: graph)


def test_as_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "240")
    result = CliRunner().invoke(commands.app, ["status", "eaeu-2014", "--on", "2015-01-01"])
    assert result.exit_code == 0, result.output
    assert "in force: yes — It entered into force 2015-01-01." in result.stdout


def test_as_json() -> None:
    wanted = ["status", "eaeu-2014", "--party", "KAZ", "--on", "2014-06-01", "--known-on", "2026-11-23", "--json"]
    found = json.loads(CliRunner().invoke(commands.app, wanted).stdout)
    assert found["status"]["signed"]["value"] == "yes"
    assert found["status"]["in_force"]["value"] == "no"
    assert found["known_on"] == "2026-11-23"


def test_mistakes() -> None:
    assert isinstance(CliRunner().invoke(commands.app, ["status", "eaeu-2015"]).exception, NotFoundError)
    wrong = CliRunner().invoke(commands.app, ["status", "eaeu-2014", "--on", "2024"])
    assert isinstance(wrong.exception, ParameterError)
