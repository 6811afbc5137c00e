"""Full disks, places that cannot be written, clocks that are set back, two writers, readers all the while."""

import os
import resource
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from stores import WRITES, held, made, root, write

from cagraph.errors import ConflictError, StoreError
from cagraph.graph import Graph, back_up, build, load_files, look_over, undo_load, writes
from cagraph.store import history, journal, snapshots

MORE = "INSERT DATA { GRAPH <http://example.org/own> { <urn:more> <urn:p> 1 } }"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of a few MiB, where this process may mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(place)], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"nothing can be mounted here: {mounted.stderr.strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def fill(place: Path, left: int) -> Path:
    """Take all room on a disk but so many bytes."""
    stuff = place / "stuff"
    state = os.statvfs(place)
    with stuff.open("wb") as file:
        file.write(b"x" * max(0, state.f_bavail * state.f_frsize - left))
    return stuff


@pytest.mark.parametrize("left", [0, 40_000, 400_000])
def test_a_full_disk_keeps_what_is_there(small_disk: Path, tmp_path: Path, left: int) -> None:
    settings = made(small_disk)
    write(settings, *WRITES[:3])
    before = held(settings)
    stuff = fill(small_disk, left)
    refused: list[str] = []
    for attempt in (
        lambda: build(settings, force=True),
        lambda: write(settings, MORE),
        lambda: back_up(settings, small_disk / "b"),
    ):
        try:
            attempt()
        except StoreError as error:
            refused.append(str(error))
    assert left or len(refused) == 3
    assert all("space" in one for one in refused)
    after = held(settings)
    assert before <= after
    stuff.unlink()
    write(settings, MORE)
    assert held(settings) == before | {
        b'<urn:more> <urn:p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> <http://example.org/own> .\n'
    }
    assert look_over(settings, repair=True).findings
    journal.read(root(settings))


@pytest.mark.parametrize("left", [0, 40_000, 400_000])
def test_a_full_disk_takes_a_load_whole_or_not_at_all(small_disk: Path, tmp_path: Path, left: int) -> None:
    settings = made(small_disk)
    before = held(settings)
    file = tmp_path / "new.yaml"
    file.write_text("- kind: Source\n  id: gazette\n  label: A gazette\n", encoding="utf-8")
    stuff = fill(small_disk, left)
    refused: list[str] = []
    try:
        load_files(settings, [file], "ann")
    except StoreError as error:
        refused.append(str(error))
    assert left or refused
    assert all("space" in one for one in refused)
    assert not refused or held(settings) == before
    stuff.unlink()
    load_files(settings, [file], "ann")
    assert Graph.built(settings.store).get("gazette")["label"] == "A gazette"
    undo_load(settings, 1, "ann")
    loads = b" <https://w3id.org/cagraph/graph/loads> .\n"
    assert {line for line in held(settings) if not line.endswith(loads)} == before
    report = look_over(settings, with_data=True)
    assert all(one.about == "place" for one in report.findings if one.wrong), report.findings


def test_a_file_that_may_not_grow_is_told(tmp_path: Path) -> None:
    settings = made(tmp_path)
    before, version = held(settings), snapshots.current(root(settings))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, hard))
    try:
        with pytest.raises(StoreError, match="cannot be written"):
            back_up(settings, tmp_path / "backup")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert not (tmp_path / "backup").exists()
    assert (held(settings), snapshots.current(root(settings))) == (before, version)


def with_rights_of_nobody(code: str, place: Path) -> subprocess.CompletedProcess[str]:
    """Run a program with the rights of a user who owns nothing."""
    program = f"import os, sys\nfrom pathlib import Path\nfrom cagraph.errors import CagraphError\n{code}"
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=place,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_place_that_may_only_be_read_can_be_read(tmp_path: Path) -> None:
    if os.geteuid():
        pytest.skip("only the superuser can take the part of another")
    made(tmp_path)
    tmp_path.chmod(0o755)
    done = with_rights_of_nobody(
        """
from cagraph.graph import Graph, build
from cagraph.settings import Settings
settings = Settings(store=Path("store"), data=Path("data"))
build(settings)  # what is read of Python's own, that user may not be able to read
Graph.built(settings.store).get("KAZ")
os.setuid(65534)
print(Graph.built(settings.store).get("KAZ")["label"])
try:
    build(settings, force=True)
except CagraphError as error:
    print(error)
""",
        tmp_path,
    )
    assert done.returncode == 0, done.stderr
    label, told = done.stdout.splitlines()
    assert label == "Kazakhstan"
    assert "cannot be written: Permission denied" in told


def test_a_clock_that_is_set_back_breaks_nothing(tmp_path: Path) -> None:
    settings = made(tmp_path)
    write(settings, WRITES[0])

    class Earlier(writes.datetime):
        @classmethod
        def now(cls, tz: object = None) -> "Earlier":
            return cls(1999, 1, 1, tzinfo=writes.UTC)

    with patch.object(writes, "datetime", Earlier):
        write(settings, MORE)
    assert [row.time[:4] for row in journal.read(root(settings))][1] == "1999"
    times = [step.time for step in history.read(root(settings))]
    assert times == sorted(times)
    write(settings, WRITES[2])
    assert look_over(settings).sound
    assert Graph.built(settings.store).changes()["total"] >= 0


def test_two_writers_take_turns(tmp_path: Path) -> None:
    settings = made(tmp_path)
    with snapshots.writing(root(settings)):
        for attempt in (lambda: write(settings, MORE), lambda: build(settings, force=True)):
            with pytest.raises(ConflictError, match="another process is writing to this store"):
                attempt()
    write(settings, MORE)
    assert any(b"urn:more" in line for line in held(settings))


def test_builds_at_once_lose_nothing(tmp_path: Path) -> None:
    settings = made(tmp_path)
    write(settings, WRITES[0])
    before = held(settings)
    done: list[str] = []

    def attempt() -> None:
        try:
            build(settings, force=True)
            done.append("built")
        except ConflictError:
            done.append("in turn")

    threads = [threading.Thread(target=attempt) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 4
    assert "built" in done
    assert held(settings) == before
    assert look_over(settings).sound
