"""A store of which what a change touches is held in memory: looking over a large change asks the engine less."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from cagraph.store.embedded import EmbeddedStore

Subject = NamedNode | BlankNode | Triple


class Touched(EmbeddedStore):
    """A store on disk, with all the quads of some subjects at hand; for others it asks the engine."""

    def __init__(self, whole: EmbeddedStore, held: Mapping[Any, list[Quad]]) -> None:
        self.path = whole.path
        self._functions = {}
        self._store = whole._store
        self._held = held

    def quads(
        self,
        subject: NamedNode | BlankNode | None = None,
        predicate: NamedNode | None = None,
        object_: NamedNode | BlankNode | Literal | None = None,
        graph: NamedNode | DefaultGraph | None = None,
    ) -> Iterator[Quad]:
        """The quads that match, as every store has them."""
        held = self._held.get(subject) if subject else None
        if held is None:
            return super().quads(subject, predicate, object_, graph)
        return (
            quad
            for quad in held
            if (graph is None or quad.graph_name == graph)
            and (predicate is None or quad.predicate == predicate)
            and (object_ is None or quad.object == object_)
        )


def touched(
    old: EmbeddedStore, new: EmbeddedStore, gone: Iterable[Quad], come: Iterable[Quad]
) -> tuple[Touched, Touched]:
    """Both stores, with the subjects at hand of which the one has quads that are gone, or the other some that came."""
    removed = set(gone)
    added: dict[Subject, list[Quad]] = {quad.subject: [] for quad in removed}
    for quad in come:
        added.setdefault(quad.subject, []).append(quad)
    before = {subject: list(old.quads(subject)) for subject in added if not isinstance(subject, Triple)}
    after = {
        subject: [quad for quad in there if quad not in removed] + added[subject] for subject, there in before.items()
    }
    return Touched(old, before), Touched(new, after)
