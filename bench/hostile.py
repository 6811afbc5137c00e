"""How normal clients fare while hostile ones ask: run as `python -m bench.hostile`."""

import argparse
import itertools
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.attacks import hostile, shared
from bench.client import Outcome, Plan
from bench.generators import TOP, Figures, carry_out, statuses, table
from bench.queries import normal
from bench.service import Service, Watch, machine

_LIMIT: Final = 5.0
_TOLERANCE: Final = 0.5
_CLIENTS: Final = 8
_HOSTILE: Final = 32
_PACE: Final = 0.2  # seconds between a normal client's queries, in the mean
_GB: Final = 1 << 30


@dataclass(frozen=True)
class Phase:
    """What one phase has shown."""

    name: str
    seconds: float
    normal: Sequence[Outcome]
    hostile: Sequence[Outcome]
    watch: Watch

    @property
    def figures(self) -> Figures:
        """Of the normal queries."""
        return Figures.of(self.normal, self.seconds)


def _addresses(count: int, network: int, one: bool) -> tuple[str, ...]:
    return tuple("127.0.0.1" if one else f"127.0.{network}.{place + 2}" for place in range(count))


def _phases(port: int, seconds: float, one: bool, hostile_clients: int) -> dict[str, dict[str, Plan]]:
    attacks = hostile()
    quiet = Plan(port, normal(), _addresses(_CLIENTS, 0, one), seconds=seconds, think=_PACE, seed=11)
    enemies = _addresses(hostile_clients, 1, one)
    trickle = Plan(port, attacks, enemies, seconds=seconds, rate=2.0, in_turn=True, seed=12)
    steady = Plan(port, attacks, enemies[:24], seconds=seconds, in_turn=True, seed=13)
    leaving = Plan(port, attacks, enemies[24:], seconds=seconds, in_turn=True, hang_up=0.5, seed=14)
    return {
        "quiet": {"normal": quiet},
        "2 hostile a second": {"normal": quiet, "hostile": trickle},
        f"{hostile_clients} hostile clients": {"normal": quiet, "hostile": steady, "leaving": leaving},
    }


def run(service: Service, seconds: float, one: bool) -> list[Phase]:
    """All phases, one after the other, with time between them for the workers to settle."""
    found = []
    carry_out({"warm": Plan(service.port, normal(), _addresses(_CLIENTS, 0, one), seconds=3, think=0.05)})
    for name, plans in _phases(service.port, seconds, one, _HOSTILE).items():
        service.reset()
        print(f"… {name}", file=sys.stderr)
        outcomes = carry_out(plans)
        enemies = [*outcomes.get("hostile", ()), *outcomes.get("leaving", ())]
        found.append(Phase(name, seconds, outcomes["normal"], enemies, service.reset()))
        time.sleep(_LIMIT + 2)
    return found


def _settled(service: Service) -> int:
    """How many workers there are when their number stays the same."""
    seen = [-1]
    while len(seen) < 40 and seen[-6:] != [seen[-1]] * 6:
        time.sleep(0.5)
        seen.append(len(service.workers()))
    return seen[-1]


def _summary(phases: Sequence[Phase]) -> str:
    quiet = phases[0].figures
    rows = []
    for phase in phases:
        own = phase.figures
        longest = max((one.seconds for one in phase.hostile if one.status != "hung up"), default=0.0)
        rows.append(
            (phase.name, own.count, own.failed, own.p50, own.p99, own.longest, f"{own.p99 / quiet.p99:.2f}",
             len(phase.hostile), f"{longest:.2f}", f"{phase.watch.most_memory / _GB:.2f}", phase.watch.most_workers,
             len(phase.watch.workers_seen))
        )  # fmt: skip
    heads = ("phase", "normal", "failed", "p50 ms", "p99 ms", "max ms", "p99 / quiet", "hostile", "longest s",
             "memory GB", "workers", "started")  # fmt: skip
    return table(heads, rows)


