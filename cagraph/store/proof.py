"""The proof that a version carries: what it holds, and the size and hash of each of its files.

It lies in the version's directory and is on disk before the pointer moves, so that whatever changes the version later,
shows. The engine's own log is left out of a version: nothing in it is needed, and damage to it could not be seen.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any, Final

from cagraph import disk
from cagraph.errors import StoreError
from cagraph.store import content

NAME: Final = "proof.json"
MEND: Final = "say: cagraph doctor --repair; else cagraph restore BACKUP, or cagraph build --force"
_NEEDLESS: Final = ("*.log", "LOG*", "LOCK", "IDENTITY")
_TOLD: Final = ("version", "quads", "content", "row", "chained")
_BLOCKS: Final = ".sst"  # the data, in blocks with checksums of their own; all else is small


@dataclass(frozen=True)
class File:
    """How large a file is, and the SHA-256 of what is in it."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Proof:
    """What a version holds: how many quads, the digest of its content, its files; and the journal's row for it.

    `row` is the number of that row and `chained` its hash; 0 and empty for a version that the journal does not tell of.
    """

    version: str
    quads: int
    content: str
    row: int = 0
    chained: str = ""
    files: Mapping[str, File] = field(default_factory=dict)

    def text(self) -> str:
        """The proof as it stands in the file, sealed with a hash of its own."""
        values: dict[str, Any] = {name: getattr(self, name) for name in _TOLD}
        values["files"] = {name: [one.size, one.sha256] for name, one in self.files.items()}
        return json.dumps({**values, "seal": _seal(values)}, sort_keys=True) + "\n"


def _seal(values: Mapping[str, Any]) -> str:
    return sha256(json.dumps(values, sort_keys=True).encode("ascii")).hexdigest()


def parsed(text: str) -> Proof:
    """The proof that a text is. Raises ValueError where it was altered."""
    values = json.loads(text)
    try:
        values.pop("seal")
        files = {name: File(*one) for name, one in values.pop("files").items()}
        proof = Proof(**values, files=files)
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError("it has another form") from error
    if proof.text() != text:
        raise ValueError("it is not as it was written")
    return proof


def of(directory: Path) -> Proof | None:
    """The proof of a version; None for one that was written without. Raises StoreError for a damaged one."""
    path = directory / NAME
    try:
        return parsed(path.read_text(encoding="ascii"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise StoreError(f"the version {directory.name[:12]} is damaged: its {NAME}: {error}", MEND) from error


def drop_needless(directory: Path) -> None:
    """Remove from a closed store what only its writing needed: the log that has been flushed, the engine's diary."""
    for pattern in _NEEDLESS:
        for path in directory.glob(pattern):
            path.unlink()


def write(directory: Path, proof: Proof, parent: Path | None = None) -> Proof:
    """Put a version's files on disk and its proof beside them; returns it with the files.

    What the version shares with its `parent`, as hard links, is on disk and known already: hashing it again would
    only take damage for granted that came in between. Raises OSError.
    """
    known = _known(parent)
    files: dict[str, File] = {}
    for path in sorted(directory.iterdir()):
        if path.name == NAME:
            continue
        state = path.stat()
        inherited = known.get((path.name, state.st_ino))
        if inherited is None:
            disk.sync(path)
        files[path.name] = inherited or File(state.st_size, digest(path))
    made = replace(proof, files=files)
    scratch = directory / f"{NAME}.new"
    scratch.write_text(made.text(), encoding="ascii")
    disk.sync(scratch)
    scratch.replace(directory / NAME)
    disk.sync(directory)
    return made


def content_after(directory: Path, removed: Collection[bytes], added: Collection[bytes]) -> str:
    """The digest of what a version holds after a change of its statements; empty where its proof does not tell."""
    told = of(directory)
    return content.digest_after(told.content, removed, added) if told else ""


def _known(parent: Path | None) -> Mapping[tuple[str, int], File]:
    """The files of a version by name and inode, as its proof tells of them."""
    if parent is None:
        return {}
    try:
        proof = of(parent)
        return {(name, (parent / name).stat().st_ino): one for name, one in proof.files.items()} if proof else {}
    except (StoreError, OSError):
        return {}


def digest(path: Path) -> str:
    """The SHA-256 of what is in a file."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def faults(directory: Path, proof: Proof, whole: bool = True) -> Iterator[str]:
    """What of a version's files is not as its proof says; without `whole`, files of data only by their size."""
    if proof.version != directory.name:
        yield f"its proof is that of {proof.version[:12]}"
    for name, told in proof.files.items():
        path = directory / name
        try:
            size = path.stat().st_size
            if size != told.size:
                yield f"{name} has {size} bytes, not {told.size}"
            elif (whole or not name.endswith(_BLOCKS)) and digest(path) != told.sha256:
                yield f"{name} was altered"
        except FileNotFoundError:
            yield f"{name} is missing"
        except OSError as error:
            yield f"{name} cannot be read: {error.strerror}"
    for path in sorted(directory.glob("*.log")):
        if path.name not in proof.files:
            yield f"{path.name} was put there"


def check(directory: Path) -> Proof | None:
    """The quick check that every opening makes: the proof's seal, the small files, the sizes of the large ones.

    Raises StoreError saying what is damaged. Returns None for a version that was written without a proof.
    """
    proof = of(directory)
    found = list(faults(directory, proof, whole=False)) if proof else []
    if found:
        raise StoreError(f"the version {directory.name[:12]} is damaged: {'; '.join(found[:3])}", MEND)
    return proof
