"""A release: the data as a directory of files that describes itself to people, catalogues, crates and loaders."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from hashlib import sha256
from types import MappingProxyType
from typing import Final

from cagraph.release import citation, croissant, dcat, readme, ro_crate, schema_org
from cagraph.release.parts import Column, Part, Release, TableFile

CHECKSUMS: Final = "SHA256SUMS"
# Name, media type, what it is, and how it is written. The crate lists those before it.
_DESCRIPTIONS: Final[Mapping[str, tuple[str, str, Callable[[Release], bytes]]]] = MappingProxyType(
    {
        "CITATION.cff": ("application/yaml", "how to cite the data", citation.write),
        "README.md": ("text/markdown", "what is in the directory", readme.write),
        "croissant.json": ("application/ld+json", "files and tables in Croissant 1.0", croissant.write),
        "dcat.ttl": ("text/turtle", "files in DCAT 3, for catalogues of open data", dcat.write),
        "schema-org.jsonld": ("application/ld+json", "files as a schema.org Dataset", schema_org.write),
        ro_crate.NAME: ("application/ld+json", "the directory as an RO-Crate 1.1", ro_crate.write),
    }
)


def part(path: str, media_type: str, about: str, body: bytes) -> Part:
    """A file by its bytes."""
    return Part(path, media_type, about, len(body), sha256(body).hexdigest())


def descriptions(release: Release) -> dict[str, bytes]:
    """The files that describe those of a release, by name, and last the checksums of all but itself."""
    told, written = release, {}
    for name, (media_type, about, write) in _DESCRIPTIONS.items():
        crate = name == ro_crate.NAME
        written[name] = write(told if crate else release)
        if not crate:
            told = replace(told, parts=(*told.parts, part(name, media_type, about, written[name])))
    sums = {one.path: one.sha256 for one in told.parts} | {ro_crate.NAME: sha256(written[ro_crate.NAME]).hexdigest()}
    written[CHECKSUMS] = "".join(f"{digest}  {path}\n" for path, digest in sorted(sums.items())).encode()
    return written


__all__ = ["CHECKSUMS", "Column", "Part", "Release", "TableFile", "descriptions", "part"]
