"""An answer as every surface gives it: rows, the evidence behind them, the query, the data version."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from types import MappingProxyType
from typing import Any

from pyoxigraph import Literal, NamedNode

from cagraph.model import Model, PartialDate
from cagraph.model.grammar import qualified
from cagraph.queries.evidence import Reader
from cagraph.queries.library import LITERALS, Library, Query
from cagraph.queries.run import Table, run
from cagraph.queries.wording import say
from cagraph.tables import Column, Tabular, Type, list_of, typed
from cagraph.tables import Table as Typed
from cagraph.tables.types import TEXT


@dataclass(frozen=True)
class Computed:
    """What a calculation gives in place of a query's rows: each with the ids of its claims under `evidence`.

    `types` says what the values of a column are where these alone do not show it, as of days.
    """

    sentence: str
    rows: list[dict[str, Any]]
    notes: tuple[str, ...] = ()
    types: Mapping[str, Type] = field(default_factory=dict)

    @property
    def columns(self) -> dict[str, str]:
        """The type of each column of the rows by its name."""
        names = [name for name in next(iter(self.rows), {}) if name != "evidence"]
        return {name: self.types.get(name, typed([row[name] for row in self.rows])).name for name in names}


Calculation = Callable[[Mapping[str, str], Table, str], Computed]


@dataclass(frozen=True)
class Answer(Tabular):
    """What came of a question or a named query.

    `status` is `answered`, `not_stated` (covered, but no source says it), `ambiguous` (a name fits several: `options`
    are its readings, each with a question that chooses it) or `refused` (not covered; `answer` says why in words,
    `reason` in one). `completeness` says what it means that nothing more is listed. Each row carries the ids of the
    claims behind it under `evidence`; the claims themselves stand once in the answer's own `evidence`.
    `types` says what the values of each column are: entity, date (of any precision), day, integer, number, boolean or
    text. `home` is the address that ids are appended to for the pages of entities.
    """

    status: str
    answer: str
    data_version: str
    question: str = ""
    read_as: str = ""
    query: str = ""
    parameters: dict[str, str] = field(default_factory=dict)
    columns: list[str] = field(default_factory=list)
    types: dict[str, str] = field(default_factory=dict)
    rows: list[dict[str, Any]] = field(default_factory=list)
    apart: dict[str, Any] | None = None
    evidence: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    sparql: str = ""
    nearest: list[str] = field(default_factory=list)
    language: str = "en"
    completeness: str = ""
    reason: str = ""
    options: list[dict[str, str]] = field(default_factory=list)
    home: str = field(default="", repr=False, compare=False)

    @classmethod
    def of(cls, told: Mapping[str, Any], home: str = "") -> "Answer":
        """An answer from its plain values; what this version does not know of them is left out."""
        known = {one.name for one in fields(cls)} - {"home"}
        return cls(**{name: value for name, value in told.items() if name in known}, home=home)

    def as_dict(self) -> dict[str, Any]:
        """The answer as plain values."""
        found = asdict(self)
        del found["home"]
        return found

    def table(self) -> Typed:
        apart = self.apart or {"rows": [], "title": ""}
        names = [name for name in next(iter(apart["rows"]), {}) if name != "evidence"]
        more = Typed(_typed(apart["rows"], names, {}), apart["title"], home=self.home)
        return Typed(
            _typed(self.rows, self.columns, self.types),
            caption="" if self.rows else self.answer,
            about=f"Read as: {self.read_as}" if self.read_as else "",
            notes=[*self.notes, *(f"near: {question}" for question in self.nearest)],
            home=self.home,
            data_version=self.data_version,
            more=[more] if apart["rows"] else [],
        )


def answer(
    query: Query,
    given: Mapping[str, str],
    reader: Reader,
    model: Model,
    library: Library,
    data_version: str,
    language: str = "en",
    calculations: Mapping[str, Calculation] = MappingProxyType({}),
) -> Answer:
    """Run a named query and say what it found, with the evidence and with what must not be overlooked.

    Raises ParameterError for a parameter that is unknown, missing or unreadable.
    """
    table = run(query, given, reader, model)
    apart = _apart(query, given, reader, model, library)
    computed = calculations[query.computed](given, table, language) if query.computed else None
    rows = computed.rows if computed else _rows(table, reader)
    complete = complete_for(query, given, reader)
    evidence = reader.describe(_behind(table, apart, computed, reader))
    sentence = computed.sentence if computed else _sentence(query, table, language)
    if not rows and complete:
        sentence = say("none-complete", language, what=complete[0])
    found = bool(rows or complete)
    types = (computed.columns if computed else {}) or {name: table.types[name] for name in _shown(table)}
    return Answer(
        status="answered" if found else "not_stated",
        answer=sentence,
        data_version=data_version,
        read_as=read_as(query, given, reader, language),
        query=query.name,
        parameters=dict(given),
        columns=list(types),
        types=types,
        rows=rows,
        apart={"title": apart.title, "query": apart.query, "rows": _rows(apart, reader), "sparql": apart.sparql}
        if apart and apart.rows
        else None,
        evidence=evidence,
        notes=[
            *(f"complete: {one}" for one in complete),
            *(computed.notes if computed else _notes(table, evidence)),
        ],
        sparql=table.sparql,
        language=language,
        completeness=say("complete", language, what="; ".join(complete)) if complete else say("open", language),
        home=reader.names.id,
    )


def _typed(rows: Sequence[Mapping[str, Any]], names: Sequence[str], types: Mapping[str, str]) -> list[Column]:
    """The columns of rows, and the claims behind each; of a column whose type is not told it is seen from values."""
    columns = {name: [row.get(name) for row in rows] for name in names}
    return [
        *(
            Column(name, Type(types[name]) if name in types else typed(values), values)
            for name, values in columns.items()
        ),
        Column("evidence", list_of(TEXT), [row.get("evidence", []) for row in rows]),
    ]


def _apart(query: Query, given: Mapping[str, str], reader: Reader, model: Model, library: Library) -> Table | None:
    return run(library.get(query.apart), given, reader, model) if query.apart else None


def _behind(table: Table, apart: Table | None, computed: Computed | None, reader: Reader) -> list[NamedNode]:
    """Every claim that the rows name, once."""
    if computed:
        ids = dict.fromkeys(claim for row in computed.rows for claim in row["evidence"])
        return [NamedNode(reader.names.claim + id_) for id_ in ids]
    return list(dict.fromkeys(claim for one in (table, apart) if one for row in one.claims for claim in row))


def complete_for(query: Query, given: Mapping[str, str], reader: Reader) -> list[str]:
    """The statements of completeness that hold for what a query lists, as its `lists:` line names the kind.

    One holds when it is about all that was asked for, and when the time asked for lies within its own.
    """
    slots = [slot for slot in query.parameters if slot.type not in LITERALS and given.get(slot.name)]
    if not query.lists or not slots:
        return []
    asked = {reader.node(qualified(slot.scheme, given[slot.name])) for slot in slots}
    found = []
    for quad in reader.store.quads(None, reader.term("cag:ofKind"), Literal(query.lists)):
        about = quad.subject
        if isinstance(about, NamedNode):
            links = (reader.store.quads(about, reader.term(name)) for name in ("cag:covers", "cag:coverageWithin"))
            covered = {link.object for one in links for link in one}
            periods = [reader.plain(one.object) for one in reader.store.quads(about, reader.term("cag:period"))]
            if asked <= covered and all(_within(given, period) for period in periods):
                found.append(f"{reader.label(about)}, {', '.join(periods)}")
    return sorted(found)


def _within(given: Mapping[str, str], period: str) -> bool:
    """Whether the time asked for, as far as it is limited, lies within a period."""
    whole = PartialDate.parse(period)
    for name in ("since", "until", "day", "year"):
        if given.get(name):
            asked = PartialDate.parse(given[name])
            before = whole.earliest and asked.earliest and asked.earliest < whole.earliest
            after = whole.latest and asked.latest and asked.latest > whole.latest and name != "until"
            if before or after:
                return False
    return True


def _shown(table: Table) -> list[str]:
    """The columns without those that only repeat an entity's label."""
    return [name for name in table.columns if name.removesuffix("Label") == name]


