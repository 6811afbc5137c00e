"""Sources, controlled terms, and what the data set covers completely."""

from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from cagraph.model.dates import PartialDate
from cagraph.model.grammar import Ref, Term, Text, WebAddress
from cagraph.model.kinds.base import Entity, Id

if TYPE_CHECKING:
    from cagraph.model.kinds.actors import Party, Post


class Source(Entity):
    """A text that facts rest on: law, communiqué, news report, article, data set."""

    cited: ClassVar[bool] = False

    title: Annotated[Text | None, Term("cag:title"), Field(description="its title in its own language")] = None
    publisher: Annotated[Text | None, Term("cag:publisher", facet=True), Field(description="who publishes it")] = None
    author: Annotated[Text | None, Term("cag:byline"), Field(description="who wrote it, where it is signed")] = None
    url: Annotated[WebAddress | None, Term("cag:url"), Field(description="where it can be read")] = None
    published: Annotated[
        PartialDate | None, Term("cag:published", time="at"), Field(description="when it appeared")
    ] = None
    accessed: Annotated[PartialDate | None, Term("cag:accessed"), Field(description="when the curator read it")] = None
    language: Annotated[Text | None, Term("cag:language", facet=True), Field(description="its language, as a tag")] = (
        None
    )
    licence: Annotated[Text | None, Term("cag:licence"), Field(description="the terms its publisher states")] = None
    same_text_as: Annotated[
        Ref["Source"] | None,
        Term("cag:sameTextAs", edge=True),
        Field(description="the source this one is a copy of: both count once"),
    ] = None


class Concept(Entity):
    """A term of one of the controlled lists: forms, roles, levels, acts, topics, units."""

    cited: ClassVar[bool] = False

    scheme: Annotated[
        Id, Term("cag:scheme", facet=True), Field(description="the list it belongs to; the id begins with it")
    ]
    definition: Annotated[Text | None, Term("skos:definition"), Field(description="what it means here")] = None
    broader: Annotated[Ref["Concept"] | None, Term("skos:broader", edge=True), Field(description="the wider term")] = (
        None
    )
    same_as: Annotated[list[WebAddress], Term("skos:exactMatch"), Field(description="the same concept elsewhere")] = []
    close_to: Annotated[list[WebAddress], Term("skos:closeMatch"), Field(description="a like concept elsewhere")] = []


class Coverage(Entity):
    """What this data set holds completely: for these parties, this kind and this period, absence means something."""

    cited: ClassVar[bool] = False
    of_whole: ClassVar[bool] = True

    parties: Annotated[
        list[Ref["Party"]],
        Term("cag:covers", edge=True, facet=True),
        Field(min_length=1, description="the parties it is about, together"),
    ]
    within: Annotated[
        Ref["Entity"] | None,
        Term("cag:coverageWithin", edge=True, facet=True),
        Field(description="the series, body, organisation or instrument it is limited to"),
    ] = None
    of_kind: Annotated[Text, Term("cag:ofKind", facet=True), Field(description="the kind of record, by class name")]
    level: Annotated[
        Ref["Concept"] | None,
        Term("cag:level", scheme="relation"),
        Field(description="of relations: the level it is limited to"),
    ] = None
    posts: Annotated[
        list[Ref["Post"]],
        Term("cag:coveredPost", edge=True),
        Field(description="of meetings and visits: it is limited to those of who holds one of these posts"),
    ] = []
    period: Annotated[
        PartialDate,
        Term("cag:period"),
        Field(description="the time for which the claim of completeness holds"),
    ]
    shown_by: Annotated[
        list[Ref["Source"]],
        Term("cag:shownBy", edge=True),
        Field(description="the sources that list or number everything there is"),
    ] = []
