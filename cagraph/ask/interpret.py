"""From a question in plain English to a named query with its parameters, or to the reason why not."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from cagraph.ask.names import NameIndex
from cagraph.ask.patterns import MAX_QUESTION, Pattern, compile_pattern, example, normalise
from cagraph.ask.values import read_date, read_ordinal, read_period, read_year
from cagraph.queries import Answer, Library, Parameter, Query, Reader

_READERS: Final[Mapping[str, Callable[[str], str | None]]] = MappingProxyType(
    {"Date": read_date, "Year": read_year, "Ordinal": read_ordinal, "Period": read_period, "Text": str}
)
# How many characters of a question must be the pattern's own before a name it does not know is worth reporting.
_NEAR_MISS: Final = 8
_PREDICTION: Final = re.compile(r"\b(will|going to|next (?:year|month|week)|predict|forecast|in future)\b")
_JUDGEMENT: Final = re.compile(
    r"\b(should|good|bad|best|worst|better|worse|wise|right or wrong|do you think|your opinion)\b"
)


@dataclass(frozen=True)
class Reading:
    """One way to read a question: a query with values for its slots, or the words that could not be read."""

    query: Query
    given: Mapping[str, str] = field(default_factory=dict)
    literal: int = 0
    unread: str = ""
    options: tuple[str, ...] = ()


class Interpreter:
    """Knows the patterns of a library and the names of a store."""

    def __init__(self, library: Library, reader: Reader) -> None:
        self._library = library
        self._reader = reader
        self._patterns = tuple(compile_pattern(query.name, text) for query in library for text in query.ask)
        self._names = NameIndex(reader)

    def readings(self, question: str) -> list[Reading]:
        """All readings of a question, those that can be answered first, closest wording first."""
        normal = normalise(question)
        if not normal or len(normal) > MAX_QUESTION:
            return []
        found = [reading for pattern in self._patterns if (reading := self._read(pattern, normal))]
        return sorted(found, key=lambda reading: (bool(reading.unread), -reading.literal, reading.query.name))

    def _read(self, pattern: Pattern, question: str) -> Reading | None:
        query = self._library.get(pattern.query)

        def accept(slot: str, words: str) -> bool:
            return self._value(query.parameter[slot], words)[0] is not None

        words = pattern.read(question, accept) or pattern.near_miss(question)
        if words is None:
            return None
        literal = len(question) - sum(len(part) for part in words.values())
        given: dict[str, str] = {}
        for name, part in words.items():
            value, fault, options = self._value(query.parameter[name], part)
            if value is None:
                return Reading(query, literal=literal, unread=fault, options=options) if literal >= _NEAR_MISS else None
            given[name] = value
        missing = [slot.name for slot in query.parameters if not slot.optional and slot.name not in given]
        return None if missing else Reading(query, given, literal)

    def _value(self, slot: Parameter, words: str) -> tuple[str | None, str, tuple[str, ...]]:
        if slot.type in _READERS:
            value = _READERS[slot.type](words)
            return value, "" if value else f"“{words}” cannot be read as a {slot.type.lower()}", ()
        found = self._names.find(words, slot.type, slot.scheme)
        if len(found.ids) == 1:
            return found.ids[0], "", ()
        if found.ids:
            return None, f"“{words}” can mean several", found.ids
        near = f"; near it: {', '.join(found.near)}" if found.near else ""
        return None, f"the graph knows no {slot.type} called “{words}”{near}", ()

    def examples(self) -> dict[str, str]:
        """A question for each query that has a pattern, with the values its file stands with."""
        found = {}
        for query in self._library:
            if query.ask:
                values = {name: self._say(query.parameter[name], value) for name, value in query.example().items()}
                found[query.name] = example(query.ask[0], values)
        return found

    def _say(self, slot: Parameter, value: str) -> str:
        return value.replace("/", "-") if slot.type in _READERS else self._reader.label(self._reader.node(value))

    def nearest(self, question: str, count: int = 3) -> list[str]:
        """The example questions that share most words with a question."""
        asked = set(normalise(question).split())

        def likeness(text: str) -> float:
            words = set(normalise(text).split())
            return len(asked & words) / len(asked | words)

        return sorted(self.examples().values(), key=lambda text: (-likeness(text), text))[:count]

    def refuse(self, question: str, readings: list[Reading], data_version: str) -> Answer:
        """Why a question is not answered: ambiguous, unknown names, a prediction, a judgement, or not covered."""
        normal = normalise(question)
        status = "refused"
        if len(question) > MAX_QUESTION:
            reason = f"The question is longer than {MAX_QUESTION} characters."
        elif not normal:
            reason = "There is no question."
        elif _PREDICTION.search(normal):
            reason = "This asks for a prediction; the graph holds what sources say has been, is, or is planned."
        elif _JUDGEMENT.search(normal):
            reason = "This asks for a judgement; the graph holds what sources say, not views of its own."
        elif readings:
            first = readings[0]
            status = "ambiguous" if first.options else "refused"
            options = ", ".join(f"{self._reader.label(self._reader.node(id_))} ({id_})" for id_ in first.options)
            reason = f"Read as “{first.query.title}”, but {first.unread}" + (
                f": {options}. Which one?" if options else "."
            )
        else:
            reason = "No question of this form is covered."
        nearest = self.nearest(question) if normal and len(question) <= MAX_QUESTION else []
        return Answer(
            status=status,
            answer=reason,
            data_version=data_version,
            question=question[:MAX_QUESTION],
            nearest=nearest,
        )
