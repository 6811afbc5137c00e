"""What counts as curated, and that nothing of it changes unseen."""

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from cagraph.store import content
from cagraph.workers.write_worker import touches

BASE = "https://kg.example/"
OWN = NamedNode("http://example.org/notes")
CURATED = [
    Quad(
        NamedNode(f"{BASE}id/a"), NamedNode(f"{BASE}p"), Literal("x y . <http://example.org/notes> ."), DefaultGraph()
    ),
    Quad(NamedNode(f"{BASE}id/a"), NamedNode(f"{BASE}p"), NamedNode(f"{BASE}id/b"), NamedNode(f"{BASE}claim/1")),
]


A, P = CURATED[0].subject, CURATED[0].predicate


@pytest.mark.parametrize(
    "added",
    [
        Quad(A, P, Literal("1"), OWN),
        Quad(A, P, NamedNode(f"{BASE}id/c"), OWN),
        Quad(A, P, OWN, OWN),
        Quad(OWN, P, Literal('"> .'), OWN),
    ],
)
def test_graphs_of_ones_own_do_not_count(added: Quad) -> None:
    assert not touches(content.lines([added]), BASE)


@pytest.mark.parametrize(
    "added",
    [
        Quad(A, P, Literal("1"), DefaultGraph()),
        Quad(A, P, OWN, DefaultGraph()),
        Quad(A, P, Literal("1"), NamedNode(f"{BASE}claim/1")),
        Quad(A, P, Literal("1"), NamedNode(f"{BASE}graph/new")),
    ],
)
def test_everything_else_does(added: Quad) -> None:
    assert touches(content.lines([Quad(A, P, Literal("2"), OWN), added]), BASE)


def test_a_graph_that_holds_nothing_is_no_fact() -> None:
    assert not touches([b"GRAPH <http://example.org/notes>\n"], BASE)
