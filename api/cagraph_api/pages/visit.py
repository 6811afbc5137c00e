"""One look at a page: what was asked for, in which language, and the addresses of everything it links to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode

from cagraph_api.pages.words import Words

LANG: Final = "lang"
CLAIMS: Final = "claims"
EVERY: Final = "all"
SHARED: Final = (LANG, CLAIMS)
"""The parameters that every page has, and that its links to other pages carry along."""
Pairs = Iterable[tuple[str, str]]


@dataclass(frozen=True)
class Visit:
    """What a page is asked for. `root` is where the service is mounted, `pairs` the query as it came."""

    words: Words
    root: str
    path: str
    pairs: tuple[tuple[str, str], ...]
    given: Mapping[str, list[str]]
    parts: Mapping[str, str]

    @property
    def lang(self) -> str:
        """The language of labels; empty for English."""
        return self.one(LANG)

    @property
    def claims(self) -> bool:
        """Whether what is only claimed is shown as well."""
        return self.one(CLAIMS) == EVERY

    def one(self, name: str, default: str = "") -> str:
        """The value of a parameter that stands at most once."""
        return self.given.get(name, [default])[0]

    def every(self, name: str) -> list[str]:
        """The values of a parameter that may stand several times."""
        return list(self.given.get(name, ()))

    @property
    def shared(self) -> list[tuple[str, str]]:
        """What links to other pages carry along."""
        return [(name, self.one(name)) for name in SHARED if self.one(name)]

    def at(self, path: str, pairs: Pairs = ()) -> str:
        """The address of another page, in the same language."""
        return self.plain(path, [*pairs, *self.shared])

    def plain(self, path: str, pairs: Pairs = ()) -> str:
        """An address of this service as it is: of data, of files."""
        query = urlencode(list(pairs))
        return self.root + quote(path, safe="/~!$&'()*+,;=:@") + (f"?{query}" if query else "")

    def entity(self, id_: str) -> str:
        """The page of an entity."""
        return self.at(f"/page/{id_}")

    def listed(self, collection: str, pairs: Pairs = ()) -> str:
        """The page of a list."""
        return self.at(f"/list/{collection}", pairs)

    def dyad(self, one: str, other: str) -> str:
        """The page of two parties."""
        return self.at(f"/dyad/{one}/{other}")

    def changed(self, **values: str) -> str:
        """This page with some parameters changed; an empty value takes one away, and so is the place in a list."""
        kept = [pair for pair in self.pairs if pair[0] not in values and pair[0] != "cursor"]
        return self.plain(self.path, [*kept, *((name, value) for name, value in values.items() if value)])

    def with_value(self, name: str, value: str) -> str:
        """This page with one more value of a parameter."""
        return self.plain(self.path, [*(pair for pair in self.pairs if pair[0] != "cursor"), (name, value)])

    def without(self, name: str, value: str) -> str:
        """This page without one value of a parameter."""
        return self.plain(self.path, [pair for pair in self.pairs if pair != (name, value) and pair[0] != "cursor"])

    def hidden(self, *names: str) -> list[tuple[str, str]]:
        """What a form must send along: every parameter except those that it asks for."""
        return [pair for pair in self.pairs if pair[0] not in {*names, "cursor"}]
