"""The scripts as they were built: how much a page is sent, what it holds, and what it does not."""

import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from browser.driver import HERE, STATIC

EXPLORER = HERE.parent.parent / "api" / "explorer"
KB = 1000
ENTRY = "src/main.ts"
WITHOUT_GRAPH = ["src/suggest.ts"]
VIEWS = ["explore", "networks", "network", "map", "timeline", "table"]
WITH_GRAPH = [*WITHOUT_GRAPH, *(f"src/explore/{name}.ts" for name in VIEWS)]
PERMISSIVE = {"MIT", "ISC", "BSD-3-Clause", "Apache-2.0"}


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    file = STATIC / "manifest.json"
    if not file.is_file():
        pytest.skip("the scripts are not built: make bundle")
    return dict(json.loads(file.read_text(encoding="utf-8")))


def files(manifest: dict[str, Any], names: list[str]) -> set[str]:
    """The files of scripts that these modules need, and those that they need."""
    found: set[str] = set()
    left = list(names)
    while left:
        chunk = manifest[left.pop()]
        if chunk["file"] not in found:
            found.add(chunk["file"])
            left += chunk.get("imports", [])
    return found


def sent(manifest: dict[str, Any], names: list[str]) -> int:
    """Bytes of JavaScript that a page is sent, compressed one by one."""
    return sum(len(gzip.compress((STATIC / name).read_bytes(), 6)) for name in files(manifest, [ENTRY, *names]))


def test_a_page_without_graph_is_sent_little(manifest: dict[str, Any]) -> None:
    assert sent(manifest, WITHOUT_GRAPH) < 60 * KB


def test_a_page_with_all_views_is_sent_not_much(manifest: dict[str, Any]) -> None:
    assert sent(manifest, WITH_GRAPH) < 200 * KB


def test_every_chunk_is_counted(manifest: dict[str, Any]) -> None:
    """What is loaded at some time by the entry and the views is what the two tests above count."""
    modules = {name for name, chunk in manifest.items() if chunk.get("isDynamicEntry")}
    by_query_page = {"src/sparql/editor.ts"}
    in_publications = {f"src/published/{name}.ts" for name in ("names", "search", "store")}
    ours = {name for name in modules if name.startswith("src/")}
    assert ours - by_query_page - in_publications == set(WITH_GRAPH)


def test_every_package_in_it_has_its_licence(manifest: dict[str, Any]) -> None:
    told = (STATIC / "licences.txt").read_text(encoding="utf-8")
    for name in json.loads((EXPLORER / "package.json").read_text(encoding="utf-8"))["dependencies"]:
        assert f"\n{name} " in f"\n{told}"
    for line in told.splitlines():
        if line.startswith("Licence: "):
            assert set(line.removeprefix("Licence: ").strip("()").split(" OR ")) & PERMISSIVE, line


def test_lock_files_name_no_registry() -> None:
    for lock in (EXPLORER / "package-lock.json", HERE / "package-lock.json"):
        assert '"resolved"' not in lock.read_text(encoding="utf-8")


def test_without_node_the_build_says_so_in_a_line_and_goes_on(tmp_path: Path) -> None:
    """In a tree of its own, with no Node on the path, no environment to install one into, and nothing built before."""
    place = tmp_path / "api" / "explorer"
    place.mkdir(parents=True)
    for name in (".npmrc", "package.json", "package-lock.json", "vite.config.ts", "build.py"):
        (place / name).write_bytes((EXPLORER / name).read_bytes())
    python = getattr(sys, "_base_executable", sys.executable)
    command = [python, str(place / "build.py")]
    done = subprocess.run(command, capture_output=True, text=True, env={"PATH": ""}, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\n") == 1
    assert done.stdout.startswith("explorer: the pages go without scripts, since there is no Node")
    assert not (tmp_path / "api" / "cagraph_api" / "static").exists()
