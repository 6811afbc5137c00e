"""Rows are counted whatever the format, and wherever the pieces are cut."""

import itertools

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from cagraph.workers import GRAPH_FORMATS, RESULT_FORMATS
from cagraph.workers.counting import RowCounter

VALUES = st.lists(st.text(alphabet='a"\\{}[],:<>/result\n\r\t ж', max_size=12), max_size=12)
COUNTED = sorted(RESULT_FORMATS)


def answer(values: list[str], media_type: str, query: str = "SELECT ?o ?s ?none { ?s <urn:p> ?o }") -> bytes:
    store = ox.Store()
    store.extend(
        Quad(NamedNode(f"urn:s{place}"), NamedNode("urn:p"), Literal(value)) for place, value in enumerate(values)
    )
    body: bytes = store.query(query).serialize(format=RESULT_FORMATS[media_type])
    return body


def counted(body: bytes, media_type: str, cuts: list[int]) -> int:
    counter = RowCounter(media_type)
    places = sorted({cut % (len(body) + 1) for cut in cuts} | {0, len(body)})
    for start, end in itertools.pairwise(places):
        counter.feed(body[start:end])
    return counter.rows


@pytest.mark.parametrize("media_type", COUNTED)
@given(values=VALUES, cuts=st.lists(st.integers(0, 10_000), max_size=20))
def test_rows_are_counted_whatever_the_pieces(media_type: str, values: list[str], cuts: list[int]) -> None:
    assert counted(answer(values, media_type), media_type, cuts) == len(values)


@pytest.mark.parametrize("media_type", COUNTED)
@pytest.mark.parametrize("count", [0, 1, 2, 7])
def test_rows_are_counted_byte_by_byte(media_type: str, count: int) -> None:
    body = answer(['},{"[{"<result>\n'] * count, media_type)
    assert counted(body, media_type, list(range(len(body)))) == count


@pytest.mark.parametrize("media_type", COUNTED)
def test_rows_without_a_value_count(media_type: str) -> None:
    body = answer(["x"] * 5, media_type, "SELECT ?none { ?s ?p ?o }")
    assert counted(body, media_type, list(range(len(body)))) == 5


def test_triples_in_lines_are_counted_and_other_graphs_are_not() -> None:
    store = ox.Store()
    store.extend(Quad(NamedNode(f"urn:s{n}"), NamedNode("urn:p"), Literal('a\n"')) for n in range(9))
    for media_type, format_ in GRAPH_FORMATS.items():
        body = store.query("CONSTRUCT WHERE { ?s ?p ?o }").serialize(format=format_)
        expected = 9 if media_type in {"application/n-triples", "application/n-quads"} else 0
        assert counted(body, media_type, [7, 30]) == expected
