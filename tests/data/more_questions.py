"""Questions 21 to 40, and all forty together."""

from data.questions import ABOUT_THE_SUMMIT, ALLIANCE, CM6, PAPER, PROGRAMME, TMM2, Question

ABOUT_RELATIONS = (
    Question(
        21,
        "continues-document",
        {"document": "energy-ministers-joint-statement-2024", "earlier": "land-transport-agreement-2023"},
        {},
        (
            "Is the energy ministers' statement a continuation of the land transport agreement?",
            "Does the joint statement of the energy ministers continue the land transport agreement?",
        ),
        status="not_stated",
    ),
    Question(
        22,
        "partners-at-level",
        {"state": "KAZ", "level": "alliance"},
        {"partner": {"KGZ", "TJK", "UZB"}},
        ("With which states does Kazakhstan have an alliance?", "Which countries are in an alliance with Kazakhstan?"),
    ),
    Question(
        23,
        "partners-at-level",
        {"state": "KAZ", "level": "strategic-partnership"},
        {"partner": {"TKM"}},
        (
            "With which state does Kazakhstan have a strategic partnership?",
            "Who are Kazakhstan's partners in a strategic partnership?",
        ),
    ),
    Question(
        24,
        "leaders-bilateral-meetings",
        {"a": "KAZ", "b": "UZB", "place": "astana", "event": CM6},
        {"date": {"2024-08-07", "2024-08-08"}, "where": {"astana"}},
        (
            "On which days did the presidents of Kazakhstan and Uzbekistan meet bilaterally in Astana before the "
            "Astana summit?",
            "When did the leaders of Kazakhstan and Uzbekistan meet in Astana ahead of the Sixth Consultative Meeting?",
        ),
    ),
    Question(
        25,
        "body-session",
        {"body": "kaz-uzb-supreme-interstate-council", "ordinal": "1"},
        {"date": {"2024-08-08"}, "place": {"astana"}},
        (
            "When and where was the first meeting of the Supreme Inter-State Council of Kazakhstan and Uzbekistan?",
            "When was the first session of the Interstate Council held?",
        ),
        read="event-date-place",
    ),
    Question(
        26,
        "events-on-day",
        {"day": "2024-08-08"},
        {
            "event": {
                TMM2,
                "kaz-uzb-presidents-2024-08-08",
                "kaz-uzb-supreme-interstate-council-1",
                "tokayev-paper-delivery-2024",
            }
        },
        ("Which events took place on 8 August 2024?", "What happened on August 8, 2024?"),
    ),
    Question(
        27,
        "compared-partnership",
        {"a": "KAZ", "b": "UZB"},
        {"comparator": {"fra-deu-partnership"}, "effect": {"played a key role in European unification"}},
        (
            "To which partnership is the cooperation of Kazakhstan and Uzbekistan compared, and what did that one do?",
            "Which partnership does the cooperation between Kazakhstan and Uzbekistan resemble?",
        ),
    ),
    Question(
        28,
        "reported-leader-meetings",
        {"a": "KAZ", "b": "UZB"},
        {"value": {15}},
        (
            "How many times did the presidents of Kazakhstan and Uzbekistan meet in the past five years?",
            "How often have the leaders of Kazakhstan and Uzbekistan met?",
        ),
    ),
    Question(
        29,
        "instrument-signature",
        {"instrument": ALLIANCE},
        {"signed": {"2022-12"}},
        (
            "When was the Treaty on Alliance Relations between Kazakhstan and Uzbekistan signed?",
            "What is the date of signature of the alliance treaty?",
        ),
    ),
    Question(
        30,
        "ratifications",
        {"instrument": ALLIANCE},
        {"who": {"UZB", "KAZ"}, "date": {"2023", "2024"}, "standing": {"planned"}},
        ("Who ratified the Treaty on Alliance Relations and when?", "When was the alliance treaty ratified?"),
    ),
    Question(
        31,
        "treaties-between",
        {"a": "KAZ", "b": "UZB"},
        {"treaty": {ALLIANCE}, "signed": {"2022-12"}},
        (
            "Which treaties link Kazakhstan and Uzbekistan?",
            "What treaty is there between Kazakhstan and Uzbekistan?",
        ),
    ),
    Question(
        32,
        "programmes-welcomed",
        {"a": "KAZ", "b": "UZB"},
        {"programme": {PROGRAMME}, "period": {"2024/2034"}},
        (
            "Which programme did Kazakhstan and Uzbekistan welcome and what years does it cover?",
            "Which program was welcomed by Kazakhstan and Uzbekistan?",
        ),
    ),
    Question(
        33,
        "papers-by-person",
        {"person": "kassym-jomart-tokayev", "event": CM6},
        {"paper": {PAPER}, "issued": {"2024-08-08"}},
        (
            "What paper did Tokayev deliver on the eve of the Astana summit?",
            "Which articles were written by Kassym-Jomart Tokayev?",
        ),
    ),
    Question(
        34,
        "pillars-of-integration",
        {},
        {
            "pillar": {
                "pillar.security-and-defence-space",
                "pillar.joint-economic-initiatives",
                "pillar.transport-projects",
                "pillar.water-energy-food",
            },
            "modality": {"ambiguous"},
        },
        (
            "Which pillars of integration does the article name?",
            "What are the key pillars of regional integration?",
        ),
    ),
    Question(
        35,
        "remarks-on",
        {"person": "shavkat-mirziyoyev", "thing": PAPER},
        {"content": {"called Tokayev's paper a detailed analysis of joint work"}},
        (
            "How did Mirziyoyev describe Tokayev's paper?",
            "What did Shavkat Mirziyoyev say about Renaissance in Central Asia?",
        ),
    ),
    Question(
        36,
        "proposals-by-person",
        {"person": "shavkat-mirziyoyev", "event": CM6},
        {
            "content": {"a common security concept of Central Asia", "a common transport concept of Central Asia"},
            "topic": {"topic.security", "topic.transport"},
        },
        ("Which concepts did Mirziyoyev propose?", "What did Mirziyoyev propose at the Astana summit?"),
    ),
    Question(
        37,
        "causes-of-situation",
        {"situation": "trade-route-disruption"},
        {"cause": {"conflict-in-ukraine", "conflict-in-the-middle-east"}},
        (
            "Which conflicts are said to have brought about the disruption of the traditional trade and transport "
            "routes?",
            "Which conflicts disrupted trade routes?",
        ),
    ),
    Question(
        38,
        "understandings-between",
        {"a": "KAZ", "b": "UZB", "date": "2024-04"},
        {"understanding": {"kaz-uzb-cargo-transport-understanding-2024"}},
        (
            "What did Kazakhstan and Uzbekistan agree in April 2024?",
            "Which understanding did Kazakhstan and Uzbekistan reach in April 2024?",
        ),
    ),
    Question(
        39,
        "journey",
        {"journey": "xian-tashkent-container-train"},
        {
            "origin": {"xian-dry-port"},
            "transit": {"KAZ"},
            "destination": {"tashkent"},
            "kilometres": {4500},
            "about": {True},
            "days": {5},
        },
        (
            "From where to where, via which state, how far and how fast did the container train run?",
            "How far did the Xi'an-Tashkent train travel?",
        ),
    ),
    Question(
        40,
        "bodies-by-mandate",
        {"words": "mutual support within international and regional structures"},
        {"body": {"kaz-uzb-council-of-foreign-ministers"}},
        (
            "Which new body is to ensure mutual support within international and regional structures?",
            "Which council has the task of mutual support?",
        ),
    ),
)

QUESTIONS = ABOUT_THE_SUMMIT + ABOUT_RELATIONS
