"""The words of the pages in each language, from `words.<language>.toml`, with dates as people write them."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, Final

from cagraph.graph import Phrases
from cagraph.model import FieldSpec, Kind
from cagraph.model.text import spaced

LANGUAGES: Final = ("en", "ru")


@dataclass(frozen=True)
class Words:
    """The words of one language. Kinds and fields without words of their own are called as the model calls them."""

    lang: str

    @cached_property
    def _all(self) -> dict[str, Any]:
        return tomllib.loads((files(__package__) / f"words.{self.lang}.toml").read_text(encoding="utf-8"))

    @cached_property
    def phrases(self) -> Phrases:
        """Dates in this language."""
        return Phrases(self.lang)

    @property
    def languages(self) -> dict[str, str]:
        """The languages that labels are offered in, by tag, each in its own words."""
        return dict(self._all["languages"])

    def say(self, key: str, **values: object) -> str:
        """A sentence filled in. Raises KeyError for one that is not there."""
        return str(self._all["say"][key]).format(**values)

    def kind(self, kind: Kind) -> str:
        """What one entity of a kind is called."""
        known = self._all["kind"].get(kind.name)
        return str(known[0]) if known else spaced(kind.name).capitalize()

    def kinds(self, kind: Kind) -> str:
        """What several are called."""
        known = self._all["kind"].get(kind.name)
        return str(known[1]) if known else kind.collection.replace("-", " ").capitalize()

    def field(self, name: str) -> str:
        """What a field or parameter is called."""
        return str(self._all["field"].get(name, name.replace("_", " ").capitalize()))

    def doc(self, spec: FieldSpec) -> str:
        """What a field means, where that is told in this language."""
        return spec.doc if self.lang == "en" else ""

    def term(self, name: str) -> str:
        """A word of a closed list: manners of claims, answers of the clock, what columns hold."""
        return str(self._all["term"].get(name, name.replace("_", " ").replace("-", " ")))

    def column(self, name: str) -> str:
        """What a column of an answer is called: by the closed list where that has it, else as a field is."""
        known = self._all["term"].get(name)
        return str(known).capitalize() if known else self.field(name)

    def number(self, value: int) -> str:
        """A whole number with its thousands apart.

        >>> Words("en").number(341487), Words("ru").number(341487)
        ('341,487', '341\\xa0487')
        """
        return f"{value:,}".replace(",", self.say("thousands"))

    def date(self, text: str) -> str:
        """A date of any precision; what is open at its end has only a beginning.

        >>> Words("en").date("2013-06-14/.."), Words("en").date("2022-12")
        ('since 14 June 2013', 'December 2022')
        """
        start, _, end = text.partition("/")
        return self.say("since-date", date=self.phrases.date(start)) if end == ".." else self.phrases.date(text)


def preferred(accepted: str) -> str:
    """The language of pages that an Accept-Language header likes best (RFC 9110, 12.5.4); empty for English or none.

    >>> preferred("ru-RU,ru;q=0.9,en;q=0.8"), preferred("en-GB,ru;q=0.5"), preferred("kk,ru;q=0.8,en;q=0.7")
    ('ru', '', 'ru')
    """
    best, most = "", 0.0
    for part in accepted.split(","):
        tag, _, quality = part.strip().partition(";")
        found = re.fullmatch(r"\s*q=([01](?:\.\d{0,3})?)\s*", quality) if quality else None
        liked = float(found[1]) if found else float(not quality)
        spoken = tag.partition("-")[0].strip().lower()
        if spoken in LANGUAGES and liked > most:
            best, most = spoken, liked
    return "" if best == LANGUAGES[0] else best


def words(tag: str) -> Words:
    """The words for a language of labels: its own where pages are in it, else English."""
    spoken = tag.partition("-")[0].lower()
    return spoken_in(spoken if spoken in LANGUAGES else LANGUAGES[0])


@cache
def spoken_in(lang: str) -> Words:
    """The words of one of `LANGUAGES`, read once."""
    return Words(lang)
