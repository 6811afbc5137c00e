"""Where a remote store is and how it differs: the grammar of its location, and one table of dialects."""

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from types import MappingProxyType
from typing import Final
from urllib.parse import parse_qsl, urljoin, urlsplit, urlunsplit

from cagraph.errors import ParameterError, suggestion
from cagraph.store.base import GRAPH_TYPES, RESULT_TYPES

SCHEMES: Final = ("sparql+http", "sparql+https")
JSON, XML, _, TSV = RESULT_TYPES
_, N_TRIPLES, _, _ = GRAPH_TYPES
_PARAMETERS: Final = ("dialect", "update", "gsp", "default-graph", "batch", "timeout")
# Strings, comments and IRIs are taken first, so that no word within them counts.
_NAMED_GRAPH: Final = re.compile(
    r"""\"{3}.*?(?<!\\)\"{3} | '{3}.*?(?<!\\)'{3} | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*'
      | \#[^\n\r]* | [?$]\w+
      | \b(?P<word>GRAPH)\s*(?P<graph><[^<>\s]*>|(?<=\s)[\w.-]*:[\w.%-]*)\s*\{
      | <[^<>\s]*>""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_EVERY_TYPE: Final = frozenset((*RESULT_TYPES, *GRAPH_TYPES))


@dataclass(frozen=True)
class Dialect:
    """How a kind of server departs from SPARQL 1.1, and what it can do beyond it.

    - `update`: where updates go, relative to the address for queries.
    - `dataset`: where the whole dataset is read and put as N-Quads in one request; empty where nothing does that.
    - `forms`: queries and updates go as form fields, because the server does not read them as a bare body.
    - `digest`: passwords go by HTTP Digest and not by Basic.
    - `batch`: how many quads one INSERT DATA holds.
    - `page`: how many rows are asked for at once where everything is read.
    - `rows`: the media type in which solutions are read.
    - `exact`: the media types passed on as the server writes them; all others are made here from the server's
      `rows` or N-Triples.
    - `ask_as_row`: the answer to ASK comes as a table of one number, or of none.
    - `default_graph`: the IRI of the graph that stands in for the default graph, where the server's own is the union
      of all graphs. Such a server keeps everybody's graphs in one place, so only graphs under our base are ours.
    - `graphs_by_variable`: `GRAPH <a> {` finds nothing, and is sent as `VALUES ?g { <a> } GRAPH ?g {`.
    """

    update: str = "update"
    dataset: str = ""
    forms: bool = False
    digest: bool = False
    batch: int = 5_000
    page: int = 1_000_000
    rows: str = JSON
    exact: frozenset[str] = _EVERY_TYPE
    ask_as_row: bool = False
    default_graph: str = ""
    graphs_by_variable: bool = False

    def spoken(self, text: str) -> str:
        """A query as the server understands it."""
        if not self.graphs_by_variable:
            return text
        numbers = count(1)

        def turned(match: re.Match[str]) -> str:
            if not match["graph"]:
                return match[0]
            variable = f"?_graph{next(numbers)}"
            return " ".join(("VALUES", variable, "{", match["graph"], "}", match["word"], variable, "{"))

        return _NAMED_GRAPH.sub(turned, text)


DIALECTS: Final[Mapping[str, Dialect]] = MappingProxyType(
    {
        "standard": Dialect(),
        "oxigraph": Dialect(dataset="store"),
        "fuseki": Dialect(dataset="data"),
        # Virtuoso 7 does not answer a bare body, writes booleans in JSON as numbers, quotes all of TSV, and loses
        # languages in JSON-LD. A longer INSERT DATA does not compile there, and it gives 10,000 rows as it ships.
        "virtuoso": Dialect(
            update="",
            forms=True,
            digest=True,
            batch=500,
            page=10_000,
            rows=XML,
            exact=frozenset(),
            ask_as_row=True,
            default_graph="graph/default",
            graphs_by_variable=True,
        ),
    }
)


@dataclass(frozen=True)
class Credentials:
    """A user with a password, or a bearer token; never shown."""

    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Credentials":
        """Those that CAGRAPH_USER and CAGRAPH_PASSWORD, or CAGRAPH_TOKEN, give."""
        names = ("CAGRAPH_USER", "CAGRAPH_PASSWORD", "CAGRAPH_TOKEN")
        return cls(*(environ.get(name, "") for name in names))

    def hidden(self, text: str) -> str:
        """A text of the server's with anything secret in it blotted out."""
        pair = b64encode(f"{self.user}:{self.password}".encode()).decode() if self.password else ""
        for secret in (self.password, self.token, pair):
            text = text.replace(secret, "…") if secret else text
        return text


@dataclass(frozen=True)
class Location:
    """The addresses of one remote store. `default_graph` is empty where the server has a default graph of its own."""

    query: str
    update: str
    dataset: str
    dialect: Dialect
    default_graph: str
    timeout: float

    @property
    def shared(self) -> bool:
        """Whether the server keeps other people's graphs beside ours."""
        return bool(self.default_graph)


def is_remote(location: object) -> bool:
    """Whether a location names a remote store."""
    return isinstance(location, str) and location.startswith(tuple(f"{scheme}:" for scheme in SCHEMES))


def parse(location: str, base: str) -> Location:
    """Read `sparql+http://host:port/path?dialect=…&update=…&gsp=…&default-graph=…&batch=…&timeout=…`.

    Raises ParameterError, which never repeats what stands where a password might.

    >>> parse("sparql+http://127.0.0.1:7878/query?dialect=oxigraph", "https://example.org/").update
    'http://127.0.0.1:7878/update'
    """
    try:
        parts = urlsplit(location.removeprefix("sparql+"))
        given = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
        port = parts.port
    except ValueError:
        parts, given, port = urlsplit(""), {}, None
    if not parts.hostname or port == 0:
        raise ParameterError("the location of the remote store is no address", "sparql+http://host:port/path")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise ParameterError(
            f"the location of the remote store at {parts.hostname} holds more than an address and parameters",
            "give credentials as CAGRAPH_USER and CAGRAPH_PASSWORD, or as CAGRAPH_TOKEN",
        )
    for name in given:
        if name not in _PARAMETERS:
            raise ParameterError(
                f"the location of a remote store has no parameter '{name}'", suggestion(name, _PARAMETERS)
            )
    name = given.get("dialect", "standard")
    if name not in DIALECTS:
        raise ParameterError(f"dialect: there is no dialect '{name}'", suggestion(name, list(DIALECTS)))
    dialect = DIALECTS[name]
    if "batch" in given:
        dialect = replace(dialect, batch=_number("batch", given["batch"], 100_000))
    query = urlunsplit((parts.scheme, parts.netloc, parts.path or "/", "", ""))
    own = urljoin(base, dialect.default_graph) if dialect.default_graph else ""
    return Location(
        query,
        _address(query, "update", given.get("update", dialect.update)),
        _address(query, "gsp", given.get("gsp", dialect.dataset)) if given.get("gsp", dialect.dataset) else "",
        dialect,
        given.get("default-graph", own),
        float(_number("timeout", given.get("timeout", "60"), 86_400)),
    )


def _number(name: str, value: str, highest: int) -> int:
    if not (value.isascii() and value.isdecimal()) or not 1 <= int(value) <= highest:
        raise ParameterError(f"{name}: '{value}' is no number from 1 to {highest}", "write digits")
    return int(value)


def _address(query: str, name: str, path: str) -> str:
    """Another address of the same server: credentials go to no other host."""
    found = urljoin(query, path)
    if urlsplit(found)[:2] != urlsplit(query)[:2]:
        raise ParameterError(f"{name}: only a path on the same server can be given", f"as {name}=/path")
    return found
