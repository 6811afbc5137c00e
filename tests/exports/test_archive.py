"""Archives: read by zipfile and by Info-ZIP, the same each time, in small pieces however large a part is."""

import io
import shutil
import subprocess
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cagraph.errors import ExportError
from cagraph.exports.archive import PIECE, zipped

PARTS = [("b.csv", [b"Id,Label\n", "1,Қазақстан\n".encode()]), ("a/empty.txt", []), ("run.sh", [b"#!/bin/sh\n"])]


def noise(size: int) -> Iterator[bytes]:
    """Bytes that do not compress, in pieces of 10 kB."""
    state = 1
    for _ in range(size // 10_000):
        state = pow(7, state % 1_000_003 + 2, (1 << 80_000) - 1)
        yield state.to_bytes(10_000, "big")


def test_it_is_read_back_in_its_order() -> None:
    data = b"".join(zipped(PARTS))
    with ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [name for name, _ in PARTS]
        assert {name: archive.read(name) for name in archive.namelist()} == {n: b"".join(c) for n, c in PARTS}
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        modes = {entry.filename: entry.external_attr >> 16 & 0o777 for entry in archive.infolist()}
    assert modes == {"b.csv": 0o644, "a/empty.txt": 0o644, "run.sh": 0o755}


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}(\.csv)?", fullmatch=True), st.lists(st.binary(max_size=50))))
def test_the_same_parts_give_the_same_bytes(parts: dict[str, list[bytes]]) -> None:
    data = b"".join(zipped(parts.items()))
    assert data == b"".join(zipped((name, iter(content)) for name, content in parts.items()))
    with ZipFile(io.BytesIO(data)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {n: b"".join(c) for n, c in parts.items()}


@pytest.mark.skipif(not shutil.which("unzip"), reason="Info-ZIP's unzip is not here")
def test_unzip_finds_no_fault(tmp_path: Path) -> None:
    file = tmp_path / "a.zip"
    file.write_bytes(b"".join(zipped([*PARTS, ("noise", noise(200_000))])))
    assert "No errors" in subprocess.run(["unzip", "-t", file], check=True, capture_output=True, text=True).stdout


def test_a_large_part_is_never_whole_in_memory() -> None:
    size = 0
    tracemalloc.start()
    for piece in zipped([("large", (b"%08d" % number * 12_500 for number in range(300))), ("noise", noise(400_000))]):
        assert len(piece) < 4 * PIECE
        size += len(piece)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 400_000
    assert most < 3_000_000  # of 30 MB


def test_nothing_is_made_before_it_is_asked_for() -> None:
    def parts() -> Iterator[tuple[str, list[bytes]]]:
        yield "first", list(noise(300_000))
        raise AssertionError("the first piece needs the first part alone")

    assert next(zipped(parts())).startswith(b"PK\x03\x04")


def test_a_part_too_large_is_told() -> None:
    with pytest.raises(ExportError, match=r"large has more than 20 bytes.*ask for less"):
        list(zipped([("small", [b"x" * 20]), ("large", [b"x" * 15, b"x" * 6])], largest=20))
