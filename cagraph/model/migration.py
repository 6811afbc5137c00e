"""What records of an earlier model become under a later one: a step for each change that old records do not bear.

A change that old records bear, such as a new kind or an optional field, needs no step. The number of a model is one
more than the steps that led to it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Plain = dict[str, Any]


@dataclass(frozen=True)
class Step:
    """From one model to the next: what changed, in words, and what a record in plain values becomes.

    `rewrite` gives the records that take its place: one as a rule, several where a kind was split, the same where it
    does not concern it. What it is given is a copy of its own.
    """

    what: str
    rewrite: Callable[[Plain], list[Plain]]


def migrated(records: Iterable[Plain], since: int, steps: Sequence[Step]) -> list[Plain]:
    """Records of the model numbered `since`, from 1, as the steps after it leave them.

    >>> shout = Step("labels are in capitals", lambda record: [{**record, "label": record["label"].upper()}])
    >>> migrated([{"id": "a", "label": "one"}], 1, [shout]), migrated([{"id": "a", "label": "one"}], 2, [shout])
    ([{'id': 'a', 'label': 'ONE'}], [{'id': 'a', 'label': 'one'}])
    """
    found = list(records)
    for step in steps[since - 1 :]:
        found = [new for record in found for new in step.rewrite(dict(record))]
    return found
