"""The `.rq` files: each a SPARQL query that runs as it stands, with a header that says what it answers."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from pyoxigraph import Literal, NamedNode

from cagraph.errors import NotFoundError, ParameterError, StoreError, suggestion
from cagraph.model import Model, Namespaces, PartialDate
from cagraph.model.namespaces import EDTF, WELL_KNOWN
from cagraph.rdf import Example
from cagraph.settings import DEFAULT_BASE

_HEADER: Final = re.compile(r"^#:\s*(?P<key>[a-z_]+(?:@[a-z]{2})?):\s*(?P<value>.*?)\s*$")
_VALUES: Final = re.compile(r"VALUES\s*\((?P<variables>[^)]*)\)\s*\{\s*\((?P<row>[^)]*)\)\s*\}")
_REPEATED: Final = frozenset({"ask", "evidence"})
_KNOWN: Final = frozenset(
    {
        "title",
        "ask",
        "reads",
        "evidence",
        "apart",
        "verdict",
        "expects",
        "about",
        "none",
        "lists",
        "question",
        "computed",
    }
)
_SAID: Final = frozenset({"reads", "none", "question"})  # what may stand in other languages too, as `reads@ru`
LITERALS: Final = frozenset({"Date", "Day", "Year", "Ordinal", "Text", "Period"})


@dataclass(frozen=True)
class Parameter:
    """A slot of a query: the kind of entity it takes, or Date, Day, Year, Ordinal, Period or Text.

    `Concept:relation` is a slot for the concepts of one scheme, which may be given without it.
    """

    name: str
    type: str
    optional: bool
    scheme: str = ""


@dataclass(frozen=True)
class TriplePattern:
    """Which facts an answer row rests on: variables, or prefixed names, or None for any object."""

    subject: str
    predicate: str
    object: str | None


@dataclass(frozen=True)
class Query:
    """A named query with what its header says.

    Where `computed` names a calculation, the query gives what that rests on, and the calculation the answer.
    """

    name: str
    title: str
    text: str
    parameters: tuple[Parameter, ...]
    ask: tuple[str, ...] = ()
    evidence: tuple[TriplePattern, ...] = ()
    apart: str = ""
    verdict: str = ""
    expects: tuple[str, ...] = ()
    about: str = ""
    lists: str = ""
    computed: str = ""
    said: Mapping[str, str] = field(default_factory=dict)

    def say(self, key: str, language: str = "en") -> str:
        """The `reads`, `none` or `question` line in a language; in English where it is not given in that one."""
        return self.said.get(f"{key}@{language}") or self.said.get(key, "")

    @property
    def parameter(self) -> Mapping[str, Parameter]:
        """The slots by name."""
        return MappingProxyType({slot.name: slot for slot in self.parameters})

    @property
    def body(self) -> str:
        """The query without its header."""
        return "".join(line for line in self.text.splitlines(keepends=True) if not line.startswith("#:"))

    def bind(self, terms: Mapping[str, str]) -> str:
        """The text with serialised terms in its VALUES row, UNDEF where an optional slot has none."""
        if not self.parameters:
            return self.body
        row = " ".join(terms.get(slot.name, "UNDEF") for slot in self.parameters)
        variables = " ".join("?" + slot.name for slot in self.parameters)
        bound = f"VALUES ({variables}) {{ ({row}) }}"
        return _VALUES.sub(lambda _: bound, self.body, count=1)

    def example(self) -> dict[str, str]:
        """The values that the file itself stands with, as one would pass them."""
        match = _VALUES.search(self.text)
        if match is None:
            return {}
        row = re.findall(r'"[^"]*"(?:\^\^(?:<[^>]*>|[\w:]+))?|\S+', match["row"])
        pairs = zip(self.parameters, row, strict=True)
        return {slot.name: _example_value(term) for slot, term in pairs if term != "UNDEF"}


def _example_value(term: str) -> str:
    quoted = re.match(r'"([^"]*)"', term)
    return quoted[1] if quoted else term.removeprefix("id:")


@lru_cache(maxsize=512)
def parse(name: str, text: str) -> Query:
    """Read one file. Raises StoreError when its header and its VALUES row do not fit together."""
    headers: dict[str, list[str]] = {}
    for line in text.splitlines():
        match = _HEADER.match(line)
        if match:
            headers.setdefault(match["key"], []).append(match["value"])
    said = {key: values[0] for key, values in headers.items() if key.partition("@")[0] in _SAID}
    parameters = tuple(_parameter(key, values[0]) for key, values in headers.items() if key not in {*_KNOWN, *said})
    repeated = [key for key, values in headers.items() if len(values) > 1 and key not in _REPEATED]
    match = _VALUES.search(text)
    variables = match["variables"].replace("?", "").split() if match else []
    if repeated or "title" not in headers or variables != [slot.name for slot in parameters]:
        raise StoreError(
            f"queries/{name}.rq: header and VALUES row do not fit ({', '.join(repeated) or variables})",
            "declare each slot once, in the order of the VALUES row, and give a title",
        )

    def one(key: str) -> str:
        return headers.get(key, [""])[0]

    return Query(
        name=name,
        title=one("title"),
        text=text,
        parameters=parameters,
        ask=tuple(headers.get("ask", ())),
        evidence=tuple(_pattern(value) for value in headers.get("evidence", ())),
        apart=one("apart"),
        verdict=one("verdict").lstrip("?"),
        expects=tuple(one("expects").split()),
        about=one("about"),
        lists=one("lists"),
        computed=one("computed"),
        said=MappingProxyType({"reads": one("title"), **said}),
    )


def _parameter(name: str, declared: str) -> Parameter:
    type_, _, scheme = declared.rstrip("?").partition(":")
    return Parameter(name, type_, declared.endswith("?"), scheme)


def _pattern(value: str) -> TriplePattern:
    subject, predicate, *rest = value.split()
    return TriplePattern(subject, predicate, rest[0] if rest else None)


class Library:
    """All named queries of a directory."""

    def __init__(self, directory: Path, names: Namespaces) -> None:
        files = sorted(directory.glob("*.rq"))
        texts = ((path.stem, path.read_text(encoding="utf-8").replace(DEFAULT_BASE, names.base)) for path in files)
        self.queries: Mapping[str, Query] = MappingProxyType({name: parse(name, text) for name, text in texts})

    def __iter__(self) -> Iterator[Query]:
        return iter(self.queries.values())

    def examples(self) -> list[Example]:
        """Every query as an example of how to ask."""
        return [Example(query.name, query.about or query.title, query.body.strip()) for query in self]

    def get(self, name: str) -> Query:
        """The query of that name. Raises NotFoundError with the nearest name."""
        if name not in self.queries:
            raise NotFoundError(f"there is no query '{name}'", suggestion(name, list(self.queries)))
        return self.queries[name]


def literal(slot: Parameter, value: str) -> str:
    """The serialised term of a Date, Day, Year, Ordinal, Period or Text. Raises ParameterError."""
    if slot.type == "Day" and not re.fullmatch(r"\d{4}(-\d{2}){0,2}", value):
        raise ParameterError(f"{slot.name}: '{value[:40]}' is no day", "write a day, as 2024-08-09")
    if slot.type in {"Date", "Day"}:
        return str(Literal(_day(slot.name, value).isoformat(), datatype=NamedNode(WELL_KNOWN["xsd"] + "date")))
    if slot.type == "Year":
        if not re.fullmatch(r"\d{4}", value):
            raise ParameterError(f"{slot.name}: '{value}' is no year", "write four digits, as 2024")
        return str(Literal(value, datatype=NamedNode(WELL_KNOWN["xsd"] + "integer")))
    if slot.type == "Ordinal":
        if not re.fullmatch(r"[1-9]\d{0,3}", value):
            raise ParameterError(f"{slot.name}: '{value}' is no ordinal number", "write it in digits, as 6")
        return str(Literal(value, datatype=NamedNode(WELL_KNOWN["xsd"] + "integer")))
    if slot.type == "Period":
        return str(Literal(_period(slot.name, value), datatype=NamedNode(EDTF)))
    if len(value) > 200:
        raise ParameterError(f"{slot.name}: the text is longer than 200 characters", "shorten it")
    return str(Literal(value))


def _day(name: str, value: str) -> date:
    """The first day a date text can mean: `since 2017` starts on 1 January."""
    try:
        day = PartialDate.parse(value)
    except ValueError as error:
        raise ParameterError(f"{name}: {error}", "write 2024, 2024-08 or 2024-08-09") from error
    if day.earliest is None or "/" in day.text:
        raise ParameterError(f"{name}: '{value}' is no single date", "write 2024, 2024-08 or 2024-08-09")
    return day.earliest


def _period(name: str, value: str) -> str:
    text = re.sub(r"^(\d{4})\s*[-–]\s*(\d{4})$", r"\1/\2", value.strip())
    try:
        return PartialDate.parse(text).text
    except ValueError as error:
        raise ParameterError(f"{name}: {error}", "write a period as 2025/2027") from error


def check_types(library: Library, model: Model) -> None:
    """Every slot takes a declared kind or a literal. Raises StoreError naming the file."""
    for query in library.queries.values():
        for slot in query.parameters:
            if slot.type not in LITERALS and slot.type not in model.kinds:
                raise StoreError(
                    f"queries/{query.name}.rq: slot '{slot.name}' has the unknown type '{slot.type}'",
                    suggestion(slot.type, [*LITERALS, *model.kinds]),
                )
