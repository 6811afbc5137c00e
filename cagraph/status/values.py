"""The plain values of the treaty clock: three truths, spans of days, acts, denials, rules, instruments, answers."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum


class Truth(StrEnum):
    """Yes, no, or cannot be known.

    >>> Truth.YES & Truth.UNKNOWN, Truth.NO & Truth.UNKNOWN, ~Truth.UNKNOWN
    (<Truth.UNKNOWN: 'unknown'>, <Truth.NO: 'no'>, <Truth.UNKNOWN: 'unknown'>)
    """

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    def __and__(self, other: "Truth") -> "Truth":
        if Truth.NO in (self, other):
            return Truth.NO
        return Truth.YES if self is other is Truth.YES else Truth.UNKNOWN

    def __or__(self, other: "Truth") -> "Truth":
        return ~(~self & ~other)

    def __invert__(self) -> "Truth":
        return {Truth.YES: Truth.NO, Truth.NO: Truth.YES}.get(self, Truth.UNKNOWN)


@dataclass(frozen=True)
class Span:
    """The first and last day something can have happened on; `None` where that end is open.

    >>> Span(date(2023, 1, 1), date(2023, 12, 31)).by(date(2023, 6, 30))
    <Truth.UNKNOWN: 'unknown'>
    """

    earliest: date | None = None
    latest: date | None = None
    text: str = ""

    def by(self, day: date) -> Truth:
        """Whether it has happened on or before a day."""
        if self.latest is not None and self.latest <= day:
            return Truth.YES
        return Truth.NO if self.earliest is not None and self.earliest > day else Truth.UNKNOWN

    def not_before(self, day: date | None) -> "Span":
        """The same, with days before another one left out, unless none would remain."""
        late = day is None or (self.latest is not None and self.latest < day)
        if late or (self.earliest is not None and day is not None and self.earliest >= day):
            return self
        return replace(self, earliest=day)

    def __str__(self) -> str:
        if self.text:
            return self.text
        if self.latest:
            return f"on an unknown day, at the latest {self.latest}"
        return "on an unknown day"


@dataclass(frozen=True)
class Fact:
    """Something that happened once: when, by which record, and which claims say so; `what`, as "was signed"."""

    id: str
    span: Span
    claims: tuple[str, ...] = ()
    what: str = field(default="", kw_only=True)


@dataclass(frozen=True)
class Act(Fact):
    """One party's act: `sort` is the concept of the scheme `act` without its prefix."""

    sort: str = ""
    party: str = ""


@dataclass(frozen=True)
class Denial:
    """A source says, as fact, that a party had not performed an act by the day it appeared."""

    id: str
    sort: str
    party: str
    until: date
    claims: tuple[str, ...] = ()


@dataclass(frozen=True)
class Completeness:
    """The data hold all acts of these parties (none named: of all) in a span of days; absence then means no."""

    id: str
    parties: frozenset[str]
    span: Span

    def holds(self, party: str, first: date | None, day: date) -> bool:
        """Whether an act from the making of the instrument to a day would be among the records."""
        start, end = self.span.earliest, self.span.latest
        begun = start is None or (first is not None and start <= first)
        return begun and (end is None or end >= day) and (not self.parties or party in self.parties)


@dataclass(frozen=True)
class Rule:
    """The instrument's own rule for entering into force, a concept of the scheme `entry` without its prefix.

    `needed` is the number of consents of `some-ratifications`, where it is known.
    """

    name: str
    needed: int | None = None
    claims: tuple[str, ...] = ()


@dataclass(frozen=True)
class Instrument:
    """All that the clock knows of one instrument. `horizon` is the last day on which anything was recorded."""

    id: str
    label: str = ""
    treaty: bool = True
    parties: tuple[str, ...] = ()
    signed: Fact | None = None
    in_force: Fact | None = None
    ended: Fact | None = None
    period: Fact | None = None
    rule: Rule | None = None
    acts: tuple[Act, ...] = ()
    denials: tuple[Denial, ...] = ()
    complete: tuple[Completeness, ...] = ()
    successors: tuple[Fact, ...] = ()
    horizon: date | None = None
    claims: tuple[str, ...] = ()

    def of(self, sorts: tuple[str, ...], party: str = "") -> tuple[Act, ...]:
        """The acts of these sorts, by a party or by any, each not before what must come before it."""
        first = self.signed.span.earliest if self.signed else None
        found = []
        for act in self.acts:
            if act.sort in sorts and party in ("", act.party):
                span = act.span.not_before(first)
                for denial in self.denials:
                    if (denial.sort, denial.party) == (act.sort, act.party):
                        span = span.not_before(denial.until + timedelta(days=1))
                found.append(replace(act, span=span))
        return tuple(found)

    @property
    def bilateral(self) -> bool:
        """Whether it is a matter of two parties alone, so that it binds both or neither."""
        return len(self.parties) == 2 and not any(act.party not in self.parties for act in self.acts)


@dataclass(frozen=True)
class Answer:
    """One question answered: in which of three values, why, and by which acts, claims and articles."""

    value: Truth
    reason: str
    facts: tuple[Fact, ...] = field(default=())
    articles: tuple[str, ...] = ()
    presumed: bool = False
    other_claims: tuple[str, ...] = ()

    @property
    def records(self) -> tuple[str, ...]:
        """The records it rests on."""
        return tuple(sorted({fact.id for fact in self.facts}))

    @property
    def claims(self) -> tuple[str, ...]:
        """The claims it rests on."""
        return tuple(sorted({claim for fact in self.facts for claim in fact.claims} | set(self.other_claims)))

    def as_dict(self) -> dict[str, object]:
        """As JSON holds it."""
        return {
            "value": self.value.value, "reason": self.reason, "presumed": self.presumed,
            "articles": list(self.articles), "records": list(self.records), "evidence": list(self.claims),
        }  # fmt: skip
