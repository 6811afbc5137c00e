"""Names in any script, case and spelling."""

import pytest

from cagraph.ask import NameIndex
from cagraph.ask.tokens import tokenise
from cagraph.ask.vocabulary import shipped_vocabulary
from cagraph.graph import Graph
from cagraph.queries import Reader


@pytest.fixture(scope="module")
def names(graph: Graph) -> NameIndex:
    return NameIndex(Reader(graph.store, graph.names), shipped_vocabulary())


@pytest.mark.parametrize(
    ("name", "kind", "id_"),
    [
        ("Tokayev", "Person", "kassym-jomart-tokayev"),
        ("Tokaev", "Person", "kassym-jomart-tokayev"),
        ("Тоқаев", "Person", "kassym-jomart-tokayev"),
        ("Токаев", "Person", "kassym-jomart-tokayev"),
        ("Токаева", "Person", "kassym-jomart-tokayev"),
        ("Токаевым", "Person", "kassym-jomart-tokayev"),
        ("Токаеву", "Person", "kassym-jomart-tokayev"),
        ("Касым-Жомарта Токаева", "Person", "kassym-jomart-tokayev"),
        ("KASSYM-JOMART TOKAYEV", "Person", "kassym-jomart-tokayev"),
        ("Zhaparov", "Person", "sadyr-japarov"),
        ("Mirziyoev", "Person", "shavkat-mirziyoyev"),
        ("Мирзиёев", "Person", "shavkat-mirziyoyev"),
        ("Мирзиеевым", "Person", "shavkat-mirziyoyev"),
        ("Emomali Rakhmon", "Person", "emomali-rahmon"),
        ("Kaha Imnadze", "Person", "kakha-imnadze"),
        ("Имнадзе", "Person", "kakha-imnadze"),
        ("Qazaqstan", "State", "KAZ"),
        ("Қазақстан", "State", "KAZ"),
        ("kazakhstan", "State", "KAZ"),
        ("Казахстана", "State", "KAZ"),
        ("Казахстаном", "State", "KAZ"),
        ("Казахстане", "State", "KAZ"),
        ("Republic of Uzbekistan", "State", "UZB"),
        ("Республикой Узбекистан", "State", "UZB"),
        ("Oʻzbekiston", "State", "UZB"),
        ("Ўзбекистон", "State", "UZB"),
        ("Тоҷикистон", "State", "TJK"),
        ("Таджикистане", "State", "TJK"),
        ("Кыргызстан", "State", "KGZ"),
        ("Киргизией", "State", "KGZ"),
        ("Kirghizia", "State", "KGZ"),
        ("Turkmenia", "State", "TKM"),
        ("Туркмении", "State", "TKM"),
        ("Türkmenistan", "State", "TKM"),
        ("Китаем", "State", "CHN"),
        ("России", "State", "RUS"),
        ("UZ", "State", "UZB"),
        ("uzb", "State", "UZB"),
        ("Астане", "Place", "astana"),
        ("Астаны", "Place", "astana"),
        ("Душанбе", "Place", "dushanbe"),
        ("Ташкенте", "Place", "tashkent"),
        ("Центральной Азии", "Region", "central-asia"),
        ("Содружества Независимых Государств", "Organisation", "cis"),
        ("ОДКБ", "Organisation", "csto"),
        ("the alliance treaty between Kazakhstan and Uzbekistan", "Instrument", "kaz-uzb-alliance-2022"),
    ],
)
def test_found(names: NameIndex, name: str, kind: str, id_: str) -> None:
    assert names.find(name, kind) == (id_,)


def test_kinds_are_told_apart(names: NameIndex) -> None:
    assert names.find("Astana", "State") == ()
    assert names.find("Astana", "Place") == ("astana",)


def test_schemes_are_told_apart(names: NameIndex) -> None:
    assert names.find("alliances", "Concept", "relation") == ("relation.alliance",)


def test_everyday_words_are_no_codes_unless_in_capitals(names: NameIndex) -> None:
    assert names.find("in", "State") == names.find("who", "Organisation") == ()
    assert names.find("IN", "State") == ("IND",)
    assert names.find("WHO", "Organisation") == ("who",)


def test_several_bearers_are_all_found(names: NameIndex) -> None:
    assert set(names.find("Berdimuhamedov", "Person")) == {"gurbanguly-berdimuhamedov", "serdar-berdimuhamedov"}
    assert set(names.find("Жапаровым", "Person")) >= {"sadyr-japarov", "akylbek-japarov"}


def test_an_id_is_a_name(names: NameIndex) -> None:
    assert names.find("serdar-berdimuhamedov", "Person") == ("serdar-berdimuhamedov",)


@pytest.mark.parametrize(
    ("slip", "key"),
    [("Kazahstan", "Kazakhstan"), ("Uzbekstan", "Uzbekistan"), ("Tokayve", "Tokayev"), ("Ташкет", "Ташкент"),
     ("Узбекестан", "Узбекистан")],
)  # fmt: skip
def test_one_slip_is_mended(names: NameIndex, slip: str, key: str) -> None:
    (token,), (right,) = tokenise(slip), tokenise(key)
    mended = token if token.key == right.key else names.mended(token)
    assert mended is not None
    assert mended.key == right.key


@pytest.mark.parametrize("word", ["Atlantis", "Narnia", "xyzzy", "Мордор", "weather", "Oms"])
def test_other_words_are_not_mended(names: NameIndex, word: str) -> None:
    (token,) = tokenise(word)
    assert names.mended(token) is None


@pytest.mark.parametrize(
    ("question", "event"),
    [
        ("When was the Seventh Consultative Meeting?", "consultative-meeting-7"),
        ("When was the 3rd consultative meeting?", "consultative-meeting-3"),
        ("Когда была 3-я консультативная встреча?", "consultative-meeting-3"),
        ("Where was the SCO summit of 2024?", "sco-summit-2024"),
    ],
)
def test_events_are_found_by_description(graph: Graph, question: str, event: str) -> None:
    assert graph.ask(question).parameters == {"event": event}
