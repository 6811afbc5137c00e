"""Named queries, and the evidence behind what they find."""

from cagraph.queries.answer import Answer, Calculation, Computed, answer, read_as
from cagraph.queries.evidence import Reader
from cagraph.queries.library import LITERALS, Library, Parameter, Query
from cagraph.queries.run import Table, run
from cagraph.queries.wording import say

__all__ = [
    "LITERALS", "Answer", "Calculation", "Computed", "Library", "Parameter", "Query", "Reader", "Table", "answer",
    "read_as", "run", "say",
]  # fmt: skip
