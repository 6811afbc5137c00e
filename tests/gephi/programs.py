"""The programs that read our files: the Gephi Toolkit under Java, and graphology under Node."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
# It runs for seconds only: quick compiling and one thread for garbage cost less than they save.
JAVA_OPTIONS = ("-Djava.awt.headless=true", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx2g")


class MissingError(Exception):
    """A program is not there; the message says which, and how it is had."""


class Toolkit:
    """The Gephi Toolkit, where CAGRAPH_TEST_GEPHI names its jar. Raises MissingError where it or Java is missing."""

    def __init__(self) -> None:
        self.jar, self.java = os.environ.get("CAGRAPH_TEST_GEPHI", ""), shutil.which("java")
        if not self.jar or not self.java:
            raise MissingError("CAGRAPH_TEST_GEPHI names no jar of the Gephi Toolkit, or there is no java")

    @cached_property
    def command(self) -> list[str]:
        return [str(self.java), *JAVA_OPTIONS, "-cp", str(Path(self.jar).resolve()), str(HERE / "Gephi.java")]

    def read(self, files: Sequence[Path]) -> list[dict[str, Any]]:
        """What Gephi's desktop would have after it opened each file, by the importer for its ending."""
        return list(_lines([*self.command, "read", *map(str, files)]))

    def draw(self, files: Sequence[tuple[Path, Path]], width: int, height: int) -> list[dict[str, Any]]:
        """Write what Gephi's preview shows of each file as PNG, and tell what it read."""
        words = [word for file, png in files for word in (str(file), str(png), str(width), str(height))]
        return list(_lines([*self.command, "draw", *words]))


class Graphology:
    """graphology's reader of GEXF, installed by its lock file. Raises MissingError without Node, npm or a registry."""

    def __init__(self, directory: Path) -> None:
        node, npm = shutil.which("node"), shutil.which("npm")
        if not node or not npm:
            raise MissingError("there is no node, or no npm")
        place = directory / "graphology"
        shutil.copytree(HERE / "graphology", place)
        install = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(install, cwd=place, capture_output=True, timeout=300)
        if done.returncode:
            raise MissingError(f"npm installs nothing here: {done.stderr.decode()[-300:]}")
        self.command = [node, str(place / "read.cjs")]

    def read(self, files: Sequence[Path]) -> list[dict[str, Any]]:
        """What a strict reading of each file gives."""
        return list(_lines([*self.command, *map(str, files)]))


def _lines(command: list[str]) -> Iterator[dict[str, Any]]:
    done = subprocess.run(command, capture_output=True, timeout=600)
    assert not done.returncode, done.stderr.decode()[-3000:]
    # Not by `splitlines`, which also cuts at the U+0085 of a label.
    return map(json.loads, done.stdout.decode().strip("\n").split("\n"))
