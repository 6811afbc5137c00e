"""The ten commonest REST calls beside a bare "hello" and Oxigraph's server on the same questions in SPARQL.

Run as `python -m bench.rest`. Every call is measured alone: warm, as most are answered, from bytes kept for the data
version; and with a type of its own in `Accept`, so that nothing kept can answer it.
"""

import argparse
import contextlib
import math
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench import peers
from bench.client import Plan
from bench.generators import TOP, Figures, measured, table
from bench.peers import Peer
from bench.service import Service, machine

_PREFIXES: Final = """PREFIX cag: <https://w3id.org/cagraph/ontology#>
PREFIX id: <https://w3id.org/cagraph/id/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
_TREATIES: Final = """SELECT ?treaty ?label ?signed ?form WHERE {
  ?treaty a cag:Treaty ; cag:party id:KAZ , id:UZB ; rdfs:label ?label .
  OPTIONAL { ?treaty cag:signed ?signed ; cag:signedLatest ?latest . }
  OPTIONAL { ?treaty cag:form ?form . }
} ORDER BY DESC(BOUND(?latest)) ?latest ?treaty"""
_ACTS: Final = """?act cag:instrument ?treaty ; cag:act ?done ; cag:party ?party .
  OPTIONAL { ?act cag:date ?date . }"""

# What is asked, its address, and the same in SPARQL; where our answer has more (status, evidence), SPARQL gives what
# a reader would have to work it out from.
_CALLS: Final = (
    ("treaties of two parties", "/v1/treaties?party=KAZ&party=UZB", _TREATIES),
    (
        "one entity",
        "/v1/treaties/kaz-uzb-alliance-2022",
        """SELECT ?property ?value ?label WHERE {
  id:kaz-uzb-alliance-2022 ?property ?value .
  OPTIONAL { ?value rdfs:label ?label . }
}""",
    ),
    (
        "what links to an entity",
        "/v1/states/KAZ/links?limit=100",
        """SELECT ?from ?property ?label WHERE {
  ?from ?property id:KAZ .
  OPTIONAL { ?from rdfs:label ?label . }
} ORDER BY ?property ?from LIMIT 100""",
    ),
    (
        "visits since a day",
        "/v1/visits?since=2024-01-01",
        """SELECT ?visit ?label ?date WHERE {
  ?visit a cag:Visit ; rdfs:label ?label ; cag:date ?date ; cag:dateEarliest ?first ; cag:dateLatest ?last .
  FILTER(?last >= "2024-01-01"^^xsd:date)
} ORDER BY ?first ?visit LIMIT 100""",
    ),
    (
        "a person by a name",
        "/v1/persons?q=tokayev",
        """SELECT DISTINCT ?person ?label WHERE {
  ?person a cag:Person ; rdfs:label|skos:prefLabel|skos:altLabel ?name ; rdfs:label ?label .
  FILTER(CONTAINS(LCASE(STR(?name)), "tokayev"))
}""",
    ),
    (
        "a treaty's status",
        "/v1/instruments/kaz-uzb-alliance-2022/status?on=2024-08-09",
        f"SELECT ?act ?done ?party ?date WHERE {{ VALUES ?treaty {{ id:kaz-uzb-alliance-2022 }} {_ACTS} }}",
    ),
    (
        "what was in force between two",
        "/v1/instruments?between=KAZ,UZB&in_force=2024-08-09",
        f"""SELECT ?treaty ?label ?act ?done ?party ?date WHERE {{
  ?treaty a cag:Treaty ; cag:party id:KAZ , id:UZB ; rdfs:label ?label .
  OPTIONAL {{ {_ACTS} }}
}}""",
    ),
    ("a question", "/v1/ask?q=Which%20treaties%20link%20Kazakhstan%20and%20Uzbekistan%3F", _TREATIES),
    (
        "how two are connected",
        "/v1/paths?from=KAZ&to=kakha-imnadze",
        """SELECT ?between ?label WHERE {
  { id:KAZ ?there ?between . } UNION { ?between ?there id:KAZ . }
  { id:kakha-imnadze ?back ?between . } UNION { ?between ?back id:kakha-imnadze . }
  ?between rdfs:label ?label .
} LIMIT 100""",
    ),
    (
        "a pair's relation",
        "/v1/dyads/KAZ/UZB?on=2024-08-09",
        """SELECT DISTINCT ?record ?label WHERE {
  { ?record cag:party id:KAZ , id:UZB ; rdfs:label ?label . }
  UNION { ?record cag:between id:KAZ , id:UZB ; rdfs:label ?label . }
  UNION {
    ?one cag:onBehalfOf id:KAZ . ?record cag:participation ?one , ?other . ?other cag:onBehalfOf id:UZB .
    ?record rdfs:label ?label .
  }
}""",
    ),
)
_BEHIND: Final = 2.0


@dataclass(frozen=True)
class _Run:
    figures: Figures
    size: int  # bytes of one body


def _measure(peer: Peer, text: str, connections: int, seconds: float, get: bool, nonce: bool = False) -> _Run:
    plan = Plan(
        peer.port, {peer.name: text}, ("",) * connections, peer.path, seconds, nonce=nonce, get=get, form=not get
    )
    figures, outcomes = measured(peer.name, plan)
    return _Run(figures, outcomes[-1].size)


def _ratio(one: Figures, other: Figures) -> float:
    return one.per_second / other.per_second if other.per_second else math.inf


def compare(store: Path, connections: int, seconds: float) -> tuple[str, list[str]]:
    """A table of all calls, and what misses its target."""
    rows, missed = [], []
    data = peers.prepare(store)
    with contextlib.ExitStack() as stack:
        service = Service(store, watched=False)
        stack.callback(service.end)
        ours = Peer("cagraph", service.port, "")
        hello = stack.enter_context(peers.hello())
        oxigraph = stack.enter_context(peers.oxigraph(data))
        for _, address, _ in _CALLS * 2:
            _measure(ours, address, 1, 1.0, get=True)  # what is made once is made, beside requests too
        for name, address, query in _CALLS:
            if peers.rows(oxigraph, _PREFIXES + query) < 1:
                missed.append(f"{name}: the query gives nothing")
            run = _measure(ours, address, connections, seconds, get=True)
            warm = run.figures
            bare = _measure(hello, "/", connections, seconds, get=True).figures
            same = _measure(hello, f"/{run.size}", connections, seconds, get=True).figures
            cold = _measure(ours, address, connections, seconds, get=True, nonce=True).figures
            other = _measure(oxigraph, _PREFIXES + query, connections, seconds, get=False, nonce=True).figures
            failed = warm.failed + bare.failed + cold.failed + other.failed
            behind, ahead = _ratio(bare, warm), _ratio(warm, other)
            if behind > _BEHIND:
                missed.append(f"{name}: {behind:.2f} × slower than hello")
            if ahead < 1.0:
                missed.append(f"{name}: {ahead:.2f} × Oxigraph")
            if failed:
                missed.append(f"{name}: {failed} failed")
            rows.append(
                (
                    name, run.size, warm.per_second, warm.p99, cold.per_second, cold.p99, other.per_second, other.p99,
                    bare.per_second, f"{behind:.2f}", f"{_ratio(same, warm):.2f}", f"{ahead:.2f}",
                    f"{_ratio(cold, other):.2f}",
                )
            )  # fmt: skip
    heads = (
        "call", "bytes", "warm, /s", "p99 ms", "uncached, /s", "p99 ms", "oxigraph serve, /s", "p99 ms", "hello, /s",
        "hello to warm", "hello of as many bytes to warm", "warm to oxigraph", "uncached to oxigraph",
    )  # fmt: skip
    return table(heads, rows), missed


def main() -> int:
    """Measure, print, and say what is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3.0, help="length of one measurement")
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--store", type=Path, default=TOP / ".cagraph" / "store")
    given = parser.parse_args()
    told, missed = compare(given.store, given.connections, given.seconds)
    print(f"## REST, {given.connections} connections\n\n{machine()}\n\n{told}\n")
    print(f"Targets: within {_BEHIND:g} × of hello when warm, ahead of Oxigraph: ", end="")
    print("MISSED: " + "; ".join(missed) if missed else "met.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
