"""Bounds on the text of untrusted SPARQL, looked at before any parser sees it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from cagraph.errors import QueryRefusedError, QuerySyntaxError

MAX_DEPTH: Final = 60

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
_ESCAPED: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")
_CALLS_OUT: Final = frozenset({"service", "load"})
_PUNCTUATION: Final = frozenset({"comment", "open", "close", "operator"})
NOWHERE: Final = "<urn:cagraph:not-followed>"
_UPDATES: Final = frozenset({"insert", "delete", "drop", "clear", "create", "copy", "move", "add"})


@dataclass(frozen=True)
class Bounds:
    """How much text is handed to the parser, and whether it may write."""

    length: int = 65_536
    operators: int = 600
    update: bool = False


QUERY: Final = Bounds()
UPDATE: Final = Bounds(length=1_048_576, operators=100_000, update=True)


def tokens(text: str) -> Iterator[re.Match[str]]:
    """The tokens of a text that matter to us, by the name of their group; all else is passed over."""
    return _TOKEN.finditer(text)


def unescaped(text: str) -> str:
    r"""The text with its code point escapes resolved, as SPARQL reads it (19.2). Raises QuerySyntaxError.

    >>> unescaped(r"\u0053ERVICE")
    'SERVICE'
    """

    def character(match: re.Match[str]) -> str:
        number = int(match[1] or match[2], 16)
        if number > 0x10FFFF or 0xD800 <= number <= 0xDFFF:
            raise QuerySyntaxError(f"{match[0]} is no character", "write a code point that there is")
        return chr(number)

    return _ESCAPED.sub(character, text)


def made_safe(text: str, bounds: Bounds = QUERY) -> tuple[str, bool]:
    """The text as it may reach the engine, and whether it was to call out.

    Raises QuerySyntaxError for an update as a query, QueryRefusedError for what is too long or too deep for the
    recursive parser. What calls out is turned to an address that
    nobody can reach, so that SILENT means what it says (nothing comes of it) and all else fails in the engine, which
    by then has checked the syntax. Keywords inside strings, IRIs, comments and prefixed names do not count.

    >>> made_safe('SELECT * { ?s ?p "SERVICE <http://x/>" } # SERVICE')
    ('SELECT * { ?s ?p "SERVICE <http://x/>" } # SERVICE', False)
    >>> made_safe("SELECT * { SERVICE SILENT <http://x/> { ?s ?p ?o } }")
    ('SELECT * { SERVICE SILENT <urn:cagraph:not-followed> { ?s ?p ?o } }', True)
    """
    if len(text) > bounds.length:
        raise QueryRefusedError(
            f"the text is longer than {bounds.length} characters", "split it, or pass ids with VALUES"
        )
    text = unescaped(text)
    pieces, copied, depth, operators, calling = [], 0, 0, 0, False
    for match in tokens(text):
        group, word = match.lastgroup, match.group().lower()
        depth += (group == "open") - (group == "close")
        operators += group == "operator" or (group == "name" and word == "union")
        if depth > MAX_DEPTH:
            raise QueryRefusedError(f"the text nests more than {MAX_DEPTH} brackets", "flatten it")
        if operators > bounds.operators:
            raise QueryRefusedError(f"the text has more than {bounds.operators} operators", "use VALUES or IN")
        if calling and word != "silent" and group not in _PUNCTUATION:
            pieces += [text[copied : match.start()], NOWHERE]
            copied, calling = match.end(), False
        elif group == "name" and word in _CALLS_OUT:
            calling = True
        elif group == "name" and word in _UPDATES and not bounds.update:
            raise QuerySyntaxError(f"{word.upper()} is an update, and this is read as a query", "send it as an update")
    return "".join([*pieces, text[copied:]]), bool(pieces) or calling


def not_followed() -> QueryRefusedError:
    """What is told to who asked for a SERVICE or LOAD without SILENT."""
    return QueryRefusedError("SERVICE and LOAD are not followed here", "query the other endpoint yourself")
