"""The facts of an entity as a page unfolds them: each field with its values and with the claims for and against."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from cagraph.graph import weighed
from cagraph.model import Entity, FieldSpec, Kind

_PASSED_OVER: Final = frozenset({"formerly"})
Claims = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Row:
    """One component of an entity, such as a participant, and the claims that tell of it. `value` maps its parts."""

    value: Mapping[str, Any]
    claims: Claims


@dataclass(frozen=True)
class Fact:
    """One field of an entity. `value` is what is accepted, None where it is only claimed."""

    spec: FieldSpec
    value: Any
    supports: Claims
    differs: Claims
    denies: Claims

    @property
    def claims(self) -> list[Mapping[str, Any]]:
        """All claims, those for it first."""
        return [*self.supports, *self.differs, *self.denies]

    @property
    def sources(self) -> int:
        """How many sources bear it out."""
        return len({claim["source"]["id"] for claim in self.supports})

    @property
    def rows(self) -> list[Row]:
        """The components, where the field holds such, each with the claims that tell of it as it is."""
        return [Row(one, [claim for claim in self.supports if one in claim["says"][self.spec.name]])
                for one in self.value or ()] if self.spec.component else []  # fmt: skip

    @property
    def parts(self) -> list[FieldSpec]:
        """The parts that some component has, in the order of the model."""
        fields = self.spec.component.fields if self.spec.component else ()
        return [part for part in fields if any(part.name in one for one in self.value or ())]


def facts(entity: Mapping[str, Any], kind: Kind, claimed: bool) -> list[Fact]:
    """The fields that are accepted, with `claimed` the others too: first those of the kind, then those of all kinds."""
    found = [fact for fact in _facts(entity, kind) if fact.value is not None or (claimed and fact.claims)]
    own = [fact for fact in found if fact.spec.name not in Entity.model_fields]
    return own + [fact for fact in found if fact.spec.name in Entity.model_fields]


def _facts(entity: Mapping[str, Any], kind: Kind) -> Iterator[Fact]:
    for spec in kind.fields:
        if spec.name not in _PASSED_OVER:
            accepted = entity.get(spec.name)
            yield Fact(spec, accepted, **weighed(spec.name, accepted, entity["evidence"]))


def day(entity: Mapping[str, Any], kind: Kind) -> str:
    """The date of an entity as its source gives it: of the field that places it in time; with an end, both."""
    found = {
        spec.term.time: str(entity[spec.name])
        for spec in reversed(kind.fields)
        if spec.term.time and spec.name in entity
    }
    if "at" in found or not found:
        return found.get("at", "")
    return f"{found.get('start', '..').partition('/')[0]}/{found.get('end', '..').rpartition('/')[2]}"
