"""The words of the pages: every language says everything."""

import re
import tomllib
from importlib.resources import files

import pytest

from cagraph.model import MODEL
from cagraph_api.pages.words import LANGUAGES, words

ALL = {
    lang: tomllib.loads((files("cagraph_api.pages") / f"words.{lang}.toml").read_text("utf-8")) for lang in LANGUAGES
}


def test_every_language_says_the_same_with_the_same_values() -> None:
    english = ALL["en"]["say"]
    for told in ALL.values():
        assert told["say"].keys() == english.keys()
        for key, text in told["say"].items():
            assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", english[key])), key


def test_every_sentence_is_used() -> None:
    pages = files("cagraph_api.pages")
    places = (pages, pages / "templates", files("cagraph_api.publication"))
    used = "".join(
        file.read_text("utf-8") for place in places for file in place.iterdir() if file.name.endswith((".html", ".py"))
    )
    made = ("vague-", "party-", "force-", "nav-", "problem", "sure-")
    assert [key for key in ALL["en"]["say"] if f'"{key}"' not in used and not key.startswith(made)] == []


def test_russian_names_every_kind_field_and_filter() -> None:
    told = ALL["ru"]
    kinds = {kind.name for kind in MODEL.kinds.values()}
    assert kinds - told["kind"].keys() == set()
    everything = (*MODEL.kinds.values(), *MODEL.components)
    fields = {spec.name for kind in everything for spec in kind.fields}
    filters = {name for kind in everything for name in kind.parameters}
    assert (fields | filters) - told["field"].keys() == set()


@pytest.mark.parametrize(("tag", "lang"), [("", "en"), ("ru", "ru"), ("ru-Cyrl", "ru"), ("kk-Cyrl", "en")])
def test_the_language_of_pages_follows_that_of_labels(tag: str, lang: str) -> None:
    assert words(tag).lang == lang


def test_what_has_no_words_is_called_as_the_model_calls_it() -> None:
    assert words("").kind(MODEL.kinds["Treaty"]) == "Treaty"
    assert words("").field("part_of") == "Part of"
