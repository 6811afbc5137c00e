"""All that the words of a question can be: meanings, names, descriptions, times and numbers, by where they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from cagraph.ask.described import Descriptions, steps_of
from cagraph.ask.names import Found, NameIndex
from cagraph.ask.patterns import TIME
from cagraph.ask.times import Time, read_number, read_times
from cagraph.ask.tokens import Token, spelled, tokenise
from cagraph.ask.vocabulary import FILLER, Vocabulary


@dataclass(frozen=True)
class Piece:
    """Words up to a position, and the one thing they are read as."""

    end: int
    meaning: str = ""
    name: Found | None = None
    time: Time | None = None
    number: int | None = None


@dataclass(frozen=True)
class Lattice:
    """A question with every reading of its words."""

    tokens: tuple[Token, ...]
    pieces: tuple[tuple[Piece, ...], ...]
    mended: tuple[tuple[str, str], ...] = ()

    @cached_property
    def meanings(self) -> frozenset[str]:
        """Every meaning that is in it."""
        times = {TIME for here in self.pieces for piece in here if piece.time}
        return frozenset(piece.meaning for here in self.pieces for piece in here if piece.meaning) | times

    @cached_property
    def _telling(self) -> list[int]:
        """How many words before each position are not just to be passed over."""
        counts = [0]
        for at, here in enumerate(self.pieces):
            counts.append(counts[-1] + (not any(is_filler(piece) and piece.end == at + 1 for piece in here)))
        return counts

    def telling(self, start: int, end: int) -> int:
        """How many words between two positions tell something; one at least."""
        return max(1, self._telling[end] - self._telling[start])

    def spelled(self, start: int, end: int) -> str:
        """The words between two positions, as written."""
        return spelled(self.tokens[start:end])


@dataclass(frozen=True)
class Lexicon:
    """What is needed to read words."""

    vocabulary: Vocabulary
    names: NameIndex
    descriptions: Descriptions

    def read(self, question: str, today: date) -> Lattice:
        """The lattice of a question; a slip in a name is mended where nothing else can be made of the word."""
        tokens = tokenise(question)
        lattice = self._lattice(tokens, today)
        reached = {at for start, here in enumerate(lattice.pieces) for piece in here for at in range(start, piece.end)}
        mended = {
            at: found for at in range(len(tokens)) if at not in reached and (found := self.names.mended(tokens[at]))
        }
        if not mended:
            return lattice
        better = self._lattice([mended.get(at, token) for at, token in enumerate(tokens)], today)
        slips = tuple((token.written, self._name_at(better, at)) for at, token in sorted(mended.items()))
        return Lattice(better.tokens, better.pieces, slips)

    def _name_at(self, lattice: Lattice, at: int) -> str:
        """The id that a mended word belongs to, or the word by its sound."""
        for start in range(at, -1, -1):
            for piece in lattice.pieces[start]:
                if piece.name and start <= at < piece.end:
                    return piece.name.best()[0]
        return lattice.tokens[at].key

    def _lattice(self, tokens: Sequence[Token], today: date) -> Lattice:
        places = range(len(tokens))
        names = [list(self.names.at(tokens, at)) for at in places]
        meanings = _settled([list(self.vocabulary.at(tokens, at)) for at in places])
        times = _longest([list(read_times(tokens, at, today)) for at in places])
        steps = steps_of(tokens, names, meanings, times, self.names.kinds)
        pieces = []
        for at in places:
            here = [Piece(end, meaning=meaning) for end, meaning in meanings[at] if not meaning.startswith("@")]
            here += [Piece(end, name=found) for end, found in names[at]]
            here += [Piece(end, name=found) for end, found in self.descriptions.at(tokens, steps, at)]
            here += [Piece(end, time=time) for end, time in times[at]]
            number = read_number(tokens[at].text)
            here += [Piece(at + 1, number=number)] if number else []
            pieces.append(tuple(here))
        return Lattice(tuple(tokens), tuple(pieces))


def _settled(meanings: list[list[tuple[int, str]]]) -> list[list[tuple[int, str]]]:
    """The meanings without those that stand inside a longer wording, and without any beside one that is refused.

    So “each other” is not “other”, and «вступит» is of the future though it is of joining too.
    """
    inner = {
        (at, end)
        for start, here in enumerate(meanings)
        for stop, meaning in here
        if not meaning.startswith("@")
        for at in range(start + 1, stop)
        for end in range(at + 1, stop + 1)
    }
    kept = []
    for at, here in enumerate(meanings):
        refused = [(end, meaning) for end, meaning in here if meaning.isupper()]
        alone = [pair for pair in here if pair[1] == FILLER or pair[1].startswith("@") or (at, pair[0]) not in inner]
        kept.append(refused or alone)
    return kept


def _longest(times: list[list[tuple[int, Time]]]) -> list[list[tuple[int, Time]]]:
    """The times without those that end another which says something else: “since 2017” is not “2017”."""
    kept = []
    for at, here in enumerate(times):
        before = [pair for earlier in times[:at] for pair in earlier]
        kept.append([(end, time) for end, time in here if all(end != stop or time == one for stop, one in before)])
    return kept


def is_filler(piece: Piece) -> bool:
    """Whether words may be passed over."""
    return piece.meaning == FILLER
