"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/): a list as a feed, the last recorded or changed first."""

import json
from collections.abc import Iterator
from typing import Any, Final

from cagraph.exports.base import Material, Writer
from cagraph.exports.lists.entries import LICENCE, NEWEST, Entry, feed

SUFFIX: Final = ".feed.json"


def _item(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "url": f"{entry.page}.html",
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.html,
        "date_published": entry.published,
        "date_modified": entry.updated,
        "tags": [entry.kind],
    }


def write(material: Material) -> Iterator[bytes]:
    """The feed."""
    found = feed(material)
    told: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": found.title,
        "home_page_url": found.listed(),
        "feed_url": found.address(SUFFIX),
        "description": LICENCE,
        "authors": [{"name": "cagraph"}],
        "_cagraph": {"id": found.id, "data_version": material.data_version},
        "items": [_item(entry) for entry in found.entries],
    }
    if material.found["next"]:
        told["next_url"] = found.address(SUFFIX, material.found["next"])
    yield json.dumps(told, ensure_ascii=False).encode()


WRITER: Final = Writer(
    "feed", SUFFIX, "application/feed+json", write, of_entities=False, full_evidence=True, sort=NEWEST
)
