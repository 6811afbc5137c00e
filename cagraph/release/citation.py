"""CITATION.cff of the data (Citation File Format 1.2.0, https://citation-file-format.github.io)."""

import yaml

from cagraph import licence
from cagraph.release.parts import CREATOR, KEYWORDS, Release


def write(release: Release) -> bytes:
    """The file, of type dataset, with the data version."""
    told = {
        "cff-version": "1.2.0",
        "message": "Please cite the data with their version, and the sources that an answer rests on.",
        "type": "dataset",
        "title": release.title,
        "abstract": release.about,
        "authors": [{"name": CREATOR}],
        "version": release.version,
        "date-released": release.issued.isoformat(),
        "license": licence.SPDX,
        "url": release.iri,
        "keywords": list(KEYWORDS),
    }
    return yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=100).encode()