def _rows(table: Table, reader: Reader) -> list[dict[str, Any]]:
    shown = _shown(table)
    prefix = reader.names.claim
    return [
        {name: _claim_id(row[name], prefix) for name in shown}
        | {"evidence": [reader.claim_id(claim) for claim in claims]}
        for row, claims in zip(table.rows, table.claims, strict=True)
    ]


def _claim_id(value: Any, prefix: str) -> Any:
    return value.removeprefix(prefix) if isinstance(value, str) else value


def _text(value: Any) -> str:
    return str(value["label"]) if isinstance(value, dict) else str(value)


def _sentence(query: Query, table: Table, language: str) -> str:
    if not table.rows:
        return say("not-stated", language, why=query.say("none", language) or say("no-source", language))
    if query.verdict:
        sides = {row[query.verdict] for row in table.rows}
        return say(str(next(iter(sides))) if len(sides) == 1 else "disputed", language)
    first = table.columns[0]
    names = list(dict.fromkeys(_text(row[first]) for row in table.rows))
    if len(names) == 1:
        rest = "; ".join(
            f"{name}: {text}"
            for name in _shown(table)[1:]
            if (text := ", ".join(dict.fromkeys(_text(row[name]) for row in table.rows if row[name] is not None)))
            and not name.lower().endswith("claim")
        )
        return names[0] + (f" ({rest})" if rest else "")
    return "; ".join(names)


def _notes(table: Table, evidence: list[dict[str, Any]]) -> list[str]:
    """What a reader must not overlook: rough dates, curators' inferences, claims that are no accepted facts."""
    notes: dict[str, None] = {}
    for row in table.rows:
        for name, value in row.items():
            if isinstance(value, str) and re.fullmatch(r"\d{4}(-\d{2})?", value) and name not in {"at"}:
                precision = PartialDate.parse(value).precision
                notes.setdefault(f"{name} {value}: known to the {precision} only")
    for claim in evidence:
        if claim["polarity"] == "denied":
            notes.setdefault(f"denied by {claim['source']['id']} at {claim['at']}: {claim['about']['label']}")
        elif claim["modality"] == "inferred":
            notes.setdefault(
                f"inferred from {claim['source']['id']} at {claim['at']}: {claim.get('note', '')}".rstrip(": ")
            )
        elif not claim["accepted"]:
            manner = f"{claim['modality']} by {claim['source']['id']} at {claim['at']}"
            notes.setdefault(f"not an accepted fact, but {manner}: {claim['about']['label']}")
    return list(notes)


def read_as(query: Query, given: Mapping[str, str], reader: Reader, language: str = "en") -> str:
    """The query's `reads:` line with the given values; parts in brackets only where their slot has one."""

    def name(slot: str) -> str:
        value = given.get(slot, "")
        kind = query.parameter[slot].type
        if not value or kind in LITERALS:
            return value
        return reader.name(reader.node(qualified(query.parameter[slot].scheme, value)), language)

    def optional(match: re.Match[str]) -> str:
        slots = re.findall(r"\{(\w+)\}", match[1])
        return match[1] if all(given.get(slot) for slot in slots) else ""

    text = re.sub(r"\[([^\]]*)\]", optional, query.say("reads", language))
    return re.sub(r"\{(\w+)\}", lambda match: name(match[1]), text)
