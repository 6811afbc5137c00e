"""Signature and consent to be bound: Vienna Convention on the Law of Treaties, articles 11 to 18."""

from collections.abc import Sequence
from datetime import date
from types import MappingProxyType
from typing import Final

from cagraph.status.values import Act, Answer, Fact, Instrument, Span, Truth

CONSENTS: Final = ("ratification", "acceptance", "approval", "accession", "succession")
ESTABLISHED: Final = ("deposit", "exchange", "notification")
BEFORE: Final = ("authorisation", "lower-house-passage", "upper-house-passage", "assent")
DONE: Final = MappingProxyType(
    {
        "signature": "signed", "ratification": "ratified", "acceptance": "accepted", "approval": "approved",
        "accession": "acceded", "succession": "succeeded to it", "deposit": "deposited its instrument",
        "exchange": "exchanged instruments of ratification", "notification": "gave notice of its procedures",
        "entry-into-force": "became bound", "provisional-application": "applies it provisionally",
        "suspension": "suspended it", "termination": "ended it", "denunciation": "gave notice that it leaves",
        "withdrawal-of-ratification": "took its ratification back", "reservation": "made a reservation",
        "authorisation": "authorised the signature", "lower-house-passage": "passed the bill in its lower house",
        "upper-house-passage": "passed the bill in its upper house", "assent": "had the law signed",
    }
)  # fmt: skip


def told(fact: Fact) -> str:
    """A fact in words, as "KAZ ratified 2024-05-20" or "It was signed 2022-12-22"."""
    if isinstance(fact, Act):
        return f"{fact.party} {DONE.get(fact.sort, fact.sort)} {fact.span}"
    return f"It {fact.what} {fact.span}" if fact.what else f"{fact.id} {fact.span}"


def any_by(facts: Sequence[Fact], day: date) -> Answer | None:
    """Whether the first of several facts has happened by a day; None when there is no fact."""
    for value in (Truth.YES, Truth.UNKNOWN, Truth.NO):
        fitting = tuple(fact for fact in facts if fact.span.by(day) is value)
        if fitting:
            words = "; ".join(told(fact) for fact in fitting)
            endings = {
                Truth.YES: ".",
                Truth.NO: ": after that day.",
                Truth.UNKNOWN: ": whether by that day cannot be told.",
            }
            return Answer(value, words + endings[value], fitting)
    return None


def unmade(instrument: Instrument, day: date) -> Answer | None:
    """No to everything before the text was signed: there is nothing to consent to (art. 10, 12 to 16)."""
    if instrument.signed and instrument.signed.span.by(day) is Truth.NO:
        return Answer(Truth.NO, f"It was made {instrument.signed.span}, after that day.", (instrument.signed,), ("10",))
    return None


def absent(instrument: Instrument, sorts: Sequence[str], party: str, day: date) -> Answer:
    """What the absence of an act means: no where a denial or complete data say so, else unknown."""
    made = unmade(instrument, day)
    if made:
        return made
    for sort in sorts:
        denials = [one for one in instrument.denials if (one.sort, one.party) == (sort, party) and day <= one.until]
        if denials:
            last = max(denials, key=lambda one: one.until)
            words = f"A source of {last.until} denies that {party} {DONE.get(sort, sort)} by then."
            return Answer(Truth.NO, words, (Fact(last.id, instrument_span(instrument), last.claims),))
    first = instrument.signed.span.earliest if instrument.signed else None
    for cover in instrument.complete:
        if cover.holds(party, first, day):
            return Answer(Truth.NO, "The data hold all such acts, and there is none.", (Fact(cover.id, cover.span),))
    return Answer(Truth.UNKNOWN, f"No record tells that {party} {DONE[sorts[0]]}; that is no proof that it did not.")


def instrument_span(instrument: Instrument) -> Span:
    """When the instrument was made, as far as that is known."""
    return instrument.signed.span if instrument.signed else Span()


def signed(instrument: Instrument, party: str, day: date) -> Answer:
    """Whether it was signed, by a party or by anybody (art. 11, 12; a later signature counts from its own day)."""
    facts: list[Fact] = list(instrument.of(("signature",), party))
    whole = instrument.signed
    if whole and (not party or (not facts and instrument.bilateral and party in instrument.parties)):
        facts.append(whole)
    found = any_by(facts, day)
    if found and (party or whole or found.value is not Truth.NO):
        return Answer(found.value, found.reason, found.facts, ("11",))
    if instrument.bilateral and party and party not in instrument.parties:
        return _stranger(instrument, party)
    return absent(instrument, ("signature",), party or "any party", day)


def consent(instrument: Instrument, party: str, day: date) -> Answer:
    """Whether a party gave its consent to be bound, and did not take it back (art. 11 to 16).

    Ratification, acceptance, approval and accession count, and so do the deposit, exchange or notification that
    establishes them (art. 16) and being bound, which presupposes consent (art. 24). The signature counts only where
    the instrument's rule says so (art. 12). A chamber's vote and the head of state's signature of the law do not.
    """
    direct: list[Fact] = list(instrument.of(CONSENTS, party))
    if instrument.rule and instrument.rule.name == "signature":
        direct += instrument.of(("signature",), party)
    implying: list[Fact] = list(instrument.of((*ESTABLISHED, "entry-into-force"), party))
    if instrument.in_force and instrument.bilateral and party in instrument.parties:
        implying.append(instrument.in_force)
    # What presupposes consent shows that it was given, never that it was not given before.
    shown = any_by(implying, day)
    given = shown if shown and shown.value is Truth.YES else any_by(direct, day)
    if given is None and shown and not unmade(instrument, day):
        words = f"{shown.reason} That presupposes consent, whose day is not recorded."
        given = Answer(Truth.UNKNOWN, words, shown.facts)
    if given is None:
        if instrument.bilateral and party not in instrument.parties:
            return _stranger(instrument, party)
        given = absent(instrument, CONSENTS, party, day)
        steps = [act for act in instrument.of(BEFORE, party) if act.span.by(day) is Truth.YES]
        if steps and given.value is Truth.UNKNOWN:
            words = "; ".join(map(told, steps))
            return Answer(Truth.UNKNOWN, f"{words}: a step towards ratification, not yet one.", tuple(steps), ("14",))
        return given
    back = any_by(instrument.of(("withdrawal-of-ratification",), party), day)
    value = given.value & ~back.value if back else given.value
    if back and value is not given.value:
        return Answer(value, back.reason, (*given.facts, *back.facts), ("11", "18"))
    return Answer(value, given.reason, given.facts, ("11", "14", "15", "16"))


def _stranger(instrument: Instrument, party: str) -> Answer:
    words = f"It is between {' and '.join(instrument.parties)} alone; {party} is no party."
    return Answer(Truth.NO, words, (Fact(instrument.id, instrument_span(instrument), instrument.claims),), ("34",))
