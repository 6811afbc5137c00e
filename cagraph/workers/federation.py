"""SERVICE, for the endpoints that the operator allows: asked from here, and put into the query as VALUES.

A SERVICE pattern with a constant address is evaluated on its own and joined with the rest (SPARQL 1.1 Federated
Query, section 4), so its result can stand in its place. Workers never open a connection.
"""

import asyncio
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import httpx2
from pyoxigraph import Literal, NamedNode

from cagraph.errors import AnswerTooLargeError, CagraphError, ServiceError
from cagraph.store.guard import tokens

_PROLOGUE: Final = re.compile(r"(?i)\s*(?:(?:\#[^\n]*\n)|(?:prefix\s+[\w.-]*:\s*<[^>]*>)|(?:base\s*<[^>]*>))")
_SELECT: Final = "SELECT * WHERE "
_ROWS: Final = 10_000
_BYTES: Final = 8 << 20


@dataclass(frozen=True)
class _Call:
    """A SERVICE block in a text: from `start` to `end`, its pattern from `group` on."""

    start: int
    end: int
    group: int
    address: str
    silent: bool


class Federation:
    """Asks the allowed services. `allowed` are whole addresses; `seconds` is the limit of each call."""

    def __init__(self, allowed: tuple[str, ...], prefixes: Mapping[str, str], seconds: float = 4.0) -> None:
        self._allowed = frozenset(allowed)
        self._prefixes = prefixes
        self._seconds = seconds

    @property
    def open(self) -> bool:
        """Whether any service is allowed."""
        return bool(self._allowed)

    async def expand(self, text: str) -> str:
        """The query with every call of an allowed service replaced by its result; other calls stay as they are.

        Raises ServiceError when a service fails that is not called SILENT.
        """
        if not self._allowed or "service" not in text.lower():
            return text
        calls = [call for call in _calls(text, self._prefixes) if call.address in self._allowed]
        head = _prologue(text)
        queries = [head + _SELECT + text[call.group : call.end] for call in calls]
        results = await asyncio.gather(*map(self._result, calls, queries))
        for call, result in sorted(zip(calls, results, strict=True), key=lambda pair: -pair[0].start):
            text = text[: call.start] + result + text[call.end :]
        return text

    async def _result(self, call: _Call, query: str) -> str:
        try:
            return _as_values(await self._ask(call.address, query))
        except CagraphError:
            if call.silent:
                return "{ }"
            raise

    async def _ask(self, address: str, query: str) -> dict[str, Any]:
        headers = {"Accept": "application/sparql-results+json"}
        try:
            async with (
                httpx2.AsyncClient(timeout=self._seconds, follow_redirects=False) as client,
                client.stream("POST", address, data={"query": query}, headers=headers) as response,
            ):
                body = bytearray()
                async for piece in response.aiter_bytes():
                    body += piece
                    if len(body) > _BYTES:
                        raise AnswerTooLargeError(f"<{address}> answers with too much", "ask it for less")
            if response.status_code != 200:
                raise ServiceError(f"<{address}> answered with {response.status_code}", "ask it yourself to see why")
            found: dict[str, Any] = json.loads(body)
        except httpx2.HTTPError as error:
            raise ServiceError(f"<{address}> cannot be asked: {type(error).__name__}", "try again later") from error
        except ValueError as error:
            raise ServiceError(f"<{address}> does not answer in SPARQL JSON", "ask it yourself to see what") from error
        return found


def _calls(text: str, prefixes: Mapping[str, str]) -> list[_Call]:
    """The outermost SERVICE blocks with a constant address."""
    declared = dict(prefixes) | dict(re.findall(r"(?i)prefix\s+([\w.-]*):\s*<([^>]*)>", text))
    found: list[_Call] = []
    start, silent, address, depth, group = -1, False, "", 0, -1
    for match in tokens(text):
        kind, word = match.lastgroup, match.group().lower()
        if kind == "comment":
            continue
        if start < 0:
            if kind == "name" and word == "service":
                start, silent, address, depth, group = match.start(), False, "", 0, -1
        elif group < 0 and kind == "name" and word == "silent":
            silent = True
        elif group < 0 and kind in {"iri", "name"}:
            address = _address(match.group(), declared)
        elif kind == "open":
            group = match.start() if group < 0 else group
            depth += 1
        elif kind == "close":
            depth -= 1
            if depth == 0:
                found.append(_Call(start, match.end(), group, address, silent))
                start = -1
    return found


def _address(token: str, declared: Mapping[str, str]) -> str:
    if token.startswith("<"):
        return token[1:-1]
    prefix, colon, local = token.partition(":")
    return declared[prefix] + local if colon and prefix in declared else ""


def _prologue(text: str) -> str:
    """The declarations that a text begins with."""
    end = 0
    while match := _PROLOGUE.match(text, end):
        end = match.end()
    return text[:end] + "\n"


def _as_values(result: dict[str, Any]) -> str:
    """A SPARQL JSON result as an inline table. Raises ServiceError when it is none."""
    try:
        variables = [str(name) for name in result["head"]["vars"] if re.fullmatch(r"\w+", str(name))]
        bindings = result["results"]["bindings"]
        if len(bindings) > _ROWS:
            raise AnswerTooLargeError(f"a service answers with more than {_ROWS} rows", "ask it for less")
        rows = ["(" + " ".join(_term(row.get(name)) for name in variables) + ")" for row in bindings]
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ServiceError("a service does not answer with a table", "ask it yourself to see what") from error
    return "{ VALUES (" + " ".join("?" + name for name in variables) + ") { " + " ".join(rows) + " } }"


def _term(value: dict[str, str] | None) -> str:
    if value is None:
        return "UNDEF"
    if value["type"] == "uri":
        return str(NamedNode(value["value"]))
    if value["type"] == "bnode":  # no blank node can stand in VALUES; a name of its own keeps rows apart
        return str(NamedNode("urn:cagraph:bnode:" + re.sub(r"\W", "-", value["value"])))
    if "xml:lang" in value:
        return str(Literal(value["value"], language=value["xml:lang"]))
    return str(Literal(value["value"], datatype=NamedNode(value["datatype"]) if "datatype" in value else None))
