"""What a change means in the domain's words: which acts, meetings and treaties it adds, alters or takes away, and what
becomes of the status of treaties.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any, Final

from cagraph.graph.differences import CLAIM, ENTITY, Difference
from cagraph.model import Model
from cagraph.model.text import spaced
from cagraph.queries import Reader
from cagraph.status import Instruments, Status, Truth, status

SHOWN: Final = 10
_VERBS: Final = {"added": "adds", "gone": "removes", "changed": "changes", "retracted": "changes"}
_CONSENTS: Final = ("ratification", "acceptance", "approval", "accession", "deposit", "exchange", "notification")


@dataclass(frozen=True)
class Group:
    """Entities of one sort of which the same became: `noun` is what each is, as `ratification` or `meeting`."""

    verb: str
    noun: str
    entities: tuple[dict[str, Any], ...]

    @property
    def words(self) -> str:
        """As a sentence has it: `adds 1 ratification: …`."""
        shown = "; ".join(_said(one) for one in self.entities[:SHOWN])
        more = len(self.entities) - SHOWN
        rest = f"; and {more} more" if more > 0 else ""
        return f"{self.verb} {len(self.entities)} {_plural(self.noun, len(self.entities))}: {shown}{rest}"


@dataclass(frozen=True)
class Turn:
    """What became of the status of an instrument, each time in a few words."""

    id: str
    label: str
    old: str
    new: str

    @property
    def words(self) -> str:
        """As a sentence has it."""
        return f"{self.label}: {self.old} → {self.new}"


@dataclass(frozen=True)
class Effects:
    """What a change of the data means. `claims` counts what sources say: added, changed, gone, retracted."""

    groups: tuple[Group, ...] = ()
    turns: tuple[Turn, ...] = ()
    claims: Mapping[str, int] | None = None

    @property
    def words(self) -> list[str]:
        """All of it, a line each."""
        claims = ", ".join(f"{count} {action}" for action, count in sorted((self.claims or {}).items()))
        told = [group.words for group in self.groups] + [turn.words for turn in self.turns]
        return told + ([f"claims: {claims}"] if claims else [])

    def as_dict(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "entities": [
                {"verb": one.verb, "what": one.noun, "count": len(one.entities), "items": list(one.entities)}
                for one in self.groups
            ],
            "statuses": [asdict(turn) for turn in self.turns],
            "claims": dict(sorted((self.claims or {}).items())),
            "words": self.words,
        }


def effects(differences: Sequence[Difference], model: Model, clocks: tuple["Clock", "Clock"] | None = None) -> Effects:
    """What differences mean; with the clocks of before and after, also for the status of instruments."""
    grouped: dict[tuple[str, str], list[dict[str, Any]]] = {}
    claims: dict[str, int] = {}
    for one in differences:
        if one["what"] == ENTITY:
            grouped.setdefault((_VERBS[one["action"]], _noun(one)), []).append(_entity(one, model))
        elif one["what"] == CLAIM:
            claims[one["action"]] = claims.get(one["action"], 0) + 1
    groups = tuple(Group(verb, noun, tuple(found)) for (verb, noun), found in sorted(grouped.items()))
    return Effects(groups, tuple(turns(named_in(differences), *clocks)) if clocks else (), claims)


def _noun(one: Difference) -> str:
    """What an entity is called: an act by its own name, others by their kind."""
    sides = one["fields"].get("act", {})
    act = sides.get("new") or sides.get("old")
    return act["id"].partition(".")[2].replace("-", " ") if isinstance(act, dict) else spaced(one["kind"])


def _plural(noun: str, count: int) -> str:
    if count == 1:
        return noun
    return f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2:-1] not in "aeiou" else f"{noun}s"


def _entity(one: Difference, model: Model) -> dict[str, Any]:
    """An entity that differs: its id, kind and label, its day, and of a changed one the fields that differ."""
    found: dict[str, Any] = {name: one[name] for name in ("id", "kind", "label")}
    start = model.kinds[one["kind"]].start
    sides = one["fields"].get(start.name, {}) if start else {}
    if one["action"] in {"added", "gone"} and sides:
        found["date"] = sides.get("new") or sides.get("old")
    if one["action"] in {"changed", "retracted"}:
        found["fields"] = one["fields"]
    return found


def _said(one: Mapping[str, Any]) -> str:
    changed = "; ".join(
        f"{name} {shown(sides.get('old'))} → {shown(sides.get('new'))}" for name, sides in one.get("fields", {}).items()
    )
    about = changed or one.get("date", "")
    return f"{one['label']} ({about})" if about else str(one["label"])


def shown(value: Any) -> str:
    """A value of a field in few words: links as ids."""
    if isinstance(value, Mapping):
        return str(value["id"]) if "id" in value else ", ".join(f"{key} {shown(one)}" for key, one in value.items())
    return ", ".join(map(shown, value)) if isinstance(value, list) else "nothing" if value is None else str(value)


def named_in(differences: Iterable[Difference]) -> Iterator[str]:
    """The ids that differences name: their own, those that they are about, and those of what they link to."""
    for one in differences:
        yield one["id"]
        values = [one["fields"], {"id": one.get("about")}, one.get("about")]
        while values:
            value = values.pop()
            if isinstance(value, dict):
                if isinstance(value.get("id"), str):
                    yield value["id"]
                values += value.values()
            elif isinstance(value, list):
                values += value


@dataclass(frozen=True)
class Clock:
    """The treaty clock over one version."""

    reader: Reader

    @cached_property
    def instruments(self) -> Instruments:
        """What it is asked of."""
        return Instruments(self.reader)

    def of(self, id_: str) -> str:
        """The status of an instrument, generally, on the last day that was recorded, in a few words."""
        day = self.instruments.recorded_until
        if id_ not in self.instruments.kinds or day is None:
            return "not there"
        return _words(status(self.instruments.get(id_), "", day))


def turns(ids: Iterable[str], before: Clock, after: Clock) -> Iterator[Turn]:
    """What becomes of the status of those of these that are instruments, by two clocks."""
    for id_ in sorted({*ids} & {*before.instruments.kinds, *after.instruments.kinds}):
        old, new = before.of(id_), after.of(id_)
        if old != new:
            there = after if id_ in after.instruments.kinds else before
            yield Turn(id_, there.instruments.get(id_).label, old, new)


def _words(found: Status) -> str:
    """What people would call it: the furthest that it has certainly come, and what it may have come to."""
    answers = {name: answer.value for name, answer in found.answers.items()}
    for name, word in (
        ("terminated", "ended"),
        ("suspended", "suspended"),
        ("in_force", "in force"),
        ("provisionally_applied", "provisionally applied"),
    ):
        if answers[name] is Truth.YES:
            return word
    if answers["in_force"] is Truth.UNKNOWN and any(
        act.span.by(found.on) is not Truth.NO for act in found.instrument.of(_CONSENTS)
    ):
        return "possibly in force"
    return {Truth.YES: "signed", Truth.NO: "not signed", Truth.UNKNOWN: "possibly signed"}[answers["signed"]]
