"""How alike names are, in whatever script, case and order they are written."""

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

from cagraph.model import Entity
from cagraph.model.text import fold, search_key

_INITIAL: Final = 1
_SHORT: Final = 3  # words of so few letters are alike by chance
_NUMBER: Final = re.compile(r"\d+|[ivx]+")
_BY_LETTERS: Final = 0.1  # what likeness letter by letter is worth less than that of words
_ALIKE: Final = 0.88  # of one word to another: what Jaro–Winkler gives to spellings of one name and rarely to two


def names_of(record: Entity) -> tuple[str, ...]:
    """Every name that a record has for what it is of, its label first."""
    maps = (record.names, getattr(record, "official_names", {}))
    found = [record.label or "", str(getattr(record, "title", None) or "")]
    found += [name for map_ in maps for name in map_.values()]
    found += [name for names in record.variants.values() for name in names]
    return tuple(dict.fromkeys(name for name in found if name))


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name by their sound, in their order.

    >>> words_of("Касым-Жомарт Токаев")
    ('kasim', 'jomart', 'tokaev')
    """
    return tuple(search_key(name).split())


def name_likeness(one: str, other: str) -> float:
    """How alike two names are, from 0 to 1, words in any order; an initial stands for a word that it begins.

    The measure is that of Winkler (1990) for words, and the share of the letters in words that find another.

    >>> name_likeness("K.-J. Tokayev", "Касым-Жомарт Токаев") > 0.9
    True
    >>> name_likeness("Sadyr Japarov", "Akylbek Japarov") < 0.75
    True
    """
    ours, theirs = words_of(one), words_of(other)
    if not ours or not theirs or _numbers(ours) != _numbers(theirs):
        return 0.0
    if sorted(ours) == sorted(theirs):
        return 1.0
    few, many = sorted((ours, theirs), key=len)
    return max(_matched(few, many), fuzz.token_sort_ratio(" ".join(ours), " ".join(theirs)) / 100 - _BY_LETTERS)


def _numbers(words: Iterable[str]) -> set[str]:
    """What counts one thing apart from the next, as the third meeting from the fourth."""
    return {word for word in words if _NUMBER.fullmatch(word)}


def _matched(few: tuple[str, ...], many: tuple[str, ...]) -> float:
    left, weight, told = list(many), 0.0, 0.0
    for word in few:
        best, likeness = max(((other, _word_likeness(word, other)) for other in left), key=lambda pair: pair[1])
        told += max(len(word), 3) * (likeness if likeness >= _ALIKE else 0.0)
        weight += max(len(word), 3)
        if likeness >= _ALIKE:
            left.remove(best)
        if not left:
            break
    longest = max(map(len, few))
    unmatched = sum(1 for word in left if len(word) > _INITIAL)
    alone = 0.25 if len(few) == 1 and len(many) > 1 and longest < 12 else 0.0  # a family name alone says little
    return max(0.0, told / weight - 0.04 * unmatched - alone)


def _word_likeness(one: str, other: str) -> float:
    if _INITIAL in (len(one), len(other)):
        return 0.95 if one[0] == other[0] else 0.0
    return (
        1.0
        if one == other
        else float(JaroWinkler.similarity(one, other))
        if min(len(one), len(other)) > _SHORT
        else 0.0
    )


@dataclass(frozen=True)
class Weights:
    """How much a word tells: the logarithm of how rare it is among some records (Spärck Jones 1972)."""

    of: Mapping[str, float]

    @classmethod
    def among(cls, records: Collection[Entity]) -> "Weights":
        """Count in how many of the records each word stands."""
        counts = Counter(word for record in records for word in _vocabulary(record))
        return cls({word: math.log((1 + len(records)) / count) for word, count in counts.items()})

    def likeness(self, one: str, other: str) -> float:
        """The weight of the words that two titles share, of the weight of all their words."""
        ours, theirs = set(words_of(one)), set(words_of(other))
        if _numbers(ours) != _numbers(theirs):
            return 0.0
        shared, both = self._sum(ours & theirs), self._sum(ours | theirs)
        return shared / both if both else 0.0

    def _sum(self, words: Iterable[str]) -> float:
        return sum(self.of.get(word, 0.0) for word in words)


def _vocabulary(record: Entity) -> set[str]:
    return {word for name in names_of(record) for word in words_of(name)}


def are_written_alike(one: str, other: str) -> bool:
    """Whether two names differ by nothing but case, accents and signs."""
    return fold(one) == fold(other)
