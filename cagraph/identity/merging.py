"""Two records of one thing become one: nothing is lost that either says, and links to the one that goes are led on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from cagraph.errors import ConflictError, NotFoundError
from cagraph.model import Component, Entity, Evidence, FieldSpec, Kind, Model
from cagraph.model.claims import values_of

_OWN: Final = frozenset({"note", "formerly"})


@dataclass(frozen=True)
class Merge:
    """What a merge does: the records that change, the one kept among them; the id that goes and the one that stays."""

    kept: str
    gone: str
    changed: tuple[Entity, ...]


def merge(records: Iterable[Entity], kept: str, gone: str, model: Model) -> Merge:
    """Merge the record `gone` into `kept`.

    Lists and names are put together. Where single values differ, the kept record's stands, and what the other says is
    kept as its source's differing claim. The id that goes is remembered in `formerly`, and every other record that
    links it, links the kept one. Raises NotFoundError, and ConflictError for two records of different kinds.
    """
    by_id = {record.id: record for record in records}
    for id_ in (kept, gone):
        if id_ not in by_id:
            raise NotFoundError(f"there is no record '{id_}'", "see: cagraph review")
    one, other = by_id[kept], by_id[gone]
    if type(one) is not type(other) or kept == gone:
        raise ConflictError(
            f"'{kept}' is a {type(one).__name__} and '{gone}' a {type(other).__name__}"
            if kept != gone
            else f"'{kept}' cannot be merged with itself",
            "only two records of one kind can be of one thing",
        )
    rename = _Renaming(gone, kept, model)
    kind = model.kinds[type(one).__name__]
    joined = _joined(rename.in_record(one, kind), rename.in_record(other, kind), kind)
    others = (record for record in by_id.values() if record.id not in (kept, gone))
    changed = [renamed for record in others if (renamed := rename.in_record(record)) is not record]
    return Merge(kept, gone, (joined, *changed))


def _joined(one: Entity, other: Entity, kind: Kind) -> Entity:
    """The one record that says what both say."""
    ours, theirs = values_of(one, kind), values_of(other, kind)
    values: dict[str, Any] = {}
    yielding: dict[str, list[str]] = {}
    for spec in kind.fields:
        a, b = ours.get(spec.name), theirs.get(spec.name)
        if spec.name in _OWN or b is None:
            continue
        if a is None:
            values[spec.name] = b
        elif spec.items(a) or spec.items(b):
            values[spec.name], lost = _together(spec, a, b)
            yielding |= {spec.name: lost} if lost else {}
        elif a != b:
            yielding[spec.name] = []
    formerly = [*one.formerly, other.id, *other.formerly]
    notes = [one.note, other.note, f"Merged with '{other.id}', {other.label}." if other.label != one.label else None]
    whole = {**ours, **values}
    evidence = [
        *(_kept(item, {}, ours, whole, kind) for item in one.evidence),
        *(_kept(item, yielding, theirs, whole, kind) for item in other.evidence),
    ]
    return one.model_copy(
        update={
            **values,
            "label": one.label or other.label,
            "formerly": list(dict.fromkeys(formerly)),
            "note": " ".join(dict.fromkeys(note for note in notes if note)) or None,
            "evidence": _united(evidence),
        }
    )


def _together(spec: FieldSpec, ours: Any, theirs: Any) -> tuple[Any, list[str]]:
    """The parts of both, ours first; and the keys of those of theirs that differ from ours."""
    first, second = spec.items(ours), spec.items(theirs)
    differing = [key for key, part in second.items() if key in first and first[key] != part]
    if spec.type == "langlists":
        union = {key: list(dict.fromkeys([*first.get(key, ()), *second.get(key, ())])) for key in {**first, **second}}
        return union, []
    parts = {**second, **first}
    parts = {key: parts[key] for key in {**first, **second}}
    return (list(parts.values()) if spec.many else parts), differing


def _kept(
    item: Evidence, yielding: Mapping[str, list[str]], own: Mapping[str, Any], whole: Mapping[str, Any], kind: Kind
) -> Evidence:
    """Evidence of one of the two records: it bears out what it did, and nothing that the other record adds.

    What it bore out, and had to give way, it says otherwise from now on.
    """
    supports, says = list[str](), dict[str, Any](item.says)
    for entry in item.supports:
        name, slash, key = entry.partition("/")
        spec = kind.field.get(name)
        if spec is None or name not in own or (spec.name not in yielding and slash):
            supports.append(entry)
        elif not spec.items(own[name]):
            if name in yielding:
                says.setdefault(name, _plain(spec, own[name]))
            else:
                supports.append(entry)
        else:
            lost, keys = yielding.get(name, []), [key] if slash else list(spec.items(own[name]))
            complete = not slash and set(keys) - set(lost) == set(spec.items(whole[name]))
            supports += [name] if complete else [f"{name}/{one}" for one in keys if one not in lost]
            if told := spec.keep(own[name], [one for one in keys if one in lost]):
                says.setdefault(name, _plain(spec, told))
    return item.model_copy(update={"supports": supports, "says": says})


def _plain(spec: FieldSpec, value: Any) -> Any:
    """A value as a record's text has it."""
    if spec.many:
        return [_plain_one(one) for one in value]
    return value if isinstance(value, dict) else _plain_one(value)


