"""Question patterns."""

import pytest

from cagraph.ask.patterns import compile_pattern, example, normalise

PATTERN = compile_pattern("q", "(which|what) [the] treaties link {a} (and|with) {b} [in {place}]")


def accept(slot: str, words: str) -> bool:
    return {
        "a": words in {"kaz", "kaz and co"},
        "b": words in {"uzb", "uzb in central asia"},
        "place": words == "astana",
    }[slot]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("which treaties link kaz and uzb", {"a": "kaz", "b": "uzb"}),
        ("what treaties link kaz and co with uzb", {"a": "kaz and co", "b": "uzb"}),
        ("which treaties link kaz and uzb in astana", {"a": "kaz", "b": "uzb", "place": "astana"}),
        (
            "which treaties link kaz and uzb in central asia in astana",
            {"a": "kaz", "b": "uzb in central asia", "place": "astana"},
        ),
        ("which treaties link kaz and nobody", None),
        ("treaties link kaz and uzb", None),
    ],
)
def test_names_may_hold_joining_words(question: str, found: dict[str, str] | None) -> None:
    assert PATTERN.read(question, accept) == found


def test_a_near_miss_tells_the_words() -> None:
    assert PATTERN.near_miss("which treaties link kaz and nobody") == {"a": "kaz", "b": "nobody"}


def test_possessives() -> None:
    pattern = compile_pattern("q", "what was {person}'s paper")
    assert pattern.read("what was tokayev's paper", lambda _, words: words == "tokayev") == {"person": "tokayev"}
    assert pattern.read("what was tokayev paper", lambda _, words: True) is None


def test_punctuation_case_and_courtesy_do_not_count() -> None:
    assert normalise("Please, tell me: WHICH treaties…?") == "which treaties…"
    assert normalise("  The  Treaty “on” A–B  ") == "treaty on a-b"


def test_an_unclosed_bracket_is_told() -> None:
    with pytest.raises(ValueError, match="is missing"):
        compile_pattern("q", "who (hosted {event}")


def test_examples_are_questions() -> None:
    assert (
        example("(which|what) treaties link {a} and {b} [in {place}]", {"a": "A", "b": "B"})
        == "Which treaties link A and B?"
    )
