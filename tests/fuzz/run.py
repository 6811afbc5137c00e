"""The service against its own OpenAPI description, by schemathesis: `make fuzz`.

Two services are tested: the built graph without a key, and an empty one that is written to with a key.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from live import serving

TOP = Path(__file__).parent.parent.parent
_WRITES = r"^/(data|sparql)"


@dataclass(frozen=True)
class Outcome:
    """How many cases were tried, whether all was well, and what schemathesis printed."""

    cases: int
    well: bool
    told: str


def attack(url: str, options: Sequence[str]) -> Outcome:
    """Run schemathesis on a service."""
    program = [
        str(Path(sys.executable).parent / "st"), "--config-file", str(Path(__file__).parent / "schemathesis.toml"),
        "run", f"{url}/openapi.json", "--checks", "all", "--continue-on-failure", "--warnings", "off", "--no-color",
        "--generation-database", "none", "--suppress-health-check", "all", "--request-timeout", "60", *options,
    ]  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": str(TOP / "tests")}
    run = subprocess.run(program, cwd=TOP, env=environment, capture_output=True, text=True, check=False)
    told = run.stdout + run.stderr
    generated = re.search(r"(\d+) generated", told)
    return Outcome(int(generated[1]) if generated else 0, run.returncode == 0, told)


def both(store: Path, place: Path, examples: int, seed: int, phases: str) -> Iterator[Outcome]:
    """What came of reading the graph of a store without a key, and of writing to an empty one with a key."""
    options = ["--max-examples", str(examples), "--seed", str(seed), "--phases", phases]
    with serving(place, store=store) as live:
        yield attack(live.url, options)
    with serving(place, "--scratch") as live:
        keyed = ["--include-path-regex", _WRITES, "-H", f"Authorization: Bearer {live.key}"]
        yield attack(live.url, [*options, *keyed])


def main() -> int:
    """Fuzz both services and say how it went."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=20, help="how many cases for each operation and phase")
    parser.add_argument("--phases", default="examples,coverage,fuzzing,stateful")
    parser.add_argument("--seed", type=int, default=20261126)
    parser.add_argument("--store", type=Path, default=TOP / ".cagraph" / "store")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        outcomes = list(both(given.store, Path(place), given.examples, given.seed, given.phases))
    for outcome in outcomes:
        print(outcome.told)
    print(f"{sum(outcome.cases for outcome in outcomes)} cases in all.")
    return 0 if all(outcome.well for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
