"""The clock on made-up instruments: truths, rules, and what must hold for all dates."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cagraph.status import Act, Denial, Fact, Instrument, Rule, Span, Truth, status
from cagraph.status.clock import QUESTIONS
from cagraph.status.values import Completeness

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN
START = date(2020, 1, 1)


def day(number: int) -> date:
    return START + timedelta(days=number)


def exact(number: int) -> Span:
    return Span(day(number), day(number))


def act(sort: str, party: str, span: Span) -> Act:
    return Act(f"{sort}-{party}", span, ("claim",), sort, party)


def ask(instrument: Instrument, question: str, party: str, number: int) -> Truth:
    return status(instrument, party, day(number)).answers[question].value


@pytest.mark.parametrize("one", Truth)
@pytest.mark.parametrize("other", Truth)
def test_three_values_are_those_of_all_that_may_be(one: Truth, other: Truth) -> None:
    may = {YES: {True}, NO: {False}, UNKNOWN: {True, False}}
    for given_, both in ((one & other, all), (one | other, any)):
        assert may[given_] == {both(pair) for pair in product(may[one], may[other])}


def made(rule: str, *acts: Act, parties: tuple[str, ...] = ("A", "B"), needed: int | None = None) -> Instrument:
    return Instrument(
        "t", parties=parties, signed=Fact("t", exact(0)), rule=Rule(rule, needed) if rule else None, acts=acts
    )


@pytest.mark.parametrize(
    ("instrument", "number", "expected"),
    [
        (made("signature"), 0, YES),
        (made("signature"), -1, NO),
        (made("signature", act("signature", "A", exact(0)), parties=("A", "B", "C")), 9, UNKNOWN),
        (made("exchange", act("exchange", "A", exact(5)), act("exchange", "B", exact(5))), 4, NO),
        (made("exchange", act("exchange", "A", exact(5)), act("exchange", "B", exact(5))), 5, YES),
        (made("exchange", act("ratification", "A", exact(1)), act("ratification", "B", exact(2))), 5, UNKNOWN),
        (made("last-notification", act("notification", "A", exact(3)), act("notification", "B", exact(7))), 6, NO),
        (made("last-notification", act("notification", "A", exact(3)), act("notification", "B", exact(7))), 7, YES),
        (made("last-notification", act("notification", "A", exact(3))), 7, UNKNOWN),
        (made("all-ratifications", act("deposit", "A", exact(3)), act("ratification", "B", exact(9))), 8, NO),
        (made("all-ratifications", act("deposit", "A", exact(3)), act("ratification", "B", exact(9))), 9, UNKNOWN),
        (made("all-ratifications", act("deposit", "A", exact(3)), act("deposit", "B", exact(9))), 9, YES),
        (made("some-ratifications", act("deposit", "A", exact(3)), needed=1), 3, YES),
        (made("some-ratifications", act("deposit", "A", exact(3)), act("deposit", "B", exact(5)), needed=2), 4, NO),
        (made("some-ratifications", act("deposit", "A", exact(3))), 3, UNKNOWN),
        (made("", act("ratification", "A", exact(3)), act("ratification", "B", exact(5))), 4, NO),
        (made("", act("ratification", "A", exact(3)), act("ratification", "B", exact(5))), 5, UNKNOWN),
        (made("", act("ratification", "A", exact(3)), parties=("A", "B", "C")), 2, UNKNOWN),
    ],
)
def test_rules_for_entering_into_force(instrument: Instrument, number: int, expected: Truth) -> None:
    assert ask(instrument, "in_force", "", number) is expected


def test_the_signature_is_consent_only_by_the_rule() -> None:
    acts = (act("signature", "A", exact(0)), act("signature", "B", exact(0)))
    assert ask(made("signature", *acts), "consent", "A", 1) is YES
    assert ask(made("", *acts), "consent", "A", 1) is UNKNOWN


def test_absence_is_no_only_where_a_denial_or_complete_data_say_so() -> None:
    plain = made("", parties=("A", "B", "C"))
    assert ask(plain, "consent", "A", 9) is UNKNOWN
    denied = Instrument(**{**vars(plain), "denials": (Denial("d", "signature", "A", day(5), ("c",)),)})
    assert [ask(denied, "signed", "A", number) for number in (-1, 5, 6)] == [NO, NO, UNKNOWN]
    cover = Completeness("cover", frozenset({"A"}), Span(day(-10), day(20)))
    complete = Instrument(**{**vars(plain), "complete": (cover,)})
    assert [ask(complete, "consent", "A", number) for number in (9, 20, 21)] == [NO, NO, UNKNOWN]
    assert ask(complete, "consent", "B", 9) is UNKNOWN


def test_a_denial_pushes_an_undated_act_behind_it() -> None:
    late = made("", act("signature", "A", Span(None, day(30))), parties=("A", "B", "C"))
    late = Instrument(**{**vars(late), "denials": (Denial("d", "signature", "A", day(5)),)})
    assert [ask(late, "signed", "A", number) for number in (5, 6, 30)] == [NO, UNKNOWN, YES]


def test_suspension_provisional_application_and_leaving() -> None:
    base = {"parties": ("A", "B", "C"), "signed": Fact("t", exact(0)), "in_force": Fact("t", exact(10))}
    acts = (
        act("provisional-application", "A", exact(2)), act("entry-into-force", "A", exact(10)),
        act("suspension", "A", exact(20)), act("denunciation", "A", exact(30)), act("termination", "A", exact(40)),
    )  # fmt: skip
    treaty = Instrument("t", acts=acts, **base)  # type: ignore[arg-type]
    assert [ask(treaty, "provisionally_applied", "A", n) for n in (1, 2, 9, 10)] == [NO, YES, YES, NO]
    assert [ask(treaty, "suspended", "A", n) for n in (19, 20)] == [NO, YES]
    assert [ask(treaty, "in_force", "A", n) for n in (9, 10, 29, 30, 40)] == [NO, YES, YES, YES, NO]
    assert ask(treaty, "in_force", "", 50) is YES
    noticed = Instrument("t", acts=acts[:-1], **base)  # type: ignore[arg-type]
    assert [ask(noticed, "in_force", "A", n) for n in (29, 30, 900)] == [YES, UNKNOWN, UNKNOWN]
    assert [ask(noticed, "denounced", "A", n) for n in (29, 30)] == [NO, YES]


def test_a_later_consent_binds_from_its_deposit() -> None:
    base = {"parties": ("A", "B", "C"), "signed": Fact("t", exact(0)), "in_force": Fact("t", exact(10))}
    acceded = Instrument("t", acts=(act("accession", "D", exact(20)),), **base)  # type: ignore[arg-type]
    assert [ask(acceded, "in_force", "D", n) for n in (19, 20)] == [NO, UNKNOWN]
    deposited = Instrument("t", acts=(*acceded.acts, act("deposit", "D", exact(25))), **base)  # type: ignore[arg-type]
    assert [ask(deposited, "in_force", "D", n) for n in (19, 24, 25)] == [NO, NO, YES]


def test_succession_needs_an_end() -> None:
    later = (Fact("u", exact(50)),)
    base = {"parties": ("A", "B"), "signed": Fact("t", exact(0)), "in_force": Fact("t", exact(1)), "successors": later}
    assert [ask(Instrument("t", **base), "succeeded", "", n) for n in (49, 50)] == [NO, UNKNOWN]  # type: ignore[arg-type]
    ended = Instrument("t", ended=Fact("t", exact(50)), **base)  # type: ignore[arg-type]
    assert [ask(ended, "succeeded", "", n) for n in (49, 50)] == [NO, YES]
    assert [ask(ended, "in_force", "A", n) for n in (49, 50)] == [YES, NO]


def test_nothing_is_yes_for_ever_after_the_last_record_but_what_cannot_be_undone() -> None:
    treaty = Instrument(
        "t", parties=("A", "B"), signed=Fact("t", exact(0)), in_force=Fact("t", exact(1)), horizon=day(100)
    )
    assert [ask(treaty, "in_force", "A", n) for n in (100, 101)] == [YES, UNKNOWN]
    assert ask(treaty, "signed", "A", 101) is YES


SPANS = st.tuples(st.integers(0, 6), st.integers(0, 3)).map(lambda pair: Span(day(pair[0]), day(sum(pair))))
SORTS = ("signature", "ratification", "exchange", "entry-into-force", "termination", "denunciation", "suspension")
ACTS = st.lists(
    st.builds(act, st.sampled_from(SORTS), st.sampled_from(["A", "B"]), SPANS),
    max_size=3,
    unique_by=lambda one: (one.sort, one.party),
)
RULES = st.sampled_from(["", "signature", "exchange", "all-ratifications"])


@st.composite
def instruments(draw: st.DrawFn) -> Instrument:
    """Treaties between two or three, made on a known day, with a few acts of uncertain days."""
    rule = draw(RULES)
    return Instrument(
        "t",
        parties=draw(st.sampled_from([("A", "B"), ("A", "B", "C")])),
        signed=Fact("t", exact(0)),
        in_force=draw(st.none() | SPANS.map(lambda span: Fact("t", span))),
        rule=Rule(rule) if rule else None,
        acts=tuple(draw(ACTS)),
    )


def days(span: Span) -> Iterator[Span]:
    assert span.earliest
    assert span.latest
    for number in range((span.latest - span.earliest).days + 1):
        one = span.earliest + timedelta(days=number)
        yield Span(one, one)


def completions(instrument: Instrument) -> Iterator[Instrument]:
    """The same with every choice of exact days that the bounds allow and that can be so."""
    force = [Fact("t", one) for one in days(instrument.in_force.span)] if instrument.in_force else [None]
    choices = [
        [Act(one.id, span, one.claims, one.sort, one.party) for span in days(one.span)] for one in instrument.acts
    ]
    for start, *acts in product(force, *choices):
        world = Instrument(**{**vars(instrument), "in_force": start, "acts": tuple(acts)})
        if coherent(world):
            yield world


def coherent(world: Instrument) -> bool:
    """Whether nobody ratifies after what presupposes that, by the records of the same treaty."""
    for one in world.acts:
        later = [other for other in world.acts if other.party == one.party]
        bound: list[Fact] = [other for other in later if other.sort in {"exchange", "entry-into-force"}]
        bound += [world.in_force] if world.in_force and world.bilateral else []
        if one.sort == "ratification" and any(other.span.latest < one.span.latest for other in bound):  # type: ignore[operator]
            return False
    return True


@settings(max_examples=120, deadline=None)
@given(instruments(), st.sampled_from(["", "A", "B"]), st.integers(-1, 10), st.sampled_from(sorted(QUESTIONS)))
def test_a_definite_answer_holds_for_every_choice_of_days(
    instrument: Instrument, party: str, number: int, question: str
) -> None:
    """Sound: yes or no for uncertain days is never the opposite on any exact days they can mean."""
    told = ask(instrument, question, party, number)
    possible = {ask(one, question, party, number) for one in completions(instrument)}
    if told is YES:
        assert NO not in possible
    if told is NO:
        assert YES not in possible
    if len(possible) == 2 and UNKNOWN not in possible:
        assert told is UNKNOWN


@given(SPANS, SPANS, st.integers(-1, 12))
def test_brute_force_over_all_days_is_the_answer(start: Span, end: Span, number: int) -> None:
    """Exact: where start and end are known within bounds, the answer is that of all days they can mean."""
    treaty = Instrument(
        "t", parties=("A", "B"), signed=Fact("t", exact(0)), in_force=Fact("t", start), ended=Fact("t", end)
    )
    worlds = {
        one.latest <= day(number) < other.latest if one.latest and other.latest else None
        for one, other in product(days(start), days(end))
    }
    expected = UNKNOWN if len(worlds) == 2 else YES if True in worlds else NO
    if number >= 0:
        assert ask(treaty, "in_force", "A", number) is expected


@settings(max_examples=120, deadline=None)
@given(instruments(), st.integers(-1, 10), st.data())
def test_more_precise_dates_never_turn_an_answer_round(
    instrument: Instrument, number: int, data: st.DataObject
) -> None:
    every = list(completions(instrument))
    assume(every)
    sharper = data.draw(st.sampled_from(every))
    for question in QUESTIONS:
        pair = {ask(instrument, question, "A", number), ask(sharper, question, "A", number)}
        assert pair != {YES, NO}, question
