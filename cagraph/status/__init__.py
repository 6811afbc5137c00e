"""The treaty clock: what an instrument's status is on a day, in three values, with the reason and what it rests on."""

from cagraph.status.clock import QUESTIONS, Status, status
from cagraph.status.force import spells_in_force
from cagraph.status.reader import Instruments
from cagraph.status.values import Act, Answer, Denial, Fact, Instrument, Rule, Span, Truth

__all__ = [
    "QUESTIONS", "Act", "Answer", "Denial", "Fact", "Instrument", "Instruments", "Rule", "Span", "Status", "Truth",
    "spells_in_force", "status",
]  # fmt: skip
