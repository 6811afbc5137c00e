"""What may not reach the engine's parser, and what is turned to an address that nobody can reach."""

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cagraph.errors import QueryRefusedError, QuerySyntaxError
from cagraph.store.guard import MAX_DEPTH, NOWHERE, UPDATE, made_safe, tokens, unescaped

U = "http://127.0.0.1:1/"

CALLS = [
    f"SELECT * {{ SERVICE <{U}> {{ ?s ?p ?o }} }}",
    f"select * {{ service silent <{U}> {{ ?s ?p ?o }} }}",
    "SELECT * { { SELECT * { SERVICE ?x {} } } }",
    f"#\nSELECT * {{\nSERVICE<{U}>{{}} }}",
    f"SELECT * {{ SERVICESILENT<{U}> {{}} }}",
    f"SELECT * {{ ?s ?p trueSERVICE<{U}> {{}} }}",
    f"SELECT * {{ ?s ?p 1e5SERVICESILENT<{U}> {{}} }}",
    f"PREFIX : <{U}> SELECT * {{ ?s ?p :.SERVICE<{U}> {{}} }}",
    f"PREFIX e: <{U}> SELECT * {{ ?s ?p e:.SERVICE<{U}> {{}} }}",
    f"SELECT * {{ SERVICE # of <http://a/>\n <{U}> {{}} }}",
    f"SELECT * {{ \\u0053ERVICE <{U}> {{}} }}",
    f"SELECT * {{ \\U00000053ERVICE <{U}> {{}} }}",
    f"SELECT * {{ ?s ?p 'it\\'s' . SERVICE <{U}> {{}} }}",
    f"SELECT * {{ <http://x/\u00a0'> ?p 1 . SERVICE <{U}> {{}} #'\n }}",
    f"SELECT * {{ <http://x/\\u005Cu0041'> ?p 1 . SERVICE <{U}> {{}} #'\n }}",
]
LOADS = [
    f"LOAD <{U}>",
    f"load silent <{U}> into graph <urn:g>",
    f"LOADSILENT<{U}>",
    f"INSERT DATA {{}};LOAD <{U}>",
    f"INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <{U}> {{ ?s ?p ?o }} }}",
]


@pytest.mark.parametrize("text", CALLS, ids=lambda text: text[:44])
def test_a_call_is_turned_to_nowhere(text: str) -> None:
    safe, calls = made_safe(text)
    assert calls
    assert safe.count(NOWHERE) == 1
    assert f"<{U}> {{" not in safe


@pytest.mark.parametrize("text", LOADS, ids=lambda text: text[:44])
def test_a_load_is_turned_to_nowhere(text: str) -> None:
    safe, calls = made_safe(text, UPDATE)
    assert calls
    assert NOWHERE in safe
    assert U not in safe


@pytest.mark.parametrize(
    "text",
    [
        f"PREFIX : <{U}> SELECT * {{ SERVICE:x {{ ?s ?p ?o }} }}",
        f"PREFIX : <{U}> SELECT * {{ SERVICE: {{ ?s ?p ?o }} }}",
        f"PREFIX : <{U}> SELECT * {{ ServiceSilent:x #\n {{ ?s ?p ?o }} }}",
        f"PREFIX : <{U}> ASK {{ FILTER EXISTS{{SERVICE:x{{?s ?p ?o}}}} }}",
        f"SELECT * {{ ?s ?p ?a, ?b FILTER(?a<?b)SERVICE#>\n<{U}> {{}} }}",
        f"SELECT * {{ ?s ?p ?a, ?b FILTER(?a<'&&?b>')SERVICE<{U}>{{}}#'\n }}",
        f"SELECT * {{ ?s ?p ?a, ?b FILTER(1<?b#>'''\n)SERVICE<{U}>{{}}#'''\n }}",
        f"SELECT * {{ ?s ?p ?a, ?b FILTER(1 # one\n<'&&?b>')SERVICE<{U}>{{}}#'\n }}",
    ],
    ids=lambda text: text[:60],
)
def test_what_hides_a_call_is_refused(text: str) -> None:
    with pytest.raises(QueryRefusedError, match="can be read as"):
        made_safe(text)


@pytest.mark.parametrize("text", [f"PREFIX : <{U}> LOAD:x", f"PREFIX : <{U}> LOAD:", f"PREFIX : <{U}> LOADSILENT:x"])
def test_what_hides_a_load_is_refused(text: str) -> None:
    with pytest.raises(QueryRefusedError, match="can be read as a call"):
        made_safe(text, UPDATE)


