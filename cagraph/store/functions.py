"""Extension functions of our SPARQL: names across scripts, and uncertain dates compared honestly.

They follow "extensible value testing" (SPARQL 1.1, 17.6): an argument they cannot read is an error, so that a
FILTER drops the row and a BIND leaves the variable unbound. Each has an equivalent in plain SPARQL for servers
that do not know them: docs/sparql.md.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from cagraph.model.dates import PartialDate
from cagraph.model.text import matches, search_key

Argument = NamedNode | BlankNode | Literal | Triple
Function = Callable[..., Literal | None]

_BOOLEAN: Final = NamedNode("http://www.w3.org/2001/XMLSchema#boolean")


@dataclass(frozen=True)
class Extension:
    """A function as users see it: how it is called, and what it gives."""

    name: str
    call: str
    gives: str
    function: Function


def _truth(value: bool) -> Literal:
    return Literal("true" if value else "false", datatype=_BOOLEAN)


def _text(term: Argument) -> str | None:
    return term.value if isinstance(term, Literal | NamedNode) else None


def _matches(name: Argument, wanted: Argument) -> Literal | None:
    text, sought = _text(name), _text(wanted)
    return None if text is None or sought is None else _truth(matches(text, sought))


def _search_key(name: Argument) -> Literal | None:
    text = _text(name)
    return None if text is None else Literal(search_key(text))


@dataclass(frozen=True)
class _Span:
    """The days a date can mean (`first` to `last`), and those it certainly covers (`core`); None is an open end."""

    first: date | None
    last: date | None
    core: tuple[date | None, date | None] | None

    @classmethod
    def of(cls, term: Argument) -> "_Span | None":
        """The span of an EDTF, xsd:date, gYear, gYearMonth or dateTime literal, or of a plain string like one."""
        if not isinstance(term, Literal):
            return None
        try:
            when = PartialDate.parse(term.value.partition("T")[0].rstrip("Z"))
            start, slash, end = when.text.partition("/")
            if not slash:
                return cls(when.earliest, when.latest, (when.earliest, when.latest) if start.count("-") == 2 else None)
            opens = None if start == ".." else PartialDate.parse(start).latest
            closes = None if end == ".." else PartialDate.parse(end).earliest
        except ValueError:
            return None
        certain = opens is None or closes is None or opens <= closes
        return cls(when.earliest, when.latest, (opens, closes) if certain else None)


def _reaches(first: date | None, last: date | None, strictly: bool = False) -> bool:
    """Whether `first` is no later than `last`, open ends reaching for ever."""
    return first is None or last is None or (first < last if strictly else first <= last)


def _possibly_before(one: _Span, other: _Span) -> bool:
    return _reaches(one.first, other.last, strictly=True)


def _certainly_before(one: _Span, other: _Span) -> bool:
    return one.last is not None and other.first is not None and one.last < other.first


def _possibly_overlaps(one: _Span, other: _Span) -> bool:
    return _reaches(one.first, other.last) and _reaches(other.first, one.last)


def _covers(core: tuple[date | None, date | None], other: _Span) -> bool:
    after_start = core[0] is None or (other.first is not None and core[0] <= other.first)
    before_end = core[1] is None or (other.last is not None and other.last <= core[1])
    return after_start and before_end


def _certainly_overlaps(one: _Span, other: _Span) -> bool:
    if one.core and other.core and _reaches(one.core[0], other.core[1]) and _reaches(other.core[0], one.core[1]):
        return True
    return bool((one.core and _covers(one.core, other)) or (other.core and _covers(other.core, one)))


def _on_spans(compare: Callable[[_Span, _Span], bool], swapped: bool = False) -> Function:
    def function(one: Argument, other: Argument) -> Literal | None:
        a, b = _Span.of(one), _Span.of(other)
        if a is None or b is None:
            return None
        return _truth(compare(b, a) if swapped else compare(a, b))

    return function


EXTENSIONS: Final = (
    Extension("matches", "matches(?name, text)", "whether each word of text begins a word of the name", _matches),
    Extension("searchKey", "searchKey(?name)", "the key by sound that spellings of one name share", _search_key),
    Extension("certainlyBefore", "certainlyBefore(?a, ?b)", "whether a ends before b can begin",
              _on_spans(_certainly_before)),
    Extension("possiblyBefore", "possiblyBefore(?a, ?b)", "whether some day of a can be before some day of b",
              _on_spans(_possibly_before)),
    Extension("certainlyAfter", "certainlyAfter(?a, ?b)", "whether b ends before a can begin",
              _on_spans(_certainly_before, swapped=True)),
    Extension("possiblyAfter", "possiblyAfter(?a, ?b)", "whether some day of a can be after some day of b",
              _on_spans(_possibly_before, swapped=True)),
    Extension("certainlyOverlaps", "certainlyOverlaps(?a, ?b)", "whether a and b share a day, whatever they mean",
              _on_spans(_certainly_overlaps)),
    Extension("possiblyOverlaps", "possiblyOverlaps(?a, ?b)", "whether a and b can share a day",
              _on_spans(_possibly_overlaps)),
)  # fmt: skip


def functions(namespace: str) -> dict[NamedNode, Function]:
    """All of them by IRI, as the engine takes them."""
    return {NamedNode(namespace + extension.name): extension.function for extension in EXTENSIONS}
