"""What the treaty clock tells measures: whether treaties were in force, and how long their ratification took."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from math import inf
from typing import Final

from cagraph.measures import Wait
from cagraph.status import QUESTIONS, Act, Fact, Instrument, Instruments, Truth

CONSENTS: Final = ("ratification", "acceptance", "approval")
_KNOWN: Final = {Truth.YES: True, Truth.NO: False, Truth.UNKNOWN: None}


@dataclass(frozen=True)
class TreatyClock:
    """The clock over the instruments of a version, each read once."""

    instruments: Instruments

    @property
    def last_day(self) -> date | None:
        """The last day on which anything was recorded."""
        return self.instruments.recorded_until

    @cached_property
    def _read(self) -> Mapping[str, Instrument]:
        return {id_: self.instruments.get(id_) for id_ in self.instruments.kinds}

    def in_force(self, instrument: str, party: str, day: date) -> bool | None:
        """Whether an instrument was in force for a party on a day; None where that cannot be known."""
        return _KNOWN[QUESTIONS["in_force"](self._read[instrument], party, day).value]

    def waits(self, instrument: str) -> Sequence[Wait]:
        """How long each party that signed an instrument waited to ratify, accept or approve it."""
        return list(self._waits(self._read[instrument]))

    def _waits(self, instrument: Instrument) -> Iterator[Wait]:
        for party in sorted({*instrument.parties, *(act.party for act in instrument.acts)}):
            signed = _first(_signatures(instrument, party))
            consent = _first(instrument.of(CONSENTS, party))
            if signed and (wait := _wait(instrument, party, signed, consent)):
                yield wait


def _signatures(instrument: Instrument, party: str) -> Sequence[Fact]:
    """The signatures of a party: its own, else, between two parties, that of the whole."""
    own: tuple[Act, ...] = instrument.of(("signature",), party)
    if own or not (instrument.signed and instrument.bilateral and party in instrument.parties):
        return own
    return (instrument.signed,)


def _first(facts: Sequence[Fact]) -> Fact | None:
    """The one that can have been the first: a treaty is signed and ratified once."""
    return min(facts, key=lambda fact: (fact.span.earliest or date.min, fact.span.latest or date.max), default=None)


def _wait(instrument: Instrument, party: str, signed: Fact, consent: Fact | None) -> Wait | None:
    """None where the days of the signature are not known, or it was signed after the last day of the records."""
    first, last = signed.span.earliest, signed.span.latest
    if first is None or last is None or instrument.horizon is None or last > instrument.horizon:
        return None
    spell = (first.isoformat(), last.isoformat())
    if consent is None:
        least = (instrument.horizon - last + timedelta(days=1)).days
        return Wait(instrument.id, party, spell, least, inf, False, (signed.id,))
    begun, done = consent.span.earliest, consent.span.latest
    least = max((begun - last).days, 0) if begun else 0
    most = (done - first).days if done else inf
    if most < least:
        return None
    return Wait(instrument.id, party, spell, least, most, True, tuple(sorted({signed.id, consent.id})))
