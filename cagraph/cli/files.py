"""Files that commands write."""

from collections.abc import Iterable
from pathlib import Path

from cagraph.errors import StoreError


def write(target: Path, pieces: Iterable[bytes]) -> None:
    """Write a file whole or not at all. Raises StoreError."""
    partial = target.with_name(target.name + ".part")
    try:
        with partial.open("wb") as file:
            file.writelines(pieces)
        partial.replace(target)
    except OSError as error:
        raise StoreError(f"{target} cannot be written: {error.strerror}", "name another file with --out") from error
    finally:
        partial.unlink(missing_ok=True)
