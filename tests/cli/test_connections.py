"""The commands of connections."""

import json

import pytest
from typer.testing import CliRunner

from cagraph.cli import commands
from cagraph.errors import NotFoundError, ParameterError
from cagraph.graph import Graph


@pytest.fixture(autouse=True)
def _opened(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "_graph", lambda: graph)


def test_a_path() -> None:
    result = CliRunner().invoke(commands.app, ["path", "kakha-imnadze", "central-asia-2040-concept"])
    assert result.exit_code == 0, result.output
    assert "Sixth Consultative Meeting" in result.stdout


def test_a_path_as_json_and_none() -> None:
    wanted = ["path", "KAZ", "UZB", "--via", "Treaty", "--avoid", "kaz-uzb-alliance-2022", "--limit", "1", "--json"]
    found = json.loads(CliRunner().invoke(commands.app, wanted).stdout)
    assert found["paths"][0]["entities"][1]["kind"] == "Treaty"
    assert found["evidence"]
    none = CliRunner().invoke(commands.app, ["path", "ilham-aliyev", "kaz-uzb-alliance-2022", "--hubs", "never"])
    assert none.exit_code == 3


def test_a_brief_in_each_format() -> None:
    run = CliRunner().invoke
    assert run(commands.app, ["dyad", "KAZ", "UZB", "--on", "2024-08-09"]).stdout.startswith(
        "# Kazakhstan and Uzbekistan"
    )
    assert run(commands.app, ["dyad", "KAZ", "UZB", "--format", "html"]).stdout.startswith("<!DOCTYPE html>")
    assert json.loads(run(commands.app, ["dyad", "KAZ", "UZB", "--format", "json"]).stdout)["level"]


def test_pairs() -> None:
    pairs = json.loads(CliRunner().invoke(commands.app, ["dyad", "KAZ", "--format", "json"]).stdout)
    assert pairs[0]["parties"] == ["KAZ", "UZB"]
    assert "KAZ UZB" in CliRunner().invoke(commands.app, ["dyad"]).stdout


def test_mistakes() -> None:
    run = CliRunner().invoke
    assert isinstance(run(commands.app, ["path", "KAX", "UZB"]).exception, NotFoundError)
    assert isinstance(run(commands.app, ["dyad", "KAZ", "UZB", "--format", "pdf"]).exception, ParameterError)
