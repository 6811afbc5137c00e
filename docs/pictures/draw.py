"""Draws the pictures of docs/plots.md: each command there, and its Python, as they stand on the page."""

import os
import re
import shlex
import sys
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

from typer.testing import CliRunner

from cagraph.cli import commands
from cagraph.graph import Graph, KnowledgeGraph
from cagraph.settings import Settings

PAGE = Path(__file__).parent.parent / "plots.md"


def pictures() -> list[str]:
    """The files that the page shows."""
    return re.findall(r"\]\(pictures/([a-z-]+\.svg)\)", PAGE.read_text(encoding="utf-8"))


def plot_commands() -> Iterator[tuple[list[str], str]]:
    """The words of each command that draws a picture shown on the page, and its file."""
    for line in re.findall(r"^\$ cagraph (plot .*)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE):
        words = shlex.split(line)
        if words[-1] in pictures():
            yield words, words[-1]


def draw(graph: KnowledgeGraph, into: Path) -> None:
    """Write the pictures of a graph into a directory; commands use the one that CAGRAPH_STORE names."""
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    with chdir(into):
        for words, _ in plot_commands():
            result = CliRunner().invoke(commands.app, words)
            if result.exception:
                raise result.exception
        exec(compile(code, PAGE.name, "exec"), {"graph": graph})


if __name__ == "__main__":
    with Graph.open(Settings.from_environment(os.environ).store) as shipped:
        draw(shipped, Path(__file__).parent)
    sys.stdout.write(f"Drew {', '.join(pictures())}\n")
