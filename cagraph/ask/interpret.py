"""From a question in English or Russian to a named query with its parameters, or to the reasons why not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final

from cagraph.ask.described import Descriptions
from cagraph.ask.lattice import Lattice, Lexicon
from cagraph.ask.matching import Match, Matcher
from cagraph.ask.names import NameIndex
from cagraph.ask.patterns import TIME, Pattern, compile_pattern
from cagraph.ask.times import Time
from cagraph.ask.vocabulary import shipped_vocabulary
from cagraph.errors import StoreError, suggestion
from cagraph.queries import Library, Query, Reader

MAX_QUESTION: Final = 300
_TIMES: Final = frozenset({"Date", "Day", "Year", "Period"})


@dataclass(frozen=True)
class Reading:
    """One way to read a question: a query with values for its slots.

    `options` are the ids that the words of a slot can mean, where there are several; `unread` the words that found no
    place; `mended` each slip with what it was read as; `counted` the day from which a time was counted back.
    """

    query: Query
    given: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    mended: tuple[tuple[str, str], ...] = ()
    counted: str = ""

    @property
    def whole(self) -> bool:
        """Whether it is a reading of the whole question, with one meaning."""
        return not self.unread and not self.options


class Interpreter:
    """Knows the patterns of a library and the names of a store: what it takes is made once, not per question."""

    def __init__(self, library: Library, reader: Reader) -> None:
        self._library = library
        self._reader = reader
        self._vocabulary = shipped_vocabulary()
        self._patterns = tuple(compile_pattern(query.name, text) for query in library for text in query.ask)
        for pattern in self._patterns:
            self._check(pattern)

    def _check(self, pattern: Pattern) -> None:
        """Every meaning of a pattern has words, and every slot is the query's. Raises StoreError."""
        known, slots = self._vocabulary.meanings, self._library.get(pattern.query).parameter
        for meaning in sorted(pattern.meanings - known - {TIME}):
            hint = suggestion(meaning, sorted(known))
            raise StoreError(f"queries/{pattern.query}.rq: no words are known for '{meaning}'", hint)
        for slot in sorted(pattern.slots - slots.keys()):
            raise StoreError(f"queries/{pattern.query}.rq: '{slot}' is no slot", suggestion(slot, list(slots)))

    @cached_property
    def lexicon(self) -> Lexicon:
        """What words can mean: the longest part of the making."""
        names = NameIndex(self._reader, self._vocabulary)
        return Lexicon(self._vocabulary, names, Descriptions(self._reader, self._vocabulary, names))

    def lattice(self, question: str, today: date) -> Lattice:
        """Everything that the words of a question can be."""
        return self.lexicon.read(question, today)

    def readings(self, lattice: Lattice) -> list[Reading]:
        """The best readings of a question: more than one where it can be read in several ways.

        Where none is whole, the nearest that leaves a few words unread, if any.
        """
        if not lattice.tokens:
            return []
        return self._best(lattice, lenient=False) or self._best(lattice, lenient=True)[:1]

    def _best(self, lattice: Lattice, lenient: bool) -> list[Reading]:
        matcher = Matcher(self.lexicon.names)
        ranked: list[tuple[tuple[int, ...], Reading]] = []
        for pattern in self._patterns:
            query = self._library.get(pattern.query)
            for match in matcher.matches(pattern, query, lattice, lenient):
                for cost, given in _bind_time(query, match.time):
                    reading = self._reading(query, match, given, lattice)
                    if reading:
                        ranked.append((_rank(match, reading, cost), reading))
        ranked.sort(key=lambda pair: pair[0])
        best: list[Reading] = []
        for rank, reading in ranked:
            if rank == ranked[0][0] and not any(
                reading.query is other.query and reading.given == other.given for other in best
            ):
                best.append(reading)
        return best

    def _reading(self, query: Query, match: Match, times: Mapping[str, str], lattice: Lattice) -> Reading | None:
        given = {**match.pattern.constants, **times}
        given |= {slot: ids[0] for slot, ids in match.slots.items() if len(ids) == 1}
        options = {slot: ids for slot, ids in match.slots.items() if len(ids) > 1}
        for slot, ids in list(options.items()):
            linked = [id_ for id_ in ids if given and self.lexicon.descriptions.linked(id_, match.named)]
            if len(linked) == 1:
                given[slot] = linked[0]
                del options[slot]
        filled = given.keys() | options.keys()
        if any(not slot.optional and slot.name not in filled for slot in query.parameters):
            return None
        ordered = {slot.name: given[slot.name] for slot in query.parameters if slot.name in given}
        words = {slot: lattice.spelled(*place) for slot, place in match.places.items()}
        unread = tuple(lattice.tokens[at].written for at in match.unread)
        counted = match.time.counted if match.time else ""
        return Reading(query, ordered, options, words, unread, lattice.mended, counted)

    def questions(self, language: str = "en") -> dict[str, str]:
        """A question for each query that can be asked in words."""
        return {query.name: query.say("question", language) for query in self._library if query.ask}

    def nearest(self, lattice: Lattice, language: str, count: int = 3) -> list[str]:
        """The questions whose patterns share most with a question."""
        things = sum(any(piece.name for piece in here) for here in lattice.pieces)

        def likeness(pattern: Pattern) -> float:
            shared = len(pattern.meanings & lattice.meanings)
            missing = sum(not needed & lattice.meanings for needed in pattern.essential)
            return shared / (1 + len(pattern.essential)) - missing - 0.1 * abs(len(pattern.slots) - things)

        ranked = sorted(self._patterns, key=lambda pattern: (-likeness(pattern), pattern.query))
        names = dict.fromkeys(pattern.query for pattern in ranked)
        return [self._library.get(name).say("question", language) for name in list(names)[:count]]


def _rank(match: Match, reading: Reading, cost: int) -> tuple[int, ...]:
    """The closest reading has the lowest: all words read, most of them as something, by the most telling pattern."""
    pattern = match.pattern
    told = sum(element.required for element in pattern.elements)
    directed = sum(bool(element.after) for element in pattern.elements)
    return (
        len(reading.unread),
        -match.read,
        len(reading.options),
        -directed,
        len(match.slots),
        cost,
        -told,
        match.pieces,
    )


def _bind_time(query: Query, time: Time | None) -> Iterator[tuple[int, dict[str, str]]]:
    """The ways in which a time fills slots of a query, each with how far it is from what was said."""
    if time is None:
        yield 0, {}
        return
    slots = {slot.name: slot.type for slot in query.parameters if slot.type in _TIMES}
    for name, sort in slots.items():
        if (sort == "Day" and time.is_day) or (sort == "Year" and len(time.text) == 4):
            yield 0, {name: time.text}
        if sort == "Period" and time.text:
            yield (0 if "/" in time.text else 1), {name: time.text}
    ends = {"since": time.since, "until": time.until}
    wanted = {name: text for name, text in ends.items() if text}
    if wanted.keys() <= slots.keys():
        yield 2, wanted
