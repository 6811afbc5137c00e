"""Records of made-up diplomacy for hypothesis: states, who held which post, what they did together."""

from datetime import date
from typing import Any

import made_up
from hypothesis import strategies as st

from cagraph.model import Entity
from cagraph.model.kinds.actors import Membership, Organisation, Post, Tenure
from cagraph.model.kinds.documents import Instrument, Treaty
from cagraph.model.kinds.events import Event, Meeting, Negotiation, Participation, Situation, TreatyAct, Visit
from cagraph.model.kinds.relations import Relation
from cagraph.model.kinds.sources import Concept

STATES = ("AAA", "BBB", "CCC", "DDD")
PARTIES = (*STATES, "league")
PERSONS = ("ann", "bob", "cid", "dot")
LEVELS = ("head-of-state", "minister")
DATES = (
    "2019", "2020-01", "2020-03-05", "2020-03-05/2020-03-07", "2020-03", "2020/2021", "2021-06-30", "2021/..",
    "../2020-02",
)  # fmt: skip
DAYS = tuple(
    map(date.fromisoformat, ("2019-06-01", "2020-03-04", "2020-03-05", "2020-03-07", "2021-06-30", "2022-01-01"))
)
POSTS = tuple(f"{level}-{state.lower()}" for state in STATES for level in LEVELS)
_CONCEPTS = (
    *(f"level.{level}" for level in LEVELS),
    "role.visitor", "role.host", "form.treaty", "membership.member", "membership.observer", "relation.alliance",
    "relation.partnership", "relation.recognition", "situation.armed-conflict", "situation.border-dispute",
    "situation.trend", "act.accession", "act.entry-into-force",
)  # fmt: skip

_when = st.none() | st.sampled_from(DATES)
_party = st.sampled_from(PARTIES)
_pair = st.lists(st.sampled_from(STATES), min_size=2, max_size=2, unique=True)


def background() -> list[Entity]:
    """What the drawn records refer to."""
    concepts = [Concept(id=id_, label=id_, scheme=id_.partition(".")[0]) for id_ in _CONCEPTS]
    states = [made_up.state(id_) for id_ in STATES]
    people = [made_up.person(id_) for id_ in PERSONS]
    posts = [
        Post(id=post, label=post, of=post[-3:].upper(), level=post[:-4], evidence=made_up.said("of", "level"))
        for post in POSTS
    ]
    league = Organisation(id="league", label="League", evidence=made_up.said())
    return [made_up.SOURCE, *concepts, *states, league, *people, *posts]


def _made(cls: type[Entity], id_: str, denied: bool = False, **fields: Any) -> Entity:
    """A record whose evidence supports all its fields, or denies them."""
    given = {name: value for name, value in fields.items() if value not in (None, [])}
    return cls(id=id_, label=id_, evidence=made_up.said(*given, denied=denied), **given)


@st.composite
def _participation(draw: st.DrawFn) -> Participation:
    who = draw(st.sampled_from((None, *PERSONS)))
    usual = STATES[PERSONS.index(who)] if who else None
    party = draw(st.sampled_from((usual, usual, usual, None, *PARTIES))) if who else draw(_party)
    told = draw(st.sampled_from(("nothing", "nothing", "post", "level"))) if who else "level"
    post = draw(st.sampled_from(POSTS)) if told == "post" else None
    level = draw(st.sampled_from(LEVELS)) if told == "level" else None
    role = draw(st.sampled_from((None, "visitor", "visitor", "host")))
    return Participation(who=who, party=party, post=post, level=level, role=role)


@st.composite
def _event(draw: st.DrawFn, number: int) -> Entity:
    cls = draw(st.sampled_from((Event, Meeting, Negotiation, Visit, Visit)))
    fields: dict[str, Any] = {
        "date": draw(_when),
        "participants": draw(st.lists(_participation(), min_size=1, max_size=5, unique_by=lambda part: part.key())),
        "part_of": draw(st.none() | st.sampled_from([f"event-{one}" for one in range(number)])) if number else None,
    }
    if cls is Visit:
        fields["to"] = draw(st.sampled_from(STATES))
    return _made(cls, f"event-{number}", draw(st.integers(0, 9)) == 0, **fields)


@st.composite
def _instrument(draw: st.DrawFn, number: int) -> list[Entity]:
    id_ = f"instrument-{number}"
    cls = draw(st.sampled_from((Treaty, Instrument)))
    parties = draw(st.one_of(_pair, _pair, st.lists(_party, max_size=3, unique=True)))
    made = _made(
        cls, id_, parties=parties, signed=draw(_when), in_force=draw(st.sampled_from((None, "2019", "2020-03-05")))
    )
    act = st.tuples(_party, st.sampled_from(("accession", "entry-into-force")), _when)
    acts = draw(st.lists(act, max_size=2)) if draw(st.booleans()) else []
    return [
        made,
        *(
            _made(TreatyAct, f"{id_}-act-{one}", act=act, instrument=id_, party=party, date=when)
            for one, (party, act, when) in enumerate(acts)
        ),
    ]


@st.composite
def _spell(draw: st.DrawFn, number: int) -> Entity:
    """A tenure, a membership or a relation."""
    start, end = draw(st.sampled_from((*DATES[:3], None))), draw(st.sampled_from((None, *DATES[4:7])))
    cls = draw(st.sampled_from((Tenure, Tenure, Tenure, Tenure, Membership, Relation)))
    spell: dict[str, Any] = {"start": start, "end": end}
    if cls is Tenure:
        person = draw(st.sampled_from(PERSONS))
        usual = f"head-of-state-{STATES[PERSONS.index(person)].lower()}"
        spell |= {"person": person, "post": draw(st.sampled_from((usual, usual, usual, *POSTS)))}
        spell["attested"] = draw(st.lists(st.sampled_from(DATES[:3]), max_size=2, unique=True))
    elif cls is Membership:
        status = draw(st.sampled_from(("member", "observer", None)))
        spell |= {"member": draw(_party), "organisation": "league", "status": status}
    else:
        spell |= {"between": draw(_pair), "level": draw(st.sampled_from(("alliance", "partnership", "recognition")))}
    return _made(cls, f"spell-{number}", **spell)


@st.composite
def _situation(draw: st.DrawFn, number: int) -> Entity:
    forms = ("armed-conflict", "armed-conflict", "border-dispute", "trend", None)
    concerns = draw(st.one_of(_pair, _pair, st.lists(_party, max_size=3, unique=True)))
    denied = draw(st.integers(0, 9)) == 0
    form = draw(st.sampled_from(forms))
    return _made(Situation, f"situation-{number}", denied, form=form, date=draw(_when), concerns=concerns)


@st.composite
def diplomacy(draw: st.DrawFn) -> list[Entity]:
    """Some of each sort of record, over the same background."""
    records = background()
    records += [draw(_event(number)) for number in range(draw(st.integers(2, 7)))]
    if draw(st.booleans()):
        records += [
            _made(Tenure, f"{who}-in-office", person=who, post=f"head-of-state-{state.lower()}", start="2019")
            for who, state in zip(PERSONS, STATES, strict=True)
        ]
    for number in range(draw(st.integers(1, 4))):
        records += draw(_instrument(number))
    records += [draw(_spell(number)) for number in range(draw(st.integers(2, 10)))]
    records += [draw(_situation(number)) for number in range(draw(st.integers(0, 3)))]
    return records
