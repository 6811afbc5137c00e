"""Stores on disk by version: each a directory that never changes, and a pointer to the current one."""

import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

from pyoxigraph import Quad

from cagraph.errors import StoreError, StoreMissingError
from cagraph.store.embedded import EmbeddedStore

POINTER: Final = "CURRENT"
KEPT: Final = 2
_VERSION: Final = re.compile(r"[0-9a-f]{64}")


def current(root: Path) -> str | None:
    """The version that readers are given, or None where nothing was built."""
    pointer = root / POINTER
    try:
        version = pointer.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(
            f"{pointer} cannot be read: {error}", "build the store again: cagraph build --force"
        ) from error
    if not _VERSION.fullmatch(version) or not (root / version).is_dir():
        raise StoreError(f"{pointer} names no version that is there", "build the store again: cagraph build --force")
    return version


def open_current(root: Path) -> EmbeddedStore:
    """The current version, for reading. Raises StoreMissingError when there is none."""
    version = current(root)
    if version is None:
        raise StoreMissingError(f"there is no store at {root}", "make one with: cagraph build")
    return EmbeddedStore(root / version)


def publish(root: Path, version: str, quads: Iterable[Quad]) -> None:
    """Write a version beside the others and point readers to it; a failure leaves the old one in place."""
    try:
        root.mkdir(parents=True, exist_ok=True)
        scratch = Path(mkdtemp(prefix="new-", dir=root))
    except OSError as error:
        raise StoreError(
            f"{root} cannot be written: {error.strerror}", "name another place with CAGRAPH_STORE"
        ) from error
    try:
        EmbeddedStore.write(scratch / "store", quads)
        target = root / version
        if target.exists():
            shutil.rmtree(target)
        (scratch / "store").rename(target)
        pointer = scratch / POINTER
        pointer.write_text(f"{version}\n", encoding="ascii")
        os.replace(pointer, root / POINTER)
    except OSError as error:
        raise StoreError(f"{root} cannot be written: {error.strerror}", "check space and permissions") from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    _forget_old(root, version)


def _forget_old(root: Path, version: str) -> None:
    """Remove all but the newest versions, so that readers of the one before are not disturbed."""
    others = [path for path in root.iterdir() if _VERSION.fullmatch(path.name) and path.name != version]
    others.sort(key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)
    for path in others[KEPT - 1 :]:
        shutil.rmtree(path, ignore_errors=True)
