"""The service over the article alone, with keys, and the graph that others are over."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from served import Served

from cagraph.graph import Endpoint, Graph, Keys, Limits
from cagraph.model import Entity
from cagraph_api import Service, create_app


@pytest.fixture(scope="session")
def graph(built_graph: Graph) -> Graph:
    """The shipped data on disk: a service over a graph in memory first writes all of it for its workers."""
    return built_graph


@pytest.fixture(scope="module")
def served(article_records: list[Entity], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    graph = Graph.of(article_records)
    file = tmp_path_factory.mktemp("keys") / "keys.json"
    keys = Keys(file)
    write, curate = keys.add("writer", "write"), keys.add("curator", "curate")
    # Whole graphs are read here, which a busy machine may not do in the time that strangers are given.
    endpoint = Endpoint(graph, Limits(seconds=60.0))
    service = Service(graph, endpoint, keys, "http://testserver", proxies=("10.0.0.0/8",))
    with TestClient(create_app(graph, service)) as client:
        yield Served(client, service, write, curate, file)
