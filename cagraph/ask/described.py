"""Finds documents and events by description: “the treaty on water of 2022”, “the Dushanbe summit”."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from types import MappingProxyType
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode

from cagraph.ask.names import ALIAS, PREDICATES, Found, NameIndex
from cagraph.ask.times import Time, read_number
from cagraph.ask.tokens import Token, tokenise
from cagraph.ask.vocabulary import FILLER, Vocabulary
from cagraph.queries import Reader

_TEXTS: Final = frozenset(
    ["treaty", "instrument", "programme", "memorandum", "statement", "concept", "roadmap", "plan", "protocol", "paper"]
)
_GATHERINGS: Final = frozenset({"meeting", "summit", "session", "talks"})
# The words by which a description may call a thing of each kind: the first are always right, the rest where its own
# name begins with them.
_HEADS: Final[Mapping[str, tuple[frozenset[str], frozenset[str]]]] = MappingProxyType(
    {
        "Treaty": (frozenset({"treaty", "instrument"}), _TEXTS),
        "Document": (frozenset({"instrument"}), _TEXTS),
        "Meeting": (frozenset({"meeting"}), _GATHERINGS),
        "Negotiation": (frozenset({"talks", "meeting"}), _GATHERINGS),
        "EventSeries": (frozenset({"meeting"}), _GATHERINGS),
        "Visit": (frozenset({"visit"}), frozenset()),
        "Journey": (frozenset({"journey"}), frozenset()),
        "Post": (frozenset(), frozenset({"minister", "prime", "speaker", "ambassador", "president", "deputy"})),
    }
)
_ALL_HEADS: Final = frozenset().union(*(always | named for always, named in _HEADS.values()))
_LINKS: Final = (
    "cag:place",
    "cag:party",
    "cag:participatingParty",
    "cag:participant",
    "cag:to",
    "cag:series",
    "cag:postOf",
)
_DATES: Final = ("cag:date", "cag:signed", "cag:adopted", "cag:issued", "cag:concluded")
_MOST: Final = 60
EXACT: Final = 10


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
            id_
            for id_, kinds in names.kinds.items()
            if kinds & _HEADS.keys() and not kinds & {"TreatyAct", "Statement"}
        }
        self._things = [_Thing(id_) for id_ in sorted(wanted)]
        by_id = {thing.id: thing for thing in self._things}
        self._collect_names(by_id)
        self._collect_links(by_id)
        self._postings: dict[str, int] = defaultdict(int)
        self._headed: dict[str, int] = defaultdict(int)
        for at, thing in enumerate(self._things):
            for kind in names.kinds[thing.id] & _HEADS.keys():
                thing.heads |= _HEADS[kind][0]
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
        stands = [list(self._vocabulary.at(tokens, at)) for at in range(len(tokens))]
        alone = [{meaning for end, meaning in here if end == at + 1} for at, here in enumerate(stands)]
        words = [
            set() if FILLER in meanings else {token.key} | meanings
            for token, meanings in zip(tokens, alone, strict=True)
        ]
        for at, token in enumerate(tokens):
            for end, meaning in stands[at]:
                if end > at + 1:
                    for inside in range(at, end):
                        words[inside].add(meaning)
            number = read_number(token.text)
            words[at] |= {f"n:{number}"} if number else set()
        first = next((found for found in words if found & _ALL_HEADS), set())
        for kind in self._names.kinds[thing.id] & _HEADS.keys():
            thing.heads |= first & _HEADS[kind][1]
        thing.features |= set().union(*words)
        thing.names.append([found for found, meanings in zip(words, alone, strict=True) if FILLER not in meanings])

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
        if not any(step.begins for step in steps[at]):
            return
        everything = (1 << len(self._things)) - 1
        # Which things fit the words so far, by whether a head and whether something telling were among them.
        fits: dict[int, dict[tuple[bool, bool], int]] = defaultdict(dict)
        fits[at][False, False] = everything
        for here in range(at, len(tokens)):
            for (headed, telling), mask in list(fits[here].items()):
                for step in steps[here]:
                    if here == at and not step.begins:
                        continue
                    self._go(fits, step, headed, telling, mask)
        for end in range(at + 2, len(tokens) + 1):
            filler = all(step.feature == FILLER for step in steps[end - 1])
            mask = 0 if filler else fits[end].get((True, True), 0)
            if mask and mask.bit_count() <= _MOST:
                yield end, self._found(mask, tokens, at, end, steps)

    def _distance(self, thing: _Thing, said: set[str], telling: int) -> int:
        """How far what was said is from a name of the thing: 0 all of a name, 1 an event's beginning, 2 any part.

        Offices differ by the words they add: the fewest left unsaid, the closer.
        """
        if "Post" in self._names.kinds[thing.id]:
            return min((sum(not word & said for word in name) for name in thing.names), default=2)
        if any(all(word & said for word in name) for name in thing.names):
            return 0
        if "Event" not in self._names.kinds[thing.id]:
            return 2
        begun = (sum(1 for _ in takewhile(lambda word: word & said, name)) for name in thing.names)
        return 1 if any(count >= telling for count in begun) else 2

    def linked(self, id_: str, others: Iterable[str]) -> bool:
        """Whether something is known to have to do with all of others: parties, places, participants."""
        thing = next((one for one in self._things if one.id == id_), None)
        return thing is not None and all(f"@{other}" in thing.features for other in others)

    def _go(
        self, fits: dict[int, dict[tuple[bool, bool], int]], step: "Step", headed: bool, telling: bool, mask: int
    ) -> None:
        after = mask
        if step.feature in _ALL_HEADS:
            after &= self._postings[step.feature] if headed else self._headed[step.feature]
            headed = True
        elif step.feature != FILLER:
            after &= self._postings[step.feature]
            telling = telling or not step.is_state
        if after:
            now = fits[step.end]
            now[headed, telling] = now.get((headed, telling), 0) | after

    def _found(self, mask: int, tokens: Sequence[Token], at: int, end: int, steps: Sequence[Sequence["Step"]]) -> Found:
        said = {step.feature for here in range(at, end) for step in steps[here] if step.end <= end}
        said |= {token.key for token in tokens[at:end]}
        words = [{step.feature for step in steps[here]} for here in range(at, end)]
        telling = sum(not any(word == FILLER or word.startswith("t:") for word in here) for here in words)
        ranked = []
        for number, thing in enumerate(self._things):
            if mask >> number & 1:
                ranked.append((thing.id, EXACT + self._distance(thing, said, telling)))
        return Found(tuple(ranked))


@dataclass(frozen=True)
class Step:
    """A word, name, number or time of a question as a description can hold it."""

    end: int
    feature: str
    is_state: bool = False
    begins: bool = True


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
        # A state's own name, unlike “Kazakh”, does not begin a description: it is who did something to the thing.
        own = {id_ for _, name in names[at] for id_, rank in name.ids if "State" in kinds[id_] and rank != ALIAS}
        here = [] if (at + 1, FILLER) in meanings[at] else [Step(at + 1, token.key, begins=not own or token.possessive)]
        for end, name in names[at]:
            for id_ in name.best():
                begins = id_ not in own or token.possessive
                here.append(Step(end, f"@{id_}", "State" in kinds[id_], begins))
        here += [Step(end, meaning, begins=meaning != FILLER) for end, meaning in meanings[at]]
        here += [Step(end, f"t:{time.text}") for end, time in times[at] if time.text]
        number = read_number(token.text)
        found.append([*here, *([Step(at + 1, f"n:{number}")] if number else [])])
    return found
