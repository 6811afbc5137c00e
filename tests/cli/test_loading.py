"""The commands that load, undo and tell of it: what they print, and how they end."""

import json
from pathlib import Path

import pytest
from loaded import GAZETTE, act, placed
from typer.testing import CliRunner, Result

from cagraph.cli import commands
from cagraph.errors import DataError


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings = placed(tmp_path)
    monkeypatch.setenv("CAGRAPH_STORE", str(settings.store))
    monkeypatch.setenv("CAGRAPH_DATA", str(settings.data))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "acts.yaml").write_text(GAZETTE + act(), encoding="utf-8")
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(commands.app, [*words])


def test_as_json(here: Path) -> None:
    done = json.loads(run("load", "acts.yaml", "--by", "ann", "--json").stdout)
    assert (done["load"], done["changed"], done["effects"]["statuses"][0]["new"]) == (1, True, "possibly in force")
    undone = json.loads(run("undo", "1", "--by", "bob", "--json").stdout)
    assert (undone["kind"], undone["parent"]) == ("undo", done["data_version"])
    listed = json.loads(run("log", "--json").stdout)
    assert [(one["load"], one["by"], one["in_force"]) for one in listed] == [(2, "bob", True), (1, "ann", False)]
    between = json.loads(run("diff", "1", "2", "--json").stdout)
    assert between["effects"]["words"] == undone["effects"]["words"]
    assert between["statuses_compared"]
    assert json.loads(run("build", "--json").stdout)["overlaid"] == []


def test_a_file_in_the_form_of_json(here: Path) -> None:
    (here / "more.json").write_text('{"kind": "Source", "id": "page", "label": "A page"}', encoding="utf-8")
    assert "adds 1 source: A page" in run("load", "more.json").stdout


def test_where_the_left_out_go_is_asked_for(here: Path) -> None:
    (here / "bad.yaml").write_text(GAZETTE + act("KAZ", "gazett"), encoding="utf-8")
    found = run("load", "bad.yaml", "--keep-going", "--left-out", "out.yaml")
    assert found.exit_code == 3
    text = (here / "out.yaml").read_text(encoding="utf-8")
    assert text.startswith("# bad.yaml:11:7: no Source 'gazett' (did you mean 'gazette'?)\n- kind: TreatyAct\n")
    (here / "out.yaml").write_text(text.replace("gazett\n", "gazette\n"), encoding="utf-8")
    assert run("load", "out.yaml").exit_code == 0


def test_nothing_between_a_version_and_itself(here: Path) -> None:
    version = json.loads(run("load", "acts.yaml", "--json").stdout)["data_version"]
    assert run("diff", version).stdout.strip() == "Nothing differs"


def test_faults_end_it(here: Path) -> None:
    (here / "bad.yaml").write_text(act("KAZ", "gazett"), encoding="utf-8")
    found = run("load", "bad.yaml")
    assert isinstance(found.exception, DataError)
    assert "load" not in run("log").stdout
