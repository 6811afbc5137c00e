"""A store on a SPARQL 1.1 server: queries go there, look-ups by pattern are answered by a copy kept here."""

import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice
from threading import Lock
from typing import Final, TypeVar

import pyoxigraph as ox
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple

from cagraph.errors import NotAcceptableError, QuerySyntaxError, StoreError, StoreMissingError
from cagraph.model import Namespaces
from cagraph.settings import DEFAULT_BASE
from cagraph.store.base import GRAPH_TYPES, RESULT_TYPES, Serialised, Solutions, Store
from cagraph.store.dialects import N_TRIPLES, TSV, Credentials, Location, parse
from cagraph.store.results import number, rewritten, rewritten_graph, solutions, truth, unreadable
from cagraph.store.wire import LARGEST, Wire

Read = TypeVar("Read")

CHECKED_FOR: Final = 5.0
LARGEST_COPY: Final = 2**30
_PROLOGUE: Final = re.compile(
    r"""(?:\s+|\#[^\n\r]*|PREFIX\s*[^\s:]*:\s*<[^>]*>|BASE\s*<[^>]*>|VERSION\s*(?:"[^"\n]*"|'[^'\n]*'))*(?P<form>\w*)""",
    re.IGNORECASE,
)
_SLOT: Final = re.compile(r"\$(\w+)")

# Slots are written `$name`; `placed` puts serialised terms there. `?…` are the variables.
STATE: Final = """SELECT ?version ?writing WHERE {
  { GRAPH $meta { ?dataset $holds ?version } } UNION { GRAPH $mark { ?one $holds ?writing } }
}"""
COUNT_DEFAULT: Final = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
_NAMED: Final = "GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?g), $ours) && ?g != $mark && ?g != $default)"
COUNT_NAMED: Final = "SELECT (COUNT(*) AS ?n) WHERE { " + _NAMED + " }"
COPY_DEFAULT: Final = "SELECT ?s ?p ?o WHERE { ?s ?p ?o } LIMIT $most OFFSET $start"
COPY_NAMED: Final = "SELECT ?s ?p ?o ?g WHERE { " + _NAMED + " } LIMIT $most OFFSET $start"
MARK: Final = 'INSERT DATA { GRAPH $mark { $mark $holds "" } }'
CLEAR: Final = "DROP ALL ; " + MARK
CLEAR_SHARED: Final = "DROP SILENT GRAPH $default ; DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { " + _NAMED + " }"
UNMARK: Final = "DROP SILENT GRAPH $mark"


def placed(template: str, terms: Mapping[str, str]) -> str:
    """A template with serialised terms in its slots.

    >>> placed("ASK { $who ?p ?o }", {"who": "<http://example.org/a>"})
    'ASK { <http://example.org/a> ?p ?o }'
    """
    return _SLOT.sub(lambda match: terms[match[1]], template)


def form(text: str) -> str:
    """Which of SELECT, ASK, CONSTRUCT and DESCRIBE a query is. Raises QuerySyntaxError for anything else.

    >>> form("PREFIX a: <http://a/> # SELECT\\nask {}")
    'ASK'
    """
    match = _PROLOGUE.match(text)
    word = match["form"].upper() if match else ""
    if word not in {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}:
        raise QuerySyntaxError("this is no query", "begin it with SELECT, ASK, CONSTRUCT or DESCRIBE")
    return word


@dataclass(frozen=True)
class State:
    """What a server holds: the version of the data, or none, and whether a build broke off or is under way."""

    version: str
    writing: bool


