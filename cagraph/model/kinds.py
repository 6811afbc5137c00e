"""The kinds of the domain: what is declared here is in the ontology, the shapes, the API, the mirror and the docs."""

from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints, model_validator

from cagraph.model.dates import PartialDate
from cagraph.model.evidence import Evidence
from cagraph.model.grammar import (
    ID_PATTERN,
    Component,
    LangLists,
    LangMap,
    Record,
    Ref,
    Term,
    Text,
    WebAddress,
)
from cagraph.model.namespaces import WIKIDATA

Id = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
Code = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,3}$")]


class Entity(Record):
    """Anything in the graph that has an identity of its own and can be cited."""

    abstract: ClassVar[bool] = True
    collection: ClassVar[str] = "entities"
    cited: ClassVar[bool] = True
    caption: ClassVar[str] = ""

    id: Annotated[Id, Field(description="short, stable, written by hand")]
    label: Annotated[Text | None, Field(description="English name for people; some kinds compose it when absent")] = None
    names: Annotated[LangMap, Term("skos:prefLabel"), Field(description="the usual name, by language and script")] = {}
    variants: Annotated[LangLists, Term("skos:altLabel"), Field(description="other names and spellings in use")] = {}
    wikidata: Annotated[
        Annotated[str, StringConstraints(pattern=r"^Q[1-9][0-9]*$")] | None,
        Term("skos:exactMatch", prefix=WIKIDATA),
        Field(description="the Wikidata item for the same thing"),
    ] = None
    note: Annotated[Text | None, Term("skos:editorialNote"), Field(description="the curator's remark")] = None
    evidence: Annotated[list[Evidence], Field(description="the sources that bear the record out or differ")] = []


class Actor(Entity):
    """Whoever can take part in diplomacy: persons, states, organisations, regions."""

    abstract: ClassVar[bool] = True


class Person(Actor):
    """A human being. What posts they hold is a matter of tenures."""


class Party(Actor):
    """Whoever a person can act for and a document can bind: states, regions, organisations."""

    abstract: ClassVar[bool] = True
    collection: ClassVar[str] = "parties"

    official_names: Annotated[LangMap, Term("cag:officialName"), Field(description="the full formal name")] = {}


class State(Party):
    """A sovereign state. Its id is its ISO 3166-1 alpha-3 code."""

    iso2: Annotated[
        Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] | None,
        Term("cag:iso2"),
        Field(description="ISO 3166-1 alpha-2 code"),
    ] = None
    iso3: Annotated[
        Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] | None,
        Term("cag:iso3"),
        Field(description="ISO 3166-1 alpha-3 code"),
    ] = None
    m49: Annotated[Code | None, Term("cag:m49"), Field(description="UN M49 area code, three digits")] = None
    cow: Annotated[Code | None, Term("cag:cow"), Field(description="Correlates of War country number")] = None
    gw: Annotated[Code | None, Term("cag:gw"), Field(description="Gleditsch and Ward state number")] = None
    capital: Annotated[Ref["Place"] | None, Term("cag:capital", edge=True), Field(description="seat of government")] = None


class Region(Party):
    """A group of states that is spoken of as one but is no organisation, such as Central Asia."""

    members: Annotated[
        list[Ref["State"]], Term("cag:memberState", edge=True, facet=True), Field(description="the states it is taken to hold")
    ] = []


class Organisation(Party):
    """An international organisation or an agency of one."""

    form: Annotated[
        Ref["Concept"] | None, Term("cag:form", facet=True, scheme="body"), Field(description="what sort of body it is")
    ] = None
    parent: Annotated[
        Ref["Organisation"] | None, Term("cag:parentOrganisation", edge=True), Field(description="the body it belongs to")
    ] = None
    founders: Annotated[
        list[Ref["Party"]], Term("cag:founder", edge=True, facet=True), Field(description="who set it up")
    ] = []
    founded: Annotated[PartialDate | None, Term("cag:founded", time="start"), Field(description="when it was set up")] = None
    dissolved: Annotated[PartialDate | None, Term("cag:dissolved", time="end"), Field(description="when it ceased")] = None
    mandate: Annotated[Text | None, Term("cag:mandate"), Field(description="what it is there for")] = None


class Body(Organisation):
    """A council, commission or committee that states have set up among themselves."""

    collection: ClassVar[str] = "bodies"


