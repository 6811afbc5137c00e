"""Loading records over those that are there: what is checked, written, told, undone, and built again."""

import json
from pathlib import Path

import pytest
from loaded import GAZETTE, RECORDS, act, load, of_records, placed
from stores import held, root, write

from cagraph.errors import ConflictError, DataError, NotFoundError, ParameterError, StoreMissingError
from cagraph.graph import Graph, build, drop_source, load_files, log, look_over, undo_load
from cagraph.settings import Settings
from cagraph.store import journal, snapshots


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    return placed(tmp_path)


def fields(settings: Settings, id_: str) -> dict[str, object]:
    return Graph.built(settings.store).get(id_)


def test_a_load_is_what_a_build_of_all_the_records_would_be(here: Settings, tmp_path: Path) -> None:
    load(here, GAZETTE + act())
    stamped = act() + "      recorded: " + journal.read(root(here))[0].time[:10] + "\n"
    other = placed(tmp_path / "other", f"{RECORDS}\n{GAZETTE}\n{stamped}")
    assert of_records(here) == held(other)
    assert look_over(here, with_data=True).sound


def test_it_is_told_in_the_words_of_the_domain(here: Settings) -> None:
    told = load(here, GAZETTE + act(), dry_run=True)
    assert told.effects.words == [
        "adds 1 ratification: Ratification by Kazakhstan: The pact (2019-05-03)",
        "adds 1 source: A gazette",
        "The pact: signed → possibly in force",
        "claims: 1 added",
    ]
    assert (told.changed, told.load, told.data_version) == (True, 0, told.parent)
    assert journal.read(root(here)) == []
    done = load(here, GAZETTE + act())
    assert done.effects == told.effects
    assert log(root(here))[0]["says"] == told.effects.words
    changed = load(here, RECORDS.partition("- kind: State")[0].replace("A book", "The book"))
    assert changed.effects.words == ["changes 1 source: The book (label A book → The book)"]


def test_several_of_a_sort_are_counted(here: Settings) -> None:
    told = load(here, GAZETTE + act("KAZ") + act("UZB"))
    assert told.effects.words[0].startswith("adds 2 ratifications: ")
    assert told.effects.as_dict()["entities"][0]["count"] == 2
    assert json.loads(json.dumps(told.as_dict())) == told.as_dict()


def test_the_same_file_again_changes_nothing(here: Settings) -> None:
    first = load(here, GAZETTE + act())
    again = load(here, GAZETTE + act())
    assert (again.changed, again.load, again.data_version) == (False, first.load, first.data_version)
    same = load(here, act() + GAZETTE)  # the same records in another file
    assert (same.changed, same.load) == (False, 0)
    assert len(journal.read(root(here))) == 1


def test_what_is_there_already_is_no_load(here: Settings) -> None:
    assert not load(here, RECORDS).changed


def test_every_fault_is_told_at_once_and_nothing_is_loaded(here: Settings) -> None:
    before = held(here)
    bad = act().replace("2019-05-03", "2019-13") + act("UZB", "gazett") + act("UZB", "book")
    with pytest.raises(DataError) as caught:
        load(here, GAZETTE, bad)
    told = [str(problem) for problem in caught.value.problems]
    assert told[0] == "new-2.yaml:6:3: date: month must be in 01..12, not '2019-13'"
    assert "new-2.yaml:18:7: no Source 'gazett' (did you mean 'gazette'?)" in told
    assert any("the id 'pact-UZB' is taken at new-2.yaml:12" in one for one in told)
    assert held(here) == before
    assert journal.read(root(here)) == []


def test_what_has_faults_is_left_out_where_that_is_wanted(here: Settings) -> None:
    bad = act().replace("2019-05-03", "2019-13")
    done = load(here, GAZETTE + bad + act("UZB"), keep_going=True)
    assert done.changed
    (left,) = done.left_out
    assert left.record
    assert left.record["id"] == "pact-KAZ"
    assert [str(one) for one in left.problems] == ["new-1.yaml:9:3: date: month must be in 01..12, not '2019-13'"]
    assert fields(here, "pact-UZB")["kind"] == "TreatyAct"
    again = load(here, GAZETTE + bad + act("UZB"), keep_going=True)  # it may be complete by now, so it is tried again
    assert (again.changed, len(again.left_out)) == (False, 1)


def test_what_rests_on_what_is_left_out_is_left_out_too(here: Settings) -> None:
    done = load(here, GAZETTE.replace("label", "labels") + act(), keep_going=True)
    assert not done.changed
    assert [left.record and left.record["id"] for left in done.left_out] == ["gazette", "pact-KAZ"]


def test_a_domain_check_over_old_and_new_records(here: Settings) -> None:
    early = act().replace("2019-05-03", "2018-01-01")
    with pytest.raises(DataError, match="1 problem") as caught:
        load(here, GAZETTE + early)
    assert "before the signature" in caught.value.problems[0].message


