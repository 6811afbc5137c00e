"""The façade: everything that can be asked of a graph, wherever it is."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING, Any, Self

from cagraph.errors import BusyError
from cagraph.exports import Exporter
from cagraph.graph.analytics import Inquiry, Measured
from cagraph.graph.found import Found
from cagraph.graph.paging import MAX_LIMIT, PAGE
from cagraph.graph.places import FORCE
from cagraph.graph.plots import Asked, draw
from cagraph.graph.questions import checked
from cagraph.measures import Measure, RecordMeasure
from cagraph.mirror import View
from cagraph.mirror.layout import Points
from cagraph.model import Kind, Model, Namespaces
from cagraph.panels import Count, Panel
from cagraph.plots import Plot
from cagraph.queries import Answer, Query
from cagraph.store import RESULT_TYPES, Serialised, Solutions

if TYPE_CHECKING:
    import networkx as nx

_TRIES = 3


class KnowledgeGraph(ABC):
    """Entities, named queries, SPARQL, questions, networks and exports of a graph, here or at a service.

    Reading never changes it. Whatever cannot be had of a service raises ServiceError or BusyError besides the errors
    named below.
    """

    model: Model
    names: Namespaces

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @abstractmethod
    def close(self) -> None:
        """Release what it holds."""

    @property
    @abstractmethod
    def data_version(self) -> str:
        """The version of the data that answers name: 64 hexadecimal digits, the same for the same content."""

    @property
    @abstractmethod
    def kinds(self) -> Mapping[str, Kind]:
        """The kinds of entities, by class name."""

    @property
    @abstractmethod
    def queries(self) -> Mapping[str, Query]:
        """The named queries."""

    @property
    @abstractmethod
    def views(self) -> Mapping[str, View]:
        """The networks that `mirror` and `export` know."""

    @property
    @abstractmethod
    def formats(self) -> Mapping[str, Exporter]:
        """The formats that `export` knows."""

    @abstractmethod
    def kind(self, name: str) -> Kind:
        """A kind by its class name or its plural. Raises NotFoundError."""

    @abstractmethod
    def get(self, id_: str, full_evidence: bool = False, lang: str = "") -> dict[str, Any]:
        """One entity with its accepted fields, the claims about it, the labels of all it names, and what links to it.

        `full_evidence` adds what each claim says; `lang` is the language of labels. An id that it had before will do.
        Raises NotFoundError with the nearest id, ParameterError for the language.
        """

    @abstractmethod
    def links(
        self, id_: str, predicate: str = "", kind: str = "", limit: int = PAGE, cursor: str = "", lang: str = ""
    ) -> Found:
        """A page of what links to an entity, by property, kind, date and id, with cursors to the next and previous.

        `predicate` is the parameter by which lists find the link, `kind` the kind that it comes from. Raises
        NotFoundError for the entity or kind, ParameterError.
        """

    @abstractmethod
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
        """A page of the accepted entities of a kind that fit all filters, with cursors to the next and previous.

        `filters` maps parameters of the kind to values: `{"party": ["KAZ", "UZB"]}` means both, `{"party.any":
        ["KAZ", "UZB"]}` either. `q` is text to find in any name, `on` a day, `sort` a parameter with `-` before it for
        the other way round. Raises NotFoundError for the kind, ParameterError for a parameter.
        """

    def find(
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
        """The same as `page` for any limit: as many pages as it takes, all of one data version.

        When the data change meanwhile it begins again, and raises BusyError when they change each time.
        """

        def page(most: int, at: str) -> Found:
            most = most if most < 1 else min(most, MAX_LIMIT)
            return self.page(kind, filters, q, since, until, on, sort, most, at, facets, lang, full_evidence)

        for _ in range(_TRIES):
            found = page(limit, cursor)
            version, items = found["data_version"], list(found["items"])
            following, labels = found["next"], dict(found["labels"])
            while following and len(items) < limit:
                more = page(limit - len(items), following)
                if more["data_version"] != version:
                    break
                items += more["items"]
                following = more["next"]
                labels |= more["labels"]
            else:
                found.update(items=items, labels=dict(sorted(labels.items())), next=following, limit=limit)
                return found
        raise BusyError("the data change faster than the pages of this list can be read", "ask for fewer, or later")

    @abstractmethod
    def changes(self, since: str = "", until: str = "", **asked: Any) -> dict[str, Any]:
        """A page of what changed since a data version or a day, the last first: entities, claims and graphs.

        `asked` are `kind`, `parties` (all of them), `id`, `net` (what is left of all changes), `limit` and `cursor`.
        Raises NotFoundError for a version that is not known, GoneError for one whose changes are kept no more,
        ParameterError, StoreError.
        """

    @abstractmethod
    def evidence(self, id_: str, field: str = "") -> list[dict[str, Any]]:
        """The claims about an entity, or those that give a value to one of its fields.

        Raises NotFoundError, ParameterError for the field.
        """

    @abstractmethod
    def claim(self, id_: str) -> dict[str, Any]:
        """One claim with the values it gives. Raises NotFoundError."""

    @abstractmethod
    def said_by(self, source: str, limit: int = PAGE, cursor: str = "") -> dict[str, Any]:
        """A page of the claims of a source, with cursors to the next and previous. Raises NotFoundError,
        ParameterError.
        """

    @abstractmethod
    def sayings_on(self, id_: str, field: str) -> dict[str, Any]:
        """What is accepted for a field of an entity, and the claims that support it, differ from it, or deny it.

        Raises NotFoundError, ParameterError.
        """

    @abstractmethod
    def status(
        self, instrument: str, party: str = "", on: str = "", known_on: str = "", full_evidence: bool = False
    ) -> dict[str, Any]:
        """What an instrument's status is on a day, generally or for a party, as known on a day: yes, no, unknown.

        `full_evidence` adds the claims that it rests on, with what each says. Raises NotFoundError, ParameterError.
        """

    @abstractmethod
    def instruments_in_force(
        self, parties: Sequence[str], on: str = "", known_on: str = "", full_evidence: bool = False
    ) -> dict[str, Any]:
        """The treaties of all these parties in three groups: in force for each of them on a day, not, unknown.

        Raises ParameterError.
        """

    @abstractmethod
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
        """The shortest chains of accepted facts between two entities, given by id or by a name of exactly one.

        `via` names the kinds that may stand in between, `avoid` the entities that may not; `hubs` is `last`, `allow`
        or `never`. Raises NotFoundError, ParameterError.
        """

    @abstractmethod
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
        """The whole relation of two parties as it was on a day. Raises NotFoundError, ParameterError."""

    @abstractmethod
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
        """The same as a document, each sentence with its sources: `markdown` or `html`, in `en` or `ru`."""

    @abstractmethod
    def dyads(self, party: str = "") -> dict[str, Any]:
        """Every two parties that some record ties alone, with counts; those of one party. Raises NotFoundError."""

    @abstractmethod
    def run(self, query: str, **parameters: str) -> Answer:
        """The answer of a named query. Raises NotFoundError, ParameterError."""

    def ask(self, question: str, lang: str = "", today: str = "") -> Answer:
        """The answer to a question in English or Russian; what is not covered is refused with the reason.

        `lang` (`en` or `ru`) is the language to answer in, by default that of the question. `today` is the day from
        which “the last five years” is counted, by default the last on which a source was read. Raises ParameterError,
        also where there is no question or a very long one.
        """
        return self._answered(checked(question), lang, today)

    @abstractmethod
    def _answered(self, question: str, lang: str, today: str) -> Answer: ...

    @abstractmethod
    def examples(self, lang: str = "en") -> dict[str, str]:
        """A question for each named query that can be asked in words."""

    @abstractmethod
    def sparql(self, text: str) -> Solutions:
        """The rows of a SELECT query. Its prefixes may be left out. Raises QuerySyntaxError, QueryRefusedError."""

    @abstractmethod
    def sparql_answer(
        self, text: str, result_type: str = RESULT_TYPES[0], graph_type: str = "text/turtle"
    ) -> Serialised:
        """The serialised answer of any SPARQL query that comes from outside.

        SELECT and ASK are given as `result_type`, CONSTRUCT and DESCRIBE as `graph_type` (media types). Raises
        QuerySyntaxError, QueryRefusedError, NotAcceptableError.
        """

    @abstractmethod
    def mirror(self, view_name: str = "", since: str = "", until: str = "", **asked: Any) -> "nx.Graph[str]":
        """The accepted graph as networkx holds it, or one of its views, within a span of dates.

        `asked` are the other options that the view has, as `mirror.Requested` holds them: `on`, `kinds`, `level`,
        `bilateral`, `weight`. Raises NotFoundError for the view, ParameterError for an option.
        """

    @abstractmethod
    def places(self, network: "nx.Graph[str]", layout: str = FORCE) -> Points:
        """Where the nodes of a view, or of a part of one, stand in files and pictures: x and y, by `force` or `geo`."""

    @property
    @abstractmethod
    def measures(self) -> Mapping[str, Measure | RecordMeasure]:
        """The measures that `analyse` knows."""

    def analyse(
        self,
        measure: str,
        view_name: str = "",
        since: str = "",
        until: str = "",
        by: str = "",
        ties: Sequence[str] = (),
        among: Sequence[str] = (),
        of: str = "",
        sensitivity: bool = False,
        **asked: Any,
    ) -> Measured:
        """A measure in each window of a span, with the rule, notes and data version behind the numbers.

        A measure of networks is of a view, `ties` without a name, one of records of none. `by` is empty for one window,
        `year`, or `rolling:N` for each N years. `ties` are the kinds of ties that count, `among` the ids or kinds of
        the nodes looked at; without them, all. `of` is what a measure of records is asked of: `pairs`, `nodes`,
        `topics`, `network`. With `sensitivity` each value of a network has its `low` and `high`, and each window tells
        what moves it: vague dates, disputed facts, inferred facts, other rules of the view. `asked` are the other
        options of the view or measure, as in `mirror`. Raises NotFoundError for the measure or view, ParameterError.
        """
        span = since, until, by
        return self._analysed(Inquiry(measure, view_name, *span, tuple(ties), tuple(among), of, sensitivity, asked))

    @abstractmethod
    def _analysed(self, inquiry: Inquiry) -> Measured:
        """What `analyse` gives."""

    def plot(
        self,
        kind: str,
        measure: str = "",
        view_name: str = "",
        since: str = "",
        until: str = "",
        by: str = "",
        ties: Sequence[str] = (),
        among: Sequence[str] = (),
        colour: str = "",
        lang: str = "",
        title: str = "",
        of: str = "",
        sensitivity: bool = False,
        **asked: Any,
    ) -> Plot:
        """A picture of a measure: `series` or `small-multiples` over windows, `network` or `heatmap` of one.

        What is asked is what `analyse` is asked; `colour` of a network is `kind` or `communities`, `lang` the language
        of names, `title` one of your own. Raises NotFoundError, ParameterError, NotInstalledError without matplotlib.
        """
        words = measure, view_name, since, until, by, tuple(ties), tuple(among), of, sensitivity, asked
        return draw(self, kind, Asked(*words, colour, lang, title))

    @property
    @abstractmethod
    def panels(self) -> Mapping[str, Count]:
        """What `panel` can count, by name."""

    @abstractmethod
    def panel(self, unit: str, events: Sequence[str] | str = (), **asked: Any) -> Panel:
        """Counts in a table for regressions: `unit` is `dyad-year`, `state-year`, `leader-year` or `event`.

        `events` are names of `panels`. `asked` are `since` and `until`, years; `among`, ids of states or regions;
        `directed` for two rows of a dyad; `records` for the ids of what is counted; and the options `kinds`, `level`
        and `bilateral` of the views that count. What the data do not look at is None, and not 0. Raises NotFoundError
        for the unit, ParameterError.
        """

    @abstractmethod
    def export(
        self, format_: str, view_name: str = "events", since: str = "", until: str = "", **asked: Any
    ) -> Iterator[bytes]:
        """A file in pieces, with the options of `mirror` and those of the format, which `MANNERS` tells of.

        Raises NotFoundError for the format or view, ParameterError for an option.
        """

    def gephi_lite(self, view_name: str = "events", since: str = "", until: str = "", **asked: Any) -> str:
        """The link that opens a view in Gephi Lite, with options as in `export`; empty where no service has it."""
        return ""
