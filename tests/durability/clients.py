"""Clients that add to two counters at once, and readers all the while: python -m durability.clients.

Each addition is one update of both. At the end each counter holds as many as there were additions; no reader ever sees
the two differ or go back; each client finds its own addition as soon as it is acknowledged.
"""

import argparse
import asyncio
import json
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
from live import Live, serving

_COUNTERS = "GRAPH <http://example.org/counters> { <urn:left> <urn:p> ?left . <urn:right> <urn:p> ?right }"
_BEGIN = _COUNTERS.replace("?left", "0").replace("?right", "0")
ADD = f"DELETE {{ {_COUNTERS} }} INSERT {{ {_COUNTERS.replace('?left', '?l').replace('?right', '?r')} }}" + (
    f" WHERE {{ {_COUNTERS} BIND(?left + 1 AS ?l) BIND(?right + 1 AS ?r) }}"
)
READ = f"SELECT ?left ?right {{ {_COUNTERS} }}"


@dataclass
class Crowd:
    """A service, and what was done and seen so far."""

    live: Live
    added: int = 0
    read: int = 0
    own: dict[int, int] = field(default_factory=dict)
    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def update(self, client: httpx2.AsyncClient, text: str) -> None:
        """One update; refused ones are sent again, as the service asks for where it is busy."""
        headers = {"content-type": "application/sparql-update", "authorization": f"Bearer {self.live.key}"}
        while True:
            answer = await client.post("/sparql", content=text, headers=headers)
            if answer.status_code not in {429, 503}:
                break
            await asyncio.sleep(0.05)
        assert answer.status_code == 200, answer.text

    async def counters(self, client: httpx2.AsyncClient) -> tuple[int, int]:
        """What both counters hold."""
        while True:
            answer = await client.get("/sparql", params={"query": READ, "format": "json"})
            if answer.status_code not in {429, 503, 504}:
                break
            await asyncio.sleep(0.05)
        assert answer.status_code == 200, answer.text
        ((row),) = answer.json()["results"]["bindings"]
        return int(row["left"]["value"]), int(row["right"]["value"])

    async def adding(self, times: int) -> None:
        """One client that adds."""
        async with self._client() as client:
            for _ in range(times):
                before = self.added
                await self.update(client, ADD)
                self.added += 1
                left, _right = await self.counters(client)
                assert left > before, "an acknowledged addition is not there"

    async def reading(self, least: int) -> None:
        """One reader, until the adding is over and all have read enough."""
        last = 0
        async with self._client() as client:
            while not self.over.is_set() or self.read < least:
                left, right = await self.counters(client)
                assert left == right, f"a torn read: {left} and {right}"
                assert left >= last, f"a read that went back: {left} after {last}"
                last, self.read = left, self.read + 1

    def _client(self) -> httpx2.AsyncClient:
        return httpx2.AsyncClient(base_url=self.live.url, timeout=60)


async def run(live: Live, clients: int, times: int, readers: int, reads: int) -> dict[str, int]:
    """All of them together; what was added and read."""
    crowd = Crowd(live)
    async with httpx2.AsyncClient(base_url=live.url, timeout=60) as client:
        await crowd.update(client, f"INSERT DATA {{ {_BEGIN} }}")
        watching = [asyncio.create_task(crowd.reading(reads)) for _ in range(readers)]
        await asyncio.gather(*(crowd.adding(times) for _ in range(clients)))
        crowd.over.set()
        await asyncio.gather(*watching)
        left, right = await crowd.counters(client)
    assert left == right == clients * times, f"{clients * times} additions gave {left} and {right}"
    return {"added": crowd.added, "counted": left, "read": crowd.read, "torn": 0}


def main() -> None:
    """Print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, usual in (("clients", 8), ("times", 1000), ("readers", 8), ("reads", 100_000)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place, serving(Path(place), "--scratch") as live:
        print(json.dumps(asyncio.run(run(live, asked.clients, asked.times, asked.readers, asked.reads))))


if __name__ == "__main__":
    main()
