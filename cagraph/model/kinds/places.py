"""Places and the routes between them."""

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from cagraph.model.grammar import Ref, Term
from cagraph.model.kinds.base import Entity

if TYPE_CHECKING:
    from cagraph.model.kinds.actors import State
    from cagraph.model.kinds.sources import Concept


class Place(Entity):
    """A city, a facility or another spot on the map."""

    form: Annotated[
        Ref["Concept"] | None,
        Term("cag:form", facet=True, scheme="place"),
        Field(description="city, facility …"),
    ] = None
    state: Annotated[
        Ref["State"] | None,
        Term("cag:inState", edge=True, facet=True),
        Field(description="the state it lies in"),
    ] = None
    within: Annotated[
        Ref["Place"] | None, Term("cag:within", edge=True), Field(description="the place it is part of")
    ] = None
    lat: Annotated[
        Annotated[Decimal, Field(ge=-90, le=90)] | None,
        Term("cag:latitude"),
        Field(description="latitude, decimal degrees, WGS 84"),
    ] = None
    lng: Annotated[
        Annotated[Decimal, Field(ge=-180, le=180)] | None,
        Term("cag:longitude"),
        Field(description="longitude, decimal degrees, WGS 84"),
    ] = None


class Route(Entity):
    """A line along which goods or people travel across states."""

    origin: Annotated[
        Ref["Place"] | None, Term("cag:origin", edge=True, facet=True), Field(description="where it begins")
    ] = None
    destination: Annotated[
        Ref["Place"] | None,
        Term("cag:destination", edge=True, facet=True),
        Field(description="where it ends"),
    ] = None
    states: Annotated[
        list[Ref["State"]],
        Term("cag:crosses", edge=True, facet=True),
        Field(description="the states it touches"),
    ] = []
    transit: Annotated[
        list[Ref["State"]],
        Term("cag:transits", edge=True, facet=True),
        Field(description="those it only passes through"),
    ] = []
