"""Reads a page as a strict parser does, and tells what is amiss with it."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import html5lib

_SAFE = re.compile(r"https?://|/(?!/)|#|\?")


@dataclass(frozen=True)
class Page:
    """A page by its text."""

    text: str

    @cached_property
    def tree(self) -> ElementTree.Element:
        """The document. Raises html5lib's ParseError for anything that the standard calls a parse error."""
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        found: ElementTree.Element = parser.parse(self.text)
        return found

    def all(self, *names: str) -> list[ElementTree.Element]:
        elements = [one for one in self.tree.iter() if isinstance(one.tag, str)]
        return [one for one in elements if not names or one.tag.rpartition("}")[2] in names]

    @property
    def links(self) -> list[str]:
        """Where its links, forms and files lead."""
        found = [one.get(name) for one in self.all("a", "form", "link", "script") for name in ("href", "action", "src")]
        return [one for one in found if one]

    @property
    def shown(self) -> str:
        """The text that is read, without scripts."""
        return " ".join(" ".join(self._texts(self.tree)).split())

    def _texts(self, element: ElementTree.Element) -> Iterator[str]:
        if element.tag not in {"script", "head"}:
            yield element.text or ""
            for one in element:
                yield from self._texts(one)
                yield one.tail or ""

    def described(self) -> dict[str, Any]:
        """Its JSON-LD."""
        (script,) = [one for one in self.all("script") if one.get("type") == "application/ld+json"]
        found: dict[str, Any] = json.loads(script.text or "")
        return found

    def faults(self) -> list[str]:
        """What is amiss: order of headings, labels, ids, scripts and styles in line, links to odd schemes."""
        return [*self._headings(), *self._labels(), *self._ids(), *self._inline(), *self._odd_links()]

    def _headings(self) -> Iterator[str]:
        levels = [int(one.tag[1]) for one in self.all("h1", "h2", "h3", "h4", "h5", "h6")]
        if levels.count(1) != 1 or levels[:1] != [1]:
            yield f"headings begin with {levels[:3]}"
        for before, after in pairwise(levels):
            if after > before + 1:
                yield f"a heading of level {after} follows one of {before}"

    def _labels(self) -> Iterator[str]:
        labelled = {one.get("for") for one in self.all("label")}
        for field in self.all("input", "select", "textarea"):
            if field.get("type") != "hidden" and field.get("id") not in labelled:
                yield f"no label for {field.attrib}"
        yield from (f"a table head without scope: {one.text}" for one in self.all("th") if not one.get("scope"))

    def _ids(self) -> Iterator[str]:
        ids = [one.get("id") for one in self.all() if one.get("id")]
        yield from (f"id {one} twice" for one in set(ids) if ids.count(one) > 1)
        for one in self.all():
            yield from (
                f"aria-labelledby {name}" for name in (one.get("aria-labelledby") or "").split() if name not in ids
            )
        yield from (link for link in self.links if link.startswith("#") and link[1:] not in ids)

    def _inline(self) -> Iterator[str]:
        for one in self.all():
            yield from (f"{name} on {one.tag}" for name in one.attrib if name.startswith("on") or name == "style")
        yield from ("a style in line" for _ in self.all("style"))
        for one in self.all("script"):
            if not one.get("src") and one.get("type") not in {"application/json", "application/ld+json"}:
                yield "a script in line"

    def _odd_links(self) -> Iterator[str]:
        yield from (f"a link to {link[:60]}" for link in self.links if not _SAFE.match(link))
