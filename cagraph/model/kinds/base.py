"""What every entity has."""

from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from cagraph.model.evidence import Evidence
from cagraph.model.grammar import ID_PATTERN, LangLists, LangMap, Record, Term, Text
from cagraph.model.namespaces import WIKIDATA

Id = Annotated[str, StringConstraints(pattern=ID_PATTERN)]


class Entity(Record):
    """Anything in the graph that has an identity of its own and can be cited."""

    abstract: ClassVar[bool] = True
    collection: ClassVar[str] = "entities"
    cited: ClassVar[bool] = True
    of_whole: ClassVar[bool] = False
    caption: ClassVar[str] = ""

    id: Annotated[Id, Field(description="short, stable, written by hand")]
    label: Annotated[Text | None, Field(description="English name for people; some kinds compose it when absent")] = (
        None
    )
    names: Annotated[LangMap, Term("skos:prefLabel"), Field(description="the usual name, by language and script")] = {}
    variants: Annotated[LangLists, Term("skos:altLabel"), Field(description="other names and spellings in use")] = {}
    wikidata: Annotated[
        Annotated[str, StringConstraints(pattern=r"^Q[1-9][0-9]*$")] | None,
        Term("skos:exactMatch", prefix=WIKIDATA),
        Field(description="the Wikidata item for the same thing"),
    ] = None
    formerly: Annotated[
        list[Id], Term("cag:formerly"), Field(description="ids it was known by before: renamed, or merged into it")
    ] = []
    note: Annotated[Text | None, Term("skos:editorialNote"), Field(description="the curator's remark")] = None
    evidence: Annotated[list[Evidence], Field(description="the sources that bear the record out or differ")] = []
