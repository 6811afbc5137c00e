"""What a change makes wrong is found by looking at few records, as it is by looking at all."""

from collections.abc import Iterable

import diplomacy as dip
from hypothesis import given, settings
from hypothesis import strategies as st

from cagraph.errors import Problem
from cagraph.model import MODEL, Entity
from cagraph.records.check import check, check_change
from cagraph.records.domain import check_domain
from cagraph.records.holdings import Held, Overlay
from cagraph.records.neighbours import neighbours
from cagraph.records.reader import Dataset, Loaded


def loaded(record: Entity, number: int = 1) -> Loaded:
    return Loaded(record, MODEL.kinds[type(record).__name__], "data/a.yaml", {(): f":{number}"})


def faults(items: Iterable[Loaded]) -> list[Problem]:
    dataset = Dataset(tuple(items))
    return check(dataset, MODEL) + check_domain(dataset.loaded)


def altered(record: Entity, data: st.DataObject, others: list[str]) -> Entity:
    """A record with another day, post, source or former id, or with a link to nothing."""
    day = data.draw(st.sampled_from(dip.DATES))
    days = ("date", "start", "end", "signed", "accessed", "published", "founded", "independent")
    former = data.draw(st.sampled_from(others))
    fields = {**dict.fromkeys(days, day), "post": dip.POSTS[0], "party": "nobody", "formerly": [former]}
    there = sorted(fields.keys() & type(record).model_fields.keys())
    name = data.draw(st.sampled_from(there))
    body = {**record.model_dump(mode="json", exclude_defaults=True), name: fields[name]}
    for one in body.get("evidence", []):
        one["supports"] = sorted({*one.get("supports", []), name} - {"formerly"})
    return type(record).model_validate(body)


@settings(max_examples=60, deadline=None)
@given(dip.diplomacy(), st.data())
def test_the_same_faults_are_found_as_among_all(records: list[Entity], data: st.DataObject) -> None:
    first = len(dip.background())
    held = [loaded(record) for record in records[:first]]
    assert not faults(held)
    refused = []
    for number, record in enumerate(records[first:], 2):
        item = loaded(record, number)
        if faults([*held, item]):
            refused.append(item)
        else:
            held.append(item)
    change: dict[str, Loaded | None] = {}
    ids = [item.record.id for item in held]
    for id_ in data.draw(st.lists(st.sampled_from(ids), max_size=4, unique=True)):
        old = next(item for item in held if item.record.id == id_)
        change[id_] = loaded(altered(old.record, data, ids), 99) if data.draw(st.integers(0, 3)) else None
    for item in refused:
        if data.draw(st.booleans()):
            change[item.record.id] = item
    before = Held(held)
    after = Overlay(before, change)
    found = check_change(after, before, change, MODEL) + check_domain(neighbours(before, after, change))
    there = (after.get(id_) for id_ in after.ids())
    assert found == faults(item for item in there if item)
