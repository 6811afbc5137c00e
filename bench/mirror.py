"""The mirror built, kept in step and counted with, on made-up diplomacy: run as `python -m bench.mirror`."""

import argparse
import gc
import itertools
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import duckdb
import igraph
import networkx as nx
import numpy as np
import pyarrow as pa
import pyoxigraph as ox
import rustworkx

from bench.generators import table
from bench.service import machine
from bench.synthetic import Happening, Lines, happenings, others
from cagraph.mirror import Attendance, Changed, Scene, build, step
from cagraph.mirror.options import Options
from cagraph.model import MODEL, Namespaces
from cagraph.rdf.emit import Emitter
from cagraph.settings import DEFAULT_BASE
from cagraph.store import EmbeddedStore, RdflibStore

NAMES = Namespaces(DEFAULT_BASE)
_AT_ONCE = 20_000
_COMPARED = 200_000


class Edited(EmbeddedStore):
    """A store, in memory or in an empty directory, that is filled and altered in place."""

    def __init__(self, directory: str | None = None) -> None:
        super().__init__()
        if directory:
            self._store = ox.Store(directory)

    def fill(self, events: Iterable[Happening]) -> None:
        records = others(MODEL)
        emitter = Emitter.of(records, MODEL, NAMES)
        self._store.bulk_extend(quad for record in records for quad in emitter.record(record))
        for some in _batches(events):
            text = "".join(line for event in some for line in Lines(NAMES).of(event))
            self._store.bulk_load(text.encode(), ox.RdfFormat.N_QUADS)

    def edit(self, removed: Iterable[ox.Quad], added: Iterable[ox.Quad]) -> None:
        for quad in removed:
            self._store.remove(quad)
        self._store.extend(added)


def _batches(events: Iterable[Happening]) -> Iterator[list[Happening]]:
    waiting = iter(events)
    while some := list(itertools.islice(waiting, _AT_ONCE)):
        yield some


def quads(event: Happening) -> list[ox.Quad]:
    return list(ox.parse("".join(Lines(NAMES).of(event)).encode(), ox.RdfFormat.N_QUADS))


def seconds(work: Callable[[], object], rounds: int = 1) -> float:
    """The least processor time of some rounds, of all threads: other work on the machine lengthens it little."""
    best = float("inf")
    for _ in range(rounds):
        gc.collect()
        started = time.process_time()
        found = work()
        best = min(best, time.process_time() - started)
        del found
    return best


