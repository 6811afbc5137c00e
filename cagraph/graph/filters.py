"""The filters of lists: which entities of a kind fit all that was asked for, and the words that say so."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from cagraph.errors import ParameterError, suggestion
from cagraph.graph.index import Index, Name
from cagraph.graph.moments import contains
from cagraph.graph.standing import Standing
from cagraph.mirror import Window, whole_day
from cagraph.model import FieldSpec, Kind, Model
from cagraph.model.grammar import qualified
from cagraph.model.text import fold, search_key, spaced
from cagraph.queries import Reader
from cagraph.queries.evidence import RDF_TYPE
from cagraph.status import Truth

ANY: Final = ".any"
CLOCKED: Final = "Instrument"
Given = Mapping[str, Sequence[str]]
EVERYWHERE: Final = ("q", "since", "until", "on", "source", "source.any")


@dataclass
class Selected:
    """What fits: ids, what is known of each beyond its fields, the words, and how many cannot be decided."""

    ids: set[str]
    words: list[str] = field(default_factory=list)
    about: dict[str, dict[str, Any]] = field(default_factory=dict)
    undecided: dict[str, int] = field(default_factory=dict)

    def keep(self, ids: Iterable[str], words: str) -> None:
        """Keep only these, and say why."""
        self.ids &= set(ids)
        self.words.append(words)


def clocked(kind: Kind, model: Model) -> bool:
    """Whether the treaty clock tells a status of every entity of a kind."""
    return CLOCKED in model.kinds and model.is_a(kind.name, CLOCKED)


def names_of(kind: Kind, model: Model) -> list[str]:
    """Every parameter by which the entities of a kind are filtered."""
    own = [name for parameter in kind.parameters for name in (parameter, parameter + ANY)]
    return [*own, *(["status"] if clocked(kind, model) else []), *EVERYWHERE]


@dataclass(frozen=True)
class Filters:
    """Selects accepted entities."""

    index: Index
    standing: Standing
    reader: Reader

    def select(self, kind: Kind, given: Given) -> Selected:
        """The accepted entities of a kind that fit every parameter. Raises ParameterError naming the parameter."""
        found = Selected(self.index.subjects("rdf:type", self.reader.term(f"cag:{kind.name}")))
        known = names_of(kind, self.index.model)
        for name in given:
            if name not in known:
                raise ParameterError(
                    f"{kind.collection}: there is no parameter '{name[:80]}'", suggestion(name, [*known, "sort"])
                )
        own = [name for name in given if name.removesuffix(ANY) in kind.parameters]
        for name in own:
            self._of_field(found, name, kind.parameters[name.removesuffix(ANY)], given[name])
        for name in ("source", "source.any"):
            if given.get(name):
                self._of_source(found, name, given[name])
        if text := _one(given, "q"):
            self._named(found, text)
        self._within(found, _one(given, "since"), _one(given, "until"))
        statuses = given.get("status", ()) if "status" not in own else ()
        day = _one(given, "on")
        if statuses:
            self._of_status(found, statuses, day)
        elif day:
            self._on(found, kind, day)
        return found

    def _of_field(self, found: Selected, name: str, spec: FieldSpec, values: Sequence[str]) -> None:
        any_of = name.endswith(ANY)
        if any_of and spec.type != "text":
            values = [part.strip() for value in values for part in value.split(",")]
        sets, told = [], []
        for value in values:
            ids, words = self._having(name, spec, value)
            sets.append(ids)
            told.append(words)
        joined = " or " if any_of else " and "
        words = f"with {spaced(spec.term.property.partition(':')[2])} {joined.join(told)}"
        found.keep(set().union(*sets) if any_of else found.ids.intersection(*sets), words)

    def _having(self, name: str, spec: FieldSpec, value: str) -> tuple[set[str], str]:
        """The entities with a value, and the value in words."""
        if spec.type != "ref":
            column = self.index.column(spec.term.property)
            return {id_ for id_, values in column.items() if value in values}, f"“{value}”"
        id_ = self._entity(name, qualified(spec.term.scheme, value), value, spec.target, spec)
        node = self.reader.node(id_)
        return self.index.subjects(spec.term.property, node), self.reader.label(node)

    def _entity(self, name: str, id_: str, given: str, kind: str, spec: FieldSpec | None = None) -> str:
        """The id, or the present one of an entity once known by it. Raises ParameterError when there is none."""
        id_ = self.index.current.get(id_, id_)
        try:
            node = self.reader.node(id_)
        except ValueError:
            raise ParameterError(
                f"{name}: '{given[:80]}' is no id", "ids hold letters, digits, hyphens and dots"
            ) from None
        if not any(self.reader.store.quads(node, RDF_TYPE)):
            known = [one for one in self.index.ids_of(kind) if spec is None or self.index.fits(one, spec)]
            raise ParameterError(f"{name}: there is no {kind} '{given[:80]}'", suggestion(given, known))
        return id_

    def _of_source(self, found: Selected, name: str, values: Sequence[str]) -> None:
        any_of = name.endswith(ANY)
        if any_of:
            values = [part.strip() for value in values for part in value.split(",")]
        ids = [self._entity(name, value, value, "Source") for value in values]
        sets = [self.index.by_source.get(id_, set()) for id_ in ids]
        told = (" or " if any_of else " and ").join(self.reader.label(self.reader.node(id_)) for id_ in ids)
        found.keep(set().union(*sets) if any_of else found.ids.intersection(*sets), f"resting on {told}")

    def _named(self, found: Selected, text: str) -> None:
        wanted = Name(fold(text), tuple(search_key(text).split()))
        if not wanted.folded:
            raise ParameterError(f"q: '{text[:80]}' holds no letters or digits", "write a part of a name")
        names = self.index.names
        fitting = {id_ for id_ in found.ids if any(_matches(name, wanted) for name in names.get(id_, ()))}
        found.keep(fitting, f"named like “{text}”")

    def _within(self, found: Selected, since: str, until: str) -> None:
        window = Window.parse(since, until)
        if window.since or window.until:
            times = ((id_, self.index.time(id_)) for id_ in found.ids)
            fitting = {id_ for id_, (first, last) in times if window.holds({"earliest": first, "latest": last})}
            told = [f"since {since}"] if since else []
            found.keep(fitting, " ".join([*told, *([f"until {until}"] if until else [])]))

    def _on(self, found: Selected, kind: Kind, text: str) -> None:
        day = whole_day("on", text)
        held: dict[str, Truth] = {}
        for id_ in found.ids:
            value = contains(self.index, self.index.kind_of(id_) or kind, id_, day)
            if value is not Truth.NO:
                held[id_] = value
        found.keep(held, f"on {day} for certain or possibly")
        found.undecided["on"] = sum(value is Truth.UNKNOWN for value in held.values())
        found.about |= {id_: {"on": value.value} for id_, value in held.items()}

    def _of_status(self, found: Selected, statuses: Sequence[str], on: str) -> None:
        day = self.standing.day("on", on)
        for text in statuses:
            question, wanted = self.standing.wanted("status", text)
            answers = self.standing.general(question, day)
            fitting = {id_ for id_ in found.ids if id_ in answers and answers[id_].value is wanted}
            unknown = sum(id_ in answers and answers[id_].value is Truth.UNKNOWN for id_ in found.ids)
            if wanted is not Truth.UNKNOWN:
                found.undecided["status"] = found.undecided.get("status", 0) + unknown
            words = question.replace("_", " ")
            told = {Truth.YES: words, Truth.NO: f"not {words}", Truth.UNKNOWN: f"possibly {words}"}[wanted]
            found.keep(fitting, f"{told} on {day}")
            for id_ in fitting:
                found.about.setdefault(id_, {"status": {}})["status"][question] = answers[id_].as_dict()


def _one(given: Given, name: str) -> str:
    values = given.get(name, ())
    if len(values) > 1:
        raise ParameterError(f"{name}: given {len(values)} times", "give it once")
    return values[0] if values else ""


def _matches(name: Name, wanted: Name) -> bool:
    """Whether a name holds a text as it is written, or words that begin as all of its words sound."""
    sounds = bool(wanted.words) and all(any(word.startswith(part) for word in name.words) for part in wanted.words)
    return sounds or wanted.folded in name.folded
