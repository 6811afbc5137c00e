"""The embedded engine: Oxigraph, in memory or on disk."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, QueryResultsFormat, RdfFormat

from cagraph.errors import NotAcceptableError, QuerySyntaxError, StoreError
from cagraph.store import content, proof
from cagraph.store.base import Row, Serialised, Solutions, Store
from cagraph.store.functions import Function
from cagraph.store.syntax import explain

_MANY: Final = 10_000  # quads from which on files of their own are made quicker than the engine's log takes them
_RESULTS: Final = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
_GRAPHS: Final = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
}


class EmbeddedStore(Store):
    """Oxigraph through pyoxigraph. Without a path it lives in memory; on disk it is opened for reading only.

    A store on disk is written once, by `write`, and never altered afterwards: readers cannot see it change.
    """

    scheme = "memory"
    takes_untrusted_queries = True

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self._functions: dict[NamedNode, Any] = {}
        try:
            self._store = ox.Store.read_only(str(path)) if path else ox.Store()
        except (OSError, RuntimeError) as error:
            raise StoreError(f"{path}: the store cannot be opened: {error}", proof.MEND) from error

    @staticmethod
    def write(path: Path, quads: Iterable[Quad], empty: Iterable[NamedNode] = ()) -> None:
        """Make a new store on disk holding these quads and empty graphs, flushed and closed."""
        try:
            store = ox.Store(str(path))
            store.bulk_extend(quads)
            for graph in empty:
                store.add_graph(graph)
            store.optimize()
            store.flush()
            del store
            proof.drop_needless(path)
        except (OSError, RuntimeError) as error:
            raise StoreError(f"{path}: the store cannot be written: {error}", "check space and permissions") from error

    def altered(self, path: Path, removed: Sequence[Quad], added: Sequence[Quad]) -> "EmbeddedStore":
        """Make a new store on disk of this one by taking quads away and adding some; it shares the files of data.

        Raises StoreError, also where the change is not in it afterwards.
        """
        try:
            self._store.backup(str(path))
            store = ox.Store(str(path))
            for quad in removed:
                store.remove(quad)
            store.bulk_extend(added) if len(added) > _MANY else store.extend(added)
            for graph in {quad.graph_name for quad in removed}:
                if not isinstance(graph, DefaultGraph) and content.is_empty(store, graph):
                    store.remove_graph(graph)
            store.flush()
            del store
            proof.drop_needless(path)
            left = EmbeddedStore(path)
            if not all(quad in left for quad in added) or any(quad in left for quad in removed):
                raise RuntimeError("the change is not in it")
            return left
        except (OSError, RuntimeError) as error:
            raise StoreError(f"{path}: the store cannot be written: {error}", "check space and permissions") from error

    def replace(self, quads: Iterable[Quad]) -> None:
        fresh = ox.Store()
        fresh.bulk_extend(quads)
        self._store = fresh

    def know(self, functions: Mapping[NamedNode, Function]) -> None:
        self._functions = dict(functions)

    def _evaluate(self, text: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        try:
            return self._store.query(text, custom_functions=self._functions)
        except SyntaxError as error:
            raise explain(text, str(error), {}) from error
        except (OSError, RuntimeError, ValueError) as error:
            raise StoreError(f"the engine failed on this query: {error}", "simplify it") from error

    def select(self, text: str) -> Solutions:
        found = self._evaluate(text)
        if not isinstance(found, ox.QuerySolutions):
            del found  # the engine's cursor may only die on the thread that made it: no traceback may carry it away
            raise QuerySyntaxError("this is not a SELECT query", "begin it with SELECT")
        variables = tuple(variable.value for variable in found.variables)
        try:
            rows: tuple[Row, ...] = tuple(map(tuple, found))
        except (OSError, RuntimeError, ValueError) as error:
            raise StoreError(f"the engine failed on this query: {error}", "simplify it") from error
        finally:
            del found
        return Solutions(variables, rows)

    def answer(self, text: str, result_type: str, graph_type: str) -> Serialised:
        found = self._evaluate(text)
        wanted, formats = (graph_type, _GRAPHS) if isinstance(found, ox.QueryTriples) else (result_type, _RESULTS)
        tabular = not (isinstance(found, ox.QueryBoolean) and wanted.startswith("text/"))
        if wanted in formats and tabular:
            try:
                body = found.serialize(format=formats[wanted])  # type: ignore[arg-type]
            except (OSError, RuntimeError, ValueError) as error:
                raise StoreError(f"the engine failed on this query: {error}", "simplify it") from error
            finally:
                del found
            return Serialised(body or b"", wanted)
        del found
        raise NotAcceptableError(
            f"this answer cannot be had as {wanted or 'any type you accept'}", "ask for JSON or XML"
        )

    def quads(
        self,
        subject: NamedNode | BlankNode | None = None,
        predicate: NamedNode | None = None,
        object_: NamedNode | BlankNode | Literal | None = None,
        graph: NamedNode | DefaultGraph | None = None,
    ) -> Iterator[Quad]:
        try:
            yield from self._store.quads_for_pattern(subject, predicate, object_, graph)
        except (OSError, RuntimeError) as error:  # found only when the block is read
            raise StoreError(f"{self.path}: the store cannot be read: {error}", proof.MEND) from error

    def statements(self) -> set[bytes]:
        """All it holds, as `cagraph.store.content` has it. Raises StoreError."""
        try:
            return content.statements(self._store)
        except (OSError, RuntimeError) as error:
            raise StoreError(f"{self.path}: the store cannot be read: {error}", proof.MEND) from error

    def lines(self) -> Iterator[bytes]:
        """Every quad as a line of N-Quads, in no order. Raises StoreError."""
        try:
            return iter(BytesIO(self._store.dump(format=RdfFormat.N_QUADS) or b""))
        except (OSError, RuntimeError) as error:
            raise StoreError(f"{self.path}: the store cannot be read: {error}", proof.MEND) from error

    def graphs(self) -> list[NamedNode]:
        """The named graphs."""
        return [graph for graph in self._store.named_graphs() if isinstance(graph, NamedNode)]

    def empty(self, graphs: Iterable[NamedNode]) -> list[NamedNode]:
        """Those of some graphs that are there and hold nothing."""
        there = (graph for graph in graphs if self._store.contains_named_graph(graph))
        return [graph for graph in there if content.is_empty(self._store, graph)]

    def __contains__(self, quad: Quad) -> bool:
        return quad in self._store

    def __len__(self) -> int:
        return len(self._store)


def check_syntax(text: str) -> None:
    """Raises QuerySyntaxError, with line and column, when a query does not parse."""
    try:
        ox.Store().query(text)
    except SyntaxError as error:
        raise explain(text, str(error), {}) from error