def resident() -> int:
    """The memory of this process in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


def read(store: EmbeddedStore) -> None:
    for _ in store.quads():
        pass


def inserted(nodes: list[tuple[str, dict[str, Any]]], edges: list[tuple[str, str, str, dict[str, Any]]]) -> object:
    graph: Any = nx.MultiDiGraph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from(edges)
    return graph


def by_rustworkx(nodes: list[tuple[str, dict[str, Any]]], edges: list[tuple[str, str, str, dict[str, Any]]]) -> object:
    graph = rustworkx.PyDiGraph(multigraph=True)
    places = dict(zip((node for node, _ in nodes), graph.add_nodes_from(nodes), strict=True))
    graph.add_edges_from([(places[one], places[other], (key, told)) for one, other, key, told in edges])
    return graph


def by_igraph(nodes: list[tuple[str, dict[str, Any]]], edges: list[tuple[str, str, str, dict[str, Any]]]) -> object:
    places = {node: place for place, (node, _) in enumerate(nodes)}
    graph = igraph.Graph(len(nodes), [(places[one], places[other]) for one, other, *_ in edges], directed=True)
    graph.vs["told"] = [told for _, told in nodes]
    graph.es["key"] = [key for _, _, key, _ in edges]
    graph.es["told"] = [told for *_, told in edges]
    return graph


_NODES = """SELECT ?id ?label ?first ?last WHERE { ?id a cag:Meeting ; rdfs:label ?label
  OPTIONAL { ?id cag:dateEarliest ?first } OPTIONAL { ?id cag:dateLatest ?last } }"""
_EDGES = """SELECT ?who ?id ?party WHERE { ?id a cag:Meeting ; cag:participation ?part .
  ?part cag:person ?who ; cag:onBehalfOf ?party }"""


def by_rdflib(store: RdflibStore) -> object:
    """Events with their dates and participants, by two queries: no claims, so less than the mirror has."""
    graph: Any = nx.MultiDiGraph()
    for id_, label, first, last in store.select(NAMES.sparql_prologue + _NODES).rows:
        graph.add_node(id_, label=label, earliest=first, latest=last)
    for who, id_, party in store.select(NAMES.sparql_prologue + _EDGES).rows:
        graph.add_edge(who, id_, key="participation", party=party)
    return graph


def building(number: int, rounds: int, with_rdflib: bool, directory: str | None) -> str:
    """The mirror of so many events beside other ways to a graph, and a step of it."""
    store = Edited(directory)
    store.fill(happenings(number))
    before = resident()
    mirror: Any = build(store, MODEL, NAMES, "0")
    size = resident() - before
    nodes, edges = list(mirror.nodes(data=True)), list(mirror.edges(keys=True, data=True))
    times = {
        "mirror: `build`": seconds(lambda: build(store, MODEL, NAMES), rounds),
        "floor: every quad read, nothing done": seconds(lambda: read(store), rounds),
        "networkx: the same nodes and edges from lists": seconds(lambda: inserted(nodes, edges), rounds),
        "rustworkx: the same from lists": seconds(lambda: by_rustworkx(nodes, edges), rounds),
        "igraph: the same from lists": seconds(lambda: by_igraph(nodes, edges), rounds),
    }
    ours, floor, insertion = itertools.islice(times.values(), 3)
    if with_rdflib:
        slow = RdflibStore()
        slow.replace(store.quads())
        times["rdflib: events and participations by two queries"] = seconds(lambda: by_rdflib(slow))
    rows = [(name, f"{one:.2f}", f"{one / number * 1e6:.1f}") for name, one in times.items()]
    where = " on disk" if directory else ""
    told = [
        f"### {number:,} events{where}: {len(store):,} quads, {len(nodes):,} nodes, {len(edges):,} edges\n",
        table(("", "s", "µs an event"), rows),
        f"\nBuild against floor and insertion together, at most 1.5: {ours / (floor + insertion):.2f}.",
        f"Memory of the mirror: {size / number:.0f} bytes an event, {size / 1e6:.0f} MB in all.",
        *stepping(store, mirror, number, ours),
    ]
    return "\n".join(told)


def stepping(store: Edited, mirror: Any, number: int, whole: float) -> Iterator[str]:
    """Steps of one event there and back, each against building again.

    The mirror that comes of it is compared once, unless two of them are too much for memory.
    """
    first, second = next(happenings(1)), next(happenings(1, number))
    changed = Happening(first.id, "2020-02-02", first.place, (*first.participants[1:], second.participants[0]))
    for name, old, new in (("changed", first, changed), ("more", None, second)):
        gone, come = quads(old) if old else [], quads(new)
        best = [float("inf"), float("inf")]
        for round_ in range(10):
            removed, added = (gone, come) if round_ % 2 == 0 else (come, gone)
            store.edit(removed, added)
            told = Changed(str(round_), str(round_ + 1), [*removed, *added])
            mirror.graph["data_version"] = str(round_)
            started = time.process_time()
            mirror = step(mirror, store, MODEL, NAMES, told)
            best[round_ % 2] = min(best[round_ % 2], time.process_time() - started)
            if round_ == 0 and number <= _COMPARED:
                again: Any = build(store, MODEL, NAMES)
                assert list(again.edges(keys=True, data=True)) == list(mirror.edges(keys=True, data=True))
                assert list(again.nodes(data=True)) == list(mirror.nodes(data=True))
        yield f"A step of one event {name}: {best[0] * 1000:.2f} ms, 1/{whole / best[0]:.0f} of building it."


_PAIRS = """SELECT ?year ?one ?other (COUNT(*) AS ?events) WHERE {
  ?event cag:dateEarliest ?day ; cag:participatingParty ?one, ?other . FILTER(STR(?one) < STR(?other)) }
