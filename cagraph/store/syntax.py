"""Turns what the engine says of a faulty query into what its author can act on: line, column, a caret, a hint."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import pairwise
from typing import Final

from cagraph.errors import QuerySyntaxError, suggestion
from cagraph.store.guard import tokens

_PLACE: Final = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_RULE: Final = re.compile(r"[A-Z][a-z]|[a-z] [a-z]")
_WIDEST: Final = 120

# Vocabularies that people use without declaring them.
KNOWN_PREFIXES: Final = {
    "dbo": "http://dbpedia.org/ontology/",
    "dbr": "http://dbpedia.org/resource/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "org": "http://www.w3.org/ns/org#",
    "schema": "http://schema.org/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "time": "http://www.w3.org/2006/time#",
    "void": "http://rdfs.org/ns/void#",
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
}
_KEYWORDS: Final = (
    "ASK", "BASE", "BIND", "CONSTRUCT", "DESCRIBE", "DISTINCT", "FILTER", "FROM", "GRAPH", "GROUP", "HAVING", "LIMIT",
    "MINUS", "NOT", "EXISTS", "OFFSET", "OPTIONAL", "ORDER", "BY", "ASC", "DESC", "PREFIX", "SELECT", "UNION", "VALUES",
    "WHERE", "AS", "IN", "REDUCED", "NAMED", "COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT", "REGEX",
    "STR", "LANG", "LANGMATCHES", "DATATYPE", "BOUND", "CONTAINS", "STRSTARTS", "STRENDS", "LCASE", "UCASE", "YEAR",
    "MONTH", "DAY", "COALESCE", "CONCAT", "REPLACE", "INSERT", "DELETE", "DATA", "WITH", "USING", "CLEAR", "DROP",
)  # fmt: skip


def explain(text: str, said: str, prefixes: Mapping[str, str]) -> QuerySyntaxError:
    """The error for a text that the engine did not parse.

    >>> print(explain("SELECT * { ?s ?p }", "error at 1:19: expected one of [_]", {}))
    line 1, column 19: the query ends too early
    SELECT * { ?s ?p }
                      ^ (a triple needs an object, a bracket its partner, and BIND a variable not yet in use)
    """
    place = _PLACE.search(said)
    if place is None:
        return QuerySyntaxError(said, "check the query")
    line, column = int(place[1]), int(place[2])
    lines = text.split("\n")
    shown = lines[line - 1] if line <= len(lines) else ""
    found = _found(lines, line, column)
    undeclared = _undeclared("\n".join([*lines[: line - 1], shown[: column - 1]]), prefixes)
    if undeclared is not None:
        reason, hint = f"the prefix '{undeclared}:' is not declared", _declaration(undeclared, prefixes)
    else:
        reason, hint = _reason(place[3], _before(shown, column), found)
    return QuerySyntaxError(f"line {line}, column {column}: {reason}\n{_caret(shown, column)}", hint)


def _before(line: str, column: int) -> str:
    """The line up to the fault, ending in a space where the fault is a word of its own."""
    return line[: column - 1] + (" " if line[column - 1 : column].isspace() else "")


def _found(lines: list[str], line: int, column: int) -> str:
    """The word at which the parser stopped; empty at the end of the text."""
    rest = "\n".join([lines[line - 1][column - 1 :], *lines[line:]]) if line <= len(lines) else ""
    match = re.match(r"\s*([?$]?[\w:.-]+|<[^>\s]*>?|\S)", rest)
    return match[1] if match else ""


def _undeclared(before: str, prefixes: Mapping[str, str]) -> str | None:
    """The prefix of the name at which a text before a fault ends, where nothing declares it.

    The engine does not always say so: after `ex:p` it may have expected the EXISTS that `ex` could begin.

    >>> _undeclared("SELECT * { ?s ex:p ", {}), _undeclared("PREFIX ex: <http://x/> SELECT * { ?s ex:p ", {})
    ('ex', None)
    """
    found = list(tokens(before))
    names = [match[0] if match.lastgroup == "name" else "" for match in found]
    if not names or before[found[-1].end() :].strip() or not re.match(r"(?!_:)[^?$@:]*:", names[-1]):
        return None
    declared = {name for keyword, name in pairwise(names) if keyword.lower() == "prefix"}
    prefix = names[-1].partition(":")[0]
    between = "".join(before[one.end() : two.start()] for one, two in pairwise(found))
    if prefix in prefixes or f"{prefix}:" in declared or set("'\"") & set(between):  # a quote is open
        return None
    return prefix


def _reason(expected: str, before: str, found: str) -> tuple[str, str]:
    if "IRI parsing failed" in expected:
        return "this is no absolute IRI, and no BASE is given", "write it whole, or declare a BASE"
    told = next((part for part in expected.removeprefix("expected one of ").split(", ") if _RULE.search(part)), "")
    if told:
        return told[0].lower() + told[1:], ""
    if not found and re.sub(r"\\\\.", "", before).count('"') % 2:
        return "a string is not closed", "close it with the quote it began with"
    mistaken = _mistaken_keyword(before)
    if not found:
        whole = "a triple needs an object, a bracket its partner, and BIND a variable not yet in use"
        return "the query ends too early", mistaken or whole
    word = (re.search(r"\w*$", before) or [""])[0] + found if found[0].isalnum() else found
    usual = "check what stands before it: a dot, a bracket, an object?"
    return f"'{word[:60]}' is not expected here", mistaken or usual


def _mistaken_keyword(before: str) -> str:
    """A hint for the last bare word before the fault, when it is nearly a keyword."""
    plain = re.sub(r"<[^>]*>|\"[^\"]*\"|'[^']*'|[?$]\w+|[\w.-]*:[\w.%-]*", " ", before)
    words = [word for word in re.findall(r"[A-Za-z_]+", plain) if word.upper() not in _KEYWORDS and word != "a"]
    hint = suggestion(words[-1].upper(), _KEYWORDS, also="-") if words else "-"
    return f"'{words[-1]}': {hint}" if hint != "-" else ""


def _declaration(prefix: str, prefixes: Mapping[str, str]) -> str:
    known = {**KNOWN_PREFIXES, **prefixes}
    if prefix in known:
        return f"put before the query: PREFIX {prefix}: <{known[prefix]}>"
    return suggestion(prefix, list(prefixes)) + f", or declare it: PREFIX {prefix}: <…>"


def _caret(line: str, column: int) -> str:
    """The line with a mark under the column, cut around it when it is long."""
    start = max(0, column - 1 - _WIDEST // 2) if len(line) > _WIDEST else 0
    shown = line[start : start + _WIDEST].replace("\t", " ")
    return f"{shown}\n{' ' * (column - 1 - start)}^"


@contextmanager
def in_lines_of_the_text() -> Iterator[None]:
    """Count the lines of syntax errors from the text that was given, without the line put before it."""
    try:
        yield
    except QuerySyntaxError as error:
        message = re.sub(r"^line (\d+)", lambda match: f"line {int(match[1]) - 1}", error.message)
        raise QuerySyntaxError(message, error.hint) from error
