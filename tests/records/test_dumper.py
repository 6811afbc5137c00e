"""Texts that are put together from PyYAML's scalars are what PyYAML alone writes."""

from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from cagraph.records.dumper import Flow, FlowList, by_library, dump
from cagraph.records.reader import LOADER

_TEXTS = (
    "", "a", "031", "2020-01-01", "a: b", "a #b", "- a", "[a]", "{a}", "a, b", "it's", '"', "a\nb", "a\n\nb ", " a",
    "a ", "?", "&a", "*a", "!a", "%a", "@a", "`a", "|", ">", "null", "true", "1.5", "~", "é", "Ә", "\u2028", "\t",
    "a\tb", "🤝", "\x85", "\ufeff", "#", "a" * 120, "a b " * 3000, "---", "...", "=", "<<",
)  # fmt: skip
_texts = st.sampled_from(_TEXTS) | st.text(max_size=12)
_flows = st.lists(_texts, max_size=3).map(FlowList) | st.dictionaries(_texts, _texts, max_size=3).map(Flow)
_values = st.recursive(
    _texts | _flows,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_texts, inner, max_size=3),
    max_leaves=12,
)


@given(_values)
@example(Flow({" \n": ""}))
def test_it_is_what_the_library_writes(value: Any) -> None:
    assert dump([value]) == by_library([value])


@given(_texts)
def test_every_text_comes_back(text: str) -> None:
    if all(ord(letter) >= 32 or letter in "\t\n" for letter in text) and "\ufeff" not in text:
        node = yaml.compose(dump([{"note": text}]), Loader=LOADER)
        assert node.value[0].value[0][1].value == text or "\x85" in text or "\u2028" in text


@pytest.mark.parametrize("value", [[1], [{"a": None}], [{1: "a"}], [[["a"], "b"]], [{}], [[]], [{"a": {}, "b": []}]])
def test_what_is_unusual_is_left_to_the_library(value: Any) -> None:
    assert dump(value) == by_library(value)
