"""Checks of the domain over all accepted facts: what cannot be so in diplomacy, whatever a source says.

Each check flags only what the dates make certain. A date known to the month may fit; it is given the benefit.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

from cagraph.errors import Problem
from cagraph.model import Component, Modality, PartialDate, Polarity
from cagraph.model.claims import accepted_values
from cagraph.records.holdings import page
from cagraph.records.reader import Loaded


@dataclass(frozen=True)
class Fact:
    """A record with its accepted values."""

    loaded: Loaded
    values: dict[str, Any]

    @property
    def id(self) -> str:
        """The record's id."""
        return self.loaded.record.id

    def date(self, name: str) -> PartialDate | None:
        """A date field, if it is accepted."""
        value = self.values.get(name)
        return value if isinstance(value, PartialDate) else None


Facts = dict[str, Fact]
DomainCheck = Callable[[Facts], Iterator[Problem]]


def check_domain(loaded: Iterable[Loaded]) -> list[Problem]:
    """All that cannot be so among the accepted facts of some records, taken together."""
    facts = {
        item.record.id: Fact(item, values)
        for item in loaded
        if (values := accepted_values(item.record, item.kind)) or not item.record.evidence
    }
    return [problem for one in DOMAIN_CHECKS for problem in one(facts)]


def _of_kind(facts: Facts, *kinds: str) -> list[Fact]:
    return [fact for fact in facts.values() if fact.loaded.kind.name in kinds]


def _certainly_before(one: PartialDate | None, other: PartialDate | None) -> bool:
    """Whether every day the one can mean is before every day the other can mean."""
    return bool(one and other and one.latest and other.earliest and one.latest < other.earliest)


def _certain_days(first: PartialDate | None, last: PartialDate | None) -> tuple[date, date] | None:
    """The days that a spell certainly covers; None when there is no such day or an end is open or unknown."""
    if not (first and last and first.latest and last.earliest) or first.latest > last.earliest:
        return None
    return first.latest, last.earliest


def one_head_of_state(facts: Facts) -> Iterator[Problem]:
    """No two persons hold the highest post of one state on the same day; handing over and acting holders apart."""
    spells: dict[str, list[tuple[tuple[date, date], Fact]]] = defaultdict(list)
    for fact in _of_kind(facts, "Tenure"):
        post = facts.get(fact.values.get("post", ""))
        days = _certain_days(fact.date("start"), fact.date("end"))
        regular = not fact.values.get("acting")
        if post and days and regular and post.values.get("level") == "head-of-state":
            spells[post.values["of"]].append((days, fact))
    for state, found in spells.items():
        for (one, fact), (other, rival) in combinations(sorted(found, key=lambda item: (item[0], item[1].id)), 2):
            if other[0] < one[1] and one[0] < other[1] and fact.values["person"] != rival.values["person"]:
                where, them = rival.loaded.where("start"), f"{fact.id} ({fact.loaded.where('start')})"
                yield Problem(where, f"two heads of {state} on {other[0]}: this and {them}", "check the dates")


def in_office(facts: Facts) -> Iterator[Problem]:
    """Whoever takes part in a post held it, or can have held it, on that day."""
    tenures: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in _of_kind(facts, "Tenure"):
        tenures[(fact.values.get("person", ""), fact.values.get("post", ""))].append(fact)
    for fact in facts.values():
        when = fact.date("date")
        for part in _participants(fact):
            if not (part.who and part.post):
                continue
            held = tenures.get((part.who, part.post), [])
            place = fact.loaded.where("participants")
            if not held:
                yield Problem(place, f"{part.who} acts as {part.post} without any tenure of it", "add the tenure")
            elif when and all(_out_of_office(tenure, when) for tenure in held):
                yield Problem(place, f"{part.who} was not {part.post} on {when}", "check the date, or the tenure")


def _participants(fact: Fact) -> Iterable[Any]:
    return [part for part in fact.values.get("participants", []) if isinstance(part, Component)]


def _out_of_office(tenure: Fact, when: PartialDate) -> bool:
    return _certainly_before(when, tenure.date("start")) or _certainly_before(tenure.date("end"), when)


def seen_in_office(facts: Facts) -> Iterator[Problem]:
    """The days on which a tenure is attested lie within it."""
    for fact in _of_kind(facts, "Tenure"):
        for day in fact.values.get("attested", []):
            if _out_of_office(fact, day):
                yield Problem(fact.loaded.where("attested"), f"attested on {day}, outside the tenure", "check the days")


def consent_after_signature(facts: Facts) -> Iterator[Problem]:
    """A party consents to be bound no earlier than it signed, and nothing is in force before it was signed."""
    signed: dict[tuple[str, str], PartialDate] = {}
    acts = _of_kind(facts, "TreatyAct")
    for fact in acts:
        when = fact.date("date")
        if fact.values.get("act") == "signature" and when:
            signed[(fact.values["instrument"], fact.values["party"])] = when
    for fact in acts:
        own = signed.get((fact.values.get("instrument", ""), fact.values.get("party", "")))
        late = fact.values.get("act") in {"ratification", "acceptance", "approval", "exchange", "entry-into-force"}
        if late and _certainly_before(fact.date("date"), own):
            where = fact.loaded.where("date")
            yield Problem(
                where, f"{fact.values['act']} on {fact.date('date')}, before the signature on {own}", "check both"
            )
    for fact in facts.values():
        if _certainly_before(fact.date("in_force"), fact.date("signed")):
            yield Problem(fact.loaded.where("in_force"), "in force before it was signed", "check both dates")


