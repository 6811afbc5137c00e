"""Who says what about each record: every claim with its manner and the values it gives, read in one pass."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from pyoxigraph import Literal, NamedNode

from cagraph.model import Namespaces
from cagraph.store import Store


@dataclass(frozen=True)
class Claim:
    """One claim: what it is about, its source and manner, its values by property, and all entities it mentions."""

    id: str
    about: str
    source: str
    at: str
    polarity: str
    modality: str
    accepted: bool
    attributed_to: str
    values: dict[str, tuple[str, ...]]
    mentions: frozenset[str]

    @property
    def manner(self) -> str:
        """`denied`, or in what manner it is said."""
        return self.polarity if self.polarity == "denied" else self.modality

    def as_dict(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {
            "claim": self.id, "about": self.about, "source": self.source, "at": self.at, "manner": self.manner,
            "attributed_to": self.attributed_to or None,
            "says": {name: list(values) for name, values in self.values.items()},
        }  # fmt: skip


@dataclass(frozen=True)
class Ledger:
    """The claims of a store that were not withdrawn, by id and by what they are about."""

    claims: dict[str, Claim]
    about: dict[str, tuple[Claim, ...]]

    @classmethod
    def read(cls, store: Store, names: Namespaces) -> "Ledger":
        """Read every claim."""
        notes: dict[str, _Note] = defaultdict(_Note)
        manner: dict[str, dict[str, str]] = defaultdict(dict)
        for quad in store.quads():
            graph = quad.graph_name
            if not isinstance(graph, NamedNode) or not isinstance(quad.subject, NamedNode):
                continue
            value = _plain(quad.object, names)
            name = quad.predicate.value.removeprefix(names.ontology)
            if graph.value == names.provenance:
                manner[quad.subject.value.removeprefix(names.claim)][name] = value
            elif graph.value.startswith(names.claim):
                subject = quad.subject.value.removeprefix(names.id)
                notes[graph.value.removeprefix(names.claim)].add(subject, name, value, quad.object)
        claims = {
            id_: _claim(id_, about, notes[id_])
            for id_, about in sorted(manner.items())
            if "about" in about and "retracted" not in about
        }
        grouped: dict[str, list[Claim]] = defaultdict(list)
        for claim in claims.values():
            grouped[claim.about].append(claim)
        return cls(claims, {about: tuple(found) for about, found in grouped.items()})

    def bearing_out(self, record: str, *properties: str) -> tuple[str, ...]:
        """The accepted claims about a record that give a value to any of these properties; all of them without any."""
        return tuple(
            claim.id
            for claim in self.about.get(record, ())
            if claim.accepted and (not properties or any(name in claim.values for name in properties))
        )

    def unaccepted(self, records: Iterable[str]) -> list[Claim]:
        """The claims about these records that made no fact, in the order of the records."""
        return [claim for record in records for claim in self.about.get(record, ()) if not claim.accepted]


@dataclass
class _Note:
    values: dict[str, dict[str, set[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))
    mentions: set[str] = field(default_factory=set)

    def add(self, subject: str, name: str, value: str, term: Any) -> None:
        self.values[subject][name].add(value)
        if isinstance(term, NamedNode):
            self.mentions.add(value)


def _plain(term: Any, names: Namespaces) -> str:
    if isinstance(term, NamedNode):
        return term.value.removeprefix(names.id).removeprefix(names.ontology)
    return term.value if isinstance(term, Literal) else str(term)


def _claim(id_: str, manner: dict[str, str], note: _Note) -> Claim:
    # What every claim repeats of the record, its types and label, is no value that it gives; nor are derived bounds.
    own = {
        name: tuple(sorted(values))
        for name, values in sorted(note.values[manner["about"]].items())
        if ":" not in name and not name.endswith(("Earliest", "Latest"))
    }
    return Claim(
        id_, manner["about"], manner["source"], manner["locator"], manner["polarity"], manner["modality"],
        manner["accepted"] == "true", manner.get("attributedTo", ""), own, frozenset(note.mentions),
    )  # fmt: skip
