"""Names in many scripts, found by one key."""

import pytest

from cagraph.model.text import fold, matches, search_key

SAME = [
    ("Тоқаев", "Tokayev", "Tokaev", "Токаев", "Toqayev", "TOKAYEV"),
    ("Садыр Жапаров", "Sadyr Zhaparov", "Sadyr Japarov"),
    ("Мирзиёев", "Mirziyoyev", "Mirziyoev"),
    ("Раҳмон", "Rahmon", "Rakhmon", "Рахмон"),
    ("Бердымухамедов", "Berdimuhamedov", "Berdymukhammedov", "Berdimuhamedow"),
    ("Назарбаев", "Nazarbayev", "Nazarbaev"),
    ("Жээнбеков", "Jeenbekov", "Zheenbekov"),
    ("Худжанд", "Khujand", "Хуҷанд"),
    ("Алиев", "Aliyev", "Əliyev"),
    ("Ниязов", "Niyazov", "Niazov"),
]


@pytest.mark.parametrize("spellings", SAME, ids=lambda names: names[1])
def test_spellings_of_one_name_share_a_key(spellings: tuple[str, ...]) -> None:
    assert len({search_key(name) for name in spellings}) == 1


def test_different_names_mostly_do_not() -> None:
    keys = [search_key(names[0]) for names in SAME]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    ("name", "wanted", "found"),
    [
        ("Kassym-Jomart Tokayev", "Тоқ", True),
        ("Kassym-Jomart Tokayev", "tokayev kassym", True),
        ("Kassym-Jomart Tokayev", "okayev", False),
        ("Kassym-Jomart Tokayev", "tokayev nursultan", False),
        ("Kassym-Jomart Tokayev", "", False),
        ("Kassym-Jomart Tokayev", "?!", False),
    ],
)
def test_each_word_begins_a_word(name: str, wanted: str, found: bool) -> None:
    assert matches(name, wanted) is found


def test_folding_keeps_scripts_apart() -> None:
    assert fold("The ÉLYSÉE") == "elysee"
    assert fold("Тоқаев") != fold("Tokayev")