class RemoteStore(Store):
    """Any SPARQL 1.1 server, by the address of its queries.

    `select` and `answer` go to the server. `quads` is answered by a copy in memory, which is read from the server
    once, on the first look-up, and checked to be whole. When somebody builds other data there meanwhile, everything
    raises StoreError rather than mixing two versions.
    """

    scheme = "sparql"
    takes_untrusted_queries = True

    def __init__(
        self,
        location: str,
        base: str = DEFAULT_BASE,
        credentials: Credentials | None = None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self.location: Location = parse(location, base)
        names = Namespaces(base)
        self._holds, self._meta = NamedNode(names.iri("cag:dataVersion")), NamedNode(names.meta)
        self._mark = NamedNode(names.iri("graph:writing"))
        self._default = NamedNode(self.location.default_graph) if self.location.shared else self._mark
        self._slots = {
            "holds": str(self._holds), "meta": str(self._meta), "mark": str(self._mark), "default": str(self._default),
            "ours": str(Literal(base if self.location.shared else "")),
        }  # fmt: skip
        given = Credentials.from_environment(os.environ) if credentials is None else credentials
        self._wire = Wire.to(self.location, given, pause)
        self._lock = Lock()
        self._copy: ox.Store | None = None
        self._opened: State | None = None
        self._checked = float("-inf")

    @classmethod
    def open(cls, location: str, base: str = DEFAULT_BASE) -> "RemoteStore":
        """The graph built at a server. Raises StoreMissingError when none is there, StoreError when it is not whole."""
        store = cls(location, base)
        with ExitStack() as stack:
            stack.callback(store.close)
            if not store._whole().version:
                raise StoreMissingError(f"there is no graph at {store.location.query}", "make one with: cagraph build")
            stack.pop_all()
        return store

    def state(self) -> State:
        """What the server holds now."""
        found = self._select(placed(STATE, self._slots))
        bound = [dict(zip(found.variables, row, strict=True)) for row in found.rows]
        versions = [term.value for row in bound if isinstance(term := row.get("version"), Literal)]
        return State(next(iter(versions), ""), any(row.get("writing") is not None for row in bound))

    def _whole(self) -> State:
        """The state, looked at again after a while. Raises StoreError when it is in pieces or not what it was."""
        if self._opened is not None and time.monotonic() < self._checked + CHECKED_FOR:
            return self._opened
        state = self.state()
        if state.writing:
            raise StoreError(
                f"{self.location.query} holds a part of a graph only: a build is under way, or broke off",
                "wait for it, or run: cagraph build",
            )
        if self._opened is not None and self._opened != state:
            raise StoreError(
                f"other data were built at {self.location.query}: version {state.version[:12] or 'none'} in place of"
                f" {self._opened.version[:12] or 'none'}",
                "open it again; restart cagraph serve",
            )
        self._opened, self._checked = state, time.monotonic()
        return state

    @contextmanager
    def _steady(self) -> Iterator[None]:
        """Look before a query, and after it, whether what it read was one whole version all the while."""
        self._whole()
        yield
        self._checked = float("-inf")
        self._whole()

    def publish(self, quads: Iterable[Quad]) -> None:
        """Replace, where nothing or a graph of ours is there. Raises StoreError where other data are."""
        state = self.state()
        default, named = (0, 0) if state.version or state.writing else self._counts()
        if default + named:
            raise StoreError(
                f"{self.location.query} holds {default + named} quads that cagraph did not build",
                "empty it first, or name another dataset",
            )
        self.replace(quads)

    def replace(self, quads: Iterable[Quad]) -> None:
        """Put these quads in place of everything; on a server of several graphs' owners, of everything under our base.

        A mark goes in before anything else and is taken away when all is written and counted: whoever reads in
        between, or after a failure, is told by StoreError. Where the server takes a whole dataset in one request, a
        failure usually leaves the old one whole; elsewhere the quads go in by batches, the version last.
        """
        wanted = list(dict.fromkeys(quads))
        for quad in wanted:
            if any(isinstance(term, BlankNode | Triple) for term in (quad.subject, quad.object)):
                raise StoreError(f"no remote store holds {quad}", "give every node an IRI")
        self._copy = self._opened = None
        versions = [quad for quad in wanted if quad.predicate == self._holds and quad.graph_name == self._meta]
        try:
            if self.location.dataset:
                self._put(wanted)
            else:
                self._write([quad for quad in wanted if quad not in versions], versions)
            self._update(UNMARK)
        except StoreError as error:
            raise StoreError(
                f"{error.message}; what is there now is the old graph, or is marked as not whole", error.hint
            ) from error

    def _put(self, wanted: list[Quad]) -> None:
        """Write the dataset in one request, the mark first, so that a body cut short is known by it."""
        mark = Quad(self._mark, self._holds, Literal(""), self._mark)
        self._wire.put_dataset("".join(f"{quad} .\n" for quad in (mark, *wanted)).encode())
        self._verify(wanted)

    def _write(self, rest: list[Quad], versions: list[Quad]) -> None:
        """Write in batches, after the mark; the version last."""
        self._update(MARK)
        self._update(CLEAR_SHARED if self.location.shared else CLEAR)
        batches = iter(rest)
        while batch := list(islice(batches, self.location.dialect.batch)):
            self._insert(batch)
        self._verify(rest)
        if versions:
            self._insert(versions)

    def _update(self, template: str) -> None:
        self._wire.update(placed(template, self._slots))

    def _insert(self, batch: list[Quad]) -> None:
        by_graph: dict[str, list[str]] = {}
        for quad in batch:
            triple = " ".join((str(quad.subject), str(quad.predicate), str(quad.object), "."))
            if isinstance(quad.graph_name, DefaultGraph):
                by_graph.setdefault(str(self._default) if self.location.shared else "", []).append(triple)
            else:
                by_graph.setdefault(str(quad.graph_name), []).append(triple)
        lines = []
        for graph, triples in by_graph.items():
            block = "\n".join(triples)
            lines.append(" ".join(("GRAPH", graph, "{", block, "}")) if graph else block)
        self._wire.update("INSERT DATA {\n" + "\n".join(lines) + "\n}")

    def _counts(self) -> tuple[int, int]:
        """How many quads the server holds: in the default graph, and in ours of the named ones."""
        default, named = (self._select(placed(text, self._slots)) for text in (COUNT_DEFAULT, COUNT_NAMED))
        return self._told(number, default), self._told(number, named)

    def _verify(self, quads: list[Quad]) -> None:
        in_default = sum(isinstance(quad.graph_name, DefaultGraph) for quad in quads)
        wanted, found = (in_default, len(quads) - in_default), self._counts()
        if found[0] == sum(wanted) and wanted[1]:
            raise StoreError(
                f"the default graph of {self.location.query} is the union of all its graphs",
                "switch that off at the server, or name a graph for it: default-graph=…",
            )
        if found != wanted:
            raise StoreError(
                f"{self.location.query} holds {found[0]} and {found[1]} quads in place of {wanted[0]} and {wanted[1]}"
                " in its default and its named graphs",
                "see the log of the server; is somebody else writing there?",
            )

    def _select(self, text: str, largest: int = LARGEST, media_type: str = "") -> Solutions:
        read = media_type or self.location.dialect.rows
        return self._told(solutions, self._wire.query(text, read, largest), read)

    def _told(self, read: Callable[..., Read], *given: object) -> Read:
        """Read an answer; a fault of it is told with the server's address."""
        try:
            return read(*given)
        except StoreError as error:
            raise StoreError(f"{self.location.query}: {error.message}", error.hint) from error

    def select(self, text: str) -> Solutions:
        if form(text) != "SELECT":
            raise QuerySyntaxError("this is not a SELECT query", "begin it with SELECT")
        with self._steady():
            return self._select(text)

    def answer(self, text: str, result_type: str, graph_type: str) -> Serialised:
        kind = form(text)
        graph_like = kind in {"CONSTRUCT", "DESCRIBE"}
        wanted, formats = (graph_type, GRAPH_TYPES) if graph_like else (result_type, RESULT_TYPES)
        if wanted not in formats or (kind == "ASK" and wanted.startswith("text/")):
            raise NotAcceptableError(
                f"this answer cannot be had as {wanted or 'any type you accept'}", "ask for JSON or XML"
            )
        with self._steady():
            return Serialised(self._answer(text, kind, wanted), wanted)

    def _answer(self, text: str, kind: str, wanted: str) -> bytes:
        dialect = self.location.dialect
        if wanted in dialect.exact:
            return self._wire.query(text, wanted)
        if wanted in GRAPH_TYPES:
            return self._told(rewritten_graph, self._wire.query(text, N_TRIPLES), wanted)
        body = self._wire.query(text, dialect.rows)
        if kind == "ASK" and dialect.ask_as_row:
            found = self._told(solutions, body, dialect.rows)
            return truth(bool(found.rows) and self._told(number, found) > 0, wanted)
        return self._told(rewritten, body, dialect.rows, wanted)

    def quads(
        self,
        subject: NamedNode | BlankNode | None = None,
        predicate: NamedNode | None = None,
        object_: NamedNode | BlankNode | Literal | None = None,
        graph: NamedNode | DefaultGraph | None = None,
    ) -> Iterator[Quad]:
        return self._here().quads_for_pattern(subject, predicate, object_, graph)

    def _here(self) -> ox.Store:
        """The copy of what the server holds, read once. Raises StoreError when it cannot be had whole."""
        with self._lock:
            if self._copy is not None:
                self._whole()
            else:
                with self._steady():
                    copy, (default, named) = ox.Store(), self._counts()
                    if self.location.dataset:
                        self._load_dataset(copy)
                    else:
                        self._load_rows(copy, COPY_DEFAULT, default)
                        self._load_rows(copy, COPY_NAMED, default + named)
                if len(copy) != default + named:
                    raise StoreError(
                        f"{self.location.query} gave {len(copy)} of its {default + named} quads",
                        "raise its limit on the size of answers",
                    )
                self._copy = copy
            return self._copy

    def _load_dataset(self, copy: ox.Store) -> None:
        try:
            copy.bulk_load(self._wire.dataset(LARGEST_COPY), format=RdfFormat.N_QUADS)
        except (OSError, SyntaxError, ValueError) as error:
            raise unreadable(error) from error

    def _load_rows(self, copy: ox.Store, template: str, until: int) -> None:
        """Read until the copy holds so many quads, in as many pieces as the server's own limit makes of it."""
        start, media_type = 0, TSV if TSV in self.location.dialect.exact else self.location.dialect.rows
        while len(copy) < until:
            text = placed(template, self._slots | {"start": str(start), "most": str(self.location.dialect.page)})
            rows = self._select(text, LARGEST_COPY, media_type).rows
            try:
                # Rows of the default graph have no fourth column.
                copy.bulk_extend(Quad(*row) for row in rows)  # type: ignore[arg-type]
            except TypeError as error:
                raise unreadable(error) from error
            start += len(rows)
            if not rows:
                return

    def __len__(self) -> int:
        self._whole()
        return sum(self._counts()) if self._copy is None else len(self._copy)

    def close(self) -> None:
        self._wire.close()
