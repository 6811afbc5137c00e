"""What holds of every measure of records: what it answers, how it is traced, and what it refuses."""

from typing import Any

import pytest

from cagraph.errors import CagraphError, NotFoundError, ParameterError
from cagraph.graph import Graph
from cagraph.measures import EVERY, MEASURES, RECORD_MEASURES
from cagraph.measures.records import tally

FIVE = ("KAZ", "KGZ", "TJK", "TKM", "UZB")
# What a measure needs to give an answer at all.
ASKED = {name: {"since": "2022", "until": "2024", "by": "year", "among": FIVE} for name in RECORD_MEASURES}


@pytest.mark.parametrize("name", RECORD_MEASURES)
def test_every_measure_answers_for_all_its_groupings_and_can_be_traced(graph: Graph, name: str) -> None:
    measure = RECORD_MEASURES[name]
    for of in measure.groupings:
        found = graph.analyse(name, of=of, **ASKED[name])
        assert found == graph.analyse(name, of=of, **ASKED[name])
        assert (found["of"], found["view"], found["rule"]) == (of, "records", measure.rule)
        assert found["data_version"] == graph.data_version
        assert found["columns"].keys() == measure.columns.keys()
        assert found["definition"]
        rows = list(found.rows())
        assert rows
        for _, row in rows:
            assert list(row) == [*found.ends, "value", *measure.columns]
            for id_ in (id_ for one in row.values() if isinstance(one, list) for id_ in one):
                assert graph.knows(id_)
        assert all(set(found["labels"]) >= {row[end] for end in found.ends} for _, row in rows)
        assert len(found.csv().splitlines()) == 1 + len(rows)
        assert len(found.table()) == len(rows)
    assert graph.analyse(name, **ASKED[name])["of"] == measure.of


@pytest.mark.parametrize("name", RECORD_MEASURES)
def test_empty_windows(graph: Graph, name: str) -> None:
    found = graph.analyse(name, since="1900", until="1902", by="year", among=FIVE)
    assert len(found["windows"]) == 3
    for _, row in found.rows():
        assert row["value"] in (0, None)
        # What has no date at all can be of any year, and so can a treaty without one be in force.
        assert not any(one for column, one in row.items() if isinstance(one, list) and column != "possible")
    empty = Graph.of([])
    if name != "treaty-density":
        assert all(
            row["value"] in (0, None) for _, row in empty.analyse(name, since="2020", until="2021", by="year").rows()
        )


def test_the_two_sorts_of_measures_have_names_of_their_own(graph: Graph) -> None:
    assert not MEASURES.keys() & RECORD_MEASURES.keys()
    assert list(graph.measures) == list(EVERY) == [*MEASURES, *RECORD_MEASURES]


def test_csv_and_frame_hold_what_stands_beside(graph: Graph) -> None:
    found = graph.analyse("treaties-in-force", until="2024", among=["KAZ", "UZB"], topic="alliance")
    head, line, _ = found.csv().split("\r\n")
    assert head == (
        "measure,view,window,since,until,one,other,one_label,other_label,value,high,bilateral,multilateral,records,"
        "possible,ties,among,options,data_version"
    )
    assert ",topic=alliance," in line
    assert "kaz-uzb-alliance-2022" in line
    pytest.importorskip("pandas")
    frame = found.to_pandas()
    assert frame.loc[0, "value"] + len(frame.loc[0, "possible"]) == frame.loc[0, "high"]


def test_more_values_than_anybody_waits_for(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tally, "MOST", 29)
    with pytest.raises(ParameterError, match="3 windows of 10 pairs each, and 29 values are the most"):
        graph.analyse("contacts", since="2022", until="2024", by="year", among=FIVE)


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        ({"measure": "contact"}, NotFoundError, "did you mean 'contacts'"),
        ({"measure": "contacts", "view_name": "ties"}, ParameterError, "view: contacts is a measure of records"),
        ({"measure": "contacts", "ties": ["met"]}, ParameterError, "ties: contacts is a measure of records"),
        ({"measure": "contacts", "of": "pair"}, ParameterError, "did you mean 'pairs'"),
        ({"measure": "contacts", "of": "topics"}, ParameterError, "of: contacts is not of 'topics'"),
        ({"measure": "degree", "of": "pairs"}, ParameterError, "of: degree is of nodes"),
        ({"measure": "contacts", "on": "2024-08-09"}, ParameterError, "on: contacts is of windows of time"),
        ({"measure": "contacts", "topic": "water"}, ParameterError, "topic: the measure 'contacts' has no such option"),
        ({"measure": "contacts", "weight": "count"}, ParameterError, "weight: the measure 'contacts'"),
        ({"measure": "contacts", "level": "ministre"}, ParameterError, "did you mean 'minister'"),
        ({"measure": "instruments-made", "topic": "watr"}, ParameterError, "did you mean 'water'"),
        ({"measure": "instruments-made", "topic": ","}, ParameterError, "topic: a value is empty"),
        ({"measure": "instruments-made", "kinds": "Meeting"}, ParameterError, "kinds: no such kind"),
        ({"measure": "contacts", "among": ["KAX"]}, ParameterError, "among: 'KAX' is no entity and no kind"),
        ({"measure": "contacts", "among": ["shavkat-mirziyoyev"]}, ParameterError, "is a Person, and no party"),
        ({"measure": "contacts", "by": "month"}, ParameterError, "write year, or rolling"),
        ({"measure": "treaty-density"}, ParameterError, "a share of pairs needs two parties"),
        ({"measure": "treaty-density", "among": ["KAZ"]}, ParameterError, "a share of pairs needs two parties"),
        ({"measure": "contact-changes"}, ParameterError, "give since, until and by=year"),
        (
            {"measure": "contact-changes", "since": "2015", "until": "2024"},
            ParameterError,
            "windows that do not overlap",
        ),
        (
            {"measure": "contact-changes", "since": "2015", "until": "2024", "by": "rolling:5"},
            ParameterError,
            "windows that do not overlap",
        ),
    ],
)
def test_mistakes(graph: Graph, given: dict[str, Any], error: type[CagraphError], words: str) -> None:
    with pytest.raises(error) as raised:
        graph.analyse(**given)
    assert words in f"{raised.value} {raised.value.hint}"
