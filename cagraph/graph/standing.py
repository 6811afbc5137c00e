"""The treaty clock as plain values: one instrument's status on a day, and which were in force between parties."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import and_
from types import MappingProxyType
from typing import Any, Final

from cagraph.errors import NotFoundError, ParameterError, suggestion
from cagraph.graph.index import Index
from cagraph.mirror import whole_day
from cagraph.status import QUESTIONS, Answer, Instrument, Instruments, Status, Truth, spells_in_force, status

MAX_PARTIES: Final = 20
_DAYS_KEPT: Final = 16
STATUSES: Final[Mapping[str, tuple[str, Truth]]] = MappingProxyType(
    {
        question.replace("_", "-") + ("" if value is Truth.YES else f":{value}"): (question, value)
        for question in QUESTIONS
        for value in Truth
    }
)


@dataclass(frozen=True)
class Standing:
    """Answers for ids and dates as people write them."""

    index: Index
    instruments: Instruments
    _days: OrderedDict[date, dict[str, Status]] = field(default_factory=OrderedDict)
    _spells: dict[tuple[str, str], tuple[tuple[str, str], ...]] = field(default_factory=dict)

    def of(self, id_: str, party: str = "", on: str = "", known_on: str = "") -> dict[str, Any]:
        """The status of one instrument. Raises NotFoundError, ParameterError."""
        id_, kind = self.index.entity(id_)
        if id_ not in self.instruments.kinds:
            raise NotFoundError(f"'{id_}' is a {kind.name}, not an Instrument", "see /v1/instruments")
        if party:
            self._party("party", party)
        day, known = self.day("on", on), self._known(known_on)
        instrument = self.instruments.get(id_, known)
        found = status(instrument, party, day)
        acting = {act.party for act in instrument.acts} | {one.party for one in instrument.denials}
        parties = sorted({*instrument.parties, *acting})
        each = [] if party else parties
        return {
            "id": id_,
            "label": instrument.label,
            "party": party or None,
            "on": day.isoformat(),
            "known_on": known.isoformat() if known else None,
            "status": {name: answer.as_dict() for name, answer in found.answers.items()},
            "parties": {
                one: {name: answer.as_dict() for name, answer in status(instrument, one, day).answers.items()}
                for one in each
            },
            "recorded_until": instrument.horizon.isoformat() if instrument.horizon else None,
        }

    def between(self, parties: Sequence[str], on: str = "", known_on: str = "") -> dict[str, Any]:
        """The treaties of all these parties, by whether they were in force for every one of them on a day.

        Instruments that are no treaties are left out and counted, unless a record says when they entered into force.
        Raises ParameterError.
        """
        wanted = list(dict.fromkeys(parties))
        if not 1 <= len(wanted) <= MAX_PARTIES:
            raise ParameterError(f"between: {len(wanted)} parties", f"name 1 to {MAX_PARTIES}, as KAZ,UZB")
        for party in wanted:
            self._party("between", party)
        day, known = self.day("in_force", on), self._known(known_on)
        groups: dict[str, list[dict[str, Any]]] = {value.value: [] for value in Truth}
        left_out = 0
        for id_ in sorted(self.instruments.kinds):
            instrument = self.instruments.get(id_, known)
            if not {*instrument.parties, *(act.party for act in instrument.acts)}.issuperset(wanted):
                continue
            if not (instrument.treaty or instrument.in_force):
                left_out += 1
                continue
            value, row = _row(instrument, wanted, day)
            groups[value].append(row)
        return {
            "between": wanted,
            "on": day.isoformat(),
            "known_on": known.isoformat() if known else None,
            "counts": {name: len(rows) for name, rows in groups.items()},
            **groups,
            "left_out": left_out,
        }

    def shown_in_force(self, id_: str, party: str, day: date) -> frozenset[str] | None:
        """The claims that show an instrument in force for a party on a day; None where they do not show it."""
        instrument = self.instruments.get(id_)
        answer = QUESTIONS["in_force"](instrument, party, day)
        if answer.value is not Truth.YES:
            return None
        return frozenset(claim for fact in answer.facts for claim in fact.claims)

    def spells_in_force(self, id_: str, party: str = "") -> tuple[tuple[str, str], ...]:
        """The first and last days of the spans in which an instrument is in force beyond doubt, generally or for a
        party; an empty last one where it still is.
        """
        found = self._spells.get((id_, party))
        if found is None:
            spans = spells_in_force(self.instruments.get(id_), party)
            found = tuple((first.isoformat(), last.isoformat() if last else "") for first, last in spans)
            self._spells[id_, party] = found
        return found

    def _party(self, name: str, id_: str) -> None:
        kind = self.index.kind_of(id_)
        if kind is None or not self.index.model.is_a(kind.name, "Party"):
            parties = self.index.ids_of("Party")
            raise ParameterError(f"{name}: there is no party '{id_[:80]}'", suggestion(id_, parties))

    def day(self, name: str, text: str) -> date:
        """A day, by default the last on which anything was recorded, so that the answer needs no clock."""
        if text:
            return whole_day(name, text)
        last = self.instruments.recorded_until
        if last is None:
            raise ParameterError(f"{name}: no day is given, and nothing was recorded", "write it, as 2024-08-09")
        return last

    def _known(self, text: str) -> date | None:
        return self.day("known_on", text) if text else None

    def wanted(self, name: str, text: str) -> tuple[str, Truth]:
        """A question of the clock and the answer that is wanted, as `in-force` or `in-force:unknown`."""
        if text not in STATUSES:
            raise ParameterError(f"{name}: there is no status '{text[:80]}'", suggestion(text, list(STATUSES)))
        return STATUSES[text]

    def general(self, question: str, day: date) -> Mapping[str, Answer]:
        """The answer to one question about every instrument, generally, on a day."""
        found = self._days.get(day)
        if found is None:
            found = {id_: status(self.instruments.get(id_), "", day) for id_ in self.instruments.kinds}
            self._days[day] = found
            while len(self._days) > _DAYS_KEPT:
                self._days.popitem(last=False)
        return {id_: one.answers[question] for id_, one in found.items()}


def _row(instrument: Instrument, parties: Sequence[str], day: date) -> tuple[str, dict[str, Any]]:
    answers = {party: status(instrument, party, day).answers["in_force"] for party in parties}
    value = reduce(and_, (answer.value for answer in answers.values()))
    deciding = next(answer for answer in answers.values() if answer.value is value)
    return value.value, {"id": instrument.id, "label": instrument.label, **deciding.as_dict()}
