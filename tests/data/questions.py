"""The forty questions that the article answers: query, parameters, answer, and ways to ask."""

from dataclasses import dataclass, field
from typing import Any

TREATY_21 = "friendship-21st-century"
CM5, CM6 = "consultative-meeting-5", "consultative-meeting-6"
EMM1, TMM2 = "energy-ministers-meeting-1", "transport-ministers-meeting-2"
ALLIANCE = "kaz-uzb-alliance-2022"
PROGRAMME = "kaz-uzb-partnership-programme-2024-2034"
PAPER = "renaissance-in-central-asia-2024"
FIVE = {
    "kassym-jomart-tokayev",
    "sadyr-japarov",
    "emomali-rahmon",
    "serdar-berdimuhamedov",
    "shavkat-mirziyoyev",
}


@dataclass(frozen=True)
class Question:
    """One question: `expected` maps columns to the set of their values, `status` and `answer` where they matter."""

    number: int
    query: str
    given: dict[str, str]
    expected: dict[str, set[Any]]
    asked: tuple[str, ...] = ()
    status: str = "answered"
    answer: str = field(default="")
    read: str = ""  # the query it is read as in words, where that is another one with the same answer


ABOUT_THE_SUMMIT = (
    Question(
        1,
        "event-date-place",
        {"event": CM6},
        {"date": {"2024-08-09"}, "place": {"astana"}},
        (
            "On what date and in which city was the Sixth Consultative Meeting held?",
            "When and where was the Sixth Consultative Summit?",
        ),
    ),
    Question(
        2,
        "event-host",
        {"event": CM6},
        {"person": {"kassym-jomart-tokayev"}, "party": {"KAZ"}, "post": {"president-kaz"}},
        ("Who hosted the Sixth Consultative Meeting?", "Which president hosted the Astana summit?"),
    ),
    Question(
        3,
        "event-attendees-of-region",
        {"region": "central-asia", "event": CM6},
        {"person": FIVE},
        (
            "Which presidents of Central Asian states attended the Astana summit?",
            "Which leaders from Central Asia took part in the Sixth Consultative Meeting?",
        ),
    ),
    Question(
        4,
        "event-attendees-from-outside",
        {"region": "central-asia", "event": CM6},
        {
            "person": {"ilham-aliyev", "kakha-imnadze"},
            "party": {"AZE", "unrcca"},
            "post": {"president-aze", "head-unrcca"},
            "role": {None},
        },
        (
            "Who from outside Central Asia attended the Astana summit?",
            "Which attendees of the Astana summit came from outside Central Asia?",
        ),
    ),
    Question(
        5,
        "event-precedent",
        {"event": CM6},
        {"precedent": {CM5}, "place": {"dushanbe"}, "date": {"2023-09"}},
        (
            "Which earlier meeting set the precedent for outside attendance at the Astana summit?",
            "Whose precedent did the Sixth Consultative Meeting follow?",
        ),
    ),
    Question(
        6,
        "event-attendee-count",
        {"event": CM6},
        {"persons": {7}},
        (
            "How many named persons attended the Astana summit?",
            "What was the number of participants at the Sixth Consultative Meeting?",
        ),
    ),
    Question(
        7,
        "event-documents",
        {"event": CM6},
        {
            "document": {
                "joint-statement-cm6",
                "central-asia-2040-concept",
                "regional-cooperation-roadmap-2025-2027",
                "industrial-cooperation-action-plan-2025-2027",
            }
        },
        (
            "Which documents did the Astana summit issue or sign?",
            "What documents came out of the Sixth Consultative Meeting?",
        ),
    ),
    Question(
        8,
        "documents-for-period",
        {"period": "2025-2027"},
        {"document": {"regional-cooperation-roadmap-2025-2027", "industrial-cooperation-action-plan-2025-2027"}},
        ("Which documents cover 2025-2027?", "What documents are for the years 2025 to 2027?"),
    ),
    Question(
        9,
        "event-documents-issued",
        {"event": CM6},
        {"document": {"joint-statement-cm6"}},
        (
            "Which document of the Astana summit was issued rather than signed?",
            "Which documents from the Sixth Consultative Meeting were issued but not signed?",
        ),
    ),
    Question(
        10,
        "states-not-signed",
        {"instrument": TREATY_21},
        {"party": {"TJK", "TKM"}, "polarity": {"denied"}},
        (
            "Which two states had not signed the agreement on friendship, good neighborliness and cooperation for the "
            "development of Central Asia in the 21st century?",
            "Who has not signed the friendship agreement?",
        ),
    ),
    Question(
        11,
        "progress-on",
        {"matter": TREATY_21, "event": CM6},
        {"polarity": {"denied"}},
        (
            "Was progress made on the signing of the friendship agreement at the Astana summit?",
            "Did the Astana summit bring progress on signing the friendship agreement?",
        ),
        answer="No, by the account of the source.",
    ),
    Question(
        12,
        "disappointed-hopes",
        {"instrument": TREATY_21},
        {"holder": {"KAZ"}},
        (
            "Whose hopes for the signing of the friendship agreement were disappointed?",
            "Who had hoped for the signing of the friendship agreement?",
        ),
    ),
    Question(
        13,
        "reasons-not-signed",
        {"party": "TJK", "instrument": TREATY_21},
        {"reason": {"kgz-tjk-border-issue"}, "modality": {"hedged"}},
        (
            "To what is Tajikistan's refusal to sign the friendship agreement linked?",
            "Why has Tajikistan not signed the friendship agreement?",
        ),
    ),
    Question(
        14,
        "progress-without-effect",
        {"instrument": TREATY_21},
        {"negotiation": {"kgz-tjk-border-negotiations-2024"}, "date": {"2024"}},
        (
            "Which negotiations made significant progress in 2024 without ending the reluctance over the friendship "
            "agreement?",
            "Despite which talks does the reluctance over the friendship agreement remain?",
        ),
    ),
    Question(
        15,
        "trade-of-region",
        {"region": "central-asia"},
        {"value": {5.7, 11, 2}, "unit": {"unit.billion-usd", "unit.factor"}, "period": {"2018", "2024", "2018/2024"}},
        (
            "What was intraregional trade in Central Asia before and after, and over what time?",
            "How has trade between Central Asian countries grown?",
        ),
    ),
    Question(
        16,
        "event-date-place",
        {"event": EMM1},
        {"date": {"2024-08-06"}},
        (
            "When was the First Central Asian Energy Ministers' Meeting held?",
            "What was the date of the energy ministers' meeting?",
        ),
    ),
    Question(
        17,
        "event-date-place",
        {"event": TMM2},
        {"date": {"2024-08-08"}},
        (
            "When was the Second Central Asian Transport Ministers' Meeting held?",
            "On which day did the transport ministers' meeting take place?",
        ),
    ),
    Question(
        18,
        "event-documents",
        {"event": EMM1},
        {"document": {"energy-ministers-joint-statement-2024"}, "concluded": {"2024-08-06"}},
        (
            "Which document came out of the energy ministers' meeting?",
            "What documents resulted from the First Central Asian Energy Ministers' Meeting?",
        ),
    ),
    Question(
        19,
        "event-documents",
        {"event": TMM2},
        {"document": {"transport-logistics-centres-mou-2024", "astana-transport-statement-2024"}},
        (
            "Which documents came out of the transport ministers' meeting?",
            "What documents were concluded at the Second Central Asian Transport Ministers' Meeting?",
        ),
    ),
    Question(
        20,
        "continued-documents",
        {"document": "transport-logistics-centres-mou-2024"},
        {
            "earlier": {"land-transport-agreement-2023"},
            "signedAt": {CM5},
            "signed": {"2023-09"},
            "modality": {"hedged"},
        },
        (
            "Which earlier agreement does the transport memorandum continue, and where was it signed?",
            "The Astana Statement is a continuation of which agreement?",
        ),
    ),
)
