"""Finds the entities that words of a question name, in any script, case or spelling, by any name the graph has."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Final

from pyoxigraph import Literal, NamedNode

from cagraph.ask.tokens import Token, tokenise
from cagraph.ask.vocabulary import FILLER, Vocabulary
from cagraph.model.text import fold
from cagraph.queries.evidence import RDF_TYPE, Reader

PREDICATES: Final = MappingProxyType(
    {
        "rdfs:label": 0,
        "skos:prefLabel": 0,
        "cag:officialName": 0,
        "cag:title": 0,
        "cag:iso2": 1,
        "cag:iso3": 1,
        "skos:altLabel": 1,
    }
)
ALIAS: Final = 1
_SURNAME: Final = 2
_LOOSE: Final = 4  # a name that only sounds the same, or stands in another case
_MENDED: Final = frozenset({"Person", "State", "Place", "Region"})
_ARTICLES: Final = frozenset({"the", "a", "an"})
_LONGEST: Final = 30
_SHORTEST_MENDED: Final = 5


@dataclass(frozen=True)
class Found:
    """The entities that words can name, each with how loosely (0: by its own name as written)."""

    ids: tuple[tuple[str, int], ...]

    def best(self) -> tuple[str, ...]:
        """The closest ones."""
        least = min((rank for _, rank in self.ids), default=0)
        return tuple(sorted(id_ for id_, rank in self.ids if rank == least))


class NameIndex:
    """All names of all entities in a store, by the sound of their words."""

    def __init__(self, reader: Reader, vocabulary: Vocabulary) -> None:
        self._reader = reader
        self._vocabulary = vocabulary
        self.kinds: dict[str, set[str]] = defaultdict(set)
        self._names: dict[tuple[str, ...], dict[tuple[str, str], int]] = {}
        self._collect_kinds()
        for predicate, rank in PREDICATES.items():
            for quad in reader.store.quads(None, reader.term(predicate)):
                id_ = reader.names.local_id(quad.subject.value) if isinstance(quad.subject, NamedNode) else None
                if id_ and isinstance(quad.object, Literal):
                    self._add(id_, quad.object.value, rank)

    def _collect_kinds(self) -> None:
        for quad in self._reader.store.quads(None, RDF_TYPE):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
                id_ = self._reader.names.local_id(quad.subject.value)
                if id_:
                    self.kinds[id_].add(quad.object.value.removeprefix(self._reader.names.ontology))

    def _add(self, id_: str, name: str, rank: int) -> None:
        tokens = [token for token in tokenise(name) if token.text not in _ARTICLES]
        if not tokens or len(tokens) > _LONGEST:
            return
        self._note(tokens, id_, rank)
        if "Person" in self.kinds[id_] and len(tokens) > 1:
            self._note(tokens[-1:], id_, _SURNAME)

    def _note(self, tokens: Sequence[Token], id_: str, rank: int) -> None:
        known = self._names.setdefault(tuple(token.key for token in tokens), {})
        spelling = (id_, fold(" ".join(token.text for token in tokens)))
        known[spelling] = min(rank, known.get(spelling, rank))

    def at(self, tokens: Sequence[Token], at: int) -> Iterator[tuple[int, Found]]:
        """What the words from a position on can name, with the position after them."""
        if tokens[at].text in _ARTICLES:
            return
        named: dict[int, dict[str, int]] = defaultdict(dict)
        key: tuple[str, ...] = ()
        for end in range(at + 1, min(len(tokens), at + _LONGEST) + 1):
            if tokens[end - 1].text in _ARTICLES:
                continue
            key += (tokens[end - 1].key,)
            if key in self._names and not self._is_filler(tokens[at:end]):
                written = fold(" ".join(token.text for token in tokens[at:end]))
                for (id_, spelling), rank in self._names[key].items():
                    near = rank if spelling == written else _LOOSE
                    named[end][id_] = min(near, named[end].get(id_, near))
        for end, meaning in self._vocabulary.at(tokens, at):
            if meaning.startswith("@") and meaning[1:] in self.kinds:
                named[end].setdefault(meaning[1:], ALIAS)
        for end, id_ in self._by_id(tokens, at):
            if end > at + 1:
                named[end] = {id_: 0}
            elif not self._is_filler(tokens[at:end]):
                named[end].setdefault(id_, 0)
        for end in sorted(named):
            yield end, Found(tuple(sorted(named[end].items())))

    def _is_filler(self, tokens: Sequence[Token]) -> bool:
        """Whether it is an everyday word, and not a code, such as IN for India or WHO, in capitals."""
        (token, *rest) = tokens
        meanings = [meaning for _, meaning in self._vocabulary.at(tokens, 0) if not meaning.startswith("@")]
        everyday = FILLER in meanings or (bool(meanings) and len(token.text) <= 3)
        return everyday and not rest and not (token.written.isupper() and len(token.written) > 1)

    @cached_property
    def _ids(self) -> dict[tuple[str, ...], str]:
        """Every entity by the words of its id, so that a question can name it beyond doubt."""
        return {tuple(token.text for token in tokenise(id_)): id_ for id_ in self.kinds}

    def _by_id(self, tokens: Sequence[Token], at: int) -> Iterator[tuple[int, str]]:
        written = [token.text for token in tokens[at : at + 12]]
        for size in range(1, len(written) + 1):
            id_ = self._ids.get(tuple(written[:size]))
            if id_:
                yield at + size, id_

    @cached_property
    def _mendable(self) -> dict[str, set[str]]:
        """The words of names in which a slip is mended, by each form they have with a letter left out."""
        found: dict[str, set[str]] = defaultdict(set)
        for key, spellings in self._names.items():
            if any(self.kinds[id_] & _MENDED for id_, _ in spellings):
                for word in key:
                    if len(word) >= _SHORTEST_MENDED:
                        for form in _shortened(word):
                            found[form].add(word)
        return dict(found)

    def mended(self, token: Token) -> Token | None:
        """The one name that a word is when a letter is added, left out or changed, or two are swapped."""
        if len(token.text) < _SHORTEST_MENDED or not token.key.isalpha():
            return None
        near = {
            word
            for form in _shortened(token.key)
            for word in self._mendable.get(form, ())
            if _one_edit(token.key, word) and word[0] == token.key[0]
        }
        return Token(token.text, near.pop(), token.written) if len(near) == 1 else None

    def find(self, name: str, kind: str, scheme: str = "") -> tuple[str, ...]:
        """The entities of a kind that a whole name can mean, closest first."""
        tokens = [token for token in tokenise(name) if token.text not in _ARTICLES]
        found = [names for end, names in self.at(tokens, 0) if end == len(tokens)] if tokens else []
        return self.fitting(found[0], kind, scheme) if found else ()

    def fitting(self, found: Found, kind: str, scheme: str = "") -> tuple[str, ...]:
        """The closest ones of a kind, and of a scheme of concepts where that is given."""
        begun = f"{scheme}." if scheme else ""
        fit = tuple((id_, rank) for id_, rank in found.ids if kind in self.kinds[id_] and id_.startswith(begun))
        return Found(fit).best()


def _shortened(word: str) -> Iterable[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _one_edit(one: str, other: str) -> bool:
    """Whether two words differ by one letter added, left out or changed, or by two neighbours swapped."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return one == other
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, other_rest = one[start:], other[start:]
    if len(one) == len(other):
        return rest[1:] == other_rest[1:] or (rest[1::-1] == other_rest[:2] and rest[2:] == other_rest[2:])
    return rest[1:] == other_rest if len(one) > len(other) else rest == other_rest[1:]
