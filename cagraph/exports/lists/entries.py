"""A list as a feed has it: its addresses and its entries, with their times, in words, and with their sources."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from cagraph import licence
from cagraph.exports.base import Material

NEWEST: Final = "-updated"
LICENCE: Final = f"Data: {licence.SHORT}, {licence.URL}"
_PASSED_OVER: Final = frozenset({"names", "variants", "wikidata", "note"})
_NOT_OF_THE_LIST: Final = frozenset({"cursor", "limit", "sort", "facets", "evidence"})


@dataclass(frozen=True)
class Entry:
    """One entity in a feed. Times are RFC 3339; a day stands for its beginning in UTC."""

    id: str
    title: str
    page: str
    published: str
    updated: str
    kind: str
    told: tuple[tuple[str, str], ...]
    sources: tuple[tuple[str, str], ...]

    @property
    def summary(self) -> str:
        """The entity in words, with the names and addresses of its sources."""
        facts = [self.kind, *(f"{name}: {value}" for name, value in self.told)]
        sources = "; ".join(f"{name} <{url}>" if url else name for name, url in self.sources)
        return ". ".join([*facts, *([f"Sources: {sources}"] if sources else [])]) + "."

    @property
    def html(self) -> str:
        """The same as HTML, the sources as links."""
        rows = "".join(f"<li>{escape(name)}: {escape(value)}</li>" for name, value in self.told)
        links = "".join(
            f'<li><a href="{escape(url)}">{escape(name)}</a></li>' if url else f"<li>{escape(name)}</li>"
            for name, url in self.sources
        )
        listed = f"<ul>{rows}</ul>" if rows else ""
        return f"<p>{escape(self.kind)}</p>{listed}" + (f"<p>Sources</p><ol>{links}</ol>" if links else "")


@dataclass(frozen=True)
class Feed:
    """What a list is as a feed. `id` stays the same wherever it is served, and in whatever order its filters stand."""

    id: str
    title: str
    updated: str
    material: Material
    entries: tuple[Entry, ...]

    def address(self, suffix: str, cursor: str = "") -> str:
        """The address of the feed in a format, of one of its pages by its cursor."""
        rest = [(name, value) for name, value in _query(self.material) if name != "cursor" or not cursor]
        return self._at(suffix, [*rest, *([("cursor", cursor)] if cursor else [])])

    def listed(self, suffix: str = "") -> str:
        """The address of the same list in a format that may have any order."""
        return self._at(suffix, [*(pair for pair in _query(self.material) if pair[0] != "sort"), ("sort", NEWEST)])

    def _at(self, suffix: str, pairs: list[tuple[str, str]]) -> str:
        kind = self.material.model.kinds[self.material.found["kind"]]
        query = f"?{urlencode(pairs)}" if pairs else ""
        return f"{self.material.address}/{kind.collection}{suffix}{query}"


def feed(material: Material) -> Feed:
    """The feed of a list that was found in the order of the last changes. What has no time is left out."""
    found = material.found
    entries = tuple(_entry(entity, material) for entity in material.entities if entity.get("updated"))
    kept = sorted(pair for pair in _query(material) if pair[0] not in _NOT_OF_THE_LIST)
    id_ = f"{material.names.base}feed/{material.model.kinds[found['kind']].collection}"
    return Feed(
        id=id_ + (f"?{urlencode(kept)}" if kept else ""),
        title=f"cagraph: {found['read_as'].partition(';')[0]}",
        updated=max((entry.updated for entry in entries), default=instant("1970-01-01")),
        material=material,
        entries=entries,
    )


def instant(time: str) -> str:
    """A day as the moment at which it begins; a moment as it is.

    >>> instant("2026-11-24"), instant("2026-11-25T22:54:25.954+00:00")
    ('2026-11-24T00:00:00.000+00:00', '2026-11-25T22:54:25.954+00:00')
    """
    return time if "T" in time else f"{time}T00:00:00.000+00:00"


def _query(material: Material) -> list[tuple[str, str]]:
    return parse_qsl(material.query, keep_blank_values=True)


def _entry(entity: Mapping[str, Any], material: Material) -> Entry:
    kind = material.model.kinds[entity["kind"]]
    told = ((spec.name, _said(entity[spec.name])) for spec in kind.fields if spec.name in entity)
    return Entry(
        id=entity["iri"],
        title=str(entity["label"]),
        page=f"{material.address}/{kind.collection}/{entity['id']}",
        published=instant(entity["recorded"]),
        updated=instant(entity["updated"]),
        kind=kind.name,
        told=tuple((name.replace("_", " ").capitalize(), said) for name, said in told if name not in _PASSED_OVER),
        sources=tuple(dict.fromkeys(_sources(entity))),
    )


def _sources(entity: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The name and address of each source whose claims are accepted; the address is empty where there is none."""
    for claim in entity["evidence"]:
        if claim["accepted"]:
            source = claim["source"]
            name = str(source.get("title") or source["label"])
            publisher = f" ({source['publisher']})" if source.get("publisher") else ""
            url = str(source.get("url", ""))
            yield name + publisher, url if url.startswith(("https://", "http://")) else ""


def _said(value: Any) -> str:
    """A value in words: links by their labels, parts of components side by side."""
    if isinstance(value, Mapping):
        return str(value["label"]) if "label" in value else ", ".join(_said(one) for one in value.values())
    return "; ".join(_said(one) for one in value) if isinstance(value, list) else str(value)
