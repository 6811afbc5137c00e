"""What is to be loaded, what is planned to be done, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cagraph.errors import Problem
from cagraph.graph.effects import Effects
from cagraph.records.holdings import Change
from cagraph.records.layers import Layer
from cagraph.records.reader import Dataset


@dataclass(frozen=True)
class File:
    """A file that was read: its name, the SHA-256 of what is in it, its records, and the faults found in reading."""

    name: str
    sha256: str
    dataset: Dataset
    problems: tuple[Problem, ...] = ()

    @property
    def left_out(self) -> list["LeftOut"]:
        """What is no record, as it is left out where the rest is loaded."""
        refused = [LeftOut(why, values) for values, why in self.dataset.refused]
        told = {problem for one in refused for problem in one.problems}
        return refused + [LeftOut((problem,)) for problem in self.problems if problem not in told]


@dataclass(frozen=True)
class LeftOut:
    """A record that was not taken, and why; `record` is None where what stands there could not be read as one."""

    problems: tuple[Problem, ...]
    record: dict[str, Any] | None = None


@dataclass(frozen=True)
class Outcome:
    """What a load, an undoing or a removal did, or would do (`dry_run`).

    `load` is its number; of one that had been done before, and so changed nothing, that of then; 0 where there is none.
    """

    kind: str
    load: int
    data_version: str
    parent: str
    changed: bool
    dry_run: bool
    effects: Effects = field(default_factory=Effects)
    left_out: tuple[LeftOut, ...] = ()
    remarks: tuple[Problem, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "kind": self.kind,
            "load": self.load or None,
            "data_version": self.data_version,
            "parent": self.parent,
            "changed": self.changed,
            "dry_run": self.dry_run,
            "effects": self.effects.as_dict(),
            "left_out": [
                {"problems": [str(one) for one in left.problems], "record": left.record} for left in self.left_out
            ],
            "remarks": [str(one) for one in self.remarks],
        }


@dataclass(frozen=True)
class Plan:
    """What is to be done to the records in force: what the journal says of it, and which records change how.

    `before` is the load that did the same before, so that nothing is left to do.
    """

    kind: str
    by: str
    says: Mapping[str, Any]
    layer: Layer = field(default_factory=Layer)
    change: Change = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    remarks: tuple[Problem, ...] = ()
    before: int = 0
