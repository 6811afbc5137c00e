"""The interface of a store: quads in, answers to SPARQL out, whatever the engine."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Final

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from cagraph.model.namespaces import EDTF, WELL_KNOWN
from cagraph.store.functions import Function
from cagraph.tables import BOOLEAN, DATE, DAY, INTEGER, NUMBER, TEXT, Column, Table, Tabular, Type

Term = NamedNode | Literal | BlankNode | Triple
Row = tuple[Term | None, ...]

RESULT_TYPES: Final = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
GRAPH_TYPES: Final = ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json")


_XSD: Final = WELL_KNOWN["xsd"]
_TYPES: Final = {
    EDTF: DATE,
    _XSD + "date": DAY,
    _XSD + "integer": INTEGER,
    _XSD + "int": INTEGER,
    _XSD + "long": INTEGER,
    _XSD + "decimal": NUMBER,
    _XSD + "double": NUMBER,
    _XSD + "float": NUMBER,
    _XSD + "boolean": BOOLEAN,
}
_TRUTH: Final = {"true": True, "false": False, "1": True, "0": False}
_READ: Final[Mapping[Type, Callable[[str], Any]]] = {INTEGER: int, NUMBER: float, BOOLEAN: _TRUTH.__getitem__}
_INTEGERS: Final = range(-(2**63), 2**63)


@dataclass(frozen=True)
class Solutions(Tabular):
    """The rows of a SELECT: variable names without `?`, and a term or None for each."""

    variables: tuple[str, ...]
    rows: tuple[Row, ...]

    def table(self) -> Table:
        """Literals by their data types, IRIs as text; text where the data types of a column differ."""
        return Table([_column(name, [row[place] for row in self.rows]) for place, name in enumerate(self.variables)])


def column_type(terms: Iterable[Term | None]) -> Type:
    """What the terms of a column are in common, by their data types; text where they differ."""
    found = {
        _TYPES.get(term.datatype.value, TEXT) if isinstance(term, Literal) else TEXT
        for term in terms
        if term is not None
    }
    if found == {INTEGER, NUMBER}:
        return NUMBER
    return found.pop() if len(found) == 1 else TEXT


def _column(name: str, terms: list[Term | None]) -> Column:
    """The terms as values; as text where one of them is not what its data type says."""
    type_ = column_type(terms)
    texts = [None if term is None else _text(term) for term in terms]
    try:
        values = [None if text is None else _value(text, type_) for text in texts]
    except (KeyError, ValueError):
        return Column(name, TEXT, texts)
    return Column(name, type_, values)


def _value(text: str, type_: Type) -> Any:
    if type_ == DAY:
        return date.fromisoformat(text)
    value = _READ[type_](text) if type_ in _READ else text
    if type_ == INTEGER and value not in _INTEGERS:
        raise ValueError(text)
    return value


def _text(term: Term) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else str(term)


@dataclass(frozen=True)
class Serialised:
    """An answer as it goes over the wire."""

    body: bytes
    media_type: str


class Store(ABC):
    """Holds quads and answers SPARQL. The default graph is never the union of the named ones.

    Queries raise QuerySyntaxError when the text does not parse and StoreError when the engine fails.
    """

    scheme: ClassVar[str]
    takes_untrusted_queries: ClassVar[bool]

    @abstractmethod
    def replace(self, quads: Iterable[Quad]) -> None:
        """Put these quads in place of everything, wholly or not at all."""

    @abstractmethod
    def select(self, text: str) -> Solutions:
        """Evaluate a SELECT query of our own making."""

    @abstractmethod
    def answer(self, text: str, result_type: str, graph_type: str) -> Serialised:
        """Evaluate any query and serialise it: SELECT and ASK as `result_type`, the others as `graph_type`.

        This is the one door for queries from outside: it takes text and gives bytes, so that evaluation can
        happen in another process.
        """

    @abstractmethod
    def quads(
        self,
        subject: NamedNode | BlankNode | None = None,
        predicate: NamedNode | None = None,
        object_: NamedNode | BlankNode | Literal | None = None,
        graph: NamedNode | DefaultGraph | None = None,
    ) -> Iterator[Quad]:
        """The quads that match; `graph=None` means any graph, `DefaultGraph()` the accepted facts alone."""

    @abstractmethod
    def __len__(self) -> int:
        """How many quads it holds."""

    def know(self, functions: Mapping[NamedNode, Function]) -> None:  # noqa: B027  not every engine can
        """Have these extension functions in queries from now on, if the engine can."""

    def close(self) -> None:  # noqa: B027  an engine without resources has nothing to release
        """Release what the engine holds."""
