"""The doctor: says what is wrong, mends what can be mended to the same content, and says so."""

import json
import shutil
from pathlib import Path

import pytest
from stores import RECORDS, WRITES, held, made, root, whole, write
from typer.testing import CliRunner

from cagraph.cli import commands
from cagraph.errors import ConflictError, ParameterError, StoreError
from cagraph.graph import Keys, build, look_over
from cagraph.settings import Settings
from cagraph.store import journal, proof, snapshots


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    """A build, four writes on it, and a build over a part of them is what tests begin with."""
    settings = made(tmp_path)
    write(settings, *WRITES)
    return settings


def wrong(settings: Settings, **more: bool) -> list[str]:
    return [f"{one.about}: {one.says}" for one in look_over(settings, **more).findings if one.wrong]


def current(settings: Settings) -> Path:
    return root(settings) / str(snapshots.current(root(settings)))


def spoil(directory: Path) -> None:
    """Damage all files of data of a version, which may be links."""
    for path in directory.glob("*.sst"):
        body = path.read_bytes()
        path.unlink()
        path.write_bytes(bytes(byte ^ 0xFF for byte in body))


def test_a_sound_store(here: Settings) -> None:
    report = look_over(here, with_data=True)
    assert report.sound
    assert {one.about for one in report.findings} >= {"journal", "history", "version", "data"}
    assert any("same" in one.says and one.about == "data" for one in report.findings)


@pytest.mark.parametrize("number", range(len(WRITES)))
def test_a_version_is_made_again_from_the_journal(tmp_path: Path, number: int) -> None:
    """From the version before, and where that is damaged too, from the records: blank nodes, times and all."""
    settings = made(tmp_path)
    write(settings, *WRITES[: number + 1])
    before, version = held(settings), current(settings)
    rows = journal.read(root(settings))
    for lost in ([version], [root(settings) / name for name in snapshots.versions(root(settings))]):
        for directory in lost:
            spoil(directory)
        assert any("is damaged" in one for one in wrong(settings))
        report = look_over(settings, repair=True, with_data=True)
        assert report.sound
        assert any("made the version" in one for one in report.mended)
        assert held(settings) == before
        assert current(settings) == version
        assert journal.read(root(settings)) == rows


def test_a_build_over_writes_is_made_again_with_them(here: Settings) -> None:
    write(here, "DELETE WHERE { id:KAZ rdfs:label 'Қазақстан'@kk }")
    build(here, force=True, discard_edits=True)
    write(here, WRITES[0])
    build(here, force=True)
    before = held(here)
    for name in snapshots.versions(root(here)):
        spoil(root(here) / name)
    assert look_over(here, repair=True).sound
    assert held(here) == before
    assert any(b"urn:a" in line for line in before)


def test_what_cannot_be_made_again_goes_back_and_says_so(here: Settings) -> None:
    assert here.data
    (here.data / "records.yaml").write_text(RECORDS.replace("Kazakhstan", "Another"), encoding="utf-8")
    build(here, discard_edits=True)
    (here.data / "records.yaml").write_text(RECORDS.replace("Kazakhstan", "A third"), encoding="utf-8")
    older = next(name for name in snapshots.versions(root(here)) if name != current(here).name)
    spoil(current(here))
    report = look_over(here, repair=True)
    assert not report.sound
    assert any(
        f"went back to the newest version that is whole, {older[:12]}, which lacks" in one for one in report.mended
    )
    assert current(here).name == older


def test_a_write_that_was_cut_off_is_finished(here: Settings) -> None:
    row = journal.read(root(here))[-1]
    (root(here) / "CURRENT").write_text(row.parent, encoding="ascii")
    (root(here) / f"new-{'9' * 64}").mkdir()
    (root(here) / "working-5").mkdir()
    report = look_over(here, repair=True)
    assert report.sound
    assert len(report.mended) == 2
    assert current(here).name == row.version
    assert not (root(here) / "working-5").exists()


@pytest.mark.parametrize("text", ["", "nonsense", "f" * 64, None])
def test_a_damaged_pointer_is_set_right(here: Settings, text: str | None) -> None:
    before = held(here)
    pointer = root(here) / "CURRENT"
    pointer.unlink() if text is None else pointer.write_text(text, encoding="ascii")
    assert any(one.startswith("pointer") for one in wrong(here))
    assert look_over(here, repair=True).sound
    assert held(here) == before


