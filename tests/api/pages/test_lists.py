"""Lists that are narrowed by their forms and facets, and the pages of two parties."""

from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

import pytest
from fastapi.testclient import TestClient
from page_read import Page

Read = Callable[[str], Page]


def fields(page: Page) -> dict[str, str]:
    """What stands in the fields of the page's forms, by id; of a choice, what is chosen."""
    found = {str(one.get("id")): str(one.get("value") or "") for one in page.all("input") if one.get("id")}
    for select in page.all("select"):
        chosen = [option.get("value") for option in select if option.get("selected") is not None]
        found[str(select.get("id"))] = str(chosen[0]) if chosen else ""
    return found


def rows(page: Page) -> list[str]:
    """The names of what is listed."""
    (body,) = [one for table in page.all("section") if table.get("class") == "listed" for one in table.iter("tbody")]
    return ["".join(row.find("th").itertext()).strip() for row in body]  # type: ignore[union-attr]


def test_a_form_shows_what_was_asked_for(read: Read) -> None:
    page = read("/list/instruments?q=pact&since=2022&until=2023-01&status=in-force&on=2024-01-01&sort=label&party=AAA")
    shown = fields(page)
    told = {name: shown[name] for name in ("q", "since", "until", "status", "on", "sort")}
    assert told == {
        "q": "pact",
        "since": "2022",
        "until": "2023-01",
        "status": "in-force",
        "on": "2024-01-01",
        "sort": "label",
    }
    hidden = [(one.get("name"), one.get("value")) for one in page.all("input") if one.get("type") == "hidden"]
    assert ("party", "AAA") in hidden, "a form keeps the filters that it does not ask for"


def test_fields_left_empty_ask_for_nothing(read: Read) -> None:
    assert rows(read("/list/treaties?q=&since=&until=&status=&on=&sort=label")) == rows(
        read("/list/treaties?sort=label")
    )


def test_facets_narrow_and_widen_again(read: Read) -> None:
    page = read("/list/meetings")
    assert "/list/meetings?participant=ann" in page.links
    narrowed = read("/list/meetings?participant=ann")
    assert set(rows(narrowed)) < set(rows(page))
    assert "/list/meetings" in narrowed.links, "the filter can be taken away"
    years = {dict(parse_qsl(urlsplit(link).query)).get("since") for link in page.links if "since=" in link}
    assert {"2020", "2021"} <= years


def test_pages_lead_to_the_next_and_back(read: Read) -> None:
    first = read("/list/persons?limit=2&sort=label")
    (onward,) = [str(one.get("href")) for one in first.all("a") if one.get("rel") == "next"]
    second = read(onward)
    (back,) = [str(one.get("href")) for one in second.all("a") if one.get("rel") == "prev"]
    assert rows(read(back)) == rows(first)
    assert not set(rows(first)) & set(rows(second))


def test_files_hold_the_same_list(read: Read, browser: TestClient) -> None:
    page = read("/list/meetings?participant=ann&sort=label")
    (as_json,) = [
        str(one.get("href")) for one in page.all("a") if one.text == "JSON" and "/v1/meetings?" in str(one.get("href"))
    ][:1]
    assert [item["label"] for item in browser.get(as_json).json()["items"]] == rows(page)


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_two_parties(read: Read, lang: str) -> None:
    page = read(f"/dyad/AAA/BBB?on=2024-01-01&lang={lang}")
    assert fields(page)["on"] == "2024-01-01"
    ids = {str(one.get("id")) for one in page.all()}
    assert {"level", "force", "force-unknown", "force-unclocked", "visits", "meetings", "brief", "n1"} <= ids
    bars = [one for one in page.all("rect") if "spell" in str(one.get("class"))]
    assert len(bars) == 1
    assert {"/v1/dyads/AAA/BBB.html", "/v1/dyads/AAA/BBB.md"} <= {link.partition("?")[0] for link in page.links}


def test_two_parties_are_chosen_without_a_script(browser: TestClient) -> None:
    response = browser.get("/dyad?one=AAA&other=BBB&lang=ru")
    assert (response.status_code, response.headers["location"]) == (303, "/dyad/AAA/BBB?lang=ru")


def test_claims_about_two_parties_are_shown_when_asked_for(read: Read) -> None:
    assert "A book" not in claims_of(read("/dyad/AAA/BBB"))
    assert "book: p. 7" in claims_of(read("/dyad/AAA/BBB?claims=all"))


def claims_of(page: Page) -> str:
    sections = [one for one in page.all("section") if one.get("aria-labelledby") == "claimed"]
    return " ".join(" ".join("".join(one.itertext()).split()) for one in sections)


def test_explore_keeps_its_span(read: Read) -> None:
    page = read("/explore?view=visits&since=2020&until=2020-12")
    assert {name: fields(page)[name] for name in ("view", "since", "until")} == {
        "view": "visits",
        "since": "2020",
        "until": "2020-12",
    }
    sources = {one.get("data-source") for one in page.all("section") if one.get("data-view")}
    assert sources == {"/v1/export/events.nodelink.json"}  # the views filter it
