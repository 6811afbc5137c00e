"""Evidence: which source says what, where in it, and in what manner."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from pydantic import Field

from cagraph.model.grammar import Record, Ref, Text

if TYPE_CHECKING:
    from cagraph.model.kinds.actors import Actor
    from cagraph.model.kinds.sources import Source


class Polarity(StrEnum):
    """Whether the source affirms or denies."""

    ASSERTED = "asserted"
    DENIED = "denied"


class Modality(StrEnum):
    """In what manner the source says it. Only `stated` and `inferred` can make a fact accepted."""

    STATED = "stated"
    INFERRED = "inferred"
    AMBIGUOUS = "ambiguous"
    HEDGED = "hedged"
    OPINION = "opinion"
    FORECAST = "forecast"
    PLANNED = "planned"
    HOPED = "hoped"
    PROPOSED = "proposed"
    ALLEGED = "alleged"
    DISPUTED = "disputed"


MODALITY_MEANING = {
    Modality.STATED: "said as plain fact",
    Modality.INFERRED: "not said in so many words; the curator reads it from the context, and the note says how",
    Modality.AMBIGUOUS: "the wording allows more than one reading",
    Modality.HEDGED: "said with reserve: “is seen as”, “is linked to”, “seems”",
    Modality.OPINION: "a judgement of importance, merit or meaning",
    Modality.FORECAST: "said of what is still to come",
    Modality.PLANNED: "announced, scheduled or “to be done”",
    Modality.HOPED: "wished for by the one named in `attributed_to`",
    Modality.PROPOSED: "put forward for decision",
    Modality.ALLEGED: "passed on from somebody else without being vouched for",
    Modality.DISPUTED: "contradicted by the same or another source",
}


class Evidence(Record):
    """What one place in one source says about a record.

    `supports` lists the fields whose value in the record it bears out: `signed`, or one entry of a list or map
    as `parties/KAZ`, `participants/ilham-aliyev`, `names/ru`. `says` holds values that differ from the record's,
    in the same form as the record's own fields. Together they become claims; a claim is accepted only when it
    supports the record, is asserted, and is stated or inferred.
    """

    source: Ref["Source"] = Field(description="the source, by id")
    at: Text = Field(description="where in it: paragraph, article, sentence number, table row")
    supports: list[Text] = Field(default=[], description="fields of the record that it bears out")
    says: dict[str, Any] = Field(default={}, description="what it says instead, field by field")
    polarity: Polarity = Field(default=Polarity.ASSERTED, description="affirms or denies")
    modality: Modality = Field(default=Modality.STATED, description="in what manner")
    attributed_to: Ref["Actor"] | None = Field(
        default=None, description="whose hope, plan or view it is, when not the source's own"
    )
    recorded: date | None = Field(
        default=None, description="day the claim entered the data; else the source's access day"
    )
    retracted: date | None = Field(default=None, description="day it was withdrawn here; it then supports nothing")
    quote: Text | None = Field(default=None, description="the passage word for word, for users' own data")
    note: Text | None = Field(default=None, description="how the curator read it")

    @property
    def accepting(self) -> bool:
        """Whether what it supports may stand as accepted fact."""
        return (
            self.polarity is Polarity.ASSERTED
            and self.modality in (Modality.STATED, Modality.INFERRED)
            and self.retracted is None
        )