def test_a_store_that_was_never_written_to_is_made_again_from_the_records(tmp_path: Path) -> None:
    settings = made(tmp_path)
    before, version = held(settings), current(settings)
    spoil(version)
    assert look_over(settings, repair=True).sound
    (root(settings) / "CURRENT").unlink()
    shutil.rmtree(version)
    (root(settings) / ("e" * 64)).mkdir()
    assert look_over(settings, repair=True).sound
    assert (held(settings), current(settings)) == (before, version)


def test_a_broken_journal_is_told_and_not_touched(here: Settings) -> None:
    path = root(here) / journal.NAME
    path.write_text(path.read_text(encoding="ascii").replace("cleo", "ann", 1), encoding="ascii")
    body = path.read_bytes()
    assert any("the chain is broken" in one for one in wrong(here, repair=True))
    assert path.read_bytes() == body


def test_a_proof_that_is_missing_is_written(here: Settings) -> None:
    (current(here) / proof.NAME).unlink()
    report = look_over(here)
    assert report.sound
    assert any("has no proof" in one.says and "--repair" in one.do for one in report.findings)
    look_over(here, repair=True)
    told = proof.check(current(here))
    assert told
    assert told.chained == journal.read(root(here))[-1].digest


def test_keys_that_others_can_read_and_a_damaged_history(here: Settings) -> None:
    Keys(here.keys_file).add("ann", "write")
    here.keys_file.chmod(0o644)
    (root(here) / "history" / "steps.jsonl").write_text("nonsense\n", encoding="ascii")
    assert {one.partition(":")[0] for one in wrong(here)} == {"keys", "history"}
    assert look_over(here, repair=True).sound
    assert here.keys_file.stat().st_mode & 0o777 == 0o600
    assert (root(here) / "history-damaged-1").exists()


def test_an_older_version_that_is_damaged_is_removed(here: Settings) -> None:
    older = next(root(here) / name for name in snapshots.versions(root(here)) if root(here) / name != current(here))
    before = whole(current(here))
    (older / "CURRENT").unlink()
    assert any("kept for readers, is damaged" in one for one in wrong(here))
    assert look_over(here, repair=True).sound
    assert not older.exists()
    assert held(here) == before


def test_it_says_what_the_records_give_otherwise(here: Settings) -> None:
    assert here.data
    (here.data / "records.yaml").write_text(RECORDS.replace("Kazakhstan", "Another"), encoding="utf-8")
    report = look_over(here, with_data=True)
    assert report.sound
    assert any(one.about == "data" and one.do == "cagraph build" for one in report.findings)


def test_nothing_is_mended_while_another_writes(here: Settings) -> None:
    with snapshots.writing(root(here)), pytest.raises(ConflictError, match="another process is writing"):
        look_over(here, repair=True)
    with pytest.raises(ParameterError, match="a store in a directory"):
        look_over(Settings(store="sparql+http://127.0.0.1:1/query"))


def test_a_forced_build_over_damage(tmp_path: Path) -> None:
    settings = made(tmp_path)
    before = held(settings)
    spoil(current(settings))
    build(settings, force=True)
    assert held(settings) == before
    (current(settings) / "CURRENT").unlink()
    with pytest.raises(StoreError, match="CURRENT is missing"):
        held(settings)
    (root(settings) / "CURRENT").write_text("nonsense", encoding="ascii")
    build(settings, force=True)
    assert held(settings) == before


def test_the_command(here: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAGRAPH_STORE", str(here.store))
    monkeypatch.setenv("CAGRAPH_DATA", str(here.data))
    run = CliRunner().invoke
    assert run(commands.app, ["doctor"]).exit_code == 0
    (root(here) / "CURRENT").write_text("nonsense", encoding="ascii")
    told = run(commands.app, ["doctor", "--json"])
    assert told.exit_code == 1
    found = json.loads(told.stdout)
    assert not found["sound"]
    assert [one["do"] for one in found["findings"] if one["wrong"]] == [
        "cagraph doctor --repair, or cagraph restore BACKUP"
    ]
    mended = run(commands.app, ["doctor", "--repair"])
    assert mended.exit_code == 0
    assert "Mended: finished a write" in mended.stdout
