"""Fills the clock's instruments from a store, from the claims that count on a day, in a few passes over properties."""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode

from cagraph.model import PartialDate
from cagraph.queries import Reader
from cagraph.status.values import Act, Completeness, Denial, Fact, Instrument, Rule, Span

_ACT: Final = ("act", "instrument", "party", "date", "partOf")
_WHOLE: Final = (
    "signed",
    "concluded",
    "adopted",
    "approved",
    "inForce",
    "ended",
    "period",
    "entersIntoForceBy",
    "continues",
    "party",
)
_ABOUT: Final = ("about", "polarity", "modality", "accepted", "recorded", "retracted", "source")
_MADE: Final = ("signed", "concluded", "adopted", "approved")
_WHAT: Final = MappingProxyType(
    {**{name: f"was {name}" for name in _MADE}, "inForce": "entered into force", "ended": "ended"}
)
_FACTUAL: Final = frozenset({"stated", "inferred"})


@dataclass(frozen=True)
class Told:
    """One claim: what it is about, its manner, and what it says of the properties that the clock needs."""

    id: str
    about: str
    manner: dict[str, str]
    says: dict[str, set[str]]

    def known(self, on: date | None) -> bool:
        """Whether it stood in the data on a day; without a day, whether it stands now."""
        recorded, retracted = self.manner.get("recorded", ""), self.manner.get("retracted", "")
        if on is None:
            return not retracted
        return bool(recorded) and recorded <= on.isoformat() and not (retracted and retracted <= on.isoformat())

    @property
    def supports(self) -> bool:
        """Whether it may make a fact accepted; one since retracted did so while it stood."""
        factual = self.manner["polarity"] == "asserted" and self.manner["modality"] in _FACTUAL
        return factual and (self.manner["accepted"] == "true" or "retracted" in self.manner)

    @property
    def denies(self) -> bool:
        """Whether it denies, as fact, without limiting that to a day."""
        return self.manner["polarity"] == "denied" and self.manner["modality"] in _FACTUAL and "date" not in self.says


