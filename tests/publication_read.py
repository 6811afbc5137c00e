"""Reads a publication as a host and a browser do: which links of its pages lead to no file."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

from page_read import Page


@dataclass(frozen=True)
class Published:
    """A directory with a publication in it."""

    directory: Path
    root: str = ""
    """The path of the address that it is published at, where pages name that."""

    @cached_property
    def files(self) -> frozenset[str]:
        return frozenset(
            file.relative_to(self.directory).as_posix() for file in self.directory.rglob("*") if file.is_file()
        )

    @property
    def pages(self) -> list[str]:
        return sorted(file for file in self.files if file.endswith(".html"))

    def read(self, file: str) -> Page:
        return Page((self.directory / file).read_text(encoding="utf-8"))

    def bytes(self, file: str) -> bytes:
        return (self.directory / file).read_bytes()

    def led_to(self, file: str) -> Iterator[str]:
        """The files that a page links to, forms and data of scripts included."""
        for link in links(self.read(file)):
            to = urlsplit(link)
            if not to.netloc and to.path:
                path = unquote(to.path)
                yield path.removeprefix(self.root) if path[0] == "/" else normpath(join(dirname(file), path))

    def dead_links(self) -> list[str]:
        """Links of every page that lead to no file."""
        return [f"{file}: {to}" for file in self.pages for to in self.led_to(file) if to not in self.files]

    def reached(self) -> set[str]:
        """The files that links lead to from the first page on."""
        seen, waiting = {"index.html"}, ["index.html"]
        while waiting:
            file = waiting.pop()
            for to in self.led_to(file) if file.endswith(".html") else ():
                if to not in seen:
                    seen.add(to)
                    waiting.append(to)
        return seen


def links(page: Page) -> list[str]:
    """Every address that a page names."""
    names = ("href", "src", "action", "data-source", "data-dump")
    return [str(one.get(name)) for one in page.all() for name in names if one.get(name)]