def test_a_load_is_undone_and_brought_back(here: Settings) -> None:
    before = of_records(here)
    first = load(here, GAZETTE + act())
    after = of_records(here)
    undone = undo_load(here, first.load, "bob", "a mistake")
    assert of_records(here) == before
    assert undone.effects.words[-2:] == ["The pact: possibly in force → signed", "claims: 1 gone"]
    with pytest.raises(ConflictError, match="load 1 is undone already"):
        undo_load(here, first.load, "bob")
    undo_load(here, undone.load, "bob")
    assert of_records(here) == after
    assert [(one["load"], one["in_force"]) for one in log(root(here))] == [(3, True), (2, False), (1, True)]
    assert look_over(here, with_data=True).sound


def test_undoing_an_older_load_leaves_what_later_ones_say(here: Settings) -> None:
    load(here, GAZETTE + act())
    later = act().replace("2019-05-03", "2019-05-04")
    load(here, GAZETTE + later)
    undo_load(here, 1, "bob")
    assert fields(here, "pact-KAZ")["date"] == "2019-05-04"
    undo_load(here, 2, "bob")
    with pytest.raises(NotFoundError):
        fields(here, "pact-KAZ")


def test_what_others_rest_on_is_not_undone(here: Settings) -> None:
    load(here, GAZETTE)
    load(here, act())
    before = held(here)
    with pytest.raises(DataError, match="load 1 cannot be undone: 1 problem would be left") as caught:
        undo_load(here, 1, "bob")
    assert str(caught.value.problems[0]).startswith("load 2, pact-KAZ: no Source 'gazette'")
    assert held(here) == before


def test_a_load_that_is_not_known(here: Settings) -> None:
    with pytest.raises(NotFoundError, match="there is no load 7"):
        undo_load(here, 7, "bob")


def test_a_source_goes_with_what_rests_on_it_alone(here: Settings) -> None:
    both = act().rstrip() + '\n    - source: book\n      at: "3"\n      supports: [act, instrument, party]\n'
    load(here, GAZETTE + both + act("UZB"))
    done = drop_source(here, "gazette", "bob")
    graph = Graph.built(here.store)
    assert "date" not in graph.get("pact-KAZ")  # that the gazette alone said
    assert not graph.knows("pact-UZB")
    assert not graph.knows("gazette")
    assert "gazette" not in {claim["source"]["id"] for claim in graph.get("pact-KAZ")["evidence"]}
    undo_load(here, done.load, "bob")
    assert Graph.built(here.store).get("pact-KAZ")["date"] == "2019-05-03"
    assert look_over(here, with_data=True).sound


def test_a_source_that_others_rest_on_stays(here: Settings) -> None:
    load(here, GAZETTE + act())
    with pytest.raises(DataError, match="the source 'book' cannot be removed") as caught:
        drop_source(here, "book", "bob")
    assert any("pact" in str(problem) for problem in caught.value.problems)
    with pytest.raises(NotFoundError, match="there is no source 'gazete'"):
        drop_source(here, "gazete", "bob")


def test_what_a_second_source_says_takes_the_place(here: Settings) -> None:
    differing = act().rstrip() + (
        '\n    - source: book\n      at: "3"\n      supports: [act, instrument, party]\n      says: {date: 2019-06}\n'
    )
    load(here, GAZETTE + differing)
    drop_source(here, "gazette", "bob")
    assert fields(here, "pact-KAZ")["date"] == "2019-06"


def test_a_claim_enters_on_the_day_of_the_load(here: Settings) -> None:
    load(here, GAZETTE + act())
    today = journal.read(root(here))[0].time[:10]
    graph = Graph.built(here.store)
    (claim,) = graph.get("pact-KAZ")["evidence"]
    assert claim["recorded"] == today
    assert graph.status("pact", "KAZ", "2019-12-01", known_on=today)["status"]["consent"]["value"] == "yes"
    assert graph.status("pact", "KAZ", "2019-12-01", known_on="2025-01-01")["status"]["consent"]["value"] == "unknown"
    load(here, GAZETTE.replace("A gazette", "The gazette") + act())
    (claim,) = Graph.built(here.store).get("pact-KAZ")["evidence"]
    assert claim["recorded"] == today


def test_changes_are_fed(here: Settings) -> None:
    first = load(here, GAZETTE + act())
    found = Graph.built(here.store).changes(first.parent)
    assert {entry["id"] for entry in found["items"] if entry["what"] == "entity"} == {"gazette", "pact-KAZ"}
    assert {entry["by"] for entry in found["items"]} == {"load"}


