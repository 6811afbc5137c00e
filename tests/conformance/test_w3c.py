"""The W3C's SPARQL suites against the running service, each known failure named with its reason."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from live import Live, serving

HERE = Path(__file__).parent
RUNNER = HERE.parent.parent.parent / "shared/w3c/w3c_http.py"

pytestmark = pytest.mark.skipif(not RUNNER.exists(), reason=f"the suites are not at {RUNNER.parent.name}/")


@pytest.fixture
def scratch(tmp_path: Path) -> Iterator[Live]:
    """A service of its own for each suite: thousands of writes make a journal that slows the next ones."""
    with serving(tmp_path, "--scratch") as live:
        yield live


def run(live: Live, *options: str) -> str:
    """What the runner prints; it fails on a new failure, and on a known one that passes."""
    done = subprocess.run(
        [
            sys.executable, str(RUNNER), "--query", f"{live.url}/sparql", "--gsp", f"{live.url}/data", "--gsp-direct",
            "--header", f"Authorization: Bearer {live.key}", *options,
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    return done.stdout


@pytest.mark.parametrize("accept", ["json", "xml", "tsv"])
def test_sparql_11(scratch: Live, accept: str) -> None:
    said = run(scratch, "--suite", "1.1", "--accept", accept, "--known-failures", str(HERE / "sparql11.known"))
    assert "WG-approved tests only, without entailment: 467/470" in said
    for section, tests in (("protocol", 34), ("graph-store-protocol", 13), ("service-description", 3)):
        row = next(line for line in said.splitlines() if line.startswith(f"sparql11/{section} "))
        assert row.split()[1:] == [str(tests), "0", "0", "0", str(tests)]


def test_sparql_10(scratch: Live) -> None:
    run(scratch, "--suite", "1.0", "--known-failures", str(HERE / "sparql10.known"))


@pytest.mark.parametrize("suite", ["sparql10", "sparql11"])
def test_every_known_failure_has_a_reason(suite: str) -> None:
    for line in (HERE / f"{suite}.known").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, _, reason = line.partition("  ")
            assert name.startswith(suite), line
            assert len(reason.split()) >= 3, line
