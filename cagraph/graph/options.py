"""What lists of a kind can be asked for: every parameter with its meaning, its values, and an example that works."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from pyoxigraph import Literal, NamedNode

from cagraph.graph.filters import ANY, clocked
from cagraph.graph.index import ACCEPTED, Index
from cagraph.graph.lists import facets_of, sortable
from cagraph.graph.paging import MAX_LIMIT
from cagraph.graph.standing import STATUSES
from cagraph.model import Kind

_LOOKED_AT = 200


@dataclass(frozen=True)
class Option:
    """One parameter of a list.

    `type` is text, integer or boolean; `values` are all there are, where they are few; `repeated` tells whether it
    may stand several times, `filters` whether it decides what is in the list.
    """

    name: str
    about: str
    type: str = "text"
    example: str = ""
    values: tuple[str, ...] = ()
    repeated: bool = False
    filters: bool = True


def options(index: Index) -> Mapping[str, tuple[Option, ...]]:
    """Every parameter of the lists of each kind, by the kind's name."""
    properties = {spec.term.property for kind in index.model.kinds.values() for spec in kind.parameters.values()}
    used = {property_: _used(property_, index) for property_ in sorted(properties)}
    return {
        kind.name: (*_own(kind, index, used), *_everywhere(kind, index), *_manner(kind))
        for kind in index.model.kinds.values()
    }


def _used(property_: str, index: Index) -> list[tuple[str, str]]:
    """Some values of a property, each with the kind of the entity that has it."""
    quads = index.reader.store.quads(None, index.reader.term(property_), None, ACCEPTED)
    pairs = [
        (index.kinds.get(index.short(quad.subject), ""), index.short(quad.object))
        for quad in islice(quads, _LOOKED_AT)
        if isinstance(quad.object, NamedNode | Literal) and isinstance(quad.subject, NamedNode)
    ]
    return [(kind, value) for kind, value in pairs if kind and len(value) <= 100]


def _own(kind: Kind, index: Index, used: Mapping[str, list[tuple[str, str]]]) -> Iterator[Option]:
    for name, spec in kind.parameters.items():
        values = {value for of, value in used[spec.term.property] if index.model.is_a(of, kind.name)}
        example = min((value.removeprefix(f"{spec.term.scheme}.") for value in values), default="")
        type_ = spec.type if spec.type in {"integer", "boolean"} else "text"
        known = ("true", "false") if type_ == "boolean" else ()
        yield Option(name, f"{spec.doc}; repeated: all of them", type_, example, known, repeated=True)
        how = "repeated" if spec.type == "text" else "repeated, or between commas"
        yield Option(name + ANY, f"{spec.doc}: any of these, {how}", "text", example, repeated=True)


def _everywhere(kind: Kind, index: Index) -> Iterator[Option]:
    source = next(iter(index.ids_of("Source")), "") if "Source" in index.model.kinds else ""
    text = "text to find in any name: each word begins a word of it, in whatever script, case and spelling"
    yield Option("q", text, example="Tokayev")
    yield Option("since", "what can have been on or after this date, of any precision", example="2017")
    yield Option("until", "what can have been on or before this date, of any precision", example="2024-08")
    yield Option("on", "what was, or can have been, on this day; with `status`, its day", example="2024-08-09")
    yield Option(
        "source", "what rests on an accepted claim of this source; repeated: of all", example=source, repeated=True
    )
    about = "what rests on an accepted claim of any of these sources, repeated, or between commas"
    yield Option("source.any", about, example=source, repeated=True)
    if clocked(kind, index.model):
        about = "what has this status on the day `on`, generally, by the treaty clock; `:no` and `:unknown` ask for "
        about += "the other two answers; repeated: all of them"
        yield Option("status", about, example="in-force", values=tuple(STATUSES), repeated=True)


def _manner(kind: Kind) -> Iterator[Option]:
    sorts = tuple(sign + name for name in sortable(kind) for sign in ("", "-"))
    yield Option("sort", "by what it is ordered; `-` is the other way round", "text", "-date", sorts, filters=False)
    yield Option("limit", f"how many at most, 1 to {MAX_LIMIT}", "integer", "20", filters=False)
    yield Option("cursor", "which page, as `next` and `prev` give it", filters=False)
    about = "what to count over the whole list, between commas: fields of the kind, and `year`"
    yield Option("facets", about, "text", ",".join(facets_of(kind)[-2:]), tuple(facets_of(kind)), filters=False)
    yield Option("lang", "language of labels, with English where there is none", example="ru", filters=False)
    yield Option("evidence", "`full` gives each claim with what it says", "text", "full", ("full",), filters=False)
