"""Load generators at work: each plan in a process of its own, several at the same time."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.client import Outcome, Plan

TOP = Path(__file__).parent.parent


def carry_out(plans: Mapping[str, Plan]) -> dict[str, list[Outcome]]:
    """Carry out all plans at once; the outcomes of each."""
    running = {name: _started(plan) for name, plan in plans.items()}
    found = {name: process.communicate()[0] for name, process in running.items()}
    return {name: [Outcome(**one) for one in json.loads(data)] for name, data in found.items()}


def _started(plan: Plan) -> subprocess.Popen[bytes]:
    program = [sys.executable, "-m", "bench.client"]
    process = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=TOP)
    assert process.stdin
    process.stdin.write(json.dumps(asdict(plan)).encode())
    process.stdin.close()
    process.stdin = None
    return process


@dataclass(frozen=True)
class Figures:
    """How requests went: latencies in ms of those that were answered."""

    count: int
    failed: int
    p50: float
    p99: float
    longest: float
    per_second: float

    @classmethod
    def of(cls, outcomes: Sequence[Outcome], seconds: float) -> "Figures":
        """The figures of what took `seconds` in all."""
        answered = sorted(one.seconds * 1000 for one in outcomes if one.status == "200")
        failed = len(outcomes) - len(answered)
        if not answered:
            return cls(len(outcomes), failed, 0.0, 0.0, 0.0, 0.0)
        return cls(
            len(outcomes),
            failed,
            answered[len(answered) // 2],
            answered[min(len(answered) - 1, int(len(answered) * 0.99))],
            answered[-1],
            len(answered) / seconds,
        )


def measured(name: str, plan: Plan) -> tuple[Figures, list[Outcome]]:
    """Carry out a plan whose clients ask again at once: its figures and outcomes.

    What is still under way at the end is waited for; the time of starting the generator is not counted.
    """
    outcomes = carry_out({name: plan})[name]
    spent = max(plan.seconds, sum(one.seconds for one in outcomes) / len(plan.sources))
    return Figures.of(outcomes, spent), outcomes


def statuses(outcomes: Sequence[Outcome]) -> str:
    """How many ended in what way, as `200 × 3, 504 × 2`."""
    return ", ".join(f"{status} × {count}" for status, count in sorted(Counter(o.status for o in outcomes).items()))


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A table in Markdown."""
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    lines += ["| " + " | ".join(_cell(value) for value in row) + " |" for row in rows]
    return "\n".join(lines)


def _cell(value: object) -> str:
    return f"{value:.1f}" if isinstance(value, float) else str(value).replace("|", "\\|")
