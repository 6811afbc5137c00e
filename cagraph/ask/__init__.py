"""Questions in English and Russian, answered by named queries and never by guessing."""

from cagraph.ask.interpret import MAX_QUESTION, Interpreter, Reading
from cagraph.ask.names import NameIndex
from cagraph.ask.refusals import refuse
from cagraph.ask.tokens import language

__all__ = ["MAX_QUESTION", "Interpreter", "NameIndex", "Reading", "language", "refuse"]
