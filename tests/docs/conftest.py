"""The graph that the docs are tried on."""

import pytest

from cagraph.graph import Graph


@pytest.fixture(scope="session")
def graph(built_graph: Graph) -> Graph:
    """The shipped data on disk: a service over a graph in memory first writes all of it for its workers."""
    return built_graph
