"""The article's forty questions, each through its named query and through plain English, on both engines."""

from typing import Any

import pytest

from cagraph.graph import Graph
from data.more_questions import QUESTIONS
from data.questions import Question


def plain(value: Any) -> Any:
    return value["id"] if isinstance(value, dict) else value


def check(question: Question, answer: Any, query: str) -> None:
    assert answer.query == query
    assert answer.status == question.status
    for column, values in question.expected.items():
        assert {plain(row[column]) for row in answer.rows} == values, column
    if question.answer:
        assert answer.answer == question.answer
    if answer.rows:
        assert all(row["evidence"] for row in answer.rows), "every row has evidence"
        assert {claim["source"]["id"] for claim in answer.evidence} == {"seed-article"}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: f"Q{question.number}")
def test_named_query(article: Graph, question: Question) -> None:
    check(question, article.run(question.query, **question.given), question.query)


ASKED = [(question, text) for question in QUESTIONS for text in question.asked]


@pytest.mark.parametrize(("question", "text"), ASKED, ids=[f"Q{question.number}: {text}" for question, text in ASKED])
def test_plain_english(article: Graph, question: Question, text: str) -> None:
    check(question, article.ask(text), question.read or question.query)


def test_every_question_is_there_and_most_are_asked_in_two_wordings() -> None:
    assert [question.number for question in QUESTIONS] == list(range(1, 41))
    assert sum(len(set(question.asked)) >= 2 for question in QUESTIONS) >= 30
