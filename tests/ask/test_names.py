"""Names in any script and spelling."""

import pytest

from cagraph.ask import NameIndex
from cagraph.graph import Graph
from cagraph.queries import Reader


@pytest.fixture(scope="module")
def names(graph: Graph) -> NameIndex:
    return NameIndex(Reader(graph.store, graph.names))


@pytest.mark.parametrize(
    ("name", "kind", "id_"),
    [
        ("Tokayev", "Person", "kassym-jomart-tokayev"),
        ("Tokaev", "Person", "kassym-jomart-tokayev"),
        ("Тоқаев", "Person", "kassym-jomart-tokayev"),
        ("Токаев", "Person", "kassym-jomart-tokayev"),
        ("President Tokayev", "Person", "kassym-jomart-tokayev"),
        ("KASSYM-JOMART TOKAYEV", "Person", "kassym-jomart-tokayev"),
        ("Zhaparov", "Person", "sadyr-japarov"),
        ("Mirziyoev", "Person", "shavkat-mirziyoyev"),
        ("Мирзиёев", "Person", "shavkat-mirziyoyev"),
        ("Rakhmon", "Person", "emomali-rahmon"),
        ("Kaha Imnadze", "Person", "kakha-imnadze"),
        ("Qazaqstan", "State", "KAZ"),
        ("Қазақстан", "State", "KAZ"),
        ("kazakhstan", "State", "KAZ"),
        ("Republic of Uzbekistan", "State", "UZB"),
        ("Oʻzbekiston", "State", "UZB"),
        ("Ўзбекистон", "State", "UZB"),
        ("Тоҷикистон", "State", "TJK"),
        ("Кыргызстан", "State", "KGZ"),
        ("Türkmenistan", "State", "TKM"),
        ("UZ", "State", "UZB"),
        ("uzb", "State", "UZB"),
        ("Seventh Consultative Meeting", "Event", "consultative-meeting-7"),
        ("the alliance treaty between Kazakhstan and Uzbekistan", "Instrument", "kaz-uzb-alliance-2022"),
    ],
)
def test_found(names: NameIndex, name: str, kind: str, id_: str) -> None:
    assert names.find(name, kind).ids == (id_,)


def test_kinds_are_told_apart(names: NameIndex) -> None:
    assert names.find("Astana", "State").ids == ()
    assert names.find("Astana", "Place").ids == ("astana",)


def test_schemes_are_told_apart(names: NameIndex) -> None:
    assert names.find("alliances", "Concept", "relation").ids == ("relation.alliance",)


def test_unknown_names_bring_near_ones(names: NameIndex) -> None:
    found = names.find("Kazahstan", "State")
    assert found.ids == ()
    assert "Kazakhstan" in found.near


def test_the_beginning_of_several_names_is_not_enough(names: NameIndex) -> None:
    assert names.find("Treaty on", "Instrument").ids == ()
    assert names.find("Seventh", "Event").ids == ()
