"""BibTeX that parsers read back as it was meant, whatever sources are called; CSV as well."""

import csv
import io
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cagraph.panels import Panel
from cagraph.panels.bibliography import bibtex, escaped

BACK = {
    r"\textbackslash{}": "\\", r"\textbraceleft{}": "{", r"\textbraceright{}": "}", r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^", r"\%": "%", r"\$": "$", r"\#": "#", r"\&": "&", r"\_": "_",
}  # fmt: skip
words = st.text(st.sampled_from("aZé中#$%&_{}~^\\\"'@=, \n\t"), max_size=30)


def unescaped(text: str) -> str:
    """What LaTeX would print."""
    found, at = "", 0
    while at < len(text):
        command = next((one for one in sorted(BACK, key=len, reverse=True) if text.startswith(one, at)), "")
        found += BACK[command] if command else text[at]
        at += len(command) or 1
    return found


def entries(text: str) -> list[tuple[str, str, dict[str, str]]]:
    """The entries of a bibliography, by counting braces as BibTeX does."""
    found, at = [], 0
    while (at := text.find("@", at)) >= 0:
        kind, _, rest = text[at + 1 :].partition("{")
        key, _, body = rest.partition(",")
        fields, depth, name, value, taken = {}, 1, "", "", len(kind) + len(key) + 3
        for sign in body:
            taken += 1
            depth += {"{": 1, "}": -1}.get(sign, 0)
            if depth == 0:
                break
            if depth == 1 and sign == "}":
                fields[name.strip(" ,\n=")] = value[1:]
                name = value = ""
            elif depth == 1:
                name += sign
            else:
                value += sign
        assert depth == 0, "braces are balanced"
        found.append((kind, key, fields))
        at += taken
    return found


@given(words)
def test_escaping_is_undone_by_printing(text: str) -> None:
    made = escaped(text)
    assert unescaped(made) == " ".join(text.split())
    assert made.count("{") == made.count("}")


@given(st.lists(st.tuples(words, words, words), max_size=4))
def test_every_source_is_one_entry(drawn: list[tuple[str, str, str]]) -> None:
    sources = [
        {
            "id": f"source-{number}",
            "label": "L",
            "title": title,
            "publisher": publisher,
            "author": author,
            "url": "https://e.org/a%20b_c",
        }
        for number, (title, publisher, author) in enumerate(drawn)
    ]
    (_, key, data), *found = entries(bibtex(sources, "f00d"))
    assert (key, data["version"]) == ("cagraph", "f00d")
    assert [key for _, key, _ in found] == [source["id"] for source in sources]
    for (kind, _, fields), source in zip(found, sources, strict=True):
        assert kind == "online"
        title = " ".join(source["title"].split()) or ("L" if not source["title"] else "")
        assert unescaped(fields["title"][1:-1]) == title
        assert fields["url"] == "https://e.org/a%20b_c"
        if source["author"]:
            assert unescaped(fields["author"][1:-1]) == " ".join(source["author"].split())


def test_an_entry() -> None:
    source = {
        "id": "a-source", "label": "A source", "title": "Gas & {oil}", "publisher": "Press", "author": "Doe",
        "url": "https://example.org/a", "published": "2017-03", "accessed": "2026-11-23", "language": "en",
    }  # fmt: skip
    plain = {"id": "plain", "label": "No page", "published": "not a date"}
    assert bibtex([source, plain], "f00d").partition("@online")[2] == (
        "{a-source,\n  author = {{Doe}},\n  title = {{Gas \\& \\textbraceleft{}oil\\textbraceright{}}},\n"
        "  organization = {{Press}},\n  date = {2017-03},\n  url = {https://example.org/a},\n"
        "  urldate = {2026-11-23},\n  language = {en},\n}\n\n@misc{plain,\n  title = {{No page}},\n}\n"
    )


def test_what_a_store_was_made_to_hold_closes_no_entry() -> None:
    source = {"id": "x", "label": "L", "url": "https://e.org/}, @misc{y,", "accessed": "2020}"}
    found = entries(bibtex([source], "f00d"))
    assert [key for _, key, _ in found] == ["cagraph", "x"]
    assert found[1][2]["url"] == "https://e.org/%7D,%20@misc%7By,"


values = st.none() | words | st.integers(-9, 9)


@given(st.lists(st.tuples(values, st.lists(st.sampled_from(["a-1", "b.2"]), max_size=2)), max_size=5))
def test_csv_is_read_back(drawn: list[tuple[Any, list[str]]]) -> None:
    variables = [{"name": name, "type": "text"} for name in ("value", "ids")]
    panel = Panel({"variables": variables, "rows": [{"value": value, "ids": ids} for value, ids in drawn]})
    head, *rows = csv.reader(io.StringIO(panel.csv(), newline=""))
    assert head == ["value", "ids"]
    assert rows == [["" if value is None else str(value), ";".join(ids)] for value, ids in drawn]
