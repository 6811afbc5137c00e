"""A short run of the kills; `make kills` has the long one."""

import subprocess
import sys
from pathlib import Path

from stores import held, made

from durability.kills import seen

TESTS = Path(__file__).parent.parent


def test_after_any_kill_the_store_is_whole() -> None:
    command = [sys.executable, "-m", "durability.kills", "--kills", "30", "--seed", "4"]
    done = subprocess.run(command, cwd=TESTS, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stdout + done.stderr
    assert '"lost": 0' in done.stdout
    assert '"killed under way"' in done.stdout


def test_what_is_looked_at_is_there(tmp_path: Path) -> None:
    """Else the kills would find nothing whatever happened."""
    lines = held(made(tmp_path))
    assert seen(lines) == (set(), {0})
    half = b'<urn:left> <urn:p> "1" <http://example.org/own> .\n'
    assert seen({*lines, half, half.replace(b"left", b"right")}) == ({1}, {0})
    for broken in ({*lines, half}, set()):
        try:
            seen(broken)
        except AssertionError:
            continue
        raise ValueError("what is not whole was passed over")
