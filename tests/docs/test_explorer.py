"""What docs/explorer.md says: each address answers with a page, each anchor is there."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from page_read import Page

from cagraph.graph import Graph
from cagraph_api import create_app
from cagraph_api.pages import COVERED

TEXT = (Path(__file__).parents[2] / "docs/explorer.md").read_text(encoding="utf-8")
TOLD = re.findall(r"^\| ((?:`/[^`]*`(?:, )?)+)", TEXT, re.MULTILINE)
ADDRESSES = [address for told in TOLD for address in re.findall("`([^`]*)`", told)]


@pytest.fixture(scope="module")
def client(article_on_memory: Graph) -> Iterator[TestClient]:
    with TestClient(create_app(article_on_memory), headers={"accept": "text/html"}) as made:
        yield made


@pytest.mark.parametrize("address", ADDRESSES)
def test_each_address_is_a_page(client: TestClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    assert Page(response.text).faults() == []


def test_every_page_is_told_of() -> None:
    told = {"/" + address.split("/")[1].partition("?")[0] for address in ADDRESSES}
    assert told == {"/", *(path.rstrip("/") for path in COVERED)}


def test_iris_and_anchors_are_as_told(client: TestClient) -> None:
    assert client.get("/id/KAZ").url.path == "/page/KAZ"
    ids = [one.get("id") for one in Page(client.get("/page/kaz-uzb-alliance-2022").text).all()]
    assert "signed" in ids
