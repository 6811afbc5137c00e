"""The two parties of a dyad, the day and the span asked about, and what of the records lies in it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from cagraph.dyads.circles import SECTIONS, Circles
from cagraph.mirror import Window
from cagraph.model import PartialDate
from cagraph.paths import Index
from cagraph.status import Span, Truth


@dataclass(frozen=True)
class Pair:
    """Two parties seen from a day, within a span. `horizon` is the last day on which anything was recorded.

    Without an end of the span, what came surely after the day is left out, and what has no date is kept.
    """

    one: str
    other: str
    on: date
    window: Window
    horizon: date

    @property
    def parties(self) -> frozenset[str]:
        """Both."""
        return frozenset((self.one, self.other))

    def holds(self, index: Index, record: str) -> bool:
        """Whether a record lies in the span; a figure lies where the time that it covers begins."""
        attributes = index.mirror.nodes[record]
        earliest = attributes.get("earliest", "")
        if index.model.is_a(attributes["kind"], SECTIONS["figures"]) and "period" in attributes:
            first = span(attributes["period"]).earliest
            earliest = first.isoformat() if first else ""
        if self.window.until is None and earliest > self.on.isoformat():
            return False
        return (self.window.since is None and self.window.until is None) or index.within(record, self.window)

    def records(self, circles: Circles) -> dict[str, list[str]]:
        """The records that tie both, by section, each list by date and id."""
        found: dict[str, list[str]] = {section: [] for section in SECTIONS}
        for record in circles.shared(self.one, self.other):
            if self.holds(circles.index, record):
                section = circles.sections[record]
                found["events" if section == "visits" and not self.direction(circles, record) else section].append(
                    record
                )
        for records in found.values():
            records.sort(key=lambda record: (circles.index.mirror.nodes[record].get("earliest", ""), record))
        return found

    def direction(self, circles: Circles, visit: str) -> tuple[str, str] | None:
        """Who visited whom; None where both went elsewhere together."""
        visited = [party for party in circles.linked(visit, "to") if party in self.parties]
        if not visited:
            return None
        return (self.other if visited[0] == self.one else self.one), visited[0]

    def spell(self, attributes: dict[str, Any], start: str = "") -> tuple[Truth, bool]:
        """Whether a spell lasts on the day, and whether that is presumed since no end is recorded.

        Its last day still belongs to it. Nothing is presumed of days after the last on which anything was recorded.
        """
        begun = span(str(attributes.get("start") or start)).by(self.on)
        end = attributes.get("end")
        if end:
            return begun & ~span(str(end)).by(self.on - timedelta(days=1)), False
        if begun is Truth.YES and self.on > self.horizon:
            return Truth.UNKNOWN, False
        return begun, begun is Truth.YES


def span(text: str) -> Span:
    """The days a date can mean; open at both ends for none."""
    if not text:
        return Span()
    read = PartialDate.parse(text)
    return Span(read.earliest, read.latest, text)
