"""Hostile SPARQL: the set that the project keeps beside the repository, turned to this graph, and more of our own."""

import importlib.util
import re
from pathlib import Path
from typing import Final

from bench.generators import TOP

_SHARED: Final = Path("shared/hostile/queries.py")
_PREFIXES: Final = """PREFIX cag: <https://w3id.org/cagraph/ontology#>
PREFIX id: <https://w3id.org/cagraph/id/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
# What the terms of the shared set are here, so that its queries find as much to chew on as they were made for.
_TERMS: Final = {
    "participant": "cag:participant",
    "knows": "(cag:participatingParty|^cag:participatingParty)",
    "represents": "cag:onBehalfOf",
    "attendee": "cag:participation",
    "quote": "cag:content",
    "date": "cag:date",
    "x": "<urn:x>",
}


def shared() -> dict[str, str]:
    """The shared set on this graph's terms; empty where it is not there."""
    for top in (TOP, *TOP.parents):
        place = top.parent / _SHARED
        if place.exists():
            break
    else:
        return {}
    spec = importlib.util.spec_from_file_location("hostile_queries", place)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return {name: _turned(text, module.P) for name, text in module.H.items()}


def _turned(text: str, prefixes: str) -> str:
    body = text.removeprefix(prefixes)
    return _PREFIXES + re.sub(r"(?<![\w<>]):(\w+)\b", lambda match: _TERMS[match[1]], body)


def own() -> dict[str, str]:
    """Ours."""
    return {name: _PREFIXES + text for name, text in {**_products(), **_sorting(), **_texts(), **_large()}.items()}


def _products() -> dict[str, str]:
    """Joins and paths that explode."""
    chain = " ".join(f"OPTIONAL {{ ?x{n} cag:party|^cag:party ?x{n + 1} }}" for n in range(12))
    deep = "".join(f"OPTIONAL {{ ?a{n} cag:participatingParty ?c . " for n in range(12))
    return {
        "own: path (a|!a)*": "SELECT (COUNT(*) AS ?n) { ?s (a|!a)* ?o }",
        "own: path (a|!a)* and back": "SELECT * { ?s ((a|!a)|^(a|!a))+ ?o . ?o ((a|!a)|^(a|!a))+ ?t }",
        "own: path of inverses": "SELECT (COUNT(*) AS ?n) { ?s (^(a|!a)/(a|!a))* ?o }",
        "own: product in graphs": "SELECT * { GRAPH ?g { ?s ?p ?o } GRAPH ?h { ?t ?q ?u } FILTER(?g != ?h) }",
        "own: product of distinct": "SELECT (COUNT(DISTINCT *) AS ?n) { ?a ?b ?c . ?d rdfs:label ?e . ?f cag:date ?g }",
        "own: join on nothing": "SELECT * { ?a rdfs:label ?x . ?b rdfs:label ?y FILTER(STRLEN(?x) + STRLEN(?y) = 3) }",
        "own: optional chain": f"SELECT * {{ ?x0 a cag:Treaty {chain} }}",
        "own: nested optionals": f"SELECT * {{ ?z cag:participatingParty ?c {deep}{'}' * 12} }}",
        "own: minus of product": "SELECT * { ?a ?b ?c MINUS { ?d ?e ?f . ?g ?h ?c . ?i ?j ?c } }",
        "own: not exists in not exists": "SELECT * { ?a ?b ?c FILTER NOT EXISTS { ?d ?e ?a2 "
        "FILTER NOT EXISTS { ?f ?g ?h FILTER(?h = ?c && ?e != ?b) } FILTER(STR(?a2) = STR(?a)) } }",
        "own: union of products": "SELECT * { " + " UNION ".join(["{ ?a ?b ?c . ?d ?e ?f }"] * 40) + " }",
        "own: star of 200": "SELECT * { " + " ".join(f"?s cag:p{n} ?o{n} ." for n in range(200)) + " }",
        "own: star of one predicate": "SELECT (COUNT(*) AS ?n) { "
        + " ".join(f"id:cis ^cag:organisation/cag:member ?o{n} ." for n in range(8))
        + " }",
    }


def _sorting() -> dict[str, str]:
    """Sorting, which the engine does by an order that is none."""
    mixed = " ".join(f'{n} "{n * 7 % 100}" "x{n}"@en {n}.5 <urn:{n}> true "2020-01-01"^^xsd:date' for n in range(60))
    times = " ".join(
        f'"2020-01-{n % 28 + 1:02}T{n % 24:02}:00:00"^^xsd:dateTime '
        f'"2020-01-{n % 27 + 1:02}T{n * 5 % 24:02}:00:00+14:00"^^xsd:dateTime' for n in range(120)
    )  # fmt: skip
    return {
        "own: order by everything": "SELECT * { ?s ?p ?o . ?o ?q ?r } ORDER BY ?r ?q ?o ?p ?s",
        "own: order by in graphs": "SELECT * { GRAPH ?g { ?s ?p ?o } } ORDER BY ?o DESC(?p)",
        "own: order by mixed types": f"SELECT * {{ VALUES ?o {{ {mixed} }} }} ORDER BY ?o",
        "own: order by zoned and unzoned": f"SELECT * {{ VALUES ?o {{ {times} }} }} ORDER BY ?o",
        "own: min of mixed types": f"SELECT (MIN(?o) AS ?m) (MAX(?o) AS ?n) {{ VALUES ?o {{ {mixed} }} }}",
    }


