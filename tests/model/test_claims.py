"""What of a record is accepted, and what is only claimed."""

from typing import Any

import pytest

from cagraph.model import MODEL, Entity, Model
from cagraph.model.claims import accepted_values, claims_of, is_accepted, uncovered


def treaty(*evidence: dict[str, Any], **fields: Any) -> Entity:
    kind = MODEL.kind("Treaty")
    record = kind.cls.model_validate({"id": "t", "label": "T", "evidence": list(evidence), **fields})
    assert isinstance(record, Entity)
    return record


def accepted(record: Entity, model: Model = MODEL) -> dict[str, Any]:
    return accepted_values(record, model.kind("Treaty"))


def entry(**fields: Any) -> dict[str, Any]:
    return {"source": "s", "at": "1", **fields}


def test_supported_fields_are_accepted() -> None:
    record = treaty(entry(supports=["parties"]), parties=["KAZ", "UZB"], signed="2022-12")
    assert accepted(record) == {"parties": ["KAZ", "UZB"]}
    assert uncovered(record, MODEL.kind("Treaty")) == ["signed"]


def test_one_entry_of_a_list_can_be_supported() -> None:
    record = treaty(entry(supports=["parties/KAZ"]), parties=["KAZ", "UZB"])
    assert accepted(record) == {"parties": ["KAZ"]}
    assert uncovered(record, MODEL.kind("Treaty")) == ["parties/UZB"]


@pytest.mark.parametrize(
    "manner",
    [
        {"polarity": "denied"},
        {"retracted": "2026-01-01"},
        *(
            {"modality": name}
            for name in (
                "ambiguous",
                "hedged",
                "opinion",
                "forecast",
                "planned",
                "hoped",
                "proposed",
                "alleged",
                "disputed",
            )
        ),
    ],
)
def test_what_is_not_plainly_said_is_no_fact(manner: dict[str, str]) -> None:
    record = treaty(entry(supports=["signed"], **manner), signed="2022-12")
    assert not is_accepted(record, MODEL.kind("Treaty"))
    assert accepted(record) == {}
    (claim,) = claims_of(record, MODEL.kind("Treaty"))
    assert not claim.accepted
    assert list(claim.values) == ["signed"]


def test_an_inference_is_accepted_and_marked() -> None:
    record = treaty(entry(supports=["signed"], modality="inferred"), signed="2022-12")
    assert list(accepted(record)) == ["signed"]


def test_what_a_source_says_otherwise_is_a_claim_of_its_own() -> None:
    record = treaty(entry(supports=["signed"]), entry(source="other", says={"signed": "2022-11"}), signed="2022-12")
    first, second = claims_of(record, MODEL.kind("Treaty"))
    assert first.accepted
    assert not second.accepted
    assert str(second.values["signed"]) == "2022-11"
    assert str(accepted(record)["signed"]) == "2022-12"
