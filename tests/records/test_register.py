"""A register on disk answers as the records in memory do, before and after a change."""

import tempfile
from pathlib import Path

import diplomacy as dip
from hypothesis import given, settings
from hypothesis import strategies as st

from cagraph.model import MODEL, Entity
from cagraph.records.holdings import ByItem, Change, Held, Holdings, Overlay, links_of
from cagraph.records.reader import Dataset, Loaded
from cagraph.records.register import Register


def loaded(record: Entity) -> Loaded:
    return Loaded(record, MODEL.kinds[type(record).__name__], "data/a.yaml", {(): ":1"})


def agree(register: Holdings, held: Holdings, targets: set[str]) -> None:
    assert sorted(register.ids()) == sorted(held.ids())
    for id_ in [*held.ids(), "nobody"]:
        one, other = register.get(id_), held.get(id_)
        assert (one and one.record) == (other and other.record)
        assert register.kind(id_) == held.kind(id_)
    for target in targets:
        assert register.referring(target) == held.referring(target)
        assert register.referring(target, "party", "evidence") == held.referring(target, "party", "evidence")


@settings(max_examples=15, deadline=None)
@given(dip.diplomacy(), st.data())
def test_it_answers_as_records_in_memory(records: list[Entity], data: st.DataObject) -> None:
    items = [loaded(one) for one in records]
    targets = {target for item in items for target, _ in links_of(item.record, item.kind)} | {"nobody"}
    there, more = items[: -len(items) // 3], items[-len(items) // 3 :]
    register = Register.of(Dataset(tuple(there)), MODEL, {}, {"stamp": "one"})
    agree(register, Held(there), targets)
    gone = data.draw(st.lists(st.sampled_from([item.record.id for item in there]), max_size=3, unique=True))
    renamed = there[-1].record.model_copy(update={"label": "Another"})
    change: Change = {item.record.id: item for item in [*more, loaded(renamed)]} | dict.fromkeys(gone)
    after = Overlay(Held(there), change)
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "register.db"
        register.become(path, change, "load 1", 1, {"number": 1}, {"stamp": "two"})
        agree(register, after, targets)
        register.close()
        assert Register.opened(path, MODEL, "one") is None
        again = Register.opened(path, MODEL, "two")
        assert again is not None
        agree(again, after, targets)
        assert again.loads() == [{"number": 1}]
        new = next(item for item in change.values() if item)
        found = again.get(new.record.id)
        assert found is not None
        assert found.where("label") == f"load 1, {new.record.id}"
        again.close()


def test_what_is_no_register_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "register.db"
    assert Register.opened(path, MODEL, "") is None
    path.write_bytes(b"nonsense")
    assert Register.opened(path, MODEL, "") is None


def test_wikidata_items_lead_to_records() -> None:
    state = dip.background()[-1].model_copy(update={"wikidata": "Q232"})
    known = ByItem(Held([loaded(state)]))
    assert dict(known) == {"http://www.wikidata.org/entity/Q232": state.id}
    assert "http://www.wikidata.org/entity/Q1" not in known
