"""How long parties waited to ratify, as the clock tells measures, and what is made of it."""

from datetime import date
from math import inf
from typing import Any

import pytest
from made_up import SOURCE, said, state, treaty

from cagraph.graph import Graph
from cagraph.measures import Wait
from cagraph.model import Entity
from cagraph.model.kinds.documents import Treaty
from cagraph.model.kinds.events import TreatyAct
from cagraph.model.kinds.sources import Concept

ACTS = ("signature", "ratification", "approval", "exchange", "entry-into-force", "accession", "lower-house-passage")
RECORDED = date(2020, 12, 31)


def act(sort: str, party: str, on: str | None, instrument: str = "pact") -> TreatyAct:
    told = said("act", "party", "instrument", *(["date"] if on else []))
    evidence = [one.model_copy(update={"recorded": RECORDED}) for one in told]
    id_ = f"{instrument}-{party.lower()}-{sort}"
    return TreatyAct(id=id_, label=id_, act=sort, instrument=instrument, party=party, date=on, evidence=evidence)


def graph_of(*records: Entity) -> Graph:
    concepts = [Concept(id=f"act.{sort}", label=sort, scheme="act") for sort in ACTS]
    form = Concept(id="form.treaty", label="Treaty", scheme="form")
    return Graph.of([SOURCE, form, *concepts, *map(state, ("AAA", "BBB", "CCC")), *records])


def waits(*records: Entity) -> dict[str, tuple[float, float, bool]]:
    clock = graph_of(*records)._now.archive.clock
    found: dict[str, Wait] = {wait.party: wait for wait in clock.waits("pact")}
    return {party: (wait.least, wait.most, wait.consented) for party, wait in found.items()}


PACT = treaty("pact", "2020-01-01", "AAA", "BBB")


@pytest.mark.parametrize(
    ("acts", "expected"),
    [
        # Nothing is recorded of BBB: it waits on 2020-12-31, which is day 365, and so for 366 days at least.
        ([act("ratification", "AAA", "2020-03-01")], {"AAA": (60, 60, True), "BBB": (366, inf, False)}),
        ([act("ratification", "AAA", "2020-03")], {"AAA": (60, 90, True), "BBB": (366, inf, False)}),
        # Of 2020, the year of the signature: not before it.
        ([act("ratification", "AAA", "2020")], {"AAA": (0, 365, True), "BBB": (366, inf, False)}),
        # Without a day: by the publication of the book that tells of it, 2020-05-01.
        ([act("ratification", "AAA", None)], {"AAA": (0, 121, True), "BBB": (366, inf, False)}),
        ([act("approval", "AAA", "2020-01-01")], {"AAA": (0, 0, True), "BBB": (366, inf, False)}),
        # An exchange shows that both had consented; a vote in one house shows nothing.
        (
            [act("exchange", "AAA", "2020-02-01"), act("lower-house-passage", "BBB", "2020-02-01")],
            {"AAA": (0, 31, True), "BBB": (366, inf, False)},
        ),
        # Being bound ends what the year leaves open.
        (
            [act("ratification", "AAA", "2020"), act("entry-into-force", "AAA", "2020-01-31")],
            {"AAA": (0, 30, True), "BBB": (366, inf, False)},
        ),
        # A signature of its own counts from its own day.
        (
            [act("signature", "BBB", "2020-02-01"), act("ratification", "BBB", "2020-02-11")],
            {"AAA": (366, inf, False), "BBB": (10, 10, True)},
        ),
        # Who accedes has not signed, and with a third party the whole's signature is nobody's own.
        (
            [act("accession", "CCC", "2020-02-01"), act("signature", "AAA", "2020-01-01")],
            {"AAA": (366, inf, False)},
        ),
    ],
)
def test_waits_by_hand(acts: list[TreatyAct], expected: dict[str, tuple[float, float, bool]]) -> None:
    assert waits(PACT, *acts) == expected


def test_being_in_force_between_two_shows_that_both_had_consented() -> None:
    pact = Treaty(
        id="pact", label="Pact", signed="2020-01-01", in_force="2020-06-01", parties=["AAA", "BBB"],
        evidence=said("signed", "in_force", "parties"),
    )  # fmt: skip
    found = waits(pact, act("ratification", "AAA", "2020-03-01"))
    assert found == {"AAA": (60, 60, True), "BBB": (0, 152, True)}


def test_a_rough_signature_makes_an_interval() -> None:
    found = waits(treaty("pact", "2020-01", "AAA", "BBB"), act("ratification", "AAA", "2020-03-01"))
    assert found == {"AAA": (30, 60, True), "BBB": (336, inf, False)}


def test_the_estimate_of_some_treaties() -> None:
    """AAA ratified after 10 and 20 days, and has not the third: half have after 20."""
    records: list[Entity] = []
    for number, days in enumerate((10, 20, None)):
        records.append(treaty(f"pact-{number}", "2020-01-01", "AAA", "BBB"))
        if days:
            records.append(act("ratification", "AAA", f"2020-01-{days + 1}", f"pact-{number}"))
    records.append(act("signature", "BBB", "2020-01-01", "pact-2"))
    graph = graph_of(*records)
    (window,) = graph.analyse("time-to-ratify", among=["AAA", "BBB"])["windows"]
    found: dict[str, dict[str, Any]] = {row["id"]: row for row in window["values"]}
    first = found["AAA"]
    assert (first["value"], first["signatures"], first["consented"]) == (20, 3, 2)
    assert (first["quarter_low"], first["quarter_high"], first["half_low"]) == (10, 10, 20)
    assert (first["three_quarters_low"], first["three_quarters_high"]) == (366, None)
    assert (first["waiting_1y_low"], first["waiting_1y_high"]) == pytest.approx((1 / 3, 1 / 3))
    assert first["half_of_consented"] == 10
    assert first["records"] == ["pact-0", "pact-0-aaa-ratification", "pact-1", "pact-1-aaa-ratification"]
    assert first["waiting"] == ["pact-2"]
    assert found["BBB"]["value"] is None
    assert found["BBB"]["waiting"] == ["pact-0", "pact-1", "pact-2-bbb-signature"]
    assert window["network"]["signatures"] == 6
    (empty,) = graph.analyse("time-to-ratify", since="2021", until="2021", among=["AAA", "BBB"])["windows"]
    assert [(row["value"], row["signatures"], row["waiting_1y_low"]) for row in empty["values"]] == [
        (None, 0, None)
    ] * 2


def test_the_days_of_the_question_are_those_of_the_measure(graph: Graph) -> None:
    clock = graph._now.archive.clock
    found = {wait.party: (wait.least, wait.most) for wait in clock.waits("kaz-uzb-alliance-2022")}
    rows = graph.run("time-to-ratify", instrument="kaz-uzb-alliance-2022").rows
    assert {row["party"]["id"]: (row["least_days"], row["most_days"]) for row in rows} == found
    assert len(found) == 2
