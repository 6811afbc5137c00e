"""Versions on disk."""

import os
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad

from cagraph.errors import StoreError, StoreMissingError
from cagraph.store import open_store, publish, snapshots

ONE = [Quad(NamedNode("http://e/a"), NamedNode("http://e/p"), NamedNode("http://e/b"), DefaultGraph())]
VERSIONS = ["a" * 64, "b" * 64, "c" * 64]


def test_nothing_there(tmp_path: Path) -> None:
    assert snapshots.current(tmp_path) is None
    with pytest.raises(StoreMissingError, match="cagraph build"):
        open_store(tmp_path)


def test_a_version_is_published_and_read(tmp_path: Path) -> None:
    snapshots.publish(tmp_path, VERSIONS[0], ONE)
    assert snapshots.current(tmp_path) == VERSIONS[0]
    assert list(open_store(tmp_path).quads()) == ONE


def test_a_reader_keeps_its_version_while_another_is_published(tmp_path: Path) -> None:
    snapshots.publish(tmp_path, VERSIONS[0], ONE)
    reader = open_store(tmp_path)
    snapshots.publish(tmp_path, VERSIONS[1], [])
    assert list(reader.quads()) == ONE
    assert len(open_store(tmp_path)) == 0


def test_old_versions_are_forgotten(tmp_path: Path) -> None:
    for number, version in enumerate(VERSIONS):
        snapshots.publish(tmp_path, version, ONE)
        os.utime(tmp_path / version, (number, number))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["CURRENT", VERSIONS[1], VERSIONS[2]]


def test_a_failed_write_leaves_the_old_version(tmp_path: Path) -> None:
    snapshots.publish(tmp_path, VERSIONS[0], ONE)

    def broken() -> object:
        yield ONE[0]
        raise OSError(28, "No space left on device")

    with pytest.raises(StoreError, match="No space left"):
        snapshots.publish(tmp_path, VERSIONS[1], broken())  # type: ignore[arg-type]
    assert snapshots.current(tmp_path) == VERSIONS[0]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["CURRENT", VERSIONS[0]]


@pytest.mark.parametrize("text", ["", "nonsense", "d" * 64, "../etc"])
def test_a_damaged_pointer_is_told(tmp_path: Path, text: str) -> None:
    snapshots.publish(tmp_path, VERSIONS[0], ONE)
    (tmp_path / "CURRENT").write_text(text, encoding="ascii")
    with pytest.raises(StoreError, match="cagraph build --force"):
        snapshots.current(tmp_path)


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="ascii")
    with pytest.raises(StoreError, match="CAGRAPH_STORE"):
        publish(tmp_path / "file", "http://example.org/", VERSIONS[0], ONE)
