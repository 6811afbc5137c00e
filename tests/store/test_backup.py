"""Backups: made while others write, read back, refused when altered, and the same when they are brought back."""

import gzip
import json
import os
import shutil
import threading
from pathlib import Path

import pytest
from stores import WRITES, held, made, root, whole, write

from cagraph.errors import ConflictError, StoreError, StoreMissingError
from cagraph.graph import Graph, Keys, back_up, build, restore
from cagraph.settings import Settings
from cagraph.store import backup, history, journal, proof, snapshots


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    settings = made(tmp_path)
    Keys(settings.keys_file).add("ann", "write")
    write(settings, *WRITES)
    return settings


def test_the_drill(here: Settings, tmp_path: Path) -> None:
    """Backup, bring it back on another path, verify: contents, counts, hashes, journal, history and keys are equal."""
    told = back_up(here, tmp_path / "backup")
    elsewhere = tmp_path / "elsewhere" / "store"
    found, aside = restore(here, tmp_path / "backup", elsewhere)
    assert (found, aside) == (told, None)
    there = Settings(store=elsewhere, data=here.data)
    version = snapshots.current(root(here))
    assert version == snapshots.current(elsewhere) == told.version
    assert held(there) == held(here)
    assert proof.of(elsewhere / str(version)) == proof.of(root(here) / str(version))
    assert journal.read(elsewhere) == journal.read(root(here))
    assert len(journal.read(elsewhere)) == told.rows == len(WRITES)
    steps = history.read(root(here))
    assert history.read(elsewhere) == steps
    assert [history.differences(elsewhere, one) for one in steps] == [
        history.differences(root(here), one) for one in steps
    ]
    assert (tmp_path / "elsewhere" / "keys.json").read_bytes() == here.keys_file.read_bytes()
    assert (tmp_path / "elsewhere" / "keys.json").stat().st_mode & 0o777 == 0o600
    write(there, "INSERT DATA { GRAPH <http://example.org/own> { <urn:later> <urn:p> 1 } }")
    assert len(held(there)) == len(held(here)) + 1


def test_a_backup_is_a_store_of_its_own(here: Settings, tmp_path: Path) -> None:
    back_up(here, tmp_path / "backup")
    shutil.rmtree(root(here))
    assert Graph.built(tmp_path / "backup").get("KAZ")["label"]
    for path in (tmp_path / "backup").rglob("*"):
        assert path.is_dir() or path.stat().st_nlink == 1, "a link would share the damage"


def test_a_backup_while_others_write_is_of_one_version_with_its_journal(tmp_path: Path) -> None:
    settings = made(tmp_path)
    done = threading.Event()

    def writer() -> None:
        write(
            settings,
            *(f"INSERT DATA {{ GRAPH <http://example.org/own> {{ <urn:a> <urn:p> {n} }} }}" for n in range(12)),
        )
        done.set()

    thread = threading.Thread(target=writer)
    thread.start()
    try:
        taken = []
        while not done.is_set():
            place = tmp_path / f"backup-{len(taken)}"
            told = back_up(settings, place)
            taken.append(told.rows)
            rows = journal.read(place)
            assert len(rows) == told.rows
            assert told.version == (rows[-1].version if rows else rows or snapshots.current(place))
            numbers = [line for line in whole(place / told.version) if line.startswith(b"<urn:a>")]
            assert len(numbers) == told.rows
    finally:
        thread.join()
    assert taken == sorted(taken)
    assert len(taken) > 1


def test_what_is_there_is_not_written_over(here: Settings, tmp_path: Path) -> None:
    (tmp_path / "backup").mkdir()
    with pytest.raises(StoreError, match="is there already"):
        back_up(here, tmp_path / "backup")
    with pytest.raises(StoreError, match="inside the store"):
        back_up(here, root(here) / "backup")
    with pytest.raises(StoreMissingError, match="cagraph build"):
        backup.make(tmp_path / "nothing", tmp_path / "other")
    back_up(here, tmp_path / "other")
    with pytest.raises(StoreError, match=r"there is a store .*--force"):
        restore(here, tmp_path / "other")


