"""The graph of a running service, asked over HTTP."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

from cagraph import resources
from cagraph.client import Pairs, Service, segment
from cagraph.errors import NotAcceptableError, NotFoundError, ParameterError, QuerySyntaxError, ServiceError, suggestion
from cagraph.exports import Exporter, exporter, exporters, fitting
from cagraph.exports.networks.gephi_lite import opening
from cagraph.graph.analytics import Inquiry, Measured
from cagraph.graph.base import KnowledgeGraph
from cagraph.graph.drawings import check as drawable
from cagraph.graph.dyads import BRIEFS
from cagraph.graph.found import Found
from cagraph.graph.paging import PAGE
from cagraph.graph.places import FORCE
from cagraph.graph.version import Version
from cagraph.measures import EVERY, Measure, RecordMeasure
from cagraph.mirror import Requested, View, check, views
from cagraph.mirror.layout import Points
from cagraph.model import MODEL, Kind, Model, Namespaces
from cagraph.panels import COUNTS, Count, Design, Panel
from cagraph.queries import Answer, Library, Parameter, Query
from cagraph.settings import DEFAULT_BASE
from cagraph.store import RESULT_TYPES, EmbeddedStore, Serialised, Solutions
from cagraph.store.results import solutions

if TYPE_CHECKING:
    import networkx as nx

_SPARQL: Final = RESULT_TYPES[0]
_SHORT: Final = 2000
_WHOLE: Final = "all"
_GEXF: Final = "gexf"
_LAST: Final = "last"
_NONE: Final[Mapping[str, str]] = MappingProxyType({})


class RemoteGraph(KnowledgeGraph):
    """The graph of a service. What this version of the package does not know of it stands in plain values alone.

    `kinds`, `views` and `formats` are those that both know. `mirror` reads the whole graph as N-Quads, once for each
    data version, and builds the network here; everything else is answered by the service.
    """

    def __init__(self, service: Service, model: Model = MODEL, base: str = DEFAULT_BASE) -> None:
        self.model = model
        self.names = Namespaces(base)
        self._service = service
        self._mirrored: tuple[str, Version] | None = None

    @classmethod
    def open(cls, address: str, model: Model = MODEL, base: str = DEFAULT_BASE) -> "RemoteGraph":
        """The graph of the service at an address. Raises ServiceError when there is none, or none that fits."""
        service = Service(address)
        with ExitStack() as stack:
            stack.callback(service.close)
            service.check()
            stack.pop_all()
        return cls(service, model, base)

    def __repr__(self) -> str:
        return f"RemoteGraph({self.address!r})"

    @property
    def address(self) -> str:
        """Where the service is, without a slash at the end."""
        return self._service.address

    def close(self) -> None:
        self._service.close()

    def _json(self, path: str, options: Mapping[str, str] = _NONE, pairs: Pairs = ()) -> dict[str, Any]:
        """The object at a path: `options` go without those that are empty, `pairs` as they are."""
        found = self._service.json(path, [*pairs, *_some(options)])
        if not isinstance(found, dict):
            raise ServiceError(
                f"{self.address}{path} answers something else than an object", "is it a cagraph service?"
            )
        return found

    @property
    def data_version(self) -> str:
        return str(self._json("/")["data_version"])

    def _listed(self) -> dict[str, Any]:
        """The kinds, queries and exports that the service has."""
        return self._json("/v1")

    @property
    def kinds(self) -> Mapping[str, Kind]:
        there = [entry["kind"] for entry in self._listed()["kinds"]]
        return MappingProxyType({name: self.model.kinds[name] for name in there if name in self.model.kinds})

    @property
    def queries(self) -> Mapping[str, Query]:
        found = (_query(told) for told in self._json("/v1/queries")["queries"])
        return MappingProxyType({query.name: query for query in found})

    @property
    def views(self) -> Mapping[str, View]:
        files = [path.rpartition("/")[2] for path in self._listed()["exports"]]
        return {name: one for name, one in views().items() if any(file.startswith(f"{name}.") for file in files)}

    @property
    def formats(self) -> Mapping[str, Exporter]:
        files = self._listed()["exports"]
        return {name: one for name, one in exporters().items() if any(file.endswith(one.suffix) for file in files)}

    def kind(self, name: str) -> Kind:
        kind = self.model.collection(name)
        if kind.name not in self.kinds:
            raise NotFoundError(f"the service has no kind '{kind.name}'", suggestion(kind.name, list(self.kinds)))
        return kind

    def _collection(self, kind: str) -> str:
        """The plural of a kind in paths; what nobody knows stays as it is, for the service to tell."""
        try:
            return self.model.collection(kind).collection
        except NotFoundError:
            paths = {entry["kind"]: entry["path"].rpartition("/")[2] for entry in self._listed()["kinds"]}
            return str(paths.get(kind, kind))

    def get(self, id_: str, full_evidence: bool = False, lang: str = "") -> dict[str, Any]:
        return self._json(f"/v1/entities/{segment(id_)}", {"evidence": _full(full_evidence), "lang": lang})

    def links(
        self, id_: str, predicate: str = "", kind: str = "", limit: int = PAGE, cursor: str = "", lang: str = ""
    ) -> Found:
        options = {"predicate": predicate, "kind": kind, "limit": str(limit), "cursor": cursor, "lang": lang}
        return self._page(f"/v1/entities/{segment(id_)}/links", options)

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
        given = [(name, value) for name, values in filters.items() for value in values]
        options = {
            "q": q, "since": since, "until": until, "on": on, "sort": sort, "limit": str(limit), "cursor": cursor,
            "facets": ",".join(facets), "lang": lang, "evidence": _full(full_evidence),
        }  # fmt: skip
        return self._page(f"/v1/{segment(self._collection(kind))}", options, given)

    def _page(self, path: str, options: Mapping[str, str], pairs: Pairs = ()) -> Found:
        """A page with cursors to its neighbours, as their addresses in it have them."""
        found = self._json(path, options, pairs)
        return Found(found | _cursors(found), self.model, f"{self.address}/id/")

    def changes(self, since: str = "", until: str = "", **asked: Any) -> dict[str, Any]:
        parties = [("party", party) for party in asked.pop("parties", ())]
        options = {name: str(value) for name, value in asked.items() if value not in ("", False)}
        options |= {"net": "true"} if asked.get("net") else {}
        found = self._json("/v1/changes", {"since": since, "until": until, **options}, parties)
        return found | _cursors(found)

    def evidence(self, id_: str, field: str = "") -> list[dict[str, Any]]:
        entity = self.get(id_, full_evidence=True)
        kind = self.model.kinds.get(entity["kind"])
        if field and kind and field not in kind.field:
            raise ParameterError(f"{kind.name} has no field '{field}'", f"known: {', '.join(kind.field)}")
        return [claim for claim in entity["evidence"] if not field or field in claim["says"]]

    def claim(self, id_: str) -> dict[str, Any]:
        return self._json(f"/v1/claims/{segment(id_)}")

    def said_by(self, source: str, limit: int = PAGE, cursor: str = "") -> dict[str, Any]:
        found = self._json(f"/v1/sources/{segment(source)}/claims", {"limit": str(limit), "cursor": cursor})
        return found | _cursors(found)

    def sayings_on(self, id_: str, field: str) -> dict[str, Any]:
        return self._json(f"/v1/evidence/{segment(id_)}", {"field": field})

    def status(
        self, instrument: str, party: str = "", on: str = "", known_on: str = "", full_evidence: bool = False
    ) -> dict[str, Any]:
        options = {"party": party, "on": on, "known_on": known_on, "evidence": _full(full_evidence)}
        return self._json(f"/v1/instruments/{segment(instrument)}/status", options)

    def instruments_in_force(
        self, parties: Sequence[str], on: str = "", known_on: str = "", full_evidence: bool = False
    ) -> dict[str, Any]:
        options = {"between": ",".join(parties), "in_force": on or _LAST, "known_on": known_on}
        return self._json("/v1/instruments", options | {"evidence": _full(full_evidence)})

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
        options = {
            "from": start, "to": goal, "max_hops": str(max_hops), "limit": str(limit), "since": since, "until": until,
            "via": ",".join(via), "avoid": ",".join(avoid), "hubs": hubs, "lang": lang,
            "evidence": _full(full_evidence),
        }  # fmt: skip
        return self._json("/v1/paths", options)

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
        options = {"on": on, "since": since, "until": until, "lang": lang, "evidence": _full(full_evidence)}
        return self._json(_of_two(one, other), options)

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
        if format_ not in BRIEFS:
            raise ParameterError(f"format: '{format_[:80]}' is not known", f"write one of {', '.join(BRIEFS)}")
        options = _some({"on": on, "since": since, "until": until, "lang": lang})
        return self._service.read(_of_two(one, other), options, f"text/{format_}").body.decode()

    def dyads(self, party: str = "") -> dict[str, Any]:
        return self._json("/v1/dyads", {"party": party})

    def run(self, query: str, **parameters: str) -> Answer:
        return self._answer(self._json(f"/v1/queries/{segment(query)}", parameters))

    def _answered(self, question: str, lang: str, today: str) -> Answer:
        return self._answer(self._json("/v1/ask", {"q": question, "lang": lang, "today": today}))

    def _answer(self, told: Mapping[str, Any]) -> Answer:
        return Answer.of(told, f"{self.address}/id/")

    def examples(self, lang: str = "en") -> dict[str, str]:
        name = "question" if lang == "en" else f"question_{lang}"
        return {one["query"]: one[name] for one in self._json("/v1/queries")["queries"] if one.get(name)}

    def sparql(self, text: str) -> Solutions:
        try:
            found = self.sparql_answer(text, _SPARQL, "")
        except NotAcceptableError:
            found = Serialised(b"", "")
        if found.media_type != _SPARQL or b'"boolean"' in found.body[:200]:
            raise QuerySyntaxError("this is not a SELECT query", "begin it with SELECT")
        return solutions(found.body, _SPARQL)

    def sparql_answer(
        self, text: str, result_type: str = RESULT_TYPES[0], graph_type: str = "text/turtle"
    ) -> Serialised:
        accept = ", ".join(filter(None, (result_type, graph_type)))
        if len(text) <= _SHORT:
            reply = self._service.read("/sparql", [("query", text)], accept)
        else:
            reply = self._service.post("/sparql", {"query": text}, accept)
        return Serialised(reply.body, reply.media_type)

    def mirror(self, view_name: str = "", since: str = "", until: str = "", **asked: Any) -> "nx.Graph[str]":
        requested = Requested(since, until, **asked)
        if view_name:
            check(view_name, requested, self.model)
        return self._whole().network(view_name, requested)

    def places(self, network: "nx.Graph[str]", layout: str = FORCE) -> Points:
        return self._whole().drawings.places.of(network, layout)

    def _whole(self) -> Version:
        """The service's data as they are now, read whole."""
        version = self.data_version
        if self._mirrored is None or self._mirrored[0] != version:
            body = b"".join(self.export("nquads"))
            store = EmbeddedStore()
            try:
                store.replace(ox.parse(body, format=ox.RdfFormat.N_QUADS))
            except (SyntaxError, ValueError) as error:
                raise ServiceError(f"{self.address} gave N-Quads that cannot be read: {error}", "ask again") from error
            whole = Version(store, self.model, self.names, lambda: Library(resources.queries(), self.names))
            if len(store) and not len(whole.mirror):
                raise ServiceError(
                    f"no IRI at {self.address} begins with {self.names.base}", "open it with the base it has: base=…"
                )
            self._mirrored = version, whole
        return self._mirrored[1]

    @property
    def measures(self) -> Mapping[str, Measure | RecordMeasure]:
        there = [told["measure"] for told in self._json("/v1/analytics")["measures"]]
        return MappingProxyType({name: EVERY[name] for name in there if name in EVERY})

    def _analysed(self, inquiry: Inquiry) -> Measured:
        found = self._json(f"/v1/analytics/{segment(inquiry.measure)}", inquiry.parameters)
        return Measured(found, f"{self.address}/id/")

    @property
    def panels(self) -> Mapping[str, Count]:
        there = [told["count"] for told in self._json("/v1/panels")["counts"]]
        return MappingProxyType({name: COUNTS[name] for name in there if name in COUNTS})

    def panel(self, unit: str, events: Sequence[str] | str = (), **asked: Any) -> Panel:
        found = self._json(f"/v1/panels/{segment(unit)}", Design(unit, events, **asked).given)
        return Panel(found, f"{self.address}/id/")

    def export(
        self, format_: str, view_name: str = "events", since: str = "", until: str = "", **asked: Any
    ) -> Iterator[bytes]:
        chosen = exporter(format_)
        manner, rest = fitting(chosen, asked)
        requested = Requested(since, until, **rest)
        drawable(manner)
        if not chosen.needs_view:
            return self._service.stream(f"/v1/export/{_WHOLE}{chosen.suffix}", _some(manner.given))
        check(view_name, requested, self.model)
        return self._service.stream(
            f"/v1/export/{view_name}{chosen.suffix}", _some({**requested.given, **manner.given})
        )

    def gephi_lite(self, view_name: str = "events", since: str = "", until: str = "", **asked: Any) -> str:
        gexf = exporter(_GEXF)
        manner, rest = fitting(gexf, asked)
        options = _some({**Requested(since, until, **rest).given, **manner.given})
        return opening(f"{self.address}/v1/export/{view_name}{gexf.suffix}", options)


def _some(options: Mapping[str, str]) -> list[tuple[str, str]]:
    """The options that are given."""
    return [(name, value) for name, value in options.items() if value]


def _full(wanted: bool) -> str:
    return "full" if wanted else ""


def _of_two(one: str, other: str) -> str:
    return f"/v1/dyads/{segment(one)}/{segment(other)}"


def _cursors(page: Mapping[str, Any]) -> dict[str, str]:
    """The cursors in the addresses of the pages before and after; empty without one."""
    return {name: parse_qs(urlsplit(page[name] or "").query).get("cursor", [""])[0] for name in ("next", "prev")}


def _query(told: Mapping[str, Any]) -> Query:
    slots = (
        Parameter(name, str(declared).removesuffix("?"), str(declared).endswith("?"))
        for name, declared in told["parameters"].items()
    )
    return Query(told["query"], told["title"], told["sparql"], tuple(slots), about=told["about"])
