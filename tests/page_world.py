"""A small world with an entity of every kind and with texts that break careless pages."""

from typing import Any

import made_up

from cagraph.model import MODEL, Entity, PartialDate
from cagraph.model.evidence import Evidence
from cagraph.model.kinds.sources import Source

HOSTILE = "Quotes \" ' & </script><script>alert(1)</script><img src=x onerror=alert(1)> ]]> \u202e Қаз 🕊"

_CONCEPTS = (
    "relation.alliance", "visit.state", "measure.trade", "unit.usd", "act.ratification", "proposition.cause",
)  # fmt: skip


def made(kind: str, id_: str, **fields: Any) -> Entity:
    """A record whose evidence supports all its fields."""
    cls = MODEL.kind(kind).cls
    cited = {"evidence": made_up.said(*fields)} if MODEL.kind(kind).cited else {}
    record = cls.model_validate({"id": id_, "label": f"{kind} {id_}", **cited, **fields})
    assert isinstance(record, Entity)
    return record


def disputed() -> Entity:
    """A treaty that one source dates otherwise, and whose title another denies."""
    evidence = [
        *made_up.said("signed", "parties", "title"),
        Evidence(source="book", at="p. 7", says={"signed": "2021-05"}, note="Another day."),
        *made_up.said("title", denied=True),
    ]
    record = MODEL.kind("Treaty").cls.model_validate(
        {
            "id": "doubt",
            "label": "Doubtful",
            "title": HOSTILE,
            "signed": "2022~",
            "parties": ["AAA", "BBB"],
            "evidence": evidence,
        }
    )
    assert isinstance(record, Entity)
    return record


def spoofed() -> list[Entity]:
    """What no model lets through: what others write into a store goes by no model."""
    source = Source.model_construct(
        id="spoofed", label="Spoofed", title=HOSTILE, url="javascript:alert(1)", names={}, variants={}
    )
    cited = Evidence(source="spoofed", at=HOSTILE, supports=["level"], quote=HOSTILE, note=HOSTILE)
    bond = made("Relation", "spoofed-bond", between=["AAA", "BBB"], level="alliance", start="2022-02")
    return [source, bond.model_copy(update={"evidence": [*bond.evidence, cited]})]


def world() -> list[Entity]:
    """An entity of every kind; the small made-up graph is a part."""
    concepts = [made("Concept", id_, scheme=id_.partition(".")[0]) for id_ in _CONCEPTS]
    taking_part = [{"who": "ann", "party": "AAA"}, {"party": "BBB"}]
    return [
        made_up.SOURCE.model_copy(update={"accessed": PartialDate.parse("2024-03-01")}),
        *(record for record in made_up.small() if record.id != made_up.SOURCE.id),
        *concepts, disputed(),
        made("Relation", "bond", between=["AAA", "BBB"], level="alliance", start="2021", basis=["pact"]),
        made("Region", "region", members=["AAA", "BBB"]),
        made("Body", "council", founders=["AAA", "BBB"], founded="2019-05-01/2019-05-03"),
        made("Membership", "aaa-league", member="AAA", organisation="league", start="2020"),
        made("Place", "town", state="AAA", lat="41.5", lng="60.25"),
        made("Route", "road", origin="town", states=["AAA"]),
        made("Document", "paper", authors=["ann"], issued="2020-02-02"),
        made("Instrument", "note-1", parties=["AAA", "BBB"], signed="2021-04"),
        made("EventSeries", "series", of=["AAA"]),
        made("Event", "event", date="2020-06", place="town"),
        made("Visit", "visit", to="BBB", form="state", date="2020-07-01", participants=taking_part),
        made("Ceremony", "ceremony", date="2020"),
        made("Negotiation", "talks", date="2019/2020"),
        made("Understanding", "understanding"),
        made("Statement", "statement", speaker="ann", concerns=["pact"]),
        made("Proposal", "proposal", complements=["pact"]),
        made("Establishment", "founding", establishes="council"),
        made("Journey", "journey", route="road"),
        made("Situation", "situation", concerns=["AAA"]),
        made("TreatyAct", "ratified", act="ratification", instrument="pact", party="AAA", date="2023-01-02"),
        made("Observation", "trade", subjects=["AAA", "BBB"], measure="trade", value="1.5", unit="usd", period="2020"),
        made("Proposition", "cause", form="cause", subjects=["pact"], content=HOSTILE),
        made("Coverage", "whole", parties=["AAA", "BBB"], of_kind="Treaty", period="2000/2024"),
    ]  # fmt: skip
