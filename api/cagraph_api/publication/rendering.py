"""Pages and data of a publication, made by the code that serves them."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from fastapi.responses import Response
from markupsafe import escape
from starlette.routing import compile_path

from cagraph.errors import NotFoundError
from cagraph.graph import Graph
from cagraph.model.text import search_key
from cagraph_api.pages import home
from cagraph_api.pages.router import BUILT, makers
from cagraph_api.pages.site import Shown, Site
from cagraph_api.pages.visit import CLAIMS, EVERY, LANG, Visit
from cagraph_api.pages.words import words
from cagraph_api.publication.contents import DUMP, ENGLISH, NOT_FOUND, Address, Contents, Pairs
from cagraph_api.publication.rewriting import MARK, Placing, following

# Of long histories the latest pages; a list has its own length of page.
_MOST: Final = {"changes": 10}
_ROWS: Final = (("limit", "100"),)
Name = tuple[str, str, str, dict[str, str], list[str]]
"""An entity for the search: its id, kind, first day, labels by language, and the keys of its names."""


@dataclass(frozen=True)
class Written:
    """One file, and whether search engines are to know it."""

    file: str
    body: bytes
    listed: bool = False


class PublishedSite(Site):
    """The pages of a publication: they know what is in it."""

    published = True

    def __init__(self, graph: Graph, contents: Contents) -> None:
        super().__init__(graph, MARK, BUILT)
        self.contents = contents

    def offers(self, address: str) -> bool:
        """Whether the publication has the file that an address becomes."""
        return self.contents.file(address) is not None


class Rendering:
    """Makes the files of a publication over one graph."""

    def __init__(self, graph: Graph, contents: Contents, public_url: str) -> None:
        self.site = PublishedSite(graph, contents)
        self._contents = contents
        self._public_url = public_url
        every = (("/", home.page), *((path, make) for path, make, *_ in makers(self.site)))
        self._makers = [(compile_path(path)[0], make) for path, make in every]

    def pages(self, path: str, pairs: Pairs, lang: str) -> Iterator[Written]:
        """The files of a page: those that a list goes on in, and the one with what is only claimed."""
        stem = self._contents.stem(Address(path, pairs, lang, ""))
        assert stem is not None
        first = self._visit(path, (*pairs, *(_ROWS if path.startswith("/list/") else ())), lang)
        shown = self._shown(first)
        page = self.site.render(first, shown)
        every = str(escape(first.changed(claims=EVERY)))
        other = f'"{every}"' in page or f'"{every}#' in page
        placing = Placing(self._contents, stem, lang, self._public_url, other_claims=other)
        yield from self._list(placing, first, shown, page)
        if other:
            visit = self._visit(path, (*first.pairs, (CLAIMS, EVERY)), lang)
            shown = self._shown(visit)
            claimed = Placing(self._contents, stem, lang, self._public_url, claimed=True, other_claims=True)
            yield from self._list(claimed, visit, shown, self.site.render(visit, shown))

    def _list(self, placing: Placing, visit: Visit, shown: Shown, page: str) -> Iterator[Written]:
        """A page, and those that follow it."""
        most = _MOST.get(placing.stem, 10_000)
        for number in range(1, most + 1):
            after = following(page)
            here = Placing(
                self._contents, placing.stem, placing.lang, self._public_url, number, bool(after) and number < most,
                placing.claimed, placing.other_claims,
            )  # fmt: skip
            listed = number == 1 and not placing.claimed and bool(shown.address)
            yield Written(here.file, here.placed(page).encode(), listed)
            if not here.goes_on:
                return
            asked = Address.parse(after)
            page = self._rendered(self._visit(visit.path, asked.pairs, placing.lang))

    def _rendered(self, visit: Visit) -> str:
        return self.site.render(visit, self._shown(visit))

    def _visit(self, path: str, pairs: Pairs, lang: str) -> Visit:
        pairs = (*(pair for pair in pairs if pair[0] != LANG), *(((LANG, lang),) if lang != ENGLISH else ()))
        given: dict[str, list[str]] = {}
        for name, value in pairs:
            given.setdefault(name, []).append(value)
        return Visit(words(lang), "", path, pairs, given, self._parts(path))

    def _parts(self, path: str) -> dict[str, str]:
        return next((found.groupdict() for pattern, _ in self._makers if (found := pattern.match(path))), {})

    def _shown(self, visit: Visit) -> Shown:
        make = next(make for pattern, make in self._makers if pattern.match(visit.path))
        shown = make(self.site, visit)
        assert not isinstance(shown, Response), visit.path
        return shown

    def missing(self, lang: str, rooted: str) -> Written:
        """The page for what is not there, which hosts show at any address: its links begin at the top."""
        visit = self._visit("/", (), lang)
        error = NotFoundError(visit.words.say("not-here"))
        shown = Shown("problem.html", visit.words.say("problem-404"), {"error": error}, status=404)
        placing = Placing(self._contents, NOT_FOUND.removesuffix(".html"), lang, self._public_url, rooted=rooted)
        return Written(placing.file, placing.placed(self.site.render(visit, shown)).encode())

    def data(self, id_: str) -> tuple[list[Written], Name | None]:
        """An entity as JSON with all its claims, as JSON-LD and as Turtle; and, if it is accepted, its names."""
        graph = self.site.graph
        found = graph.get(id_, full_evidence=True)
        files = [Written(f"page/{id_}.json", as_json(found))]
        for writer in graph.entity_formats.values():
            body = b"".join(graph.write(writer.name, found, f"{self._public_url}v1"))
            files.append(Written(f"page/{id_}{writer.suffix}", body))
        return files, self._names(found) if found["accepted"] else None

    def export(self, name: str) -> Written:
        """An export by its name among the contents."""
        graph, file = self.site.graph, self._contents.exports[name]
        asked, _, lang = name.partition(" ")
        fitting = [one for one in graph.formats.values() if asked.endswith(one.suffix)]
        exporter = max(fitting, key=lambda one: len(one.suffix))
        view = asked.removesuffix(exporter.suffix)
        body = b"".join(graph.export(exporter.name, view, **({"lang": lang} if lang else {})))
        # Without a date in it, so that the same is always the same.
        return Written(file, gzip.compress(body, mtime=0) if file == DUMP else body)

    def _names(self, found: dict[str, Any]) -> Name:
        kind = self.site.graph.model.kinds[found["kind"]]
        several = [found[one.name] for one in kind.fields if one.type in {"langmap", "langlists"} and one.name in found]
        texts = [found["label"], found.get("title", "")]
        texts += [text for by_tag in several for value in by_tag.values() for text in _texts(value)]
        own = found.get("names", {})
        labels = {lang: own[lang] for lang in self._contents.languages if lang in own and lang != ENGLISH}
        keys = sorted({key for text in texts if (key := search_key(text))})
        return found["id"], kind.name, found.get("earliest", ""), {ENGLISH: found["label"], **labels}, keys


def _texts(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def as_json(value: Any) -> bytes:
    """JSON in UTF-8, the same for the same value."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
