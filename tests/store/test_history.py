"""The history of a store: steps chained by hashes, differences beside them, bounded in size."""

import gzip
import json
from itertools import pairwise
from pathlib import Path

import pytest

from cagraph.errors import StoreError
from cagraph.store import history
from cagraph.store.history import Step

A, B, C = ("a" * 64, "b" * 64, "c" * 64)


def told(number: int) -> list[dict[str, object]]:
    return [{"what": "entity", "id": f"e{number}", "label": "Тоқаев\u2028\n"}]


def taken(root: Path, *versions: str, room: int = history.ROOM) -> list[Step]:
    for number, (parent, version) in enumerate(pairwise(versions), 1):
        history.append(root, Step(f"2026-11-0{number}", "build", parent, version), told(number), room)
    return history.read(root)


def test_nothing_there(tmp_path: Path) -> None:
    assert history.read(tmp_path) == []
    assert history.last_hash(tmp_path) == "0" * 64


def test_steps_and_their_differences_are_read_back(tmp_path: Path) -> None:
    steps = taken(tmp_path, A, B, C)
    assert [(step.number, step.parent, step.version, step.changes) for step in steps] == [(1, A, B, 1), (2, B, C, 1)]
    assert steps[1].before == steps[0].hash
    assert history.last_hash(tmp_path) == steps[1].hash
    assert [history.differences(tmp_path, step) for step in steps] == [told(1), told(2)]


def test_the_same_differences_make_the_same_file(tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        taken(tmp_path / name, A, B)
    one, other = (next((tmp_path / name / "history").glob("*.gz")).read_bytes() for name in ("one", "other"))
    assert one == other


def test_a_version_that_comes_back_is_led_to_by_the_last_way(tmp_path: Path) -> None:
    steps = taken(tmp_path, A, B, A, C)
    assert [step.number for step in history.leading_to(steps, C)] == [3, 2, 1]
    assert [step.number for step in history.leading_to(steps, B)] == [1]


def test_a_step_that_never_came_to_be_is_passed_over(tmp_path: Path) -> None:
    taken(tmp_path, A, B)  # a crash before the pointer was moved: A is still current
    history.append(tmp_path, Step("2026-11-02", "build", A, C), told(2))
    assert [step.number for step in history.leading_to(history.read(tmp_path), C)] == [2]


def test_a_clock_that_is_set_back_keeps_the_order(tmp_path: Path) -> None:
    taken(tmp_path, A, B)
    history.append(tmp_path, Step("2025-01-01", "build", B, C), [])
    assert [step.time for step in history.read(tmp_path)] == ["2026-11-01", "2026-11-01"]


def test_the_oldest_differences_make_room_and_their_steps_stay(tmp_path: Path) -> None:
    steps = taken(tmp_path, A, B, C, A, room=220)
    kept = [history.is_kept(tmp_path, step) for step in steps]
    assert kept == [False, *kept[1:]]
    assert kept[-1]
    assert len(steps) == 3
    with pytest.raises(StoreError, match="step 1"):
        history.differences(tmp_path, steps[0])


@pytest.mark.parametrize("how", ["altered", "missing", "inserted", "no JSON", "not ASCII"])
def test_a_damaged_chain_is_told(tmp_path: Path, how: str) -> None:
    taken(tmp_path, A, B, C)
    path = tmp_path / "history" / "steps.jsonl"
    first, second = path.read_text(encoding="ascii").splitlines()
    lines = {
        "altered": [first.replace(A, C), second],
        "missing": [second],
        "inserted": [first, first, second],
        "no JSON": ["{", second],
        "not ASCII": ["ж", second],
    }[how]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    with pytest.raises(StoreError, match="history of the store") as told:
        history.read(tmp_path)
    assert "move it away" in told.value.hint


@pytest.mark.parametrize(
    "body", [b"", b"no gzip", gzip.compress(b'{"id": "other"}\n', mtime=0), gzip.compress(b"x" * 99, mtime=0)[:20]]
)
def test_damaged_differences_are_told(tmp_path: Path, body: bytes) -> None:
    (step,) = taken(tmp_path, A, B)
    next((tmp_path / "history").glob("*.gz")).write_bytes(body)
    with pytest.raises(StoreError, match=r"history of the store .* step 1"):
        history.differences(tmp_path, step)


def test_a_line_that_was_cut_off_never_counted(tmp_path: Path) -> None:
    taken(tmp_path, A, B)
    path = tmp_path / "history" / "steps.jsonl"
    with path.open("a", encoding="ascii") as file:
        file.write('{"number": 2, "ti')
    assert len(history.read(tmp_path)) == 1
    history.append(tmp_path, Step("2026-11-02", "build", B, C), told(2))
    assert [step.number for step in history.read(tmp_path)] == [1, 2]


def test_a_history_that_cannot_be_gone_on_with_is_set_aside(tmp_path: Path) -> None:
    taken(tmp_path, A, B)
    (tmp_path / "history" / "steps.jsonl").write_text("nonsense\n", encoding="ascii")
    assert [step.number for step in taken(tmp_path, B, C)] == [1]
    assert (tmp_path / "history-damaged-1" / "steps.jsonl").read_text(encoding="ascii") == "nonsense\n"


def test_lines_hold_what_they_say(tmp_path: Path) -> None:
    taken(tmp_path, A, B)
    values = json.loads((tmp_path / "history" / "steps.jsonl").read_text(encoding="ascii"))
    assert set(values) == {"before", "changes", "digest", "kind", "number", "parent", "time", "version"}
