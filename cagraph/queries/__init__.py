"""Named queries, and the evidence behind what they find."""

from cagraph.queries.answer import Answer, answer
from cagraph.queries.evidence import Reader
from cagraph.queries.library import LITERALS, Library, Parameter, Query
from cagraph.queries.run import Table, run

__all__ = ["LITERALS", "Answer", "Library", "Parameter", "Query", "Reader", "Table", "answer", "run"]
