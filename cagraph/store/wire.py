"""HTTP to a SPARQL server: bounded in time and size, retried where that is safe, every failure told."""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

import httpx2

from cagraph.errors import CagraphError, QuerySyntaxError, StoreError
from cagraph.store.dialects import Credentials, Location

TRIES: Final = 4
FIRST_PAUSE: Final = 0.2
LONGEST_PAUSE: Final = 30.0
CONNECT_TIMEOUT: Final = 5.0
WRITE_TIMEOUT: Final = 600.0
LARGEST: Final = 64 * 2**20
_BUSY: Final = frozenset({429, 502, 503})
_UNREACHED: Final = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.ReadError, httpx2.RemoteProtocolError)
_PLACE: Final = re.compile(r"(?:at |\bline )(\d+)(?::|, column )(\d+):?", re.IGNORECASE)
_SAID: Final = 300
# What complete answers end in. Some servers report a failure by text after rows that were already sent.
_ENDS: Final[Mapping[str, tuple[bytes, ...]]] = {
    "application/sparql-results+json": (b"}",),
    "application/sparql-results+xml": (b">",),
    "application/rdf+xml": (b">",),
    "application/ld+json": (b"]", b"}"),
}


@dataclass(frozen=True)
class Wire:
    """Sends queries and updates to one server. It follows no redirects, and retries nothing that writes."""

    location: Location
    credentials: Credentials
    client: httpx2.Client
    pause: Callable[[float], None] = time.sleep

    @classmethod
    def to(cls, location: Location, credentials: Credentials, pause: Callable[[float], None] = time.sleep) -> "Wire":
        """Prepare to speak to a server; nothing is sent yet."""
        auth: httpx2.Auth | None = None
        headers = {"User-Agent": "cagraph"}
        if credentials.token:
            headers["Authorization"] = "Bearer " + credentials.token
        elif credentials.user:
            method = httpx2.DigestAuth if location.dialect.digest else httpx2.BasicAuth
            auth = method(credentials.user, credentials.password)
        return cls(location, credentials, httpx2.Client(auth=auth, headers=headers, follow_redirects=False), pause)

    def query(self, text: str, accept: str, largest: int = LARGEST) -> bytes:
        """The answer to a query in one media type. Raises QuerySyntaxError, StoreError."""
        fields = {"query": self.location.dialect.spoken(text)}
        if self.location.default_graph:
            fields["default-graph-uri"] = self.location.default_graph
        request = self._request(self.location.query, "query", fields, accept)
        return self._read(request, accept, largest)

    def update(self, text: str) -> None:
        """Have an update done, once. Raises StoreError, after which it may or may not have been done."""
        request = self._request(self.location.update, "update", {"update": text}, "*/*")
        self._write(request)

    def dataset(self, largest: int) -> bytes:
        """The whole dataset as N-Quads. Raises StoreError."""
        accept = "application/n-quads"
        request = self._build("GET", self.location.dataset, {"Accept": accept}, self.location.timeout)
        return self._read(request, accept, largest)

    def put_dataset(self, body: bytes) -> None:
        """Put N-Quads in place of the whole dataset, once. Raises StoreError."""
        headers = {"Content-Type": "application/n-quads"}
        request = self._build("PUT", self.location.dataset, headers, WRITE_TIMEOUT, body)
        self._write(request)

    def close(self) -> None:
        """Close the connections."""
        self.client.close()

    def _request(self, url: str, operation: str, fields: Mapping[str, str], accept: str) -> httpx2.Request:
        read = self.location.timeout if operation == "query" else WRITE_TIMEOUT
        headers = {"Accept": accept}
        if self.location.dialect.forms:
            return self._build("POST", url, headers, read, form=fields)
        rest = {name: value for name, value in fields.items() if name != operation}
        headers["Content-Type"] = "application/sparql-" + operation
        return self._build("POST", str(httpx2.URL(url, params=rest)), headers, read, fields[operation].encode())

    def _build(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        read: float,
        content: bytes | None = None,
        form: Mapping[str, str] | None = None,
    ) -> httpx2.Request:
        timeout = httpx2.Timeout(read, connect=min(CONNECT_TIMEOUT, read))
        return self.client.build_request(method, url, headers=headers, timeout=timeout, content=content, data=form)

    def _read(self, request: httpx2.Request, accept: str, largest: int) -> bytes:
        """Send a request that changes nothing, again after a pause while the server is busy or out of reach."""
        deadline = time.monotonic() + self.location.timeout
        for attempt in range(TRIES):
            try:
                return self._once(request, accept, largest, deadline)
            except _BusyError as busy:
                wait = FIRST_PAUSE * 2**attempt if busy.wait is None else busy.wait
                if attempt + 1 == TRIES or wait > LONGEST_PAUSE or time.monotonic() + wait > deadline:
                    raise busy.told from busy
            self.pause(wait)
        raise AssertionError  # the last try returns or raises

    def _write(self, request: httpx2.Request) -> None:
        """Send a request that changes something, once: nobody knows what a lost one has done."""
        try:
            self._once(request, "", LARGEST, time.monotonic() + WRITE_TIMEOUT)
        except _BusyError as busy:
            raise busy.told from busy

    def _once(self, request: httpx2.Request, accept: str, largest: int, deadline: float) -> bytes:
        where = _where(request)
        try:
            response = self.client.send(request, stream=True)
            try:
                body = self._body(response, largest, deadline)
            finally:
                response.close()
        except _UNREACHED as error:
            told = StoreError(f"{where} cannot be reached: {self._said(str(error))}", "is the server running there?")
            raise _BusyError(told, None) from error
        except httpx2.TimeoutException as error:
            raise StoreError(
                f"{where} gave no answer in {self.location.timeout:g} s", "simplify the query, or give timeout= more"
            ) from error
        except httpx2.HTTPError as error:
            raise StoreError(f"{where}: {self._said(str(error))}", "check the location") from error
        if response.status_code >= 300 or response.status_code == 206 or "x-sql-state" in response.headers:
            raise self._failure(request, response, body, asked=bool(accept) and request.method == "POST")
        if accept:
            self._check(where, response.headers.get("content-type", ""), accept, body)
        return body

    def _body(self, response: httpx2.Response, largest: int, deadline: float) -> bytes:
        pieces, size = [], 0
        for piece in response.iter_bytes():
            pieces.append(piece)
            size += len(piece)
            if size > largest:
                raise StoreError(
                    f"{_where(response.request)} sent more than {largest} bytes", "narrow the query, or add a LIMIT"
                )
            if time.monotonic() > deadline:
                raise httpx2.ReadTimeout("the answer took too long", request=response.request)
        return b"".join(pieces)

    def _failure(self, request: httpx2.Request, response: httpx2.Response, body: bytes, asked: bool) -> Exception:
        """The error for an answer that is none: to a query when `asked`, else to anything else."""
        where, status = _where(request), response.status_code
        said = self._said(body[: 4 * _SAID].decode("utf-8", "replace"))
        if status in _BUSY:
            told = StoreError(f"{where} is busy ({status}): {said}", "try again later")
            return _BusyError(told, _retry_after(response.headers.get("retry-after", "")))
        if status == 206 or ("x-sql-state" in response.headers and status < 300):
            return StoreError(f"{where} gave only a part of the answer", "narrow the query, or raise its time limit")
        if 300 <= status < 400:
            target = self._said(response.headers.get("location", "").partition("?")[0])
            return StoreError(f"{where} points elsewhere, to '{target}'", "name that address as the location")
        if status in {401, 403}:
            return StoreError(
                f"{where} refuses ({status})", "check CAGRAPH_USER and CAGRAPH_PASSWORD, or CAGRAPH_TOKEN"
            )
        if status in {404, 405}:
            return StoreError(f"{where} does not answer there ({status})", "check the paths in the location")
        if asked and status == 400 and "internal error" not in said.lower():
            return _syntax_error(said)
        return StoreError(f"{where} failed ({status}): {said}", "see the log of the server; simplify the query")

    def _check(self, where: str, media_type: str, accept: str, body: bytes) -> None:
        given = media_type.partition(";")[0].strip().lower()
        if given != accept:
            raise StoreError(
                f"{where} answered as '{self._said(given)}' and not as {accept}", "check the paths in the location"
            )
        if not body.rstrip().endswith(_ENDS.get(accept, (b"",))):
            raise StoreError(f"{where} broke off within its answer", "simplify the query; see the log of the server")

    def _said(self, text: str) -> str:
        """What the server said, on one line, short, and without anything secret."""
        return self.credentials.hidden(" ".join(text.split()))[:_SAID] or "it says nothing"


class _BusyError(Exception):
    """The server is busy or out of reach: `told` is the error if it stays so, `wait` how long it asks to wait."""

    def __init__(self, told: CagraphError, wait: float | None) -> None:
        super().__init__(str(told))
        self.told = told
        self.wait = wait


def _retry_after(value: str) -> float | None:
    if value.isascii() and value.isdecimal():
        return float(value)
    try:
        return max(0.0, (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None


def _where(request: httpx2.Request) -> str:
    return str(request.url.copy_with(query=None))


def _syntax_error(said: str) -> QuerySyntaxError:
    """The server's words, with the place in front where they name one."""
    place = _PLACE.search(said)
    if place is None:
        return QuerySyntaxError(f"the server says: {said}", "check the query")
    rest = " ".join((said[: place.start()] + said[place.end() :]).split())
    return QuerySyntaxError(f"line {place[1]}, column {place[2]}: the server says: {rest}", "check the query there")
