"""Lays a pattern over a question: every word must be read, every required part be there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from cagraph.ask.lattice import Lattice, Piece, is_filler
from cagraph.ask.names import NameIndex
from cagraph.ask.patterns import TIME, Pattern
from cagraph.ask.times import Time
from cagraph.queries import Parameter, Query

_MOST_OPTIONS: Final = 8
_MOST_UNREAD: Final = 3
_ONCE: Final = "not"  # said twice, it says something else


@dataclass(frozen=True)
class State:
    """How far a question has been read, and as what."""

    filled: int = 0
    named: tuple[tuple[str, tuple[str, ...], tuple[int, int]], ...] = ()
    time: Time | None = None
    unread: tuple[int, ...] = ()


@dataclass(frozen=True)
class Match:
    """A pattern laid over a question: what each slot holds, how many words were read, in how many pieces, which not.

    A slot with several ids is one whose name fits several.
    """

    pattern: Pattern
    slots: Mapping[str, tuple[str, ...]]
    places: Mapping[str, tuple[int, int]]
    time: Time | None
    read: int
    pieces: int
    unread: tuple[int, ...] = ()

    @property
    def named(self) -> list[str]:
        """The things that are named beyond doubt."""
        return [ids[0] for slot, ids in self.slots.items() if len(ids) == 1]


class Matcher:
    """Matches the patterns of one query after another."""

    def __init__(self, names: NameIndex) -> None:
        self._names = names

    def matches(self, pattern: Pattern, query: Query, lattice: Lattice, lenient: bool = False) -> Iterator[Match]:
        """Every way to lay a pattern over a question; `lenient` lets a few words go unread."""
        if any(not needed & lattice.meanings for needed in pattern.essential):
            return
        states: list[dict[State, tuple[int, int]]] = [{} for _ in range(len(lattice.tokens) + 1)]
        states[0][State()] = (0, 0)
        for at in range(len(lattice.tokens)):
            for state, (read, pieces) in states[at].items():
                for end, after, said in self._steps(pattern, query, lattice, at, state):
                    gain = (read + lattice.telling(at, end), pieces - 1) if said else (read, pieces)
                    states[end][after] = max(gain, states[end].get(after, gain))
                if lenient and len(state.unread) < _MOST_UNREAD:
                    skipped = replace(state, unread=(*state.unread, at))
                    states[at + 1][skipped] = max((read, pieces), states[at + 1].get(skipped, (read, pieces)))
        needed = sum(1 << at for at, element in enumerate(pattern.elements) if element.required)
        for state, (read, pieces) in states[-1].items():
            if state.filled & needed == needed:
                slots = {slot: ids for slot, ids, _ in state.named}
                places = {slot: place for slot, _, place in state.named}
                yield Match(pattern, slots, places, state.time, read, -pieces, state.unread)

    def _steps(
        self, pattern: Pattern, query: Query, lattice: Lattice, at: int, state: State
    ) -> Iterator[tuple[int, State, bool]]:
        """The positions and states that each piece at a position leads to, and whether it was read as something."""
        for piece in lattice.pieces[at]:
            if is_filler(piece):
                yield piece.end, state, False
            elif piece.meaning or (piece.time and state.time is None):
                meaning = piece.meaning or TIME
                found = [
                    number
                    for number, element in enumerate(pattern.elements)
                    if meaning in element.meanings and not (meaning == _ONCE and state.filled >> number & 1)
                ]
                after = replace(state, time=piece.time) if piece.time else state
                for number in found:
                    yield piece.end, replace(after, filled=state.filled | 1 << number), True
                if piece.time and not found:
                    yield piece.end, after, True
            else:
                yield from self._slots(pattern, query, lattice, at, piece, state)
        for number, element in enumerate(pattern.elements):
            if element.slot and query.parameter[element.slot].type == "Text" and _may_begin(lattice, at, state, number):
                end = len(lattice.tokens)
                words = lattice.spelled(at, end)
                yield end, _fill(state, number, element.slot, (words,), (at, end)), True

    def _slots(
        self, pattern: Pattern, query: Query, lattice: Lattice, at: int, piece: Piece, state: State
    ) -> Iterator[tuple[int, State, bool]]:
        tried: set[tuple[str, str, str]] = set()
        for number, element in enumerate(pattern.elements):
            if not element.slot or state.filled >> number & 1:
                continue
            slot = query.parameter[element.slot]
            sort = (slot.type, slot.scheme, element.after)
            if sort in tried or (element.after and not _follows(lattice, at, element.after)):
                continue
            ids = self._ids(slot, piece)
            if 0 < len(ids) <= _MOST_OPTIONS:
                tried.add(sort)
                place = (at, piece.end)
                yield piece.end, _fill(state, number, element.slot, ids, place), True

    def _ids(self, slot: Parameter, piece: Piece) -> tuple[str, ...]:
        if slot.type == "Ordinal":
            return (str(piece.number),) if piece.number else ()
        return self._names.fitting(piece.name, slot.type, slot.scheme) if piece.name else ()


def _fill(state: State, number: int, slot: str, ids: tuple[str, ...], place: tuple[int, int]) -> State:
    return replace(state, filled=state.filled | 1 << number, named=(*state.named, (slot, ids, place)))


def _may_begin(lattice: Lattice, at: int, state: State, number: int) -> bool:
    """Whether free text may begin at a position: after something that was read, and not with words to pass over."""
    return bool(state.filled) and not state.filled >> number & 1 and not any(map(is_filler, lattice.pieces[at]))


def _follows(lattice: Lattice, at: int, meaning: str) -> bool:
    """Whether a word of a meaning stands before a position, with nothing but words to pass over in between."""
    while at > 0:
        before = [piece for piece in lattice.pieces[at - 1] if piece.end == at]
        if any(piece.meaning == meaning for piece in before):
            return True
        if not any(map(is_filler, before)):
            return False
        at -= 1
    return False
