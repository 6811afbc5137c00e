"""The graph as one object, over a store."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from cagraph import resources
from cagraph.client import is_service
from cagraph.errors import NotFoundError, ParameterError, QueryRefusedError
from cagraph.exports import Exporter, Material, Writer, exporter, exporters, fitting, writer, writers
from cagraph.graph.analytics import Inquiry, Measured, told
from cagraph.graph.base import KnowledgeGraph
from cagraph.graph.changes import Asked
from cagraph.graph.found import Found
from cagraph.graph.lists import Wanted, labels
from cagraph.graph.options import Option
from cagraph.graph.paging import PAGE
from cagraph.graph.places import FORCE
from cagraph.graph.remote import RemoteGraph
from cagraph.graph.version import Version
from cagraph.measures import EVERY, Measure, RecordMeasure, take
from cagraph.mirror import OPTIONS, Changed, Requested, View, Window, YearlyCounts, views, yearly_counts
from cagraph.mirror.layout import Points
from cagraph.model import MODEL, Entity, Kind, Model, Namespaces
from cagraph.panels import COUNTS, Count, Design, Panel
from cagraph.queries import Answer, Library, Query
from cagraph.queries.library import check_types
from cagraph.rdf import emit
from cagraph.settings import DEFAULT_BASE
from cagraph.store import IN_MEMORY, RESULT_TYPES, Serialised, Solutions, Store, made_safe, open_store
from cagraph.store.functions import functions
from cagraph.store.guard import not_followed
from cagraph.store.syntax import in_lines_of_the_text

if TYPE_CHECKING:
    import networkx as nx


class Graph(KnowledgeGraph):
    """The knowledge graph over a store.

    `Graph.open` opens whatever is at a location, a service included; `Graph.built` what was built there; `Graph.of`
    makes one in memory.
    """

    _now: Version

    def __init__(
        self, store: Store, model: Model = MODEL, base: str = DEFAULT_BASE, queries: Path | None = None
    ) -> None:
        self.model = model
        self.names = Namespaces(base)
        self._queries = queries or resources.queries()
        self.reopen(store)

    @staticmethod
    def open(location: str | Path, model: Model = MODEL, base: str = DEFAULT_BASE) -> KnowledgeGraph:
        """The graph at a location: `https://…` or `http://…` is that of a running service, else as `built`.

        Raises StoreMissingError when nothing was built there, ServiceError for an address that is no service's.
        """
        if is_service(location):
            return RemoteGraph.open(str(location), model, base)
        return Graph.built(location, model, base)

    @classmethod
    def built(cls, location: str | Path, model: Model = MODEL, base: str = DEFAULT_BASE) -> "Graph":
        """The graph built at a directory or a SPARQL server. Raises StoreMissingError when nothing is there."""
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

    def close(self) -> None:
        self.store.close()

    def reopen(self, store: Store, changed: Changed | None = None) -> None:
        """Go on with another store: a later version of the same graph.

        Where it is known what `changed` since the version in use, the mirror is brought up to date; else it is made
        anew when it is asked for.
        """
        store.know(functions(self.names.functions))
        later = Version(store, self.model, self.names, lambda: self._library)
        if changed:
            later.follow(self._now, changed)
        self._now = later

    def prepare(self, stopped: Callable[[], bool] = lambda: False) -> None:
        """Make what answers are looked up in, which else the first that needs it does: seconds of work, then nothing.

        It can run beside questions, in a thread of its own; between two parts it ends where it is told to stop, or
        where the graph has gone on to another version.
        """
        now = self._now
        now.prepare(lambda: stopped() or now is not self._now)

    @property
    def store(self) -> Store:
        """What holds the version in use."""
        return self._now.store

    @property
    def data_version(self) -> str:
        return self._now.name

    @property
    def build_version(self) -> str:
        """The content hash of the curated records, which writes beside them leave as it is; empty without any."""
        return self._now.of_build

    @property
    def last_step(self) -> str:
        """What tells the history of this version from others that led to the same content; empty without any."""
        return self._now.last_step

    @property
    def last_read(self) -> date:
        """The last day on which a source was read, which is “today” where nobody says."""
        return self._now.questions.last_read

    @cached_property
    def _library(self) -> Library:
        library = Library(self._queries, self.names)
        check_types(library, self.model)
        return library

    @property
    def kinds(self) -> Mapping[str, Kind]:
        return self.model.kinds

    @property
    def queries(self) -> Mapping[str, Query]:
        return self._library.queries

    @property
    def views(self) -> Mapping[str, View]:
        return views()

    @property
    def view_options(self) -> Mapping[str, tuple[str, str]]:
        """What some views can be asked for, by name: what it means, and an example."""
        return OPTIONS

    @property
    def formats(self) -> Mapping[str, Exporter]:
        return exporters()

    def kind(self, name: str) -> Kind:
        return self.model.collection(name)

    @property
    def list_formats(self) -> Mapping[str, Writer]:
        """The formats that `write` knows for lists, beside plain values."""
        return {name: one for name, one in writers().items() if one.of_lists}

    @property
    def entity_formats(self) -> Mapping[str, Writer]:
        """The formats that `write` knows for single entities, beside plain values."""
        return {name: one for name, one in writers().items() if one.of_entities}

    def list_options(self, kind: str) -> tuple[Option, ...]:
        """What lists of a kind can be asked for: every parameter. Raises NotFoundError."""
        return self._now.options[self.kind(kind).name]

    def locate(self, id_: str, parts: bool = False) -> tuple[str, Kind]:
        """The present id and kind, by an id or a former one; with `parts` also of a component. Raises NotFoundError."""
        index = self._now.index
        return index.entity(index.owners.get(id_, id_) if parts else id_)

    @property
    def ids(self) -> Sequence[str]:
        """The ids of all entities, accepted or only claimed, in order."""
        return self._now.index.ids

    def knows(self, id_: str) -> bool:
        """Whether there is an entity of that id."""
        return id_ in self._now.index.kinds

    def is_former(self, id_: str) -> bool:
        """Whether an entity had that id before and has another now."""
        return id_ in self._now.index.current and not self.knows(id_)

    def get(self, id_: str, full_evidence: bool = False, lang: str = "") -> dict[str, Any]:
        now = self._now
        entities = now.entities(lang)
        found = entities.get(id_, full_evidence)
        linked = now.links.first(found["id"], entities.reader)
        return found | {"linked_from": linked, "labels": labels([found, linked]), "data_version": now.name}

    def links(
        self, id_: str, predicate: str = "", kind: str = "", limit: int = PAGE, cursor: str = "", lang: str = ""
    ) -> Found:
        now = self._now
        present, _ = now.index.entity(id_)
        of = self.kind(kind).name if kind else ""
        return self._found(now.links.page(present, predicate, of, limit, cursor, now.entities(lang).reader), now)

    def page(
        self,
        kind: str,
        filters: Mapping[str, Sequence[str]] = MappingProxyType({}),
        q: str = "",
        since: str = "",
        until: str = "",
        on: str = "",
        sort: str = "date",
        limit: int = PAGE,
        cursor: str = "",
        facets: Sequence[str] = (),
        lang: str = "",
        full_evidence: bool = False,
    ) -> Found:
        now = self._now
        entities = now.entities(lang)
        single = {"q": q, "since": since, "until": until, "on": on}
        given = {**filters, **{name: [value] for name, value in single.items() if value}}
        wanted = Wanted(sort, limit, cursor, facets, entities.reader.language, full_evidence)
        return self._found(now.lists.find(self.kind(kind), given, wanted, entities), now)

    def _found(self, values: dict[str, Any], now: Version) -> Found:
        return Found(values | {"data_version": now.name}, self.model, self.names.id)

    def changes(self, since: str = "", until: str = "", **asked: Any) -> dict[str, Any]:
        now = self._now
        return now.changes.find(Asked(since, until, **asked)) | {"data_version": now.name}

    def write(self, format_: str, found: Mapping[str, Any], address: str = "", query: str = "") -> Iterator[bytes]:
        """What `find` or `get` gave, as a file in pieces. Feeds hold the address that lists are served below, and the
        query of the list. Raises NotFoundError for the format.
        """
        chosen = writer(format_)
        if not (chosen.of_lists if "items" in found else chosen.of_entities):
            raise NotFoundError(f"{format_} is no format of {'lists' if 'items' in found else 'single entities'}")
        now = self._now
        network = now.mirror if chosen.needs_mirror else None
        return chosen.write(
            Material(now.store, self.model, self.names, now.name, network, address=address, query=query, found=found)
        )

    def evidence(self, id_: str, field: str = "") -> list[dict[str, Any]]:
        entity = self._now.entities().get(id_, full_evidence=True)
        kind = self.model.kinds[entity["kind"]]
        if field and field not in kind.field:
            raise ParameterError(f"{kind.name} has no field '{field}'", f"known: {', '.join(kind.field)}")
        return [claim for claim in entity["evidence"] if not field or field in claim["says"]]

    def claim(self, id_: str) -> dict[str, Any]:
        now = self._now
        return now.sayings.claim(id_) | {"data_version": now.name}

    def said_by(self, source: str, limit: int = PAGE, cursor: str = "") -> dict[str, Any]:
        now = self._now
        return now.sayings.of_source(source, limit, cursor) | {"data_version": now.name}

    def sayings_on(self, id_: str, field: str) -> dict[str, Any]:
        now = self._now
        return now.sayings.of_field(id_, field) | {"data_version": now.name}

    def status(
        self, instrument: str, party: str = "", on: str = "", known_on: str = "", full_evidence: bool = False
    ) -> dict[str, Any]:
        now = self._now
        return self._borne_out(now.standing.of(instrument, party, on, known_on), now, full_evidence)

    def instruments_in_force(
        self, parties: Sequence[str], on: str = "", known_on: str = "", full_evidence: bool = False
    ) -> dict[str, Any]:
        now = self._now
        return self._borne_out(now.standing.between(parties, on, known_on), now, full_evidence)

    def _borne_out(self, found: dict[str, Any], now: Version, full: bool) -> dict[str, Any]:
        """Plain values with the claims that they name in full, where that is wanted, and the data version."""
        return found | ({"evidence": now.sayings.behind(found)} if full else {}) | {"data_version": now.name}

    def paths(
        self,
        start: str,
        goal: str,
        max_hops: int = 4,
        limit: int = 5,
        since: str = "",
        until: str = "",
        via: Sequence[str] = (),
        avoid: Sequence[str] = (),
        hubs: str = "last",
        full_evidence: bool = False,
        lang: str = "",
    ) -> dict[str, Any]:
        now, window = self._now, Window.parse(since, until)
        found = now.connections.between(start, goal, max_hops, limit, window, via, avoid, hubs, lang)
        return self._borne_out(found, now, full_evidence)

    def dyad(
        self,
        one: str,
        other: str,
        on: str = "",
        since: str = "",
        until: str = "",
        lang: str = "",
        full_evidence: bool = False,
    ) -> dict[str, Any]:
        now = self._now
        found = now.dyads.value(one, other, on, Window.parse(since, until), lang)
        return self._borne_out(found, now, full_evidence)

    def brief(
        self,
        one: str,
        other: str,
        on: str = "",
        since: str = "",
        until: str = "",
        lang: str = "en",
        format_: str = "markdown",
    ) -> str:
        now, window = self._now, Window.parse(since, until)
        return now.dyads.brief(one, other, on, window, lang or "en", format_, now.name)

    def dyads(self, party: str = "") -> dict[str, Any]:
        now = self._now
        return now.dyads.pairs(party) | {"data_version": now.name}

    def run(self, query: str, **parameters: str) -> Answer:
        return self._now.questions.run(query, parameters)

    def _answered(self, question: str, lang: str, today: str) -> Answer:
        return self._now.questions.ask(question, lang, today)

    def examples(self, lang: str = "en") -> dict[str, str]:
        return self._now.questions.examples(lang)

    def sparql(self, text: str) -> Solutions:
        text = self._whole(text)
        with in_lines_of_the_text():
            return self.store.select(text)

    def sparql_answer(
        self, text: str, result_type: str = RESULT_TYPES[0], graph_type: str = "text/turtle"
    ) -> Serialised:
        text = self._whole(text)
        if not self.store.takes_untrusted_queries:
            raise QueryRefusedError("this store takes no queries from outside", "open the embedded store instead")
        with in_lines_of_the_text():
            return self.store.answer(text, result_type, graph_type)

    def _whole(self, text: str) -> str:
        """A query after our prefixes, which stand in one line; declarations of its own come later and win."""
        text, calls = made_safe(text)
        if calls:
            raise not_followed()
        return self.names.sparql_prologue.replace("\n", " ") + "\n" + text

    def mirror(self, view_name: str = "", since: str = "", until: str = "", **asked: Any) -> "nx.Graph[str]":
        return self._now.network(view_name, Requested(since, until, **asked))

    def places(self, network: "nx.Graph[str]", layout: str = FORCE) -> Points:
        return self._now.drawings.places.of(network, layout)

    def yearly_counts(self, since: str = "", until: str = "", **asked: Any) -> YearlyCounts:
        """How many events each two states were at together in each year, as `mirror.yearly_counts` counts them."""
        return yearly_counts(self._now.scene, Requested(since, until, **asked))

    @property
    def measures(self) -> Mapping[str, Measure | RecordMeasure]:
        return EVERY

    def _analysed(self, inquiry: Inquiry) -> Measured:
        now = self._now
        doubts = now.doubts() if inquiry.sensitivity else None
        found = take(now.archive, inquiry.measure, **inquiry.words, data_version=now.name, doubts=doubts)
        return Measured(told(found, now.mirror), self.names.id)

    @property
    def panels(self) -> Mapping[str, Count]:
        return COUNTS

    def panel(self, unit: str, events: Sequence[str] | str = (), **asked: Any) -> Panel:
        return self._now.panel(Design(unit, events, **asked))

    def export(
        self, format_: str, view_name: str = "events", since: str = "", until: str = "", **asked: Any
    ) -> Iterator[bytes]:
        chosen, now = exporter(format_), self._now
        manner, rest = fitting(chosen, asked)
        view = view_name if chosen.needs_view else ""
        return chosen.write(now.material(view, Requested(since, until, **rest), manner))
