"""Who is served next, and who is not let in."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cagraph.errors import BusyError, TooManyRequestsError
from cagraph.workers.lanes import Admission, FairQueue, Limits


@dataclass(frozen=True)
class Job:
    client: str
    number: int


def queue(*jobs: tuple[str, int]) -> FairQueue[Job]:
    made: FairQueue[Job] = FairQueue()
    for client, number in jobs:
        made.push(Job(client, number))
    return made


def drained(lane: FairQueue[Job]) -> list[tuple[str, int]]:
    found = []
    while lane:
        job = lane.pop()
        found.append((job.client, job.number))
    return found


def test_clients_take_turns() -> None:
    lane = queue(("a", 1), ("a", 2), ("a", 3), ("b", 4), ("c", 5), ("b", 6))
    assert drained(lane) == [("a", 1), ("b", 4), ("c", 5), ("a", 2), ("b", 6), ("a", 3)]


def test_who_comes_later_does_not_wait_for_all_of_another() -> None:
    lane = queue(*(("a", number) for number in range(100)))
    lane.pop()
    lane.push(Job("b", 0))
    assert [lane.pop().client, lane.pop().client] == ["a", "b"]


def test_a_job_can_be_taken_out_wherever_it_stands() -> None:
    lane = queue(("a", 1), ("a", 2), ("b", 3))
    for job in (Job("a", 1), Job("b", 3), Job("b", 3), Job("nobody", 1)):
        lane.remove(job)
    assert drained(lane) == [("a", 2)]


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 50)), max_size=30))
def test_nothing_is_lost_and_each_client_keeps_its_order(jobs: list[tuple[str, int]]) -> None:
    lane = queue(*jobs)
    assert len(lane) == len(list(lane)) == len(jobs)
    out = drained(lane)
    assert sorted(out) == sorted(jobs)
    for client in "abcd":
        assert [job for job in out if job[0] == client] == [job for job in jobs if job[0] == client]


@given(st.lists(st.sampled_from("abcd"), min_size=1, max_size=40))
def test_no_client_is_served_twice_while_another_waits_for_its_first_turn(clients: list[str]) -> None:
    out = [client for client, _ in drained(queue(*((client, 0) for client in clients)))]
    first_turns = out[: len(set(clients))]
    assert set(first_turns) == set(clients)


def test_one_client_has_its_share_and_no_more() -> None:
    admission = Admission(Limits(per_client=2))
    admission.enter("a", 0)
    admission.enter("a", 0)
    with pytest.raises(TooManyRequestsError, match="2 queries under way"):
        admission.enter("a", 0)
    admission.enter("b", 0)
    admission.leave("a")
    admission.enter("a", 0)


def test_a_full_queue_lets_nobody_in() -> None:
    admission = Admission(Limits(waiting=3))
    admission.enter("a", 2)
    with pytest.raises(BusyError, match="3 queries are waiting"):
        admission.enter("b", 3)
    with pytest.raises(BusyError):
        admission.enter("b", 4)


def test_who_was_slow_starts_slow_for_a_while() -> None:
    admission = Admission(Limits(penalty=30))
    admission.was_slow("a", now=100)
    assert admission.is_slow("a", now=129)
    assert not admission.is_slow("a", now=130)
    assert not admission.is_slow("b", now=101)


def test_those_whose_penalty_is_over_are_forgotten() -> None:
    admission = Admission(Limits(penalty=30))
    for number in range(1000):
        admission.was_slow(f"client {number}", now=float(number))
    assert len(admission._slow_until) <= 31
