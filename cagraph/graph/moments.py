"""Days as they are asked about, and whether an entity's place in time contains one: yes, no, or cannot be known."""

from datetime import date
from functools import reduce
from operator import or_

from cagraph.graph.index import Index
from cagraph.model import Kind, PartialDate
from cagraph.status import Span, Truth


def holds(text: str, day: date) -> Truth:
    """Whether a date as the source gives it contains a day.

    A point known to the month or year only can be any of its days; an interval contains every day from its start to
    its end, and where it is open, every day on that side.

    >>> day = date(2024, 8, 9)
    >>> [holds(text, day).value for text in ("2024-08-09", "2024-08", "2024-08-08/2024-08-10", "2024-07", "2019/..")]
    ['yes', 'unknown', 'yes', 'no', 'yes']
    >>> holds("2024-08/2024-09", day).value
    'unknown'
    """
    start, slash, end = text.partition("/")
    if not slash:
        read = PartialDate.parse(text)
        first, last = read.earliest or day, read.latest or day
        if not first <= day <= last:
            return Truth.NO
        return Truth.YES if first == last else Truth.UNKNOWN
    begun = Truth.YES if start == ".." else _point(start).by(day)
    over = Truth.NO if end == ".." else _before(_point(end), day)
    return begun & ~over


def _point(text: str) -> Span:
    read = PartialDate.parse(text)
    return Span(read.earliest, read.latest)


def _before(span: Span, day: date) -> Truth:
    """Whether something lies before a day."""
    if span.latest is not None and span.latest < day:
        return Truth.YES
    return Truth.NO if span.earliest is not None and span.earliest >= day else Truth.UNKNOWN


def contains(index: Index, kind: Kind, id_: str, day: date) -> Truth:
    """Whether an entity was on a day: on the day of what happened, or within the spell that lasted.

    That no end is recorded does not mean that a spell lasts, so from its beginning on it cannot be known; nor can it
    before its end, where no beginning is recorded. What is undated is on no day.
    """
    points = [
        holds(text, day)
        for spec in kind.fields
        if spec.term.time == "at"
        for text in index.column(spec.term.property).get(id_, [])
    ]
    return reduce(or_, points, _spell(index, kind, id_, day))


def _spell(index: Index, kind: Kind, id_: str, day: date) -> Truth:
    ends: dict[str, Span] = {}
    for spec in kind.fields:
        if spec.term.time in {"start", "end"} and index.column(spec.term.property).get(id_):
            first, last = index.span(spec.term.property, id_)
            ends[spec.term.time] = Span(
                date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None
            )
    if not ends:
        return Truth.NO
    begun = ends["start"].by(day) if "start" in ends else Truth.UNKNOWN
    return begun & (~_before(ends["end"], day) if "end" in ends else Truth.UNKNOWN)
