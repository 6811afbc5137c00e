"""The words that questions are made of, in English and Russian, each with what it means: `vocabulary.txt`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from cagraph.ask.tokens import Token

FILLER: Final = "-"


@dataclass(frozen=True)
class Entry:
    """One wording: its words, of which those with `*` may end in any way, and the meaning it has."""

    words: tuple[str, ...]
    meaning: str

    def fits(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether the wording stands at a position."""
        if at + len(self.words) > len(tokens):
            return False
        return all(
            token.text.startswith(word[:-1]) if word.endswith("*") else token.text == word
            for word, token in zip(self.words, tokens[at:], strict=False)
        )


class Vocabulary:
    """All wordings, found by how their first word begins."""

    def __init__(self, text: str) -> None:
        self._exact: dict[str, list[Entry]] = {}
        self._begun: dict[str, list[Entry]] = {}
        self.meanings: set[str] = set()
        for line in text.splitlines():
            if line.strip() and not line.startswith("#"):
                meaning, _, wordings = line.partition(":")
                self.meanings.add(meaning)
                for wording in wordings.replace("ё", "е").split():
                    self._add(Entry(tuple(wording.split("_")), meaning))
        self._longest = max(map(len, self._begun), default=0)

    def _add(self, entry: Entry) -> None:
        first = entry.words[0]
        if first.endswith("*"):
            self._begun.setdefault(first[:-1], []).append(entry)
        else:
            self._exact.setdefault(first, []).append(entry)

    def at(self, tokens: Sequence[Token], at: int) -> Iterator[tuple[int, str]]:
        """Every meaning of the words that stand at a position, with the position after them."""
        text = tokens[at].text
        entries = list(self._exact.get(text, ()))
        for size in range(1, min(len(text), self._longest) + 1):
            entries += self._begun.get(text[:size], ())
        found = {(at + len(entry.words), entry.meaning) for entry in entries if entry.fits(tokens, at)}
        yield from sorted(found)

    def knows(self, meaning: str) -> bool:
        """Whether there are words for a meaning."""
        return meaning in self.meanings


def shipped_vocabulary() -> Vocabulary:
    """The vocabulary that comes with the package; names of things stand in it as `@id`."""
    return Vocabulary((files("cagraph.ask") / "vocabulary.txt").read_text(encoding="utf-8"))
