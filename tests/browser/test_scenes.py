"""What people do on the pages, done by a browser: without errors, and without a request to anywhere else."""

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest
from hostile import hostile
from page_world import spoofed, world

from browser.driver import Driver, MissingError, scenes_of, served
from cagraph.graph import Graph

SCENES = scenes_of("scenes")


@pytest.fixture(scope="module")
def played(article_on_memory: Graph, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[str]]:
    """What went wrong, by scene. The scenes are played once, one after another in one browser."""
    try:
        driver = Driver(Path(tmp_path_factory.mktemp("driver")))
    except MissingError as error:
        pytest.skip(str(error))
    with ExitStack() as services:
        graphs = (article_on_memory, Graph.of([*world(), *spoofed(), *hostile()[1:]]))
        return driver.play(*(services.enter_context(served(graph)) for graph in graphs))


@pytest.mark.parametrize("scene", SCENES)
def test_nothing_goes_wrong(played: Mapping[str, list[str]], scene: str) -> None:
    assert played[scene] == []


def test_every_scene_is_looked_at(played: Mapping[str, list[str]]) -> None:
    assert set(played) == set(SCENES)