class Membership(Entity):
    """One spell during which a party belongs to an organisation; joining again is a second spell."""

    caption: ClassVar[str] = "{member} in {organisation}"

    member: Annotated[Ref["Party"], Term("cag:member", edge=True, facet=True), Field(description="who belongs")]
    organisation: Annotated[
        Ref["Organisation"], Term("cag:organisation", edge=True, facet=True), Field(description="to what")
    ]
    status: Annotated[
        Ref["Concept"] | None, Term("cag:status", facet=True, scheme="membership"), Field(description="member, observer, partner …")
    ] = None
    start: Annotated[PartialDate | None, Term("cag:start", time="start"), Field(description="when the spell began")] = None
    end: Annotated[PartialDate | None, Term("cag:end", time="end"), Field(description="when it ended; absent while it lasts")] = None


class Post(Entity):
    """An office that persons hold in turn, such as President of Kazakhstan."""

    of: Annotated[Ref["Party"], Term("cag:postOf", edge=True, facet=True), Field(description="the state or body whose office it is")]
    level: Annotated[
        Ref["Concept"] | None, Term("cag:level", facet=True, scheme="level"), Field(description="rank of the office")
    ] = None


class Tenure(Entity):
    """One person's time in one post. Without a known start or end, `attested` holds the days it is seen on."""

    caption: ClassVar[str] = "{person}, {post}"

    person: Annotated[Ref["Person"], Term("cag:holder", edge=True, facet=True), Field(description="who holds the post")]
    post: Annotated[Ref["Post"], Term("cag:post", edge=True, facet=True), Field(description="which post")]
    start: Annotated[PartialDate | None, Term("cag:start", time="start"), Field(description="when it began")] = None
    end: Annotated[PartialDate | None, Term("cag:end", time="end"), Field(description="when it ended")] = None
    attested: Annotated[
        list[PartialDate], Term("cag:attested"), Field(description="days on which a source shows the person in the post")
    ] = []


class Place(Entity):
    """A city, a facility or another spot on the map."""

    form: Annotated[Ref["Concept"] | None, Term("cag:form", facet=True, scheme="place"), Field(description="city, facility …")] = None
    state: Annotated[Ref["State"] | None, Term("cag:inState", edge=True, facet=True), Field(description="the state it lies in")] = None
    within: Annotated[Ref["Place"] | None, Term("cag:within", edge=True), Field(description="the place it is part of")] = None
    lat: Annotated[
        Annotated[Decimal, Field(ge=-90, le=90)] | None, Term("cag:latitude"), Field(description="latitude, decimal degrees, WGS 84")
    ] = None
    lng: Annotated[
        Annotated[Decimal, Field(ge=-180, le=180)] | None, Term("cag:longitude"), Field(description="longitude, decimal degrees, WGS 84")
    ] = None


class Route(Entity):
    """A line along which goods or people travel across states."""

    origin: Annotated[Ref["Place"] | None, Term("cag:origin", edge=True, facet=True), Field(description="where it begins")] = None
    destination: Annotated[
        Ref["Place"] | None, Term("cag:destination", edge=True, facet=True), Field(description="where it ends")
    ] = None
    states: Annotated[list[Ref["State"]], Term("cag:crosses", edge=True, facet=True), Field(description="the states it touches")] = []
    transit: Annotated[
        list[Ref["State"]], Term("cag:transits", edge=True, facet=True), Field(description="those it only passes through")
    ] = []


class Document(Entity):
    """A text with an author or parties: an instrument, a paper, a recorded saying."""

    title: Annotated[Text | None, Term("cag:title"), Field(description="its title as the source gives it")] = None
    form: Annotated[
        Ref["Concept"] | None, Term("cag:form", facet=True, scheme="form"), Field(description="treaty, memorandum, joint statement, paper …")
    ] = None
    authors: Annotated[list[Ref["Actor"]], Term("cag:author", edge=True, facet=True), Field(description="whose text it is")] = []
    issued: Annotated[
        PartialDate | None, Term("cag:issued", time="at"), Field(description="when it was issued, published or delivered")
    ] = None
    adopted: Annotated[PartialDate | None, Term("cag:adopted", time="at"), Field(description="when it was adopted")] = None
    period: Annotated[PartialDate | None, Term("cag:period"), Field(description="the years it covers, such as 2025/2027")] = None
    horizon: Annotated[
        Annotated[int, Field(ge=1900, le=2200)] | None, Term("cag:horizon"), Field(description="the year it looks ahead to")
    ] = None
    outcome_of: Annotated[
        list[Ref["Event"]], Term("cag:outcomeOf", edge=True, facet=True), Field(description="the event it came out of")
    ] = []
    continues: Annotated[
        list[Ref["Document"]], Term("cag:continues", edge=True), Field(description="the document whose line it carries on")
    ] = []
    expresses: Annotated[
        list[Ref["Document"]], Term("cag:expresses", edge=True), Field(description="the document whose substance it sets out")
    ] = []
    topics: Annotated[list[Ref["Concept"]], Term("cag:topic", facet=True, scheme="topic"), Field(description="what it deals with")] = []


