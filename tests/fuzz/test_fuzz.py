"""A short run of what `make fuzz` does at length."""

from pathlib import Path

from cagraph.graph import build
from cagraph.settings import Settings
from fuzz.run import both


def test_the_service_is_as_it_describes_itself(tmp_path: Path) -> None:
    build(Settings(store=tmp_path / "store"))
    for outcome in both(tmp_path / "store", tmp_path, examples=3, seed=1, phases="examples,fuzzing"):
        assert outcome.well, outcome.told
        assert outcome.cases > 20
