"""The readers of files and of parameters against spoilt input: `make fuzz`.

Each part of the work is done by a process of its own, with bounds on its memory. One that dies, or stands still at an
input, is reported with the number of the input, which makes it again.
"""

import argparse
import multiprocessing
import resource
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from multiprocessing.sharedctypes import Synchronized
from random import Random

import made_up

from cagraph.errors import CagraphError
from cagraph.graph import Graph
from cagraph.intake import FORMATS, Circumstances, parse
from cagraph.model import MODEL
from fuzz.mutants import spoilt

PARAMETERS = "parameters"
# Opening a workbook takes a hundred times as long as anything else.
WORKBOOK = ".xlsx"
TARGETS = (*(format_.suffixes[0] for format_ in FORMATS), PARAMETERS)
_MEMORY = 3_000_000_000
_STILL = 60.0
_WORDS = (
    "KAZ", "AAA", "2020", "2020-13", "2020-01-01", "../2020", "2019/..", "0000", "9999-12-31", "signed", "-date",
    "label", "date", "form.treaty", "treaty", "'", '"', ".", "..", "*", "%", "\x00", "\u202e", "é", "Қаз", "a" * 300,
    "-1", "1e9", "٣", "", " ", ";", "eyJ", "AAAA", "true", "en", "kk-Cyrl", "x-y-z", "year", "party", "\ud800",
)  # fmt: skip


def attempt(target: str, number: int, seed: int) -> None:
    """Try one input. Raises whatever should not be raised."""
    if target == PARAMETERS:
        _ask(Random(f"{seed} {number}"))
        return
    file = f"a{target}"
    found, problems = parse(spoilt(target, number, seed), file, Circumstances(source="book" if number % 2 else ""))
    for problem in (*problems, *found.remarks):
        assert problem.where.startswith(file), problem
        str(problem).encode()
    for item in found.loaded:
        assert item.where().startswith(file)


@cache
def _graph() -> Graph:
    return Graph.of(made_up.small())


def _ask(random: Random) -> None:
    """Ask for a page of some list, with parameters of which most are wrong."""

    def word() -> str:
        return "".join(random.choices(_WORDS, k=random.choice((0, 1, 1, 1, 2))))

    kind = random.choice(list(MODEL.kinds))
    names = [*MODEL.kinds[kind].parameters, "source", "status", word()]
    filters = {random.choice(names): [word() for _ in range(random.randint(0, 2))] for _ in range(random.randint(0, 2))}
    told = {name: word() for name in ("q", "since", "until", "on", "cursor", "lang", "sort") if random.random() < 0.3}
    facets = [word()] if random.random() < 0.2 else []
    refused = 400
    try:
        _graph().page(kind, filters, limit=random.choice((1, 5, 0, -1, 10**9)), facets=facets, **told)
    except CagraphError as error:
        refused = error.status
    assert refused < 500


@dataclass(frozen=True)
class Outcome:
    """How many inputs of a target were tried in how many seconds, and what went wrong."""

    target: str
    tried: int
    seconds: float
    faults: tuple[str, ...]


def run(target: str, numbers: range, seed: int) -> Outcome:
    """Try inputs in processes of their own; after one that kills or holds up its process, the next one goes on."""
    begun, faults, at = time.monotonic(), list[str](), numbers.start
    context = multiprocessing.get_context("spawn")
    while at < numbers.stop and len(faults) < 20:
        now: Synchronized[int] = context.Value("q", at)
        told = context.Queue()
        process = context.Process(target=_work, args=(target, at, numbers.stop, seed, now, told.put))
        process.start()
        while process.is_alive():
            before = now.value
            process.join(_STILL)
            if process.is_alive() and now.value == before:
                process.kill()
                process.join()
                faults.append(f"{target} {now.value}: stood still for {_STILL:g} s")
        if process.exitcode and not (faults and faults[-1].startswith(f"{target} {now.value}:")):
            faults.append(
                f"{target} {now.value}: {told.get() if process.exitcode == 1 else f'ended by {-process.exitcode}'}"
            )
        at = numbers.stop if process.exitcode == 0 else now.value + 1
    return Outcome(target, at - numbers.start, time.monotonic() - begun, tuple(faults))


def _work(target: str, first: int, stop: int, seed: int, now: "Synchronized[int]", tell: Callable[[str], None]) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    for number in range(first, stop):
        now.value = number
        try:
            attempt(target, number, seed)
        except BaseException as error:
            tell(f"{type(error).__name__}: {error}"[:500])
            raise


def every(inputs: int, seed: int) -> Iterator[Outcome]:
    """Try that many inputs in all, of each target alike; of workbooks a hundredth."""
    each = -(-inputs // (len(TARGETS) - 1))
    for target in TARGETS:
        yield run(target, range(each // 100 if target == WORKBOOK else each), seed)


def main() -> int:
    """Try all targets and say how it went."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=1_000_000, help="how many in all")
    parser.add_argument("--seed", type=int, default=20261126)
    given = parser.parse_args()
    outcomes = []
    for outcome in every(given.inputs, given.seed):
        rate = outcome.tried / outcome.seconds
        print(f"{outcome.target:11} {outcome.tried:9} inputs {rate:9.0f}/s {len(outcome.faults)} faults", flush=True)
        for fault in outcome.faults:
            print(f"  {fault}", flush=True)
        outcomes.append(outcome)
    print(f"{sum(one.tried for one in outcomes)} inputs in {sum(one.seconds for one in outcomes):.0f} s.")
    return 1 if any(one.faults for one in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
