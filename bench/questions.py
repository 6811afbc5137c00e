"""How many questions of the evaluation sets are read rightly, and how fast: run as `python -m bench.questions`.

A question is right when it is read as the query and the values that a person wrote down for it, or refused where it
must be. A *confident wrong answer* is one that is answered where it must be refused, or read as something else.
"""

import os
import statistics
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from cagraph.graph import Graph
from cagraph.queries import Answer
from cagraph.settings import Settings

SETS: Final = Path(__file__).parent.parent / "tests" / "ask"
TODAY: Final = "2026-06-01"
_ROUNDS: Final = 3


@dataclass(frozen=True)
class Question:
    """One question with what it must be read as."""

    q: str
    query: str | list[str] = ""
    given: Mapping[str, str] = field(default_factory=dict)
    ids: tuple[str, ...] = ()
    refused: str = ""
    alternatives: str = ""
    mended: bool = False

    @property
    def language(self) -> str:
        """In which it is asked."""
        return "ru" if any("а" <= letter <= "я" for letter in self.q.casefold()) and not self._is_name else "en"

    @property
    def _is_name(self) -> bool:
        """Whether it is English but for a name in Cyrillic letters."""
        return sum(letter.isascii() for letter in self.q) * 2 > len(self.q)


def questions(name: str) -> list[Question]:
    """The questions of a set: `questions` or `held_out`."""
    rows = yaml.safe_load((SETS / f"{name}.yaml").read_text(encoding="utf-8"))
    return [Question(**{**row, "ids": tuple(row.get("ids", ()))}) for row in rows]


def verdict(question: Question, answer: Answer) -> str:
    """`right`, `refused` (though it could be answered, or for a reason that does not fit), or `wrong`."""
    answered = answer.status in {"answered", "not_stated"}
    if question.refused:
        if answered:
            return "wrong"
        return "right" if _fits(question.refused, answer) else "refused"
    if not answered:
        return "right" if question.alternatives else "refused"
    wanted = [question.query] if isinstance(question.query, str) else question.query
    if answer.query not in wanted or (question.given and dict(answer.parameters) != dict(question.given)):
        return "wrong"
    found = set(_ids(answer.rows))
    mended = not question.mended or "read “" in answer.read_as or "прочитано" in answer.read_as
    return "right" if set(question.ids) <= found and mended else "wrong"


def _fits(why: str, answer: Answer) -> bool:
    """Whether the reason given is the one expected, where that is one a reader would miss."""
    expected = {"prediction": {"prediction"}, "judgement": {"judgement"}, "ambiguous": {"several", "two-ways"}}
    return answer.reason in expected.get(why, {answer.reason})


def _ids(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("id"), str):
            yield value["id"]
        for part in value.values():
            yield from _ids(part)
    elif isinstance(value, list):
        for part in value:
            yield from _ids(part)


def score(graph: Graph, asked: list[Question]) -> list[tuple[Question, Answer, str]]:
    """Every question with its answer and the verdict."""
    found = []
    for question in asked:
        answer = graph.ask(question.q, today=TODAY)
        found.append((question, answer, verdict(question, answer)))
    return found


def _timed(graph: Graph, asked: list[Question]) -> list[float]:
    """Milliseconds to read each question and to answer it, the best of a few rounds."""
    times = []
    for question in asked:
        best = float("inf")
        for _ in range(_ROUNDS):
            start = time.perf_counter()
            graph.ask(question.q, today=TODAY)
            best = min(best, time.perf_counter() - start)
        times.append(best * 1000)
    return times


def main() -> None:
    settings = Settings.from_environment(os.environ)
    with Graph.open(settings.store) as graph:
        print("| set | language | questions | right | refused needlessly | confidently wrong |")
        print("|---|---|---|---|---|---|")
        for name in ("questions", "held_out", "unseen"):
            scored = score(graph, questions(name))
            for language in ("en", "ru"):
                counts = Counter(how for question, _, how in scored if question.language == language)
                total = sum(counts.values())
                shown = (total, f"{counts['right'] / total:.1%}", counts["refused"], counts["wrong"])
                print(f"| {name} | {language} | " + " | ".join(map(str, shown)) + " |")
            for question, answer, how in scored:
                if how != "right":
                    print(f"<!-- {how}: {question.q} → {answer.query or answer.reason} {dict(answer.parameters)} -->")
        times = _timed(graph, questions("questions"))
        print(f"\nA question takes {statistics.median(times):.1f} ms (median), {max(times):.1f} ms (the slowest).")


if __name__ == "__main__":
    main()
