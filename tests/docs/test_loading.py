"""What docs/loading.md shows is what the commands say, one after the other, over the records that it shows."""

import re
import shlex
from pathlib import Path

import pytest
from loaded import placed

from cagraph.cli import main
from cagraph.graph import Graph

TEXT = (Path(__file__).parent.parent.parent / "docs/loading.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL)


def words(text: str) -> str:
    return " ".join(text.split())


def said(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: str) -> str:
    monkeypatch.setattr("sys.argv", shlex.split(command))
    with pytest.raises(SystemExit):
        main()
    printed = capsys.readouterr()
    return words(printed.out + printed.err)


def test_the_examples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    records, acts, faulty = blocks("yaml")
    settings = placed(tmp_path, records)
    for name, text in (("acts.yaml", acts), ("faulty.yaml", faulty)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setenv("CAGRAPH_STORE", str(settings.store))
    monkeypatch.setenv("CAGRAPH_DATA", str(settings.data))
    monkeypatch.chdir(tmp_path)
    for block in blocks("console"):
        for example in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *shown = example.splitlines()
            rest = said(capsys, monkeypatch, command)
            for line in map(words, shown):
                assert line in rest, (command, line, rest)
                rest = rest[rest.index(line) + len(line) :]
    (sparql,) = blocks("sparql")
    rows = Graph.built(settings.store).sparql(sparql).rows
    assert sorted(str(row[3]) for row in rows) == [
        "<https://w3id.org/cagraph/id/gazette>",
        "<https://w3id.org/cagraph/id/pact-kaz>",
    ]
    (python,) = blocks("python")
    exec(compile(python, "loading.md", "exec"), {"settings": settings})
    assert capsys.readouterr().out.split() == re.findall(r"# (\S+)", python)


def test_every_option_is_told() -> None:
    from cagraph.cli import commands

    (load,) = [
        one.callback for one in commands.app.registered_commands if getattr(one.callback, "__name__", "") == "load"
    ]
    assert load
    for name in load.__annotations__.keys() - {"paths", "return", "as_json"}:
        assert f"--{name.replace('_', '-')}" in TEXT, name
