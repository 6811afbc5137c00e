"""What a write through the endpoint is in the journal: its row, the version it makes, whether it was done before."""

from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from cagraph.errors import ConflictError
from cagraph.graph.keys import Key
from cagraph.store import journal, snapshots
from cagraph.workers import Change


def version_after(parent: str, change: Change) -> str:
    """The data version that a change makes: of the version before, and all that the change says."""
    digest = sha256(parent.encode())
    for part in (change.kind, change.graph, change.media_type, *change.using, "", *change.using_named):
        digest.update(part.encode() + b"\n")
    digest.update(change.body)
    return digest.hexdigest()


def done_before(root: Path, change: Change, key: Key) -> journal.Row | None:
    """The row of the same change of a key under the same name. Raises ConflictError where it was another change."""
    rows = journal.read(root)
    row = next((row for row in reversed(rows) if (row.key, row.once) == (key.name, change.once)), None)
    if row and _asked(row) != _told(change):
        raise ConflictError("the Idempotency-Key of this request was another's", "take a new one")
    return row


def _asked(row: journal.Row) -> tuple[Any, ...]:
    return row.kind, row.graph, row.media_type, row.body, row.using, row.using_named


def _told(change: Change) -> tuple[Any, ...]:
    return change.kind, change.graph, change.media_type, _text(change), change.using, change.using_named


def _text(change: Change) -> str:
    return change.body.decode("utf-8", "backslashreplace")


def row_of(before: snapshots.State, change: Change, key: Key, version: str, done: dict[str, Any]) -> journal.Row:
    """The row of a change that leads from one version to another; `done` is what the writer says of it."""
    return journal.Row(
        number=before.rows[-1].number + 1 if before.rows else 1,
        time=datetime.now(UTC).isoformat(timespec="milliseconds"),
        key=key.name,
        kind=change.kind,
        graph=change.graph,
        media_type=change.media_type,
        body=_text(change),
        using=change.using,
        using_named=change.using_named,
        parent=before.version,
        version=version,
        build=before.build,
        curated=done["curated"],
        quads=done["quads"],
        before=journal.last_digest(before.rows),
        content=done["content"],
        removed=tuple(done["removed"]),
        added=tuple(done["added"]),
        once=change.once,
    )
