"""A small made-up region that is watched, and two states of elsewhere, for panels."""

from typing import Any

import made_up

from cagraph.model import Entity
from cagraph.model.kinds.actors import Membership, Organisation, Person, Post, Region, State, Tenure
from cagraph.model.kinds.documents import Treaty
from cagraph.model.kinds.events import Meeting, Participation, Visit
from cagraph.model.kinds.relations import Relation
from cagraph.model.kinds.sources import Concept, Coverage, Source

BOOK = Source(
    id="book", label="A book", title="A book", publisher="Press", published="2000-03-01", accessed="2000-06-30"
)  # fmt: skip


def state(id_: str, independent: str = "", cow: str = "", gw: str = "") -> State:
    fields = {"independent": independent, "cow": cow, "gw": gw}
    given = {name: value for name, value in fields.items() if value}
    return State(id=id_, label=f"State {id_}", evidence=made_up.said(*given), **given)


def meeting(id_: str, date: str | None, *parties: str, **fields: Any) -> Meeting:
    given = {"participants": [Participation(party=party) for party in parties], **fields}
    given |= {"date": date} if date else {}
    return Meeting(id=id_, label=id_, evidence=made_up.said(*given), **given)


def visit(id_: str, date: str, party: str, to: str) -> Visit:
    told: dict[str, Any] = {"date": date, "to": to, "participants": [Participation(party=party, level="head-of-state")]}
    return Visit(id=id_, label=id_, evidence=made_up.said(*told), **told)


def spell(cls: type[Entity], id_: str, **fields: Any) -> Entity:
    return cls(id=id_, label=id_, evidence=made_up.said(*fields), **fields)


def world() -> list[Entity]:
    """Two states of the region, independent in 1991 and 1993, and two of elsewhere; read on 30 June 2000."""
    return [
        BOOK,
        *(
            Concept(id=f"{scheme}.{name}", label=name, scheme=scheme)
            for scheme, name in (
                ("level", "head-of-state"), ("relation", "alliance"), ("relation", "partnership"),
                ("membership", "member"), ("membership", "observer"),
            )
        ),
        state("AAA", "1991-09-01", "705", "705"), state("BBB", "1993-05", "703", "703"),
        state("OUT", cow="2"), state("FAR"),
        Region(id="central-asia", label="The region", members=["AAA", "BBB"], evidence=made_up.said("members")),
        Organisation(id="league", label="League", evidence=made_up.said()),
        Organisation(id="club", label="Club", evidence=made_up.said()),
        Person(id="ann", label="Ann", evidence=made_up.said()),
        spell(Post, "president-aaa", of="AAA", level="head-of-state"),
        spell(Post, "president-bbb", of="BBB", level="head-of-state"),
        spell(Tenure, "ann-in-office", person="ann", post="president-aaa", start="1990-05", end="1995-01-10"),
        meeting("early", "1991-02-03", "AAA", "OUT"),
        meeting("on-a-day", "1994-04-05", "AAA", "BBB"),
        meeting("in-a-year", "1994", "AAA", "BBB"),
        meeting("either-year", "1994-12-30/1995-01-02", "AAA", "BBB"),
        meeting("any-year-from", "1996/..", "AAA", "BBB"),
        meeting("undated", None, "AAA", "BBB"),
        meeting("elsewhere", "1995-01-01", "OUT", "FAR"),
        meeting("late", "2000-02-02", "AAA", "OUT"),
        Treaty(
            id="pact", label="Pact; on {everything} & 5 %", signed="1994-02-03", parties=["AAA", "BBB"],
            in_force="1995-01-01", evidence=made_up.said("signed", "parties", "in_force"),
        ),
        visit("there", "1994-07-01", "AAA", "BBB"),
        visit("back", "1995-07-01", "BBB", "AAA"),
        spell(Relation, "allied", between=["AAA", "BBB"], level="alliance", start="1995", end="1998-03-01"),
        spell(Relation, "partners", between=["AAA", "OUT"], level="partnership", start="1996-02-01"),
        spell(Relation, "ended", between=["AAA", "OUT"], level="alliance", start="1994-01-01", end="1995/1997"),
        spell(Membership, "a-league", member="AAA", organisation="league", status="member", start="1992-01-01"),
        spell(Membership, "b-league", member="BBB", organisation="league", status="member", start="1994-06-01"),
        spell(Membership, "a-club", member="AAA", organisation="club", status="member", start="1992-01-01"),
        spell(Membership, "b-club", member="BBB", organisation="club", status="observer", start="1992-01-01"),
        Coverage(id="met", label="Meetings", parties=["AAA", "BBB"], of_kind="Meeting", period="1994/1996-06"),
        Coverage(id="all-events", label="All of AAA with anybody", parties=["AAA"], of_kind="Event", period="1998"),
        Coverage(id="of", label="Limited", parties=["AAA", "BBB"], of_kind="Meeting", within="league", period="1997"),
        Coverage(
            id="tied", label="Alliances", parties=["AAA"], of_kind="Relation", level="alliance", period="1995/1999"
        ),
        Coverage(
            id="visits-of-one", label="Visits of the president", parties=["AAA", "BBB"], of_kind="Visit",
            posts=["president-aaa"], period="1994",
        ),
    ]  # fmt: skip
