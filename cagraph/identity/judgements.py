"""What curators judged of pairs of records: the same, different, or not to be told."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """Whether two records are of one thing."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


@dataclass(frozen=True, order=True)
class Judgement:
    """A verdict on two records, the lesser id first; by whom, when (ISO 8601, UTC), and why."""

    one: str
    other: str
    verdict: Verdict
    by: str = ""
    time: str = ""
    note: str = ""

    @property
    def pair(self) -> tuple[str, str]:
        """The two ids in their order."""
        return self.one, self.other


def pair_of(one: str, other: str) -> tuple[str, str]:
    """Two ids in the order in which pairs are kept.

    >>> pair_of("turkistan", "turkestan")
    ('turkestan', 'turkistan')
    """
    return (one, other) if one <= other else (other, one)


def standing(judgements: Iterable[Judgement]) -> dict[tuple[str, str], Judgement]:
    """The judgement that stands on each pair: the last one given."""
    return {judgement.pair: judgement for judgement in judgements}
