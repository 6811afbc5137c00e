"""The history of a store: what each step from one version to the next changed, chained by hashes, bounded in size.

It stands in a directory of its own beside the versions, so that it outlives them. `steps.jsonl` has a line for each
step, whose hash the next line refers to, and which is never altered. The differences of a step stand in a file that
its line knows by its hash. When these files take more room than they may, the oldest are removed; the lines stay,
so that it can be told what was known once.
"""

import gzip
import json
import os
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from cagraph.errors import StoreError
from cagraph.store import journal
from cagraph.store.embedded import EmbeddedStore

DIRECTORY: Final = "history"
STEPS: Final = "steps.jsonl"
_ENDING: Final = ".jsonl.gz"
ROOM: Final = 8 << 20  # bytes of all differences together, compressed
_FIRST: Final = "0" * 64
_HINT: Final = "restore it from a backup, or move it away: a new one begins with the next version"
Difference = dict[str, Any]
Compare = Callable[[EmbeddedStore, EmbeddedStore], Sequence[Difference]]


@dataclass(frozen=True)
class Step:
    """From the data version `parent` to `version`, by a build or a write of some kind.

    `changes` is how many differences there are, `digest` the hash of their lines, `before` that of the step before.
    """

    time: str
    kind: str
    parent: str
    version: str
    number: int = 1
    changes: int = 0
    digest: str = ""
    before: str = _FIRST

    def line(self) -> str:
        """The step as it stands in the file."""
        return json.dumps(asdict(self), ensure_ascii=True, sort_keys=True)

    @property
    def hash(self) -> str:
        """What the next step refers to."""
        return sha256(self.line().encode("ascii")).hexdigest()


def read(root: Path) -> list[Step]:
    """All steps, the oldest first, the chain checked. Raises StoreError naming the line at which it breaks."""
    path = root / DIRECTORY / STEPS
    try:
        lines = path.read_text(encoding="ascii").split("\n")
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"the history of the store cannot be read: {error}", _HINT) from error
    steps: list[Step] = []
    before = _FIRST
    for number, line in enumerate(lines[:-1], 1):
        step = _parsed(line)
        if step is None or step.before != before or step.number != number:
            raise StoreError(f"the history of the store is damaged: {STEPS}, line {number}", _HINT)
        steps.append(step)
        before = step.hash
    return steps


def _parsed(line: str) -> Step | None:
    """The step of a line; None for a line that is none, or is not written as we write them."""
    try:
        step = Step(**json.loads(line))
    except (ValueError, TypeError):
        return None
    return step if step.line() == line else None


def leading_to(steps: Sequence[Step], version: str) -> Iterator[Step]:
    """The steps that lead to a version, the last first, as far back as they follow from each other.

    A step that was recorded but never came to be, for a crash, leads nowhere and is passed over.
    """
    for step in reversed(steps):
        if step.version == version:
            yield step
            version = step.parent


def last_hash(root: Path) -> str:
    """What the next step has to refer to, without reading all of them."""
    last = _last(root / DIRECTORY / STEPS)
    return last.hash if last else _FIRST


def _last(path: Path) -> Step | None:
    """The last step; None when there is none, or none that can be read."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - 4096))
            lines = file.read().decode("ascii").split("\n")
    except (OSError, UnicodeDecodeError):
        return None
    return _parsed(lines[-2]) if len(lines) > 1 else None


def remember(root: Path, step: Step, fresh: Path, compare: Compare | Sequence[Difference] | None) -> None:
    """Note a step on disk, before it is taken: how the version it starts from differs from the one that is `fresh`,
    found out by comparing them, or given.

    Nothing is noted of a step from nothing, to the same version, or from a version that cannot be read any more.
    """
    if compare is None or not step.parent or step.parent == step.version:
        return
    if not callable(compare):
        append(root, step, compare)
        return
    try:
        found = compare(EmbeddedStore(root / step.parent), EmbeddedStore(fresh))
    except (StoreError, OSError):  # the engine finds some damage only as it reads
        return
    append(root, step, found)


def append(root: Path, step: Step, differences: Iterable[Difference], room: int = ROOM) -> None:
    """Put a step on disk as the last, and have the oldest differences make room for its own."""
    place = root / DIRECTORY
    path = place / STEPS
    body = "".join(json.dumps(one, ensure_ascii=False, sort_keys=True) + "\n" for one in differences).encode()
    last = _last(path)
    if last is None and path.exists():
        set_aside(place)
    last = last or Step("", "", "", "", number=0)
    step = replace(
        step,
        time=max(step.time, last.time),  # a clock that was set back does not turn the order round
        number=last.number + 1,
        changes=body.count(b"\n"),
        digest=sha256(body).hexdigest(),
        before=last.hash if last.number else _FIRST,
    )
    try:
        place.mkdir(exist_ok=True)
        with file_of(root, step).open("wb") as file:
            file.write(gzip.compress(body, mtime=0))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise StoreError(f"{place} cannot be written: {error.strerror}", "check space and permissions") from error
    journal.append_line(path, step.line())
    _make_room(place, room)


def set_aside(place: Path) -> None:
    """Move away a history that cannot be gone on with; a new one begins."""
    number = 1
    while (aside := place.with_name(f"{DIRECTORY}-damaged-{number}")).exists():
        number += 1
    place.rename(aside)


def file_of(root: Path, step: Step) -> Path:
    """Where the differences of a step stand, as long as they are kept."""
    return root / DIRECTORY / f"{step.number:08d}{_ENDING}"


def _make_room(place: Path, room: int) -> None:
    with os.scandir(place) as found:
        files = sorted(((one.name, one.stat().st_size) for one in found if one.name.endswith(_ENDING)), reverse=True)
    taken = 0
    for name, size in files:
        taken += size
        if taken > room:
            (place / name).unlink()


def is_kept(root: Path, step: Step) -> bool:
    """Whether the differences of a step are still there."""
    return file_of(root, step).exists()


def differences(root: Path, step: Step) -> list[Difference]:
    """What a step changed. Raises StoreError when it is not there, or is not what was noted."""
    try:
        body = gzip.decompress(file_of(root, step).read_bytes())
    except (OSError, EOFError, zlib.error) as error:
        raise StoreError(f"the history of the store cannot be read: step {step.number}: {error}", _HINT) from error
    if sha256(body).hexdigest() != step.digest:
        raise StoreError(f"the history of the store is damaged: step {step.number}", _HINT)
    return [json.loads(line) for line in body.splitlines()]
