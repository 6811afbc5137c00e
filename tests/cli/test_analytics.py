"""The command of measures."""

import json

import pytest
from typer.testing import CliRunner

from cagraph.cli import commands
from cagraph.errors import NotFoundError, ParameterError
from cagraph.graph import Graph

FIVE = ("KAZ", "KGZ", "TJK", "TKM", "UZB")
ASKED = ["--ties", "met", "--since", "2022", "--until", "2024", "--by", "year"]
AMONG = [word for state in FIVE for word in ("--among", state)]


@pytest.fixture(autouse=True)
def _opened(article_on_memory: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "_graph", lambda: article_on_memory)
    monkeypatch.setenv("COLUMNS", "200")


def run(*words: str) -> str:
    result = CliRunner().invoke(commands.app, ["analyse", *words])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_windows_stand_side_by_side() -> None:
    told = run("strength", *ASKED, *AMONG)
    head = next(line for line in told.splitlines() if "2022" in line)
    assert head.split() == ["2022", "2023", "2024"]
    assert "Kazakhstan (KAZ)" in told
    assert "Note: Weights are strengths" in told
    assert "Data version" in told


def test_pairs_and_what_is_left_out_is_told(article_on_memory: Graph) -> None:
    told = run("similarity")
    count = len(article_on_memory.analyse("similarity")["windows"][0]["values"])
    assert f"Rows: {count}, windows: 1; --json and --csv have all" in told
    assert " – " in told


def test_records(article_on_memory: Graph) -> None:
    told = run("contacts", "--since", "2022", "--until", "2024", "--by", "year", *AMONG, "--of", "network")
    assert any(line.split()[:1] == ["together"] for line in told.splitlines())
    assert "Contacts of records:" in told
    expected = article_on_memory.analyse("instruments-made", among=FIVE, topic="water", of="topics")
    assert json.loads(run("instruments-made", *AMONG, "--topic", "water", "--of", "topics", "--json")) == expected


def test_json_and_csv(article_on_memory: Graph) -> None:
    expected = article_on_memory.analyse("strength", "ties", "2022", "2024", "year", ["met"], FIVE)
    assert json.loads(run("strength", *ASKED, *AMONG, "--json")) == expected
    assert run("strength", *ASKED, *AMONG, "--csv") == expected.csv().replace("\r\n", "\n")


def test_ranges_and_what_moves_them(article_on_memory: Graph) -> None:
    expected = article_on_memory.analyse("strength", "ties", "2022", "2024", "year", ["met"], FIVE, sensitivity=True)
    assert json.loads(run("strength", *ASKED, *AMONG, "--sensitivity", "--json")) == expected
    assert run("strength", *ASKED, *AMONG, "--sensitivity", "--csv") == expected.csv().replace("\r\n", "\n")
    told = run("strength", *ASKED, *AMONG, "--sensitivity")
    row = next(row for row in expected["windows"][-1]["values"] if row["low"] < row["high"])
    assert f"({row['low']:.4g} to {row['high']:.4g})" in told
    move = next(move for move in expected["windows"][-1]["moved_by"] if move["change"])
    assert f"2024, {move['scenario']} (" in told
    assert (
        f"{move['records']} records, most {expected['labels'][move['id']]} ({move['id']}) by {move['change']:.4g}"
        in told
    )


def test_the_measures(article_on_memory: Graph) -> None:
    assert [one["measure"] for one in json.loads(run("--json"))] == list(article_on_memory.measures)
    assert "Burt 1992" in run()


def test_mistakes() -> None:
    invoke = CliRunner().invoke
    assert isinstance(invoke(commands.app, ["analyse", "betweeness"]).exception, NotFoundError)
    assert isinstance(invoke(commands.app, ["analyse", "degree", "--by", "month"]).exception, ParameterError)
    assert isinstance(invoke(commands.app, ["analyse", "degree", "--json", "--csv"]).exception, ParameterError)
    assert isinstance(invoke(commands.app, ["analyse", "communities", "--sensitivity"]).exception, ParameterError)
    assert isinstance(invoke(commands.app, ["analyse", "balance"]).exception, ParameterError)
