"""Reading requests of the SPARQL protocols: parameters, media types, bodies; and what comes of bad ones."""

import asyncio
from collections.abc import Awaitable, Collection
from functools import lru_cache
from typing import Any, Final, TypeVar
from urllib.parse import parse_qsl

from fastapi import Request
from pyoxigraph import NamedNode

from cagraph.errors import (
    BusyError,
    ForbiddenError,
    NotAcceptableError,
    ParameterError,
    TooLargeError,
    UnsupportedMediaError,
)
from cagraph.errors import suggestion as nearest
from cagraph_api.negotiation import negotiate

RESULTS: Final = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
GRAPHS: Final = (
    "text/turtle",
    "application/n-triples",
    "application/ld+json",
    "application/trig",
    "application/n-quads",
    "application/rdf+xml",
)
_LONGEST_NAME: Final = 200
ONCE: Final[dict[str, Any]] = {
    "name": "Idempotency-Key",
    "in": "header",
    "schema": {"type": "string", "maxLength": _LONGEST_NAME},
    "description": "the same request under the same name is carried out once",
}
ALIASES: Final = {
    "application/json": RESULTS[0],
    "text/json": RESULTS[0],
    "application/xml": RESULTS[1],
    "text/xml": RESULTS[1],
    "application/x-turtle": GRAPHS[0],
    "text/rdf+n3": GRAPHS[0],
    "text/plain": GRAPHS[1],
    "application/x-trig": GRAPHS[3],
    "text/x-nquads": GRAPHS[4],
}
# What `format=` may say: the type of a table, and of a graph.
FORMATS: Final = {
    "json": (RESULTS[0], GRAPHS[2]),
    "xml": (RESULTS[1], GRAPHS[5]),
    "csv": (RESULTS[2], ""),
    "tsv": (RESULTS[3], ""),
    "turtle": ("", GRAPHS[0]),
    "ttl": ("", GRAPHS[0]),
    "n3": ("", GRAPHS[0]),
    "nt": ("", GRAPHS[1]),
    "n-triples": ("", GRAPHS[1]),
    "jsonld": ("", GRAPHS[2]),
    "json-ld": ("", GRAPHS[2]),
    "trig": ("", GRAPHS[3]),
    "nq": ("", GRAPHS[4]),
    "n-quads": ("", GRAPHS[4]),
    "rdf": ("", GRAPHS[5]),
    "rdf+xml": ("", GRAPHS[5]),
    **{name: (name, "") for name in RESULTS},
    **{name: ("", name) for name in GRAPHS},
}
# Names under which clients send the format; some send all of them.
FORMAT_NAMES: Final = ("format", "output", "results")
QUERY_NAMES: Final = ("query", "default-graph-uri", "named-graph-uri", *FORMAT_NAMES)
UPDATE_NAMES: Final = ("update", "using-graph-uri", "using-named-graph-uri")
_SECONDS: Final = 20.0

Pairs = list[tuple[str, str]]
Parameters = dict[str, tuple[str, ...]]
Result = TypeVar("Result")


def known(pairs: Pairs, names: Collection[str]) -> Parameters:
    """The parameters by name. Raises ParameterError for one that the protocol does not have."""
    found: Parameters = {}
    for name, value in pairs:
        if name not in names:
            raise ParameterError(f"there is no parameter '{name[:80]}' here", nearest(name[:80], list(names)))
        found[name] = (*found.get(name, ()), value)
    return found


def one(parameters: Parameters, name: str) -> str:
    """The value of a parameter that must stand exactly once."""
    values = parameters.get(name, ())
    if len(values) != 1:
        raise ParameterError(f"{name}: given {len(values)} times", "give it once")
    return values[0]


def iris(parameters: Parameters, name: str) -> tuple[str, ...]:
    """Graph IRIs, each absolute. Raises ParameterError."""
    for value in parameters.get(name, ()):
        absolute_iri(name, value)
    return parameters.get(name, ())


def absolute_iri(name: str, value: str) -> str:
    """An IRI that can stand in SPARQL as it is. Raises ParameterError."""
    try:
        if len(value) > 2000:
            raise ValueError
        return NamedNode(value).value
    except ValueError as error:
        hint = "write it whole, as http://example.org/g"
        raise ParameterError(f"{name}: '{value[:80]}' is no absolute IRI", hint) from error


