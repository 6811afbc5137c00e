"""Who says what: one claim, all claims of a source, and for one field which sources support, differ or deny."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pyoxigraph import DefaultGraph, NamedNode

from cagraph.errors import NotFoundError, ParameterError, suggestion
from cagraph.graph.entities import Entities
from cagraph.graph.paging import Key, Order, cut, fingerprint

_ORDER: Final = Order((str,))


@dataclass(frozen=True)
class Sayings:
    """Reads claims out of a store, each with what it says."""

    entities: Entities

    def claim(self, id_: str) -> dict[str, Any]:
        """One claim: its source, place, manner, and the values it gives. Raises NotFoundError."""
        reader = self.entities.reader
        try:
            node = NamedNode(reader.names.claim + id_)
        except ValueError:
            raise NotFoundError(f"'{id_[:80]}' is no id of a claim", "ids are 20 hexadecimal digits") from None
        if not any(reader.store.quads(node, reader.term("cag:about"), None, reader.provenance)):
            raise NotFoundError(f"there is no claim '{id_[:80]}'", "the evidence of an entity lists its claims")
        return self._told(node)

    def _told(self, claim: NamedNode) -> dict[str, Any]:
        reader = self.entities.reader
        described = reader.describe([claim])[0]
        kind = self.entities.index.kind_of(described["about"]["id"])
        subject = reader.node(described["about"]["id"])
        return described | {"says": self.entities.fields(subject, kind, claim) if kind else {}}

    def behind(self, found: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Every claim that plain values name under `evidence`, once, with what it says."""
        reader = self.entities.reader
        return [self._told(NamedNode(reader.names.claim + id_)) for id_ in sorted(set(_named(found)))]

    def of_source(self, source: str, limit: int, cursor: str) -> dict[str, Any]:
        """A page of the claims that a source makes, by what they are about.

        Raises NotFoundError when there is no such source, ParameterError for the limit or the cursor.
        """
        source, kind = self.entities.index.entity(source)
        if kind.name != "Source":
            raise NotFoundError(f"'{source}' is a {kind.name}, not a Source", "see /v1/sources")
        reader, about = self.entities.reader, self.entities.index.claims("about")
        ids = [
            reader.claim_id(quad.subject)
            for quad in reader.store.quads(None, reader.term("cag:source"), reader.node(source), reader.provenance)
            if isinstance(quad.subject, NamedNode)
        ]
        keys = _ORDER.arranged(Key((about[id_],), id_) for id_ in ids)
        page = cut(keys, _ORDER, limit, cursor, fingerprint("claims", source))
        return {
            "source": source, "total": len(keys), "limit": limit,
            "claims": [self._told(NamedNode(reader.names.claim + key.id)) for key in page.keys],
            "next": page.next, "prev": page.prev,
        }  # fmt: skip

    def of_field(self, id_: str, field: str) -> dict[str, Any]:
        """What is accepted for a field of an entity, and the claims that support it, differ from it, or deny it.

        Raises NotFoundError for the entity, ParameterError for the field.
        """
        id_, kind = self.entities.index.entity(id_)
        if field not in kind.field:
            raise ParameterError(f"field: {kind.name} has no field '{field[:80]}'", suggestion(field, list(kind.field)))
        reader = self.entities.reader
        node = reader.node(id_)
        accepted = self.entities.fields(node, kind, DefaultGraph()).get(field)
        claims = [self._told(claim) for claim in reader.claims(node, reader.term(kind.field[field].term.property))]
        return {"id": id_, "kind": kind.name, "field": field, "accepted": accepted, **weighed(field, accepted, claims)}


def weighed(field: str, accepted: Any, claims: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """The claims that give a field a value: those that support what is accepted, differ from it, or deny it."""
    groups: dict[str, list[dict[str, Any]]] = {"supports": [], "differs": [], "denies": []}
    for claim in claims:
        said = claim["says"].get(field)
        if said is not None:
            within = "supports" if _within(said, accepted) else "differs"
            groups["denies" if claim["polarity"] == "denied" else within].append(claim)
    return groups


def _named(value: Any) -> Iterator[str]:
    """The ids of claims that stand under `evidence`, however deep."""
    if isinstance(value, Mapping):
        for name, one in value.items():
            if name == "evidence" and isinstance(one, list | tuple):
                yield from (id_ for id_ in one if isinstance(id_, str))
            else:
                yield from _named(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _named(one)


def _within(said: Any, accepted: Any) -> bool:
    """Whether what a claim says is what is accepted, or a part of it."""
    if isinstance(said, list) and isinstance(accepted, list):
        return all(item in accepted for item in said)
    if isinstance(said, dict) and isinstance(accepted, dict) and "id" not in said:
        return all(accepted.get(key) == value for key, value in said.items())
    return bool(said == accepted)
