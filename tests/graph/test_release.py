"""A release written: every export, the same bytes each time, all of it or nothing."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from cagraph.errors import ParameterError, StoreError
from cagraph.exports import exporters
from cagraph.graph import Graph, release
from cagraph.mirror import views
from cagraph.release import CHECKSUMS


def files(directory: Path) -> dict[str, bytes]:
    return {str(path.relative_to(directory)): path.read_bytes() for path in directory.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def written(watched: Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("release") / "out"
    release(watched, directory, "https://example.org/kg")
    return directory


def test_every_export_of_every_view_is_there(written: Path) -> None:
    networks = {one.suffix for one in exporters().values() if one.needs_view}
    dumps = {one.suffix for one in exporters().values() if not one.needs_view}
    found = set(files(written))
    assert {f"networks/{view}{suffix}" for view in views() for suffix in networks} <= found
    assert {f"data/cagraph{suffix}" for suffix in dumps} <= found
    assert {"ontology/cagraph.ttl", "ontology/shapes.ttl", "void.ttl", "README.md", CHECKSUMS} <= found


def test_a_file_is_what_the_export_gives(watched: Graph, written: Path) -> None:
    assert (written / "networks/ties.gexf").read_bytes() == b"".join(watched.export("gexf", "ties"))
    assert (written / "data/cagraph.nq").read_bytes() == b"".join(watched.export("nquads"))


def test_the_checksums_hold(written: Path) -> None:
    subprocess.run(["sha256sum", "--check", "--quiet", CHECKSUMS], cwd=written, check=True, timeout=60)
    named = {line[66:] for line in (written / CHECKSUMS).read_text().splitlines()}
    assert named == set(files(written)) - {CHECKSUMS}


def test_the_same_data_give_the_same_bytes(written: Path, watched: Graph, tmp_path: Path) -> None:
    records = list(watched.store.quads())
    again = Graph.of([], "memory")
    again.store.replace(reversed(records))
    release(Graph(again.store), tmp_path / "again", "https://example.org/kg/")
    assert files(tmp_path / "again") == files(written)


def test_it_says_where_it_is_published(written: Path, watched: Graph, tmp_path: Path) -> None:
    told = json.loads((written / "schema-org.jsonld").read_text())
    assert told["url"] == "https://example.org/kg/"
    found = release(watched, tmp_path / "x", without=list(exporters()))
    assert found.address == f"{watched.names.base}release/{watched.data_version[:12]}/"
    assert {part.path.partition("/")[0] for part in found.parts} == {"ontology", "void.ttl"}


def test_a_graph_of_nothing_is_released(tmp_path: Path) -> None:
    release(Graph.of([]), tmp_path / "empty")
    assert (tmp_path / "empty/data/cagraph.nq").exists()


def test_an_empty_directory_is_filled_and_no_other(watched: Graph, tmp_path: Path) -> None:
    few = [name for name in exporters() if name != "nquads"]
    (tmp_path / "empty").mkdir()
    release(watched, tmp_path / "empty", without=few)
    with pytest.raises(StoreError, match="is there already"):
        release(watched, tmp_path / "empty", without=few)
    (tmp_path / "file").write_text("mine")
    with pytest.raises(StoreError, match="is there already"):
        release(watched, tmp_path / "file", without=few)
    assert (tmp_path / "file").read_text() == "mine"


def test_a_format_that_is_none_is_told(watched: Graph, tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match=r"no format 'gefx'.*gexf"):
        release(watched, tmp_path / "x", without=["gefx"])
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_place_that_cannot_be_written_is_told(watched: Graph, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="cannot be made"):
        release(watched, tmp_path / "x")


def test_a_place_below_a_file_is_told(watched: Graph, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(StoreError, match="cannot be made"):
        release(watched, tmp_path / "file" / "x")


def test_a_failure_leaves_nothing_behind(watched: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> object:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Graph, "export", fails)
    with pytest.raises(StoreError, match="No space left"):
        release(watched, tmp_path / "x")
    assert not list(tmp_path.iterdir())
