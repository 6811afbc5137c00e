"""The Python in docs/panels.md runs and gives what is told there, and the page names every unit and count."""

import re
from pathlib import Path

import pytest

from cagraph.graph import Graph
from cagraph.panels import COUNTS, UNITS
from cagraph.panels.design import LONGEST
from cagraph.panels.files import LABEL, STATA, WRITERS
from cagraph.panels.rows import MOST

TEXT = (Path(__file__).parent.parent.parent / "docs/panels.md").read_text(encoding="utf-8")


def test_the_example_runs(graph: Graph, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("pandas", reason="pandas is an extra")
    (block,) = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    exec(compile(block, "panels.md", "exec"), {"graph": graph})
    printed = capsys.readouterr().out
    assert re.search(r"^1991 +16 +1 +0 +0$", printed, re.MULTILINE), "from 16 December on"
    assert re.search(r"^2024 +366 +0 +\d+ +1$", printed, re.MULTILINE)
    assert re.search(r"^2026 +\d+ +1 +\d+ +<NA>$", printed, re.MULTILINE), "the year's end is not reached"
    assert re.search(r"^2030 +0 +0 +<NA> +<NA>$", printed, re.MULTILINE)
    assert "\nTrue\n" in printed


def test_every_unit_and_count_is_in_its_table_with_its_view() -> None:
    assert re.findall(r"^\| `([a-z-]+)` \|.*\|.*\|$", TEXT, re.MULTILINE) == [*UNITS, *COUNTS]
    for count in COUNTS.values():
        (view,) = re.findall(rf"^\| `{count.name}` \| (.*?) \|", TEXT, re.MULTILINE)
        assert count.view in view or view == "the same"
    assert all(f"`{suffix}`" in TEXT for suffix in WRITERS)


def test_the_bounds_are_told() -> None:
    assert f"at most {LONGEST} years and {MOST:,} rows" in TEXT
    assert f"labels in Stata at most {LABEL}; Stata files are of format {STATA}" in TEXT
