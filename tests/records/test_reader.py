"""Reading YAML: every fault is named with file, line and the way out."""

from pathlib import Path

import pytest

from cagraph.errors import DataError
from cagraph.graph import load

GOOD = """\
- kind: Source
  id: source
  label: A source

- kind: State
  id: KAZ
  label: Kazakhstan
  evidence:
    - source: source
      at: "1"

- kind: State
  id: UZB
  label: Uzbekistan
  evidence:
    - source: source
      at: "1"

- kind: Concept
  id: form.treaty
  label: Treaty
  scheme: form
"""
TREATY = """\
- kind: Treaty
  id: a-treaty
  label: A treaty
  parties: [KAZ, UZB]
  signed: 2022-12-22
  evidence:
    - source: source
      at: "1"
      supports: [parties, signed]
"""


def problems(tmp_path: Path, treaty: str, good: str = GOOD) -> list[str]:
    data = tmp_path / "data"
    data.mkdir()
    (data / "good.yaml").write_text(good, encoding="utf-8")
    (data / "treaties.yaml").write_text(treaty, encoding="utf-8")
    try:
        load(data)
    except DataError as error:
        return [str(problem) for problem in error.problems]
    return []


def test_good_records_have_no_problems(tmp_path: Path) -> None:
    assert problems(tmp_path, TREATY) == []


@pytest.mark.parametrize(
    ("wrong", "right", "expected"),
    [
        ("UZK", "UZB", "data/treaties.yaml:4: parties: no Party 'UZK' (did you mean 'UZB'?)"),
        ("2022-13", "2022-12-22", "data/treaties.yaml:5: signed: month must be in 01..12, not '2022-13'"),
        ("2023-02-30", "2022-12-22", "data/treaties.yaml:5: signed: day must be in 01..28, not '2023-02-30'"),
        ("source: sorce", "source: source", "data/treaties.yaml:7: no Source 'sorce' (did you mean 'source'?)"),
        (
            "sined: 2022",
            "signed: 2022-12-22",
            "data/treaties.yaml:5: Treaty has no field 'sined' (did you mean 'signed'?)",
        ),
        ("kind: Traety", "kind: Treaty", "data/treaties.yaml:1: there is no kind 'Traety' (did you mean 'Treaty'?)"),
        (
            "form: treety",
            "signed: 2022-12-22",
            "data/treaties.yaml:5: form: there is no form 'treety' (did you mean 'treaty'?)",
        ),
        (
            "supports: [parties]",
            "supports: [parties, signed]",
            "data/treaties.yaml:5: signed: no evidence supports it (add 'signed' to a `supports:` list)",
        ),
        (
            "supports: [parties, signd]",
            "supports: [parties, signed]",
            "data/treaties.yaml:9: supports: Treaty has no field 'signd' (did you mean 'signed'?)",
        ),
        (
            "supports: [parties/KAS, signed]",
            "supports: [parties, signed]",
            "data/treaties.yaml:9: supports: 'parties' holds no 'KAS' (did you mean 'KAZ'?)",
        ),
        (
            "modality: sure",
            'at: "1"',
            "data/treaties.yaml:7: evidence.0.at: is missing (every Treaty needs it)",
        ),
        ("parties: KAZ", "parties: [KAZ, UZB]", "data/treaties.yaml:4: parties: Input should be a valid list"),
        ("id: a treaty", "id: a-treaty", "data/treaties.yaml:2: id: 'a treaty' does not have the form"),
        (
            "id: KAZ",
            "id: a-treaty",
            "data/treaties.yaml:2: the id 'KAZ' is taken at data/good.yaml:6 (choose another id)",
        ),
        (
            "formerly: [KAZ]\n  parties",
            "parties",
            "data/treaties.yaml:4: the former id 'KAZ' is taken at data/good.yaml",
        ),
        ("formerly: [a-treaty]\n  parties", "parties", "the former id 'a-treaty' is taken at data/treaties.yaml:1"),
        ("formerly: [old-treaty]\n  parties", "parties", None),
        ("signed: &date 2022", "signed: 2022-12-22", None),
        (
            "label: x: y: z",
            "label: A treaty",
            "data/treaties.yaml:3:11: the YAML is broken: mapping values are not allowed",
        ),
        ("parties: [KAZ, UZB", "parties: [KAZ, UZB]", "the YAML is broken"),
        ("label: A\x01treaty", "label: A treaty", "the YAML is broken"),
        ("id: a-treaty\n  id: b", "id: a-treaty", "data/treaties.yaml:3: 'id' is given twice in one record"),
        ("form: KAZ", "signed: 2022-12-22", "there is no form 'KAZ'"),
        ("signed_at: KAZ", "signed: 2022-12-22", "data/treaties.yaml:5: signed_at: 'KAZ' is a State, not a Event"),
    ],
)
def test_each_fault_names_its_place_and_the_way_out(
    tmp_path: Path, wrong: str, right: str, expected: str | None
) -> None:
    found = problems(tmp_path, TREATY.replace(right, wrong, 1))
    if expected is None:
        assert found == []
    else:
        assert any(expected in problem for problem in found), found


