"""The treaty clock as plain values: one instrument's status on a day, and which were in force between parties."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_
from typing import Any

from cagraph.errors import NotFoundError, ParameterError, suggestion
from cagraph.graph.entities import Entities
from cagraph.model import PartialDate
from cagraph.status import Instrument, Instruments, Truth, status

MAX_PARTIES = 20


@dataclass(frozen=True)
class Standing:
    """Answers for ids and dates as people write them."""

    entities: Entities
    instruments: Instruments

    def of(self, id_: str, party: str = "", on: str = "", known_on: str = "") -> dict[str, Any]:
        """The status of one instrument. Raises NotFoundError, ParameterError."""
        kinds = self.instruments.kinds
        if id_ not in kinds:
            kind = self.entities.get(id_)["kind"]
            raise NotFoundError(f"'{id_}' is a {kind}, not an Instrument", "see /v1/instruments")
        if party:
            self._party("party", party)
        day, known = self._day("on", on), self._known(known_on)
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
        day, known = self._day("in_force", on), self._known(known_on)
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

    def _party(self, name: str, id_: str) -> None:
        model = self.entities.model
        try:
            kind = self.entities.kind_of(self.entities.reader.node(id_))
        except ValueError:
            kind = None
        if kind is None or not model.is_a(kind.name, "Party"):
            parties = self.entities.ids_of("Party")
            raise ParameterError(f"{name}: there is no party '{id_[:80]}'", suggestion(id_, parties))

    def _day(self, name: str, text: str) -> date:
        """A day, by default the last on which anything was recorded, so that the answer needs no clock."""
        if not text:
            last = self.instruments.recorded_until
            if last is None:
                raise ParameterError(f"{name}: no day is given, and nothing was recorded", "write it, as 2024-08-09")
            return last
        try:
            read = PartialDate.parse(text[:40])
        except ValueError as error:
            raise ParameterError(f"{name}: {error}", "write a day, as 2024-08-09") from error
        if read.precision != "day" or read.earliest is None or read.text[-1] in "~?%":
            raise ParameterError(f"{name}: '{text[:40]}' is not one day", "write a day, as 2024-08-09")
        return read.earliest

    def _known(self, text: str) -> date | None:
        return self._day("known_on", text) if text else None


def _row(instrument: Instrument, parties: Sequence[str], day: date) -> tuple[str, dict[str, Any]]:
    answers = {party: status(instrument, party, day).answers["in_force"] for party in parties}
    value = reduce(and_, (answer.value for answer in answers.values()))
    deciding = next(answer for answer in answers.values() if answer.value is value)
    return value.value, {"id": instrument.id, "label": instrument.label, **deciding.as_dict()}
