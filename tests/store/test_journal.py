"""The journal of writes: what is in it is as it was written, or it is told where it is not."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from cagraph.errors import ConflictError, StoreError
from cagraph.store import journal


def row(number: int, before: str) -> journal.Row:
    return journal.Row(
        number=number,
        time="2026-11-25T12:00:00.000+00:00",
        key="ann",
        kind="update",
        graph="",
        media_type="",
        body=f'INSERT DATA {{ <urn:a> <urn:p> "ж\n{number}" }}',
        using=("urn:g",),
        using_named=(),
        parent=f"{number - 1:064x}",
        version=f"{number:064x}",
        build="0" * 64,
        curated=False,
        quads=number,
        before=before,
    )


@pytest.fixture
def written(tmp_path: Path) -> list[journal.Row]:
    rows: list[journal.Row] = []
    for number in (1, 2, 3):
        rows.append(row(number, journal.last_digest(rows)))
        journal.append(tmp_path, rows[-1])
    return rows


def lines(root: Path) -> list[str]:
    return (root / journal.NAME).read_text(encoding="ascii").splitlines()


def put(root: Path, *rows: str, end: str = "\n") -> None:
    (root / journal.NAME).write_text("\n".join(rows) + end, encoding="ascii")


def test_rows_come_back_as_they_were_written(tmp_path: Path, written: list[journal.Row]) -> None:
    assert journal.read(tmp_path) == written


def test_no_journal_is_an_empty_one(tmp_path: Path) -> None:
    assert journal.read(tmp_path) == []
    assert journal.last_digest([]) == "0" * 64


@pytest.mark.parametrize(
    ("name", "value"),
    [("key", "bob"), ("body", "DROP ALL"), ("quads", 7), ("number", 9), ("curated", True), ("using", [])],
)
def test_a_changed_row_breaks_the_chain(tmp_path: Path, written: list[journal.Row], name: str, value: object) -> None:
    told = lines(tmp_path)
    put(tmp_path, told[0], json.dumps({**json.loads(told[1]), name: value}, sort_keys=True), told[2])
    with pytest.raises(StoreError, match=r"journal.jsonl:[23]: the chain is broken here"):
        journal.read(tmp_path)


def test_a_missing_or_doubled_or_inserted_row_breaks_the_chain(tmp_path: Path, written: list[journal.Row]) -> None:
    told = lines(tmp_path)
    for changed in ([told[0], told[2]], [told[1], told[2]], [told[0], told[0], *told[1:]], [told[1], told[0], told[2]]):
        put(tmp_path, *changed)
        with pytest.raises(StoreError, match="the chain is broken here"):
            journal.read(tmp_path)


def test_a_row_written_otherwise_breaks_the_chain(tmp_path: Path, written: list[journal.Row]) -> None:
    told = lines(tmp_path)
    put(tmp_path, told[0].replace('": ', '":  ', 1), *told[1:])
    with pytest.raises(StoreError, match=r":1: the chain is broken here"):
        journal.read(tmp_path)


@pytest.mark.parametrize("line", ["", "{}", "[]", "null", "7", "nonsense", '{"number": 1}'])
def test_what_is_no_row_is_told_with_its_line(tmp_path: Path, written: list[journal.Row], line: str) -> None:
    put(tmp_path, lines(tmp_path)[0], line, lines(tmp_path)[1])
    with pytest.raises(StoreError, match=r":2: this is no row of the journal"):
        journal.read(tmp_path)


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / journal.NAME).write_bytes(b"\xff\xfe")
    with pytest.raises(StoreError, match="cannot be read"):
        journal.read(tmp_path)


@pytest.mark.parametrize("kept", [0, 1, 60])
def test_a_last_line_that_was_cut_off_never_counted(tmp_path: Path, written: list[journal.Row], kept: int) -> None:
    told = lines(tmp_path)
    put(tmp_path, told[0], told[1], told[2][:kept], end="")
    assert journal.read(tmp_path) == written[:2]
    again = replace(written[2], key="bob")
    journal.append(tmp_path, again)
    assert journal.read(tmp_path) == [*written[:2], again]


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / journal.NAME).mkdir()
    with pytest.raises(StoreError, match="cannot be written"):
        journal.append(tmp_path, row(1, "0" * 64))


def test_only_one_may_write(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from cagraph.store import journal\n"
        "with journal.sole_writer(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(ConflictError, match="another process is writing"), journal.sole_writer(tmp_path):
            pass
        other.communicate("")
    with journal.sole_writer(tmp_path):
        assert other.returncode == 0


def test_the_last_row_is_found_without_the_others(tmp_path: Path) -> None:
    assert journal.last(tmp_path) is None
    rows: list[journal.Row] = []
    for number, size in enumerate((1, 200_000, 70_000, 65_536, 3), 1):
        rows.append(replace(row(number, journal.last_digest(rows)), body="x" * size))
        journal.append(tmp_path, rows[-1])
        assert journal.last(tmp_path) == rows[-1]
    with (tmp_path / journal.NAME).open("a", encoding="ascii") as file:
        file.write('{"cut off')
    assert journal.last(tmp_path) == rows[-1]
    put(tmp_path, "nonsense")
    with pytest.raises(StoreError, match="the last line is no row"):
        journal.last(tmp_path)


def test_a_row_with_what_it_changed_comes_back(tmp_path: Path) -> None:
    told = replace(row(1, "0" * 64), content="c" * 64, removed=("<urn:ж> .\n",), added=("GRAPH <urn:g>\n",))
    journal.append(tmp_path, told)
    assert journal.read(tmp_path) == [told]
    assert "content" not in row(1, "0" * 64).line(), "rows of before are as they were"
