"""What is counted for each key and year: from ties to cells."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from cagraph.mirror import Requested, Scene
from cagraph.panels.counts import DYADS, LEADERS, SHARED, STATES, Count
from cagraph.panels.scan import Clock, Scan, Tie, scan, variables, visits_by_persons
from cagraph.panels.variables import Counted
from cagraph.panels.years import Years, both

Key = tuple[str, ...]
Order = Callable[[str, str], Key]


@dataclass
class Cell:
    """What can lie in a year: each thing that counts with the records that show it; `sure` are those that surely do."""

    records: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    sure: set[str] = field(default_factory=set)

    def counted(self) -> list[str]:
        """The ids of the records that count, sorted."""
        return sorted({record for one in self.sure for record in self.records[one]})

    def doubtful(self) -> list[str]:
        """The ids of the records that can count, but need not, sorted."""
        return sorted({record for one in self.records if one not in self.sure for record in self.records[one]})


@dataclass
class Tally:
    """The cells of the variables of a count, by key and year; and the records without a date, by key.

    `directed` where ties lead from one to the other.
    """

    directed: bool = False
    counted: dict[str, Counted] = field(default_factory=dict)
    cells: dict[tuple[str, Key], dict[int, Cell]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(Cell))
    )
    undated: dict[tuple[str, Key], set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, variable: Counted, key: Key, thing: str, years: Years, *records: str) -> None:
        """Count one thing in all years in which it can lie."""
        self.counted[variable.name] = variable
        found = self.cells[variable.name, key]
        for year, sure in years.items():
            cell = found[year]
            cell.records[thing].update(records)
            if sure:
                cell.sure.add(thing)


@dataclass(frozen=True)
class Counting:
    """How a count becomes cells, for a unit. `order` tells which of two states comes first where neither has to."""

    scene: Scene
    unit: str
    years: range
    clock: Clock
    directed: bool
    order: Order

    def tally(self, count: Count, requested: Requested) -> Tally:
        """The cells of a count. Raises ParameterError for an option of its view."""
        scanned = self._scanned(count, requested)
        found = Tally(scanned.directed)
        names = variables(count, dict.fromkeys(sorted({tie.kind for tie in scanned.ties}) or [""]))
        if count.stock == SHARED and self.unit == DYADS:
            self._share(found, count, scanned)
            return found
        for kind, name in names.items():
            for variable in self._variables(count, scanned, name, kind):
                found.counted[variable.name] = variable
        for tie in scanned.ties:
            thing = tie.other if count.stock == SHARED else tie.record
            for variable, key in self._places(count, scanned, tie, names[tie.kind]):
                found.add(variable, key, thing, tie.years, tie.record)
                if tie.undated:
                    found.undated[variable.name, key].add(tie.record)
        return found

    def _scanned(self, count: Count, requested: Requested) -> Scan:
        if self.unit == LEADERS and count.persons == "visits":
            return visits_by_persons(self.scene, requested, self.years)
        return scan(self.scene, count, requested, count.counted_by(self.unit).name, self.years, self.clock)

    def _variables(self, count: Count, scanned: Scan, name: str, kind: str) -> Iterator[Counted]:
        kind = kind if count.split else ""
        if self._is_sided(count, scanned):
            yield Counted(f"{name}_made", count, kind, "made")
            if self.unit == STATES:
                yield Counted(f"{name}_received", count, kind, "received")
        else:
            yield Counted(name, count, kind)

    def _is_sided(self, count: Count, scanned: Scan) -> bool:
        """Whether those who go and those who receive them are counted apart."""
        return self.unit != DYADS and scanned.directed and count.stock != SHARED

    def _places(self, count: Count, scanned: Scan, tie: Tie, name: str) -> Iterator[tuple[Counted, Key]]:
        """Where a tie counts: in which variable, for which key."""
        made, *received = self._variables(count, scanned, name, tie.kind)
        if self.unit == DYADS:
            if self.directed:
                yield made, (tie.one, tie.other)
                if not scanned.directed:
                    yield made, (tie.other, tie.one)
            else:
                yield made, self.order(tie.one, tie.other)
        else:
            yield made, (tie.one,)
            if received:
                yield received[0], (tie.other,)
            elif not scanned.directed:
                yield made, (tie.other,)

    def _share(self, found: Tally, count: Count, scanned: Scan) -> None:
        """What two belong to, in the years in which both do."""
        variable = Counted(count.variable, count)
        found.counted[variable.name] = variable
        members: dict[str, list[Tie]] = defaultdict(list)
        for tie in scanned.ties:
            members[tie.other].append(tie)
        for organisation, ties in members.items():
            for place, one in enumerate(ties):
                for other in ties[place + 1 :]:
                    if one.one != other.one:
                        years = both(one.years, other.years)
                        keys = {self.order(one.one, other.one)}
                        if self.directed:
                            keys = {(one.one, other.one), (other.one, one.one)}
                        for key in keys:
                            found.add(variable, key, organisation, years, one.record, other.record)
