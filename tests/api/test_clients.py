"""The programs that people ask a SPARQL endpoint with, each really run against the running service."""

import io
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode

import pandas as pd
import pytest
from live import Live, serving
from rdflib import Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

TOP = Path(__file__).parent.parent.parent
STATES = "SELECT ?s ?iso WHERE { ?s a cag:State ; cag:iso3 ?iso } ORDER BY ?iso"
NOTES = "http://example.org/notes"


@pytest.fixture(scope="module")
def live(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with serving(tmp_path_factory.mktemp("clients"), store=built) as found:
        yield found


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with serving(tmp_path_factory.mktemp("scratch"), "--scratch") as found:
        yield found


@pytest.fixture(scope="module")
def codes(live: Live) -> list[str]:
    """The codes of all states, asked for with nothing but the standard library."""
    return pd.read_csv(f"{live.url}/sparql?{urlencode({'query': STATES, 'format': 'csv'})}")["iso"].to_list()


def tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def test_pandas_reads_csv(codes: list[str]) -> None:
    assert len(codes) > 70
    assert codes == sorted(codes)
    assert {"KAZ", "KGZ", "TJK", "TKM", "UZB"} <= set(codes)


@pytest.mark.parametrize("method", ["get", "form", "direct"])
def test_curl(live: Live, codes: list[str], method: str) -> None:
    how = {
        "get": ["--get", "--data-urlencode", f"query={STATES}"],
        "form": ["--data-urlencode", f"query={STATES}"],
        "direct": ["--header", "Content-Type: application/sparql-query", "--data-binary", STATES],
    }[method]
    command = [tool("curl"), "--silent", "--fail", f"{live.url}/sparql", "--header", "Accept: text/csv", *how]
    said = subprocess.run(command, capture_output=True, check=True, timeout=60).stdout
    assert pd.read_csv(io.BytesIO(said))["iso"].to_list() == codes


def test_curl_is_told_what_is_wrong(live: Live) -> None:
    command = [tool("curl"), "--silent", f"{live.url}/sparql", "--data-urlencode", "query=SELECT * { ?s foaf:name }"]
    problem = json.loads(subprocess.run(command, capture_output=True, check=True, timeout=60).stdout)
    assert problem["status"] == 400
    assert "PREFIX foaf: <http://xmlns.com/foaf/0.1/>" in problem["hint"]


def wrapper(live: Live, query: str, format_: str) -> SPARQLWrapper:
    made = SPARQLWrapper(f"{live.url}/sparql")
    made.setQuery(query)
    made.setReturnFormat(format_)
    return made


@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper(live: Live, codes: list[str], method: str) -> None:
    asked = wrapper(live, STATES, JSON)
    asked.setMethod(method)
    rows = asked.queryAndConvert()["results"]["bindings"]
    assert [row["iso"]["value"] for row in rows] == codes


def test_sparqlwrapper_in_other_formats(live: Live, codes: list[str]) -> None:
    assert codes[0] in wrapper(live, STATES, XML).queryAndConvert().toxml()
    assert wrapper(live, STATES, CSV).queryAndConvert().decode().split()[1].endswith(f",{codes[0]}")
    describe = wrapper(live, "CONSTRUCT { ?s rdfs:label ?l } WHERE { ?s a cag:Region ; rdfs:label ?l }", TURTLE)
    assert b"Central Asia" in describe.queryAndConvert()


def test_sparqlwrapper_shows_where_a_query_is_wrong(live: Live) -> None:
    with pytest.raises(QueryBadFormed) as caught:
        wrapper(live, "SELECT ?s WHERE { ?s cag:iso3 ?i FILTR(?i > 1) }", JSON).query()
    told = str(caught.value)
    assert "line 1, column 42: " in told
    assert "^" in told
    assert "'FILTR': did you mean 'FILTER'?" in told.replace("\\'", "'")


def test_rdflib_reads(live: Live, codes: list[str]) -> None:
    store = SPARQLStore(f"{live.url}/sparql")
    assert [str(row.iso) for row in store.query(STATES)] == codes
    label = URIRef("http://www.w3.org/2000/01/rdf-schema#label")
    found = list(store.triples((URIRef("https://w3id.org/cagraph/id/KAZ"), label, None)))
    assert [str(triple[2]) for triple, _ in found] == ["Kazakhstan"]


def test_rdflib_writes(scratch: Live) -> None:
    store = SPARQLUpdateStore(
        f"{scratch.url}/sparql",
        f"{scratch.url}/sparql",
        headers={"Authorization": f"Bearer {scratch.key}"},
        context_aware=False,
    )
    triple = (URIRef(f"{NOTES}#a"), URIRef(f"{NOTES}#p"), Literal("Қазақстан", lang="kk"))
    store.add(triple)
    store.commit()
    assert [found for found, _ in store.triples((None, None, None))] == [triple]
    store.remove(triple, context=None)
    store.commit()
    assert not list(store.triples((None, None, None)))


def test_rdflib_without_a_key_is_refused(scratch: Live) -> None:
    store = SPARQLUpdateStore(f"{scratch.url}/sparql", f"{scratch.url}/sparql")
    with pytest.raises(HTTPError, match="401"):
        store.update("INSERT DATA { <urn:a> <urn:b> <urn:c> }")


def test_an_r_script_reads_csv(live: Live, codes: list[str]) -> None:
    """What R's `read.csv(url(…))` sends: a plain GET that accepts everything, to an address that says the format."""
    address = f"{live.url}/sparql?{urlencode({'query': STATES, 'format': 'csv'})}"
    command = [tool("curl"), "--silent", "--fail", "--header", "Accept: */*", "--user-agent", "R (4.4.1)", address]
    said = subprocess.run(command, capture_output=True, check=True, timeout=60).stdout
    assert pd.read_csv(io.BytesIO(said))["iso"].to_list() == codes


YASGUI = """
const asked = new URLSearchParams({ query: process.argv[2] });
const accept = "application/sparql-results+json,*/*;q=0.9";
const preflight = await fetch(process.argv[1], { method: "OPTIONS", headers: {
  Origin: "https://yasgui.example", "Access-Control-Request-Method": "POST",
  "Access-Control-Request-Headers": "content-type" } });
const answer = await fetch(process.argv[1], { method: "POST", body: asked, headers: {
  Accept: accept, Origin: "https://yasgui.example",
  "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8" } });
const rows = (await answer.json()).results.bindings.map((row) => row.iso.value);
const allowed = answer.headers.get("access-control-allow-origin");
console.log(JSON.stringify({ preflight: preflight.status, allowed, rows }));
"""


def test_a_page_of_another_site_asks_as_yasgui_does(live: Live, codes: list[str]) -> None:
    """Yasgui posts a form with fetch; here Node's fetch sends the same, with the preflight that a browser makes."""
    command = [tool("node"), "--input-type=module", "-e", YASGUI, f"{live.url}/sparql", STATES]
    said = json.loads(subprocess.run(command, capture_output=True, check=True, timeout=60).stdout)
    assert said == {"preflight": 200, "allowed": "*", "rows": codes}


@pytest.fixture(scope="module")
def yasgui(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The command that asks with Yasgui's editor, installed by its lock file."""
    npm, place = tool("npm"), tmp_path_factory.mktemp("yasgui") / "yasgui"
    shutil.copytree(Path(__file__).parent / "yasgui", place)
    done = subprocess.run(
        [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=place, capture_output=True, timeout=300
    )
    if done.returncode:
        pytest.skip(f"npm installs nothing here: {done.stderr.decode()[-300:]}")
    return [tool("node"), str(place / "ask.cjs")]


def test_yasgui_asks(live: Live, codes: list[str], yasgui: list[str]) -> None:
    command = [*yasgui, f"{live.url}/sparql", "PREFIX cag: <https://w3id.org/cagraph/ontology#>\n" + STATES]
    said = json.loads(subprocess.run(command, capture_output=True, check=True, timeout=60).stdout)
    assert said["status"] == 200
    assert [row["iso"]["value"] for row in json.loads(said["content"])["results"]["bindings"]] == codes


def test_yasgui_is_told_what_is_wrong(live: Live, yasgui: list[str]) -> None:
    command = [*yasgui, f"{live.url}/sparql", "SELECT * WHERE { ?s rdf:type"]
    said = subprocess.run(command, capture_output=True, check=True, timeout=60).stdout.decode()
    assert "line 1" in said