class Instrument(Document):
    """A document agreed between parties, binding or not: memorandum, joint statement, roadmap, programme, treaty."""

    parties: Annotated[list[Ref["Party"]], Term("cag:party", edge=True, facet=True), Field(description="between whom it is agreed")] = []
    signed: Annotated[PartialDate | None, Term("cag:signed", time="at"), Field(description="when it was signed")] = None
    concluded: Annotated[
        PartialDate | None, Term("cag:concluded", time="at"), Field(description="when it was concluded, where the manner is not told")
    ] = None
    signed_at: Annotated[Ref["Event"] | None, Term("cag:signedAt", edge=True), Field(description="the event it was signed at")] = None
    enters_by: Annotated[
        Ref["Concept"] | None, Term("cag:entersIntoForceBy", scheme="entry"), Field(description="the instrument's own rule for entering into force")
    ] = None
    in_force: Annotated[PartialDate | None, Term("cag:inForce"), Field(description="when it entered into force, generally")] = None
    ended: Annotated[PartialDate | None, Term("cag:ended"), Field(description="when it ceased to be in force, generally")] = None


class Treaty(Instrument):
    """An agreement meant to bind its parties under international law, in force or not, whatever it is called."""

    collection: ClassVar[str] = "treaties"


class EventSeries(Entity):
    """A line of meetings that count their editions, such as the consultative meetings of the heads of state."""

    collection: ClassVar[str] = "event-series"

    of: Annotated[list[Ref["Party"]], Term("cag:seriesOf", edge=True, facet=True), Field(description="whose meetings they are")] = []
    level: Annotated[Ref["Concept"] | None, Term("cag:level", facet=True, scheme="level"), Field(description="rank of those who meet")] = None
    topics: Annotated[list[Ref["Concept"]], Term("cag:topic", facet=True, scheme="topic"), Field(description="what they deal with")] = []


class Participation(Component):
    """One participant of an event: who, for whom, in which post, in what role. A missing role is an unknown role."""

    who: Annotated[Ref["Person"] | None, Term("cag:person", edge=True, shortcut="cag:participant"), Field(description="the person")] = None
    party: Annotated[
        Ref["Party"] | None,
        Term("cag:onBehalfOf", edge=True, shortcut="cag:participatingParty"),
        Field(description="the state or body acted for"),
    ] = None
    post: Annotated[Ref["Post"] | None, Term("cag:inPost"), Field(description="the post held then")] = None
    role: Annotated[Ref["Concept"] | None, Term("cag:role", scheme="role"), Field(description="host, speaker … as the source says")] = None
    level: Annotated[Ref["Concept"] | None, Term("cag:level", scheme="level"), Field(description="rank, where no post is named")] = None

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

    date: Annotated[PartialDate | None, Term("cag:date", time="at"), Field(description="when, as precisely as the source says")] = None
    place: Annotated[Ref["Place"] | None, Term("cag:place", edge=True, facet=True), Field(description="where")] = None
    part_of: Annotated[Ref["Event"] | None, Term("cag:partOf", edge=True), Field(description="the event it is a part of")] = None
    participants: Annotated[list[Participation], Term("cag:participation"), Field(description="who took part, and how")] = []
    ahead_of: Annotated[list[Ref["Event"]], Term("cag:aheadOf", edge=True), Field(description="the event it was held ahead of")] = []
    follows_precedent_of: Annotated[
        Ref["Event"] | None, Term("cag:followsPrecedentOf", edge=True), Field(description="the event whose example it followed")
    ] = None
    outcome_of: Annotated[
        list[Ref["Event"]], Term("cag:outcomeOf", edge=True, facet=True), Field(description="the event it resulted from")
    ] = []
    topics: Annotated[list[Ref["Concept"]], Term("cag:topic", facet=True, scheme="topic"), Field(description="what it dealt with")] = []
    content: Annotated[Text | None, Term("cag:content"), Field(description="what it was about or what was said, in our own words")] = None


