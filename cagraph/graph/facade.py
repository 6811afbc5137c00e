"""The graph as one object: everything that can be asked of it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode

from cagraph import resources
from cagraph.ask import MAX_QUESTION, Interpreter, language, refuse
from cagraph.errors import ParameterError, QueryRefusedError, QuerySyntaxError
from cagraph.exports import Exporter, Material, exporter, exporters
from cagraph.graph.calculations import Calculations, day_of
from cagraph.graph.entities import MAX_LIMIT, Entities
from cagraph.graph.sayings import Sayings
from cagraph.graph.standing import Standing
from cagraph.mirror import VIEWS, View, Window, build, view
from cagraph.model import MODEL, Entity, Kind, Model, Namespaces
from cagraph.queries import Answer, Library, Query, Reader, answer, say
from cagraph.queries.library import check_types
from cagraph.rdf import emit
from cagraph.settings import DEFAULT_BASE
from cagraph.status import Instruments
from cagraph.store import (
    IN_MEMORY,
    RESULT_TYPES,
    EmbeddedStore,
    Serialised,
    Solutions,
    Store,
    made_safe,
    open_store,
)
from cagraph.store.functions import functions
from cagraph.store.guard import not_followed

if TYPE_CHECKING:
    import networkx as nx


@contextmanager
def _in_lines_of_the_text() -> Iterator[None]:
    """Count the lines of syntax errors from the text that was given, without the line put before it."""
    try:
        yield
    except QuerySyntaxError as error:
        message = re.sub(r"^line (\d+)", lambda match: f"line {int(match[1]) - 1}", error.message)
        raise QuerySyntaxError(message, error.hint) from error


def _check_page(limit: int, offset: int) -> None:
    if not 1 <= limit <= MAX_LIMIT or offset < 0:
        raise ParameterError(f"limit must be in 1..{MAX_LIMIT} and offset not negative", "ask for the next page")


class Graph:
    """The knowledge graph: entities, named queries, SPARQL, questions, networks and exports.

    Open what was built with `Graph.open`, or make one in memory with `Graph.of`. Reading never changes it.
    """

    def __init__(
        self, store: Store, model: Model = MODEL, base: str = DEFAULT_BASE, queries: Path | None = None
    ) -> None:
        self.store = store
        self.model = model
        self.names = Namespaces(base)
        self._queries = queries or resources.queries()
        store.know(functions(self.names.functions))

    @classmethod
    def open(cls, location: str | Path, model: Model = MODEL, base: str = DEFAULT_BASE) -> "Graph":
        """The graph built at a directory or a server. Raises StoreMissingError when nothing is there."""
        return cls(open_store(location, base), model, base)

    @classmethod
    def of(
        cls, records: Iterable[Entity], engine: str = "memory", model: Model = MODEL, base: str = DEFAULT_BASE
    ) -> "Graph":
        """A graph in memory holding these records, on the engine `memory` or `rdflib`."""
        if engine not in IN_MEMORY:
            raise ParameterError(f"there is no engine '{engine}'", f"known: {', '.join(IN_MEMORY)}")
        store = IN_MEMORY[engine]()
        names = Namespaces(base)
        store.replace(emit(records, model, names, Library(resources.queries(), names).examples()))
        return cls(store, model, base)

    def __enter__(self) -> "Graph":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.store.close()

    def reopen(self, store: Store) -> None:
        """Go on with another store: a later version of the same graph."""
        store.know(functions(self.names.functions))
        self.store = store
        for name in [name for name in vars(self) if isinstance(getattr(type(self), name, None), cached_property)]:
            vars(self).pop(name, None)

    @cached_property
    def data_version(self) -> str:
        """The version of the data that answers name: 64 hexadecimal digits, the same for the same content."""
        path = self.store.path if isinstance(self.store, EmbeddedStore) else None
        return path.name if path else self.build_version

    @cached_property
    def build_version(self) -> str:
        """The content hash of the curated records, which writes beside them leave as it is; empty without any."""
        found = self.store.quads(None, self._reader.term("cag:dataVersion"), None, NamedNode(self.names.meta))
        return next((quad.object.value for quad in found if isinstance(quad.object, Literal)), "")

    @cached_property
    def _reader(self) -> Reader:
        return Reader(self.store, self.names)

    @cached_property
    def _entities(self) -> Entities:
        return Entities(self._reader, self.model)

    @cached_property
    def _standing(self) -> Standing:
        return Standing(self._entities, Instruments(self._reader))

    @cached_property
    def _library(self) -> Library:
        library = Library(self._queries, self.names)
        check_types(library, self.model)
        return library

    @cached_property
    def _interpreter(self) -> Interpreter:
        return Interpreter(self._library, self._reader)

    @cached_property
    def _mirror(self) -> "nx.MultiDiGraph[str]":
        return build(self.store, self.model, self.names)

    @property
    def queries(self) -> Mapping[str, Query]:
        """The named queries."""
        return self._library.queries

    @property
    def views(self) -> Mapping[str, View]:
        """The networks that `mirror` and `export` know."""
        return VIEWS

    @property
    def formats(self) -> Mapping[str, Exporter]:
        """The formats that `export` knows."""
        return exporters()

    def kind(self, name: str) -> Kind:
        """A kind by its class name or its plural. Raises NotFoundError."""
        return self.model.collection(name)

    def get(self, id_: str, full_evidence: bool = False) -> dict[str, Any]:
        """One entity with its accepted fields and the claims about it; `full_evidence` adds what each claim says.

        Raises NotFoundError with the nearest id.
        """
        return self._entities.get(id_, full_evidence) | {"data_version": self.data_version}

    def find(
        self,
        kind: str,
        filters: Mapping[str, Sequence[str]] = MappingProxyType({}),
        q: str = "",
        since: str = "",
        until: str = "",
        limit: int = 100,
        offset: int = 0,
    ) -> dict[str, Any]:
        """The accepted entities of a kind that fit all filters, by date and id.

        `filters` maps parameters of the kind to values: `{"party": ["KAZ", "UZB"]}` means both. `q` is text to find
        in any name. Raises NotFoundError for the kind, ParameterError for a parameter.
        """
        _check_page(limit, offset)
        window = Window.parse(since, until)
        found = self._entities.find(self.kind(kind), filters, q, window, limit, offset)
        return found | {"data_version": self.data_version}

    def evidence(self, id_: str, field: str = "") -> list[dict[str, Any]]:
        """The claims about an entity, or those that give a value to one of its fields."""
        entity = self._entities.get(id_, full_evidence=True)
        kind = self.model.kinds[entity["kind"]]
        if field and field not in kind.field:
            raise ParameterError(f"{kind.name} has no field '{field}'", f"known: {', '.join(kind.field)}")
        return [claim for claim in entity["evidence"] if not field or field in claim["says"]]

    def claim(self, id_: str) -> dict[str, Any]:
        """One claim with the values it gives. Raises NotFoundError."""
        return Sayings(self._entities).claim(id_) | {"data_version": self.data_version}

    def said_by(self, source: str, limit: int = 100, offset: int = 0) -> dict[str, Any]:
        """The claims of a source. Raises NotFoundError, ParameterError."""
        _check_page(limit, offset)
        return Sayings(self._entities).of_source(source, limit, offset) | {"data_version": self.data_version}

    def sayings_on(self, id_: str, field: str) -> dict[str, Any]:
        """What is accepted for a field of an entity, and the claims that support it, differ from it, or deny it.

        Raises NotFoundError, ParameterError.
        """
        return Sayings(self._entities).of_field(id_, field) | {"data_version": self.data_version}

    def status(self, instrument: str, party: str = "", on: str = "", known_on: str = "") -> dict[str, Any]:
        """What an instrument's status is on a day, generally or for a party, as known on a day: yes, no, unknown.

        Raises NotFoundError, ParameterError.
        """
        return self._standing.of(instrument, party, on, known_on) | {"data_version": self.data_version}

    def instruments_in_force(self, parties: Sequence[str], on: str = "", known_on: str = "") -> dict[str, Any]:
        """The treaties of all these parties in three groups: in force for each of them on a day, not, unknown.

        Raises ParameterError.
        """
        return self._standing.between(parties, on, known_on) | {"data_version": self.data_version}

    def run(self, query: str, **parameters: str) -> Answer:
        """The answer of a named query. Raises NotFoundError, ParameterError."""
        return self._answer(self._library.get(query), parameters, "en", self.last_read)

    def _answer(self, query: Query, given: Mapping[str, str], lang: str, today: date) -> Answer:
        """Run a query; a calculation for a day is for today where no day is given, and says so."""
        if query.computed and "day" in query.parameter:
            given = {**given, "day": given.get("day", "") or today.isoformat()}
        calculations = Calculations(self._standing).known if query.computed else {}
        return answer(query, given, self._reader, self.model, self._library, self.data_version, lang, calculations)

    @cached_property
    def last_read(self) -> date:
        """The last day on which a source was read: what “today” means where nobody says, so that no clock is asked."""
        term = self._reader.term("cag:accessed")
        days = [quad.object.value for quad in self.store.quads(None, term) if isinstance(quad.object, Literal)]
        full = [day for day in days if re.fullmatch(r"\d{4}-\d{2}-\d{2}", day)]
        return date.fromisoformat(max(full, default="2024-08-09"))

    def ask(self, question: str, lang: str = "", today: str = "") -> Answer:
        """The answer to a question in English or Russian; what is not covered is refused with the reason.

        `lang` (`en` or `ru`) is the language to answer in, by default that of the question. `today` is the day from
        which “the last five years” is counted, by default the last on which a source was read. Raises ParameterError.
        """
        if lang not in {"", "en", "ru"}:
            raise ParameterError(f"lang: '{lang[:20]}' is not known", "write en or ru")
        told = lang or language(question)
        day = day_of("today", today) if today else self.last_read
        lattice = self._interpreter.lattice(question if len(question) <= MAX_QUESTION else "", day)
        readings = self._interpreter.readings(lattice)
        if len(readings) == 1 and readings[0].whole:
            best = readings[0]
            notes = [
                say("mended", told, written=written, name=self._reader.name(self._reader.node(id_), told))
                for written, id_ in best.mended
            ]
            notes += [say("today", told, day=best.counted)] if best.counted else []
            found = self._answer(best.query, best.given, told, day)
            read_as = "; ".join([found.read_as, *notes])
            return replace(found, question=question, read_as=read_as)
        refused = refuse(question, lattice, readings, self._interpreter, self._reader, told)
        return replace(refused, data_version=self.data_version)

    def examples(self, lang: str = "en") -> dict[str, str]:
        """A question for each named query that can be asked in words."""
        return self._interpreter.questions(lang)

    def sparql(self, text: str) -> Solutions:
        """The rows of a SELECT query. Its prefixes may be left out."""
        text, calls = made_safe(text)
        if calls:
            raise not_followed()
        with _in_lines_of_the_text():
            return self.store.select(self._prologue + text)

    def sparql_answer(
        self, text: str, result_type: str = RESULT_TYPES[0], graph_type: str = "text/turtle"
    ) -> Serialised:
        """The serialised answer of any SPARQL query that comes from outside.

        SELECT and ASK are given as `result_type`, CONSTRUCT and DESCRIBE as `graph_type` (media types). Raises
        QuerySyntaxError, QueryRefusedError, NotAcceptableError.
        """
        text, calls = made_safe(text)
        if calls:
            raise not_followed()
        if not self.store.takes_untrusted_queries:
            raise QueryRefusedError("this store takes no queries from outside", "open the embedded store instead")
        with _in_lines_of_the_text():
            return self.store.answer(self._prologue + text, result_type, graph_type)

    @cached_property
    def _prologue(self) -> str:
        """Our prefixes, in one line before the text; declarations of the text's own come after and win."""
        return self.names.sparql_prologue.replace("\n", " ") + "\n"

    def mirror(self, view_name: str = "", since: str = "", until: str = "") -> "nx.Graph[str]":
        """The accepted graph as networkx holds it, or one of its views, within a span of dates."""
        if not view_name:
            return self._mirror
        return view(self._mirror, self.model, view_name, Window.parse(since, until))

    def export(self, format_: str, view_name: str = "events", since: str = "", until: str = "") -> Iterator[bytes]:
        """A file in pieces. Raises NotFoundError for the format or view, ParameterError for the dates."""
        chosen = exporter(format_)
        network = self.mirror(view_name, since, until) if chosen.needs_view else None
        return chosen.write(Material(self.store, self.model, self.names, self.data_version, network))
