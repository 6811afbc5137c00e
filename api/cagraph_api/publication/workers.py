"""Pages made by several processes at once, each over the graph as it opens it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Final

from cagraph.errors import CagraphError, StoreError
from cagraph.graph import Graph
from cagraph_api.publication.contents import Contents, Pairs
from cagraph_api.publication.rendering import Name, Rendering, Written

_AT_ONCE: Final = 40
Page = tuple[str, Pairs, str]
"""The path, the parameters and the language of a page; of an export the name, and nothing else."""


@dataclass
class Done:
    """What became of some pages: files, bytes, the files that search engines are to know, names for the search."""

    files: int = 0
    bytes: int = 0
    listed: list[str] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)

    def add(self, other: "Done") -> None:
        """Count what another did as well."""
        self.files += other.files
        self.bytes += other.bytes
        self.listed += other.listed
        self.names += other.names

    def note(self, place: Path, written: Written) -> None:
        """Write a file, and count it."""
        target = place / written.file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(written.body)
        self.files += 1
        self.bytes += len(written.body)
        self.listed += [written.file] if written.listed else []


@dataclass(frozen=True)
class Task:
    """Where pages are written, what is in the publication, its address, and the data version of all of it."""

    place: Path
    contents: Contents
    public_url: str
    data_version: str

    def make(self, rendering: Rendering, pages: Sequence[Page]) -> Done:
        """Make some pages; with the first language of an entity goes its data."""
        done = Done()
        for path, pairs, lang in pages:
            if not lang:
                done.note(self.place, rendering.export(path))
                continue
            for written in rendering.pages(path, pairs, lang):
                done.note(self.place, written)
            if path.startswith("/page/") and lang == self.contents.languages[0]:
                files, name = rendering.data(path.removeprefix("/page/"))
                for written in files:
                    done.note(self.place, written)
                done.names += [name] if name else []
        return done


def here(task: Task, graph: Graph, pages: Sequence[Page]) -> Iterator[Done]:
    """The pages made in this process, some at a time."""
    rendering = Rendering(graph, task.contents, task.public_url)
    for some in _portions(pages):
        yield task.make(rendering, some)


def apart(task: Task, opened: Callable[[], Graph], jobs: int, pages: Sequence[Page]) -> Iterator[Done]:
    """The pages made by processes that open the graph themselves. Raises what one of them raises."""
    context = get_context("spawn")
    portions = iter(_portions(pages))
    ends: dict[Any, Any] = {}
    for _ in range(jobs):
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(task, opened, theirs), daemon=True)
        process.start()
        theirs.close()
        ends[ours] = process
    try:
        while ends:
            ready: Any
            for ready in wait(list(ends)):
                told = _received(ready)
                if isinstance(told, CagraphError):
                    raise told
                some = next(portions, None)
                ready.send(some)
                if some is None:
                    ends.pop(ready).join()
                yield told
    finally:
        for process in ends.values():
            process.terminate()


def _received(end: Any) -> Any:
    try:
        return end.recv()
    except EOFError:
        raise StoreError(
            "a process that makes pages has ended early", "try with --jobs 1, or with more memory"
        ) from None


def _portions(pages: Sequence[Page]) -> Iterator[Sequence[Page]]:
    return (pages[start : start + _AT_ONCE] for start in range(0, len(pages), _AT_ONCE))


def _work(task: Task, opened: Callable[[], Graph], end: Connection) -> None:
    """What a process does: makes what it is sent, until there is no more."""
    try:
        graph = opened()
        if graph.data_version != task.data_version:
            raise StoreError("the data have changed while they were published", "publish again")
        rendering = Rendering(graph, task.contents, task.public_url)
        end.send(Done())
        while (pages := end.recv()) is not None:
            end.send(task.make(rendering, pages))
    except CagraphError as error:
        end.send(error)
