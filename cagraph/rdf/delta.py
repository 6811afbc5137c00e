"""What a change of some records changes in the quads of all: only the records concerned are emitted again."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from pyoxigraph import DefaultGraph, NamedNode, Quad

from cagraph.model import Entity, Model, Namespaces, PartialDate
from cagraph.model.claims import is_accepted
from cagraph.rdf import sums
from cagraph.rdf.describe import VOID, Describer, Uses
from cagraph.rdf.emit import Emitter, caption, line_of, named_version

Lines = dict[bytes, Quad]
T = TypeVar("T")


class Records(Protocol):
    """Records that can be looked up."""

    def record(self, id_: str) -> Entity | None:
        """The record of an id; None where there is none."""

    def referring(self, target: str) -> set[str]:
        """The ids of the records that refer to an id, be it in their evidence."""


@dataclass(frozen=True)
class Figures:
    """What is known of the quads of all records, and follows a change: the sum of their lines, and how they are used.

    The sum is that of `cagraph.rdf.sums`, the uses are what the description of the data set counts.
    """

    total: int
    uses: Uses


@dataclass(frozen=True)
class Delta:
    """The quads that records before a change gave and those after it do not, and the other way round; their lines.

    `figures` are those after it.
    """

    gone: Lines
    come: Lines
    figures: Figures

    @property
    def quads(self) -> tuple[list[Quad], list[Quad]]:
        """The quads that are gone, and those that have come."""
        return list(self.gone.values()), list(self.come.values())


class _LookedUp(Mapping[str, T]):
    """What a function says of each id, asked once; None stands for nothing."""

    def __init__(self, look_up: Callable[[str], T | None]) -> None:
        self._look_up = look_up
        self._known: dict[str, T | None] = {}

    def __getitem__(self, id_: str) -> T:
        if id_ not in self._known:
            self._known[id_] = self._look_up(id_)
        found = self._known[id_]
        if found is None:
            raise KeyError(id_)
        return found

    def __iter__(self) -> Iterator[str]:
        raise NotImplementedError("this is looked up, and not gone through")

    def __len__(self) -> int:
        raise NotImplementedError("this is looked up, and not counted")


class Side:
    """The records before or after a change, and what they give."""

    def __init__(self, records: Records, model: Model, names: Namespaces) -> None:
        self.records = records
        self.labels: Mapping[str, str] = _LookedUp(self._label)
        self.days: Mapping[str, PartialDate] = _LookedUp(self._day)
        self._model = model
        self._names = names
        self._emitter = Emitter(model, names, self.labels, self.days)
        self._describer = Describer(model, names)

    def _label(self, id_: str) -> str | None:
        record = self.records.record(id_)
        if record is None:
            return None
        return record.label or caption(record, self._model.kinds[type(record).__name__], self.labels)

    def _day(self, id_: str) -> PartialDate | None:
        day = getattr(self.records.record(id_), "accessed", None)
        return day if isinstance(day, PartialDate) else None

    def lines(self, ids: Iterable[str]) -> Lines:
        """The quads of some records, by their lines."""
        held = (self.records.record(id_) for id_ in ids)
        return {line_of(quad): quad for record in held if record for quad in self._emitter.record(record)}

    def kind(self, id_: str) -> str | None:
        """The kind of an accepted record; None for others."""
        record = self.records.record(id_)
        kind = self._model.kinds[type(record).__name__] if record else None
        return kind.name if record and kind and is_accepted(record, kind) else None

    def uses(self, lines: Lines) -> Uses:
        """How the accepted among some quads are used."""
        kinds = _LookedUp(self.kind)

        def kind_of(iri: str) -> str | None:
            id_ = self._names.local_id(iri)
            return kinds.get(id_) if id_ else None

        return self._describer.uses(_accepted(lines), kind_of)

    def described(self, lines: Lines, figures: Figures) -> Lines:
        """What is said of all records that depends on them: search keys of some, figures of all, and the version."""
        about = [*self._describer.keys(_accepted(lines)), *self._describer.partitions(figures.uses)]
        return {line_of(quad): quad for quad in [*about, named_version(figures.total, self._model, self._names)]}


def _accepted(lines: Lines) -> list[Quad]:
    default = DefaultGraph()
    return [quad for quad in lines.values() if quad.graph_name == default]


def concerned(old: Side, new: Side, changed: Iterable[str]) -> set[str]:
    """The ids of the records whose quads, or what is counted of them, may differ.

    Beside the records that differ, those are concerned whose composed label does, those with evidence of a source that
    was read on another day, and those that link to what is of another kind now.
    """
    found: set[str] = set()
    left = list(changed)
    while left:
        id_ = left.pop()
        if id_ not in found:
            found.add(id_)
            left += _affected(id_, old, new) - found
    return found


def _affected(id_: str, old: Side, new: Side) -> set[str]:
    """The records that say something else where this one has changed."""
    relabelled = old.labels.get(id_) != new.labels.get(id_)
    anew = old.days.get(id_) != new.days.get(id_) or old.kind(id_) != new.kind(id_)
    if not (relabelled or anew):
        return set()
    both = old.records.referring(id_) | new.records.referring(id_)
    held = ((one, new.records.record(one) or old.records.record(one)) for one in both)
    return {one for one, record in held if anew or (record and not record.label)}


def delta(
    before: Records, after: Records, changed: Iterable[str], figures: Figures, model: Model, names: Namespaces
) -> Delta:
    """What the change of some records changes in all quads; `figures` are those of the records before."""
    old, new = Side(before, model, names), Side(after, model, names)
    again = sorted(concerned(old, new, changed))
    gave, give = old.lines(again), new.lines(again)
    uses = Counter(figures.uses)
    uses.subtract(old.uses(gave))
    uses.update(new.uses(give))
    gone = {line: quad for line, quad in gave.items() if line not in give}
    come = {line: quad for line, quad in give.items() if line not in gave}
    now = Figures(sums.follow(figures.total, gone, come), +uses)
    told, tell = old.described(gave, figures), new.described(give, now)
    gone |= {line: quad for line, quad in told.items() if line not in tell}
    come |= {line: quad for line, quad in tell.items() if line not in told}
    return Delta(gone, come, now)


def figures(quads: Iterable[Quad], model: Model, names: Namespaces) -> Figures:
    """Those of the quads of all records."""
    lines = {line_of(quad): quad for quad in quads}
    return Figures(sums.summed(lines), +Describer(model, names).uses(_accepted(lines)))


def described(quads: Iterable[Quad], names: Namespaces) -> Iterator[Quad]:
    """What among accepted quads is said of all records, and not by one of them."""
    key = f"{names.ontology}searchKey"
    for quad in quads:
        subject = quad.subject.value if isinstance(quad.subject, NamedNode) else ""
        if (
            subject.startswith(f"{names.base}description/")
            or (subject == names.base and quad.predicate.value.startswith(VOID))
            or (subject.startswith(names.id) and quad.predicate.value == key)
        ):
            yield quad
