"""Writing a publication: every page as a file, with the data beside them, in a directory that any host can serve."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Final
from urllib.parse import urlsplit

from cagraph import __version__
from cagraph.errors import ParameterError, StoreError
from cagraph.graph import Graph
from cagraph_api.pages.words import LANGUAGES
from cagraph_api.publication import files
from cagraph_api.publication.contents import NAMES, Contents, same_but_for_case
from cagraph_api.publication.inventory import contents_of
from cagraph_api.publication.rendering import Written, as_json
from cagraph_api.publication.workers import Done, Page, Task, apart, here

TOLD: Final = "publication.json"
"""The file by which a publication of ours is known."""
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Publication:
    """What was written: how many files of how many bytes, and the ids that differ from another in case alone."""

    files: int
    bytes: int
    same_but_for_case: tuple[tuple[str, str], ...]


def publish(
    graph: Graph,
    directory: Path,
    languages: Sequence[str] = LANGUAGES,
    address: str = "",
    progress: Progress = lambda _: None,
    opened: Callable[[], Graph] | None = None,
    jobs: int = 1,
) -> Publication:
    """Write the pages in some languages, the first at the top, into a new or empty directory, or over an earlier one.

    `address` is where it will be, for search engines. With several `jobs`, as many processes open the graph by
    `opened`. The same data give the same bytes. Raises ParameterError, StoreError.
    """
    _check(directory, languages, address)
    try:
        directory.parent.mkdir(parents=True, exist_ok=True)
        place = Path(mkdtemp(prefix=f".{directory.name}-", dir=directory.parent))
    except OSError as error:
        raise StoreError(f"{directory} cannot be made: {error.strerror}", "name another directory") from error
    try:
        public_url = address.rstrip("/") + "/" if address else ""
        published = _write(graph, place, tuple(languages), public_url, progress, opened, jobs)
        _put(place, directory)
    except OSError as error:
        raise StoreError(f"{directory} cannot be written: {error.strerror}", "make room, or name another") from error
    finally:
        shutil.rmtree(place, ignore_errors=True)
    return published


def _check(directory: Path, languages: Sequence[str], address: str) -> None:
    unknown = [lang for lang in languages if lang not in LANGUAGES]
    if unknown or not languages or len(set(languages)) < len(languages):
        named = f"'{unknown[0][:80]}' is not known" if unknown else "none, or one twice"
        raise ParameterError(f"languages: {named}", f"write some of {','.join(LANGUAGES)}")
    parts = urlsplit(address)
    if address and (parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment):
        raise ParameterError(f"address: '{address[:80]}' is no address of a site", "as https://example.org/cagraph/")
    if directory.exists() and not _is_ours(directory):
        raise StoreError(
            f"{directory} is there already, and is no publication", "name a new or empty directory, or remove it"
        )


def _is_ours(directory: Path) -> bool:
    return directory.is_dir() and ((directory / TOLD).is_file() or not any(directory.iterdir()))


def _put(place: Path, directory: Path) -> None:
    """Move what was written to where it belongs, in place of what was there."""
    place.chmod(0o755)
    if not directory.exists() or not any(directory.iterdir()):
        place.replace(directory)
        return
    before = Path(mkdtemp(prefix=f".{directory.name}-", dir=directory.parent))
    directory.replace(before)
    place.replace(directory)
    shutil.rmtree(before)


def _write(
    graph: Graph,
    place: Path,
    languages: tuple[str, ...],
    public_url: str,
    progress: Progress,
    opened: Callable[[], Graph] | None,
    jobs: int,
) -> Publication:
    progress("Looking through the graph")
    graph.prepare()
    contents = contents_of(graph, languages)
    pages = list(_pages(contents))
    task = Task(place, contents, public_url, graph.data_version)
    total = Done()
    for written in files.of(graph, contents, public_url):
        total.note(place, written)
    made = apart(task, opened, jobs, pages) if opened and jobs > 1 else here(task, graph, pages)
    for done in made:
        total.add(done)
        progress(f"{total.files} files, from {len(pages)} pages and the data of {len(contents.entities)} entities")
    for written in files.afterwards(contents, total, public_url):
        total.note(place, written)
    total.note(place, Written(NAMES, files.names(graph, contents, total.names)))
    total.note(place, Written(TOLD, as_json(_told(graph, languages, public_url, total))))
    return Publication(total.files, total.bytes, tuple(same_but_for_case(contents.entities)))


def _pages(contents: Contents) -> Iterator[Page]:
    """The exports, of which each takes long, and then the pages, language by language."""
    yield from ((name, (), "") for name in sorted(contents.exports))
    for lang in contents.languages:
        yield from ((path, pairs, lang) for path, pairs in contents.addresses())
        yield from ((path, pairs, lang) for path, pairs in contents.questions_in(lang))


def _told(graph: Graph, languages: Sequence[str], public_url: str, total: Done) -> dict[str, Any]:
    return {
        "made_by": "cagraph", "version": __version__, "data_version": graph.data_version, "address": public_url,
        "languages": list(languages), "files": total.files + 1, "bytes": total.bytes,
    }  # fmt: skip
