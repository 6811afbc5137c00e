"""What a publication holds, and which of its files an address of the service becomes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from cagraph_api.pages.visit import CLAIMS, LANG

ENGLISH: Final = "en"
YEAR: Final = "year"
DATA: Final = "data"
DUMP: Final = f"{DATA}/all.nq.gz"
NAMES: Final = f"{DATA}/names.json"
NOT_FOUND: Final = "404.html"
# Beside each page of an entity.
SUFFIXES: Final = (".json", ".jsonld", ".ttl")
# Networks for Gephi, and those that the page of views draws.
OF_VIEWS: Final = (".gexf", ".nodelink.json")
OF_ALL: Final = (".nq", ".ttl", ".csv.zip")
_ALONE: Final = frozenset({"dyad", "search", "ask", "queries", "about", "changes", "explore", "sparql-page"})
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Address:
    """An address of the service: its path, its parameters but the language, the language, the anchor."""

    path: str
    pairs: Pairs
    lang: str
    anchor: str

    @classmethod
    def parse(cls, text: str) -> "Address":
        """An address as pages have it."""
        parts = urlsplit(text)
        pairs = parse_qsl(parts.query, keep_blank_values=True)
        lang = next((value for name, value in pairs if name == LANG), ENGLISH)
        rest = tuple(pair for pair in pairs if pair[0] != LANG)
        return cls(unquote(parts.path), rest, lang, f"#{parts.fragment}" if parts.fragment else "")

    def without(self, *names: str) -> Pairs:
        """The parameters but for some."""
        return tuple(pair for pair in self.pairs if pair[0] not in names)


@dataclass(frozen=True)
class Contents:
    """What there is: languages, entities with the path of their kind, pairs of parties, lists, questions, files."""

    languages: tuple[str, ...]
    entities: Mapping[str, str]
    pairs: frozenset[tuple[str, str]]
    collections: frozenset[str]
    narrowed: frozenset[tuple[str, str, str]]
    queries: frozenset[str]
    questions: Mapping[str, Mapping[str, str]]
    exports: Mapping[str, str]

    def prefix(self, lang: str) -> str:
        """Where the pages of a language are: those of the first stand at the top."""
        return "" if lang == self.languages[0] else f"{lang}/"

    def file(self, address: str) -> str | None:
        """The file, with what its script reads of the address, and the anchor; None for what needs a service."""
        asked = Address.parse(address)
        return self.file_of(asked)

    def file_of(self, asked: Address) -> str | None:
        """The same of an address that is taken apart already."""
        found = self._data(asked) or self._page(asked)
        return found and found + asked.anchor

    def _page(self, asked: Address) -> str | None:
        stem = self.stem(asked) if asked.lang in self.languages else None
        if stem is None:
            return None
        kept = [pair for pair in asked.pairs if (stem, pair[0]) in {("search", "q"), ("sparql-page", "query")}]
        query = "&".join(f"{name}={quote(value, safe='{}')}" for name, value in kept)
        return f"{self.prefix(asked.lang)}{stem}.html" + (f"?{query}" if query else "")

    def stem(self, asked: Address) -> str | None:
        """The name of a page below the directory of its language, without its suffix."""
        parts = asked.path.strip("/").split("/")
        match parts, asked.without(CLAIMS):
            case [""], ():
                return "index"
            case ["page" | "id", id_], () if id_ in self.entities:
                return f"page/{id_}"
            case ["dyad", one, other], () if tuple(sorted((one, other))) in self.pairs:
                return "/".join(("dyad", *sorted((one, other))))
            case ["list", collection], pairs if collection in self.collections:
                return self._listed(collection, pairs)
            case ["queries", name], () if name in self.queries:
                return f"queries/{name}"
            case ["ask"], (("q", text),):
                return self._answered(asked.lang, text)
            case ["sparql-page"], (("example", name),) if name in self.queries:
                return f"sparql-page/{name}"
            case ["search"], (("q", _),):
                return "search"
            case ["sparql-page"], (("query", _),):
                return "sparql-page"
            case [name], () if name in _ALONE:
                return name
        return None

    def _listed(self, collection: str, pairs: Pairs) -> str | None:
        match [pair for pair in pairs if pair[0] != "limit"]:
            case []:
                return f"list/{collection}"
            case [("since", first), ("until", last)] if first == last and (collection, YEAR, first) in self.narrowed:
                return f"list/{collection}/{YEAR}/{first}"
            case [("since" | "until", year)] if (collection, YEAR, year) in self.narrowed:
                return f"list/{collection}"  # a year from which one end is taken away
            case [(name, value)] if (collection, name, value) in self.narrowed:
                return f"list/{collection}/{name}/{value}"
        return None

    def _answered(self, lang: str, text: str) -> str | None:
        name = self.questions.get(lang, {}).get(text)
        return name and f"ask/{name}"

    def _data(self, asked: Address) -> str | None:
        match asked.path.strip("/").split("/"):
            case ["style.css" | "icon.svg" as name]:
                return name
            case ["static", *_]:
                return asked.path.strip("/")
            case ["v1", "export", name] if not asked.pairs:
                return self.exports.get(f"{name} {asked.lang}") or self.exports.get(name)
            case ["v1", collection, name]:
                return next(self._beside(collection, name), None)
        return None

    def _beside(self, collection: str, name: str) -> Iterator[str]:
        """The files of an entity as data."""
        for suffix, id_ in ((SUFFIXES[0], name), *((suffix, name.removesuffix(suffix)) for suffix in SUFFIXES)):
            if self.entities.get(id_) == collection and (id_ == name or name.endswith(suffix)):
                yield f"page/{id_}{suffix}"

    def addresses(self) -> Iterator[tuple[str, Pairs]]:
        """The pages to be made in each language: path and parameters in the service."""
        yield from (("/", ()), *((f"/{name}", ()) for name in sorted(_ALONE)))
        yield from ((f"/list/{name}", ()) for name in sorted(self.collections))
        yield from ((f"/queries/{name}", ()) for name in sorted(self.queries))
        yield from (("/sparql-page", (("example", name),)) for name in sorted(self.queries))
        yield from ((f"/dyad/{one}/{other}", ()) for one, other in sorted(self.pairs))
        yield from ((f"/page/{id_}", ()) for id_ in sorted(self.entities))
        for collection, name, value in sorted(self.narrowed):
            pairs = (("since", value), ("until", value)) if name == YEAR else ((name, value),)
            yield f"/list/{collection}", pairs

    def questions_in(self, lang: str) -> Iterator[tuple[str, Pairs]]:
        """The questions of a language that are answered."""
        yield from (("/ask", (("q", text),)) for text in sorted(self.questions.get(lang, {})))


def same_but_for_case(names: Iterable[str]) -> list[tuple[str, str]]:
    """Names that some disks take for one.

    >>> same_but_for_case(["NAM", "KAZ", "nam"])
    [('NAM', 'nam')]
    """
    seen: dict[str, str] = {}
    found = []
    for name in sorted(names):
        first = seen.setdefault(name.casefold(), name)
        if first != name:
            found.append((first, name))
    return found
