"""Graphs that many tests share: the shipped data, and the article alone, on each engine."""

import gc
from pathlib import Path

import pytest
import watched as region
from hypothesis import settings as hypothesis_settings

from cagraph.graph import Graph, as_told_by, build, load
from cagraph.model import MODEL, Entity
from cagraph.settings import Settings

# How long an example takes says more of the machine than of the code.
hypothesis_settings.register_profile("untimed", deadline=None)
hypothesis_settings.load_profile("untimed")
gc.set_threshold(50_000, 20, 20)  # as in the program

TESTS = Path(__file__).parent
TOP = TESTS.parent
ARTICLE = "seed-article"
# Where limits of a few seconds are kept, or processes are ended at chosen moments.
TIMED = {
    "api/test_hanging_up.py", "api/test_sparql_protocol.py", "client/test_faults.py",
    "durability", "fuzz", "graph/test_new_versions.py", "store/test_remote.py", "workers",
}  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what does not go beside other tests."""
    for item in items:
        if any(item.path.is_relative_to(TESTS / name) for name in TIMED):
            item.add_marker(pytest.mark.timed)


@pytest.fixture(scope="session")
def records() -> list[Entity]:
    """Every record of the shipped data."""
    return load(TOP / "data").records


@pytest.fixture(scope="session")
def graph(records: list[Entity]) -> Graph:
    """The shipped data in memory."""
    return Graph.of(records)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the shipped data are built, for tests that read; those that write have a place of their own."""
    place = tmp_path_factory.mktemp("built") / "store"
    build(Settings(store=place))
    return place


@pytest.fixture(scope="session")
def built_graph(built: Path) -> Graph:
    """The shipped data as they were built, opened once."""
    return Graph.built(built)


@pytest.fixture(scope="session")
def article_records(records: list[Entity]) -> list[Entity]:
    """The records as the article alone tells them."""
    return as_told_by(records, {ARTICLE}, MODEL)


@pytest.fixture(scope="session")
def article_on_memory(article_records: list[Entity]) -> Graph:
    return Graph.of(article_records, "memory")


@pytest.fixture(scope="session")
def article_on_rdflib(article_records: list[Entity]) -> Graph:
    return Graph.of(article_records, "rdflib")


@pytest.fixture(params=["memory", "rdflib"])
def article(request: pytest.FixtureRequest) -> Graph:
    """The article alone, on each engine in turn."""
    found: Graph = request.getfixturevalue(f"article_on_{request.param}")
    return found


@pytest.fixture(scope="session")
def watched() -> Graph:
    """A small made-up region, with a clear beginning and end of what is observed."""
    return Graph.of(region.world())


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a run of its own."""
    return Settings.from_environment({"CAGRAPH_STORE": str(tmp_path / "store"), "HOME": str(tmp_path)})
