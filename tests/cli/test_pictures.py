"""The command of plots."""

from pathlib import Path

import pytest
from drawings import parsed, texts
from typer.testing import CliRunner

from cagraph.cli import commands
from cagraph.errors import ExportError, NotFoundError, ParameterError
from cagraph.graph import PLOTS, Graph

ASKED = ["--ties", "met", "--since", "2022", "--until", "2024", "--among", "KAZ", "--among", "UZB"]


@pytest.fixture(autouse=True)
def _opened(article_on_memory: Graph, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(commands, "_graph", lambda: article_on_memory)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("kind", PLOTS)
def test_each_kind_is_written(article_on_memory: Graph, kind: str) -> None:
    by = ["--by", "year"] if kind in {"series", "small-multiples"} else []
    for file in ("a.svg", "a.png"):
        result = CliRunner().invoke(commands.app, ["plot", kind, *ASKED, *by, "--out", file])
        assert result.exit_code == 0, result.output
        assert result.stdout == f"Wrote {file}\n"
    expected = article_on_memory.plot(
        kind, since="2022", until="2024", by="year" if by else "", ties=["met"], among=["KAZ", "UZB"]
    )
    assert Path("a.svg").read_text(encoding="utf-8") == expected.svg()
    assert Path("a.png").read_bytes() == expected.png()


def test_options_of_views_and_words() -> None:
    words = ["--view", "contacts", "--level", "any", "--lang", "ru", "--title", "Визиты", "--colour", "communities"]
    result = CliRunner().invoke(commands.app, ["plot", "network", "degree", *words, "--out", "a.svg"])
    assert result.exit_code == 0, result.output
    written = texts(parsed(Path("a.svg").read_bytes()))
    assert {"Визиты", "Community 1"} <= set(written)
    assert any("view contacts level=any" in text for text in written)


def test_mistakes() -> None:
    invoke = CliRunner().invoke
    assert invoke(commands.app, ["plot", "network"]).exit_code == 2
    assert isinstance(invoke(commands.app, ["plot", "pie", "--out", "a.svg"]).exception, NotFoundError)
    for file in ("a.jpg", "a", "-"):
        found = invoke(commands.app, ["plot", "network", *ASKED, "--out", file]).exception
        assert isinstance(found, ParameterError), file
        assert not Path(file).exists()
    assert isinstance(
        invoke(commands.app, ["plot", "network", *ASKED, "--out", "nowhere/a.svg"]).exception, ExportError
    )
