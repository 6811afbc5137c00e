"""A running service goes on with what another process builds or brings back, without being started again."""

import asyncio
from pathlib import Path

from stores import CURATOR, RECORDS, made, root

from cagraph.graph import Change, Endpoint, Graph, QueryRequest, back_up, build, restore
from cagraph.store import snapshots


def test_what_another_builds_and_brings_back_is_gone_on_with(tmp_path: Path) -> None:
    settings = made(tmp_path)
    back_up(settings, tmp_path / "backup")

    async def label(endpoint: Endpoint) -> str:
        reply = await endpoint.query(QueryRequest("SELECT ?l { id:KAZ rdfs:label ?l }", "text/csv", "text/turtle"))
        return b"".join([piece async for piece in reply.pieces()]).decode().splitlines()[1]

    async def comes(endpoint: Endpoint, version: str | None) -> None:
        while endpoint.graph.data_version != version:
            await asyncio.sleep(0.1)

    async def run() -> None:
        graph = Graph.built(settings.store)
        endpoint = Endpoint(graph)
        await endpoint.open()
        try:
            first = graph.data_version
            reader = snapshots.open_current(root(settings))
            assert settings.data
            (settings.data / "records.yaml").write_text(RECORDS.replace("Kazakhstan", "Another"), encoding="utf-8")
            later = (await asyncio.to_thread(build, settings)).data_version
            await asyncio.wait_for(comes(endpoint, later), 60)
            assert (graph.get("KAZ")["label"], await label(endpoint)) == ("Another", "Another")
            assert reader.path
            assert reader.path.name == first
            assert any(b"Kazakhstan" in line for line in reader.statements()), "a reader keeps its version"
            await asyncio.to_thread(restore, settings, tmp_path / "backup", None, True)
            await asyncio.wait_for(comes(endpoint, first), 60)
            assert (graph.get("KAZ")["label"], await label(endpoint)) == ("Kazakhstan", "Kazakhstan")
            update = Change("update", b"INSERT DATA { GRAPH <http://example.org/own> { <urn:a> <urn:p> 1 } }")
            assert (await endpoint.write(update, CURATOR)).data_version == graph.data_version
        finally:
            await endpoint.close()

    asyncio.run(run())
