"""Relations between parties, figures that sources report, and what sources hold about things."""

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from cagraph.model.dates import PartialDate
from cagraph.model.grammar import Ref, Term, Text
from cagraph.model.kinds.base import Entity

if TYPE_CHECKING:
    from cagraph.model.kinds.actors import Party
    from cagraph.model.kinds.documents import Document
    from cagraph.model.kinds.sources import Concept


class Relation(Entity):
    """One spell of a declared level of relations between two parties: diplomatic relations, partnership, alliance."""

    caption: ClassVar[str] = "{level} of {between}"

    between: Annotated[
        list[Ref["Party"]],
        Term("cag:between", edge=True, facet=True),
        Field(min_length=2, max_length=2, description="the two parties"),
    ]
    level: Annotated[
        Ref["Concept"],
        Term("cag:level", facet=True, scheme="relation"),
        Field(description="the declared level"),
    ]
    start: Annotated[PartialDate | None, Term("cag:start", time="start"), Field(description="since when")] = None
    end: Annotated[PartialDate | None, Term("cag:end", time="end"), Field(description="until when")] = None
    basis: Annotated[
        list[Ref["Document"]],
        Term("cag:basis", edge=True),
        Field(description="the documents that declare it"),
    ] = []


class Observation(Entity):
    """A figure as a source reports it: a measure of something over a period, never recounted here."""

    subjects: Annotated[
        list[Ref["Entity"]],
        Term("cag:subject", edge=True, facet=True),
        Field(min_length=1, description="what is measured"),
    ]
    measure: Annotated[
        Ref["Concept"],
        Term("cag:measure", facet=True, scheme="measure"),
        Field(description="what is counted or measured"),
    ]
    value: Annotated[Decimal, Term("cag:value"), Field(description="the figure")]
    unit: Annotated[Ref["Concept"], Term("cag:unit", facet=True, scheme="unit"), Field(description="its unit")]
    approximate: Annotated[
        bool | None, Term("cag:approximate"), Field(description="whether the source says “about”")
    ] = None
    period: Annotated[PartialDate | None, Term("cag:period"), Field(description="the time it covers")] = None
    scope: Annotated[Text | None, Term("cag:scope"), Field(description="what it does and does not cover, in words")] = (
        None
    )


class Proposition(Entity):
    """What a source holds about things in the graph beyond plain facts: causes, comparisons, judgements, forecasts."""

    form: Annotated[
        Ref["Concept"],
        Term("cag:form", facet=True, scheme="proposition"),
        Field(description="cause, comparison, judgement …"),
    ]
    subjects: Annotated[
        list[Ref["Entity"]],
        Term("cag:subject", edge=True, facet=True),
        Field(min_length=1, description="of what it is said"),
    ]
    objects: Annotated[
        list[Ref["Entity"]],
        Term("cag:object", edge=True, facet=True),
        Field(description="what is said of them, where that is in the graph"),
    ] = []
    content: Annotated[Text | None, Term("cag:content"), Field(description="what is held, in our own words")] = None
