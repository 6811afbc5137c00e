"""Checks over all records: identities, references, evidence for every field, dates that agree."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from cagraph.errors import Problem, suggestion
from cagraph.model import Entity, FieldSpec, Model, PartialDate
from cagraph.model.claims import accepted_values, is_accepted, links, uncovered, values_of
from cagraph.records.holdings import FORMERLY, Held, Holdings
from cagraph.records.reader import Dataset, Loaded, Location


@dataclass(frozen=True)
class Context:
    """What a check needs to know of all the records beside the one it looks at."""

    model: Model
    records: Holdings
    ids_by_kind: dict[str, list[str]] = field(default_factory=dict)
    by_former_id: dict[str, Loaded] = field(default_factory=dict)

    def holds(self, id_: str, kind: str) -> bool:
        """Whether there is a record of that id, of that kind or of one that specialises it."""
        found = self.records.kind(id_)
        return found is not None and self.model.is_a(found, kind)

    def ids(self, kind: str) -> list[str]:
        """The ids of all such records, as suggestions are made of them."""
        if kind not in self.ids_by_kind:
            self.ids_by_kind[kind] = sorted(id_ for id_ in self.records.ids() if self.holds(id_, kind))
        return self.ids_by_kind[kind]


Check = Callable[[Loaded, Context], Iterator[Problem]]


def check(dataset: Dataset, model: Model) -> list[Problem]:
    """All faults of a data set, in the order of its files and lines."""
    context = Context(model, Held(dataset.loaded))
    problems = taken_twice(dataset.loaded)
    for item in dataset.loaded:
        for one in CHECKS:
            problems += one(item, context)
    return problems


def taken_twice(loaded: Iterable[Loaded]) -> list[Problem]:
    """The ids that more than one record has."""
    by_id: dict[str, Loaded] = {}
    problems: list[Problem] = []
    for item in loaded:
        first = by_id.setdefault(item.record.id, item)
        if first is not item:
            problems.append(
                Problem(
                    item.where("id"),
                    f"the id '{item.record.id}' is taken at {first.where('id')}",
                    "choose another id",
                )
            )
    return problems


def check_change(after: Holdings, before: Holdings, changed: Collection[str], model: Model) -> list[Problem]:
    """The faults that a change of some records brings into records that had none: those of the records that differ, and
    of those that refer to what was there before.
    """
    old = {id_ for id_ in changed if before.kind(id_)}
    looked_at = {*changed, *(one for id_ in old for one in after.referring(id_))}
    renamed = {*looked_at, *_sharing_former_ids(after, changed)}
    context = Context(model, after)
    problems: list[Problem] = []
    for id_ in after.ordered(renamed):
        item = after.get(id_)
        for one in CHECKS if id_ in looked_at else (former_ids,):
            problems += one(item, context) if item else ()
    return problems


def _sharing_former_ids(after: Holdings, changed: Iterable[str]) -> Iterator[str]:
    """The records that were known by ids that those which differ have, or were known by as well."""
    for id_ in changed:
        yield from after.referring(id_, FORMERLY)
        item = after.get(id_)
        for old in item.record.formerly if item else ():
            yield from after.referring(old, FORMERLY)


def references(item: Loaded, context: Context) -> Iterator[Problem]:
    """Whatever a record refers to exists, is of the right kind, and is accepted where the reference is."""
    accepted = {(spec.name, target) for _, spec, target in links(item.kind, accepted_values(item.record, item.kind))}
    for place, spec, target in links(item.kind, values_of(item.record, item.kind)):
        wrong = _wrong_target(spec, target, context)
        if wrong:
            yield Problem(item.where(*place), f"{place[0]}: {wrong[0]}", wrong[1])
            continue
        other = context.records.get(target) if (spec.name, target) in accepted else None
        if other and not is_accepted(other.record, other.kind):
            yield Problem(
                item.where(*place),
                f"{place[0]}: '{target}' is not accepted (see {other.where()}), so no accepted fact can rest on it",
                "give this field evidence of the same modality",
            )


def _wrong_target(spec: FieldSpec, target: str, context: Context) -> tuple[str, str] | None:
    """Why a reference cannot stand, with a hint; None when it can."""
    scheme = f"{spec.term.scheme}." if spec.term.scheme else ""
    if context.holds(target, spec.target) and target.startswith(scheme):
        return None
    known = context.ids(spec.target)
    if scheme:
        value = target.removeprefix(scheme)
        names = [id_.removeprefix(scheme) for id_ in known if id_.startswith(scheme)]
        return f"there is no {spec.term.scheme} '{value}'", suggestion(value, names, "add it to data/vocab/")
    kind = context.records.kind(target)
    if kind is None:
        return f"no {spec.target} '{target}'", suggestion(target, known)
    return f"'{target}' is a {kind}, not a {spec.target}", suggestion(target, known)


def evidence(item: Loaded, context: Context) -> Iterator[Problem]:
    """Every field is borne out by a source that exists, and what sources say otherwise can be read."""
    record, kind = item.record, item.kind
    if not kind.cited:
        return
    if not record.evidence:
        yield Problem(item.where(), f"{kind.name} '{record.id}' has no evidence", "name a source with `evidence:`")
        return
    values = values_of(record, kind)
    for index, entry in enumerate(record.evidence):
        place: Location = ("evidence", index)
        if not context.holds(entry.source, "Source"):
            hint = suggestion(entry.source, context.ids("Source"))
            yield Problem(item.where(*place, "source"), f"no Source '{entry.source}'", hint)
        if entry.attributed_to and not context.holds(entry.attributed_to, "Actor"):
            hint = suggestion(entry.attributed_to, context.ids("Actor"))
            yield Problem(item.where(*place, "attributed_to"), f"no Actor '{entry.attributed_to}'", hint)
        for position, name in enumerate(entry.supports):
            yield from _supported(item, (*place, "supports", position), name, values)
        for name, value in entry.says.items():
            yield from _said(item, (*place, "says", name), name, value, context)
    for name in uncovered(record, kind):
        first = name.split("/", maxsplit=1)[0]
        yield Problem(item.where(first), f"{name}: no evidence supports it", f"add '{name}' to a `supports:` list")


def _supported(item: Loaded, place: Location, name: str, values: Mapping[str, Any]) -> Iterator[Problem]:
    first, slash, key = name.partition("/")
    if first not in item.kind.field:
        yield Problem(
            item.where(*place),
            f"supports: {item.kind.name} has no field '{first}'",
            suggestion(first, list(item.kind.field)),
        )
    elif first not in values:
        yield Problem(
            item.where(*place),
            f"supports: '{first}' has no value in this record",
            "give it one, or use `says:`",
        )
    elif slash and key not in (keys := item.kind.field[first].items(values[first])):
        yield Problem(item.where(*place), f"supports: '{first}' holds no '{key}'", suggestion(key, list(keys)))


def _said(item: Loaded, place: Location, name: str, value: Any, context: Context) -> Iterator[Problem]:
    spec = item.kind.field.get(name)
    if spec is None:
        hint = suggestion(name, list(item.kind.field))
        yield Problem(item.where(*place), f"says: {item.kind.name} has no field '{name}'", hint)
        return
    try:
        parsed = spec.parse(value)
    except ValidationError as error:
        reason = str(error.errors()[0]["msg"]).removeprefix("Value error, ")
        yield Problem(item.where(*place), f"says: {name}: {reason}", "write it as in the record itself")
        return
    for _, part, target in links(item.kind, {name: parsed}):
        if wrong := _wrong_target(part, target, context):
            yield Problem(item.where(*place), f"says: {name}: {wrong[0]}", wrong[1])


def names(item: Loaded, context: Context) -> Iterator[Problem]:
    """Every record can be shown: it has a label, or its kind composes one; concepts are named by their scheme."""
    record: Entity = item.record
    if not record.label and not getattr(item.kind.cls, "caption", ""):
        yield Problem(item.where(), f"{item.kind.name} '{record.id}' has no label", "add `label:`")
    scheme = getattr(record, "scheme", None)
    if item.kind.name == "Concept" and not record.id.startswith(f"{scheme}."):
        yield Problem(item.where("id"), f"the id of a concept begins with its scheme: '{scheme}.…'", "rename it")


def dates(item: Loaded, context: Context) -> Iterator[Problem]:
    """No spell ends before it starts."""
    by_time = {spec.term.time: getattr(item.record, spec.name) for spec in item.kind.fields if spec.term.time}
    start, end = by_time.get("start"), by_time.get("end")
    if not (isinstance(start, PartialDate) and isinstance(end, PartialDate)):
        return
    if start.earliest and end.latest and start.earliest > end.latest:
        yield Problem(item.where("end"), f"ends ({end}) before it starts ({start})", "check both dates")


def former_ids(item: Loaded, context: Context) -> Iterator[Problem]:
    """An id that was given up leads to one record alone, and no record has it still."""
    for index, old in enumerate(item.record.formerly):
        other = context.records.get(old) or context.by_former_id.setdefault(old, item)
        if other is not item or old == item.record.id:
            yield Problem(
                item.where("formerly", index),
                f"the former id '{old}' is taken at {other.where()}",
                "an id that is given up leads to one record alone",
            )


def act_order(item: Loaded, context: Context) -> Iterator[Problem]:
    """A party ratifies an instrument no earlier than it was signed."""
    instrument = getattr(item.record, "instrument", None)
    act, date = getattr(item.record, "act", None), getattr(item.record, "date", None)
    if not isinstance(instrument, str) or not isinstance(date, PartialDate) or act in BEFORE_SIGNATURE:
        return
    signed = getattr(getattr(context.records.get(instrument), "record", None), "signed", None)
    if isinstance(signed, PartialDate) and signed.earliest and date.latest and date.latest < signed.earliest:
        yield Problem(item.where("date"), f"{act} ({date}) before the signature ({signed})", "check both dates")


BEFORE_SIGNATURE = frozenset({"signature", "authorisation"})
CHECKS: tuple[Check, ...] = (references, evidence, names, dates, former_ids, act_order)


def expectations(directory: Path, dataset: Dataset, model: Model) -> list[Problem]:
    """Counts in `expectations.yaml` that the data falls short of: they guard against silent loss."""
    path = directory / "expectations.yaml"
    if not path.is_file():
        return []
    where = f"{directory.name}/{path.name}"
    try:
        wanted = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except yaml.YAMLError as error:
        return [Problem(where, f"the YAML is broken: {getattr(error, 'problem', error)}", "write `Kind: number`")]
    if not isinstance(wanted, dict) or not all(isinstance(number, int) for number in wanted.values()):
        return [Problem(where, "expectations are counts by kind", "write `Kind: number`")]
    counts: Counter[str] = Counter()
    for item in dataset.loaded:
        counts.update(model.parents(item.kind.name))
    problems = [
        Problem(
            where,
            f"expected at least {number} of kind {name}, found {counts[name]}",
            "restore what was lost, or lower the count",
        )
        for name, number in wanted.items()
        if name in model.kinds and counts[name] < number
    ]
    unknown = [name for name in wanted if name not in model.kinds]
    return problems + [
        Problem(where, f"there is no kind '{name}'", suggestion(str(name), list(model.kinds))) for name in unknown
    ]
