"""The release as an RO-Crate (https://w3id.org/ro/crate/1.1): the directory says itself what is in it."""

import json
from typing import Any, Final

from cagraph import licence
from cagraph.release.parts import CREATOR, KEYWORDS, Part, Release

NAME: Final = "ro-crate-metadata.json"
_SPECIFICATION: Final = "https://w3id.org/ro/crate/1.1"
_CREATOR: Final = "#authors"


def write(release: Release) -> bytes:
    """The metadata file: its descriptor, the root, and an entity for each file, the licence and the creator."""
    graph: list[dict[str, Any]] = [
        {
            "@id": NAME,
            "@type": "CreativeWork",
            "about": {"@id": "./"},
            "conformsTo": {"@id": _SPECIFICATION},
        },
        {
            "@id": "./",
            "@type": "Dataset",
            "identifier": release.iri,
            "name": release.title,
            "description": release.about,
            "datePublished": release.issued.isoformat(),
            "version": release.version,
            "keywords": ", ".join(KEYWORDS),
            "license": {"@id": licence.URL},
            "author": {"@id": _CREATOR},
            "creditText": release.citation,
            "temporalCoverage": f"{release.since}/{release.until}",
            "hasPart": [{"@id": part.path} for part in release.parts],
        },
        {"@id": licence.URL, "@type": "CreativeWork", "name": licence.NAME},
        {"@id": _CREATOR, "@type": "Organization", "name": CREATOR},
        *(_file(part) for part in release.parts),
    ]
    told = {"@context": f"{_SPECIFICATION}/context", "@graph": graph}
    return json.dumps(told, ensure_ascii=False, indent=2).encode() + b"\n"


def _file(part: Part) -> dict[str, Any]:
    return {
        "@id": part.path,
        "@type": "File",
        "name": part.path.rpartition("/")[2],
        "description": part.about,
        "encodingFormat": part.media_type,
        "contentSize": str(part.size),
        "sha256": part.sha256,
    }
