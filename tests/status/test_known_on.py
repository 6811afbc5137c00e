"""What was known on a day: claims recorded later do not count, and those withdrawn count until then."""

from typing import Any

import pytest

from cagraph.graph import Graph
from cagraph.model import MODEL, Entity


def record(kind: str, **values: Any) -> Entity:
    return MODEL.kinds[kind].cls.model_validate(values)


def told(*supports: str, recorded: str, **more: Any) -> dict[str, Any]:
    return {"source": "s", "at": "p", "supports": list(supports), "recorded": recorded, **more}


@pytest.fixture(params=["memory", "rdflib"])
def small(request: pytest.FixtureRequest) -> Graph:
    whole = ("act", "instrument", "party")
    return Graph.of(
        [
            record("Source", id="s", label="S", published="2023-06-01"),
            record("State", id="KAZ", label="K", evidence=[told(recorded="2023-01-01")]),
            record("State", id="UZB", label="U", evidence=[told(recorded="2023-01-01")]),
            record("Concept", id="act.ratification", label="R", scheme="act"),
            record(
                "Treaty", id="t", label="T", parties=["KAZ", "UZB"], signed="2022-01-01", in_force="2023-01-01",
                evidence=[
                    told("parties", "signed", recorded="2023-06-01"),
                    told("in_force", recorded="2024-01-01", retracted="2024-06-01"),
                ],
            ),
            record(
                "TreatyAct", id="t.r", act="ratification", instrument="t", party="KAZ", date="2022-06-01",
                evidence=[told(*whole, recorded="2023-07-01"), told(*whole, "date", recorded="2023-09-01")],
            ),
            record("Coverage", id="c", label="C", parties=["UZB"], within="t", of_kind="TreatyAct", period="2022/2023"),
        ],
        request.param,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("known_on", "signed", "consent", "in_force"),
    [
        ("2023-05-31", "unknown", "unknown", "unknown"),
        ("2023-06-01", "yes", "unknown", "unknown"),
        ("2023-07-01", "yes", "yes", "unknown"),
        ("2024-01-01", "yes", "yes", "yes"),
        ("2024-05-31", "yes", "yes", "yes"),
        ("2024-06-01", "yes", "yes", "unknown"),
        ("", "yes", "yes", "unknown"),
    ],
)
def test_only_what_was_recorded_counts(small: Graph, known_on: str, signed: str, consent: str, in_force: str) -> None:
    found = small.status("t", "KAZ", "2023-06-01", known_on)["status"]
    assert [found[name]["value"] for name in ("signed", "consent", "in_force")] == [signed, consent, in_force]


def test_an_undated_ratification_was_made_before_its_source_appeared(small: Graph) -> None:
    for day, expected in (("2021-12-31", "no"), ("2022-07-01", "unknown"), ("2023-06-01", "yes")):
        assert small.status("t", "KAZ", day, "2023-08-01")["status"]["consent"]["value"] == expected
    assert small.status("t", "KAZ", "2022-07-01", "2023-09-01")["status"]["consent"]["value"] == "yes"


def test_lists_know_of_it_too(small: Graph) -> None:
    assert [row["id"] for row in small.instruments_in_force(["KAZ"], "2023-03-01", "2024-02-01")["yes"]] == ["t"]
    assert [row["id"] for row in small.instruments_in_force(["KAZ"], "2023-03-01")["unknown"]] == ["t"]


def test_complete_data_say_no_for_those_they_cover(small: Graph) -> None:
    told = small.status("t", "UZB", "2023-12-31", "2023-09-01")["status"]["consent"]
    assert (told["value"], told["records"]) == ("no", ["c"])
    assert small.status("t", "UZB", "2024-01-01", "2023-09-01")["status"]["consent"]["value"] == "unknown"


def test_an_act_of_which_a_part_is_inferred_counts() -> None:
    graph = Graph.of(
        [
            record("Source", id="s", label="S", published="2023-06-01"),
            record("State", id="KAZ", label="K", evidence=[told(recorded="2023-01-01")]),
            record("Concept", id="act.ratification", label="R", scheme="act"),
            record("Treaty", id="t", label="T", evidence=[told(recorded="2023-06-01")]),
            record(
                "TreatyAct", id="t.r", act="ratification", instrument="t", party="KAZ", date="2022-06-01",
                evidence=[
                    told("instrument", "party", "date", recorded="2023-07-01"),
                    told("act", recorded="2023-08-01", modality="inferred", note="called consent"),
                ],
            ),
        ]
    )  # fmt: skip
    known = {
        day: graph.status("t", "KAZ", "2023-06-01", day)["status"]["consent"] for day in ("2023-07-31", "2023-08-01")
    }
    assert [one["value"] for one in known.values()] == ["unknown", "yes"]
    assert len(known["2023-08-01"]["evidence"]) == 2
