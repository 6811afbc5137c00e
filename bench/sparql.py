"""Small queries over HTTP, ours beside other servers on the same data: run as `python -m bench.sparql`."""

import argparse
import contextlib
import shutil
import statistics
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyoxigraph as ox

from bench import peers
from bench.client import Plan
from bench.generators import TOP, Figures, measured, table
from bench.peers import Peer
from bench.queries import normal
from bench.service import Service, machine
from cagraph.graph import Graph

_OURS = "cagraph serve"
_CACHED = "cagraph serve, cached"
_TARGETS = {"oxigraph serve, on disk": 1.0, "rdflib-endpoint": 10.0}


def _measure(peer: Peer, nonce: bool, connections: int, seconds: float, seed: int) -> Figures:
    plan = Plan(peer.port, normal(), ("",) * connections, peer.path, seconds, nonce=nonce, form=True, seed=seed)
    return measured(peer.name, plan)[0]


def _middle(found: Sequence[Figures]) -> Figures:
    """The run that lies in the middle by its rate, with the failures of all."""
    ordered = sorted(found, key=lambda one: one.per_second)
    middle = ordered[len(ordered) // 2]
    failed = sum(one.failed for one in found)
    return Figures(middle.count, failed, middle.p50, middle.p99, middle.longest, middle.per_second)


def over_http(servers: Mapping[str, tuple[Peer, bool]], connections: int, seconds: float, rounds: int) -> str:
    """Every server in turn, several rounds; the middle round of each."""
    found: dict[str, list[Figures]] = {name: [] for name in servers}
    for place in range(rounds):
        for name, (peer, nonce) in servers.items():
            found[name].append(_measure(peer, nonce, connections, seconds, place))
    figures = {name: _middle(one) for name, one in found.items()}
    ours = figures[_OURS].per_second
    rows = [
        (name, one.per_second, one.p50, one.p99, one.failed, f"{ours / one.per_second:.2f}" if one.per_second else "–")
        for name, one in figures.items()
    ]
    told = table(("server", "queries/s", "p50 ms", "p99 ms", "failed", "ours, uncached, to this"), rows)
    for name, least in _TARGETS.items():
        if name in figures and figures[name].per_second:
            ratio = ours / figures[name].per_second
            told += f"\n\nTarget: at least {least:g} × {name}: {'met' if ratio >= least else 'MISSED'}, {ratio:.2f} ×."
    return told


def by_query(servers: Mapping[str, tuple[Peer, bool]], seconds: float) -> str:
    """The middle time of each query over one connection at every server, and how many times ours each other takes."""
    rows = []
    for name, text in normal().items():
        found = {}
        for server, (peer, nonce) in servers.items():
            plan = Plan(peer.port, {name: text}, ("",), peer.path, seconds, nonce=nonce, form=True)
            found[server] = measured(server, plan)[0].p50
        ours = found[_OURS]
        times = (f"{p50:.2f} ({p50 / ours:.1f})" if p50 else "error" for p50 in found.values())
        rows.append((name, *times))
    return table(("query", *(f"{server}, ms" for server in servers)), rows)


def in_process(store: Path, rounds: int) -> str:
    """Every query on the store itself and through the façade, without HTTP: the middle of the rounds."""
    graph = Graph.open(str(store))
    snapshot = store / (store / "CURRENT").read_text().strip()
    disk = ox.Store.read_only(str(snapshot))
    memory = ox.Store()
    memory.bulk_load(disk.dump(format=ox.RdfFormat.N_QUADS) or b"", ox.RdfFormat.N_QUADS)
    rows = []
    for name, text in normal().items():
        times = [_once(disk, memory, graph, text) for _ in range(rounds * 10)]
        rows.append((name, *(f"{statistics.median(column) * 1000:.2f}" for column in zip(*times, strict=True))))
    return table(("query", "engine on disk, ms", "engine in memory, ms", "Graph.sparql, ms"), rows)


def _once(disk: ox.Store, memory: ox.Store, graph: Graph, text: str) -> tuple[float, float, float]:
    moments = [time.perf_counter()]
    for store in (disk, memory):
        found = store.query(text)
        assert isinstance(found, ox.QuerySolutions)
        found.serialize(format=ox.QueryResultsFormat.JSON)
        moments.append(time.perf_counter())
    graph.sparql(text)
    moments.append(time.perf_counter())
    return moments[1] - moments[0], moments[2] - moments[1], moments[3] - moments[2]


def _same_answers(servers: Sequence[Peer]) -> str:
    """Which servers give another number of rows than ours, query by query."""
    told = []
    for name, text in normal().items():
        counts = {peer.name: peers.rows(peer, text) for peer in servers}
        expected = next(iter(counts.values()))
        told += [
            f"- {name}: {peer} gives {'an error' if count < 0 else count} where ours gives {expected} rows"
            for peer, count in counts.items()
            if count != expected
        ]
    return "\n".join(told) or "All servers give the same number of rows to all queries."


def main() -> None:
    """Start all servers, measure them in turn, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=4.0, help="length of one measurement")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--peers", default="oxigraph,rdflib-endpoint,virtuoso", help="which, separated by commas")
    parser.add_argument("--store", type=Path, default=TOP / ".cagraph" / "store")
    given = parser.parse_args()
    wanted = set(given.peers.split(","))
    if "virtuoso" in wanted and not shutil.which("virtuoso-t"):
        print("Virtuoso is not installed; it is left out.", file=sys.stderr)
        wanted.discard("virtuoso")
    print(f"Measured on {machine()}.\n")
    data = peers.prepare(given.store)
    with contextlib.ExitStack() as stack:
        service = Service(given.store, watched=False)
        stack.callback(service.end)
        ours = Peer(_OURS, service.port, "/sparql")
        servers = {_OURS: (ours, True), _CACHED: (ours, False)}
        for name, start in (
            ("oxigraph", peers.oxigraph),
            ("rdflib-endpoint", peers.rdflib_endpoint),
            ("virtuoso", peers.virtuoso),
        ):
            if name in wanted:
                peer = stack.enter_context(start(data))
                servers[peer.name] = (peer, True)
        print(_same_answers([ours, *(peer for name, (peer, _) in servers.items() if peer is not ours)]))
        for connections in (1, given.connections):
            print(f"\n{connections} connection{'s' * (connections > 1)}:\n")
            print(over_http(servers, connections, given.seconds, given.rounds), flush=True)
        print("\nEach query over one connection, the middle; in brackets how many times ours, uncached:\n")
        print(by_query(servers, given.seconds / 2), flush=True)
    print(f"\nIn process, one query at a time:\n\n{in_process(given.store, given.rounds)}")


if __name__ == "__main__":
    main()
