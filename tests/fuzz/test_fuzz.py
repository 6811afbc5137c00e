"""A short run of what `make fuzz` does at length."""

from pathlib import Path

from fuzz.run import both


def test_the_service_is_as_it_describes_itself(built: Path, tmp_path: Path) -> None:
    for outcome in both(built, tmp_path, examples=3, seed=1, phases="examples,fuzzing"):
        assert outcome.well, outcome.told
        assert outcome.cases > 20
