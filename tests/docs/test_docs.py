"""What the docs say is so: commands run, settings exist, links resolve, examples give what is shown."""

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from cagraph.cli import commands
from cagraph.graph import Graph
from cagraph.settings import Settings
from cagraph_api import create_app

TOP = Path(__file__).parent.parent.parent
DOCS = sorted(
    path
    for path in [
        *TOP.glob("*.md"),
        *TOP.glob("docs/**/*.md"),
        *(TOP / name / "README.md" for name in ("api", "data", "ontology")),
    ]
    if path.exists()
)
PROGRAM = re.compile(r"(\.venv/bin/)?cagraph ")


def blocks(language: str, *names: str) -> Iterator[str]:
    for path in DOCS:
        if not names or path.name in names:
            yield from re.findall(rf"```{language}\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)


def examples(*names: str) -> list[tuple[str, list[str]]]:
    """Each `$ command` of the console blocks with the lines shown below it."""
    found: list[tuple[str, list[str]]] = []
    for block in blocks("console", *names):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            elif found:
                found[-1][1].append(line)
    return found


# The examples of loading.md run over records of their own, in test_loading.py.
BUILT = [path.name for path in DOCS if path.name != "loading.md"]
COMMANDS = [(command, shown) for command, shown in examples(*BUILT) if PROGRAM.match(command)]
# The calls of these, whose output is shown there, are run by test_rest.py.
NAMES = [path.name for path in DOCS if path.name not in {"rest.md", "changes.md"}]
CALLS = [command for command, _ in examples(*NAMES) if command.startswith("curl ")]


@pytest.fixture(scope="module")
def place(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with a built store in it, which commands may write to."""
    made = tmp_path_factory.mktemp("docs")
    shutil.copytree(built, made / "store")
    return made


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(("command", "shown"), COMMANDS, ids=[command for command, _ in COMMANDS])
def test_commands_give_what_is_shown(
    place: Path, built_graph: Graph, monkeypatch: pytest.MonkeyPatch, command: str, shown: list[str]
) -> None:
    monkeypatch.setattr(commands, "_graph", lambda: built_graph)
    monkeypatch.setenv("CAGRAPH_STORE", str(place / "store"))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(place)
    result = CliRunner().invoke(commands.app, shlex.split(PROGRAM.sub("", command, count=1)))
    assert result.exit_code in {0, 3, 4}, result.output
    rest = words(result.stdout)
    for line in shown:
        if line.strip() not in {"", "…"}:
            assert words(line) in rest, line
            rest = rest[rest.index(words(line)) :]


@pytest.fixture(scope="module")
def client(graph: Graph) -> Iterator[TestClient]:
    with TestClient(create_app(graph)) as made:
        yield made


@pytest.mark.parametrize("call", CALLS)
def test_calls_answer(client: TestClient, call: str) -> None:
    _, url, *rest = shlex.split(call)
    path = url.removeprefix("http://127.0.0.1:8000")
    if rest:
        assert rest[0] == "--data-urlencode"
        name, _, value = rest[1].partition("=")
        response = client.post(path, data={name: value})
    else:
        response = client.get(path)
    assert response.status_code == 200
    if response.headers["content-type"].startswith(("text/", "image/svg")):
        assert len(response.text) > 1000
    else:
        assert re.search(r'"@?id"|"data_version"|"bindings":\s*\[\{', response.text)
        assert response.json()


def test_python_examples_run(place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("CAGRAPH_STORE", str(place / "store"))
    for name in ("README.md", "networks.md"):
        for block in blocks("python", name):
            exec(compile(block, name, "exec"), {})
            printed = capsys.readouterr().out
            for shown in re.findall(r"print\(.*\)  # (.*?)…?$", block, re.MULTILINE):
                assert shown in printed
            assert name != "README.md" or "Treaty on Alliance Relations" in printed


def test_sparql_examples_find_something(graph: Graph) -> None:
    found = list(blocks("sparql", *BUILT))
    assert found
    for text in found:
        assert graph.sparql(text).rows


def test_every_command_and_setting_is_in_the_guide() -> None:
    guide = (TOP / "docs/guide.md").read_text(encoding="utf-8")
    for command in commands.app.registered_commands:
        name = command.callback.__name__.replace("_", "-")  # type: ignore[union-attr]
        assert f"cagraph {name}" in guide
    assert set(re.findall(r"CAGRAPH_[A-Z]+", guide)) == set(re.findall(r"CAGRAPH_[A-Z]+", Settings.__doc__ or ""))


@pytest.mark.parametrize("path", DOCS, ids=lambda path: str(path.relative_to(TOP)))
def test_links_resolve(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
        if not target.startswith(("http://", "https://")):
            assert (path.parent / target).exists(), target


def test_nothing_speaks_of_the_place_it_was_made_at() -> None:
    home = re.compile(r"(?<![\w.])/(work|root|tmp|farm)/")
    for path in DOCS:
        assert not home.search(path.read_text(encoding="utf-8")), path
