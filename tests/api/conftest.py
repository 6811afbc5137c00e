"""The service over the article alone, with keys."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from served import Served

from cagraph.graph import Endpoint, Graph, Keys
from cagraph.model import Entity
from cagraph_api import Service, create_app


@pytest.fixture(scope="module")
def served(article_records: list[Entity], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    graph = Graph.of(article_records)
    file = tmp_path_factory.mktemp("keys") / "keys.json"
    keys = Keys(file)
    write, curate = keys.add("writer", "write"), keys.add("curator", "curate")
    service = Service(graph, Endpoint(graph), keys, "http://testserver", proxies=("10.0.0.0/8",))
    with TestClient(create_app(graph, service)) as client:
        yield Served(client, service, write, curate, file)