@dataclass(frozen=True)
class Instruments:
    """Every instrument of a store, as far as known on any day."""

    reader: Reader

    @cached_property
    def _claims(self) -> dict[str, list[Told]]:
        """The claims about acts and instruments, by what they are about."""
        manner: dict[str, dict[str, str]] = {}
        for name in _ABOUT:
            for quad in self.reader.store.quads(None, self.reader.term(f"cag:{name}"), None, self.reader.provenance):
                if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                    manner.setdefault(quad.subject.value, {})[name] = self._plain(quad.object)
        says: dict[tuple[str, str], dict[str, set[str]]] = {}
        for name in dict.fromkeys((*_ACT, *_WHOLE)):
            for quad in self.reader.store.quads(None, self.reader.term(f"cag:{name}")):
                if (
                    isinstance(quad.graph_name, NamedNode)
                    and isinstance(quad.subject, NamedNode)
                    and isinstance(quad.object, NamedNode | Literal)
                ):
                    key = (quad.graph_name.value, self._plain(quad.subject))
                    says.setdefault(key, {}).setdefault(name, set()).add(self._plain(quad.object))
        found: dict[str, list[Told]] = {}
        for iri, about in sorted(manner.items()):
            if "about" in about:
                id_ = iri.removeprefix(self.reader.names.claim)
                claim = Told(id_, about["about"], about, says.get((iri, about["about"]), {}))
                found.setdefault(claim.about, []).append(claim)
        return found

    def _plain(self, term: NamedNode | Literal) -> str:
        return term.value.removeprefix(self.reader.names.id)

    @cached_property
    def _sources(self) -> dict[str, date]:
        """The last day a source can speak of: of its publication, else of its reading."""
        days: dict[str, date] = {}
        for name in ("accessed", "published"):
            for quad in self.reader.store.quads(None, self.reader.term(f"cag:{name}"), None, DefaultGraph()):
                if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
                    latest = PartialDate.parse(quad.object.value).latest
                    if latest:
                        id_ = self._plain(quad.subject)
                        days[id_] = min(latest, days.get(id_, latest))
        return days

    @cached_property
    def _published(self) -> dict[str, date]:
        """The first day a source can have appeared."""
        term = self.reader.term("cag:publishedEarliest")
        return {
            self._plain(quad.subject): date.fromisoformat(quad.object.value)
            for quad in self.reader.store.quads(None, term, None, DefaultGraph())
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal)
        }

    @cached_property
    def _labels(self) -> dict[str, str]:
        return {id_: self.reader.label(self.reader.node(id_)) for id_ in self.kinds}

    @cached_property
    def kinds(self) -> dict[str, bool]:
        """The ids of all instruments, and whether each is a treaty."""
        found: dict[str, bool] = {}
        for kind in ("Instrument", "Treaty"):
            for quad in self.reader.store.quads(None, self.reader.term("rdf:type"), self.reader.term(f"cag:{kind}")):
                if isinstance(quad.subject, NamedNode):
                    found[self._plain(quad.subject)] = kind == "Treaty"
        return found

    @cached_property
    def recorded_until(self) -> date | None:
        """The last day on which a claim was recorded."""
        days = [one.manner["recorded"] for told in self._claims.values() for one in told if "recorded" in one.manner]
        return date.fromisoformat(max(days)) if days else None

    @cached_property
    def _complete(self) -> list[tuple[Completeness, str]]:
        """What the data hold completely of acts, each with the instrument it is limited to, if any."""
        found = []
        for quad in self.reader.store.quads(None, self.reader.term("cag:ofKind"), Literal("TreatyAct")):
            if not isinstance(quad.subject, NamedNode):
                continue
            values = {
                name: [
                    self._plain(one.object)
                    for one in self.reader.store.quads(quad.subject, self.reader.term(name))
                    if isinstance(one.object, NamedNode | Literal)
                ]
                for name in ("cag:covers", "cag:coverageWithin", "cag:period")
            }
            span = _span(values["cag:period"][0])
            cover = Completeness(self._plain(quad.subject), frozenset(values["cag:covers"]), span)
            found.append((cover, next(iter(values["cag:coverageWithin"]), "")))
        return found

    @cached_property
    def _acts_of(self) -> dict[str, list[str]]:
        """The ids of the acts on each instrument, accepted or only claimed."""
        found: dict[str, list[str]] = {}
        for id_, told in self._claims.items():
            for target in sorted({one for claim in told for one in claim.says.get("instrument", ())}):
                found.setdefault(target, []).append(id_)
        return found

    def get(self, id_: str, known_on: date | None = None, follow: bool = True) -> Instrument:
        """One instrument as known on a day."""
        claims = [one for one in self._claims.get(id_, []) if one.known(known_on) and one.supports]
        made = next((fact for name in _MADE if (fact := self._fact(id_, name, claims))), None)
        rule = next(
            ((one.says["entersIntoForceBy"], one.id) for one in claims if "entersIntoForceBy" in one.says), None
        )
        horizon = self.recorded_until
        parties = sorted({party for one in claims for party in one.says.get("party", ())})
        return Instrument(
            id_, self._labels.get(id_, id_), self.kinds.get(id_, False), tuple(parties),
            signed=made,
            in_force=self._fact(id_, "inForce", claims),
            ended=self._fact(id_, "ended", claims),
            period=self._fact(id_, "period", claims),
            rule=Rule(min(rule[0]).removeprefix("entry."), None, (rule[1],)) if rule else None,
            acts=tuple(self._acts(id_, known_on)),
            denials=tuple(self._denials(id_, known_on)),
            complete=tuple(cover for cover, within in self._complete if within in ("", id_)),
            successors=tuple(self._successors(id_, parties, known_on)) if follow else (),
            horizon=min(horizon, known_on) if horizon and known_on else horizon,
            claims=tuple(one.id for one in claims if "party" in one.says),
        )  # fmt: skip

    def _fact(self, id_: str, name: str, claims: Iterable[Told]) -> Fact | None:
        saying = [one for one in claims if name in one.says]
        # A claim since retracted gives way to one that still stands.
        standing = [one for one in saying if "retracted" not in one.manner] or saying
        if not standing:
            return None
        text = min(standing[0].says[name])
        claims_of_it = tuple(one.id for one in standing if text in one.says[name])
        return Fact(id_, _span(text), claims_of_it, what=_WHAT.get(name, ""))

    def _acts(self, instrument: str, known_on: date | None) -> Iterable[Act]:
        for id_ in sorted(self._acts_of.get(instrument, [])):
            claims = [one for one in self._claims[id_] if one.known(known_on) and one.supports]
            whole = _saying(claims, {"act", "party", "instrument"})
            if not whole:
                continue
            dated = self._fact(id_, "date", claims)
            latest = min((day for one in whole if (day := self._sources.get(one.manner["source"]))), default=None)
            span = dated.span if dated else Span(None, latest)
            ids = sorted({one.id for one in whole} | set(dated.claims if dated else ()))
            act, party = (min(next(one.says[name] for one in whole if name in one.says)) for name in ("act", "party"))
            yield Act(id_, span, tuple(ids), act.removeprefix("act."), party)

    def _denials(self, instrument: str, known_on: date | None) -> Iterable[Denial]:
        for id_ in sorted(self._acts_of.get(instrument, [])):
            for one in self._claims[id_]:
                until = self._published.get(one.manner["source"])
                if one.denies and one.known(known_on) and until and {"act", "party"} <= one.says.keys():
                    yield Denial(
                        id_, min(one.says["act"]).removeprefix("act."), min(one.says["party"]), until, (one.id,)
                    )

    @cached_property
    def _continued(self) -> dict[str, list[str]]:
        """The ids of the instruments that carry on each other's line, by the earlier one."""
        found: dict[str, set[str]] = {}
        for id_, told in self._claims.items():
            for target in {one for claim in told if claim.supports for one in claim.says.get("continues", ())}:
                found.setdefault(target, set()).add(id_)
        return {id_: sorted(later) for id_, later in found.items()}

    def _successors(self, id_: str, parties: list[str], known_on: date | None) -> Iterable[Fact]:
        """Later treaties of all the same parties that carry on the line, each from the day it was made."""
        for later in self._continued.get(id_, []):
            other = self.get(later, known_on, follow=False)
            if other.treaty and other.signed and parties and set(parties) <= set(other.parties):
                yield Fact(later, other.signed.span, other.signed.claims)


def _saying(claims: Iterable[Told], names: Set[str]) -> list[Told]:
    """The claims that say all of this; where none does, those that do so between them, be it that some is inferred."""
    parts = [one for one in claims if names & one.says.keys()]
    said = {name for one in parts for name in one.says}
    return [one for one in parts if names <= one.says.keys()] or (parts if names <= said else [])


def _span(text: str) -> Span:
    read = PartialDate.parse(text)
    return Span(read.earliest, read.latest, text)
