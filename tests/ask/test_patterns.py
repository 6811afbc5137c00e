"""Question patterns, and how they are laid over questions."""

import re

import pytest

from cagraph import resources
from cagraph.ask.patterns import compile_pattern
from cagraph.ask.tokens import tokenise
from cagraph.ask.vocabulary import Vocabulary, shipped_vocabulary
from cagraph.errors import StoreError
from cagraph.graph import Graph
from cagraph.model import MODEL, Entity


def test_the_parts_of_a_pattern() -> None:
    pattern = compile_pattern("q", "treaty|pact {a} to>{b} days=7 [sign {c}]")
    assert [element.slot or sorted(element.meanings) for element in pattern.elements] == [
        ["pact", "treaty"],
        "a",
        "b",
        ["sign"],
        "c",
    ]
    assert [element.required for element in pattern.elements] == [True, True, True, False, False]
    assert pattern.elements[2].after == "to"
    assert pattern.constants == {"days": "7"}
    assert pattern.essential == (frozenset({"treaty", "pact"}),)


@pytest.mark.parametrize("text", ["treaty [sign", "treaty sign]", "treaty {a", "treaty (a)"])
def test_what_is_no_pattern_is_told(text: str) -> None:
    with pytest.raises(StoreError, match=r"queries/q\.rq"):
        compile_pattern("q", text)


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [("treaty nonesuch {state}", "no words are known for 'nonesuch'"), ("treaty {nobody}", "'nobody' is no slot")],
)
def test_a_pattern_with_unknown_parts_is_told(tmp_path, pattern: str, reason: str) -> None:  # type: ignore[no-untyped-def]
    shipped = (resources.queries() / "relations-of-state.rq").read_text(encoding="utf-8")
    changed = re.sub(r"#: ask: .*\n", "", shipped).replace("#: state:", f"#: ask: {pattern}\n#: state:")
    (tmp_path / "broken.rq").write_text(changed, encoding="utf-8")
    graph = Graph.of(list[Entity](), model=MODEL)
    with pytest.raises(StoreError, match=reason):
        Graph(graph.store, queries=tmp_path).ask("which treaties has Kazakhstan")


def test_words_of_a_vocabulary() -> None:
    words = Vocabulary("# remark\ntreaty: treat* договор*\nset-up: set_up*\n-: the\n@KAZ: kazakh\n")
    tokens = tokenise("the treaties set upon договорами Kazakh")
    found = [list(words.at(tokens, at)) for at in range(len(tokens))]
    assert found == [[(1, "-")], [(2, "treaty")], [(4, "set-up")], [], [(5, "treaty")], [(6, "@KAZ")]]


def test_every_name_in_the_vocabulary_is_in_the_data(graph: Graph, records: list[Entity]) -> None:
    known = {record.id for record in records}
    unknown = {name for name in shipped_vocabulary().meanings if name.startswith("@") and name[1:] not in known}
    assert not unknown


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("which treaties link Kazakhstan and Uzbekistan", "Uzbekistan and Kazakhstan: the treaties that link them"),
        ("Какие договоры связывают Казахстан и Узбекистан?", "Казахстан с Узбекистаном какие договоры связывают"),
    ],
)
def test_the_order_of_words_does_not_count(graph: Graph, one: str, other: str) -> None:
    first, second = graph.ask(one), graph.ask(other)
    assert first.query == second.query == "treaties-between"
    assert set(first.parameters.values()) == set(second.parameters.values())


def test_what_follows_a_word_can_count(graph: Graph) -> None:
    continued = graph.ask("Which documents continue the land transport agreement?")
    continues = graph.ask("Which earlier document does the land transport agreement continue?")
    assert (continued.query, continues.query) == ("continued-by", "continued-documents")
    there, back = (graph.ask(f"visits from {a} to {b}").parameters for a, b in (("KAZ", "UZB"), ("UZB", "KAZ")))
    assert (there["from"], there["to"]) == (back["to"], back["from"]) == ("KAZ", "UZB")
