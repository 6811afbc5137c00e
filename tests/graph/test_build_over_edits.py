"""`cagraph build` at a place that keys have written to: their graphs go on, altered facts stop it."""

import asyncio
from pathlib import Path

import pytest
from stores import CURATOR, RECORDS

from cagraph.errors import ConflictError
from cagraph.graph import Change, Endpoint, Graph, Key, build
from cagraph.settings import Settings
from cagraph.store import snapshots

WRITER = Key("ann", "write", "")
OWN = b"INSERT DATA { GRAPH <http://example.org/own> { <urn:a> <urn:p> 'own' } }"
CURATED = b"DELETE WHERE { id:KAZ rdfs:label ?label }"


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    """A place where a few records are built."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "records.yaml").write_text(RECORDS, encoding="utf-8")
    made = Settings(store=tmp_path / "store", data=tmp_path / "data")
    build(made)
    return made


def write(settings: Settings, text: bytes, key: Key) -> str:
    async def run() -> str:
        endpoint = Endpoint(Graph.open(settings.store))
        try:
            return (await endpoint.write(Change("update", text), key)).data_version
        finally:
            await endpoint.close()

    return asyncio.run(run())


def ask(settings: Settings, pattern: str) -> int:
    return len(Graph.open(settings.store).sparql("SELECT * { " + pattern + " }").rows)


OWN_GRAPH = "GRAPH <http://example.org/own> { ?s ?p ?o }"


def test_the_same_records_leave_writes_alone(here: Settings) -> None:
    version = write(here, OWN, WRITER)
    report = build(here)
    assert not report.changed
    assert snapshots.current(Path(here.store)) == report.data_version == version
    assert ask(here, OWN_GRAPH) == 1


def test_a_build_carries_written_graphs_over(here: Settings) -> None:
    write(here, OWN, WRITER)
    report = build(here, force=True)
    assert snapshots.current(Path(here.store)) == report.data_version
    assert ask(here, OWN_GRAPH) == 1
    assert ask(here, "id:KAZ rdfs:label ?o") > 0
    assert not build(here).changed
    write(here, OWN.replace(b"'own'", b"'more'"), WRITER)
    assert ask(here, OWN_GRAPH) == 2


def test_a_build_refuses_to_undo_altered_facts(here: Settings) -> None:
    version = write(here, CURATED, CURATOR)
    with pytest.raises(ConflictError, match=r"altered by 1 writes since the build, last by 'cleo'"):
        build(here, force=True)
    assert snapshots.current(Path(here.store)) == version
    assert ask(here, "id:KAZ rdfs:label ?o") == 0


def test_discarding_edits_discards_them_for_good(here: Settings) -> None:
    """Without --force too, and whoever looks at the state later does not bring them back."""
    write(here, OWN, WRITER)
    write(here, CURATED, CURATOR)
    report = build(here, discard_edits=True)
    assert report.changed
    for _ in range(2):
        state = snapshots.state(Path(here.store))
        assert (state.version, state.edits) == (report.data_version, ())
        assert ask(here, OWN_GRAPH) == 0
        assert ask(here, "id:KAZ rdfs:label ?o") > 0
    assert not build(here, discard_edits=True).changed
    assert [row.kind for row in state.rows] == ["update", "update", "build"]


def test_nobody_builds_over_a_service_that_writes(here: Settings) -> None:
    async def run() -> None:
        endpoint = Endpoint(Graph.open(here.store))
        try:
            await endpoint.write(Change("update", OWN), WRITER)
            with pytest.raises(ConflictError, match="another process is writing"):
                await asyncio.to_thread(build, here, True)
        finally:
            await endpoint.close()

    asyncio.run(run())