class Meeting(Event):
    """A meeting of leaders, ministers or officials."""

    series: Annotated[Ref["EventSeries"] | None, Term("cag:series", edge=True, facet=True), Field(description="the line of meetings it belongs to")] = None
    edition: Annotated[Annotated[int, Field(ge=1)] | None, Term("cag:edition"), Field(description="its number in that line")] = None
    session_of: Annotated[Ref["Body"] | None, Term("cag:sessionOf", edge=True, facet=True), Field(description="the body that met")] = None


class Visit(Event):
    """A journey of a leader or minister to another state, by the kind its hosts declared it to be."""

    form: Annotated[Ref["Concept"] | None, Term("cag:form", facet=True, scheme="visit"), Field(description="state, official, working …")] = None
    to: Annotated[Ref["State"], Term("cag:to", edge=True, facet=True), Field(description="the state visited")]


class Ceremony(Event):
    """A public act of state: a signing, an opening, a welcome."""

    collection: ClassVar[str] = "ceremonies"

    marks: Annotated[list[Ref["Entity"]], Term("cag:marks", edge=True), Field(description="what it marked")] = []


class Negotiation(Event):
    """Talks meant to settle a matter, over a day or over years."""


class Understanding(Event):
    """An agreement to do something, where the source names no document."""

    concerns: Annotated[list[Ref["Entity"]], Term("cag:concerns", edge=True), Field(description="what was agreed about")] = []


class Statement(Event):
    """Something said or delivered by a person on an occasion."""

    speaker: Annotated[Ref["Person"] | None, Term("cag:speaker", edge=True, facet=True), Field(description="who said it")] = None
    concerns: Annotated[list[Ref["Entity"]], Term("cag:concerns", edge=True), Field(description="what it was said about")] = []


class Proposal(Statement):
    """A statement that puts something forward for decision."""

    complements: Annotated[list[Ref["Entity"]], Term("cag:complements", edge=True), Field(description="what it adds to")] = []


class Establishment(Event):
    """The setting up of a body."""

    establishes: Annotated[Ref["Organisation"], Term("cag:establishes", edge=True, facet=True), Field(description="the body set up")]


class Journey(Event):
    """One run of a train, convoy or ship along a route."""

    route: Annotated[Ref["Route"] | None, Term("cag:route", edge=True, facet=True), Field(description="the route it took")] = None


class Situation(Event):
    """A conflict, dispute or other state of affairs that lasts."""

    form: Annotated[Ref["Concept"] | None, Term("cag:form", facet=True, scheme="situation"), Field(description="conflict, dispute …")] = None
    concerns: Annotated[list[Ref["Party"]], Term("cag:concerns", edge=True, facet=True), Field(description="whom it concerns")] = []


class TreatyAct(Event):
    """One party's act in the life of an instrument: signature, ratification, accession, denunciation …"""

    caption: ClassVar[str] = "{act} by {party}: {instrument}"

    act: Annotated[Ref["Concept"], Term("cag:act", facet=True, scheme="act"), Field(description="which act")]
    instrument: Annotated[Ref["Instrument"], Term("cag:instrument", edge=True, facet=True), Field(description="on which instrument")]
    party: Annotated[Ref["Party"], Term("cag:party", edge=True, facet=True), Field(description="by whom")]
    reference: Annotated[Text | None, Term("cag:reference"), Field(description="number of the law, decree or note that performs it")] = None


class Relation(Entity):
    """One spell of a declared level of relations between two parties: diplomatic relations, partnership, alliance."""

    caption: ClassVar[str] = "{level} of {between}"

    between: Annotated[
        list[Ref["Party"]], Term("cag:between", edge=True, facet=True), Field(min_length=2, max_length=2, description="the two parties")
    ]
    level: Annotated[Ref["Concept"], Term("cag:level", facet=True, scheme="relation"), Field(description="the declared level")]
    start: Annotated[PartialDate | None, Term("cag:start", time="start"), Field(description="since when")] = None
    end: Annotated[PartialDate | None, Term("cag:end", time="end"), Field(description="until when")] = None
    basis: Annotated[list[Ref["Document"]], Term("cag:basis", edge=True), Field(description="the documents that declare it")] = []


