"""The Python in docs/measures.md runs, and the page names every measure."""

import re
from pathlib import Path

import pytest

from cagraph.graph import Graph
from cagraph.measures import MEASURES, RECORD_MEASURES
from cagraph.measures.analysis import MAKING, STEPS
from cagraph.measures.balance import EACH, EXACT
from cagraph.measures.communities import SEEDS
from cagraph.measures.partition import SHUFFLES

TEXT = (Path(__file__).parent.parent.parent / "docs/measures.md").read_text(encoding="utf-8")


def test_the_example_runs(graph: Graph, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("pandas", reason="pandas is an extra")
    names = {"graph": graph}
    for block in re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL):
        exec(compile(block, "measures.md", "exec"), names)
    printed = capsys.readouterr().out
    assert re.search(r"^2024 +-?\d\.\d+", printed, re.MULTILINE)
    assert re.search(r"^inferred \d+ -?0\.\d+ [A-Z]{3} [A-Z]{3}$", printed, re.MULTILINE)
    assert re.search(r"^2024( +\d+){6}$", printed, re.MULTILINE)
    assert "change in 2017 from" in printed


def test_every_scenario_is_told(graph: Graph) -> None:
    (window,) = graph.analyse("degree", "co-participation", "2024", "2024", sensitivity=True)["windows"]
    section = TEXT[TEXT.index("## How sure a value is") :]
    for move in window["moved_by"]:
        assert f"`{re.sub('^weight=.*', 'weight=…', move['scenario'])}`" in section


def test_every_measure_is_in_the_table_with_how_it_reads_weights() -> None:
    told = {"Weights are not used": "none", "Weights are strengths:": "strengths", "Weights are strengths,": "lengths"}
    shown: dict[str, str] = {}
    for names, weights in re.findall(r"^\| (`[a-z`, -]+) \| ([a-z, ]+) \|", TEXT, re.MULTILINE):
        shown |= dict(zip(re.findall("`(.*?)`", names), weights.split(", ") * 2, strict=False))
    expected = {
        name: next(word for start, word in told.items() if measure.weights.startswith(start))
        for name, measure in MEASURES.items()
    }
    assert {name: shown.get(name) for name in expected} == expected
    of_records = re.findall(r"^\| `([a-z-]+)` \| ((?:`[a-z]+`(?:, )?)+) \| ((?:`[a-z]+` ?)+)\|", TEXT, re.MULTILINE)
    assert {name: (re.findall("`(.*?)`", of), re.findall("`(.*?)`", options)) for name, of, options in of_records} == {
        name: (list(one.groupings), list(one.options)) for name, one in RECORD_MEASURES.items()
    }
    assert f"{SHUFFLES} shuffles" in TEXT
    assert f"seeds {SEEDS[0]} to {SEEDS[-1]}" in TEXT
    assert f"{STEPS // 1_000_000} million" in TEXT
    assert f"{MAKING:,} more for each network" in TEXT
    assert f"Above {EXACT} nodes in one of them it is not given, above {EACH} nodes" in TEXT
