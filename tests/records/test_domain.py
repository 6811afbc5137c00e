"""What cannot be so in diplomacy is found, and what may be so is let stand."""

from pathlib import Path

import pytest

from cagraph.model import MODEL
from cagraph.records.domain import DOMAIN_CHECKS, check_domain
from cagraph.records.holdings import Held, Overlay
from cagraph.records.neighbours import neighbours
from cagraph.records.reader import Dataset, read

BASE = """\
- kind: Source
  id: s
  label: A source
  published: 2024-06-01
- kind: Source
  id: later
  label: A later source
- {kind: State, id: AAA, label: A, evidence: [{source: later, at: "1"}]}
- {kind: State, id: BBB, label: B, evidence: [{source: later, at: "1"}]}
- {kind: State, id: NEW, label: N, independent: 1991-12, evidence: [{source: later, at: "1", supports: [independent]}]}
- {kind: Person, id: ann, label: Ann, evidence: [{source: later, at: "1"}]}
- {kind: Person, id: bob, label: Bob, evidence: [{source: later, at: "1"}]}
- kind: Post
  id: president-aaa
  label: P
  of: AAA
  level: head-of-state
  evidence: [{source: later, at: "1", supports: [of, level]}]
- {kind: Organisation, id: org, label: O, founded: 2002, evidence: [{source: later, at: "1", supports: [founded]}]}
"""


def tenure(who: str, start: str, end: str, more: str = "", supports: str = "") -> str:
    return (
        f"- {{kind: Tenure, id: {who}-{start}, person: {who}, post: president-aaa, start: {start}, end: {end}{more}, "
        f'evidence: [{{source: later, at: "1", supports: [person, post, start, end{supports}]}}]}}\n'
    )


def meeting(id_: str, date: str, more: str = "", supports: str = "", source: str = "later") -> str:
    return (
        f"- {{kind: Meeting, id: {id_}, label: M, date: {date}{more}, "
        f'evidence: [{{source: {source}, at: "1", supports: [date{supports}]}}]}}\n'
    )


def visit(to: str, date: str) -> str:
    return (
        f"- {{kind: Visit, id: visit-{to.lower()}-{date[:10]}, label: V, to: {to}, date: {date}, "
        "participants: [{who: ann, role: visitor}], "
        'evidence: [{source: later, at: "1", supports: [to, date, participants]}]}\n'
    )


def act(name: str, party: str, date: str) -> str:
    return (
        f"- {{kind: TreatyAct, id: t.{name}-{party.lower()}, act: {name}, instrument: t, party: {party}, date: {date}, "
        'evidence: [{source: later, at: "1", supports: [act, instrument, party, date]}]}\n'
    )


def treaty(more: str, supports: str) -> str:
    return (
        f"- {{kind: Treaty, id: t, label: T, parties: [AAA, BBB]{more}, "
        f'evidence: [{{source: later, at: "1", supports: [parties{supports}]}}]}}\n'
    )


