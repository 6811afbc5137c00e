"""What happens: meetings, visits, statements, acts of treaty life, and who takes part in them."""

from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field, model_validator

from cagraph.model.dates import PartialDate
from cagraph.model.grammar import Component, Ref, Term, Text
from cagraph.model.kinds.base import Entity

if TYPE_CHECKING:
    from cagraph.model.kinds.actors import Body, Organisation, Party, Person, Post, State
    from cagraph.model.kinds.documents import Instrument
    from cagraph.model.kinds.places import Place, Route
    from cagraph.model.kinds.sources import Concept


class EventSeries(Entity):
    """A line of meetings that count their editions, such as the consultative meetings of the heads of state."""

    collection: ClassVar[str] = "event-series"

    of: Annotated[
        list[Ref["Party"]],
        Term("cag:seriesOf", edge=True, facet=True),
        Field(description="whose meetings they are"),
    ] = []
    level: Annotated[
        Ref["Concept"] | None,
        Term("cag:level", facet=True, scheme="level"),
        Field(description="rank of those who meet"),
    ] = None
    topics: Annotated[
        list[Ref["Concept"]],
        Term("cag:topic", facet=True, scheme="topic"),
        Field(description="what they deal with"),
    ] = []


class Participation(Component):
    """One participant of an event: who, for whom, in which post, in what role. A missing role is an unknown role."""

    who: Annotated[
        Ref["Person"] | None,
        Term("cag:person", edge=True, facet=True, shortcut="cag:participant"),
        Field(description="the person"),
    ] = None
    party: Annotated[
        Ref["Party"] | None,
        Term("cag:onBehalfOf", edge=True, facet=True, shortcut="cag:participatingParty"),
        Field(description="the state or body acted for"),
    ] = None
    post: Annotated[Ref["Post"] | None, Term("cag:inPost"), Field(description="the post held then")] = None
    role: Annotated[
        Ref["Concept"] | None,
        Term("cag:role", scheme="role"),
        Field(description="host, speaker … as the source says"),
    ] = None
    level: Annotated[
        Ref["Concept"] | None,
        Term("cag:level", scheme="level"),
        Field(description="rank, where no post is named"),
    ] = None

    @model_validator(mode="after")
    def _somebody(self) -> "Participation":
        if not (self.who or self.party):
            raise ValueError("needs `who`, `party` or both")
        return self

    def key(self) -> str:
        """The person's id, or the party's where no person is named."""
        return str(self.who or self.party)


class Event(Entity):
    """Something that happened, or is said to have: a node of its own with any number of participants."""

    date: Annotated[
        PartialDate | None,
        Term("cag:date", time="at"),
        Field(description="when, as precisely as the source says"),
    ] = None
    place: Annotated[Ref["Place"] | None, Term("cag:place", edge=True, facet=True), Field(description="where")] = None
    part_of: Annotated[
        Ref["Event"] | None, Term("cag:partOf", edge=True), Field(description="the event it is a part of")
    ] = None
    participants: Annotated[
        list[Participation], Term("cag:participation"), Field(description="who took part, and how")
    ] = []
    ahead_of: Annotated[
        list[Ref["Event"]],
        Term("cag:aheadOf", edge=True),
        Field(description="the event it was held ahead of"),
    ] = []
    follows_precedent_of: Annotated[
        Ref["Event"] | None,
        Term("cag:followsPrecedentOf", edge=True),
        Field(description="the event whose example it followed"),
    ] = None
    outcome_of: Annotated[
        list[Ref["Event"]],
        Term("cag:outcomeOf", edge=True, facet=True),
        Field(description="the event it resulted from"),
    ] = []
    topics: Annotated[
        list[Ref["Concept"]],
        Term("cag:topic", facet=True, scheme="topic"),
        Field(description="what it dealt with"),
    ] = []
    content: Annotated[
        Text | None,
        Term("cag:content"),
        Field(description="what it was about or what was said, in our own words"),
    ] = None


class Meeting(Event):
    """A meeting of leaders, ministers or officials."""

    series: Annotated[
        Ref["EventSeries"] | None,
        Term("cag:series", edge=True, facet=True),
        Field(description="the line of meetings it belongs to"),
    ] = None
    edition: Annotated[
        Annotated[int, Field(ge=1)] | None, Term("cag:edition"), Field(description="its number in that line")
    ] = None
    session_of: Annotated[
        Ref["Body"] | None,
        Term("cag:sessionOf", edge=True, facet=True),
        Field(description="the body that met"),
    ] = None


class Visit(Event):
    """A journey of a leader or minister to another state, by the kind its hosts declared it to be."""

    form: Annotated[
        Ref["Concept"] | None,
        Term("cag:form", facet=True, scheme="visit"),
        Field(description="state, official, working …"),
    ] = None
    to: Annotated[Ref["State"], Term("cag:to", edge=True, facet=True), Field(description="the state visited")]


class Ceremony(Event):
    """A public act of state: a signing, an opening, a welcome."""

    collection: ClassVar[str] = "ceremonies"

    marks: Annotated[list[Ref["Entity"]], Term("cag:marks", edge=True), Field(description="what it marked")] = []


class Negotiation(Event):
    """Talks meant to settle a matter, over a day or over years."""


class Understanding(Event):
    """An agreement to do something, where the source names no document."""

    concerns: Annotated[
        list[Ref["Entity"]], Term("cag:concerns", edge=True), Field(description="what was agreed about")
    ] = []


class Statement(Event):
    """Something said or delivered by a person on an occasion."""

    speaker: Annotated[
        Ref["Person"] | None, Term("cag:speaker", edge=True, facet=True), Field(description="who said it")
    ] = None
    concerns: Annotated[
        list[Ref["Entity"]], Term("cag:concerns", edge=True), Field(description="what it was said about")
    ] = []


class Proposal(Statement):
    """A statement that puts something forward for decision."""

    complements: Annotated[
        list[Ref["Entity"]], Term("cag:complements", edge=True), Field(description="what it adds to")
    ] = []


class Establishment(Event):
    """The setting up of a body."""

    establishes: Annotated[
        Ref["Organisation"],
        Term("cag:establishes", edge=True, facet=True),
        Field(description="the body set up"),
    ]


class Journey(Event):
    """One run of a train, convoy or ship along a route."""

    route: Annotated[
        Ref["Route"] | None, Term("cag:route", edge=True, facet=True), Field(description="the route it took")
    ] = None


class Situation(Event):
    """A conflict, dispute or other state of affairs that lasts."""

    form: Annotated[
        Ref["Concept"] | None,
        Term("cag:form", facet=True, scheme="situation"),
        Field(description="conflict, dispute …"),
    ] = None
    concerns: Annotated[
        list[Ref["Party"]], Term("cag:concerns", edge=True, facet=True), Field(description="whom it concerns")
    ] = []


class TreatyAct(Event):
    """One party's act in the life of an instrument: signature, ratification, accession, denunciation …"""

    caption: ClassVar[str] = "{act} by {party}: {instrument}"

    act: Annotated[Ref["Concept"], Term("cag:act", facet=True, scheme="act"), Field(description="which act")]
    instrument: Annotated[
        Ref["Instrument"],
        Term("cag:instrument", edge=True, facet=True),
        Field(description="on which instrument"),
    ]
    party: Annotated[Ref["Party"], Term("cag:party", edge=True, facet=True), Field(description="by whom")]
    reference: Annotated[
        Text | None,
        Term("cag:reference"),
        Field(description="number of the law, decree or note that performs it"),
    ] = None
