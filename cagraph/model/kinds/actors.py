"""Whoever takes part in diplomacy: persons and their posts, states, regions, organisations."""

from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field, StringConstraints

from cagraph.model.dates import PartialDate
from cagraph.model.grammar import LangMap, Ref, Term, Text
from cagraph.model.kinds.base import Entity

if TYPE_CHECKING:
    from cagraph.model.kinds.places import Place
    from cagraph.model.kinds.sources import Concept


Code = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,3}$")]


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
    capital: Annotated[Ref["Place"] | None, Term("cag:capital", edge=True), Field(description="seat of government")] = (
        None
    )
    independent: Annotated[
        PartialDate | None,
        Term("cag:independent"),
        Field(description="of a state that came to be since 1991: when it proclaimed its independence"),
    ] = None


class Region(Party):
    """A group of states that is spoken of as one but is no organisation, such as Central Asia."""

    members: Annotated[
        list[Ref["State"]],
        Term("cag:memberState", edge=True, facet=True),
        Field(description="the states it is taken to hold"),
    ] = []


class Organisation(Party):
    """An international organisation or an agency of one."""

    form: Annotated[
        Ref["Concept"] | None,
        Term("cag:form", facet=True, scheme="body"),
        Field(description="what sort of body it is"),
    ] = None
    parent: Annotated[
        Ref["Organisation"] | None,
        Term("cag:parentOrganisation", edge=True),
        Field(description="the body it belongs to"),
    ] = None
    founders: Annotated[
        list[Ref["Party"]], Term("cag:founder", edge=True, facet=True), Field(description="who set it up")
    ] = []
    founded: Annotated[
        PartialDate | None, Term("cag:founded", time="start"), Field(description="when it was set up")
    ] = None
    dissolved: Annotated[PartialDate | None, Term("cag:dissolved", time="end"), Field(description="when it ceased")] = (
        None
    )
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
        Ref["Concept"] | None,
        Term("cag:status", facet=True, scheme="membership"),
        Field(description="member, observer, partner …"),
    ] = None
    start: Annotated[PartialDate | None, Term("cag:start", time="start"), Field(description="when the spell began")] = (
        None
    )
    end: Annotated[
        PartialDate | None,
        Term("cag:end", time="end"),
        Field(description="when it ended; absent while it lasts"),
    ] = None


class Post(Entity):
    """An office that persons hold in turn, such as President of Kazakhstan."""

    of: Annotated[
        Ref["Party"],
        Term("cag:postOf", edge=True, facet=True),
        Field(description="the state or body whose office it is"),
    ]
    level: Annotated[
        Ref["Concept"] | None,
        Term("cag:level", facet=True, scheme="level"),
        Field(description="rank of the office"),
    ] = None


class Tenure(Entity):
    """One person's time in one post. Without a known start or end, `attested` holds the days it is seen on."""

    caption: ClassVar[str] = "{person}, {post}"

    person: Annotated[Ref["Person"], Term("cag:holder", edge=True, facet=True), Field(description="who holds the post")]
    post: Annotated[Ref["Post"], Term("cag:post", edge=True, facet=True), Field(description="which post")]
    start: Annotated[PartialDate | None, Term("cag:start", time="start"), Field(description="when it began")] = None
    end: Annotated[PartialDate | None, Term("cag:end", time="end"), Field(description="when it ended")] = None
    acting: Annotated[
        bool | None,
        Term("cag:acting"),
        Field(description="whether held for the time being, by somebody not appointed to it"),
    ] = None
    attested: Annotated[
        list[PartialDate],
        Term("cag:attested"),
        Field(description="days on which a source shows the person in the post"),
    ] = []
