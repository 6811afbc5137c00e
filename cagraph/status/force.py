"""Entry into force, provisional application, suspension and end: articles 24, 25, 42, 54 to 59 and 65."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import zip_longest
from typing import Final

from cagraph.status.consent import CONSENTS, ESTABLISHED, any_by, consent, told, unmade
from cagraph.status.values import Answer, Fact, Instrument, Span, Truth

NOTICES: Final = ("denunciation", "withdrawal-of-ratification")
PRESUMED: Final = "Nothing recorded tells of it, and a treaty in force is presumed to go on."
UNTOLD: Final = Answer(Truth.UNKNOWN, "No record tells of it; that is no proof that it did not happen.")


def entered(instrument: Instrument, day: date) -> Answer:
    """Whether it has entered into force at all, whatever came later (art. 24, paragraphs 1 and 2)."""
    facts: list[Fact] = [*([instrument.in_force] if instrument.in_force else []), *instrument.of(("entry-into-force",))]
    made = unmade(instrument, day)
    if made and not facts:
        return made
    told_ = any_by(facts, day)
    # That one of several parties was bound later does not tell when the first were.
    if told_ and (told_.value is not Truth.NO or instrument.in_force or instrument.bilateral):
        return replace(told_, articles=("24(1)",))
    by_rule = _by_rule(instrument, day)
    if by_rule:
        return by_rule
    if instrument.bilateral:
        # Art. 14 and 24: what one of two parties ratifies does not bind before that.
        late = [act for act in instrument.of((*CONSENTS, *ESTABLISHED)) if act.span.by(day) is Truth.NO]
        if late:
            words = "; ".join(map(told, late))
            return Answer(
                Truth.NO, f"{words}: after that day, and it binds both or neither.", tuple(late), ("14", "24")
            )
    return Answer(Truth.UNKNOWN, "No record tells of its entry into force, nor of a rule that decides it.", (), ("24",))


def _by_rule(instrument: Instrument, day: date) -> Answer | None:
    """What the instrument's own rule gives (art. 24(1)); None where it has none that is known."""
    rule = instrument.rule
    if rule is None:
        return None
    sorts = {
        "signature": ("signature",), "exchange": ("exchange",), "last-notification": ("notification",),
        "all-ratifications": ("deposit",), "some-ratifications": ("deposit", "notification"),
    }.get(rule.name, ())  # fmt: skip
    if not sorts or not instrument.parties:
        return None
    found = [_of_party(instrument, sorts, party, day) for party in instrument.parties]
    yes = sum(one.value is Truth.YES for one in found)
    possible = sum(one.value is not Truth.NO for one in found)
    needed = (rule.needed or 0) if rule.name == "some-ratifications" else len(found)
    if rule.name == "exchange":
        needed = min(needed, 2)
    value = Truth.YES if needed and yes >= needed else Truth.NO if possible < max(needed, 1) else Truth.UNKNOWN
    facts = tuple(fact for one in found for fact in one.facts)
    words = f"By its rule ({rule.name}), of the {len(found)} parties {yes} have done what it asks for"
    words += f", {needed} are needed." if needed else "; how many are needed is not recorded."
    return Answer(value, words, facts, ("24(1)",), other_claims=rule.claims)


def _of_party(instrument: Instrument, sorts: tuple[str, ...], party: str, day: date) -> Answer:
    facts: list[Fact] = list(instrument.of(sorts, party))
    if sorts == ("signature",) and not facts and instrument.signed and instrument.bilateral:
        facts = [instrument.signed]
    if not facts and "deposit" in sorts:
        # A deposit cannot precede the ratification it is of, so a later ratification still decides for no.
        facts = [Fact(act.id, Span(act.span.earliest), act.claims) for act in instrument.of(CONSENTS, party)]
    return any_by(facts, day) or Answer(Truth.UNKNOWN, "")


