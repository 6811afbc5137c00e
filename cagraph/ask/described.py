"""Finds documents and events by description: “the treaty on water of 2022”, “the Dushanbe summit”."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode

from cagraph.ask.names import PREDICATES, Found, NameIndex
from cagraph.ask.times import Time, read_number
from cagraph.ask.tokens import Token, tokenise
from cagraph.ask.vocabulary import FILLER, Vocabulary
from cagraph.queries import Reader

# What a description may begin to speak of: only things whose own name begins with the same are meant.
_HEADS: Final = frozenset(
    "treaty instrument programme memorandum statement concept roadmap plan protocol paper "
    "meeting summit session visit talks".split()
)
_KINDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "Treaty": ("treaty", "instrument"),
        "Instrument": ("instrument",),
        "Document": ("instrument",),
        "Meeting": ("meeting",),
        "Visit": ("visit",),
        "Negotiation": ("talks", "meeting"),
        "EventSeries": ("meeting",),
    }
)
_LINKS: Final = ("cag:place", "cag:party", "cag:participatingParty", "cag:participant", "cag:to", "cag:series")
_DATES: Final = ("cag:date", "cag:signed", "cag:adopted", "cag:issued", "cag:concluded")
_MOST: Final = 60
_EXACT, _LOOSE = 10, 11


@dataclass
class _Thing:
    """What can be said to describe one entity."""

    id: str
    heads: set[str] = field(default_factory=set)
    features: set[str] = field(default_factory=set)
    names: list[list[set[str]]] = field(default_factory=list)


class Descriptions:
    """Every document, event and series of events, by the words and things that describe it."""

    def __init__(self, reader: Reader, vocabulary: Vocabulary, names: NameIndex) -> None:
        self._reader = reader
        self._vocabulary = vocabulary
        self._names = names
        wanted = {
            id_ for id_, kinds in names.kinds.items() if kinds & _KINDS.keys() and not kinds & {"TreatyAct", "Statement"}
        }
        self._things = [_Thing(id_) for id_ in sorted(wanted)]
        by_id = {thing.id: thing for thing in self._things}
        self._collect_names(by_id)
        self._collect_links(by_id)
        self._postings: dict[str, int] = defaultdict(int)
        self._headed: dict[str, int] = defaultdict(int)
        for at, thing in enumerate(self._things):
            for kind in names.kinds[thing.id] & _KINDS.keys():
                thing.heads.update(_KINDS[kind])
            thing.features |= thing.heads
            for feature in thing.features:
                self._postings[feature] |= 1 << at
            for head in thing.heads:
                self._headed[head] |= 1 << at

    def _collect_names(self, by_id: Mapping[str, _Thing]) -> None:
        for predicate in PREDICATES:
            for quad in self._reader.store.quads(None, self._reader.term(predicate)):
                thing = by_id.get(self._id(quad.subject))
                if thing and isinstance(quad.object, Literal):
                    self._describe(thing, tokenise(quad.object.value))

    def _describe(self, thing: _Thing, tokens: Sequence[Token]) -> None:
        words = [self._features(tokens, at) for at in range(len(tokens))]
        for at, token in enumerate(tokens):
            for end, meaning in self._vocabulary.at(tokens, at):
                if end > at + 1:
                    for inside in range(at, end):
                        words[inside].add(meaning)
            number = read_number(token.text)
            words[at] |= {f"n:{number}"} if number else set()
        first = next((found for found in words if found & _HEADS), set())
        thing.heads |= first & _HEADS
        thing.features |= set().union(*words)
        thing.names.append([found for at, found in enumerate(words) if FILLER not in self._meanings(tokens, at)])

    def _meanings(self, tokens: Sequence[Token], at: int) -> set[str]:
        return {meaning for end, meaning in self._vocabulary.at(tokens, at) if end == at + 1}

    def _features(self, tokens: Sequence[Token], at: int) -> set[str]:
        return {tokens[at].key} | (self._meanings(tokens, at) - {FILLER})

    def _collect_links(self, by_id: Mapping[str, _Thing]) -> None:
        store = self._reader.store
        for predicate in _LINKS:
            for quad in store.quads(None, self._reader.term(predicate), None, DefaultGraph()):
                thing = by_id.get(self._id(quad.subject))
                if thing and isinstance(quad.object, NamedNode):
                    thing.features.add("@" + self._id(quad.object))
        for predicate in _DATES:
            for quad in store.quads(None, self._reader.term(predicate), None, DefaultGraph()):
                thing = by_id.get(self._id(quad.subject))
                if thing and isinstance(quad.object, Literal):
                    text = quad.object.value[:10]
                    thing.features |= {f"t:{text[:size]}" for size in (4, 7, 10) if len(text) >= size}
        summits = {
            self._id(quad.subject)
            for quad in store.quads(None, self._reader.term("cag:level"), self._reader.node("level.head-of-state"))
        }
        for quad in store.quads(None, self._reader.term("cag:series"), None, DefaultGraph()):
            thing = by_id.get(self._id(quad.subject))
            if thing and self._id(quad.object) in summits:
                thing.heads.add("summit")
        for quad in store.quads(None, self._reader.term("cag:edition"), None, DefaultGraph()):
            thing = by_id.get(self._id(quad.subject))
            if thing and isinstance(quad.object, Literal):
                thing.features.add(f"n:{quad.object.value}")

    def _id(self, term: object) -> str:
        return (self._reader.names.local_id(term.value) or "") if isinstance(term, NamedNode) else ""

    def at(self, tokens: Sequence[Token], steps: Sequence[Sequence["Step"]], at: int) -> Iterator[tuple[int, Found]]:
        """What the words from a position on describe, with the position after them; at most a few dozen things."""
        if not steps[at] or all(step.feature == FILLER for step in steps[at]):
            return
        everything = (1 << len(self._things)) - 1
        # Which things fit the words so far, by whether a head and whether something telling were among them.
        fits: dict[int, dict[tuple[bool, bool], int]] = defaultdict(dict)
        fits[at][False, False] = everything
        for here in range(at, len(tokens)):
            for (headed, telling), mask in list(fits[here].items()):
                for step in steps[here]:
                    self._go(fits, step, headed, telling, mask)
        for end in range(at + 2, len(tokens) + 1):
            mask = fits[end].get((True, True), 0) if any(step.feature != FILLER for step in steps[end - 1]) else 0
            if mask and mask.bit_count() <= _MOST:
                yield end, self._found(mask, tokens, at, end, steps)

    def _go(
        self, fits: dict[int, dict[tuple[bool, bool], int]], step: "Step", headed: bool, telling: bool, mask: int
    ) -> None:
        after = mask
        if step.feature in _HEADS:
            after &= self._postings[step.feature] if headed else self._headed[step.feature]
            headed = True
        elif step.feature != FILLER:
            after &= self._postings[step.feature]
            telling = telling or not step.is_state
        if after:
            now = fits[step.end]
            now[headed, telling] = now.get((headed, telling), 0) | after

    def _found(
        self, mask: int, tokens: Sequence[Token], at: int, end: int, steps: Sequence[Sequence["Step"]]
    ) -> Found:
        said = {step.feature for here in range(at, end) for step in steps[here] if step.end <= end}
        said |= {token.key for token in tokens[at:end]}
        ranked = []
        for number, thing in enumerate(self._things):
            if mask >> number & 1:
                exact = any(all(word & said for word in name) for name in thing.names)
                ranked.append((thing.id, _EXACT if exact else _LOOSE))
        return Found(tuple(ranked))


@dataclass(frozen=True)
class Step:
    """A word, name, number or time of a question as a description can hold it."""

    end: int
    feature: str
    is_state: bool = False


def steps_of(
    tokens: Sequence[Token],
    names: Sequence[Sequence[tuple[int, Found]]],
    meanings: Sequence[Sequence[tuple[int, str]]],
    times: Sequence[Sequence[tuple[int, Time]]],
    kinds: Mapping[str, set[str]],
) -> list[list[Step]]:
    """The steps that lead from each position of a question to the next."""
    found: list[list[Step]] = []
    for at, token in enumerate(tokens):
        here = [Step(at + 1, token.key)]
        for end, name in names[at]:
            here += [Step(end, f"@{id_}", "State" in kinds[id_]) for id_ in name.best()]
        here += [Step(end, meaning) for end, meaning in meanings[at]]
        here += [Step(end, f"t:{time.text}") for end, time in times[at] if time.text]
        number = read_number(token.text)
        found.append([*here, *([Step(at + 1, f"n:{number}")] if number else [])])
    return found


