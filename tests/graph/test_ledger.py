"""What is known of a place follows every act, and is made anew where it may not be trusted."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from loaded import GAZETTE, RECORDS, act, load, placed
from stores import root, write

from cagraph.errors import StoreError
from cagraph.graph import Verdict, build, drop_source, judge, look_over, undo_load
from cagraph.graph.ledger import Ledger
from cagraph.model import MODEL
from cagraph.records import register
from cagraph.settings import Settings

STATES = RECORDS[RECORDS.index("- kind: State") : RECORDS.index("- kind: Treaty")]


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    return placed(tmp_path)


def known(settings: Settings) -> tuple[object, ...]:
    """What the ledger of a place says, order and places apart."""
    ledger = Ledger(root(settings), settings, MODEL)
    records = {item.record.id: item.record for item in ledger.register.all().loaded}
    links = {id_: ledger.register.referring(id_) for id_ in records}
    loads = [one.as_dict() for one in ledger.known]
    return records, links, loads, ledger.figures, ledger.rows, ledger.chained, ledger.build, ledger.version


def agrees(settings: Settings) -> None:
    """Raises AssertionError where what was kept is not what is found by going through everything."""
    before = known(settings)
    register.forget(root(settings) / register.NAME)
    assert known(settings) == before


def kept(settings: Settings) -> bool:
    """Whether the next act need not make it anew."""
    return "register" in vars(Ledger(root(settings), settings, MODEL))


def test_it_follows_every_act(here: Settings) -> None:
    acts = (
        lambda: load(here, GAZETTE + act()),
        lambda: load(here, STATES.replace("Kazakhstan", "The Republic")),  # a composed label has it
        lambda: undo_load(here, 1, "bob"),
        lambda: undo_load(here, 3, "bob"),
        lambda: load(here, GAZETTE.replace("gazette", "paper")),
        lambda: judge(here, "gazette", "paper", Verdict.SAME, "cleo"),
        lambda: drop_source(here, "gazette", "bob"),
    )
    for one in acts:
        one()
        assert kept(here)
        before = (root(here) / register.NAME).read_bytes()
        agrees(here)
        (root(here) / register.NAME).write_bytes(before)
    assert look_over(here, with_data=True).sound


def test_it_is_made_anew_after_anything_else(here: Settings) -> None:
    load(here, GAZETTE + act())
    assert kept(here)
    write(here, "INSERT DATA { GRAPH <http://example.org/own> { <urn:a> <urn:p> 1 } }")
    assert not kept(here)
    load(here, act("UZB"))
    assert kept(here)
    agrees(here)
    load(here, act("UZB").replace("2019-05-03", "2019-06-03"))
    build(here, force=True)
    assert not kept(here)
    path = root(here) / register.NAME
    path.write_bytes(path.read_bytes()[:5000])
    load(here, act("UZB").replace("2019-05-03", "2019-07-03"))
    assert kept(here)
    agrees(here)


def test_a_journal_that_was_altered_is_found(here: Settings) -> None:
    load(here, GAZETTE + act())
    load(here, act("UZB"))
    path = root(here) / "journal.jsonl"
    text = path.read_text(encoding="ascii")
    path.write_text(text.replace("2019-05-03", "2019-05-04", 1), encoding="ascii")
    with pytest.raises(StoreError, match="the chain is broken here"):
        load(here, act("KAZ"))


def test_the_doctor_finds_a_register_that_strays(here: Settings) -> None:
    load(here, GAZETTE + act())
    assert look_over(here).sound
    with closing(sqlite3.connect(root(here) / register.NAME)) as connection:
        connection.execute("UPDATE records SET body = replace(body, 'Kazakhstan', 'Kazakhstan?')")
        connection.commit()
    report = look_over(here)
    assert [one.about for one in report.findings if one.wrong] == ["register"]
    assert look_over(here, repair=True).mended == ("the register is forgotten; the next load makes it anew",)
    assert look_over(here).sound
    assert not kept(here)
    load(here, act("UZB"))
    agrees(here)
