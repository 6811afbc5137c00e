"""The brief as a value: sections of sentences, each with the numbers of its notes, and the notes."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Final

from cagraph.dyads.phrases import Phrases
from cagraph.dyads.relation import Relation

NOTES_EACH: Final = 2


@dataclass(frozen=True)
class Note:
    """A footnote: a place in a source, or the data set itself where `source` is empty."""

    number: int
    source: str
    publisher: str
    title: str
    date: str
    url: str
    at: str
    text: str = ""


@dataclass(frozen=True)
class Clause:
    """A piece of text and the numbers of its notes."""

    text: str
    notes: tuple[int, ...]


@dataclass(frozen=True)
class Block:
    """A sentence of one or more clauses, or a list of such, which words without notes may open."""

    clauses: tuple[Clause, ...]
    items: tuple[tuple[Clause, ...], ...] = ()
    opening: str = ""


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Brief:
    """The whole document."""

    lang: str
    title: str
    lead: str
    sections: tuple[Section, ...]
    notes_heading: str
    notes: tuple[Note, ...]
    foot: str


def as_json(brief: Brief) -> str:
    """The whole document as JSON, for those who set it themselves."""
    return json.dumps(asdict(brief), ensure_ascii=False)


@dataclass
class Notes:
    """Gives out the numbers of notes: one for each place in a source, in the order of first use."""

    relation: Relation
    phrases: Phrases
    path: str
    found: dict[tuple[str, str], Note] = field(default_factory=dict)

    def of(self, claims: Iterable[str]) -> tuple[int, ...]:
        """The notes for the sources of some claims: the plainest first, copies of one text once, a few at most."""
        ledger = self.relation.ledger
        known = [ledger.claims[claim] for claim in dict.fromkeys(claims) if claim in ledger.claims]
        known.sort(key=lambda claim: (claim.modality != "stated", claim.source not in ledger.addresses, claim.source))
        numbers: list[int] = []
        texts: set[str] = set()
        for claim in known:
            text = next(iter(self.relation.circles.linked(claim.source, "sameTextAs")), claim.source)
            if text not in texts and len(numbers) < NOTES_EACH:
                texts.add(text)
                numbers.append(self._note(claim.source, claim.at))
        return tuple(numbers) or self.counted

    @property
    def counted(self) -> tuple[int, ...]:
        """The note that stands for the data set itself."""
        if ("", "") not in self.found:
            text = self.phrases.say("counted", path=self.path)
            self.found["", ""] = Note(len(self.found) + 1, "", "", "", "", "", "", text)
        return (self.found["", ""].number,)

    def _note(self, source: str, at: str) -> int:
        if (source, at) not in self.found:
            about = self.relation.index.mirror.nodes[source]
            dated = about.get("published", "")
            date = self.phrases.date(dated) if dated else ""
            if not date and about.get("accessed"):
                date = self.phrases.say("read", date=self.phrases.date(about["accessed"]))
            self.found[source, at] = Note(
                len(self.found) + 1, source, about.get("publisher", ""), about.get("title", about["label"]), date,
                self.relation.ledger.addresses.get(source, ""), at,
            )  # fmt: skip
        return self.found[source, at].number
