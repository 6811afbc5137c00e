"""The clock on the shipped data: what the records and their sources give, day by day."""

from pathlib import Path

import pytest

from cagraph.graph import Graph

LETTERS = {"y": "yes", "n": "no", "?": "unknown"}
ROWS = [
    line.split()
    for line in (Path(__file__).parent / "shipped.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("id_", "party", "day", "expected"), ROWS, ids=[" ".join(row) for row in ROWS])
def test_signed_consent_and_in_force(graph: Graph, id_: str, party: str, day: str, expected: str) -> None:
    found = graph.status(id_, party, day)["status"]
    told = [found[name] for name in ("signed", "consent", "in_force")]
    assert [one["value"] for one in told] == [LETTERS[letter] for letter in expected], [one["reason"] for one in told]
    for one in told:
        assert one["reason"]
        assert one["evidence"] or one["value"] == "unknown"


def test_the_table_has_forty_instruments_and_more() -> None:
    assert len({row[0] for row in ROWS}) >= 40


@pytest.mark.parametrize(
    ("id_", "party", "day", "question", "expected"),
    [
        ("kaz-kgz-eurasian-integration-2016", "KGZ", "2017-10-22", "denounced", "no"),
        ("kaz-kgz-eurasian-integration-2016", "KGZ", "2017-10-23", "denounced", "yes"),
        ("kaz-kgz-eurasian-integration-2016", "KGZ", "2018-10-23", "terminated", "unknown"),
        ("kaz-kgz-uzb-migration-1997", "KAZ", "2014-12-23", "terminated", "no"),
        ("kaz-kgz-uzb-migration-1997", "KAZ", "2014-12-24", "terminated", "yes"),
        ("kaz-kgz-uzb-migration-1997", "UZB", "2015-01-01", "terminated", "unknown"),
        ("ashgabat-agreement-2011", "QAT", "2012-12-31", "denounced", "no"),
        ("ashgabat-agreement-2011", "QAT", "2013-06-01", "denounced", "unknown"),
        ("ashgabat-agreement-2011", "QAT", "2014-01-01", "denounced", "yes"),
        ("tjk-uzb-mutual-travel-2018", "UZB", "2018-03-08", "provisionally_applied", "no"),
        ("tjk-uzb-mutual-travel-2018", "UZB", "2018-03-15", "provisionally_applied", "no"),
        ("tjk-uzb-mutual-travel-2018", "UZB", "2018-03-17", "provisionally_applied", "yes"),
        ("tjk-uzb-mutual-travel-2018", "UZB", "2020-01-01", "provisionally_applied", "no"),
        ("kaz-uzb-demarcation-2022", "KAZ", "2023-07-04", "provisionally_applied", "no"),
        ("kaz-uzb-demarcation-2022", "KAZ", "2023-07-04", "terminated", "no"),
        ("kaz-uzb-demarcation-2022", "KAZ", "2023-07-03", "suspended", "no"),
        ("kaz-uzb-alliance-2022", "KAZ", "2024-06-01", "suspended", "unknown"),
        ("nwfz-central-asia-protocol-2014", "RUS", "2014-05-05", "reserved", "no"),
        ("nwfz-central-asia-protocol-2014", "RUS", "2014-05-06", "reserved", "yes"),
        ("nwfz-central-asia-protocol-2014", "CHN", "2014-05-06", "reserved", "unknown"),
        ("carec-institute-2016", "KAZ", "2023-06-05", "reserved", "yes"),
        ("izmir-1977", "TUR", "1996-09-13", "succeeded", "no"),
        ("izmir-1977", "TUR", "1996-09-14", "succeeded", "unknown"),
        ("eaeu-2014", "", "2015-01-01", "in_force", "yes"),
        ("eaeu-2014", "", "2014-12-31", "in_force", "no"),
        ("friendship-21st-century", "", "2022-07-21", "signed", "yes"),
        ("kaz-uzb-alliance-2022", "", "2024-05-19", "consent", "no"),
        ("kaz-uzb-alliance-2022", "", "2024-05-20", "consent", "yes"),
    ],
)
def test_the_rest_of_its_life(graph: Graph, id_: str, party: str, day: str, question: str, expected: str) -> None:
    told = graph.status(id_, party, day)["status"][question]
    assert told["value"] == expected, told["reason"]


def test_steps_in_parliament_are_no_ratification(graph: Graph) -> None:
    told = graph.status("tjk-uzb-double-taxation-2018", "TJK", "2018-06-01")["status"]["consent"]
    assert told["value"] == "unknown"
    assert "a step towards ratification, not yet one" in told["reason"]
    assert "tjk-uzb-double-taxation-2018.lower-house-passage-tjk" in told["records"]


def test_in_force_between_two_in_three_groups(graph: Graph) -> None:
    found = graph.instruments_in_force(["KAZ", "UZB"], "2024-08-09")
    ids = {group: {row["id"] for row in found[group]} for group in ("yes", "no", "unknown")}
    assert {"kaz-uzb-demarcation-2022", "nwfz-central-asia-2006", "kaz-uzb-illegal-migration-2019"} <= ids["yes"]
    assert {"eternal-good-neighbourliness-2025", "kaz-uzb-environment-2022"} <= ids["no"]
    assert {"kaz-uzb-alliance-2022", "friendship-21st-century"} <= ids["unknown"]
    assert not ids["yes"] & ids["no"]
    assert found["counts"] == {group: len(rows) for group, rows in ids.items()}
    assert found["left_out"] > 0


def test_nothing_was_known_before_anything_was_recorded(graph: Graph) -> None:
    found = graph.status("kaz-uzb-alliance-2022", "KAZ", "2024-06-01", known_on="2024-07-01")
    assert {one["value"] for one in found["status"].values()} == {"unknown"}
    assert not any(one["evidence"] for one in found["status"].values())
