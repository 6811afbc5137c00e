"""Named queries and questions in words, answered over one data version."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from pyoxigraph import Literal

from cagraph.ask import MAX_QUESTION, Interpreter, language, refuse
from cagraph.errors import ParameterError
from cagraph.graph.calculations import Calculations
from cagraph.graph.standing import Standing
from cagraph.mirror import whole_day
from cagraph.model import Model
from cagraph.queries import Answer, Library, Query, Reader, answer, say

LANGUAGES = ("en", "ru")


@dataclass(frozen=True)
class Questions:
    """Answers over a reader. `standing` gives the treaty clock to those that need it."""

    library: Library
    reader: Reader
    model: Model
    standing: Callable[[], Standing]
    data_version: str

    @cached_property
    def interpreter(self) -> Interpreter:
        """Reads questions."""
        return Interpreter(self.library, self.reader)

    @cached_property
    def last_read(self) -> date:
        """The last day on which a source was read: what “today” means where nobody says, so that no clock is asked."""
        term = self.reader.term("cag:accessed")
        days = [quad.object.value for quad in self.reader.store.quads(None, term) if isinstance(quad.object, Literal)]
        full = [day for day in days if re.fullmatch(r"\d{4}-\d{2}-\d{2}", day)]
        return date.fromisoformat(max(full, default="2024-08-09"))

    def run(self, query: str, given: Mapping[str, str]) -> Answer:
        """The answer of a named query. Raises NotFoundError, ParameterError."""
        return self._answer(self.library.get(query), given, "en", self.last_read)

    def _answer(self, query: Query, given: Mapping[str, str], lang: str, today: date) -> Answer:
        """Run a query; a calculation for a day is for today where no day is given, and says so."""
        if query.computed and "day" in query.parameter:
            given = {**given, "day": given.get("day", "") or today.isoformat()}
        calculations = Calculations(self.standing()).known if query.computed else {}
        return answer(query, given, self.reader, self.model, self.library, self.data_version, lang, calculations)

    def ask(self, question: str, lang: str = "", today: str = "") -> Answer:
        """The answer to a question, or the reason why there is none. Raises ParameterError for the other two."""
        if lang not in {"", *LANGUAGES}:
            raise ParameterError(f"lang: '{lang[:20]}' is not known", f"write {' or '.join(LANGUAGES)}")
        told = lang or language(question)
        day = whole_day("today", today) if today else self.last_read
        lattice = self.interpreter.lattice(question, day)
        readings = self.interpreter.readings(lattice)
        if len(readings) == 1 and readings[0].whole:
            best = readings[0]
            notes = [
                say("mended", told, written=written, name=self.reader.name(self.reader.node(id_), told))
                for written, id_ in best.mended
            ]
            notes += [say("today", told, day=best.counted)] if best.counted else []
            found = self._answer(best.query, best.given, told, day)
            return replace(found, question=question, read_as="; ".join([found.read_as, *notes]))
        refused = refuse(question, lattice, readings, self.interpreter, self.reader, told)
        return replace(refused, data_version=self.data_version)

    def examples(self, lang: str = "en") -> dict[str, str]:
        """A question for each named query that can be asked in words."""
        return self.interpreter.questions(lang)


def checked(question: str) -> str:
    """A question that can be read. Raises ParameterError where there is none, or it is too long."""
    if not question.strip():
        raise ParameterError("q: there is no question", "ask, as: which treaties link Kazakhstan and Uzbekistan")
    if len(question) > MAX_QUESTION:
        raise ParameterError(f"q: the question is longer than {MAX_QUESTION} characters", "shorten it")
    return question
