"""The pages of entities: facts with their sources, competing claims, dates as exact as they are, some kinds' panels."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from made_up import meeting, small, state
from page_read import Page

from cagraph.graph import Graph
from cagraph.model import Entity
from cagraph_api import create_app

Read = Callable[[str], Page]


def facts(page: Page) -> dict[str, str]:
    """What stands beside each field, by its anchor."""
    found = {}
    for one in page.all("div"):
        if one.get("id") and one.find("dt") is not None:
            found[str(one.get("id"))] = " ".join("".join(one.find("dd").itertext()).split())  # type: ignore[union-attr]
    return found


def test_each_fact_unfolds_to_its_sources(read: Read, small: Graph) -> None:
    page = read("/page/pact")
    told = facts(page)
    assert told["signed"].startswith("22 December 2022")
    for name in ("signed", "parties", "form"):
        assert "1 source" in told[name]
        assert "A book, Press, 1 May 2020: p. 1" in told[name]
    assert "/page/book" in page.links
    for claim in small.get("pact")["evidence"]:
        assert f"/v1/claims/{claim['claim']}" in page.links


def test_competing_claims_stand_beside_what_is_accepted(read: Read) -> None:
    told = facts(read("/page/doubt"))
    assert "1 source · 1 differ" in told["signed"]
    assert "says: May 2021" in told["signed"]
    assert "Another day." in told["signed"]
    assert "1 deny" in told["title"]


def test_dates_look_as_uncertain_as_they_are(read: Read) -> None:
    first = {id_: read(f"/page/{id_}").all("time")[0] for id_ in ("pact", "second", "doubt", "council")}
    assert {id_: time.get("title") for id_, time in first.items()} == {
        "pact": None, "second": "only the month is known", "doubt": "about this time", "council": None,
    }  # fmt: skip
    assert [time.get("datetime") for time in first.values()] == ["2022-12-22", "2021-02", "2022", "2019-05-01"]


def test_what_is_only_claimed_says_so_and_is_shown_when_asked_for(read: Read) -> None:
    page = read("/page/denied")
    assert "Not an accepted fact: only claimed" in page.shown
    assert "date" not in facts(page)
    every = read("/page/denied?claims=all")
    assert "not accepted" in facts(every)["date"]
    assert "1 March 2020" in facts(every)["date"]
    assert "/page/denied?claims=all" in page.links
    assert [link for link in every.links if link.startswith("/page/") and "claims=all" in link], "links keep the switch"


def test_participants_have_their_roles_and_sources(read: Read) -> None:
    (table,) = [one for one in read("/page/visit").all("section") if one.get("id") == "participants"]
    rows = [[" ".join("".join(cell.itertext()).split()) for cell in row] for row in table.iter("tr")]
    assert rows[0] == ["Person", "Party", "Evidence"]
    assert [row[:2] for row in rows[1:]] == [["", "State BBB"], ["Ann Doe", "State AAA"]]
    assert all("1 source" in row[2] for row in rows[1:])


def test_panels_of_some_kinds(read: Read) -> None:
    assert "Status on 1 June 2022" in read("/page/pact?on=2022-06-01").shown
    assert "/dyad/AAA/BBB" in read("/page/AAA").links
    said = read("/page/book").shown
    assert "What it says" in said
    assert "Treaty pact" in said


def test_what_links_to_it_leads_to_the_list(read: Read, browser: TestClient) -> None:
    page = read("/page/BBB")
    assert "Instruments 3 as party" in page.shown
    treaties = "/list/treaties?party=BBB"
    assert browser.get(treaties).status_code == 200


@pytest.mark.parametrize(("lang", "name"), [("", "Names"), ("ru", "Названия"), ("kk-Cyrl", "Names")])
def test_languages(read_odd: Read, lang: str, name: str) -> None:
    page = read_odd(f"/page/p3?lang={lang}" if lang else "/page/p3")
    assert name in page.shown
    others = [link for link in page.links if link.startswith("/page/book")]
    assert others[0] == (f"/page/book?lang={lang}" if lang else "/page/book")


def test_former_ids_lead_on() -> None:
    renamed = state("AAA").model_copy(update={"formerly": ["OLD"]})
    records: list[Entity] = [one for one in small() if one.id != "AAA"]
    with TestClient(create_app(Graph.of([*records, renamed])), follow_redirects=False) as client:
        response = client.get("/page/OLD?lang=ru")
    assert (response.status_code, response.headers["location"]) == (308, "/page/AAA?lang=ru")


def test_pages_work_where_the_service_is_mounted() -> None:
    app = create_app(Graph.of([*small(), meeting("fourth", "2020", ("ann", "AAA"))]))
    with TestClient(app, root_path="/graph", headers={"accept": "text/html"}) as client:
        page = Page(client.get("/page/ann").text)
    own = [link for link in page.links if not link.startswith(("http", "#"))]
    assert own
    assert all(link.startswith("/graph/") for link in own)
