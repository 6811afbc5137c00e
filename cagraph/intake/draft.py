"""What a reader of one format makes of a file: drafts of records, faults, and what was passed over."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from cagraph.errors import Problem
from cagraph.model import MODEL, Model, Namespaces
from cagraph.records.reader import Location


@dataclass(frozen=True)
class Draft:
    """A record as plain values, before the model has looked at it, with the place of each value."""

    values: dict[str, Any]
    file: str
    marks: Mapping[Location, str]


@dataclass
class Findings:
    """Drafts in the order of the file, faults, and what a file holds that means nothing here."""

    drafts: list[Draft] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Circumstances:
    """What a reader is told beside the file.

    `source` is the id of the source that bears out what a file without evidence of its own says. `known` gives the
    id of things that other vocabularies name by an IRI, such as Wikidata's.
    """

    model: Model = MODEL
    names: Namespaces = field(default_factory=lambda: Namespaces("https://w3id.org/cagraph/"))
    source: str = ""
    known: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Format:
    """A format of files: the endings of their names, how large they may be in bytes, and what reads them."""

    name: str
    suffixes: tuple[str, ...]
    largest: int
    read: Callable[[bytes, str, Circumstances], Findings]