def ended(instrument: Instrument, party: str, day: date) -> Answer | None:
    """Whether it has ceased to be in force (art. 54 to 59); None when no record tells of an end.

    Notice of leaving does not end it the same day (art. 56(2), 65(2)), so from the notice on nothing can be known
    until an end is recorded.
    """
    facts: list[Fact] = [instrument.ended] if instrument.ended else []
    facts += (
        instrument.of(("termination",), "" if instrument.bilateral else party) if _counts(instrument, party) else ()
    )
    told_ = any_by(facts, day)
    if told_ and told_.value is Truth.YES:
        return replace(told_, articles=("54",))
    notices = instrument.of(NOTICES, "" if instrument.bilateral else party) if _counts(instrument, party) else ()
    given = [act for act in notices if act.span.by(day) is not Truth.NO]
    if given and not (told_ and told_.value is Truth.NO):
        words = "; ".join(map(told, given))
        return Answer(
            Truth.UNKNOWN, f"{words}; when that took effect is not recorded.", tuple(given), ("56(2)", "65(2)")
        )
    if told_:
        return replace(told_, articles=("54",))
    if instrument.period and instrument.period.span.by(day) is not Truth.NO:
        words = f"Its term is {instrument.period.span}; whether it was prolonged is not recorded."
        return Answer(Truth.UNKNOWN, words, (instrument.period,), ("54(a)",))
    return None


def _counts(instrument: Instrument, party: str) -> bool:
    """Whether one party's act ends it for the one asked about: in general only between two."""
    return bool(party) or instrument.bilateral


def in_force(instrument: Instrument, party: str, day: date) -> Answer:
    """Whether it is in force on a day, generally or for a party (art. 24; art. 42(2) for going on)."""
    begun = _begun_for(instrument, party, day) if party else entered(instrument, day)
    if begun.value is Truth.NO:
        return begun
    over = ended(instrument, party, day)
    if over and over.value is not Truth.NO:
        value = begun.value & ~over.value
        if value is not begun.value or begun.value is Truth.UNKNOWN:
            return Answer(value, over.reason, (*begun.facts, *over.facts), over.articles)
    if begun.value is Truth.YES and instrument.horizon and day > instrument.horizon:
        words = f"{begun.reason} Nothing is recorded of days after {instrument.horizon}."
        return Answer(Truth.UNKNOWN, words, begun.facts, begun.articles)
    return begun


def _begun_for(instrument: Instrument, party: str, day: date) -> Answer:
    """Whether it has begun to bind a party (art. 24, paragraphs 1 to 3)."""
    own = any_by(instrument.of(("entry-into-force",), party), day)
    if own:
        return replace(own, articles=("24(1)",))
    general = entered(instrument, day)
    if general.value is Truth.NO:
        return general
    agreed = consent(instrument, party, day)
    if agreed.value is Truth.NO:
        return agreed
    left = _left_before(instrument, party)
    if left:
        return left
    if instrument.bilateral or (general.value is Truth.UNKNOWN):
        return general
    established = any_by(instrument.of(ESTABLISHED, party), day)
    rule = instrument.rule.name if instrument.rule else ""
    if established or rule in {"signature", "all-ratifications"}:
        both = Answer(general.value & (established or agreed).value, (established or agreed).reason)
        facts = (*general.facts, *(established or agreed).facts)
        return replace(both, facts=facts, articles=("16", "24(3)"))
    words = f"It is in force generally, but no record shows since when it binds {party}: {agreed.reason}"
    return Answer(Truth.UNKNOWN, words, (*general.facts, *agreed.facts), ("16", "24(3)"))


def _left_before(instrument: Instrument, party: str) -> Answer | None:
    """No for one of several that had left before it could be bound (art. 18(a)); unknown where the days cannot tell."""
    start = instrument.in_force.span if instrument.in_force and not instrument.bilateral else None
    for act in instrument.of(NOTICES, party) if start else ():
        first, last = act.span.earliest, act.span.latest
        if start and start.earliest and last and last < start.earliest:
            return Answer(Truth.NO, f"{told(act)}, before it entered into force.", (act,), ("18(a)",))
        if start and (first is None or start.latest is None or first < start.latest):
            words = f"{told(act)}; whether that was before it entered into force cannot be told."
            return Answer(Truth.UNKNOWN, words, (act,), ("18(a)",))
    return None


def spells_in_force(instrument: Instrument, party: str) -> list[tuple[date, date | None]]:
    """The first and last days of the spans in which it is in force beyond doubt, generally or for a party.

    Without an end where it still is on the last day on which anything was recorded. The answer of the clock can change
    only on a day that the records name and on the day after, so that no other days are asked about.
    """
    turns = [day for day in _turns(instrument) if not instrument.horizon or day <= instrument.horizon]
    found: list[tuple[date, date | None]] = []
    for first, following in zip_longest(turns, turns[1:]):
        if in_force(instrument, party, first).value is Truth.YES:
            last = following - timedelta(1) if following else None
            if found and found[-1][1] == first - timedelta(1):
                first, _ = found.pop()
            found.append((first, last))
    return found


