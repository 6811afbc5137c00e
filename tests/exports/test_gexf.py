"""GEXF as Gephi wants it: each rule that its importer was measured to have."""

import io
import itertools
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from cagraph.errors import NotFoundError
from cagraph.exports.networks.columns import EDGE_COLUMNS, NODE_COLUMNS
from cagraph.exports.networks.spells import spells
from cagraph.graph import Graph
from cagraph.mirror import views
from cagraph.model import MODEL, Entity

GRAMMAR = Path(__file__).parent.parent.parent.parent / "shared" / "gexf" / "gexf.rng"
NAMES = {"g": "http://gexf.net/1.3", "viz": "http://gexf.net/1.3/viz"}


def written(graph: Graph, view: str, **span: str) -> bytes:
    return b"".join(graph.export("gexf", view, **span))


@pytest.fixture(scope="module", params=sorted(views()))
def view(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def tree(graph: Graph, view: str) -> Any:
    return etree.fromstring(written(graph, view))


def all_of(tree: Any, path: str) -> list[Any]:
    return list(tree.iterfind(f".//{path}", NAMES))


@pytest.mark.skipif(not GRAMMAR.exists(), reason="the RELAX NG grammar of GEXF is not at hand")
def test_it_fits_the_grammar(tree: Any) -> None:
    grammar = etree.RelaxNG(etree.parse(GRAMMAR))
    assert grammar.validate(tree), grammar.error_log


def test_networkx_reads_the_same_graph(graph: Graph, view: str) -> None:
    ours: Any = graph.mirror(view)
    read = nx.read_gexf(io.BytesIO(written(graph, view)), version="1.3")
    assert set(read) == set(ours)
    assert read.number_of_edges() == ours.number_of_edges()
    assert {node: data["label"] for node, data in read.nodes(data=True)} == {
        node: data["label"] for node, data in ours.nodes(data=True)
    }


def test_colours_are_numbers_with_alpha(tree: Any) -> None:
    colours = all_of(tree, "viz:color")
    assert colours
    assert all(set(colour.attrib) == {"r", "g", "b", "a"} for colour in colours)


def test_nothing_moves_on_import(tree: Any) -> None:
    """Sizes from exactly 4 to 100, the middle at the origin, within 5000 of it, every node placed."""
    nodes = all_of(tree, "g:node")
    sizes = [float(size.get("value")) for size in all_of(tree, "viz:size")]
    assert len(sizes) == len(nodes)
    assert (min(sizes), max(sizes)) == (4.0, 100.0)
    points = [(float(p.get("x")), float(p.get("y"))) for p in all_of(tree, "viz:position")]
    assert len(points) == len(nodes)
    for axis in (0, 1):
        assert abs(sum(point[axis] for point in points) / len(points)) < 0.1
        assert max(abs(point[axis]) for point in points) <= 5000
    assert len(set(points)) == len(points), "no two nodes stand on each other"


def test_everything_is_labelled_and_weighed(tree: Any) -> None:
    assert all(node.get("label") for node in all_of(tree, "g:node"))
    for edge in all_of(tree, "g:edge"):
        assert edge.get("label")
        assert edge.get("kind")
        assert float(edge.get("weight")) > 0


def test_one_edge_for_source_target_and_kind(tree: Any) -> None:
    keys = [(edge.get("source"), edge.get("target"), edge.get("kind")) for edge in all_of(tree, "g:edge")]
    assert len(keys) == len(set(keys))
    assert all(edge.get("type") is None for edge in all_of(tree, "g:edge")), "all go one way, by the default"
    ids = [edge.get("id") for edge in all_of(tree, "g:edge")]
    assert len(ids) == len(set(ids))


def test_one_block_of_attributes_a_class_with_safe_ids(tree: Any) -> None:
    blocks = all_of(tree, "g:attributes")
    assert [block.get("class") for block in blocks] == ["node", "edge"]
    reserved = {"id", "label", "weight", "interval"}
    for column in (*NODE_COLUMNS, *EDGE_COLUMNS):
        assert column.id == column.id.lower()
        assert column.id not in reserved
        assert column.type in {"string", "integer", "double", "liststring"}


def test_time_is_dates_in_intervals(tree: Any) -> None:
    graph = tree.find("g:graph", NAMES)
    assert {name: graph.get(name) for name in ("mode", "timeformat", "timerepresentation", "timezone")} == {
        "mode": "dynamic",
        "timeformat": "date",
        "timerepresentation": "interval",
        "timezone": "UTC",
    }
    for spell in all_of(tree, "g:spell"):
        ends = {name: date.fromisoformat(value) for name, value in spell.attrib.items()}
        assert ends
        assert len(ends) == 1 or ends["start"] < ends["end"]


def test_what_gephi_stumbles_over_is_absent(tree: Any) -> None:
    assert not all_of(tree, "g:options")
    assert not all_of(tree, "g:node//g:node")
    assert not tree.xpath("//@pid | //@hex | //@startopen | //@endopen")


def test_meta_explains_the_file(graph: Graph, tree: Any, view: str) -> None:
    meta = tree.find("g:meta", NAMES)
    assert [etree.QName(child).localname for child in meta] == ["creator", "keywords", "description"]
    description = meta.findtext("g:description", namespaces=NAMES)
    assert graph.data_version in description
    assert graph.views[view].rule in description
    assert "CC BY 4.0" in description


def test_a_day_is_visible_on_the_timeline(graph: Graph) -> None:
    tree = etree.fromstring(written(graph, "events"))
    (node,) = tree.xpath("//g:node[@id='consultative-meeting-6']", namespaces=NAMES)
    (spell,) = node.findall("g:spells/g:spell", NAMES)
    assert dict(spell.attrib) == {"start": "2024-08-09", "end": "2024-08-10"}
    values = {value.get("for"): value.get("value") for value in node.iterfind(".//g:attvalue", NAMES)}
    assert values["date"] == "2024-08-09"
    assert values["date_precision"] == "day"
    assert values["year"] == "2024"
    assert values["place"] == "Astana"
    assert "seed-article" in json.loads(values["sources"])
    month = tree.xpath("//g:node[@id='kaz-uzb-cargo-transport-understanding-2024']//g:spell", namespaces=NAMES)[0]
    assert dict(month.attrib) == {"start": "2024-04-01", "end": "2024-05-01"}


@given(
    st.lists(st.tuples(st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.integers(0, 400), st.booleans()), max_size=6)
)
def test_spells_cover_the_same_days_without_overlap(spans: list[tuple[date, int, bool]]) -> None:
    given_spans = [
        (first.isoformat(), "" if is_open else (first + timedelta(days=length)).isoformat())
        for first, length, is_open in spans
    ]
    found = spells(given_spans)
    assert found == sorted(found)
    for (_, end), (start, _) in itertools.pairwise(found):
        assert end
        assert end < start
    for day in (date(1990, 1, 1) + timedelta(days=97 * step) for step in range(160)):
        text = day.isoformat()
        covered = any(first <= text and (not last or text <= last) for first, last in given_spans)
        assert covered == any(start <= text and (not end or text < end) for start, end in found)


HOSTILE = "Quotes \" ' & <b> ]]> \u202e Қаз 🕊 \u0085 line\nbreak"


def test_hostile_labels_survive() -> None:
    def make(kind: str, **fields: Any) -> Entity:
        record = MODEL.kind(kind).cls.model_validate(fields)
        assert isinstance(record, Entity)
        return record

    records = [
        make("Source", id="s", label="S"),
        make("State", id="AAA", label=HOSTILE, evidence=[{"source": "s", "at": "1"}]),
        make("State", id="BBB", label="B", evidence=[{"source": "s", "at": "1"}]),
        make(
            "Treaty",
            id="t",
            label=HOSTILE,
            parties=["AAA", "BBB"],
            evidence=[{"source": "s", "at": "1", "supports": ["parties"]}],
        ),
    ]
    tree = etree.fromstring(written(Graph.of(records), "ties"))
    (node,) = tree.xpath("//g:node[@id='AAA']", namespaces=NAMES)
    assert node.get("label") == HOSTILE
    empty = etree.fromstring(written(Graph.of(records[:1]), "events"))
    assert all_of(empty, "g:node") == []


def test_unknown_formats_are_told(graph: Graph) -> None:
    with pytest.raises(NotFoundError, match="did you mean 'gexf'"):
        graph.export("gefx")


def test_nquads_are_sorted_and_whole(article: Graph) -> None:
    lines = b"".join(article.export("nquads")).decode().splitlines()
    assert lines == sorted(lines)
    assert len(lines) == len(article.store)
