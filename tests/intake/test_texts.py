"""Reading YAML, JSON and JSON Lines to load: every fault with its place, all at once."""

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cagraph.intake import Circumstances, parse, read
from cagraph.model import MODEL, Namespaces

NAMES = Namespaces("https://w3id.org/cagraph/")
YAML = """\
- kind: State
  id: KAZ
  label: Қазақстан
  m49: "398"
  evidence:
    - source: source
      at: "1"
      supports: [m49]
- {kind: Visit, id: a-visit, label: A visit, to: KAZ, date: 2022-12}
"""
PLAIN = [
    {
        "kind": "State", "id": "KAZ", "label": "Қазақстан", "m49": "398",
        "evidence": [{"source": "source", "at": "1", "supports": ["m49"]}],
    },
    {"kind": "Visit", "id": "a-visit", "label": "A visit", "to": "KAZ", "date": "2022-12"},
]  # fmt: skip
JSON = json.dumps(PLAIN, ensure_ascii=False, indent="\t")
LINES = "\n".join(json.dumps(one) for one in PLAIN)


def problems(text: str | bytes, file: str) -> list[str]:
    content = text if isinstance(text, bytes) else text.encode()
    return [str(problem) for problem in parse(content, file, Circumstances())[1]]


@pytest.mark.parametrize(("file", "text"), [("a.yaml", YAML), ("a.yml", YAML), ("a.json", JSON), ("a.JSONL", LINES)])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_the_same_records_in_each_text_and_encoding(tmp_path: Path, file: str, text: str, encoding: str) -> None:
    (tmp_path / file).write_bytes(text.replace("\n", "\r\n").encode(encoding))
    found, faults = read(tmp_path / file, MODEL, NAMES)
    assert faults == []
    assert found.records == [
        MODEL.kinds["State"].cls.model_validate({key: PLAIN[0][key] for key in PLAIN[0] if key != "kind"}),
        MODEL.kinds["Visit"].cls.model_validate({key: PLAIN[1][key] for key in PLAIN[1] if key != "kind"}),
    ]
    assert found.loaded[0].where("evidence", 0, "at").startswith(f"{file}:")


def test_one_record_is_a_file(tmp_path: Path) -> None:
    for file, text in (("a.yaml", "kind: State\nid: KAZ\n"), ("a.json", '{"kind": "State", "id": "KAZ"}')):
        found, faults = parse(text.encode(), file, Circumstances())
        assert [record.id for record in found.records] == ["KAZ"]
        assert faults == []


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("a.yaml", YAML.replace("2022-12", "2022-13"), "a.yaml:9:55: date: month must be in 01..12"),
        ("a.yaml", YAML.replace("m49:", "m48:", 1), "a.yaml:4:3: State has no field 'm48' (did you mean 'm49'?)"),
        ("a.yaml", YAML.replace("label: Қ", "id: Қ", 1), "a.yaml:3:3: 'id' is given twice in one record"),
        ("a.yaml", "kind: State\nid: KAZ\nlabel: ~", "a.yaml:3:1: label: '~' is no value (leave the field out;"),
        ("a.yaml", "- kind: [State", "a.yaml:2:1: the YAML is broken"),
        ("a.yaml", "just words", "a.yaml:1:1: a record is a mapping"),
        ("a.json", JSON.replace("2022-12", "2022-13"), "a.json:22:3: date: month must be in 01..12"),
        ("a.json", '{"kind": "State", "id": "KAZ", "id": "KAZ"}', "a.json:1:32: 'id' is given twice in one object"),
        ("a.json", '{"kind": "State",\n "id": KAZ}', "a.json:2:8: the JSON is broken: a value is wanted here"),
        ("a.json", '{"kind": "State"} x', "a.json:1:19: the JSON is broken: something follows the end"),
        ("a.json", '{"kind": "State",}', "a.json:1:17: the JSON is broken: a comma stands before '}' (remove it)"),
        ("a.json", '{"kind": "State" "id": 1}', "a.json:1:18: the JSON is broken: a comma or '}' is wanted here"),
        ("a.json", '{"kind: 1}', "a.json:1:2: the JSON is broken: unterminated string"),
        ("a.json", '{"kind": "\\ud800"}', "a.json:1:10: the JSON is broken: half of a surrogate pair"),
        ("a.json", '{"kind": 01}', "a.json:1:10: the JSON is broken: a value is wanted here"),
        ("a.json", '{"kind": NaN}', "a.json:1:10: the JSON is broken: a value is wanted here"),
        ("a.json", '["State"]', "a.json:1:2: a record is an object"),
        ("a.json", '{"formerly": ["a", null]}', "a.json:1:20: null in a list is no value (leave it out)"),
        ("a.json", "[" * 100_000, "nested too deeply"),
        ("a.json", '{"a":' * 100_000, "the JSON is broken: nested too deeply"),
        ("a.yaml", "- " * 100_000, "a.yaml:1:29: nested too deeply"),
        ("a.yaml", "a: " + "[" * 100_000, "nested too deeply"),
        ("a.yaml", "{? " * 100_000, "nested too deeply"),
        ("a.yaml", "\n".join(" " * indent + "a:" for indent in range(60)), "nested too deeply"),
        ("a.yaml", "kind: Токаев".encode("cp1251"), "a.yaml:1:7: the file is not UTF-8; it looks like Windows-1251"),
        ("a.yaml", "kind: é".encode("latin-1"), "a.yaml:1:7: the file is not UTF-8 (save it as UTF-8)"),
        ("a.yaml", b"\xff\xfea", "a.yaml:1:1: the file is not UTF-16"),
        ("a.yaml", "kind: a".encode("utf-16-le"), "a.yaml:1:2: the file holds NUL characters"),
        ("a.docx", "", "a.docx: files that end in '.docx' are not read"),
        ("a.ymal", "", "did you mean '.yml'?"),
        ("states", "", "states: the name has no ending that tells a format"),
    ],
)  # fmt: skip
def test_faults_are_named_with_line_and_column(file: str, text: str | bytes, expected: str) -> None:
    assert any(expected in one for one in problems(text, file)), problems(text, file)


