"""Bounds on the text of untrusted SPARQL, looked at before any parser sees it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from cagraph.errors import QueryRefusedError, QuerySyntaxError

MAX_DEPTH: Final = 60

# The letters of names, as the grammar of SPARQL 1.1 has them (19.8, PN_CHARS_BASE and what is built on it).
_LETTER: Final = (
    r"A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D\u2070-\u218F"
    r"\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
_WORD: Final = rf"{_LETTER}_0-9\u00B7\u0300-\u036F\u203F\u2040"
_ODD: Final = r"%[0-9A-Fa-f]{2}|\\[^\w\s]"
_TOKEN: Final = re.compile(
    rf"""
    (?P<comment>\#[^\n\r]*)
  | (?P<string>\"{{3}}(?:[^\"\\]|\\.|\"(?!\"\"))*\"{{3}} | '{{3}}(?:[^'\\]|\\.|'(?!''))*'{{3}}
             | \"(?:[^\"\\\n\r]|\\.)*\" | '(?:[^'\\\n\r]|\\.)*')
  | (?P<iri><(?:[^\x00-\x20<>\"{{}}|\\^`]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*>)
  | (?P<name>[?$][{_WORD}]+
           | @[A-Za-z]+(?:-[A-Za-z0-9]+)*
           | (?:[{_LETTER}_](?:[{_WORD}.\-]{{0,200}}[{_WORD}\-])?)?:
             (?:(?:[{_WORD}:]|{_ODD})(?:(?:[{_WORD}:.\-]|{_ODD})*(?:[{_WORD}:\-]|{_ODD}))?)?
           | [{_LETTER}_][{_WORD}]*)
  | (?P<open>[\[({{])
  | (?P<close>[\])}}])
  | (?P<operator>\|\||&&|[+*/|])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPED: Final = re.compile(r"\\(?:\\|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")
# The engine reads keywords without regard to where a word ends: `trueSERVICESILENT:x` is a call.
_CALLS_OUT: Final = re.compile(r"(?:service|load)(?:silent)?(:|$)")
_HIDDEN: Final = re.compile(r"(?i)service|load")
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
        if match[0] == "\\\\":  # an escaped backslash, whatever follows it
            return match[0]
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
    pieces, copied, operators, calling = [], 0, 0, False
    reader = _Reader(text)
    for match in tokens(text):
        group, word = match.lastgroup, match.group().lower()
        reader.read(match)
        operators += group == "operator" or (group == "name" and word == "union")
        if operators > bounds.operators:
            raise QueryRefusedError(f"the text has more than {bounds.operators} operators", "use VALUES or IN")
        if calling and word != "silent" and group not in _PUNCTUATION:
            pieces += [text[copied : match.start()], NOWHERE]
            copied, calling = match.end(), False
        elif group == "name" and ":" not in word and _CALLS_OUT.search(word) and word[0] not in "?$@":
            calling = True
        elif group == "name" and word in _UPDATES and not bounds.update:
            raise QuerySyntaxError(f"{word.upper()} is an update, and this is read as a query", "send it as an update")
    if reader.ambiguous and reader.hidden:
        raise QueryRefusedError(
            f"{reader.ambiguous[:80]} can be read as an IRI or as a comparison",
            "percent-encode ' ) # in the IRI, or write a space after the comparison sign",
        )
    return "".join([*pieces, text[copied:]]), bool(pieces) or calling


def insists(text: str) -> bool:
    """Whether a safe text holds a call without SILENT. The engine takes its failure in EXISTS or MINUS for no answer.

    >>> insists(made_safe("ASK { SERVICE <urn:a> {} }")[0]), insists(made_safe("ASK { SERVICE SILENT <urn:a> {} }")[0])
    (True, False)
    """
    before = ""
    for match in tokens(text):
        word = match.group().lower()
        if word == NOWHERE and not before.endswith("silent"):
            return True
        before = before if match.lastgroup == "comment" else word
    return False


class _Reader:
    """Follows the tokens of a text, and notes where the engine, which knows the grammar, could read others.

    After a value in an expression, `<` compares: what looks like an IRI there can hide a quote, a comment or a bracket.
    And a prefixed name can be a keyword with a name behind it, where a name alone makes no sense.
    """

    def __init__(self, text: str) -> None:
        self.ambiguous = ""
        self.hidden = False
        self._text = text
        self._open: list[str] = []
        self._end = 0
        self._before = ""  # the last character that means something
        self._doubtful = ""
        self._last = ""

    def read(self, match: re.Match[str]) -> None:
        """The next token. Raises QueryRefusedError."""
        group, token = match.lastgroup, match.group()
        self._before = (self._text[self._end : match.start()].strip() or self._before)[-1:]
        self._end = match.end()
        if group == "comment":
            self.hidden = self.hidden or bool(_HIDDEN.search(token))
            return
        if self._doubtful and token == "{":
            self._refuse(self._doubtful)
        self._doubtful = ""
        if group == "open":
            self._open.append(token)
            if len(self._open) > MAX_DEPTH:
                raise QueryRefusedError(f"the text nests more than {MAX_DEPTH} brackets", "flatten it")
        elif group == "close":
            self._open = self._open[:-1]
        elif group == "string":
            self.hidden = self.hidden or bool(_HIDDEN.search(token))
        elif group == "iri" and self._open[-1:] == ["("] and self._before not in set("(,=!&|<>+*/^"):
            if set("')#") & set(token):
                self.ambiguous = token
                self.hidden = self.hidden or bool(_HIDDEN.search(token))
        elif group == "name" and token[0] not in "?$@" and _CALLS_OUT.search(token.lower().partition(":")[0] + ":"):
            self._name_like_a_call(token)
        self._before = token[-1]
        self._last = token.lower()

    def _name_like_a_call(self, name: str) -> None:
        if ":" in name:
            self._doubtful = name
            if not self._open and "load" in name.lower().partition(":")[0] and self._last != "prefix":
                self._refuse(name)

    @staticmethod
    def _refuse(name: str) -> None:
        prefix = name.partition(":")[0]
        raise QueryRefusedError(f"the prefix '{prefix[:80]}:' can be read as a call", "take another name for it")


def not_followed() -> QueryRefusedError:
    """What is told to who asked for a SERVICE or LOAD without SILENT."""
    return QueryRefusedError("SERVICE and LOAD are not followed here", "query the other endpoint yourself")
