"""What a version carries to show that it is as it was written."""

import os
import random
import shutil
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad
from stores import whole

from cagraph.errors import StoreError
from cagraph.store import content, journal, open_store, proof, snapshots

VERSION = "a" * 64
QUADS = [
    Quad(NamedNode(f"urn:s{n}"), NamedNode("urn:p"), Literal(f"value {n}\n«ж»"), graph)
    for n in range(300)
    for graph in (DefaultGraph(), NamedNode("urn:g"))
]


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    snapshots.publish(tmp_path, VERSION, QUADS)
    return tmp_path / VERSION


def test_a_proof_tells_of_every_file_and_of_the_content(directory: Path) -> None:
    told = proof.check(directory)
    assert told
    assert set(told.files) == {path.name for path in directory.iterdir()} - {proof.NAME}
    assert {name: path.stat().st_size for name in told.files if (path := directory / name)} == {
        name: one.size for name, one in told.files.items()
    }
    assert (told.version, told.quads, told.row) == (VERSION, 600, 0)
    lines = {f"{quad!s} .\n".encode() for quad in QUADS}
    assert told.content == content.digest(lines)
    assert list(proof.faults(directory, told)) == []


def test_a_version_has_no_log_of_the_engine(directory: Path) -> None:
    assert not [path.name for path in directory.iterdir() if path.suffix == ".log" or path.name.startswith("LO")]
    assert len(whole(directory)) == 600


def test_an_empty_graph_is_part_of_the_content() -> None:
    assert content.digest({b"GRAPH <urn:g>\n"}) != content.digest(set())
    assert content.graphs({b"GRAPH <urn:g>\n", b"<urn:a> <urn:p> <urn:o> .\n"}) == [NamedNode("urn:g")]


def damaged(path: Path, how: str, drawn: random.Random) -> None:
    body = bytearray(path.read_bytes())
    if how == "deleted":
        path.unlink()
    elif how == "cut":
        path.write_bytes(body[: drawn.randrange(len(body))])
    elif how == "longer":
        path.write_bytes(body + b"\0")
    else:
        body[drawn.randrange(len(body))] ^= 1 << drawn.randrange(8)
        path.write_bytes(body)


def seen(directory: Path) -> bool:
    """Whether the whole check finds something."""
    told = proof.of(directory)
    assert told
    return bool(list(proof.faults(directory, told)))


@pytest.mark.parametrize("how", ["flipped", "cut", "longer", "deleted"])
def test_no_damage_goes_unseen(directory: Path, tmp_path: Path, how: str) -> None:
    """Each file at random places: refused in clear words, or the content is as it was; the whole check finds all."""
    drawn, before = random.Random(how), whole(directory)
    refused: list[StoreError] = []
    for name in sorted(path.name for path in directory.iterdir()):
        for _ in range(2):
            root = tmp_path / "damaged"
            shutil.copytree(directory, root / VERSION)
            (root / "CURRENT").write_text(VERSION, encoding="ascii")
            damaged(root / VERSION / name, how, drawn)
            try:
                assert set(open_store(root).quads()) == set(QUADS)
                assert whole(root / VERSION) == before
            except StoreError as error:
                refused.append(error)
            assert name == proof.NAME or seen(root / VERSION), name
            shutil.rmtree(root)
    assert len(refused) > 10
    assert all("damaged" in error.message or "cannot be" in error.message for error in refused)


def test_a_log_that_is_put_into_a_version_is_refused(directory: Path) -> None:
    (directory / "000099.log").write_bytes(b"anything")
    with pytest.raises(StoreError, match=r"000099.log was put there"):
        open_store(directory.parent)


def test_what_else_lies_there_does_not_matter(directory: Path) -> None:
    (directory / "layout.bin").write_bytes(b"kept by another")
    (directory.parent / f"{VERSION}.layouts").mkdir()
    assert len(open_store(directory.parent)) == 600


def test_a_version_under_another_name_is_refused(directory: Path) -> None:
    other = directory.with_name("b" * 64)
    shutil.copytree(directory, other)
    with pytest.raises(StoreError, match="its proof is that of aaaaaaaaaaaa"):
        proof.check(other)


def test_a_version_without_a_proof_opens(directory: Path) -> None:
    (directory / proof.NAME).unlink()
    assert len(open_store(directory.parent)) == 600


def test_what_is_shared_with_the_version_before_is_not_hashed_again(directory: Path, tmp_path: Path) -> None:
    """Else damage to it would be taken for granted."""
    later = tmp_path / ("c" * 64)
    shutil.copytree(directory, later, copy_function=os.link)
    (later / proof.NAME).unlink()
    name = max(path.name for path in later.glob("*.sst"))
    body = (later / name).read_bytes()
    with (later / name).open("r+b") as file:
        file.write(bytes([body[0] ^ 1]))
    told = proof.write(later, proof.Proof(later.name, 600, ""), directory)
    assert list(proof.faults(later, told)) == [f"{name} was altered"]


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"files": {}}', "nonsense", "ж"])
def test_a_proof_that_is_none_is_told(directory: Path, text: str) -> None:
    (directory / proof.NAME).write_text(text, encoding="utf-8")
    with pytest.raises(StoreError, match=r"damaged: its proof.json") as told:
        open_store(directory.parent)
    assert "cagraph doctor --repair" in told.value.hint


def test_a_journal_that_lacks_the_row_of_the_version_is_refused(tmp_path: Path) -> None:
    snapshots.publish(tmp_path, VERSION, QUADS[:1])
    before = snapshots.State(VERSION, VERSION, (), ())
    snapshots.publish_build(tmp_path, before, snapshots.Built(VERSION, QUADS))
    assert len(open_store(tmp_path)) == 600
    path = tmp_path / journal.NAME
    line = path.read_text(encoding="ascii")
    path.write_text("", encoding="ascii")
    with pytest.raises(StoreError, match="lacks rows"):
        open_store(tmp_path)
    path.write_text(line.replace('"key": ""', '"key": "x"'), encoding="ascii")
    with pytest.raises(StoreError, match="another row"):
        open_store(tmp_path)
