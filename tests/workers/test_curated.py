"""What counts as curated, and that nothing of it changes unseen."""

import pyoxigraph as ox
import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from cagraph.workers.write_worker import curated_digest

BASE = "https://kg.example/"
OWN = NamedNode("http://example.org/notes")
CURATED = [
    Quad(
        NamedNode(f"{BASE}id/a"), NamedNode(f"{BASE}p"), Literal("x y . <http://example.org/notes> ."), DefaultGraph()
    ),
    Quad(NamedNode(f"{BASE}id/a"), NamedNode(f"{BASE}p"), NamedNode(f"{BASE}id/b"), NamedNode(f"{BASE}claim/1")),
]


def store(*more: Quad) -> ox.Store:
    made = ox.Store()
    made.extend([*CURATED, *more])
    return made


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
    assert curated_digest(store(added), BASE) == curated_digest(store(), BASE)


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
    with_own = Quad(A, P, Literal("2"), OWN)
    assert curated_digest(store(with_own, added), BASE) != curated_digest(store(with_own), BASE)


def test_taking_away_counts() -> None:
    less = ox.Store()
    less.add(CURATED[0])
    assert curated_digest(less, BASE) != curated_digest(store(), BASE)
