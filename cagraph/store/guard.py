"""Bounds on the text of untrusted SPARQL, looked at before any parser sees it."""

import re
from typing import Final

from cagraph.errors import QueryRefusedError

MAX_LENGTH: Final = 65_536
MAX_DEPTH: Final = 60
MAX_OPERATORS: Final = 600

_TOKEN: Final = re.compile(
    r"""
    (?P<comment>\#[^\n\r]*)
  | (?P<string>\"{3}(?:[^\"\\]|\\.|\"(?!\"\"))*\"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*'{3}
             | \"(?:[^\"\\\n\r]|\\.)*\" | '(?:[^'\\\n\r]|\\.)*')
  | (?P<iri><[^\s<>\"{}|\\^`]*>)
  | (?P<name>[?$@]?[^\W\d][\w\-]*(?::[\w.\-%\\]*)?|:[\w.\-%\\]*)
  | (?P<open>[\[({])
  | (?P<close>[\])}])
  | (?P<operator>\|\||&&|[+*/|])
    """,
    re.VERBOSE | re.DOTALL,
)
_CALLS_OUT: Final = frozenset({"service", "load"})
_UPDATES: Final = frozenset({"insert", "delete", "drop", "clear", "create", "copy", "move", "add"})


def refuse_unsafe(text: str) -> None:
    """Refuse a query that is too long or too deep for the parser, that calls out, or that would write.

    The engine follows SERVICE to any address and its recursive parser dies of deep nesting, so neither may
    reach it. Keywords inside strings, IRIs, comments and prefixed names do not count. Raises QueryRefusedError.

    >>> refuse_unsafe('SELECT * { ?s ?p "SERVICE <http://x/>" } # SERVICE')
    >>> refuse_unsafe('SELECT * { SERVICE <http://x/> { ?s ?p ?o } }')
    Traceback (most recent call last):
    ...
    cagraph.errors.QueryRefusedError: SERVICE is not followed here (query the other endpoint yourself)
    """
    if len(text) > MAX_LENGTH:
        raise QueryRefusedError(
            f"the query is longer than {MAX_LENGTH} characters", "split it, or pass ids with VALUES"
        )
    depth = operators = 0
    for match in _TOKEN.finditer(text):
        group = match.lastgroup
        if group == "open":
            depth += 1
            if depth > MAX_DEPTH:
                raise QueryRefusedError(f"the query nests more than {MAX_DEPTH} brackets", "flatten it")
        elif group == "close":
            depth -= 1
        elif group == "operator":
            operators += 1
        elif group == "name":
            word = match["name"].lower()
            operators += word == "union"
            _refuse_word(word)
        if operators > MAX_OPERATORS:
            raise QueryRefusedError(f"the query has more than {MAX_OPERATORS} operators", "use VALUES or IN")


def _refuse_word(word: str) -> None:
    if word in _CALLS_OUT:
        raise QueryRefusedError(f"{word.upper()} is not followed here", "query the other endpoint yourself")
    if word in _UPDATES:
        raise QueryRefusedError(
            f"{word.upper()} is an update; this address only answers queries", "edit data/ and build"
        )