def test_missing_evidence(tmp_path: Path) -> None:
    found = problems(tmp_path, "- kind: Treaty\n  id: t\n  label: T\n")
    assert found == ["data/treaties.yaml:1: Treaty 't' has no evidence (name a source with `evidence:`)"]


def test_aliases_are_refused(tmp_path: Path) -> None:
    bomb = TREATY.replace("parties: [KAZ, UZB]", "parties: &a [KAZ, UZB]\n  authors: *a")
    assert any("anchors and aliases are not read" in problem for problem in problems(tmp_path, bomb))


def test_a_file_that_is_no_list(tmp_path: Path) -> None:
    assert problems(tmp_path, "kind: Treaty\n") == [
        "data/treaties.yaml:1: a file holds a list of records (begin each record with '- kind: …')"
    ]


def test_a_file_that_is_not_utf8(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "bad.yaml").write_bytes("- kind: State\n  label: Қаз".encode("utf-16"))
    with pytest.raises(DataError) as caught:
        load(data)
    assert "data/bad.yaml:1: the file is not UTF-8" in str(caught.value.problems[0])


def test_no_directory_and_no_files(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no such directory"):
        load(tmp_path / "nowhere")
    with pytest.raises(DataError, match=r"no \.yaml files"):
        load(tmp_path)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    wrong = TREATY.replace("UZB", "UZK").replace("source: source", "source: sorce")
    assert len(problems(tmp_path, wrong)) == 2


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    found = problems(tmp_path, "- kind: Treaty\n  id: t\n  label: " + "[" * 5000 + "]" * 5000 + "\n")
    assert found


def test_no_accepted_fact_rests_on_a_denied_one(tmp_path: Path) -> None:
    denied = """\
- kind: Treaty
  id: denied
  label: A treaty that is denied
  evidence:
    - {source: source, at: "1", polarity: denied}
- kind: Treaty
  id: next
  label: A treaty that continues it
  continues: [denied]
  evidence:
    - {source: source, at: "1", supports: [continues]}
"""
    (problem,) = problems(tmp_path, denied)
    assert problem.startswith("data/treaties.yaml:9: continues: 'denied' is not accepted (see data/treaties.yaml:1)")


def test_counts_must_not_fall(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "good.yaml").write_text(GOOD, encoding="utf-8")
    (data / "expectations.yaml").write_text("State: 3\nParty: 2\nStates: 1\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load(data)
    told = [str(problem) for problem in caught.value.problems]
    assert told[0].startswith("data/expectations.yaml: expected at least 3 of kind State, found 2")
    assert "there is no kind 'States'" in told[1]


def test_an_id_that_was_given_up_leads_to_one_record(tmp_path: Path) -> None:
    first = TREATY.replace("parties", "formerly: [old]\n  parties", 1)
    second = first.replace("id: a-treaty", "id: b-treaty", 1)
    assert any(
        "the former id 'old' is taken at data/treaties.yaml:1" in one for one in problems(tmp_path, first + second)
    )