def _texts() -> dict[str, str]:
    """Strings and expressions that grow."""
    doubling = " ".join(f"BIND(CONCAT(?v{n}, ?v{n}) AS ?v{n + 1})" for n in range(40))
    chain = " ".join(f"BIND(?b{n} + ?b{n} AS ?b{n + 1})" for n in range(250))
    joined = '(GROUP_CONCAT(CONCAT(?x, ?y); separator="----------------") AS ?z)'
    return {
        "own: concat doubling": f'SELECT (STRLEN(?v40) AS ?n) {{ BIND("abcdefgh" AS ?v0) {doubling} }}',
        "own: concat doubling in rows": f"SELECT * {{ ?s rdfs:label ?v0 {doubling} }}",
        "own: bind chain": f"SELECT * {{ ?s ?p ?o BIND(1 AS ?b0) {chain} }}",
        "own: group_concat blow-up": f"SELECT {joined} {{ ?a rdfs:label ?x . ?b rdfs:label ?y }}",
        "own: regex bomb": 'SELECT * { ?s rdfs:label ?l FILTER(REGEX(?l, "(((a{1,50}){1,50}){1,50}){1,50}$", "i")) }',
        "own: regex made from data": "SELECT * { ?s rdfs:label ?l . ?t rdfs:label ?m "
        'FILTER(REGEX(?l, CONCAT("(", REPLACE(?m, "[^a-z]", "."), "){1,200}"))) }',
        "own: replace blow-up": 'SELECT (REPLACE(REPLACE(REPLACE(?l, ".", "$0$0$0$0$0$0$0$0$0$0"), ".", '
        '"$0$0$0$0$0$0$0$0$0$0"), ".", "$0$0$0$0$0$0$0$0$0$0") AS ?x) { ?s rdfs:label ?l }',
        "own: digests": "SELECT (SHA512(CONCAT(SHA512(STR(?a)), SHA512(STR(?f)))) AS ?x) { ?a ?b ?c . ?d ?e ?f }",
    }


def _large() -> dict[str, str]:
    """Texts that are large or deep, and answers that are."""
    return {
        "own: values of 100,000 rows": f"SELECT * {{ VALUES ?v {{ {' '.join(map(str, range(100_000)))} }} ?s ?p ?v }}",
        "own: values of 8,000 rows": f"SELECT * {{ VALUES ?v {{ {' '.join(map(str, range(8_000)))} }} ?s ?p ?o }}",
        "own: 20,000 brackets": "SELECT * { ?s ?p ?o FILTER(" + "(" * 20_000 + "1" + ")" * 20_000 + ") }",
        "own: 58 brackets": "SELECT * { ?s ?p ?o FILTER(" + "(" * 57 + "?o" + ")" * 57 + ") . ?t ?q ?u }",
        "own: 4,000 unions": "SELECT * { " + " UNION ".join(["{ ?a ?b ?c }"] * 4_000) + " }",
        "own: 500 unions": "SELECT * { " + " UNION ".join(["{ ?a ?b ?c }"] * 500) + " }",
        "own: 30,000 ors": "SELECT * { ?s ?p ?o FILTER(" + "||".join(["?o=1"] * 30_000) + ") }",
        "own: 590 ors": "SELECT * { ?s ?p ?o FILTER(" + "||".join(f"?o={n}" for n in range(590)) + ") }",
        "own: unfinished string": 'SELECT * { ?s ?p "' + '\\"' * 30_000,
        "own: many quotes": "SELECT * { ?s ?p " + "'''\"" * 15_000,
        "own: describe everything": "DESCRIBE * { ?s ?p ?o }",
        "own: construct everything": "CONSTRUCT { ?s ?p ?o . ?o ?p ?s } { GRAPH ?g { ?s ?p ?o } FILTER(ISIRI(?o)) }",
        "own: all quads": "SELECT * { GRAPH ?g { ?s ?p ?o } }",
        "own: wide rows": "SELECT * { ?a ?b ?c . ?c ?d ?e . ?e ?f ?g . ?g ?h ?i . ?i ?j ?k }",
        "own: call out": "SELECT * { ?s ?p ?o SERVICE <http://127.0.0.1:9/> { ?o ?q ?r } }",
    }


def hostile() -> dict[str, str]:
    """All of them."""
    return {**shared(), **own()}