def test_the_graph_tells_of_the_load(here: Settings) -> None:
    done = load(here, GAZETTE + act())
    undo_load(here, done.load, "bob")
    graph = Graph.built(here.store)
    rows = graph.sparql(
        "SELECT ?kind ?who ?file ?record { GRAPH graph:loads { ?load a prov:Activity ; dcterms:type ?kind ; "
        "prov:startedAtTime ?time ; prov:wasAssociatedWith [ a prov:Agent ; rdfs:label ?who ] . "
        "OPTIONAL { ?load prov:used [ dcterms:title ?file ] ; prov:generated ?record } } } ORDER BY ?kind ?record"
    ).rows
    told = [[getattr(term, "value", None) for term in row] for row in rows]
    assert told == [
        ["load", "ann", "new-1.yaml", f"{graph.names.id}gazette"],
        ["load", "ann", "new-1.yaml", f"{graph.names.id}pact-KAZ"],
        ["undo", "bob", None, None],
    ]


def test_a_later_build_puts_loads_over_the_new_records(here: Settings) -> None:
    load(here, GAZETTE + act() + RECORDS.partition("- kind: State")[0].replace("A book", "My book"))
    assert here.data
    file = here.data / "records.yaml"
    file.write_text(RECORDS.replace("The pact", "The treaty").replace("A book", "Their book"), encoding="utf-8")
    with pytest.raises(NotFoundError):
        undo_load(here, 9, "bob")  # the records that the store was built of are known without data/
    report = build(here)
    assert report.overlaid == ("book",)
    graph = Graph.built(here.store)
    assert graph.get("book")["label"] == "My book"
    assert graph.get("pact-KAZ")["label"] == "Ratification by Kazakhstan: The treaty"
    assert look_over(here, with_data=True).sound
    assert not build(here).changed
    assert build(here, discard_edits=True).changed is False
    undo_load(here, 1, "bob")
    assert Graph.built(here.store).get("book")["label"] == "Their book"


def test_a_build_that_loads_do_not_fit_is_refused(here: Settings) -> None:
    load(here, GAZETTE + act())
    before = held(here)
    assert here.data
    (here.data / "records.yaml").write_text(RECORDS.partition("- kind: Treaty")[0], encoding="utf-8")
    with pytest.raises(DataError, match="what was loaded does not fit the records any more: 1 problem") as caught:
        build(here)
    assert "no Instrument 'pact'" in str(caught.value.problems[0])
    assert held(here) == before


def test_what_keys_have_written_stays(here: Settings) -> None:
    write(here, "INSERT DATA { GRAPH <http://example.org/own> { <urn:a> <urn:p> 'own' } }")
    load(here, GAZETTE + act())
    write(here, "INSERT DATA { id:KAZ rdfs:label 'Қазақстан'@kk }")
    undo_load(here, 2, "bob")
    assert any(b"urn:a" in line for line in held(here))
    assert any("Қазақстан".encode() in line for line in held(here))
    assert look_over(here, with_data=True).sound
    with pytest.raises(ConflictError, match="curated facts were altered by 1 writes"):
        build(here, force=True)


def test_a_version_that_is_lost_is_made_again_with_its_loads(here: Settings) -> None:
    load(here, GAZETTE + act())
    before = held(here)
    version = root(here) / str(snapshots.current(root(here)))
    for path in version.glob("*.sst"):
        path.write_bytes(b"")
    assert look_over(here, repair=True).sound
    assert held(here) == before
    assert here.data
    (here.data / "records.yaml").unlink()  # the records were kept beside the version, and are again
    undo_load(here, 1, "bob")
    assert not Graph.built(here.store).knows("gazette")


def test_without_the_records_that_it_was_built_of(here: Settings) -> None:
    version = root(here) / str(snapshots.current(root(here)))
    (version / snapshots.RECORDS).unlink()
    (version / "proof.json").unlink()
    assert here.data
    (here.data / "records.yaml").write_text(RECORDS.replace("The pact", "A pact"), encoding="utf-8")
    with pytest.raises(ConflictError, match="has other records than the store was built of"):
        load(here, GAZETTE)
    (here.data / "records.yaml").write_text(RECORDS, encoding="utf-8")
    assert load(here, GAZETTE).changed


def test_no_store_and_no_directory(tmp_path: Path) -> None:
    (tmp_path / "new.yaml").write_text(GAZETTE, encoding="utf-8")
    with pytest.raises(StoreMissingError):
        load_files(Settings(store=tmp_path / "store"), [tmp_path / "new.yaml"], "ann")
    with pytest.raises(ParameterError, match="a store in a directory"):
        load_files(Settings(store="sparql+http://localhost:1/"), [tmp_path / "new.yaml"], "ann")


def test_a_file_that_is_not_there(here: Settings, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="1 problem") as caught:
        load_files(here, [tmp_path / "none.yaml"], "ann")
    assert str(caught.value.problems[0]).startswith("none.yaml: cannot be read: No such file")


def test_writers_take_turns(here: Settings) -> None:
    with snapshots.writing(root(here)), pytest.raises(ConflictError, match="another process is writing"):
        load(here, GAZETTE)
