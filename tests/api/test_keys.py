"""Who may write what, from where; and that keys are shown nowhere."""

import json
import logging
from pathlib import Path
from typing import Any

import pytest
from fastapi import Request
from served import OWN, Served

from cagraph.errors import NotFoundError, ParameterError, StoreError
from cagraph.graph import Key, Keys

TRIPLE = "<urn:x:new> <urn:x:is> 1 ."
CALLS = {
    "query": ("POST", "/sparql", "application/sparql-query", "ASK {}"),
    "update own": ("POST", "/sparql", "application/sparql-update", f"INSERT DATA {{ GRAPH <{OWN}> {{ {TRIPLE} }} }}"),
    "update default": ("POST", "/sparql", "application/sparql-update", f"INSERT DATA {{ {TRIPLE} }}"),
    "update claim": ("POST", "/sparql", "application/sparql-update", f"INSERT DATA {{ GRAPH <CLAIM> {{ {TRIPLE} }} }}"),
    "drop all": ("POST", "/sparql", "application/sparql-update", "DROP ALL"),
    "put own": ("PUT", f"/data?graph={OWN}", "text/turtle", TRIPLE),
    "post own": ("POST", f"/data?graph={OWN}", "text/turtle", TRIPLE),
    "delete own": ("DELETE", f"/data?graph={OWN}", "", ""),
    "put at a path": ("PUT", "/data/notes/mine", "text/turtle", TRIPLE),
    "put default": ("PUT", "/data?default", "text/turtle", TRIPLE),
    "post default": ("POST", "/data?default", "text/turtle", TRIPLE),
    "delete default": ("DELETE", "/data?default", "", ""),
    "put claim": ("PUT", "/data?graph=CLAIM", "text/turtle", TRIPLE),
    "post claim": ("POST", "/data?graph=CLAIM", "text/turtle", TRIPLE),
    "delete claim": ("DELETE", "/data?graph=CLAIM", "", ""),
    "put meta": ("PUT", "/data?graph=META", "text/turtle", TRIPLE),
    "delete meta": ("DELETE", "/data?graph=META", "", ""),
}
OPEN = {"query"}
OWNED = {name for name in CALLS if "own" in name or "path" in name}


def version(served: Served) -> str:
    """The data version: the same as long as nothing is written."""
    return str(served.client.get("/sparql", params={"query": "ASK {}"}).headers["x-data-version"])


@pytest.fixture(scope="module")
def claim(served: Served) -> str:
    """The IRI of a claim, which is a graph."""
    start = served.service.graph.names.claim
    return served.ask(f"SELECT ?g {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), '{start}')) }} LIMIT 1")[0]["g"]


def called(served: Served, claim: str, name: str, **headers: str) -> Any:
    method, path, media_type, body = CALLS[name]
    places = {"CLAIM": claim, "META": served.service.graph.names.meta}
    for word, iri in places.items():
        path, body = path.replace(word, iri), body.replace(word, iri)
    told = {"content-type": media_type, **headers} if media_type else headers
    return served.client.request(method, path, content=body, headers=told)


@pytest.fixture(scope="module")
def kept(served: Served, claim: str) -> dict[str, tuple[dict[str, str], bytes]]:
    """The curated graphs as they are at first, by the word that names them here."""
    graphs = {"default": {"default": ""}, "claim": {"graph": claim}, "meta": {"graph": served.service.graph.names.meta}}
    accept = {"accept": "application/n-triples"}
    return {word: (at, served.client.get("/data", params=at, headers=accept).content) for word, at in graphs.items()}


def put_back(served: Served, at: dict[str, str], body: bytes) -> None:
    headers = {"content-type": "application/n-triples", **served.authorised("curate")}
    assert served.client.put("/data", params=at, content=body, headers=headers).is_success


@pytest.mark.parametrize("name", sorted(CALLS))
@pytest.mark.parametrize("scope", ["none", "unknown"])
def test_without_a_key_one_reads_and_no_more(served: Served, claim: str, scope: str, name: str) -> None:
    before = version(served)
    response = called(served, claim, name, **served.authorised(scope))
    if name in OPEN:
        assert response.status_code == 200
    else:
        assert response.status_code == 401, response.text
        assert response.headers["www-authenticate"].startswith("Bearer")
        assert response.json()["type"] == "urn:cagraph:problem:unauthorized"
    assert version(served) == before


@pytest.mark.parametrize("name", sorted(set(CALLS) - OPEN - OWNED))
def test_curated_facts_are_not_changed_with_write(served: Served, claim: str, name: str) -> None:
    before = version(served)
    response = called(served, claim, name, **served.authorised("write"))
    assert response.status_code == 403, response.text
    assert "curated" in response.json()["detail"]
    assert version(served) == before
    assert served.holds("?s a cag:State")


@pytest.mark.parametrize("scope", ["write", "curate"])
@pytest.mark.parametrize("name", sorted(OPEN | OWNED))
def test_ones_own_graphs_are_written_with_any_key(served: Served, claim: str, scope: str, name: str) -> None:
    assert served.put(OWN, TRIPLE).is_success
    response = called(served, claim, name, **served.authorised(scope))
    assert response.is_success, response.text
    if "delete" in name:
        assert called(served, claim, name, **served.authorised(scope)).status_code == 404


