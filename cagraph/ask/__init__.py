"""Plain-English questions, answered by named queries and never by guessing."""

from cagraph.ask.interpret import Interpreter, Reading
from cagraph.ask.names import NameIndex
from cagraph.ask.patterns import MAX_QUESTION

__all__ = ["MAX_QUESTION", "Interpreter", "NameIndex", "Reading"]
