"""What a panel cannot be asked for, and what is said then."""

from typing import Any

import pytest

from cagraph.errors import CagraphError, NotFoundError, ParameterError
from cagraph.graph import Graph
from cagraph.panels import COUNTS, UNITS
from cagraph.panels import rows as rows_module


@pytest.mark.parametrize(
    ("unit", "asked", "error", "words"),
    [
        ("dyad-yaer", {}, NotFoundError, "did you mean 'dyad-year'"),
        ("", {}, NotFoundError, "there is no unit ''"),
        ("dyad-year", {"events": ["visit"]}, ParameterError, "did you mean 'visits'"),
        ("dyad-year", {"events": [""]}, ParameterError, "events: ''"),
        ("event", {"events": ["memberships"]}, ParameterError, "'memberships' is not counted for each record"),
        ("leader-year", {"events": ["in-force"]}, ParameterError, "events: 'in-force' is not counted for each person"),
        ("state-year", {"directed": True}, ParameterError, "directed: a state-year has no direction"),
        ("dyad-year", {"directed": "perhaps"}, ParameterError, "neither true nor false"),
        ("dyad-year", {"records": "perhaps"}, ParameterError, "records: 'perhaps'"),
        ("dyad-year", {"since": "soon"}, ParameterError, "since: 'soon' is no year"),
        ("dyad-year", {"since": "2017-03"}, ParameterError, "a panel has whole years"),
        ("dyad-year", {"until": "٢٠١٧"}, ParameterError, "until:"),
        ("dyad-year", {"since": "0000"}, ParameterError, "since: '0000'"),
        ("dyad-year", {"since": "2020", "until": "2019"}, ParameterError, "since (2020) is after until (2019)"),
        ("dyad-year", {"since": "0001", "until": "9999"}, ParameterError, "9999 years, and 200 are the most"),
        ("dyad-year", {"among": ["AAX", "BBB"]}, ParameterError, "among: there is no state or region 'AAX'"),
        ("dyad-year", {"among": ["league"]}, ParameterError, "no state or region 'league'"),
        ("dyad-year", {"among": ["AAA"]}, ParameterError, "one state makes no dyad"),
        ("dyad-year", {"events": ["visits"], "level": "hos"}, ParameterError, "level: there is no level 'hos'"),
        ("dyad-year", {"events": ["memberships"], "level": "minister"}, ParameterError, "level: it is no option of"),
        ("dyad-year", {"events": ["relations"], "level": "alliance"}, ParameterError, "they have none"),
        ("dyad-year", {"events": ["meetings"], "kinds": "Visit"}, ParameterError, "kinds: it is no option"),
        ("dyad-year", {"events": ["events"], "kinds": "Treaty"}, ParameterError, "kinds: no such kind"),
        ("dyad-year", {"events": ["visits"], "bilateral": "perhaps"}, ParameterError, "bilateral:"),
    ],
)
def test_what_is_refused(
    watched: Graph, unit: str, asked: dict[str, Any], error: type[CagraphError], words: str
) -> None:
    with pytest.raises(error) as raised:
        watched.panel(unit, **asked)
    assert words in str(raised.value)
    assert raised.value.hint


def test_a_panel_has_a_size_at_most(watched: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows_module, "MOST", 5)
    assert watched.panel("state-year", ["visits"], since="1994", until="1995")["rows"]
    with pytest.raises(ParameterError, match="6 rows, and 5 are the most"):
        watched.panel("state-year", ["visits"], since="1994", until="1996")


def test_an_option_holds_for_the_counts_that_know_it(watched: Graph) -> None:
    panel = watched.panel("dyad-year", ["visits", "treaties-signed"], since="1994", until="1994", level="head-of-state")
    rules = {variable["name"]: variable["rule"] for variable in panel["variables"]}
    assert "level: head-of-state" in rules["visits"]
    assert "level" not in rules["treaties_signed"]


def test_every_count_can_be_asked_for_in_each_of_its_units(watched: Graph) -> None:
    asked: dict[str, Any] = {"since": "1994", "until": "1994", "among": ["central-asia"]}
    for name, count in COUNTS.items():
        assert set(count.units) <= set(UNITS)
        for unit in count.units:
            assert watched.panel(unit, [name], **asked)["counts"] == [name]
    twice = watched.panel("state-year", ["visits", "visits"], **asked)
    assert twice["counts"] == ["visits"]
