"""README.md of a release: what is in the directory, how to check it, and how to cite it."""

from collections.abc import Iterator
from itertools import groupby

from cagraph import licence
from cagraph.release.parts import Release


def write(release: Release) -> bytes:
    """The file, in Markdown."""
    return ("\n".join(_lines(release)) + "\n").encode()


def _lines(release: Release) -> Iterator[str]:
    yield f"# {release.title}"
    yield ""
    yield release.about
    yield ""
    yield f"- Data version: `{release.version}`. The same records give the same version, and the same bytes here."
    yield f"- Sources read until {release.issued.isoformat()}."
    yield f"- Licence: [{licence.NAME}]({licence.URL})."
    yield f"- To cite: {release.citation}"
    yield "- To check the files: `sha256sum -c SHA256SUMS`."
    yield ""
    for directory, parts in groupby(release.parts, key=lambda part: part.path.rpartition("/")[0]):
        yield f"## {directory or 'The directory'}"
        yield ""
        yield "| file | bytes | what it is |"
        yield "|---|---:|---|"
        yield from (f"| [{part.path}]({part.path}) | {part.size:,} | {part.about} |" for part in parts)
        yield ""
    yield "## Entities"
    yield ""
    yield "| kind | number |"
    yield "|---|---:|"
    yield from (f"| {kind} | {number:,} |" for kind, number in sorted(release.counts.items()))
