"""The command line, as operators' scripts rely on it."""

import json
import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cagraph.cli import commands
from cagraph.errors import DataError
from cagraph.graph import Graph

CARD = "which treaties link Kazakhstan and Uzbekistan"
Run = Callable[..., Result]


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory with a few records, which commands then read."""
    data = tmp_path / "data"
    data.mkdir()
    (data / "all.yaml").write_text("- kind: Source\n  id: s\n  label: S\n", encoding="utf-8")
    monkeypatch.setenv("CAGRAPH_DATA", str(data))
    return data


@pytest.fixture
def run(built: Path, built_graph: Graph, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs commands here, over a graph that is opened once; how it is opened, `program` sees."""
    monkeypatch.setenv("CAGRAPH_STORE", str(built))
    monkeypatch.setattr(commands, "_graph", lambda: built_graph)

    def call(*arguments: str, text: str | None = None) -> Result:
        return CliRunner().invoke(commands.app, list(arguments), input=text)

    return call


def program(store: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The program as a process of its own, for what concerns exit codes and streams."""
    environment = {**os.environ, "CAGRAPH_STORE": str(store)}
    command = [sys.executable, "-c", "from cagraph.cli import main; main()", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=120)


def test_first_use_builds_the_graph(tmp_path: Path) -> None:
    done = program(tmp_path / "new", "ask", CARD, "--json")
    assert done.returncode == 0, done.stderr
    assert "First use: building the graph" in done.stderr
    answer = json.loads(done.stdout)
    assert {"rows", "sparql", "evidence", "read_as", "data_version"} <= set(answer)
    assert "kaz-uzb-alliance-2022" in [row["treaty"]["id"] for row in answer["rows"]]


def test_build_twice(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.setenv("CAGRAPH_STORE", str(tmp_path / "own"))
    first = json.loads(run("build", "--json").stdout)
    assert first["changed"] is True
    assert json.loads(run("build", "--json").stdout) == first | {"changed": False}
    assert run("build").stdout.startswith("Up to date:")
    pointer = (tmp_path / "own/CURRENT").read_bytes()
    assert json.loads(run("build", "--force", "--json").stdout) == first
    assert (tmp_path / "own/CURRENT").read_bytes() == pointer


def test_building_the_shipped_data_again_changes_nothing(run: Run) -> None:
    assert json.loads(run("build", "--json").stdout)["changed"] is False


def test_ask_prints_rows_evidence_and_version(run: Run) -> None:
    done = run("ask", CARD)
    assert done.exit_code == 0
    for part in ("Read as: treaties with the parties Kazakhstan and Uzbekistan", "(stated): ", "Data version"):
        assert part in done.stdout
    assert "Apart: Instruments of two states that are no treaties" in done.stdout


def test_exit_codes_tell_what_came(built: Path) -> None:
    assert program(built, "ask", CARD).returncode == 0
    assert program(built, "ask", "Why has Turkmenistan not signed the friendship agreement?").returncode == 3
    refused = program(built, "ask", "Will it rain?")
    assert refused.returncode == 4
    assert "Near:" in refused.stdout
    wrong = program(built, "get", "kaz-uzb-aliance-2022")
    assert wrong.returncode == 1
    assert "did you mean 'kaz-uzb-alliance-2022'?" in wrong.stderr
    assert "Traceback" not in wrong.stderr
    assert program(built, "nonsense").returncode == 2


def test_run(run: Run) -> None:
    found = json.loads(run("run", "treaties-between", "a=KAZ", "b=UZB", "--json").stdout)
    assert found["query"] == "treaties-between"
    assert "treaties-between" in run("run").stdout
    assert len(json.loads(run("run", "--json").stdout)) >= 15


def test_get_an_entity_and_a_path(run: Run) -> None:
    assert json.loads(run("get", "kaz-uzb-alliance-2022").stdout)["kind"] == "Treaty"
    assert json.loads(run("get", "KAZ", "--evidence").stdout)["evidence"][0]["says"] is not None
    body = json.loads(run("get", "/v1/treaties?party=KAZ&party=UZB").stdout)
    assert body["total"] >= 1
    missing = run("get", "/v1/treatys")
    assert missing.exit_code == 1
    assert json.loads(missing.stdout)["status"] == 404


def test_find(run: Run) -> None:
    assert "kaz-uzb-alliance-2022" in run("find", "treaties", "party=KAZ", "party=UZB").stdout
    found = json.loads(run("find", "meetings", "--since", "2024-08-09", "--until", "2024-08-09", "--json").stdout)
    assert "consultative-meeting-6" in [item["id"] for item in found["items"]]
    for asked in (["--q", "Токаев"], ["q=Токаев"]):
        assert "kassym-jomart-tokayev" in run("find", "persons", *asked).stdout
    told = run("find", "treaties", "party.any=KAZ,UZB", "--facets", "party,year", "--lang", "ru", "--limit", "1").stdout
    assert "party Kazakhstan or Uzbekistan" in told
    assert "Казахстан" in told
    page = json.loads(run("find", "tenures", "on=2010-01-01", "--limit", "1", "--sort", "label", "--json").stdout)
    following = run(
        "find", "tenures", "on=2010-01-01", "--limit", "1", "--sort", "label", "--json", "--cursor", page["next"]
    )
    assert json.loads(following.stdout)["items"][0]["id"] != page["items"][0]["id"]
    assert run("find", "treaties", "party").exit_code == 1


def test_sparql(run: Run) -> None:
    query = "SELECT ?t WHERE { ?t a cag:Treaty ; cag:party id:KAZ , id:UZB }"
    assert "id:kaz-uzb-alliance-2022" in run("sparql", query).stdout
    assert "kaz-uzb-alliance-2022" in run("sparql", "-", text=query).stdout
    assert run("sparql", query, "--accept", "text/csv").stdout.startswith("t")
    assert '"boolean":true' in run("sparql", "ASK { id:KAZ a cag:State }").stdout
    assert "ontology#State" in run("sparql", "DESCRIBE id:KAZ").stdout


@pytest.mark.parametrize("view", ["events", "ties"])
def test_export(run: Run, tmp_path: Path, view: str) -> None:
    out = tmp_path / f"{view}.gexf"
    assert run("export", "gexf", "--view", view, "--out", str(out)).exit_code == 0
    assert out.read_bytes().startswith(b"<?xml")
    assert list(tmp_path.iterdir()) == [out]


def test_an_export_that_cannot_be_written(built: Path, tmp_path: Path) -> None:
    done = program(built, "export", "gexf", "--out", str(tmp_path / "no" / "file.gexf"))
    assert done.returncode == 1
    assert "cannot be written" in done.stderr


def test_model(run: Run) -> None:
    assert "treaties" in run("model").stdout
    assert "cag:signed" in run("model", "Treaty").stdout
    assert json.loads(run("model", "--json").stdout)[0]["kind"] == "Entity"


def test_derive_fmt_and_check(small: Path, run: Run) -> None:
    assert run("derive", "--check").exit_code == 0
    assert run("fmt", "--check").exit_code == 0
    assert "1 records, no problems" in run("check").stdout
    assert json.loads(run("check", "--json").stdout) == {"records": 1, "problems": []}
    (small / "all.yaml").write_text("- id: s\n  label: S\n  kind: Source\n", encoding="utf-8")
    assert isinstance(run("fmt", "--check").exception, DataError)
    assert run("fmt").stdout == "Formatted: data/all.yaml\n"
    assert run("fmt", "--check").exit_code == 0


def test_bad_data_is_listed_with_places(built: Path, small: Path) -> None:
    (small / "a.yaml").write_text("- kind: Traety\n  id: t\n- kind: State\n  id: X\n  label: X\n", encoding="utf-8")
    done = program(built, "check")
    assert done.returncode == 1
    assert "data/a.yaml:1: there is no kind 'Traety' (did you mean 'Treaty'?)" in done.stderr
    assert "2 problems in the data" in done.stderr


@pytest.mark.parametrize(
    ("variable", "value"),
    [("CAGRAPH_PORT", "many"), ("CAGRAPH_PORT", "70000"), ("CAGRAPH_BASE", "not-an-iri")],
)
def test_wrong_settings_are_told(built: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    monkeypatch.setenv(variable, value)
    done = program(built, "build")
    assert done.returncode == 1
    assert variable in done.stderr


def test_serve_prints_the_address_and_answers_there(built: Path) -> None:
    environment = {**os.environ, "CAGRAPH_STORE": str(built)}
    command = [sys.executable, "-c", "from cagraph.cli import main; main()", "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:
        try:
            assert server.stdout is not None
            first, second = server.stdout.readline(), server.stdout.readline()
            address = re.search(r"http://127\.0\.0\.1:\d+", first)
            assert address, first
            call = re.search(r"curl '([^']+)'", second)
            assert call, second
            with urllib.request.urlopen(call[1], timeout=30) as response:
                body = json.load(response)
            assert "kaz-uzb-alliance-2022" in [row["treaty"]["id"] for row in body["rows"]]
        finally:
            server.terminate()
            server.wait(timeout=30)


def test_a_taken_port_is_told(built: Path) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as listener:
        done = program(built, "serve", "--port", str(listener.getsockname()[1]))
    assert done.returncode == 1
    assert "cannot listen on 127.0.0.1" in done.stderr