class Observation(Entity):
    """A figure as a source reports it: a measure of something over a period, never recounted here."""

    subjects: Annotated[list[Ref["Entity"]], Term("cag:subject", edge=True, facet=True), Field(min_length=1, description="what is measured")]
    measure: Annotated[Ref["Concept"], Term("cag:measure", facet=True, scheme="measure"), Field(description="what is counted or measured")]
    value: Annotated[Decimal, Term("cag:value"), Field(description="the figure")]
    unit: Annotated[Ref["Concept"], Term("cag:unit", facet=True, scheme="unit"), Field(description="its unit")]
    approximate: Annotated[bool | None, Term("cag:approximate"), Field(description="whether the source says “about”")] = None
    period: Annotated[PartialDate | None, Term("cag:period"), Field(description="the time it covers")] = None
    scope: Annotated[Text | None, Term("cag:scope"), Field(description="what it does and does not cover, in words")] = None


class Proposition(Entity):
    """What a source holds about things in the graph beyond plain facts: causes, comparisons, judgements, forecasts."""

    form: Annotated[
        Ref["Concept"], Term("cag:form", facet=True, scheme="proposition"), Field(description="cause, comparison, judgement …")
    ]
    subjects: Annotated[list[Ref["Entity"]], Term("cag:subject", edge=True, facet=True), Field(min_length=1, description="of what it is said")]
    objects: Annotated[list[Ref["Entity"]], Term("cag:object", edge=True, facet=True), Field(description="what is said of them, where that is in the graph")] = []
    content: Annotated[Text | None, Term("cag:content"), Field(description="what is held, in our own words")] = None


class Coverage(Entity):
    """What this data set holds completely: for these parties, this kind and this period, absence means something."""

    cited: ClassVar[bool] = False

    parties: Annotated[list[Ref["Party"]], Term("cag:covers", edge=True, facet=True), Field(min_length=1, description="the parties it is about, together")]
    of_kind: Annotated[Text, Term("cag:ofKind", facet=True), Field(description="the kind of record, by class name")]
    period: Annotated[PartialDate, Term("cag:period"), Field(description="the time for which the claim of completeness holds")]


class Source(Entity):
    """A text that facts rest on: law, communiqué, news report, article, data set."""

    cited: ClassVar[bool] = False

    title: Annotated[Text | None, Term("cag:title"), Field(description="its title in its own language")] = None
    publisher: Annotated[Text | None, Term("cag:publisher", facet=True), Field(description="who publishes it")] = None
    author: Annotated[Text | None, Term("cag:byline"), Field(description="who wrote it, where it is signed")] = None
    url: Annotated[WebAddress | None, Term("cag:url"), Field(description="where it can be read")] = None
    published: Annotated[PartialDate | None, Term("cag:published", time="at"), Field(description="when it appeared")] = None
    accessed: Annotated[PartialDate | None, Term("cag:accessed"), Field(description="when the curator read it")] = None
    language: Annotated[Text | None, Term("cag:language", facet=True), Field(description="its language, as a tag")] = None
    licence: Annotated[Text | None, Term("cag:licence"), Field(description="the terms its publisher states")] = None
    same_text_as: Annotated[
        Ref["Source"] | None, Term("cag:sameTextAs", edge=True), Field(description="the source this one is a copy of: both count once")
    ] = None


class Concept(Entity):
    """A term of one of the controlled lists: forms, roles, levels, acts, topics, units."""

    cited: ClassVar[bool] = False

    scheme: Annotated[Id, Term("cag:scheme", facet=True), Field(description="the list it belongs to; the id begins with it")]
    definition: Annotated[Text | None, Term("skos:definition"), Field(description="what it means here")] = None
    broader: Annotated[Ref["Concept"] | None, Term("skos:broader", edge=True), Field(description="the wider term")] = None
    same_as: Annotated[list[WebAddress], Term("skos:exactMatch"), Field(description="the same concept elsewhere")] = []
    close_to: Annotated[list[WebAddress], Term("skos:closeMatch"), Field(description="a like concept elsewhere")] = []