def in_force_after_consent(facts: Facts) -> Iterator[Problem]:
    """An instrument that needs the ratifications of all parties is not in force before the last of them."""
    for fact in _of_kind(facts, "TreatyAct"):
        instrument = facts.get(fact.values.get("instrument", ""))
        if fact.values.get("act") != "ratification" or not instrument:
            continue
        if instrument.values.get("enters_by") not in {"exchange", "all-ratifications"}:
            continue
        force = instrument.date("in_force")
        if _certainly_before(force, fact.date("date")):
            where = fact.loaded.where("date")
            yield Problem(
                where, f"ratified on {fact.date('date')}, after entry into force on {force}", "check both dates"
            )


def one_session_a_number(facts: Facts) -> Iterator[Problem]:
    """Each number occurs once in a series or among the sessions of a body."""
    seen: dict[tuple[str, int], Fact] = {}
    for fact in facts.values():
        number = fact.values.get("edition")
        for name in ("series", "session_of"):
            if number and name in fact.values:
                first = seen.setdefault((fact.values[name], number), fact)
                if first is not fact:
                    where = fact.loaded.where("edition")
                    also = f"also at {first.loaded.where('edition')}"
                    yield Problem(where, f"number {number} of {fact.values[name]} is {also}", "check both numbers")


def one_place_a_day(facts: Facts) -> Iterator[Problem]:
    """No visitor is in two states on one day, the day of travel from one to the other apart."""
    visits: dict[str, list[tuple[tuple[date, date], Fact]]] = defaultdict(list)
    for fact in _of_kind(facts, "Visit"):
        when = fact.date("date")
        if when is None or not (when.earliest and when.latest) or "-" not in when.text[4:]:
            continue
        if all(point.count("-") == 2 for point in when.text.split("/")):
            for part in _participants(fact):
                if part.role == "visitor" and part.who:
                    visits[part.who].append(((when.earliest, when.latest), fact))
    for person, found in visits.items():
        for (one, fact), (other, rival) in combinations(sorted(found, key=lambda item: (item[0], item[1].id)), 2):
            if fact.values["to"] != rival.values["to"] and other[0] < one[1] and one[0] < other[1]:
                where = rival.loaded.where("date")
                yield Problem(
                    where, f"{person} is also in {fact.values['to']} ({fact.loaded.where('date')})", "check the dates"
                )


def existed(facts: Facts) -> Iterator[Problem]:
    """Nobody belongs to an organisation, and no body meets, before it was founded."""
    for fact in facts.values():
        for name, when in (("organisation", "start"), ("session_of", "date")):
            founded = facts[fact.values[name]].date("founded") if fact.values.get(name) in facts else None
            if _certainly_before(fact.date(when), founded):
                where = fact.loaded.where(when)
                yield Problem(
                    where, f"{fact.date(when)} is before {fact.values[name]} was founded ({founded})", "check both"
                )


def independent(facts: Facts) -> Iterator[Problem]:
    """No state meets, visits, joins or enters into relations before it is independent.

    Treaties are left out: republics of the Soviet Union concluded some among themselves while they were in it.
    """
    for fact in facts.values():
        if fact.loaded.kind.name == "TreatyAct" or "signed" in fact.values:
            continue
        times = [spec.name for spec in fact.loaded.kind.fields if spec.term.time in {"at", "start"}]
        for state in _parties(fact, facts):
            since = facts[state].date("independent")
            for name in times:
                if _certainly_before(fact.date(name), since):
                    said = f"{name} ({fact.date(name)}) is before {state} was independent ({since})"
                    yield Problem(fact.loaded.where(name), said, "check both dates")


def _parties(fact: Fact, facts: Facts) -> list[str]:
    """The states that a record names as acting, whatever the field is called."""
    fields = [spec.name for spec in fact.loaded.kind.fields if spec.target in {"Party", "State"}]
    linked = [fact.values.get(name) for name in fields]
    named = [part.party for part in _participants(fact)]
    named += [one for value in linked for one in (value if isinstance(value, list) else [value]) if one]
    return sorted({one for one in named if one in facts and facts[one].loaded.kind.name == "State"})


def reported_afterwards(facts: Facts) -> Iterator[Problem]:
    """A source does not state as done what lies after its publication: that is planned, or inferred."""
    for fact in facts.values():
        for entry in fact.loaded.record.evidence:
            source = facts.get(entry.source)
            if entry.modality is not Modality.STATED or entry.polarity is not Polarity.ASSERTED or source is None:
                continue
            for spec in fact.loaded.kind.fields:
                when = fact.date(spec.name) if spec.term.time and spec.name in entry.supports else None
                if _certainly_before(source.date("published"), when):
                    where = fact.loaded.where("evidence", fact.loaded.record.evidence.index(entry))
                    said = f"{spec.name} ({when}) is after {entry.source} was published ({source.date('published')})"
                    yield Problem(where, said, "mark it planned")


def one_source_a_page(facts: Facts) -> Iterator[Problem]:
    """No page is held as two sources, which would count as independent of each other."""
    seen: dict[str, Fact] = {}
    for fact in _of_kind(facts, "Source"):
        url = fact.values.get("url")
        first = seen.setdefault(page(url), fact)
        if url and first is not fact:
            yield Problem(fact.loaded.where("url"), f"the page is held as {first.id} already", "keep one of them")


DOMAIN_CHECKS: tuple[DomainCheck, ...] = (
    one_head_of_state,
    in_office,
    seen_in_office,
    consent_after_signature,
    in_force_after_consent,
    one_session_a_number,
    one_place_a_day,
    existed,
    independent,
    reported_afterwards,
    one_source_a_page,
)
