"""Whether a day lies in what a date can mean."""

from datetime import date

import pytest

from cagraph.graph import Graph
from cagraph.graph.moments import holds
from cagraph.model import MODEL, Entity

DAY = date(2024, 8, 9)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2024-08-09", "yes"), ("2024-08-08", "no"), ("2024-08", "unknown"), ("2024", "unknown"), ("2023", "no"),
        ("2024-08-09/2024-08-09", "yes"), ("2024-08-09/2024-08-10", "yes"), ("2024-08-10/2024-08-12", "no"),
        ("2024-07/2024-09", "yes"), ("2024-07/2024-08", "unknown"), ("2024-08/2024-09", "unknown"),
        ("2019/..", "yes"), ("../2024", "unknown"), ("../2025", "yes"), ("2024/..", "unknown"), ("2025/..", "no"),
    ],
)  # fmt: skip
def test_dates(text: str, value: str) -> None:
    assert holds(text, DAY).value == value


def tenure(**when: str) -> Entity:
    said = {"source": "s", "at": "1", "supports": ["person", "post", *when]}
    record = MODEL.kind("Tenure").cls.model_validate(
        {"id": "t", "person": "p", "post": "o", **when, "evidence": [said]}
    )
    assert isinstance(record, Entity)
    return record


@pytest.mark.parametrize(
    ("when", "value"),
    [
        ({"start": "2019", "end": "2025"}, "yes"), ({"start": "2019", "end": "2024"}, "unknown"),
        ({"start": "2024", "end": "2025"}, "unknown"), ({"start": "2024-08-09", "end": "2024-08-09"}, "yes"),
        ({"start": "2019"}, "unknown"), ({"end": "2025"}, "unknown"), ({"start": "2025"}, "no"),
        ({"end": "2023"}, "no"),
        ({}, "no"),
    ],
)  # fmt: skip
def test_spells(when: dict[str, str], value: str) -> None:
    found = Graph.of([tenure(**when)]).find("tenures", on=DAY.isoformat())
    assert [item["on"] for item in found["items"]] == ([value] if value != "no" else [])