@pytest.mark.parametrize(
    "text", ["INSERT DATA { <a> <b> <c> }", "DELETE WHERE { ?s ?p ?o }", "DROP ALL", "clear default", "COPY <a> TO <b>"]
)
def test_an_update_as_a_query_is_a_syntax_error(text: str) -> None:
    with pytest.raises(QuerySyntaxError, match="is an update") as caught:
        made_safe(text)
    assert caught.value.status == 400
    assert made_safe(text, UPDATE) == (text, False)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("SELECT * " + "{" * 100 + "}" * 100, "nests more than"),
        ("SELECT * { FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }", "nests more than"),
        ("SELECT * { " + " UNION ".join(["{ ?s ?p ?o }"] * 1000) + " }", "operators"),
        ("SELECT * { ?s ?p ?o } #" + "x" * 70_000, "is longer than"),
        ("SELECT * { FILTER(" + "||".join(["?o=1"] * 1000) + ") }", "operators"),
    ],
    ids=["braces", "parentheses", "unions", "length", "alternatives"],
)
def test_refused(text: str, words: str) -> None:
    with pytest.raises(QueryRefusedError, match=words):
        made_safe(text)


def test_the_limit_of_nesting_is_where_it_is_said_to_be() -> None:
    made_safe("SELECT * " + "{" * MAX_DEPTH + "}" * MAX_DEPTH)
    with pytest.raises(QueryRefusedError):
        made_safe("SELECT * " + "{" * (MAX_DEPTH + 1) + "}" * (MAX_DEPTH + 1))


@pytest.mark.parametrize(
    "text",
    [
        'SELECT * { ?s ?p "SERVICE <http://x/> { }" }',
        'SELECT * { ?s ?p \'it\'\'s\', """a "quoted" SERVICE""" }',
        "SELECT * { ?s <http://example.org/service> ?o } # SERVICE <http://x/>",
        "PREFIX service: <http://x/> SELECT ?service { ?service service:load :insert }",
        "PREFIX load: <http://x/> SELECT ?load { ?load load:load _:load }",
        "SELECT * { ex:a\\,load ?p ex:e\u0301load . ?x ex:a.b ex:drop }",
        "SELECT * { ?s a cag:Treaty . FILTER(?a < 3 && ?b > 2) }",
        "SELECT (COUNT(*) AS ?n) { ?s (<p>|<q>)* ?o }",
        "SELECT * { ?s ?p 'x'@en-service . ?s ex:service-load 'a' }",
        "SELECT * { VALUES (?a ?b) { (<http://x#a> <http://x#it's>) } }",
        'SELECT ("a\\\\u0041" AS ?x) {}',
    ],
    ids=lambda text: text[:40],
)
def test_let_through_as_it_is(text: str) -> None:
    assert made_safe(text) == (text, False)


@pytest.mark.parametrize("escape", ["\\uD800", "\\UFFFFFFFF", "\\U00110000", "\\uDFFF"])
def test_an_escape_of_no_character_is_a_syntax_error(escape: str) -> None:
    with pytest.raises(QuerySyntaxError, match="is no character"):
        unescaped(f"SELECT * {{ ?s ?p '{escape}' }}")


@given(st.text(alphabet="<>?'\"#\\(){}:.@_aseESRVICserviceSILENT 1\n/", max_size=80))
def test_whatever_is_read_is_never_lost(text: str) -> None:
    """Tokens lie in the text as they stand, and no text makes the guard fail otherwise than by its own errors."""
    assert all(text[match.start() : match.end()] == match.group() for match in tokens(text))
    try:
        safe, calls = made_safe(text)
    except (QueryRefusedError, QuerySyntaxError):
        return
    assert calls or safe == text


@pytest.mark.parametrize("piece", ["a.", "a.b:", "a:.", "'", '"', "<", "((((", "\\u0041", "\\", "#\n", "a:b.c."])
def test_no_text_takes_the_guard_long(piece: str) -> None:
    """The limit is far above what a linear reading takes, and far below what a quadratic one would."""
    text = (piece * 65_536)[:65_536]
    before = time.process_time()
    with contextlib.suppress(QueryRefusedError, QuerySyntaxError):
        made_safe(text)
    assert time.process_time() - before < 3
