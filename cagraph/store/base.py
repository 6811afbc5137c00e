"""The interface of a store: quads in, answers to SPARQL out, whatever the engine."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from cagraph.store.functions import Function

Term = NamedNode | Literal | BlankNode | Triple
Row = tuple[Term | None, ...]

RESULT_TYPES: Final = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
GRAPH_TYPES: Final = ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json")


@dataclass(frozen=True)
class Solutions:
    """The rows of a SELECT: variable names without `?`, and a term or None for each."""

    variables: tuple[str, ...]
    rows: tuple[Row, ...]


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
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        object_: NamedNode | Literal | None = None,
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