def wanted_types(accept: str, parameters: Parameters) -> tuple[str, str]:
    """The media types to answer with: of a table or truth value, and of a graph; empty where none is accepted.

    `format=` goes before the Accept header. Raises NotAcceptableError when neither can be had.
    """
    given = [value for name in FORMAT_NAMES for value in parameters.get(name, ())]
    if given:
        if given[0].lower() not in FORMATS:
            raise ParameterError(f"format: '{given[0][:80]}' is not known", nearest(given[0][:80], list(FORMATS)))
        return FORMATS[given[0].lower()]
    types = _liked(accept)
    if not any(types):
        raise NotAcceptableError(
            f"nothing can be had as '{accept[:200]}'", f"accept one of {', '.join((*RESULTS, *GRAPHS))}"
        )
    return types


@lru_cache(maxsize=64)
def _liked(accept: str) -> tuple[str, str]:
    """The types of a table and of a graph that a header likes best; kept, since clients send few different ones."""
    return negotiate(accept, RESULTS, ALIASES), negotiate(accept, GRAPHS, ALIASES)


def media_type(request: Request) -> str:
    """The media type of the body, without parameters. Raises UnsupportedMediaError for a charset but UTF-8."""
    name, *parameters = (part.strip() for part in request.headers.get("content-type", "").lower().split(";"))
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "charset" and value.strip("\"' ") not in {"utf-8", "utf8", "us-ascii"}:
            raise UnsupportedMediaError(f"charset {value[:40]} is not read", "send UTF-8")
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise UnsupportedMediaError("a compressed body is not read", "send it as it is")
    return name


async def body(request: Request, limit: int) -> bytes:
    """The body, if it comes in time and is no larger. Raises TooLargeError, ParameterError."""
    pieces = bytearray()
    try:
        async with asyncio.timeout(_SECONDS):
            async for piece in request.stream():
                pieces += piece
                if len(pieces) > limit:
                    raise TooLargeError(f"the body is larger than {limit} bytes", "send it in parts")
    except TimeoutError as error:
        raise ParameterError(f"the body did not come within {_SECONDS:g} s", "send it at once") from error
    return bytes(pieces)


def text(data: bytes) -> str:
    """A body as text. Raises ParameterError when it is not UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ParameterError(f"the body is not UTF-8 at byte {error.start}", "send UTF-8") from error


def form(data: bytes) -> Pairs:
    """The fields of a form. Raises ParameterError when they are not UTF-8 or too many."""
    try:
        return parse_qsl(text(data), keep_blank_values=True, errors="strict", max_num_fields=200)
    except UnicodeDecodeError as error:
        raise ParameterError("a field of the form is not UTF-8", "send UTF-8, percent-encoded") from error
    except ValueError as error:
        raise ParameterError("the form has more than 200 fields", "send fewer") from error


def same_site(request: Request, public_url: str) -> None:
    """Refuse what a page of another site makes a browser send. Raises ForbiddenError."""
    site = request.headers.get("sec-fetch-site", "none")
    origin = request.headers.get("origin", "")
    if site not in {"none", "same-origin"} or (origin and origin != public_url.rstrip("/")):
        raise ForbiddenError("writes from pages of other sites are refused", "send it from your own program")


async def unless_gone(request: Request, work: Awaitable[Result]) -> Result:
    """Do the work, unless the client hangs up before it is done: then it is cancelled. Raises BusyError."""
    asking = asyncio.current_task()
    assert asking is not None
    watching = asyncio.ensure_future(_cancel_when_gone(request, asking))
    try:
        return await work
    except asyncio.CancelledError:
        if watching.done() and not watching.cancelled() and not asking.uncancel():
            raise BusyError("the client hung up", "nothing is sent") from None
        raise
    finally:
        watching.cancel()


async def _cancel_when_gone(request: Request, asking: asyncio.Task[Any]) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
    asking.cancel()


def once(request: Request) -> str:
    """The name under which a write is wanted once: the header `Idempotency-Key`, in the IETF's draft of that name.

    Raises ParameterError.
    """
    name = request.headers.get("idempotency-key", "")
    if len(name) > _LONGEST_NAME:
        raise ParameterError(f"Idempotency-Key: longer than {_LONGEST_NAME} characters", "shorten it")
    return name