def _turns(instrument: Instrument) -> list[date]:
    """The days that the records of an instrument name, and the days after."""
    facts = (instrument.signed, instrument.in_force, instrument.ended, instrument.period, *instrument.acts)
    spans = [fact.span for fact in facts if fact] + [cover.span for cover in instrument.complete]
    named = {day for span in spans for day in (span.earliest, span.latest) if day}
    named |= {denial.until for denial in instrument.denials}
    return sorted(named | {day + timedelta(1) for day in named if day < date.max})


def provisional(instrument: Instrument, party: str, day: date) -> Answer:
    """Whether it is applied provisionally: from the act until it is in force or given up (art. 25)."""
    begun = any_by(instrument.of(("provisional-application",), party), day)
    if begun is None:
        return _unapplied(instrument, party, day)
    force = in_force(instrument, party, day)
    value = begun.value & ~force.value
    if value is begun.value and force.value is Truth.NO:
        return replace(begun, articles=("25",))
    return Answer(value, f"{begun.reason} In force: {force.value}.", (*begun.facts, *force.facts), ("25",))


def _unapplied(instrument: Instrument, party: str, day: date) -> Answer:
    force = in_force(instrument, party, day)
    if force.value is Truth.YES:
        return Answer(Truth.NO, f"It is in force, and so no longer provisional: {force.reason}", force.facts, ("25",))
    return unmade(instrument, day) or UNTOLD


def presumed(instrument: Instrument, party: str, day: date, lasting: bool = False) -> Answer:
    """What it means that no record tells of a change (art. 42(2)).

    No where the text was not made yet, where a treaty in force is presumed to go on, and, for what only a treaty in
    force can undergo (`lasting`), where it had not entered into force. Else unknown.
    """
    made = unmade(instrument, day)
    if made:
        return made
    now = in_force(instrument, party, day)
    if now.value is Truth.YES:
        return Answer(Truth.NO, PRESUMED, now.facts, ("42(2)",), presumed=True)
    if now.value is Truth.NO and lasting and not ended(instrument, party, day):
        return Answer(Truth.NO, f"It was not in force: {now.reason}", now.facts, now.articles)
    return UNTOLD


def acted(instrument: Instrument, sorts: Sequence[str], party: str, day: date, article: str) -> Answer:
    """Whether a party, or any, performed an act that changes the life of the treaty."""
    found = any_by(instrument.of(tuple(sorts), party), day)
    if found and (party or found.value is not Truth.NO):
        return replace(found, articles=(article,))
    return presumed(instrument, party, day, lasting=tuple(sorts) == ("suspension",))


def reserved(instrument: Instrument, party: str, day: date) -> Answer:
    """Whether a party, or any, has made a reservation (art. 19, 23); nothing is presumed of that."""
    found = any_by(instrument.of(("reservation",), party), day)
    if found and (party or found.value is not Truth.NO):
        return replace(found, articles=("19",))
    return unmade(instrument, day) or UNTOLD


def terminated(instrument: Instrument, party: str, day: date) -> Answer:
    """Whether it has ended, generally or for a party (art. 54)."""
    return ended(instrument, party, day) or presumed(instrument, party, day, lasting=True)


def superseded(instrument: Instrument, party: str, day: date) -> Answer:
    """Whether another instrument took its place (art. 59).

    The records say which instrument carries on the line of another, not that the parties meant to replace it: that
    is yes only where this one has also ended, and else cannot be known once the later one is in force.
    """
    later = any_by(instrument.successors, day)
    if later is None:
        return presumed(instrument, party, day)
    if later.value is Truth.NO:
        return replace(later, articles=("59",))
    over = ended(instrument, party, day)
    if over and over.value is Truth.YES:
        return Answer(later.value, f"{over.reason} {later.reason}", (*over.facts, *later.facts), ("59",))
    words = f"{later.reason} It carries on the line; that it was meant to replace this one is not recorded."
    return Answer(Truth.UNKNOWN, words, later.facts, ("59",))
