"""Each call that docs/rest.md and docs/changes.md show gives what is shown there."""

import argparse
import json
import re
import shlex
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient

from cagraph.graph import Graph
from cagraph_api import create_app

DOCS = Path(__file__).parent.parent.parent / "docs"
TEXT = "".join((DOCS / name).read_text(encoding="utf-8") for name in ("rest.md", "changes.md"))
HERE = "http://127.0.0.1:8000"


def examples() -> list[tuple[str, list[str]]]:
    """Each `$ curl …` with the lines shown below it."""
    found: list[tuple[str, list[str]]] = []
    for block in re.findall(r"```console\n(.*?)```", TEXT, re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line)
    return [(command, shown) for command, shown in found if command.startswith("curl ")]


@pytest.fixture(scope="module")
def client(graph: Graph) -> Iterator[TestClient]:
    with TestClient(create_app(graph), follow_redirects=False) as made:
        yield made


def answer(client: TestClient, command: str) -> str:
    """What the call prints, JSON indented."""
    parser = argparse.ArgumentParser(exit_on_error=False)
    parser.add_argument("-i", dest="headers", action="store_true")
    parser.add_argument("-H", dest="sent", action="append", default=[])
    parser.add_argument("url")
    given = parser.parse_args(shlex.split(command)[1:])
    assert given.url.startswith(HERE)
    sent = dict(line.split(": ", 1) for line in given.sent)
    response = client.get(given.url.removeprefix(HERE), headers=sent)
    text = response.text
    if "json" in response.headers.get("content-type", ""):
        text = json.dumps(response.json(), ensure_ascii=False, indent=2)
    if not given.headers:
        return text
    head = [f"HTTP/1.1 {response.status_code} {HTTPStatus(response.status_code).phrase}"]
    head += [f"{name}: {value}" for name, value in response.headers.items()]
    return "\n".join([*head, "", text])


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(("command", "shown"), examples(), ids=[command for command, _ in examples()])
def test_calls_give_what_is_shown(client: TestClient, command: str, shown: list[str]) -> None:
    rest = words(answer(client, command))
    lines = [words(line) for line in shown if line.strip() not in {"", "…"}]
    assert lines, "every example shows something of what it gives"
    for line in lines:
        assert line in rest, line
        rest = rest[rest.index(line) + len(line) :]


def shown(path: str) -> bool:
    """Whether some call of the page is of this path of the description."""
    pattern = re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path)))
    calls = (urlsplit(shlex.split(command)[-1]).path for command, _ in examples())
    return any(pattern.fullmatch(call) for call in calls)


def test_every_address_is_shown(client: TestClient, graph: Graph) -> None:
    """One example for all kinds, and one for all queries; SPARQL and its protocols have a page of their own."""
    described = client.get("/openapi.json").json()["paths"]
    paths = {path for path, does in described.items() if "get" in does}
    for kind in graph.kinds.values():
        paths -= {f"/v1/{kind.collection}{rest}" for rest in ("", "/{id}", "/{id}/links")}
    paths -= {f"/v1/queries/{name}" for name in graph.queries}
    paths = {path for path in paths if not path.startswith(("/sparql", "/data", "/.well-known"))}
    families = {"/v1/{kind}", "/v1/{kind}/{id}", "/v1/{kind}/{id}/links", "/v1/queries/{name}"}
    assert [path for path in sorted(paths | families) if not shown(path)] == []
