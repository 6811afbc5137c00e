"""What a measure of records is, and what it is asked of."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from inspect import cleandoc
from typing import Final, Protocol

from cagraph.errors import ParameterError, suggestion
from cagraph.measures.measure import Scores
from cagraph.measures.networks import Kept
from cagraph.measures.windows import Named
from cagraph.mirror import Scene
from cagraph.mirror.options import Choices, Options

PAIRS: Final = "pairs"
NODES: Final = "nodes"
NETWORK: Final = "network"
TOPICS: Final = "topics"


@dataclass(frozen=True)
class Wait:
    """From the signature of an instrument to the consent of a party: the least and the most days that it took.

    Where no record tells of consent, `least` is a day more than up to the last on which anything was recorded, and
    `most` infinite. `records` are the acts, or the instrument where its signature is told as a whole; `signed` are the
    first and last day of the signature.
    """

    instrument: str
    party: str
    signed: tuple[str, str]
    least: float
    most: float
    consented: bool
    records: tuple[str, ...]


class Clock(Protocol):
    """What the treaty clock tells measures."""

    @property
    def last_day(self) -> date | None:
        """The last day on which anything was recorded."""

    def in_force(self, instrument: str, party: str, day: date) -> bool | None:
        """Whether an instrument was in force for a party on a day; None where that cannot be known."""

    def waits(self, instrument: str) -> Sequence[Wait]:
        """How long each party that signed it waited to ratify, accept or approve it."""


@dataclass(frozen=True)
class Archive:
    """What measures of records are taken of."""

    scene: Scene
    clock: Clock


@dataclass(frozen=True)
class Enquiry:
    """What a measure is asked: of which records, for which parties, in which windows, and `of` what.

    `nodes` were given by id, and are in every answer. Without `looked_at` all parties are.
    """

    archive: Archive
    spans: tuple[Named, ...]
    options: Options
    looked_at: Kept | None
    nodes: tuple[str, ...]
    of: str

    def keeps(self, party: str) -> bool:
        """Whether an actor is a party that is looked at."""
        is_party = self.archive.scene.is_a(party, "Party")
        return is_party and (self.looked_at is None or party in self.looked_at)


@dataclass(frozen=True)
class RecordMeasure:
    """A named measure of records. `compute` gives its scores for each window.

    `source` is the paper that defines it, `rule` says which records count, `groupings` of what there can be values, the
    first where nothing else is asked for; `columns` are what stands beside each value, by name.
    """

    name: str
    title: str
    source: str
    compute: Callable[[Enquiry], Sequence[Scores]]
    rule: str
    groupings: tuple[str, ...]
    choices: Choices
    columns: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    weights: str = "Records are counted."
    direction: str = "unused"
    signs: str = "unused"
    ranked: bool = True

    @property
    def of(self) -> str:
        """Whether values are of `pairs`, `nodes`, `topics` or the whole `network`."""
        return self.groupings[0]

    @property
    def options(self) -> tuple[str, ...]:
        """What it can be asked for beside the span and the parties."""
        return tuple(name for name in self.choices.names if name not in {"since", "until", "on"})

    @property
    def definition(self) -> str:
        """How it is defined, in words."""
        return " ".join(cleandoc(self.compute.__doc__ or "").split())

    def grouped(self, of: str) -> "RecordMeasure":
        """The same, of what is asked for. Raises ParameterError."""
        if of and of not in self.groupings:
            hint = suggestion(of, list(self.groupings), f"it is of {', '.join(self.groupings)}")
            raise ParameterError(f"of: {self.name} is not of '{of[:80]}'", hint)
        return replace(self, groupings=(of, *(one for one in self.groupings if one != of))) if of else self
