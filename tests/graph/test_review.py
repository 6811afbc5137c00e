"""Judging pairs of records: merged or kept apart, noted in the journal, led on, and undone."""

from pathlib import Path
from typing import Any

import pytest
from stores import held, root

from cagraph.errors import ConflictError, NotFoundError
from cagraph.graph import Graph, Verdict, build, judge, log, look_over, review, undo_load
from cagraph.settings import Settings
from cagraph.store import journal
from cagraph.store.snapshots import current

RECORDS = """\
- kind: Source
  id: gazette
  label: A gazette

- kind: Source
  id: daily
  label: A daily

- kind: Concept
  id: form.treaty
  label: Treaty
  scheme: form

- kind: State
  id: KAZ
  label: Kazakhstan
  evidence: [{source: gazette, at: "1"}]

- kind: Person
  id: tokayev
  label: Kassym-Jomart Tokayev
  evidence: [{source: gazette, at: "1"}]

- kind: Person
  id: tokaev
  label: Касым-Жомарт Токаев
  names: {ru: Касым-Жомарт Токаев}
  evidence: [{source: daily, at: "2", supports: [names/ru]}]

- kind: Person
  id: japarov
  label: Sadyr Japarov
  evidence: [{source: daily, at: "3"}]

- kind: Meeting
  id: talks
  label: Talks
  date: 2020-01-01
  participants: [{who: tokaev, party: KAZ}]
  evidence: [{source: daily, at: "2", supports: [date, participants]}]
"""


@pytest.fixture
def place(tmp_path: Path) -> Settings:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "records.yaml").write_text(RECORDS, encoding="utf-8")
    settings = Settings(store=tmp_path / "store", data=tmp_path / "data", keys=tmp_path / "keys.json")
    build(settings)
    return settings


def queue(place: Settings, **options: Any) -> list[tuple[str, str]]:
    return [(one.one, one.other) for one in review(place, **options).candidates]


def graph(place: Settings) -> Graph:
    return Graph.built(root(place))


def test_what_is_the_same_is_merged_and_the_old_id_leads_on(place: Settings) -> None:
    assert queue(place) == [("tokaev", "tokayev")]
    done = judge(place, "tokayev", "tokaev", Verdict.SAME, "ann", "one man")
    assert done.changed
    assert done.kind == "merge"
    assert queue(place) == []
    now = graph(place)
    assert now.get("tokaev")["id"] == "tokayev"
    assert [one["who"]["id"] for one in now.get("talks")["participants"]] == ["tokayev"]
    assert any("tokaev → tokayev" in words or "removes 1 person" in words for words in done.effects.words)
    (told,) = log(root(place))
    assert told["judgement"] == {"one": "tokaev", "other": "tokayev", "verdict": "same"}
    assert (told["by"], told["note"]) == ("ann", "one man")


def test_a_merge_can_be_undone(place: Settings) -> None:
    before = held(place)
    judge(place, "tokayev", "tokaev", Verdict.SAME, "ann")
    undo_load(place, 1, "bob")
    assert {line for line in held(place) if b"/load" not in line and b"/agent" not in line} == before
    assert queue(place) == [("tokaev", "tokayev")]
    assert [one["in_force"] for one in log(root(place))] == [True, False]


def test_different_and_unsure_are_remembered(place: Settings) -> None:
    assert judge(place, "tokayev", "tokaev", Verdict.UNSURE, "ann").changed
    assert queue(place) == []
    assert queue(place, again=True) == [("tokaev", "tokayev")]
    judge(place, "tokaev", "tokayev", Verdict.DIFFERENT, "bob", "father and son")
    assert queue(place, again=True) == []
    (one,) = review(place).judgements
    assert (one.verdict, one.by, one.note) == (Verdict.DIFFERENT, "bob", "father and son")
    assert graph(place).get("tokaev")["id"] == "tokaev"


def test_a_judgement_is_on_whoever_asks_again(place: Settings) -> None:
    judge(place, "tokayev", "tokaev", Verdict.DIFFERENT, "ann")
    with pytest.raises(ConflictError, match=r"were judged different by ann"):
        judge(place, "tokaev", "tokayev", Verdict.DIFFERENT, "bob")
    undo_load(place, 1, "ann")
    assert queue(place) == [("tokaev", "tokayev")]


def test_only_records_of_a_kind(place: Settings) -> None:
    assert queue(place, kind="persons") == [("tokaev", "tokayev")]
    assert queue(place, kind="Actor") == [("tokaev", "tokayev")]
    assert queue(place, kind="Meeting") == []
    with pytest.raises(NotFoundError, match="no kind 'Human'"):
        review(place, kind="Human")


def test_a_dry_run_writes_nothing(place: Settings) -> None:
    before = current(root(place))
    done = judge(place, "tokayev", "tokaev", Verdict.SAME, "ann", dry_run=True)
    assert done.changed
    assert done.effects.words
    assert current(root(place)) == before
    assert journal.read(root(place)) == []


@pytest.mark.parametrize(
    ("one", "other", "error", "said"),
    [
        ("tokayev", "nobody", NotFoundError, "no record 'nobody'"),
        ("tokayef", "tokaev", NotFoundError, "no record 'tokayef'"),
        ("tokayev", "KAZ", ConflictError, "is a Person and 'KAZ' a State"),
        ("tokayev", "tokayev", ConflictError, "cannot be merged with itself"),
    ],
)
def test_what_cannot_be_judged_changes_nothing(
    place: Settings, one: str, other: str, error: type[Exception], said: str
) -> None:
    before = current(root(place))
    with pytest.raises(error, match=said):
        judge(place, one, other, Verdict.SAME, "ann")
    assert current(root(place)) == before


def test_the_doctor_and_a_later_build_know_of_merges(place: Settings) -> None:
    judge(place, "tokayev", "tokaev", Verdict.SAME, "ann")
    assert look_over(place, with_data=True).sound
    records = (place.data or Path()) / "records.yaml"
    records.write_text(records.read_text(encoding="utf-8").replace("Kazakhstan", "Qazaqstan"), encoding="utf-8")
    build(place)
    assert graph(place).get("tokaev")["id"] == "tokayev"
    assert graph(place).get("KAZ")["label"] == "Qazaqstan"