@pytest.mark.parametrize("name", sorted(set(CALLS) - OPEN - OWNED - {"drop all"}))
def test_curated_facts_are_changed_with_curate(served: Served, claim: str, kept: Any, name: str) -> None:
    before = version(served)
    response = called(served, claim, name, **served.authorised("curate"))
    assert response.is_success, response.text
    assert version(served) != before
    assert json.loads(journal(served).splitlines()[-1])["curated"] is True
    put_back(served, *kept[name.split()[1]])


def test_curated_facts_stay_protected_when_their_description_is_gone(served: Served, claim: str, kept: Any) -> None:
    assert called(served, claim, "delete meta", **served.authorised("curate")).status_code == 204
    assert called(served, claim, "update default", **served.authorised("write")).status_code == 403
    assert called(served, claim, "delete default", **served.authorised("write")).status_code == 403
    put_back(served, *kept["meta"])


@pytest.mark.parametrize(
    "text",
    [
        "CLEAR DEFAULT",
        "DROP NAMED",
        f"MOVE <{OWN}> TO DEFAULT",
        f"COPY <{OWN}> TO DEFAULT",
        f"ADD <{OWN}> TO DEFAULT",
        "DELETE WHERE { ?s ?p ?o }",
        "DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }",
        "WITH <BASEclaim/none> INSERT { <urn:a> <urn:b> 1 } WHERE {}",
        "INSERT DATA { GRAPH <BASEanything> { <urn:a> <urn:b> 1 } }",
        f"INSERT DATA {{ GRAPH <{OWN}> {{ {TRIPLE} }} }} ; CLEAR DEFAULT",
        "INSERT { GRAPH ?g { <urn:a> <urn:b> 1 } } WHERE { BIND(IRI(CONCAT(STR(id:), 'x')) AS ?g) }",
        "INSERT { id:KAZ rdfs:label 'x' } WHERE {}",
    ],
)
def test_no_wording_of_an_update_changes_curated_facts(served: Served, text: str) -> None:
    before = version(served)
    response = served.update(text.replace("BASE", served.service.graph.names.base), "write")
    assert response.status_code == 403, response.text
    assert version(served) == before


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://testserver.evil.example"},
        {"origin": "https://testserver"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "http://testserver", "sec-fetch-site": "cross-site"},
    ],
)
@pytest.mark.parametrize("name", ["update own", "put own", "post own", "delete own"])
def test_a_page_of_another_site_does_not_write(served: Served, claim: str, name: str, headers: dict[str, str]) -> None:
    before = version(served)
    response = called(served, claim, name, **served.authorised("curate"), **headers)
    assert response.status_code == 403
    assert "pages of other sites" in response.json()["detail"]
    assert version(served) == before


@pytest.mark.parametrize("headers", [{"origin": "http://testserver"}, {"sec-fetch-site": "same-origin"}, {}])
def test_the_service_and_programs_write(served: Served, claim: str, headers: dict[str, str]) -> None:
    assert called(served, claim, "update own", **served.authorised("write"), **headers).status_code == 200


def test_a_form_needs_a_key_too(served: Served) -> None:
    text = f"INSERT DATA {{ GRAPH <{OWN}> {{ <urn:x:form> <urn:x:is> 1 }} }}"
    assert served.client.post("/sparql", data={"update": text}).status_code == 401
    assert not served.holds(f"GRAPH <{OWN}> {{ <urn:x:form> ?p ?o }}")
    assert served.client.post("/sparql", data={"update": text}, headers=served.authorised("write")).status_code == 200
    assert served.holds(f"GRAPH <{OWN}> {{ <urn:x:form> ?p ?o }}")


@pytest.mark.parametrize("wrong", ["", "Bearer", "Bearer ", "Basic {}", "{}", "Bearer {}x", "Bearer {} {}"])
def test_a_key_stands_whole_behind_the_word_bearer(served: Served, claim: str, wrong: str) -> None:
    header = wrong.replace("{}", served.curate)
    assert called(served, claim, "update own", authorization=header).status_code == 401
    assert called(served, claim, "update own", authorization=f"bearer  {served.curate}").status_code == 200


def journal(served: Served) -> str:
    place = served.service.graph.store.path
    assert place is not None
    return (place.parent / "journal.jsonl").read_text()


