"""What a release is: its files, its tables, and what is said of the data as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

CREATOR: Final = "The cagraph authors"
KEYWORDS: Final = (
    "Central Asia", "Kazakhstan", "Kyrgyzstan", "Tajikistan", "Turkmenistan", "Uzbekistan", "diplomacy",
    "international relations", "knowledge graph", "treaties",
)  # fmt: skip


@dataclass(frozen=True)
class Part:
    """One file: its path below the directory, with slashes; what it is; its size in bytes and SHA-256 in hex."""

    path: str
    media_type: str
    about: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Column:
    """One column of a table. `type` is string, integer, number, boolean, date or url; `references` is another table
    whose key stands in it.
    """

    name: str
    type: str
    about: str
    references: str = ""


@dataclass(frozen=True)
class TableFile:
    """A CSV file inside the archive `archive`, with its columns and those that tell its rows apart."""

    name: str
    path: str
    archive: str
    about: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()


@dataclass(frozen=True)
class Release:
    """A data version as files. `issued` is the last day on which a source was read, so that no clock is in it.

    `address` is where the directory is, or will be, published, with a slash at the end; `counts` are entities by kind;
    `since` and `until` the days between which what is told of lies.
    """

    iri: str
    version: str
    issued: date
    address: str
    counts: Mapping[str, int]
    since: str
    until: str
    languages: tuple[str, ...]
    parts: tuple[Part, ...]
    tables: tuple[TableFile, ...] = field(default_factory=tuple)

    title = "cagraph: the knowledge graph of Central Asian diplomacy"

    @property
    def about(self) -> str:
        """The data in a few sentences."""
        total = sum(self.counts.values())
        return (
            f"{total:,} entities of the diplomacy of Central Asia: states, persons and their posts, organisations, "
            "treaties with the acts of each party, meetings, visits, and levels of relations. Every fact names its "
            "sources; what is denied, planned, disputed or unknown is kept apart from what is accepted."
        )

    @property
    def citation(self) -> str:
        """How to cite it."""
        return f"{CREATOR} ({self.issued.year}). {self.title}. Data version {self.version[:12]}. {self.iri}"

    def at(self, path: str) -> str:
        """The address of a file."""
        return self.address + path
