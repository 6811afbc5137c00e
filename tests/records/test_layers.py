"""Layers over records, and records kept as lines of JSON: what is read back is what was written."""

import gzip
import json

import diplomacy as dip
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cagraph.errors import DataError, StoreError
from cagraph.model import MODEL, Entity
from cagraph.records import kept
from cagraph.records.layers import Layer, fold, plain, restored
from cagraph.records.reader import Dataset, Loaded


def loaded(records: list[Entity]) -> tuple[Loaded, ...]:
    return tuple(
        Loaded(record, MODEL.kinds[type(record).__name__], "data/a.yaml", {(): f":{number}"})
        for number, record in enumerate(records, 1)
    )


@settings(max_examples=15)
@given(dip.diplomacy())
def test_records_are_kept_as_they_were(records: list[Entity]) -> None:
    dataset = Dataset(loaded(records))
    body = kept.written(dataset)
    back = kept.read(body, MODEL)
    assert back.records == records
    assert [item.where("label") for item in back.loaded] == [item.where() for item in dataset.loaded]
    assert kept.written(back) == body


def test_what_cannot_be_read_is_told() -> None:
    for body in (b"nonsense", gzip.compress(b"{"), gzip.compress(b"x" * 99)[:-3]):
        with pytest.raises(StoreError, match="the records beside the version cannot be read"):
            kept.read(body, MODEL)
    other = [["data/a.yaml:1", {"kind": "State", "id": "KAZ", "moons": 2}]]
    body = gzip.compress("\n".join(map(json.dumps, other)).encode())
    with pytest.raises(DataError, match="the model has changed since the build") as caught:
        kept.read(body, MODEL)
    assert str(caught.value.problems[0]).startswith("data/a.yaml:1: State has no field 'moons'")


@given(st.lists(st.tuples(st.sets(st.integers(0, 5)), st.sets(st.integers(0, 5))), max_size=4))
def test_layers_are_put_one_over_the_other(drawn: list[tuple[set[int], set[int]]]) -> None:
    (state,) = loaded([dip.background()[-1]])

    def item(number: int, layer: int) -> Loaded:
        changed = state.record.model_copy(update={"id": f"x{number}", "label": f"layer {layer}"})
        return Loaded(changed, state.kind, "", {})

    base = Dataset(tuple(item(number, 0) for number in range(3)))
    expected = {f"x{number}": "layer 0" for number in range(3)}
    layers = []
    for place, (put, removed) in enumerate(drawn, 1):
        layers.append(Layer(tuple(item(one, place) for one in put), tuple(f"x{one}" for one in removed)))
        expected = {id_: label for id_, label in expected.items() if int(id_[1:]) not in removed}
        expected |= {f"x{one}": f"layer {place}" for one in put}
    assert {one.id: one.label for one in fold(base, layers).records} == expected


def test_plain_values_of_another_model_are_told() -> None:
    (item, *_) = loaded(dip.background())
    values = plain(item)
    found, problems = restored([("load 1, book", values), ("load 1, x", {"kind": "Planet", "id": "x"})], MODEL)
    assert [one.record for one in found] == [item.record]
    assert str(problems[0]).startswith("load 1, x: there is no kind 'Planet'")
