"""A small made-up region with coordinates, names in two languages, treaties in force and persons in office."""

from typing import Any

import made_up
import watched

from cagraph.model import Entity
from cagraph.model.kinds.actors import Organisation, State
from cagraph.model.kinds.documents import Treaty
from cagraph.model.kinds.events import Meeting, Participation
from cagraph.model.kinds.places import Place

HOSTILE = "Quotes \" ' & <b> ]]> \u202e Қаз 🕊 \u0085 tab\tline\nbreak %s \\ {}"


def place(id_: str, state: str, **where: str) -> Place:
    return Place(id=id_, label=id_, state=state, evidence=made_up.said("state", *where), **where)  # type: ignore[arg-type]


def meeting(id_: str, date: str, at: str, *who: tuple[str, str]) -> Meeting:
    fields: dict[str, Any] = {
        "date": date, "place": at, "participants": [Participation(who=one or None, party=party) for one, party in who],
    }  # fmt: skip
    return Meeting(id=id_, label=id_, evidence=made_up.said(*fields), **fields)


def treaty(id_: str, label: str = "", **fields: Any) -> Treaty:
    return Treaty(id=id_, label=label or id_, evidence=made_up.said(*fields), **fields)


def world() -> list[Entity]:
    """The region of `watched`, with more of what is drawn."""
    names = {"ru": "Аания", "kk-Cyrl": "Ааныя", "kk-Latn": "Aanyia"}
    told = made_up.said("names")
    records = [one for one in watched.world() if one.id != "AAA"]
    return [
        *records,
        State(id="AAA", label="State AAA", names=names, evidence=told, iso3="AAA"),  # type: ignore[arg-type]
        Organisation(id="hostile", label=HOSTILE, founders=["AAA", "OUT"], evidence=made_up.said("founders")),
        place("north", "AAA", lat="52.0", lng="68.0"), place("town", "AAA", lat="42.5", lng="70.0"),
        place("south", "BBB", lat="38.0", lng="68.0"), place("nowhere", "FAR"),
        meeting("in-north", "1999-03-01", "north", ("ann", "AAA"), ("", "BBB")),
        meeting("in-north-again", "1999-04", "north", ("ann", "AAA"), ("", "OUT")),
        meeting("in-far", "1998", "nowhere", ("", "FAR"), ("", "AAA")),
        treaty("lasting", parties=["AAA", "BBB"], signed="1994-01-01", in_force="1995-05-01"),
        treaty(
            "expired", HOSTILE, parties=["AAA", "OUT"], signed="1994-02-01", in_force="1994-06-01", ended="1997-01-01"
        ),
        treaty("unknown", parties=["BBB", "OUT"], signed="1996-07-01"),
    ]  # fmt: skip
