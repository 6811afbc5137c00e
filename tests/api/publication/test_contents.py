"""Which file an address of the service becomes, and how a page is changed for its place."""

import pytest

from cagraph_api.publication.contents import Contents
from cagraph_api.publication.rewriting import MARK, Placing, following

CONTENTS = Contents(
    languages=("en", "ru"),
    entities={"KAZ": "states", "unit.usd": "concepts"},
    pairs=frozenset({("KAZ", "UZB")}),
    collections=frozenset({"states", "events", "treaties"}),
    narrowed=frozenset({("treaties", "party", "KAZ"), ("events", "year", "2022")}),
    queries=frozenset({"visits-to"}),
    questions={"en": {"who came & went?": "visits-to"}, "ru": {}},
    exports={"all.nq": "data/all.nq.gz", "ties.gexf": "data/ties.gexf", "ties.nodelink.json ru": "data/ru/ties.json"},
)


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/", "index.html"),
        ("/?lang=ru", "ru/index.html"),
        ("/page/KAZ", "page/KAZ.html"),
        ("/page/unit.usd#evidence", "page/unit.usd.html#evidence"),
        ("/id/KAZ", "page/KAZ.html"),
        ("/page/KAZ?claims=all&lang=ru", "ru/page/KAZ.html"),
        ("/page/KAZ?on=2022-01-01", None),
        ("/page/nobody", None),
        ("/page/KAZ?lang=kk-Cyrl", None),
        ("/dyad/UZB/KAZ", "dyad/KAZ/UZB.html"),
        ("/dyad/KAZ/KGZ", None),
        ("/list/treaties", "list/treaties.html"),
        ("/list/treaties?party=KAZ&limit=100", "list/treaties/party/KAZ.html"),
        ("/list/treaties?party=UZB", None),
        ("/list/treaties?party=KAZ&party=UZB", None),
        ("/list/events?since=2022&until=2022", "list/events/year/2022.html"),
        ("/list/events?since=2022&until=2023", None),
        ("/list/events?since=2022", "list/events.html"),
        ("/list/wonders", None),
        ("/search", "search.html"),
        ("/search?q={q}", "search.html?q={q}"),
        ("/ask?q=who+came+%26+went%3F", "ask/visits-to.html"),
        ("/ask?q=who+came+%26+went%3F&lang=ru", None),
        ("/queries/visits-to", "queries/visits-to.html"),
        ("/queries/visits-to?to=KAZ", None),
        ("/sparql-page?example=visits-to", "sparql-page/visits-to.html"),
        ("/sparql-page?query=ASK+%7B%7D", "sparql-page.html?query=ASK%20{}"),
        ("/changes?id=KAZ", None),
        ("/docs", None),
        ("/style.css?v=1", "style.css"),
        ("/static/assets/main.js", "static/assets/main.js"),
        ("/v1/states/KAZ", "page/KAZ.json"),
        ("/v1/states/KAZ.ttl", "page/KAZ.ttl"),
        ("/v1/concepts/unit.usd?lang=ru", "page/unit.usd.json"),
        ("/v1/treaties/KAZ", None),
        ("/v1/export/all.nq", "data/all.nq.gz"),
        ("/v1/export/ties.gexf", "data/ties.gexf"),
        ("/v1/export/ties.gexf?since=2020", None),
        ("/v1/export/ties.nodelink.json?lang=ru", "data/ru/ties.json"),
        ("/v1/claims/0a1b", None),
    ],
)
def test_addresses_become_files(address: str, file: str | None) -> None:
    assert CONTENTS.file(address) == file


PAGE = (
    f'<html lang="en"><head><meta charset="utf-8">\n<link rel="canonical" href="{MARK}/page/KAZ">\n'
    '<link rel="alternate" href="/v1/nothing">\n</head>'
    '<a href="/page/KAZ?claims=all">all</a> <a href="/list/treaties?a=1&amp;b=2"><b>some</b></a>'
    '<form action="/ask"><input></form><a href="https://example.org/?a=1&amp;b=2">out</a>'
    '<a rel="prev" href="/list/treaties?cursor=x">p</a><a rel="next" href="/list/treaties?cursor=y&amp;z=1">n</a>'
)


def test_a_page_is_changed_for_its_place() -> None:
    placed = Placing(CONTENTS, "list/treaties", "ru", number=3, goes_on=True).placed(PAGE)
    assert placed.startswith('<html data-published="../" lang="en"><head><meta charset="utf-8">\n<meta http-equiv=')
    assert placed.endswith(
        '<link rel="canonical" href="../../page/KAZ.html">\n</head>'
        '<a href="../../page/KAZ.html">all</a> <b>some</b><a href="https://example.org/?a=1&amp;b=2">out</a>'
        '<a rel="prev" href="treaties~2.html">p</a><a rel="next" href="treaties~4.html">n</a>'
    )


def test_the_last_page_leads_no_further_and_the_second_to_the_first() -> None:
    placed = Placing(CONTENTS, "list/treaties", "en", "https://example.org/kg/", number=2).placed(PAGE)
    assert 'rel="next"' not in placed
    assert '<a rel="prev" href="treaties.html">' in placed
    assert 'href="https://example.org/kg/page/KAZ.html"' in placed


def test_what_is_only_claimed_is_led_to_from_its_own_page_alone() -> None:
    own = Placing(CONTENTS, "page/KAZ", "en", other_claims=True)
    assert '<a href="KAZ~claims.html">all</a>' in own.placed(PAGE)
    assert own.file == "page/KAZ.html"
    assert Placing(CONTENTS, "page/KAZ", "en", claimed=True).file == "page/KAZ~claims.html"


def test_the_next_page_is_known_by_its_link() -> None:
    assert following(PAGE) == "/list/treaties?cursor=y&z=1"
    assert following("<p>no list</p>") == ""
