"""Records of earlier models: read as they are, rewritten for good, and in what was loaded long ago."""

from pathlib import Path
from typing import Annotated, Any

import pytest
from loaded import RECORDS, load, placed
from stores import root

from cagraph.errors import DataError
from cagraph.graph import Graph, build, migrate_records, undo_load
from cagraph.model import MODEL, Entity, Model, Step, Term
from cagraph.model.migration import migrated
from cagraph.records.reader import read
from cagraph.settings import Settings

RELEASES = Path(__file__).parent / "releases"


def _renamed(record: dict[str, Any]) -> list[dict[str, Any]]:
    """What this made-up step does: treaties were called pacts, and those of two days are two."""
    if record["kind"] != "Pact":
        return [record]
    return [{**record, "kind": "Treaty"}]


def _split(record: dict[str, Any]) -> list[dict[str, Any]]:
    if record["id"] != "double":
        return [record]
    return [{**record, "id": f"double-{half}"} for half in ("one", "two")]


STEPS = (Step("a Pact is a Treaty", _renamed), Step("what was double is two", _split))
LATER = Model(MODEL.classes, STEPS)
OLD = """\
# The pacts of the lakes.

- kind: Pact
  id: double
  label: A double pact
  evidence: [{source: book, at: p. 2}]
"""


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    return placed(tmp_path, RECORDS)


def data(settings: Settings) -> Path:
    assert settings.data
    return settings.data


def test_steps_follow_each_other_from_the_number_of_the_record() -> None:
    old = {"kind": "Pact", "id": "double"}
    assert [one["id"] for one in migrated([old], 1, STEPS)] == ["double-one", "double-two"]
    assert migrated([old], 2, STEPS)[0]["kind"] == "Pact"
    assert migrated([old], 3, STEPS) == [old]
    assert old == {"kind": "Pact", "id": "double"}
    assert (MODEL.number, LATER.number) == (1, 3)
    assert LATER.with_kinds().number == 3


def test_files_of_an_earlier_model_are_read_as_they_are(here: Settings) -> None:
    (data(here) / "old.yaml").write_text(OLD, encoding="utf-8")
    dataset, problems = read(data(here), LATER)
    assert not problems
    found = {item.record.id: item for item in dataset.loaded}
    assert {"double-one", "double-two"} <= set(found)
    assert found["double-two"].where() == "data/old.yaml:3"
    build(here, model=LATER)
    assert Graph.built(root(here)).get("double-one")["kind"] == "Treaty"


def test_they_are_rewritten_once(here: Settings) -> None:
    path = data(here) / "old.yaml"
    path.write_text(OLD, encoding="utf-8")
    before = read(data(here), LATER)[0].records
    assert migrate_records(here, write=False, model=LATER) == ["data/old.yaml"]
    assert path.read_text(encoding="utf-8") == OLD
    assert migrate_records(here, write=True, model=LATER) == ["data/old.yaml"]
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# The pacts of the lakes.\n\n- kind: Treaty\n  id: double-one\n")
    assert (data(here) / "MODEL").read_text(encoding="ascii") == "3\n"
    assert read(data(here), LATER)[0].records == before
    assert migrate_records(here, write=True, model=LATER) == []


@pytest.mark.parametrize("moved", [0, 1, 2])
def test_what_was_cut_off_is_finished(here: Settings, monkeypatch: pytest.MonkeyPatch, moved: int) -> None:
    """Files of both models side by side would be led on twice: nobody reads them until it is finished."""
    for name in ("old", "older"):
        (data(here) / f"{name}.yaml").write_text(OLD.replace("double", f"double-{name}"), encoding="utf-8")
    before, left, move = read(data(here), LATER)[0].records, [moved], Path.replace

    def cut(path: Path, target: Path) -> Path:
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        return move(path, target)

    monkeypatch.setattr(Path, "replace", cut)
    with pytest.raises(KeyboardInterrupt):
        migrate_records(here, write=True, model=LATER)
    monkeypatch.undo()
    with pytest.raises(DataError, match="its migration was cut off"):
        read(data(here), LATER)
    assert migrate_records(here, write=True, model=LATER) == []
    assert read(data(here), LATER)[0].records == before
    assert (data(here) / "MODEL").read_text(encoding="ascii") == "3\n"
    assert not list(data(here).glob(".migrat*"))


def test_nothing_is_rewritten_where_one_file_is_broken(here: Settings) -> None:
    (data(here) / "old.yaml").write_text(OLD, encoding="utf-8")
    (data(here) / "worse.yaml").write_text("- kind: [", encoding="utf-8")
    with pytest.raises(DataError, match="cannot be migrated") as raised:
        migrate_records(here, write=True, model=LATER)
    assert raised.value.problems[0].where.startswith("worse.yaml:")
    assert (data(here) / "old.yaml").read_text(encoding="utf-8") == OLD
    assert not (data(here) / "MODEL").exists()


@pytest.mark.parametrize(("text", "said"), [("4", "no model 4"), ("0", "no model 0"), ("new", "no number")])
def test_a_number_that_is_none_is_refused(here: Settings, text: str, said: str) -> None:
    (data(here) / "MODEL").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=said):
        read(data(here), LATER)


class Lake(Entity):
    """A lake."""

    abstract = False
    depth: Annotated[int | None, Term("cag:depth")] = None
    deep: Annotated[int | None, Term("cag:deep")] = None


def test_what_was_loaded_under_an_earlier_model_is_led_on(here: Settings) -> None:
    first = MODEL.with_kinds(Lake)

    def rename(record: dict[str, Any]) -> list[dict[str, Any]]:
        if "depth" not in record:
            return [record]
        evidence = [
            {**one, "supports": ["deep" if name == "depth" else name for name in one["supports"]]}
            for one in record["evidence"]
        ]
        return [
            {
                **{key: value for key, value in record.items() if key != "depth"},
                "deep": record["depth"],
                "evidence": evidence,
            }
        ]

    later = Model(first.classes, [Step("depth is called deep", rename)])
    text = "- kind: Lake\n  id: issyk-kul\n  label: Issyk-Kul\n  depth: 668\n" + (
        "  evidence: [{source: book, at: p. 3, supports: [depth]}]\n"
    )
    build(here, model=first)
    load(here, text, model=first)
    build(here, model=later)
    lake = Graph.built(root(here), model=later).get("issyk-kul")
    assert (lake["deep"], "depth" in lake) == (668, False)
    undo_load(here, 1, "ann", model=later)
    build(here, model=later)


@pytest.mark.parametrize("place", sorted(RELEASES.iterdir()), ids=lambda place: place.name)
def test_records_of_every_earlier_release_are_led_to_this_model(place: Path) -> None:
    """A record of each kind with each of its fields, as each release had them; never altered once it is out."""
    dataset, problems = read(place, MODEL)
    assert not problems
    assert dataset.loaded


def test_the_present_release_is_among_them_with_every_kind_and_field() -> None:
    """Before a release, `python tests/records/releases.py VERSION` keeps its records."""
    dataset, _ = read(RELEASES / "0.1.0", MODEL)
    kinds = {item.kind.name for item in dataset.loaded}
    assert kinds == {kind.name for kind in MODEL.concrete}
    for kind in MODEL.concrete:
        held = [item.record for item in dataset.loaded if item.kind.name == kind.name]
        for spec in kind.fields:
            assert any(getattr(record, spec.name) not in (None, [], {}) for record in held), (kind.name, spec.name)
