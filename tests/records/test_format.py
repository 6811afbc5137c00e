"""The canonical form."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cagraph.errors import DataError
from cagraph.model import MODEL
from cagraph.records.format import format_text
from cagraph.records.reader import compose

MESSY = """\
# kept at the top
- label: "Second"
  id: b
  kind: Treaty
  signed: '2023'
  evidence: [{at: "1", source: s, supports: [signed]}]
- kind: Treaty
  id: a
  label: First
  signed: 2022
  evidence:
  - source: s
    at: 1
    supports: [signed]
"""
CANONICAL = """\
# kept at the top

- kind: Treaty
  id: a
  label: First
  signed: 2022
  evidence:
    - source: s
      at: 1
      supports: [signed]

- kind: Treaty
  id: b
  label: Second
  signed: 2023
  evidence:
    - at: 1
      source: s
      supports: [signed]
"""


def test_fields_and_records_are_put_in_order() -> None:
    assert format_text(MESSY, "f.yaml", MODEL) == CANONICAL
    assert format_text(CANONICAL, "f.yaml", MODEL) == CANONICAL


@pytest.mark.parametrize("line", ["  # a remark", "  signed: 2022 # a remark"])
def test_a_comment_is_not_lost_but_refused(line: str) -> None:
    with pytest.raises(DataError) as caught:
        format_text(f"- kind: Treaty\n{line}\n  id: a\n", "f.yaml", MODEL)
    assert str(caught.value.problems[0]) == "f.yaml:2: a comment here would be lost (move it to the record's `note:`)"


def test_a_hash_inside_a_text_is_no_comment() -> None:
    assert "no. #5" in format_text('- kind: Treaty\n  id: a\n  label: "no. #5"\n', "f.yaml", MODEL)


@given(
    st.text(
        alphabet=st.characters(
            blacklist_categories=["Cs", "Cc"], blacklist_characters="\ufeff\u2028\u2029\x85\ufffe\uffff"
        ),
        min_size=1,
    )
)
def test_any_text_survives(text: str) -> None:
    written = yaml.safe_dump([{"kind": "Treaty", "id": "a", "label": text}], allow_unicode=True)
    formatted = format_text(written, "f.yaml", MODEL)
    ((record, _),), problems = compose(formatted, "f.yaml")
    assert not problems
    assert record["label"] == text
    assert format_text(formatted, "f.yaml", MODEL) == formatted


def test_codes_that_begin_with_0_are_text_to_every_reader() -> None:
    text = "- kind: State\n  id: AZE\n  label: Azerbaijan\n  m49: 031\n  cow: 373\n"
    formatted = format_text(text, "data/x.yaml", MODEL)
    assert "  m49: '031'\n  cow: 373\n" in formatted
    assert yaml.safe_load(formatted)[0]["m49"] == "031"
    assert format_text(formatted, "data/x.yaml", MODEL) == formatted


@pytest.mark.parametrize("word", ["null", "~", "NULL"])
def test_a_text_that_others_take_for_no_value_stays_quoted(word: str) -> None:
    text = f"- kind: State\n  id: AZE\n  label: '{word}'\n"
    assert format_text(text, "data/x.yaml", MODEL) == text
    assert yaml.safe_load(text)[0]["label"] == word