def _plain_one(value: Any) -> Any:
    if isinstance(value, Component):
        return value.model_dump(mode="json", exclude_none=True)
    return value if isinstance(value, str) else str(value)


def _united(evidence: Iterable[Evidence]) -> list[Evidence]:
    """Evidence of one place in one source and of one manner as one entry."""
    found: dict[str, Evidence] = {}
    for item in evidence:
        key = item.model_copy(update={"supports": []}).model_dump_json()
        before = found.get(key)
        both = [*before.supports, *item.supports] if before else item.supports
        found[key] = item.model_copy(update={"supports": list(dict.fromkeys(both))})
    return list(found.values())


@dataclass(frozen=True)
class _Renaming:
    """Has every link to one id lead to another."""

    old: str
    new: str
    model: Model

    def in_record(self, record: Entity, kind: Kind | None = None) -> Entity:
        """The record with its links led on; the very same where it has none to lead."""
        kind = kind or self.model.kinds[type(record).__name__]
        values = values_of(record, kind)
        renamed = {name: self._value(kind.field[name], value) for name, value in values.items()}
        update = {name: value for name, value in renamed.items() if value != values[name]}
        evidence = [self._evidence(item, kind) for item in record.evidence]
        if evidence != record.evidence:
            update["evidence"] = evidence
        return record.model_copy(update=update) if update else record

    def _value(self, spec: FieldSpec, value: Any) -> Any:
        if spec.name in _OWN:
            return value
        if not spec.many:
            return self._one(spec, value)
        parts = {spec_key(one): one for one in reversed([self._one(spec, one) for one in value])}
        return list(reversed(parts.values()))

    def _one(self, spec: FieldSpec, value: Any) -> Any:
        if spec.type == "ref":
            return self._id(spec, value)
        if spec.component and isinstance(value, Component):
            inner = {part.name: part for part in spec.component.fields}
            update = {
                name: self._id(part, getattr(value, name))
                for name, part in inner.items()
                if part.type == "ref" and getattr(value, name) is not None
            }
            return value.model_copy(update=update)
        return value

    def _id(self, spec: FieldSpec, value: str) -> str:
        if spec.concept_id(value) != self.old:
            return value
        return self.new.removeprefix(f"{spec.term.scheme}.") if spec.term.scheme else self.new

    def _evidence(self, item: Evidence, kind: Kind) -> Evidence:
        supports = [self._support(entry, kind) for entry in item.supports]
        says = {name: self._said(kind.field[name], said) for name, said in item.says.items()}
        return item.model_copy(
            update={
                "source": self.new if item.source == self.old else item.source,
                "attributed_to": self.new if item.attributed_to == self.old else item.attributed_to,
                "supports": list(dict.fromkeys(supports)),
                "says": says,
            }
        )

    def _support(self, entry: str, kind: Kind) -> str:
        name, slash, key = entry.partition("/")
        spec = kind.field.get(name)
        if not slash or spec is None or spec.type not in {"ref", "component"}:
            return entry
        return (
            f"{name}/{self._id(spec, key)}" if spec.type == "ref" else f"{name}/{self.new if key == self.old else key}"
        )

    def _said(self, spec: FieldSpec, said: Any) -> Any:
        """What a source says otherwise, as plain values; left as it stands where no link to lead on is in it."""
        parsed = spec.parse(said)
        renamed = self._value(spec, parsed)
        return said if renamed == parsed else _plain(spec, renamed)


def spec_key(one: Any) -> str:
    """What tells one item of a list from the others."""
    return one.key() if isinstance(one, Component) else str(one)
