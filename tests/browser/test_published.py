"""What people do on a publication, below some path of a plain host of files: with no request to anywhere else."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from browser.driver import Driver, MissingError, hosted, scenes_of, served
from cagraph.graph import Graph
from cagraph.model import Entity
from cagraph.model.kinds.sources import Source
from cagraph_api.publication import publish

SCENES = scenes_of("published")


def cited(records: list[Entity]) -> list[Entity]:
    """The records without the sources that none of them rests on: a publication has a page for each."""
    rested_on = {one.source for record in records for one in record.evidence}
    return [record for record in records if not isinstance(record, Source) or record.id in rested_on]


@pytest.fixture(scope="module")
def played(article_records: list[Entity], tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[str]]:
    """What went wrong, by scene; beside the publication there is the service over the same graph, to compare with."""
    place = Path(tmp_path_factory.mktemp("published"))
    try:
        driver = Driver(place)
    except MissingError as error:
        pytest.skip(str(error))
    graph = Graph.of(cited(article_records))
    publish(graph, place / "host" / "some" / "where")
    with hosted(place / "host") as host, served(graph) as service:
        return driver.play(f"{host}some/where/", service, "published")


@pytest.mark.parametrize("scene", SCENES)
def test_nothing_goes_wrong(played: Mapping[str, list[str]], scene: str) -> None:
    assert played[scene] == []


def test_every_scene_is_looked_at(played: Mapping[str, list[str]]) -> None:
    assert set(played) == set(SCENES)
