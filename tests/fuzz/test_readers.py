"""A short run of what `make fuzz` does to the readers at length."""

import pytest

from fuzz.readers import TARGETS, WORKBOOK, attempt, run


@pytest.mark.parametrize("target", TARGETS)
def test_spoilt_input_is_read_or_refused(target: str) -> None:
    for number in range(30 if target == WORKBOOK else 150):
        attempt(target, number, seed=7)


def test_what_ends_a_process_is_told() -> None:
    outcome = run(".none", range(1), seed=7)
    assert (outcome.tried, len(outcome.faults)) == (1, 1)
    assert outcome.faults[0].startswith(".none 0: IndexError")
