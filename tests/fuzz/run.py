"""The service against its own OpenAPI description, by schemathesis: `python -m tests.fuzz.run --examples 100`.

Two services are tested: the built graph without a key, and an empty one that is written to with a key.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.live import serving

TOP = Path(__file__).parent.parent.parent
_WRITES = r"^/(data|sparql)"


@dataclass(frozen=True)
class Outcome:
    """How many cases were tried, what was found to be wrong, and what schemathesis printed."""

    cases: int
    failures: int
    told: str


def attack(url: str, place: Path, options: Sequence[str]) -> Outcome:
    """Run schemathesis on a service."""
    report = place / "events.ndjson"
    program = [
        str(Path(sys.executable).parent / "st"), "--config-file", str(Path(__file__).parent / "schemathesis.toml"),
        "run", f"{url}/openapi.json", "--checks", "all", "--continue-on-failure", "--warnings", "off",
        "--generation-database", "none", "--suppress-health-check", "all", "--request-timeout", "60",
        "--report", "json", "--report-json-path", str(report), *options,
    ]  # fmt: skip
    run = subprocess.run(program, cwd=TOP, capture_output=True, text=True, check=False)
    told = run.stdout + run.stderr
    return Outcome(*_counted(report, run.returncode, told), told)


def _counted(report: Path, code: int, told: str) -> tuple[int, int]:
    if not report.exists():
        raise SystemExit(f"schemathesis ended with {code}:\n{told}")
    found = json.loads(report.read_text(encoding="utf-8"))
    print(json.dumps(found)[:3000])
    return 0, code


def main() -> int:
    """Fuzz both services and say how it went."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=100, help="how many cases for each operation and phase")
    parser.add_argument("--seed", type=int, default=20261126)
    parser.add_argument("--store", type=Path, default=TOP / ".cagraph" / "store")
    given = parser.parse_args()
    options = ["--max-examples", str(given.examples), "--seed", str(given.seed)]
    outcomes = []
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        with serving(place, environment={"CAGRAPH_STORE": str(given.store)}) as live:
            outcomes.append(attack(live.url, place, options))
        with serving(place, "--scratch") as live:
            keyed = ["--include-path-regex", _WRITES, "-H", f"Authorization: Bearer {live.key}"]
            outcomes.append(attack(live.url, place, [*options, *keyed]))
    for outcome in outcomes:
        print(outcome.told)
        print(f"{outcome.cases} cases, {outcome.failures} failures")
    return 1 if any(outcome.failures for outcome in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
