"""Finds entities by any name the graph knows for them, in any script, whatever the case and the accents."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType
from typing import Final

from pyoxigraph import Literal, NamedNode

from cagraph.model.text import fold
from cagraph.queries.evidence import RDF_TYPE, Reader

_RANKS: Final = MappingProxyType(
    {
        "rdfs:label": 0,
        "skos:prefLabel": 0,
        "cag:officialName": 0,
        "cag:title": 0,
        "cag:iso2": 1,
        "cag:iso3": 1,
        "skos:altLabel": 1,
    }
)
_SURNAME: Final = 2


@dataclass(frozen=True)
class Found:
    """The entities a name can mean, best first; none, with near names, when it means nothing."""

    ids: tuple[str, ...]
    near: tuple[str, ...] = ()


class NameIndex:
    """All names of all entities in a store, folded."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._kinds: dict[str, set[str]] = {}
        self._names: dict[str, dict[str, int]] = {}
        self._collect_kinds()
        for predicate, rank in _RANKS.items():
            for quad in reader.store.quads(None, reader.term(predicate)):
                if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
                    self._add(quad.subject, quad.object.value, rank)
        for id_ in self._kinds:
            self._names.setdefault(fold(id_), {}).setdefault(id_, 0)
        self._sorted = sorted(self._names)

    def _collect_kinds(self) -> None:
        for quad in self._reader.store.quads(None, RDF_TYPE):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
                id_ = self._reader.names.local_id(quad.subject.value)
                if id_:
                    kind = quad.object.value.removeprefix(self._reader.names.ontology)
                    self._kinds.setdefault(id_, set()).add(kind)

    def _add(self, subject: NamedNode, name: str, rank: int) -> None:
        id_ = self._reader.names.local_id(subject.value)
        if id_ is None:
            return
        folded = fold(name)
        self._note(folded, id_, rank)
        if "Person" in self._kinds.get(id_, ()) and " " in folded:
            self._note(folded.rpartition(" ")[2], id_, _SURNAME)

    def _note(self, folded: str, id_: str, rank: int) -> None:
        known = self._names.setdefault(folded, {})
        known[id_] = min(rank, known.get(id_, rank))

    def _candidates(self, folded: str, kind: str, scheme: str) -> dict[str, int]:
        return {
            id_: rank
            for id_, rank in self._names.get(folded, {}).items()
            if kind in self._kinds.get(id_, ()) and id_.startswith(f"{scheme}." if scheme else "")
        }

    def find(self, name: str, kind: str, scheme: str = "") -> Found:
        """The entities of a kind that a name means.

        A title before it and a plural s are passed over. A name of two words or more may be the beginning of one
        entity's name and of no other's: "Seventh Consultative Meeting" needs no "of the Heads of State …".
        """
        for folded in self._readings(name):
            candidates = self._candidates(folded, kind, scheme)
            if candidates:
                best = min(candidates.values())
                return Found(tuple(sorted(id_ for id_, rank in candidates.items() if rank == best)))
        begun = self._begun(fold(name), kind, scheme)
        return Found(tuple(begun)) if len(begun) == 1 else Found((), self._near(fold(name), kind, scheme))

    def _begun(self, folded: str, kind: str, scheme: str) -> set[str]:
        """The entities with a name that begins with these words."""
        if " " not in folded:
            return set()
        found: set[str] = set()
        for name in self._sorted[bisect_left(self._sorted, folded + " ") :]:
            if not name.startswith(folded + " "):
                break
            found |= set(self._candidates(name, kind, scheme))
        return found

    def _readings(self, name: str) -> Iterable[str]:
        folded = fold(name)
        yield folded
        yield re.sub(r"^(president|mr|leader|republic of|state of) ", "", folded)
        if folded.endswith("s"):
            yield folded[:-1]

    def _near(self, folded: str, kind: str, scheme: str) -> tuple[str, ...]:
        names = [name for name in self._names if self._candidates(name, kind, scheme)]
        labels = []
        for near in get_close_matches(folded, names, n=3, cutoff=0.7):
            for id_ in self._candidates(near, kind, scheme):
                labels.append(self._reader.label(self._reader.node(id_)))
        return tuple(dict.fromkeys(labels))
