"""A publication of a small world."""

import pytest
from page_world import world
from publication_read import Published

from cagraph.graph import Graph
from cagraph_api.publication import publish

ADDRESS = "https://example.org/graphs/region/"


@pytest.fixture(scope="package")
def region() -> Graph:
    return Graph.of(world())


@pytest.fixture(scope="package")
def published(region: Graph, tmp_path_factory: pytest.TempPathFactory) -> Published:
    place = tmp_path_factory.mktemp("publication") / "site"
    told = publish(region, place, address=ADDRESS)
    found = Published(place, "/graphs/region/")
    assert told.files == len(found.files)
    assert told.bytes == sum((place / file).stat().st_size for file in found.files)
    return found
