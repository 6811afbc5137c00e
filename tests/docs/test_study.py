"""The study quotes numbers of its own run, and says nothing that these would not bear out."""

import re
from collections import defaultdict
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from drawings import marks, parsed, texts
from scripts import loaded

from cagraph.graph import Graph

STUDIES = Path(__file__).parent.parent.parent / "docs/studies"
PAGE = (STUDIES / "bilateral.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def study() -> ModuleType:
    """What `make study` runs."""
    return loaded(STUDIES / "bilateral.py")


@pytest.fixture(scope="module")
def findings(study: ModuleType, graph: Graph) -> dict[str, Any]:
    found: dict[str, Any] = study.findings(graph)
    return found


def test_the_page_is_of_its_run(study: ModuleType, graph: Graph, findings: dict[str, Any]) -> None:
    template = (STUDIES / "bilateral.template.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\{(\w+)", template)) <= findings.keys()
    if findings["version"] in PAGE:
        assert template.format(**findings) == PAGE, "the page is out of date; make study"
        for name, picture in study.pictures(graph).items():
            shown, drawn = (parsed(text) for text in ((STUDIES / f"bilateral-{name}.svg").read_bytes(), picture.svg()))
            assert texts(shown) == texts(drawn)
            assert list(marks(shown)) == list(marks(drawn))


def test_what_the_page_says_in_words_is_so(findings: dict[str, Any]) -> None:
    assert findings["share"] > 50 > findings["share_contacts"]
    assert findings["leads"] == 1
    assert findings["chance"] < 0.05
    assert findings["lag_before"] > 0.5
    assert 35 < findings["sidelines_share"] < 45
    assert findings["alone_late"] < findings["several_late"] / 4
    assert findings["made_share"] > 75
    assert findings["binding_share"] > findings["binding_share_others"] + 10
    assert abs(findings["consented_share"] - findings["consented_share_others"]) < 10
    assert "2017 (" in findings["breaks_two"]
    assert "2017 (" in findings["breaks_all"]


def test_instruments_are_counted_by_hand(study: ModuleType, graph: Graph, findings: dict[str, Any]) -> None:
    mirror = graph.mirror()
    parties: dict[str, set[str]] = defaultdict(set)
    for instrument, party, key in mirror.edges(keys=True):
        if key == "party" and graph.model.is_a(mirror.nodes[instrument]["kind"], "Instrument"):
            parties[instrument].add(party)
    two = 0
    for instrument, between in parties.items():
        node = mirror.nodes[instrument]
        if len(between) == 2 and between <= set(study.FIVE) and "earliest" in node and "latest" in node:
            first, last = (date.fromisoformat(node[end]) for end in ("earliest", "latest"))
            two += first.year >= study.SUMMITS and last.year <= study.UNTIL
    assert two == pytest.approx(findings["made_in_two"], abs=5)  # acts of parties can make one more of two
    assert two > 100


def test_correlations_by_hand(study: ModuleType) -> None:
    leading = [0.0, 1.0, 0.0, 3.0, 1.0, 1.0, 4.0]
    following = [5.0, *leading[:-1]]
    assert study.correlation(leading, following, 1) == pytest.approx(1.0)
    assert study.correlation(following, leading, -1) == pytest.approx(1.0)
    assert 0 < study.chance(leading, following) <= 1
