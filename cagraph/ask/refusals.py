"""Why a question is not answered, in the language it was asked in."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from cagraph.ask.interpret import MAX_QUESTION, Interpreter, Reading
from cagraph.ask.lattice import Lattice
from cagraph.queries import Answer, Reader, read_as

_REASONS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "empty": ("There is no question.", "Вопроса нет."),
        "prediction": (
            "This asks for a prediction; the graph holds what sources say has been, is, or is planned.",
            "Это вопрос о будущем; в графе есть то, что, по словам источников, было, есть или намечено.",
        ),
        "judgement": (
            "This asks for a judgement; the graph holds what sources say, not views of its own.",
            "Это вопрос об оценке; в графе есть то, что говорят источники, а своих мнений у него нет.",
        ),
        "half-read": (
            "Read as “{reading}”, but these words found no place in it: {words}. Nothing is answered by halves.",
            "Прочитано как «{reading}», но этим словам места не нашлось: {words}. Наполовину граф не отвечает.",
        ),
        "several": (
            "“{words}” can mean several: {options}. Which one?",
            "«{words}» может значить разное: {options}. Что из этого?",
        ),
        "two-ways": (
            "This can be read in several ways: {options}. Which one?",
            "Это можно прочитать по-разному: {options}. Как именно?",
        ),
        "not-covered": ("No question of this form is covered.", "Вопросы такого вида не поддерживаются."),
    }
)


def refuse(
    question: str, lattice: Lattice, readings: list[Reading], interpreter: Interpreter, reader: Reader, language: str
) -> Answer:
    """The answer that says why there is none, with questions nearby, or with what to choose from."""
    status, reason, values, options = "refused", "not-covered", dict[str, str](), list[dict[str, str]]()
    if not lattice.tokens:
        reason = "empty"
    elif "PREDICTION" in lattice.meanings:
        reason = "prediction"
    elif "JUDGEMENT" in lattice.meanings:
        reason = "judgement"
    elif len(readings) > 1:
        status, reason = "ambiguous", "two-ways"
        options = [_way(one, reader, language) for one in readings]
        values = {"options": "; ".join(option["label"] for option in options)}
    elif readings and readings[0].options and not readings[0].unread:
        status, reason = "ambiguous", "several"
        slot, ids = next(iter(readings[0].options.items()))
        words = readings[0].words[slot]
        options = [_choice(question, words, id_, reader, language) for id_ in ids]
        values = {"words": words, "options": "; ".join(f"{one['label']} ({one['id']})" for one in options)}
    elif readings and readings[0].unread:
        reason = "half-read"
        values = {
            "reading": read_as(readings[0].query, readings[0].given, reader, language),
            "words": ", ".join(readings[0].unread),
        }
    english, russian = _REASONS[reason]
    return Answer(
        status=status,
        answer=(russian if language == "ru" else english).format(**values),
        data_version="",
        question=question[:MAX_QUESTION],
        nearest=interpreter.nearest(lattice, language) if lattice.tokens and status == "refused" else [],
        language=language,
        reason=reason,
        options=options,
    )


def _choice(question: str, words: str, id_: str, reader: Reader, language: str) -> dict[str, str]:
    """One thing that words can mean, with the question that means it."""
    return {"id": id_, "label": reader.name(reader.node(id_), language), "question": _replaced(question, words, id_)}


def _replaced(question: str, words: str, id_: str) -> str:
    """The question with an id in place of the words, wherever punctuation stood among them."""
    begin = question.find(words.split()[0])
    last = words.split()[-1]
    end = question.find(last, begin) + len(last)
    return f"{question[:begin]}{id_}{question[end:]}"


def _way(reading: Reading, reader: Reader, language: str) -> dict[str, str]:
    return {
        "id": reading.query.name,
        "label": read_as(reading.query, reading.given, reader, language),
        "question": reading.query.say("question", language),
    }
