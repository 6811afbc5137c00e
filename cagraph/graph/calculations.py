"""Answers that are calculated rather than looked up: `#: computed:` in a query's header names one of these."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from cagraph.graph.standing import Standing
from cagraph.queries import Calculation, Computed, Table, say
from cagraph.status import Truth
from cagraph.tables.types import DATE, DAY, Type

_DAYS: Final[Mapping[str, Type]] = MappingProxyType({"on": DAY})
_DATES: Final[Mapping[str, Type]] = MappingProxyType({"signed": DATE, "ratified": DATE})


@dataclass(frozen=True)
class Calculations:
    """The treaty clock as answers to questions.

    Ways through the graph (“how are two connected?”) have their place here too: a method, and its name in `known`.
    """

    standing: Standing

    @property
    def known(self) -> Mapping[str, Calculation]:
        """The calculations by the name that headers use."""
        return {
            "status": self.status,
            "unratified": self.unratified,
            "ratification_times": self.ratification_times,
            "in_force_between": self.in_force_between,
        }

    def status(self, given: Mapping[str, str], table: Table, language: str) -> Computed:
        """Whether an instrument is in force on a day, generally or for a party."""
        day = given["day"]
        found = self.standing.of(given["instrument"], given.get("party", ""), day)
        force = found["status"]["in_force"]
        row = {
            "instrument": {"id": found["id"], "label": found["label"]},
            "party": found["party"],
            "on": day,
            "in_force": force["value"],
            "reason": force["reason"],
            "records": force["records"],
            "evidence": force["evidence"],
        }
        sentence = f"{say(force['value'], language)} {force['reason']} ({say('on', language, day=day)})"
        return Computed(sentence, [row], types=_DAYS)

    def unratified(self, given: Mapping[str, str], table: Table, language: str) -> Computed:
        """The parties that signed an instrument, by whether they have not consented to be bound since."""
        day = given["day"]
        found = self.standing.of(given["instrument"], "", day)
        rows = []
        for party, answers in found["parties"].items():
            signed, consent = Truth(answers["signed"]["value"]), Truth(answers["consent"]["value"])
            value = signed & ~consent
            rows.append(
                {
                    "party": self._named(party),
                    "signed": signed.value,
                    "ratified": consent.value,
                    "signed_but_not_ratified": value.value,
                    "reason": answers["consent"]["reason"],
                    "on": day,
                    "evidence": sorted({*answers["signed"]["evidence"], *answers["consent"]["evidence"]}),
                }
            )
        return Computed(_grouped(rows, "party", "signed_but_not_ratified", language), rows, types=_DAYS)

    def in_force_between(self, given: Mapping[str, str], table: Table, language: str) -> Computed:
        """The treaties of two parties, by whether they were in force on a day."""
        day = given["day"]
        found = self.standing.between([given["a"], given["b"]], day)
        rows = [
            {
                "treaty": {"id": one["id"], "label": one["label"]},
                "in_force": value.value,
                "reason": one["reason"],
                "on": day,
                "evidence": one["evidence"],
            }
            for value in (Truth.YES, Truth.UNKNOWN, Truth.NO)
            for one in found[value.value]
        ]
        return Computed(_grouped(rows, "treaty", "in_force", language), rows, types=_DAYS)

    def ratification_times(self, given: Mapping[str, str], table: Table, language: str) -> Computed:
        """The days between signature and each party's ratification: the least and the most they can be."""
        instrument = self.standing.instruments.get(given["instrument"])
        signed = instrument.signed
        rows: list[dict[str, Any]] = []
        for act in instrument.of(("ratification",)):
            if not (signed and signed.span.earliest and signed.span.latest and act.span.earliest and act.span.latest):
                continue
            rows.append(
                {
                    "party": self._named(act.party),
                    "signed": signed.span.text,
                    "ratified": act.span.text,
                    "least_days": max((act.span.earliest - signed.span.latest).days, 0),
                    "most_days": (act.span.latest - signed.span.earliest).days,
                    "evidence": sorted({*signed.claims, *act.claims}),
                }
            )
        spans = [(row["party"]["label"], row["least_days"], row["most_days"]) for row in rows]
        told = "; ".join(say("days", language, party=party, least=least, most=most) for party, least, most in spans)
        return Computed(told or say("not-stated", language, why=say("no-source", language)), rows, types=_DATES)

    def _named(self, id_: str) -> dict[str, Any]:
        reader = self.standing.index.reader
        return {"id": id_, "label": reader.label(reader.node(id_))}


def _grouped(rows: list[dict[str, Any]], name: str, value: str, language: str) -> str:
    """The names in three groups, each as a list."""
    if not rows:
        return say("not-stated", language, why=say("no-source", language))
    groups = {
        truth.value: "; ".join(row[name]["label"] for row in rows if row[value] == truth.value)
        or say("nobody", language)
        for truth in Truth
    }
    return say("counts", language, **groups)
