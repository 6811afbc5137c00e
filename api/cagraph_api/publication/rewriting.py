"""A page of the service as a file: its links lead from file to file, and what needs a service is left out."""

import re
from dataclasses import dataclass
from html import escape, unescape
from posixpath import dirname, relpath
from typing import Final

from cagraph_api.pages.visit import CLAIMS
from cagraph_api.publication.contents import Address, Contents

# Stands for the address of the publication while pages are made.
MARK: Final = "https://publication.invalid"
_POLICY: Final = (
    "default-src 'none'; script-src 'self'{more}; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'"
)
_WITH_WASM: Final = " 'wasm-unsafe-eval'"
_FORM: Final = re.compile(r"[ \t]*<form\b([^>]*)>.*?</form>\n?", re.DOTALL)
_LINK: Final = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)
_HEAD: Final = re.compile(r"<(?:link|script)\b[^>]*>\n?")
_MADE_BY_SCRIPTS: Final = re.compile(r"<(?:form|section)\b[^>]*>")
_PLACE: Final = re.compile(r'\b(href|src|action|data-source|data-dump)="([^"]*)"')
_MARKED: Final = re.compile(re.escape(MARK) + r"([^\"\\\s]*)")
_NEXT: Final = re.compile(r'<a rel="next" href="([^"]*)"')
_EVERYWHERE: Final = "data-everywhere"


def following(page: str) -> str:
    """The address of the next page of a list; empty for the last."""
    found = _NEXT.search(page)
    return unescape(found[1]) if found else ""


@dataclass(frozen=True)
class Placing:
    """Where one page stands. `number` counts the pages of a list from 1; `goes_on` tells whether one follows.

    `claimed` is the page with what is only claimed, `other_claims` tells whether there is one. With `rooted`, links
    begin with that instead of being relative.
    """

    contents: Contents
    stem: str
    lang: str
    public_url: str = ""
    number: int = 1
    goes_on: bool = False
    claimed: bool = False
    other_claims: bool = False
    rooted: str = ""

    @property
    def file(self) -> str:
        """The file of the page."""
        return self._own(self.number, self.claimed)

    def _own(self, number: int, claimed: bool) -> str:
        more = ("~claims" if claimed else "") + (f"~{number}" if number > 1 else "")
        return f"{self.contents.prefix(self.lang)}{self.stem}{more}.html"

    def placed(self, page: str) -> str:
        """The page as it stands in the file."""
        page = _FORM.sub(lambda form: form[0] if _EVERYWHERE in form[1] else "", page)
        page = _LINK.sub(self._link, page)
        page = _HEAD.sub(self._head, page)
        page = _MADE_BY_SCRIPTS.sub(lambda tag: _PLACE.sub(self._placed, tag[0]), page)
        page = _MARKED.sub(lambda found: self._public(found[1]), page)
        return self._framed(page)

    def to(self, address: str) -> str | None:
        """An address of the service as this page links to it; None where there is no such file."""
        file = self._file(address)
        return None if file is None else self.relative(file)

    def relative(self, file: str) -> str:
        """A file from here."""
        if self.rooted:
            return self.rooted + file
        path, mark, rest = re.match(r"([^?#]*)([?#]?)(.*)", file, re.DOTALL).groups()  # type: ignore[union-attr]
        return relpath(path, dirname(self.file) or ".") + mark + rest

    def _file(self, address: str) -> str | None:
        asked = Address.parse(address)
        own = self.contents.stem(asked) == self.stem and asked.lang == self.lang
        wanted = any(name == CLAIMS for name, _ in asked.pairs)
        if own and wanted and self.other_claims:
            return self._own(1, True) + asked.anchor
        return self.contents.file_of(asked)

    def _link(self, found: re.Match[str]) -> str:
        attributes, inner = found[1], found[2]
        if 'rel="next"' in attributes:
            return self._numbered(attributes, inner, self.number + 1) if self.goes_on else ""
        if 'rel="prev"' in attributes:
            return self._numbered(attributes, inner, self.number - 1)
        tag = self._tag(f"<a{attributes}>")
        return inner if tag is None else f"{tag}{inner}</a>"

    def _numbered(self, attributes: str, inner: str, number: int) -> str:
        file = self.relative(self._own(number, self.claimed))
        return _PLACE.sub(lambda _: f'href="{escape(file)}"', f"<a{attributes}>") + f"{inner}</a>"

    def _head(self, found: re.Match[str]) -> str:
        return self._tag(found[0]) or ""

    def _tag(self, tag: str) -> str | None:
        """A tag with its address in place; None where that leads nowhere. What leads out of the service stays."""
        given = _PLACE.search(tag)
        address = unescape(given[2]) if given else ""
        if given is None or not address.startswith("/"):
            return tag
        file = self.to(address)
        return None if file is None else tag[: given.start(2)] + escape(file) + tag[given.end(2) :]

    def _placed(self, found: re.Match[str]) -> str:
        """An address among the attributes of what stays, wherever that leads."""
        return f'{found[1]}="{escape(self.to(unescape(found[2])) or "")}"'

    def _public(self, address: str) -> str:
        """A full address, as search engines are to know it; from here, where the publication has no address."""
        file = self.contents.file(unescape(address)) or "index.html"
        if not self.public_url:
            return escape(self.relative(file))
        return escape(self.public_url + file.removesuffix("index.html"))

    def _framed(self, page: str) -> str:
        """With the policy that the service sends as a header, and with where the pages of this language are."""
        policy = _POLICY.format(more=_WITH_WASM if "data-dump=" in page else "")
        told = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        page = page.replace('<meta charset="utf-8">', f'<meta charset="utf-8">\n{told}', 1)
        return page.replace("<html ", f'<html data-published="{escape(self._top())}" ', 1)

    def _top(self) -> str:
        """Where the pages of this language are, ending in a slash."""
        prefix = self.contents.prefix(self.lang)
        return self.rooted + prefix if self.rooted else relpath(prefix or ".", dirname(self.file) or ".") + "/"
