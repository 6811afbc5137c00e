"""Briefs: what they hold, that every sentence has its sources, and that nothing in the data can break out."""

import re
import tomllib
from html.parser import HTMLParser
from importlib.resources import files

import made_up
import pytest

from cagraph import dyads
from cagraph.dyads import LANGUAGES, Brief
from cagraph.dyads.phrases import Phrases
from cagraph.graph import Graph
from cagraph.mirror import Window

NOTE = re.compile(r"\[\^(\d+)\]")


def made(graph: Graph, one: str, other: str, lang: str = "en") -> Brief:
    relation = graph._now.dyads.relation(one, other, "", Window(), lang)
    return dyads.brief(relation, lang, graph.data_version, f"/v1/dyads/{one}/{other}")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("pair", [("KAZ", "UZB"), ("KGZ", "TJK"), ("KAZ", "RUS"), ("KAZ", "sco")])
def test_every_sentence_has_notes_and_every_note_is_used_and_resolves(
    graph: Graph, pair: tuple[str, str], lang: str
) -> None:
    brief = made(graph, *pair, lang)
    clauses = [
        clause
        for section in brief.sections
        for block in section.blocks
        for group in (block.clauses, *block.items)
        for clause in group
    ]
    numbers = {note.number: note for note in brief.notes}
    assert list(numbers) == list(range(1, len(numbers) + 1))
    assert all(clause.notes and clause.text for clause in clauses)
    assert {number for clause in clauses for number in clause.notes} == numbers.keys()
    for note in brief.notes:
        if note.source:
            source = graph.get(note.source)
            assert source["kind"] == "Source"
            assert note.title == source.get("title", source["label"])
            assert note.url == source.get("url", "")
            assert note.at
        else:
            assert f"/v1/dyads/{pair[0]}/{pair[1]}" in note.text
    assert sum(not note.source for note in brief.notes) == 1
    assert graph.data_version in brief.foot


def test_the_alliance_treaty_with_both_ratifications(graph: Graph) -> None:
    text = NOTE.sub("", graph.brief("KAZ", "UZB"))
    line = next(line for line in text.splitlines() if line.startswith("- Treaty on Alliance Relations"))
    assert "signed 22 December 2022" in line
    assert "ratification by Uzbekistan: 30 November 2023" in line
    assert "ratification by Kazakhstan: 20 May 2024" in line
    assert "cannot be known from the record" in line
    assert "## What is not known" in text
    assert len(text[: text.index("## Sources")].split()) < 1500


def test_as_of_a_day_nothing_later_is_told(graph: Graph) -> None:
    text = graph.brief("KAZ", "UZB", on="2016-01-01")
    body = text[: text.index("## Sources")]
    assert "Alliance since" not in body
    assert "Karimov" in body
    nodes = graph.mirror().nodes
    found = graph.dyad("KAZ", "UZB", on="2016-01-01")
    for section in ("relations", "instruments", "meetings", "visits", "events", "figures"):
        assert all(nodes[one["id"]].get("earliest", "") <= "2016-01-01" for one in found[section])
        assert all(
            act["date"] is None or act["date"] <= "2016" for one in found[section] for act in one.get("acts", [])
        )


def test_russian(graph: Graph) -> None:
    text = graph.brief("KAZ", "UZB", lang="ru")
    assert text.startswith("# Казахстан и Узбекистан: справка")
    assert "Союзнические отношения: с 6 декабря 2021." in text
    assert "ратификация, Узбекистан: 30 ноября 2023" in NOTE.sub("", text)


def test_the_same_text_each_time(graph: Graph) -> None:
    assert graph.brief("KGZ", "UZB", format_="html") == graph.brief("KGZ", "UZB", format_="html")


class Page(HTMLParser):
    """Notes tags, links and where they point."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.ids: set[str] = set()
        self.links: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        values = dict(attrs)
        self.ids.add(values.get("id") or "")
        self.links.add(values.get("href") or "")
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_html_is_whole_and_needs_nothing_else(graph: Graph) -> None:
    page = Page()
    page.feed(graph.brief("KAZ", "UZB", format_="html"))
    assert page.open == []
    assert not {"script", "link", "img", "iframe", "object"} & set(page.tags)
    inner = {link[1:] for link in page.links if link.startswith("#")}
    assert inner
    assert inner <= page.ids


HOSTILE = "<script>alert(1)</script>"


def test_what_stands_in_the_data_cannot_break_out() -> None:
    records = [
        one.model_copy(update={"label": f"{HOSTILE} [x](javascript:alert(1))"}) if one.id in {"pact", "AAA"} else one
        for one in made_up.small()
    ]
    records[0] = made_up.SOURCE.model_copy(
        update={"title": f'"{HOSTILE}', "publisher": HOSTILE, "url": "javascript:alert(1)"}
    )
    graph = Graph.of(records)
    page = graph.brief("AAA", "BBB", on="2024-01-01", format_="html")
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert 'href="javascript' not in page
    text = graph.brief("AAA", "BBB", on="2024-01-01")
    assert "<script" not in text.replace(r"\<script", "")
    assert r"\[x\](javascript" in text
    assert "<javascript" not in text


def test_every_language_has_the_same_words_with_the_same_slots() -> None:
    said = [
        tomllib.loads((files("cagraph.dyads") / f"words.{lang}.toml").read_text(encoding="utf-8"))["say"]
        for lang in LANGUAGES
    ]
    assert all(words.keys() == said[0].keys() for words in said)
    for key, template in said[0].items():
        slots = set(re.findall(r"\{(\w+)\}", template))
        for words in said[1:]:
            assert set(re.findall(r"\{(\w+)\}", words[key])) <= slots


@pytest.mark.parametrize(
    ("lang", "text", "words"),
    [
        ("en", "2022", "2022"),
        ("en", "2022-12~", "≈ December 2022"),
        ("en", "2024-08-08/2024-08-09", "8–9 August 2024"),
        ("en", "2021-04-28/2021-05-01", "28 April 2021 – 1 May 2021"),
        ("en", "2019/..", "2019 – …"),
        ("ru", "2022-12-22", "22 декабря 2022"),
        ("ru", "2022-12", "декабрь 2022"),
    ],
)
def test_dates_in_words(lang: str, text: str, words: str) -> None:
    assert Phrases(lang).date(text) == words
