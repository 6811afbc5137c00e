"""Documents, instruments and treaties."""

from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from cagraph.model.dates import PartialDate
from cagraph.model.grammar import Ref, Term, Text
from cagraph.model.kinds.base import Entity

if TYPE_CHECKING:
    from cagraph.model.kinds.actors import Actor, Party
    from cagraph.model.kinds.events import Event
    from cagraph.model.kinds.sources import Concept


class Document(Entity):
    """A text with an author or parties: an instrument, a paper, a recorded saying."""

    title: Annotated[Text | None, Term("cag:title"), Field(description="its title as the source gives it")] = None
    form: Annotated[
        Ref["Concept"] | None,
        Term("cag:form", facet=True, scheme="form"),
        Field(description="treaty, memorandum, joint statement, paper …"),
    ] = None
    authors: Annotated[
        list[Ref["Actor"]], Term("cag:author", edge=True, facet=True), Field(description="whose text it is")
    ] = []
    issued: Annotated[
        PartialDate | None,
        Term("cag:issued", time="at"),
        Field(description="when it was issued, published or delivered"),
    ] = None
    adopted: Annotated[PartialDate | None, Term("cag:adopted", time="at"), Field(description="when it was adopted")] = (
        None
    )
    approved: Annotated[
        PartialDate | None,
        Term("cag:approved", time="at"),
        Field(description="when those it came before approved it, where no signature or adoption is told"),
    ] = None
    period: Annotated[
        PartialDate | None, Term("cag:period"), Field(description="the years it covers, such as 2025/2027")
    ] = None
    horizon: Annotated[
        Annotated[int, Field(ge=1900, le=2200)] | None,
        Term("cag:horizon"),
        Field(description="the year it looks ahead to"),
    ] = None
    outcome_of: Annotated[
        list[Ref["Event"]],
        Term("cag:outcomeOf", edge=True, facet=True),
        Field(description="the event it came out of"),
    ] = []
    continues: Annotated[
        list[Ref["Document"]],
        Term("cag:continues", edge=True),
        Field(description="the document whose line it carries on"),
    ] = []
    expresses: Annotated[
        list[Ref["Document"]],
        Term("cag:expresses", edge=True),
        Field(description="the document whose substance it sets out"),
    ] = []
    topics: Annotated[
        list[Ref["Concept"]],
        Term("cag:topic", facet=True, scheme="topic"),
        Field(description="what it deals with"),
    ] = []


class Instrument(Document):
    """A document agreed between parties, binding or not: memorandum, joint statement, roadmap, programme, treaty."""

    parties: Annotated[
        list[Ref["Party"]],
        Term("cag:party", edge=True, facet=True),
        Field(description="between whom it is agreed"),
    ] = []
    signed: Annotated[PartialDate | None, Term("cag:signed", time="at"), Field(description="when it was signed")] = None
    concluded: Annotated[
        PartialDate | None,
        Term("cag:concluded", time="at"),
        Field(description="when it was concluded, where the manner is not told"),
    ] = None
    signed_at: Annotated[
        Ref["Event"] | None, Term("cag:signedAt", edge=True), Field(description="the event it was signed at")
    ] = None
    enters_by: Annotated[
        Ref["Concept"] | None,
        Term("cag:entersIntoForceBy", scheme="entry"),
        Field(description="the instrument's own rule for entering into force"),
    ] = None
    in_force: Annotated[
        PartialDate | None, Term("cag:inForce"), Field(description="when it entered into force, generally")
    ] = None
    ended: Annotated[
        PartialDate | None, Term("cag:ended"), Field(description="when it ceased to be in force, generally")
    ] = None


class Treaty(Instrument):
    """An agreement meant to bind its parties under international law, in force or not, whatever it is called."""

    collection: ClassVar[str] = "treaties"