def _attack_rows(phases: Sequence[Phase]) -> str:
    everything = [one for phase in phases for one in phase.hostile]
    rows = []
    for name, group in itertools.groupby(sorted(everything, key=lambda one: one.name), key=lambda one: one.name):
        outcomes = list(group)
        kept = [one.seconds for one in outcomes if one.status != "hung up"]
        longest = max(kept, default=0.0)
        late = "late" if longest > _LIMIT + _TOLERANCE else ""
        rows.append((name, statuses(outcomes), f"{longest:.2f}", late))
    return table(("hostile query", "outcomes", "longest s", ""), rows)


def _failures(phases: Sequence[Phase]) -> str:
    lines = []
    for phase in phases:
        failed = [one for one in phase.normal if one.status != "200"]
        if failed:
            lines.append(f"- {phase.name}: normal queries that failed: {statuses(failed)}")
    return "\n".join(lines)


def verdicts(phases: Sequence[Phase], facts: Mapping[str, object]) -> list[tuple[str, bool, str]]:
    """The targets: what, whether it is met, and the figure."""
    quiet, trickle, crowd = (phase.figures for phase in phases)
    failed = sum(phase.figures.failed for phase in phases)
    kept = [one for phase in phases for one in phase.hostile if one.status != "hung up"]
    longest = max((one.seconds for one in kept), default=0.0)
    bad = [one for one in kept if one.status in {"timeout", "500"}]
    most = max(phase.watch.most_memory for phase in phases) / _GB
    return [
        ("p99 at 2 a second ≤ 1.5 × quiet", trickle.p99 <= 1.5 * quiet.p99, f"{trickle.p99 / quiet.p99:.2f}"),
        ("p99 under 32 clients ≤ 5 × quiet", crowd.p99 <= 5 * quiet.p99, f"{crowd.p99 / quiet.p99:.2f}"),
        ("no normal query failed", failed == 0, str(failed)),
        ("hostile ended within 5.5 s", longest <= _LIMIT + _TOLERANCE, f"{longest:.2f} s"),
        ("none unanswered or 500", not bad, statuses(bad) or "none"),
        ("memory ≤ 2 GB", most <= 2, f"{most:.2f} GB"),
        ("no worker left over", facts["left"] == 0 and facts["after"] == facts["before"], f"{facts['left']} outlived "
         f"the service; {facts['before']} before, {facts['after']} after"),
        ("front process is the same", bool(facts["same"]), str(facts["same"])),
    ]  # fmt: skip


def main() -> int:
    """Measure, print, and fail when a target is missed and `--strict` is given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0, help="length of each of the three phases")
    parser.add_argument("--one-address", action="store_true", help="all clients come from 127.0.0.1")
    parser.add_argument("--store", type=Path, default=TOP / ".cagraph" / "store")
    parser.add_argument("--strict", action="store_true", help="exit with 1 when a target is missed")
    given = parser.parse_args()
    if not shared():
        print("The shared hostile set is not there; only our own queries are sent.", file=sys.stderr)
    print(f"Measured on {machine()}.\n")
    service = Service(given.store)
    try:
        # After this workers are there, and what the service prepares at its start is made.
        carry_out({"first": Plan(service.port, normal(), ("",), seconds=15.0, think=0.2)})
        facts: dict[str, object] = {"before": _settled(service)}
        phases = run(service, given.minutes * 60, given.one_address)
        facts |= {"after": _settled(service), "same": service.is_the_same}
        resting = service.memory() / _GB
    finally:
        left = service.end()
    facts["left"] = left
    print(f"{_summary(phases)}\n\n{_attack_rows(phases)}\n\n{_failures(phases)}\n")
    print(f"Memory at rest afterwards: {resting:.2f} GB.\n")
    found = verdicts(phases, facts)
    print(table(("target", "met", "figure"), [(what, "yes" if met else "NO", figure) for what, met, figure in found]))
    return int(given.strict and not all(met for _, met, _ in found))


if __name__ == "__main__":
    sys.exit(main())