def test_a_broken_line_does_not_hide_the_others() -> None:
    text = '{"kind": "State"}\n{"kind": "State",\n\n{"kind": "Stat", "id": "KAZ"}\n{"kind": "State", "id": "UZB"}'
    found, faults = parse(text.encode(), "a.jsonl", Circumstances())
    assert [record.id for record in found.records] == ["UZB"]
    assert [str(one).partition(": ")[0] for one in faults] == ["a.jsonl:2:18", "a.jsonl:1:1", "a.jsonl:4:2"]


def test_a_broken_record_does_not_hide_the_others() -> None:
    text = YAML.replace("label: Қ", "label: [Қ", 1) + "- {kind: Visit, id: b, to: KAZ, date: 2022-13}\n- {kind: [}\n"
    found, faults = parse(text.encode(), "a.yaml", Circumstances())
    assert [record.id for record in found.records] == ["a-visit"]
    assert [str(one).partition(": ")[0] for one in faults] == ["a.yaml:4:6", "a.yaml:11:11", "a.yaml:10:33"]


def test_numbers_are_taken_as_they_are_written() -> None:
    text = '{"kind": "Place", "id": "a", "lat": 41.10, "lng": 6.9e1, "note": null}'
    (record,) = parse(text.encode(), "a.json", Circumstances())[0].records
    assert str(record.lat) == "41.10"  # type: ignore[attr-defined]
    assert record.lng == 69  # type: ignore[attr-defined]
    assert record.note is None


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    assert str(read(tmp_path / "no.yaml", MODEL, NAMES)[1][0]).startswith("no.yaml: cannot be read: No such file")
    (tmp_path / "large.yaml").write_bytes(b" " * 10_000_001)
    assert "larger than 10000000 bytes" in str(read(tmp_path / "large.yaml", MODEL, NAMES)[1][0])


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\r\x00\x85\u2028\u2029"), min_size=1)
NESTED = st.recursive(
    WORDS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3), max_leaves=8
)


@given(st.dictionaries(WORDS, NESTED, max_size=4))
def test_json_is_read_as_others_read_it(values: dict[str, object]) -> None:
    from cagraph.intake.json_texts import read as drafts

    found = drafts(json.dumps(values, ensure_ascii=False, indent=1).encode(), "a.json", Circumstances())
    assert [draft.values for draft in found.drafts] == [values]


@given(st.dictionaries(st.from_regex("[a-z]+", fullmatch=True), NESTED, min_size=1, max_size=4))
def test_yaml_is_read_as_it_was_written(values: dict[str, object]) -> None:
    from cagraph.intake.yaml_texts import read as drafts

    found = drafts(yaml.safe_dump([values], allow_unicode=True).encode(), "a.yaml", Circumstances())
    assert [draft.values for draft in found.drafts] == [values], found.problems
