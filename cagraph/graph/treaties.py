"""What the treaty clock tells measures: whether treaties were in force, and how long their ratification took."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import inf
from typing import Final

from cagraph.measures import Wait
from cagraph.status import QUESTIONS, Act, Fact, Instrument, Instruments, Truth

CONSENTS: Final = ("ratification", "acceptance", "approval")
SHOWING: Final = ("deposit", "exchange", "notification", "entry-into-force")
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
            if signed and (wait := _wait(instrument, party, signed)):
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


def _shown(instrument: Instrument, party: str) -> Fact | None:
    """What first shows that a party had consented: that it deposited, exchanged or notified, or was bound."""
    facts: list[Fact] = list(instrument.of(SHOWING, party))
    if instrument.in_force and instrument.bilateral and party in instrument.parties:
        facts.append(instrument.in_force)
    return min((fact for fact in facts if fact.span.latest), key=lambda fact: str(fact.span.latest), default=None)


def _wait(instrument: Instrument, party: str, signed: Fact) -> Wait | None:
    """None where the days of the signature are not known, or it lies after the last day of the records, or after the
    consent.
    """
    first, last, horizon = signed.span.earliest, signed.span.latest, instrument.horizon
    if first is None or last is None or horizon is None or last > horizon:
        return None
    spell = (first.isoformat(), last.isoformat())
    consent, shown = _first(instrument.of(CONSENTS, party)), _shown(instrument, party)
    if not (consent or shown):
        return Wait(instrument.id, party, spell, (horizon - last).days + 1, inf, False, (signed.id,))
    begun = consent.span.earliest if consent else None
    ends = [fact.span.latest for fact in (consent, shown) if fact and fact.span.latest]
    least = max((begun - last).days, 0) if begun else 0
    most = (min(ends) - first).days if ends else inf
    ids = {fact.id for fact in (signed, consent, shown) if fact}
    return Wait(instrument.id, party, spell, least, most, True, tuple(sorted(ids))) if least <= most else None
