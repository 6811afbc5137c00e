"""Dates on pages: as exact as they are, and shown as they stand where they cannot be read."""

from html import unescape
from re import sub

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, PackageLoader

from cagraph_api.pages import dates
from cagraph_api.pages.words import Words

TEMPLATES = Environment(loader=PackageLoader("cagraph_api.pages"), autoescape=True)
TEMPLATES.globals.update(vague=dates.vague, moment=dates.moment)
MACRO = TEMPLATES.from_string('{% import "parts.html" as parts with context %}{{ parts.when(text) }}')


def shown(text: str, lang: str = "en") -> str:
    words = Words(lang)
    drawn = MACRO.render(text=text, words=words, say=words.say, here=None)
    return unescape(sub("<[^>]*>", "", drawn)).strip()


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("2022-12-22", "22 December 2022"),
        ("2022-12", "December 2022 (only the month is known)"),
        ("2022", "2022 (only the year is known)"),
        ("2022~", "≈ 2022 (about this time)"),
        ("2022-12-22?", "? 22 December 2022 (the date is uncertain)"),
        ("2024-08-08/2024-08-09", "8–9 August 2024"),
        ("2013-06-14/..", "since 14 June 2013"),
        ("2019/2020", "2019 – 2020 (only the year is known)"),
        ("2022-99", "2022-99 (this date cannot be read)"),
        ("2020/..~", "2020/..~ (this date cannot be read)"),
        ("", "(this date cannot be read)"),
    ],
)
def test_dates_are_told_in_words(text: str, english: str) -> None:
    assert shown(text) == english


@given(st.text(max_size=20) | st.from_regex(r"\A[0-9~?%./-]{1,14}\Z"), st.sampled_from(["en", "ru"]))
def test_whatever_stands_for_a_date_can_be_shown(text: str, lang: str) -> None:
    assert shown(text, lang)
