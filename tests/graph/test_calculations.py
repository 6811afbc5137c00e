"""Answers that are calculated: the treaty clock behind questions."""

import pytest

from cagraph.errors import ParameterError
from cagraph.graph import Graph


def test_in_force_agrees_with_the_clock(graph: Graph) -> None:
    for day in ("2022-01-01", "2023-01-01", "2025-01-01"):
        answer = graph.run("in-force", instrument="kaz-uzb-alliance-2022", day=day)
        told = graph.status("kaz-uzb-alliance-2022", on=day)["status"]["in_force"]
        assert answer.rows[0]["in_force"] == told["value"]
        assert answer.rows[0]["evidence"] == told["evidence"]
        assert {claim["claim"] for claim in answer.evidence} == set(told["evidence"])
        assert day in answer.read_as


def test_before_it_was_signed_the_answer_is_no(graph: Graph) -> None:
    answer = graph.ask("Was the alliance treaty between Kazakhstan and Uzbekistan in force on 1 January 2020?")
    assert answer.answer.startswith("No.")
    russian = graph.ask(
        "Действовал ли договор о союзнических отношениях между Казахстаном и Узбекистаном 1 января 2020 года?"
    )
    assert russian.answer.startswith("Нет.")
    assert russian.rows == answer.rows


def test_between_two_in_three_groups(graph: Graph) -> None:
    answer = graph.ask("Which treaties were in force between KAZ and TJK on 2024-08-09?")
    groups = graph.instruments_in_force(["KAZ", "TJK"], "2024-08-09")
    for value in ("yes", "no", "unknown"):
        found = {row["treaty"]["id"] for row in answer.rows if row["in_force"] == value}
        assert found == {row["id"] for row in groups[value]}
    assert answer.answer.startswith("Yes: ")


def test_signed_but_not_ratified_in_three_values(article: Graph) -> None:
    answer = article.run("signed-not-ratified", instrument="kaz-uzb-alliance-2022", day="2023-01-01")
    by_party = {row["party"]["id"]: row for row in answer.rows}
    assert by_party["KAZ"]["signed"] == "yes"
    assert by_party["KAZ"]["signed_but_not_ratified"] in {"yes", "unknown"}


def test_times_to_ratify_are_bounds(graph: Graph) -> None:
    rows = graph.run("time-to-ratify", instrument="kaz-uzb-alliance-2022").rows
    assert {row["party"]["id"] for row in rows} == {"KAZ", "UZB"}
    assert all(0 <= row["least_days"] <= row["most_days"] for row in rows)


def test_the_day_is_shown_where_none_was_given(graph: Graph) -> None:
    answer = graph.ask("Is the alliance treaty between Kazakhstan and Uzbekistan in force?", today="2026-06-01")
    assert answer.parameters["day"] == "2026-06-01"
    assert "2026-06-01" in answer.read_as


@pytest.mark.parametrize("day", ["2024-13-01", "yesterday", "2024/2025", "2024"])
def test_a_day_that_is_none_is_told(graph: Graph, day: str) -> None:
    with pytest.raises(ParameterError):
        graph.ask("treaties between Kazakhstan and Uzbekistan in the last five years", today=day)


def test_an_unknown_language_is_told(graph: Graph) -> None:
    with pytest.raises(ParameterError, match="write en or ru"):
        graph.ask("which treaties link Kazakhstan and Uzbekistan", lang="de")


def test_every_calculation_that_a_header_names_is_known(graph: Graph) -> None:
    for query in graph.queries.values():
        if query.computed:
            assert graph.run(query.name, **query.example()).rows, query.name