ANN = tenure("ann", "2000-01-01", "2010-01-01")
PART = ", participants: [{who: ann, post: president-aaa}]"
CASES = {
    "two heads": (ANN + tenure("bob", "2005-01-01", "2015-01-01"), "two heads of AAA on 2005-01-01"),
    "two heads in two posts": (
        ANN + '- {kind: Post, id: regent-aaa, label: R, of: AAA, level: head-of-state, '
        'evidence: [{source: later, at: "1", supports: [of, level]}]}\n'
        + tenure("bob", "2005-01-01", "2015-01-01").replace("post: president-aaa", "post: regent-aaa"),
        "two heads of AAA on 2005-01-01",
    ),
    "handing over": (ANN + tenure("bob", "2010-01-01", "2015-01-01"), ""),
    "perhaps two heads": (ANN + tenure("bob", "2010", "2015"), ""),
    "acting": (ANN + tenure("bob", "2005-01-01", "2005-02-01", ", acting: true", ", acting"), ""),
    "no tenure": (meeting("m", "2020-01-01", PART, ", participants"), "without any tenure"),
    "in office": (ANN + meeting("m", "2005-01-01", PART, ", participants"), ""),
    "out of office": (
        ANN + meeting("m", "2020-01-01", PART, ", participants"),
        "ann was not president-aaa on 2020-01-01",
    ),
    "in the year of leaving": (ANN + meeting("m", "2010", PART, ", participants"), ""),
    "attested": (tenure("ann", "2000", "2001", ", attested: [2004]", ", attested"), "attested on 2004, outside"),
    "ratified first": (
        treaty("", "") + act("signature", "AAA", "2001-02-01") + act("ratification", "AAA", "2001-01"),
        "ratification on 2001-01, before the signature on 2001-02-01",
    ),
    "ratified perhaps later": (
        treaty("", "") + act("signature", "AAA", "2001-02-01") + act("ratification", "AAA", "2001"),
        "",
    ),
    "in force too early": (
        treaty(", signed: 2001, in_force: 2000", ", signed, in_force"),
        "in force before it was signed",
    ),
    "in force before the last": (
        treaty(", in_force: 2001, enters_by: exchange", ", in_force, enters_by") + act("ratification", "AAA", "2002"),
        "ratified on 2002, after entry into force on 2001",
    ),
    "a number twice": (
        "- {kind: EventSeries, id: line, label: L, evidence: [{source: later, at: \"1\"}]}\n"
        + meeting("m", "2001", ", series: line, edition: 3", ", series, edition")
        + meeting("n", "2002", ", series: line, edition: 3", ", series, edition"),
        "number 3 of line is also at",
    ),
    "a session twice": (
        meeting("m", "2003", ", session_of: org, edition: 3", ", session_of, edition")
        + meeting("n", "2004", ", session_of: org, edition: 3", ", session_of, edition"),
        "number 3 of org is also at",
    ),
    "two places": (visit("AAA", "2001-01-01/2001-01-05") + visit("BBB", "2001-01-03"), "ann is also in AAA"),
    "a day of travel": (visit("AAA", "2001-01-01/2001-01-03") + visit("BBB", "2001-01-03/2001-01-04"), ""),
    "a month": (visit("AAA", "2001-01") + visit("BBB", "2001-01-03"), ""),
    "not yet founded": (
        '- {kind: Membership, id: m, member: AAA, organisation: org, start: 2001, evidence: [{source: later, at: "1", '
        "supports: [member, organisation, start]}]}\n",
        "2001 is before org was founded (2002)",
    ),
    "not yet a state": (visit("NEW", "1991-11-30"), "date (1991-11-30) is before NEW was independent (1991-12)"),
    "perhaps a state": (visit("NEW", "1991-12-05"), ""),
    "told beforehand": (
        meeting("m", "2024-07-01", source="s"),
        "date (2024-07-01) is after s was published (2024-06-01)",
    ),
    "a page twice": (
        "- {kind: Source, id: one, label: S, url: 'http://www.example.org/a/'}\n"
        "- {kind: Source, id: two, label: S, url: 'https://example.org/a'}\n",
        "the page is held as one already",
    ),
    "told the same month": (meeting("m", "2024-06", source="s"), ""),
}  # fmt: skip


def written(place: Path, records: str) -> Dataset:
    data = place / "data"
    data.mkdir()
    (data / "all.yaml").write_text(BASE + records, encoding="utf-8")
    dataset, problems = read(data, MODEL)
    assert not problems
    return dataset


@pytest.mark.parametrize(("records", "expected"), CASES.values(), ids=CASES)
def test_each_check_finds_what_is_certain_and_nothing_else(tmp_path: Path, records: str, expected: str) -> None:
    dataset = written(tmp_path, records)
    found = [str(problem) for problem in check_domain(dataset.loaded)]
    assert len(found) == bool(expected), found
    if expected:
        assert expected in found[0]
        assert found[0].startswith("data/all.yaml:")


@pytest.mark.parametrize(("records", "expected"), CASES.values(), ids=CASES)
def test_it_is_found_whichever_of_the_records_comes_last(tmp_path: Path, records: str, expected: str) -> None:
    dataset = written(tmp_path, records)
    tried = 0
    for last in dataset.loaded:
        others = [item for item in dataset.loaded if item is not last]
        if check_domain(others):
            continue  # the fault is between others
        before, change = Held(others), {last.record.id: last}
        found = check_domain(neighbours(before, Overlay(before, change), change))
        assert found == check_domain([*others, last])
        tried += bool(found)
    assert bool(tried) == bool(expected)


def test_every_check_has_a_case() -> None:
    assert len(DOMAIN_CHECKS) <= sum(bool(expected) for _, expected in CASES.values())
