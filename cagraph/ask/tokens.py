"""Cuts a question into words, and words down to what their inflected and transliterated forms share."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from cagraph.model.text import search_key

_APOSTROPHES: Final = re.compile(r"[’ʼ`´ʻ‘]")
_NOT: Final = re.compile(r"n't\b")
_POSSESSIVE: Final = "'s"
_WORD: Final = re.compile(
    r"\d{4}-\d{2}-\d{2}|\d{4}-\d{2}(?!\d)"  # dates as the data write them
    r"|\d+-?(?:st|nd|rd|th|s|ая|ый|ой|ое|ого|ом|ую|я|й|е|го|ю|х)\b"  # ordinals and decades
    r"|(?<=\d)\s?[-–—/]\s?(?=\d)"  # a span of years
    r"|[^\W_]+(?:'[^\W_]+)*"
)
_CYRILLIC: Final = re.compile(r"[\u0400-\u04ff]")
# Endings of Russian nouns and adjectives, the longest first. Those of surnames (-ов, -ев, -ин) are no endings here.
_ENDINGS: Final = re.compile(
    r"(?<=[^\W\d_]{3})(?:ыми|ими|ами|ями|ого|его|ому|ему|ый|ий|ой|ей|ая|яя|ое|ее|ые|ие|ую|юю|ых|их|ым|им|ом|ем"
    r"|ам|ям|ах|ях|ью|а|я|у|ю|ы|и|е|о|ь|й)$"
)
_QUOTED: Final = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"")
_FLEETING: Final = re.compile(r"(?<=[^aeiou][^aeiou])[aeiou]+$|(?<=[aeiou][^aeiou])[aeiou]+$")


@dataclass(frozen=True)
class Token:
    """A word as it is compared (`text`), by sound and without its ending (`key`), and as it was written."""

    text: str
    key: str
    written: str
    possessive: bool = False


def tokenise(question: str) -> list[Token]:
    """The words of a question: lower case, no punctuation, no possessive, “n't” as “not”.

    >>> [token.text for token in tokenise("Hasn't Tajikistan’s leader signed — in 2025–2027?")]
    ['has', 'not', 'tajikistan', 'leader', 'signed', 'in', '2025', '-', '2027']
    """
    written = _APOSTROPHES.sub("'", unicodedata.normalize("NFC", question))
    return [_token(found[0]) for found in _WORD.finditer(_NOT.sub(" not", written))]


@lru_cache(maxsize=65_536)
def _token(written: str) -> Token:
    bare = written.removesuffix(_POSSESSIVE)
    text = bare.casefold().replace("ё", "е").strip()
    return Token("-" if text in "-–—/" else text, sound(text), bare, bare != written)


@lru_cache(maxsize=65_536)
def sound(word: str) -> str:
    """The key that forms and transliterations of one word share; `search_key` does the same for unchanged words.

    >>> {sound(word) for word in ("Токаева", "Токаевым", "Tokayev", "Тоқаев", "Toqaev")}
    {'tokaev'}
    >>> sound("Астане") == sound("Astana"), sound("Киргизией") == sound("Киргизия")
    (True, True)
    """
    text = word.casefold().replace("ё", "е")
    if text[:1].isdecimal():
        return text
    bare = search_key(_ENDINGS.sub("", text) if is_cyrillic(text) else text)
    return _FLEETING.sub("", bare) if len(bare) > 3 else bare


def is_cyrillic(text: str) -> bool:
    """Whether a text is written in Cyrillic letters, at least in part."""
    return bool(_CYRILLIC.search(text))


def language(question: str) -> str:
    """The language to answer in, by the letters that most words outside quotation marks are written in: `en` or `ru`.

    >>> language("Who is Тоқаев?"), language("Где подписано «land transport agreement»?")
    ('en', 'ru')
    """
    words = (_QUOTED.sub(" ", question) or question).split()
    return "ru" if sum(map(is_cyrillic, words)) * 2 > len(words) else "en"


def spelled(tokens: Sequence[Token]) -> str:
    """Words as they were written."""
    return " ".join(token.written for token in tokens)
