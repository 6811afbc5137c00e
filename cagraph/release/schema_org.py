"""The release as a schema.org Dataset, which search engines for data read (https://schema.org/Dataset)."""

import json
from typing import Any

from cagraph import licence
from cagraph.release.parts import CREATOR, KEYWORDS, Part, Release


def dataset(release: Release) -> dict[str, Any]:
    """What is said of the data as a whole, in the terms of schema.org."""
    return {
        "@id": release.iri,
        "@type": "Dataset",
        "name": release.title,
        "description": release.about,
        "version": release.version,
        "datePublished": release.issued.isoformat(),
        "license": licence.URL,
        "creator": {"@type": "Organization", "name": CREATOR},
        "creditText": release.citation,
        "keywords": list(KEYWORDS),
        "inLanguage": list(release.languages),
        "isAccessibleForFree": True,
        "spatialCoverage": {"@type": "Place", "name": "Central Asia"},
        "temporalCoverage": f"{release.since}/{release.until}",
        "url": release.address,
    }


def write(release: Release) -> bytes:
    """The file, as JSON-LD."""
    downloads = [_download(part, release) for part in release.parts]
    told = {"@context": "https://schema.org/", **dataset(release), "distribution": downloads}
    return json.dumps(told, ensure_ascii=False, indent=2).encode() + b"\n"


def _download(part: Part, release: Release) -> dict[str, Any]:
    return {
        "@type": "DataDownload",
        "name": part.path,
        "description": part.about,
        "contentUrl": release.at(part.path),
        "encodingFormat": part.media_type,
        "contentSize": f"{part.size} B",
        "sha256": part.sha256,
    }
