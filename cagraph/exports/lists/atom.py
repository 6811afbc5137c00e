"""Atom (RFC 4287): a list as a feed, the last recorded or changed first."""

from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree

from cagraph.exports.base import Material, Writer
from cagraph.exports.lists.entries import LICENCE, NEWEST, Entry, Feed, feed
from cagraph.model.text import for_xml

SUFFIX: Final = ".atom"
MEDIA_TYPE: Final = "application/atom+xml"
_NAMESPACE: Final = "http://www.w3.org/2005/Atom"


def _add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    """A child element. Characters that XML cannot hold are replaced."""
    clean = {key: for_xml(value) for key, value in attributes.items()}
    child = ElementTree.SubElement(parent, name, clean)
    child.text = for_xml(text) or None
    return child


def _head(root: ElementTree.Element, found: Feed) -> None:
    _add(root, "id", found.id)
    _add(root, "title", found.title)
    _add(root, "updated", found.updated)
    _add(_add(root, "author"), "name", "cagraph")
    _add(root, "rights", LICENCE)
    _add(root, "link", rel="self", type=MEDIA_TYPE, href=found.address(SUFFIX))
    _add(root, "link", rel="alternate", type="application/json", href=found.listed(".json"))
    _add(root, "link", rel="alternate", type="application/feed+json", href=found.address(".feed.json"))
    if found.material.found["next"]:
        _add(root, "link", rel="next", type=MEDIA_TYPE, href=found.address(SUFFIX, found.material.found["next"]))


def _entry(root: ElementTree.Element, entry: Entry) -> None:
    element = _add(root, "entry")
    _add(element, "id", entry.id)
    _add(element, "title", entry.title)
    _add(element, "published", entry.published)
    _add(element, "updated", entry.updated)
    _add(element, "category", term=entry.kind)
    _add(element, "link", rel="alternate", type="text/html", href=f"{entry.page}.html")
    _add(element, "link", rel="alternate", type="application/json", href=f"{entry.page}.json")
    for name, url in entry.sources:
        if url:
            _add(element, "link", rel="via", href=url, title=name)
    _add(element, "summary", entry.summary)
    _add(element, "content", entry.html, type="html")


def write(material: Material) -> Iterator[bytes]:
    """The feed."""
    found = feed(material)
    root = ElementTree.Element("feed", {"xmlns": _NAMESPACE})
    _head(root, found)
    for entry in found.entries:
        _entry(root, entry)
    yield ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


WRITER: Final = Writer("atom", SUFFIX, MEDIA_TYPE, write, of_entities=False, full_evidence=True, sort=NEWEST)
