"""The rows of panels by year: keys, how far the year is observed, and the counts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations, permutations
from typing import Any, Final

from cagraph.errors import ParameterError
from cagraph.mirror import Requested, Scene, asked
from cagraph.panels import leaders
from cagraph.panels.cells import Cell, Counting, Key, Tally
from cagraph.panels.counts import DYADS, LEADERS, Count
from cagraph.panels.design import Design
from cagraph.panels.leaders import Office
from cagraph.panels.mask import Completeness, Mask, complete, observed
from cagraph.panels.scan import Clock
from cagraph.panels.variables import Counted, Variable, codes, of_observation, of_states
from cagraph.panels.years import days_in, last_day

MOST: Final = 100_000
_UNCODED: Final = 1_000_000


@dataclass(frozen=True)
class Place:
    """What rows are about: the states by which they are observed, the key of their ties, the years they stand for."""

    states: tuple[str, ...]
    key: Key
    years: tuple[int, ...]
    office: Office | None = None


@dataclass
class Laid:
    """Rows with their variables, the records they count, those without a date, and the statements they rest on."""

    variables: list[Variable] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    records: set[str] = field(default_factory=set)
    undated: dict[str, set[str]] = field(default_factory=dict)
    statements: set[str] = field(default_factory=set)
    states: set[str] = field(default_factory=set)


@dataclass
class _Filled:
    """A variable as rows are filled with it."""

    counted: Counted
    tally: Tally
    levels: frozenset[str]
    options: Mapping[str, str]
    doubtful: bool = False


@dataclass(frozen=True)
class Layout:
    """How the rows of a unit are laid out."""

    scene: Scene
    design: Design
    mask: Mask
    years: range
    clock: Clock

    def lay(self, counts: tuple[Count, ...]) -> Laid:
        """Every row. Raises ParameterError for an option, or for more rows than a panel has."""
        places = self._places()
        many = sum(len(place.years) for place in places)
        if many > MOST:
            raise ParameterError(
                f"since: that makes {many} rows, and {MOST} are the most", "take a shorter span, or fewer states: among"
            )
        filled = [one for count in counts for one in self._filled(count)]
        found = Laid()
        completeness = Completeness(self.scene)
        for place in places:
            found.rows += self._rows(place, filled, completeness, found)
            found.states |= set(place.states)
        found.variables = list(self._variables(filled))
        names = [variable.name for variable in found.variables]
        found.rows = [{name: row[name] for name in names} for row in found.rows]
        return found

    def _filled(self, count: Count) -> Iterator[_Filled]:
        requested = count.requested(self.design.unit, self.design.options)
        view = count.counted_by(self.design.unit).name
        levels = asked(self.scene, view, requested).levels
        counting = Counting(
            self.scene, self.design.unit, self.years, self.clock, self.design.is_directed, self._ordered
        )
        tally = counting.tally(count, requested)
        for counted in tally.counted.values():
            yield _Filled(counted, tally, levels, requested.given)

    def _places(self) -> list[Place]:
        if self.design.unit == LEADERS:
            states = self.design.states(self.scene) or frozenset(self.mask.region)
            return [self._of_office(one) for one in leaders.offices(self.scene, states, self._requested)]
        keys: Iterator[Key] = self._dyads() if self.design.unit == DYADS else ((state,) for state in self._watched())
        return [Place(key, key, tuple(self.mask.years(key, self.years))) for key in sorted(keys)]

    @property
    def _requested(self) -> Requested:
        return Requested(level=self.design.options.get("level", ""))

    def _of_office(self, office: Office) -> Place:
        existing = set(self.mask.years((office.state,), self.years))
        years = [year for year in office.years(self.years, self.mask.reach) if year in existing]
        return Place((office.state,), (office.person,), tuple(years), office)

    def _watched(self) -> list[str]:
        return sorted(self.design.states(self.scene) or self.mask.region)

    def _dyads(self) -> Iterator[Key]:
        """The pairs of the states asked for; without any, all pairs with a state that the data look at."""
        states = self.design.states(self.scene)
        if len(states) == 1:
            raise ParameterError("among: one state makes no dyad", "name two or more, or a region")
        known = states or {node for node in self.scene.mirror if self.scene.is_a(node, "State")}
        pairs = permutations(sorted(known), 2) if self.design.is_directed else combinations(sorted(known), 2)
        for one, other in pairs:
            if states or {one, other} & set(self.mask.region):
                yield (one, other) if self.design.is_directed else self._ordered(one, other)

    def _ordered(self, one: str, other: str) -> Key:
        """Two states in the order of their COW numbers, as peacesciencer has them; those without come last, by id."""

        def place(state: str) -> tuple[int, str]:
            return int(self.scene.mirror.nodes[state].get("cow") or _UNCODED), state

        return (one, other) if place(one) < place(other) else (other, one)

    def _rows(
        self, place: Place, filled: list[_Filled], completeness: Completeness, found: Laid
    ) -> Iterator[dict[str, Any]]:
        fitting = []
        for one in filled:
            actors = place.key[:1] if self.design.is_directed and one.tally.directed else place.states
            fitting.append(completeness.fitting(one.counted.count, place.states, actors, one.counted.kind, one.levels))
            found.undated.setdefault(one.counted.name, set()).update(
                one.tally.undated.get((one.counted.name, place.key), ())
            )
        nothing = Cell()
        keyed, span = self._keyed(place), self.mask.span(place.states)
        for year in place.years:
            held = place.office.during(year, self.scene) if place.office else {}
            days = observed(span, year)
            row = held | keyed | _observation(year, days)
            for one, fit in zip(filled, fitting, strict=True):
                stock = one.counted.count.stock
                seen = days if days and (not stock or days[1] == last_day(year)) else None
                cell = one.tally.cells.get((one.counted.name, place.key), {}).get(year, nothing)
                told = complete(fit, *seen) if seen else ()
                found.statements.update(told)
                row |= _numbers(one, cell, seen is not None, bool(told))
                if seen and cell.records:
                    found.records.update(cell.counted(), cell.doubtful())
                if self.design.names_records:
                    row |= _records(one, cell if seen else nothing)
            yield row

    def _keyed(self, place: Place) -> dict[str, Any]:
        """The codes and names of the states."""
        endings = ("1", "2") if self.design.unit == DYADS else ("",)
        told = (codes(self.scene, state, ending) for state, ending in zip(place.states, endings, strict=True))
        return {name: value for one in told for name, value in one.items()}

    def _variables(self, filled: list[_Filled]) -> Iterator[Variable]:
        if self.design.unit == LEADERS:
            yield from leaders.variables()
        if self.design.unit == DYADS:
            whose = ("the visitor, or the first state", "the host, or the second state")
            named = whose if self.design.is_directed else ("the first state", "the second state")
            for ending, state in zip(("1", "2"), named, strict=True):
                yield from of_states(self.scene, ending, state)
        else:
            yield from of_states(self.scene)
        yield Variable("year", "calendar year", "integer", "year")
        yield from of_observation()
        for one in filled:
            yield from one.counted.variables(self.design.unit, one.options, one.doubtful, self.design.names_records)


def _observation(year: int, span: tuple[date, date] | None) -> dict[str, Any]:
    """The year, and how far it is observed."""
    days = days_in(year, *span) if span else 0
    whole = days_in(year, date(year, 1, 1), last_day(year))
    return {"year": year, "days_observed": days, "partial": int(0 < days < whole)}


def _numbers(one: _Filled, cell: Cell, seen: bool, complete: bool) -> dict[str, Any]:
    """What is counted surely and at most, and whether that is all there was."""
    name, sure, possible = one.counted.name, len(cell.sure), len(cell.records)
    if seen and sure != possible:
        one.doubtful = True
    return {
        name: sure if seen else None,
        f"{name}_possible": possible if seen else None,
        f"{name}_complete": int(complete) if seen else None,
    }


def _records(one: _Filled, cell: Cell) -> dict[str, Any]:
    """The records behind a count."""
    return {f"{one.counted.name}_records": cell.counted(), f"{one.counted.name}_doubtful": cell.doubtful()}
