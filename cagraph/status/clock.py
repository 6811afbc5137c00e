"""Asks every question of the clock about one instrument on one day."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from cagraph.status import force
from cagraph.status.consent import consent, signed
from cagraph.status.values import Answer, Instrument, Truth

Question = Callable[[Instrument, str, date], Answer]
QUESTIONS: Final[Mapping[str, Question]] = MappingProxyType(
    {
        "signed": signed,
        "consent": consent,
        "in_force": force.in_force,
        "provisionally_applied": force.provisional,
        "suspended": lambda one, party, day: force.acted(one, ("suspension",), party, day, "57"),
        "denounced": lambda one, party, day: force.acted(one, force.NOTICES, party, day, "56"),
        "terminated": force.terminated,
        "succeeded": force.superseded,
        "reserved": force.reserved,
    }
)


@dataclass(frozen=True)
class Status:
    """The answers about one instrument, generally or for one party, on one day."""

    instrument: Instrument
    party: str
    on: date
    answers: Mapping[str, Answer]


def status(instrument: Instrument, party: str, on: date) -> Status:
    """The status of an instrument on a day; an empty party means generally.

    Consent is one party's, so that generally it asks whether every party named gave it.
    """
    answers = {}
    for name, question in QUESTIONS.items():
        whole = name == "consent" and not party
        answers[name] = _all_consent(instrument, on) if whole else question(instrument, party, on)
    return Status(instrument, party, on, answers)


def _all_consent(instrument: Instrument, on: date) -> Answer:
    found = {party: consent(instrument, party, on) for party in instrument.parties}
    if not found:
        return Answer(Truth.UNKNOWN, "Its parties are not recorded.")
    value = Truth.YES
    for one in found.values():
        value &= one.value
    facts = tuple(dict.fromkeys(fact for one in found.values() for fact in one.facts))
    words = "; ".join(f"{party} {one.value}" for party, one in found.items())
    return Answer(value, f"Of its parties: {words}.", facts, ("11", "14", "15", "16"))
