"""What is written outlives a loss of power."""

import os
from pathlib import Path


def sync(path: Path) -> None:
    """Have what is in a file, or the names in a directory, on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
