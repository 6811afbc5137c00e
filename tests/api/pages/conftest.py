"""The explorer over a small world, as a browser asks for it."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from fastapi.testclient import TestClient
from hostile import hostile
from page_read import Page
from page_world import spoofed, world

from cagraph.graph import Graph
from cagraph_api import create_app

BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture(scope="package")
def small() -> Graph:
    return Graph.of(world())


@pytest.fixture(scope="package")
def odd() -> Graph:
    """The same with texts and addresses that break careless pages."""
    return Graph.of([*world(), *spoofed(), *hostile()[1:]])


@pytest.fixture(scope="package")
def browser(small: Graph) -> Iterator[TestClient]:
    with TestClient(create_app(small), headers=BROWSER, follow_redirects=False) as made:
        yield made


@pytest.fixture
def read(browser: TestClient) -> Callable[[str], Page]:
    return partial(_read, browser)


@pytest.fixture
def read_odd(odd: Graph) -> Iterator[Callable[[str], Page]]:
    with TestClient(create_app(odd), headers=BROWSER, follow_redirects=False) as made:
        yield partial(_read, made)


def _read(client: TestClient, path: str) -> Page:
    response = client.get(path)
    assert response.status_code == 200, (path, response.text)
    return Page(response.text)