GROUP BY (YEAR(?day) AS ?year) ?one ?other"""
_JOINED = """SELECT a.year, a.party, b.party, count(*) FROM there a JOIN there b
ON a.event = b.event AND a.party < b.party GROUP BY ALL"""


def by_sparql(number: int) -> tuple[float, dict[Any, int]]:
    """The pairs of all years by the aggregate of the store, which holds nothing else."""
    store = ox.Store()
    term = {name: ox.NamedNode(NAMES.iri(f"cag:{name}")) for name in ("dateEarliest", "participatingParty")}
    day = ox.NamedNode("http://www.w3.org/2001/XMLSchema#date")

    def rows() -> Iterator[ox.Quad]:
        for event in happenings(number):
            node = ox.NamedNode(NAMES.id + event.id)
            yield ox.Quad(node, term["dateEarliest"], ox.Literal(event.date, datatype=day))
            for _, party in event.participants:
                yield ox.Quad(node, term["participatingParty"], ox.NamedNode(NAMES.id + party))

    store.bulk_extend(rows())
    found: Any = []
    spent = seconds(lambda: found.extend(store.query(NAMES.sparql_prologue + _PAIRS)))  # type: ignore[arg-type]
    short = len(NAMES.id)
    counts = {(int(y.value), a.value[short:], b.value[short:]): int(n.value) for y, a, b, n in found}
    return spent, counts


def plain_mirror(number: int) -> Any:
    """The events, states and participations of the mirror, without what the counts do not need."""
    mirror: Any = nx.MultiDiGraph()
    for record in others(MODEL):
        mirror.add_node(record.id, kind=type(record).__name__)  # type: ignore[union-attr]
    for event in happenings(number):
        mirror.add_node(event.id, kind="Meeting", earliest=event.date, latest=event.date)
        for who, party in event.participants:
            mirror.add_edge(who, event.id, key="participation", claims=[], party=party)
    return mirror


def by_duckdb(attendance: Attendance, rounds: int) -> tuple[float, list[Any]]:
    """The same rows in a table, joined with itself."""
    sizes = np.diff(attendance.starts)
    there = pa.table(
        {
            "event": np.repeat(np.arange(len(sizes)), sizes),
            "party": attendance.present,
            "year": np.repeat(attendance.first, sizes),
        }
    )
    connection = duckdb.connect()
    connection.execute("CREATE TABLE there AS SELECT * FROM there")
    del there
    spent = seconds(lambda: connection.execute(_JOINED).fetchall(), rounds)
    return spent, connection.execute(_JOINED).fetchall()


def counting(number: int, rounds: int) -> str:
    """The counts of all pairs in all years by the mirror, by SPARQL and by DuckDB, which must be the same."""
    asked, expected = by_sparql(number)
    before = resident()
    mirror = plain_mirror(number)
    size = resident() - before
    scene = Scene(mirror, MODEL, lambda *_: None)
    started = time.process_time()
    attendance = Attendance.of(scene, Options())
    reading = time.process_time() - started
    ours = seconds(attendance.yearly, rounds)
    assert attendance.yearly() == expected
    joined, rows = by_duckdb(attendance, rounds)
    states = attendance.states
    assert {(year, states[one], states[other]): count for year, one, other, count in rows} == expected
    times = {
        "mirror: `Attendance.yearly`": ours,
        "the same, with the arrays read from the mirror, once for a version": ours + reading,
        "SPARQL aggregate, embedded store": asked,
        "DuckDB, a table joined with itself": joined,
    }
    return "\n".join(
        [
            f"### Pairs of states by year, {number:,} events: {len(expected):,} counts\n",
            table(("", "s"), [(name, f"{one:.3f}") for name, one in times.items()]),
            f"\nSPARQL, at least 20 times ours: {asked / ours:.0f}; with reading {asked / (ours + reading):.1f}.",
            f"Ours, at most 3 times DuckDB: {ours / joined:.2f}.",
            f"Memory of a mirror of events and participations alone: {size / number:.0f} bytes an event.",
        ]
    )


def main() -> None:
    """Build, step, count, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--events", type=int, nargs="*", default=[10_000, 100_000], help="how many are built from a store"
    )
    parser.add_argument("--counted", type=int, default=1_000_000, help="how many are counted by year; 0 for none")
    parser.add_argument("--rdflib", type=int, default=10_000, help="up to how many rdflib is asked too")
    parser.add_argument(
        "--disk", type=int, default=500_000, help="from how many on their store lies on disk: 20 kB an event in memory"
    )
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    print(
        f"Measured on {machine()}, networkx {nx.__version__}; processor time, the least of {given.rounds} rounds.\n",
        flush=True,
    )
    for number in given.events:
        with tempfile.TemporaryDirectory() if number >= given.disk else nullcontext() as directory:
            print(building(number, given.rounds, number <= given.rdflib, directory), end="\n\n", flush=True)
    if given.counted:
        print(counting(given.counted, given.rounds), flush=True)


if __name__ == "__main__":
    main()
