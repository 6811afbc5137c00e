"""The article's eight graph-shaped checks, and what it does not say."""

from typing import Any

import pytest

from cagraph.graph import Graph

TREATY_21 = "friendship-21st-century"


def ids(answer: Any, column: str) -> list[str]:
    return [row[column]["id"] for row in answer.rows]


@pytest.mark.parametrize(
    ("day", "events"),
    [
        ("2024-08-06", {"energy-ministers-meeting-1"}),
        ("2024-08-07", {"kaz-uzb-presidents-2024-08-07"}),
        (
            "2024-08-08",
            {
                "transport-ministers-meeting-2",
                "kaz-uzb-presidents-2024-08-08",
                "kaz-uzb-supreme-interstate-council-1",
                "tokayev-paper-delivery-2024",
            },
        ),
        ("2024-08-09", {"consultative-meeting-6", "mirziyoyev-speech-cm6"}),
    ],
)
def test_a_events_per_day(article: Graph, day: str, events: set[str]) -> None:
    assert set(ids(article.run("events-on-day", day=day), "event")) == events


def test_b_degree_in_the_alliance_graph(article: Graph) -> None:
    rows = article.run("relation-degree", region="central-asia").rows
    degrees = {row["state"]["id"]: row["degree"] for row in rows}
    assert degrees == {"KAZ": 4, "KGZ": 1, "TJK": 1, "TKM": 1, "UZB": 1}
    assert sum(degrees.values()) / 2 == 4


def test_c_path_from_the_astana_statement_to_the_fifth_meeting(article: Graph) -> None:
    answer = article.run(
        "path-continuation-to-event", document="astana-transport-statement-2024", event="consultative-meeting-5"
    )
    assert ids(answer, "through") == ["land-transport-agreement-2023"]
    assert [row["modality"] for row in answer.rows] == ["hedged"]


def test_d_path_from_aliyev_to_rahmon(article: Graph) -> None:
    assert ids(article.run("events-shared", a="ilham-aliyev", b="emomali-rahmon"), "event") == [
        "consultative-meeting-6"
    ]


def test_e_bodies_of_the_pair(article: Graph) -> None:
    assert set(ids(article.run("bodies-between", a="KAZ", b="UZB"), "body")) == {
        "kaz-uzb-supreme-interstate-council",
        "kaz-uzb-council-of-foreign-ministers",
    }


def test_f_documents_whose_period_includes_2026(article: Graph) -> None:
    rows = article.run("documents-covering-year", year="2026").rows
    assert {row["document"]["id"] for row in rows if row["period"]} == {
        "regional-cooperation-roadmap-2025-2027",
        "industrial-cooperation-action-plan-2025-2027",
        "kaz-uzb-partnership-programme-2024-2034",
    }
    assert {row["document"]["id"] for row in rows if not row["period"]} == {"central-asia-2040-concept"}


def test_g_attended_and_not_signed(article: Graph) -> None:
    answer = article.run("attended-but-not-signed", event="consultative-meeting-6", instrument=TREATY_21)
    assert ids(answer, "party") == ["TJK", "TKM"]


def test_h_ratification_lag(article: Graph) -> None:
    rows = article.run("ratifications", instrument="kaz-uzb-alliance-2022").rows
    assert [(row["who"]["id"], row["date"], row["standing"]) for row in rows] == [
        ("UZB", "2023", "planned"),
        ("KAZ", "2024", "planned"),
    ]


def test_events_in_the_order_the_article_implies(article: Graph) -> None:
    wanted = [
        "kaz-uzb-alliance-2022.signature-kaz",
        "consultative-meeting-5",
        "kaz-uzb-cargo-transport-understanding-2024",
        "energy-ministers-meeting-1",
        "kaz-uzb-presidents-2024-08-07",
        "kaz-uzb-presidents-2024-08-08",
        "consultative-meeting-6",
    ]
    found = ids(article.run("events-between-dates", since="2022-12", until="2024-08-09"), "event")
    assert [id_ for id_ in found if id_ in wanted] == wanted


def test_denied_signatures_are_found_but_are_no_facts(article: Graph) -> None:
    answer = article.run("states-not-signed", instrument=TREATY_21)
    assert ids(answer, "party") == ["TJK", "TKM"]
    accepted = article.sparql(f"SELECT ?act WHERE {{ ?act cag:act id:act.signature ; cag:instrument id:{TREATY_21} }}")
    assert accepted.rows == ()
    assert article.get(f"{TREATY_21}.signature-tjk")["accepted"] is False