def test_a_store_that_is_replaced_is_kept_aside(here: Settings, tmp_path: Path) -> None:
    back_up(here, tmp_path / "backup")
    before = held(here)
    write(here, "INSERT DATA { GRAPH <http://example.org/own> { <urn:later> <urn:p> 1 } }")
    after = held(here)
    for number in (1, 2):
        _, aside = restore(here, tmp_path / "backup", force=True)
        assert aside == tmp_path / f"store.before-{number}"
        assert held(here) == before
    assert held(Settings(store=tmp_path / "store.before-1")) == after
    assert not list(tmp_path.glob("*.unfinished"))


def test_nobody_restores_over_a_service_that_writes(here: Settings, tmp_path: Path) -> None:
    back_up(here, tmp_path / "backup")
    with snapshots.writing(root(here)), pytest.raises(ConflictError, match="another process is writing"):
        restore(here, tmp_path / "backup", force=True)
    with backup.unfinished(tmp_path / "other", 0o700), pytest.raises(ConflictError, match="another process"):
        back_up(here, tmp_path / "other")


def test_an_old_store_that_a_crash_left_in_between_is_kept(here: Settings, tmp_path: Path) -> None:
    back_up(here, tmp_path / "backup")
    shutil.copytree(root(here), tmp_path / "store.unfinished")
    restore(here, tmp_path / "backup", force=True)
    assert held(Settings(store=tmp_path / "store.before-1")) == held(here)
    assert held(Settings(store=tmp_path / "store.before-2")) == held(here)


@pytest.mark.parametrize("how", ["flipped", "cut", "deleted"])
def test_a_damaged_backup_is_refused_and_what_is_there_stays(here: Settings, tmp_path: Path, how: str) -> None:
    back_up(here, tmp_path / "backup")
    before = held(here)
    files = [path for path in sorted((tmp_path / "backup").rglob("*")) if path.is_file()]
    names = [str(path.relative_to(tmp_path / "backup")) for path in files if path.name != "keys.json"]
    for name in [one for one in names if not one.endswith(".sst")] + [one for one in names if one.endswith(".sst")][:2]:
        source = tmp_path / "backup" / name
        broken = tmp_path / "broken"
        shutil.copytree(tmp_path / "backup", broken)
        body = source.read_bytes()
        if how == "deleted":
            (broken / name).unlink()
        else:
            altered = bytes([*body[:-1], body[-1] ^ 1]) if how == "flipped" and body else body[:-1] or b"x"
            (broken / name).write_bytes(altered)
        with pytest.raises(StoreError, match=r"broken"):
            restore(here, broken, force=True)
        assert held(here) == before
        shutil.rmtree(broken)
    assert not list(tmp_path.glob("store.*"))


def test_a_damaged_store_is_not_backed_up(here: Settings, tmp_path: Path) -> None:
    version = root(here) / str(snapshots.current(root(here)))
    name = max(version.glob("*.sst"), key=lambda path: path.stat().st_size)
    body = name.read_bytes()
    altered = name.with_suffix(".new")
    altered.write_bytes(bytes([body[0] ^ 1]) + body[1:])
    os.replace(altered, name)
    with pytest.raises(StoreError, match="differs from its proof"):
        back_up(here, tmp_path / "backup")
    assert not (tmp_path / "backup").exists()


def test_a_damaged_history_does_not_hinder_a_backup(here: Settings, tmp_path: Path) -> None:
    next((root(here) / "history").glob("*.gz")).write_bytes(gzip.compress(b"other"))
    (root(here) / "history" / "steps.jsonl").write_text("nonsense\n", encoding="ascii")
    told = back_up(here, tmp_path / "backup")
    assert told.steps == 0
    restore(here, tmp_path / "backup", tmp_path / "other")


def test_what_is_no_backup_is_told(here: Settings, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no backup at"):
        restore(here, tmp_path / "none", tmp_path / "other")
    back_up(here, tmp_path / "backup")
    told = json.loads((tmp_path / "backup" / "backup.json").read_text(encoding="ascii"))
    for text in ("", "[]", "{}", json.dumps({**told, "quads": 1}, sort_keys=True, indent=1) + "\n"):
        (tmp_path / "backup" / "backup.json").write_text(text, encoding="ascii")
        with pytest.raises(StoreError, match=r"backup.json (cannot be read|is not as it was written)"):
            restore(here, tmp_path / "backup", tmp_path / "other")
    assert not (tmp_path / "other").exists()


def test_a_build_after_a_restore_goes_on_from_it(here: Settings, tmp_path: Path) -> None:
    back_up(here, tmp_path / "backup")
    restore(here, tmp_path / "backup", force=True)
    assert not build(here).changed
