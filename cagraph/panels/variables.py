"""The variables of panels: what each is, and how it is known."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from cagraph.mirror import Scene
from cagraph.panels.counts import DYADS, LEADERS, SHARED, STATES, Count
from cagraph.tables import DAY, INTEGER, TEXT, Type, list_of

TYPES: Final[Mapping[str, Type]] = MappingProxyType(
    {"text": TEXT, "integer": INTEGER, "day": DAY, "ids": list_of(TEXT)}
)
NO_YES: Final = MappingProxyType({0: "no", 1: "yes"})
PARTIAL: Final = MappingProxyType({0: "whole year", 1: "cut by independence or by the end of the data"})
COMPLETE: Final = MappingProxyType({0: "not known to be complete", 1: "complete: a zero means none"})
_OURS: Final = "docs/panels.md"


@dataclass(frozen=True)
class Variable:
    """A column: `type` is text, integer, day or ids, `values` are the meanings of numbers that stand for something."""

    name: str
    label: str
    type: str
    unit: str = ""
    rule: str = ""
    source: str = _OURS
    missing: str = "never"
    values: Mapping[int, str] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """In plain values; the keys of `values` are text, as JSON has them."""
        return {**vars(self), "values": {str(number): text for number, text in self.values.items()}}


def of_states(scene: Scene, ending: str = "", whose: str = "the state") -> Iterator[Variable]:
    """The keys of a state: its id here, the codes of others, its name. `ending` tells two states apart."""
    told = scene.model.kinds["State"].field
    apart = f"_{ending}" if ending else ""
    fields = {"iso3": f"iso3{apart}", "cow": f"ccode{ending}", "gw": f"gwcode{ending}"}
    for name, variable in fields.items():
        number = "" if name == "iso3" else "code"
        missing = "where the data do not tell it" if number else "never"
        source = f"State.{name}"
        label = f"{told[name].doc}, {whose}"
        yield Variable(variable, label, "integer" if number else "text", number, told[name].doc, source, missing)
    yield Variable(f"state{apart}", f"name of {whose}", "text", source="State.label")


def codes(scene: Scene, state: str, ending: str = "") -> dict[str, Any]:
    """The values of these variables."""
    told = scene.mirror.nodes[state]
    apart = f"_{ending}" if ending else ""
    return {
        f"iso3{apart}": told.get("iso3") or state,
        f"ccode{ending}": int(told["cow"]) if told.get("cow") else None,
        f"gwcode{ending}": int(told["gw"]) if told.get("gw") else None,
        f"state{apart}": told["label"],
    }


def of_observation() -> Iterator[Variable]:
    """How far a year is observed."""
    rule = "days from the independence of the states to the last day that the data reach"
    yield Variable("days_observed", "days of the year that the data look at", "integer", "days", rule)
    rule = "some days of the year are observed, and not all; counts are of the whole year"
    yield Variable("partial", "whether only a part of the year is observed", "integer", "", rule, values=PARTIAL)


@dataclass(frozen=True)
class Counted:
    """One variable that counts: of which count and kind of tie; `side` is whose ties of those with a direction."""

    name: str
    count: Count
    kind: str = ""
    side: str = ""

    def variables(self, unit: str, options: Mapping[str, str], doubtful: bool, records: bool) -> Iterator[Variable]:
        """The count, with what stands beside it."""
        view = self.count.counted_by(unit)
        label = " ".join(filter(None, (self.count.title, self.side, self.kind and f"({self.kind})")))
        each = _SHARED[unit] if self.count.stock == SHARED else _EACH[unit]
        rule = "; ".join((each, self._when(), *(f"{name}: {value}" for name, value in options.items())))
        source = f"view {view.name}: {view.rule}"
        unit_ = "organisations" if self.count.stock == SHARED else "records"
        missing = "not observed: a zero is no record in what the data look at"
        yield Variable(self.name, label, "integer", unit_, rule, source, missing)
        if doubtful:
            about = (
                "counted and those that can, but need not, lie in it: known to less than the year, or longer than one"
            )
            yield Variable(f"{self.name}_possible", f"{label}, at most", "integer", unit_, about, source, missing)
        about = "a statement of completeness holds for the states, the kind of record, the levels and all days observed"
        yield Variable(
            f"{self.name}_complete", f"completeness of {label}", "integer", "", about, "Coverage",
            "not observed", COMPLETE,
        )  # fmt: skip
        if records:
            yield Variable(
                f"{self.name}_records", f"records: {label}", "ids", "", "ids of those counted", missing="none"
            )
            if doubtful:
                about = "ids of those that can, but need not, lie in the year"
                yield Variable(f"{self.name}_doubtful", f"doubtful records: {label}", "ids", "", about, missing="none")

    def _when(self) -> str:
        if self.count.stock:
            return "those that surely lasted through the last day of the year"
        dated = f", by `{self.count.dated}`" if self.count.dated else ""
        return f"those that surely lie in the year{dated}"


_EACH: Final = MappingProxyType(
    {
        DYADS: "records that tie the two",
        STATES: "records that tie the state to at least one other party of the view",
        LEADERS: "records that tie the person, at the level asked for, to another",
    }
)
_SHARED: Final = MappingProxyType(
    {DYADS: "organisations that both belong to", STATES: "organisations that the state belongs to"}
)