def test_signed_and_adopted_stand_side_by_side(article: Graph) -> None:
    (row,) = article.run("conflicting-manner").rows
    assert row["found"]["id"] == "central-asia-2040-concept"
    assert (row["signedAt"], row["adoptedAt"]) == ("S4", "S28")
    concept = article.get("central-asia-2040-concept")
    assert "signed" not in concept
    assert "adopted" not in concept


NOT_STATED = [
    ("who attended the fifth meeting", "Who attended the Fifth Consultative Meeting?"),
    ("who signed the friendship agreement", "Who signed the friendship agreement and when?"),
    ("when the friendship agreement was signed", "When was the friendship agreement signed?"),
    ("why Turkmenistan has not signed", "Why has Turkmenistan not signed the friendship agreement?"),
    ("where the alliance treaty was signed", "Where was the alliance treaty signed?"),
    ("the first meeting's date", "When was the first meeting of the Consultative Meetings held?"),
    ("the fourth meeting's date", "When and where was the fourth edition of the Consultative Meetings?"),
    ("the ministers' names", "Which ministers attended the energy ministers' meeting?"),
    ("the article's author", "Who wrote the commentary on the Central Asian diplomacy of 2024, unsigned and undated?"),
    ("bilateral trade", "What was the trade between Kazakhstan and Uzbekistan?"),
    ("members of the council", "Who are the members of the Council of Foreign Ministers?"),
    (
        "treaty behind the alliance with Kyrgyzstan",
        "Which treaty stands behind the alliance of Kazakhstan and Kyrgyzstan?",
    ),
    (
        "treaty behind the alliance with Tajikistan",
        "Which treaty stands behind the alliance of Kazakhstan and Tajikistan?",
    ),
    *(
        (f"relation of {a} and {b}", f"What is the level of relations between {a} and {b}?")
        for a, b in (
            ("Kyrgyzstan", "Tajikistan"),
            ("Kyrgyzstan", "Turkmenistan"),
            ("Kyrgyzstan", "Uzbekistan"),
            ("Tajikistan", "Turkmenistan"),
            ("Tajikistan", "Uzbekistan"),
            ("Turkmenistan", "Uzbekistan"),
        )
    ),
]


@pytest.mark.parametrize(("what", "question"), NOT_STATED, ids=[what for what, _ in NOT_STATED])
def test_what_the_article_does_not_say(article: Graph, what: str, question: str) -> None:
    answer = article.ask(question)
    assert answer.status == "not_stated", answer.answer
    assert answer.answer.startswith("Not stated")
    assert answer.rows == []


def test_no_day_is_invented(article: Graph) -> None:
    fifth = article.ask("When was the Fifth Consultative Meeting?")
    assert fifth.rows[0]["date"] == "2023-09"
    assert "date 2023-09: known to the month only" in fifth.notes
    alliance = article.ask("On what day was the alliance treaty signed?")
    assert alliance.rows[0]["signed"] == "2022-12"
    assert alliance.rows[0]["place"] is None
    ratified = article.ask("On which day was the alliance treaty ratified?")
    assert {row["date"] for row in ratified.rows} == {"2023", "2024"}
    assert "date 2023: known to the year only" in ratified.notes


def test_metonyms_are_told_apart(article: Graph) -> None:
    """“Astana” is a city where people meet, and the state where it deals with Tashkent (S24)."""
    assert article.get("consultative-meeting-6")["place"]["id"] == "astana"
    subjects = article.get("kaz-uzb-presidents-meetings-five-years")["subjects"]
    assert {subject["id"] for subject in subjects} == {"kassym-jomart-tokayev", "shavkat-mirziyoyev"}
    assert article.get("astana")["kind"] == "Place"


@pytest.mark.parametrize(
    "question",
    [
        "Will Tajikistan sign the friendship agreement next year?",
        "Is Tokayev a good president?",
        "What is the population of Astana?",
        "Which treaties link Kazakhstan and Atlantis?",
        "why",
    ],
)
def test_what_is_not_covered_is_refused_with_a_reason(article: Graph, question: str) -> None:
    answer = article.ask(question)
    assert answer.status == "refused"
    assert answer.answer
    assert answer.rows == []


def test_the_nearest_questions_can_be_asked(article: Graph) -> None:
    answer = article.ask("Which treaties join Kazakhstan to the Martians?")
    assert answer.status == "refused"
    assert len(answer.nearest) == 3
    assert all(article.ask(question).status in {"answered", "not_stated"} for question in answer.nearest)
