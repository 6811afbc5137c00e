"""How deep texts of RDF are nested, counted before a parser that recursion can end or slow down sees them."""

import re
from typing import Final

from cagraph.errors import Problem

DEEPEST: Final = 64
_TURTLE: Final = re.compile(
    r"""
    \#[^\n]*+
  | \\.
  | \"{3}(?:[^\"\\]|\\.|\"(?!\"\"))*+\"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*+'{3}
  | \"[^\"\\\n]*+(?:\\.[^\"\\\n]*+)*+\" | '[^'\\\n]*+(?:\\.[^'\\\n]*+)*+'
  | <[^\x00-\x20<>\"{}|^`]*+>
  | (?P<open><<|[\[({])
  | (?P<close>>>|[\])}])
    """,
    re.VERBOSE | re.DOTALL,
)
_JSON: Final = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|(?P<open>[\[{])|(?P<close>[\]}])', re.DOTALL)
_XML: Final = re.compile(
    r"""
    <!--(?:[^-]|-(?!->))*+--> | <\?(?:[^?]|\?(?!>))*+\?> | <!\[CDATA\[(?:[^\]]|\](?!\]>))*+\]\]>
  | (?P<declared><!)
  | (?P<close></)
  | (?P<open><(?:[^<>"']|"[^"]*+"|'[^']*+')*+(?<!/)>)
    """,
    re.VERBOSE | re.DOTALL,
)
_ENCODING: Final = re.compile(r"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)")


def of_turtle(text: str, file: str) -> Problem | None:
    """The fault of a text in Turtle, TriG, N-Triples or N-Quads that is nested too deeply."""
    return _too_deep(_TURTLE, text, file)


def of_json(text: str, file: str) -> Problem | None:
    """The fault of a text in JSON-LD that is nested too deeply."""
    return _too_deep(_JSON, text, file)


def of_xml(text: str, file: str) -> Problem | None:
    """The fault of a text in RDF/XML that is nested too deeply, declares anything, or says it is not UTF-8."""
    said = _ENCODING.match(text)
    if said and said[1].lower() not in {"utf-8", "utf8", "utf-16", "us-ascii", "ascii"}:
        return Problem(f"{file}:1:1", f"the XML is in {said[1]}", "save it as UTF-8, and say so in its first line")
    return _too_deep(_XML, text, file)


def _too_deep(pattern: re.Pattern[str], text: str, file: str) -> Problem | None:
    depth = 0
    for match in pattern.finditer(text):
        if match.lastgroup == "open":
            depth += 1
        elif match.lastgroup == "close":
            depth -= 1
        elif match.lastgroup == "declared":
            return Problem(
                _place(file, text, match.start()),
                "declarations (DOCTYPE, ENTITY) are not read: a few lines of them can make gigabytes",
                "write the names out, and remove the declaration",
            )
        if depth > DEEPEST:
            return Problem(_place(file, text, match.start()), "nested too deeply", f"at most {DEEPEST} levels are read")
    return None


def _place(file: str, text: str, offset: int) -> str:
    return f"{file}:{text.count(chr(10), 0, offset) + 1}:{offset - text.rfind(chr(10), 0, offset)}"
