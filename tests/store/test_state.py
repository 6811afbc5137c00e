"""What is current after a crash at any step of a write, and what a build makes of it."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from cagraph.store import EmbeddedStore, journal, snapshots
from cagraph.store.snapshots import Built, State

BUILD = "a" * 64


def quads(word: str) -> list[Quad]:
    return [Quad(NamedNode("urn:a"), NamedNode("urn:p"), Literal(word), DefaultGraph())]


def row(root: Path, version: str, kind: str = "update", build: str = BUILD) -> journal.Row:
    rows = journal.read(root)
    return journal.Row(
        number=len(rows) + 1,
        time="2026-11-25T12:00:00.000+00:00",
        key="ann",
        kind=kind,
        graph="",
        media_type="",
        body="",
        using=(),
        using_named=(),
        parent=snapshots.current(root) or "",
        version=version,
        build=build,
        curated=False,
        quads=1,
        before=journal.last_digest(rows),
    )


def write(root: Path, version: str, word: str = "edit") -> journal.Row:
    """A write as the endpoint makes it."""
    made = row(root, version)
    EmbeddedStore.write(root / f"new-{version}", quads(word))
    snapshots.commit(root, root / f"new-{version}", made)
    return made


@pytest.fixture
def root(tmp_path: Path) -> Path:
    snapshots.publish(tmp_path, BUILD, quads("build"))
    return tmp_path


def words(root: Path) -> list[str]:
    return [str(quad.object.value) for quad in snapshots.open_current(root).quads()]


def test_nothing_built(tmp_path: Path) -> None:
    assert snapshots.state(tmp_path) == State("", "", (), ())


def test_a_build_alone(root: Path) -> None:
    assert snapshots.state(root) == State(BUILD, BUILD, (), ())


def test_writes_on_a_build(root: Path) -> None:
    one, two = write(root, "b" * 64), write(root, "c" * 64, "second")
    assert snapshots.state(root) == State("c" * 64, BUILD, (one, two), (one, two))
    assert words(root) == ["second"]


def test_a_crash_before_the_journal_leaves_the_old_version(root: Path) -> None:
    one = write(root, "b" * 64)
    EmbeddedStore.write(root / f"{'c' * 64}", quads("never told of"))
    assert snapshots.state(root) == State("b" * 64, BUILD, (one,), (one,))


def test_a_crash_between_journal_and_pointer_is_finished(root: Path) -> None:
    one = write(root, "b" * 64)
    two = row(root, "c" * 64)
    EmbeddedStore.write(root / two.version, quads("told of"))
    journal.append(root, two)
    assert snapshots.current(root) == "b" * 64
    assert snapshots.state(root) == State("c" * 64, BUILD, (one, two), (one, two))
    assert snapshots.current(root) == "c" * 64
    assert words(root) == ["told of"]


def test_a_journal_that_is_ahead_without_a_snapshot_does_not_lose_the_writes_before(root: Path) -> None:
    """The row was on disk, its directory was not: the write was never acknowledged, those before it were."""
    one = write(root, "b" * 64)
    two = row(root, "c" * 64)
    journal.append(root, two)
    state = snapshots.state(root)
    assert state == State("b" * 64, BUILD, (one,), (one, two))


def test_a_version_of_a_write_that_a_later_build_put_aside_does_not_come_back(root: Path) -> None:
    write(root, "b" * 64)
    state = snapshots.state(root)
    version = snapshots.publish_build(root, state, Built(BUILD, quads("build")))
    after = snapshots.state(root)
    assert (after.version, after.build, after.edits) == (version, BUILD, ())
    assert words(root) == ["build"]
    three = write(root, "d" * 64)
    assert snapshots.state(root).edits == (three,)


def test_writes_on_an_older_build_are_no_edits_of_the_new_one(root: Path) -> None:
    write(root, "b" * 64)
    snapshots.publish_build(root, snapshots.state(root), Built("e" * 64, quads("new build")))
    made = replace(row(root, "f" * 64), build="e" * 64)
    EmbeddedStore.write(root / f"new-{'f' * 64}", quads("x"))
    snapshots.commit(root, root / f"new-{'f' * 64}", made)
    state = snapshots.state(root)
    assert (state.build, state.edits) == ("e" * 64, (made,))


def test_what_a_crash_left_behind_is_removed_and_nothing_else(root: Path) -> None:
    for name in (f"new-{'c' * 64}", "working-7", "new-abc", "mine"):
        (root / name).mkdir()
    snapshots.forget_unfinished(root)
    assert {path.name for path in root.iterdir()} == {BUILD, "CURRENT", "new-abc", "mine"}
    shutil.rmtree(root / "mine")