def test_keys_are_shown_nowhere(served: Served, claim: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    told = []
    for secret in (served.write, served.curate, "cagraph_" + "y" * 43):
        for name in ("update own", "update default", "put own", "put claim", "query"):
            response = called(served, claim, name, authorization=f"Bearer {secret}")
            told.append(response.text + str(response.headers))
            told.append(served.client.put("/sparql", headers={"authorization": f"Bearer {secret}"}).text)
    called(served, claim, "update own", **served.authorised("write"))
    told += [caplog.text, journal(served), served.keys_file.read_text()]
    assert '"writer"' in journal(served)
    for secret in (served.write, served.curate, "cagraph_" + "y" * 43):
        assert not [text for text in told if secret in text or secret[8:40] in text]
    assert served.keys_file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example", "127.0.0.1.nip.example", "evil.example:8000", "[::2]", "127.0.0.2"],
)
def test_the_service_does_not_answer_for_other_hosts(served: Served, claim: str, host: str) -> None:
    for path in ("/", "/sparql?query=ASK%20{}", "/health", "/data?default"):
        response = served.client.get(path, headers={"host": host})
        assert response.status_code == 421
        assert response.headers["content-type"] == "application/problem+json"
    assert called(served, claim, "update own", host=host, **served.authorised("curate")).status_code == 421


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1:1", "[::1]:8000", "testserver"])
def test_the_service_answers_under_its_own_names(served: Served, host: str) -> None:
    assert served.client.get("/health", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("192.0.2.1", [], "192.0.2.1"),
        ("192.0.2.1", ["198.51.100.7"], "192.0.2.1"),
        ("10.1.2.3", [], "10.1.2.3"),
        ("10.1.2.3", ["198.51.100.7"], "198.51.100.7"),
        ("10.1.2.3", ["203.0.113.9, 198.51.100.7"], "198.51.100.7"),
        ("10.1.2.3", ["203.0.113.9", "198.51.100.7"], "198.51.100.7"),
        ("10.1.2.3", ["203.0.113.9, 198.51.100.7, 10.9.9.9"], "198.51.100.7"),
        ("10.1.2.3", ["10.9.9.9"], "10.9.9.9"),
        ("10.1.2.3", ["x" * 100], "x" * 64),
        ("not-an-address", ["198.51.100.7"], "not-an-address"),
    ],
)
def test_who_asks_is_believed_only_of_trusted_proxies(
    served: Served, peer: str, forwarded: list[str], client: str
) -> None:
    headers = [(b"x-forwarded-for", value.encode()) for value in forwarded]
    request = Request({"type": "http", "client": (peer, 1), "headers": headers})
    assert served.service.client(request) == client


@pytest.mark.parametrize(
    "content",
    [
        "no json",
        "{}x",
        "{}",
        "[1]",
        '[{"name": "a"}]',
        '[{"name": "a", "scope": "all", "digest": "%s"}]' % ("0" * 64),
        '[{"name": "a", "scope": "write", "digest": "short"}]',
        '[{"name": "a", "scope": "write", "digest": 1}]',
        '[{"name": "a b", "scope": "write", "digest": "%s"}]' % ("0" * 64),
        "[{\u0430}]",
    ],
)
def test_a_file_that_holds_no_keys_is_told_of(served: Served, claim: str, content: str) -> None:
    kept = served.keys_file.read_text()
    served.keys_file.write_text(content, encoding="utf-8")
    try:
        response = called(served, claim, "update own", **served.authorised("curate"))
        assert response.status_code == 500
        assert "cannot be read as keys" in response.json()["detail"]
        assert response.json()["hint"] == "make the keys anew"
        assert called(served, claim, "query").status_code == 200
    finally:
        served.keys_file.write_text(kept)
    assert called(served, claim, "update own", **served.authorised("curate")).status_code == 200


def test_a_place_that_cannot_be_looked_at_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be read as keys"):
        Keys(tmp_path / "file" / "keys.json").all()
    (tmp_path / "keys.json").mkdir()
    with pytest.raises(StoreError, match="cannot be read as keys"):
        Keys(tmp_path / "keys.json").all()


@pytest.mark.parametrize("name", ["", " ", "a b", "-a", ".a", "../a", "a/b", "a\n", "a\0", "x" * 65, 'a"'])
def test_names_of_keys_are_plain(tmp_path: Path, name: str) -> None:
    with pytest.raises(ParameterError, match="is no name for a key"):
        Keys(tmp_path / "keys.json").add(name, "write")
    assert not (tmp_path / "keys.json").exists()


def test_scopes_and_names_are_checked(tmp_path: Path) -> None:
    keys = Keys(tmp_path / "keys.json")
    with pytest.raises(ParameterError) as caught:
        keys.add("a", "wriet")
    assert caught.value.hint == "did you mean 'write'?"
    first, second = keys.add("a.b@c-1", "write"), keys.add("x" * 64, "curate")
    assert first != second
    with pytest.raises(ParameterError, match="already"):
        keys.add("a.b@c-1", "curate")
    with pytest.raises(NotFoundError):
        keys.remove("nobody")
    assert [key.name for key in Keys(tmp_path / "keys.json").all()] == ["a.b@c-1", "x" * 64]
    assert (Key("a", "write", "").allows("curate"), Key("a", "curate", "").allows("write")) == (False, True)


def test_a_key_that_is_withdrawn_writes_no_more(served: Served, claim: str) -> None:
    secret = served.service.keys.add("guest", "write")
    assert called(served, claim, "update own", authorization=f"Bearer {secret}").status_code == 200
    Keys(served.keys_file).remove("guest")
    assert called(served, claim, "update own", authorization=f"Bearer {secret}").status_code == 401
