"""The questions of the evaluation sets: how many are read rightly, and that none is answered as another."""

from collections import Counter

import pytest

from bench.questions import Question, questions, score
from cagraph.errors import ParameterError
from cagraph.graph import Graph

ASKED = questions("questions")


def test_the_sets_are_large_and_varied_enough() -> None:
    assert len(ASKED) >= 300
    assert sum(question.language == "ru" for question in ASKED) >= 100
    assert sum(bool(question.refused) for question in ASKED) >= 60
    assert len(questions("held_out")) >= 60
    everything = [question.q for name in ("questions", "held_out", "unseen") for question in questions(name)]
    assert len(set(everything)) == len(everything)


@pytest.mark.parametrize(("name", "least"), [("questions", 0.97), ("held_out", 0.9), ("unseen", 0.9)])
def test_the_score_holds(graph: Graph, name: str, least: float) -> None:
    scored = score(graph, questions(name))
    counts = Counter(how for *_, how in scored)
    told = [(question.q, answer.query or answer.reason, answer.parameters) for question, answer, how in scored
            if how == "wrong"]  # fmt: skip
    assert not told, "confidently wrong"
    assert counts["right"] / len(scored) >= least


ANSWERED = [question for question in ASKED if not question.refused and not question.alternatives]


@pytest.mark.parametrize("extra", ["secretly", "zzyzx", "without", "тайно", "кроме"])
def test_a_word_more_is_never_passed_over(graph: Graph, extra: str) -> None:
    """A question with a word that changes it is refused, or read so that the reading differs."""
    for question in ANSWERED[:: max(1, len(ANSWERED) // 60)]:
        words = question.q.split()
        changed = " ".join([*words[:1], extra, *words[1:]])
        answer = graph.ask(changed, today="2026-06-01")
        assert answer.query != question.query or answer.parameters != question.given, changed


def test_the_question_of_an_option_chooses_it(graph: Graph) -> None:
    for text in ("When did Berdimuhamedov visit Kazakhstan?", "Кто такой Бердымухамедов?", "What did Japarov propose?"):
        asked_back = graph.ask(text)
        assert asked_back.status == "ambiguous"
        assert len(asked_back.options) >= 2
        for option in asked_back.options:
            chosen = graph.ask(option["question"])
            assert option["id"] in chosen.parameters.values(), option


def test_a_slip_is_mended_in_sight(graph: Graph) -> None:
    assert "read “Kazakhstn” as Kazakhstan" in graph.ask("which treaties link Kazakhstn and Uzbekistan").read_as
    assert "прочитано как Узбекистан" in graph.ask("Договоры между Казахстаном и Узбекестаном").read_as


def test_the_day_counted_from_is_shown(graph: Graph) -> None:
    answer = graph.ask("treaties between Kazakhstan and Uzbekistan in the last five years", today="2024-02-29")
    assert answer.parameters["since"] == "2019-02-28"
    assert "today being 2024-02-29" in answer.read_as
    assert graph.ask("treaties between Kazakhstan and Uzbekistan in the last five years").parameters[
        "until"
    ] == str(graph.last_read)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "reason", "words"),
    [
        ("Will Tajikistan sign?", "prediction", "prediction"),
        ("Подпишет ли Таджикистан?", "prediction", "о будущем"),
        ("Is Tokayev a good president?", "judgement", "judgement"),
        ("Хороший ли президент Токаев?", "judgement", "об оценке"),
        ("Which secret treaties link Kazakhstan and Uzbekistan?", "half-read", "secret"),
        ("Какие тайные договоры связывают Казахстан и Узбекистан?", "half-read", "тайные"),
        ("!?", "empty", "no question"),
    ],
)
def test_a_refusal_gives_its_reason_in_the_language_asked_in(graph: Graph, text: str, reason: str, words: str) -> None:
    answer = graph.ask(text)
    assert answer.status == "refused"
    assert answer.reason == reason
    assert words in answer.answer


@pytest.mark.parametrize(("text", "words"), [("", "no question"), (" ", "no question"), ("x" * 301, "longer than 300")])
def test_what_is_no_question_is_an_error(graph: Graph, text: str, words: str) -> None:
    with pytest.raises(ParameterError, match=words):
        graph.ask(text)


def test_the_language_can_be_chosen(graph: Graph) -> None:
    russian = graph.ask("which treaties link Kazakhstan and Uzbekistan", lang="ru")
    english = graph.ask("Какие договоры связывают Казахстан и Узбекистан?", lang="en")
    assert russian.read_as == "договоры, стороны: Казахстан и Узбекистан"
    assert english.read_as == "treaties with the parties Kazakhstan and Uzbekistan"
    assert russian.rows == english.rows


def test_completeness_is_said_for_the_time_it_holds(graph: Graph) -> None:
    assert "complete here" in graph.ask("list all consultative meetings").completeness
    assert "absence means only" in graph.ask("which treaties link Kazakhstan and Uzbekistan").completeness
    assert "отсутствие значит лишь" in graph.ask("Какие договоры связывают Казахстан и Узбекистан?").completeness


def test_questions_know_their_language() -> None:
    assert Question("Who is Тоқаев?").language == "en"
    assert Question("Кто такой Тоқаев?").language == "ru"
