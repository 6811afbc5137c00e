"""Requests to a cagraph service: bounded in time and size, tried again where that may help, every failure told."""

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Final, TypeVar
from urllib.parse import quote, urlencode
from weakref import finalize

import httpx2

from cagraph import __version__
from cagraph.client.faults import SAID, AgainError, no_service, refusal
from cagraph.client.kept import Kept, Reply
from cagraph.errors import NotFoundError, ParameterError, ServiceError

API: Final = "v1"
TIMEOUT: Final = 60.0
CONNECT_TIMEOUT: Final = 10.0
TRIES: Final = 4
FIRST_PAUSE: Final = 0.25
LONGEST_PAUSE: Final = 30.0
LARGEST: Final = 256 << 20
REDIRECTS: Final = 3
_SCHEMES: Final = ("http://", "https://")
_UNREACHED: Final = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.ReadError, httpx2.RemoteProtocolError)
_JSON: Final = "application/json"
Pairs = Iterable[tuple[str, str]]
Got = TypeVar("Got")


def is_service(location: str | Path) -> bool:
    """Whether a location is the address of a service."""
    return isinstance(location, str) and location.lower().startswith(_SCHEMES)


def segment(text: str) -> str:
    """A text as one segment of a path. Raises NotFoundError where nothing can be of that name."""
    if text in {"", ".", ".."}:
        raise NotFoundError(f"'{text}' is no id", "ids hold letters, digits, hyphens and dots")
    return quote(text, safe="")


class Service:
    """A service at an address, which may end in a path that all of its paths follow.

    What is read is tried up to four times while the service is busy or out of reach, as long as that takes no more
    than `timeout` seconds. Redirects are followed within its own scheme, host and port. Answers with an entity tag
    are kept, and asked for again only if they have changed. Threads may share it.
    """

    def __init__(self, address: str, timeout: float = TIMEOUT, pause: Callable[[float], None] = time.sleep) -> None:
        self.address = _checked(address)
        self.timeout = timeout
        self._pause = pause
        self._kept = Kept()
        limits = httpx2.Timeout(timeout, connect=min(CONNECT_TIMEOUT, timeout))
        headers = {"User-Agent": f"cagraph/{__version__}"}
        self._client = httpx2.Client(headers=headers, timeout=limits, follow_redirects=False)
        finalize(self, self._client.close)

    def check(self) -> None:
        """Raises ServiceError when there is no cagraph service, or one of another major version of its API."""
        try:
            told = self.json("/")
        except NotFoundError as error:
            raise no_service(self.address, "there is nothing") from error
        links = told.get("links") if isinstance(told, dict) else None
        if not isinstance(links, dict) or told.get("name") != "cagraph" or not isinstance(links.get("index"), str):
            raise no_service(self.address, "it does not say that it is one")
        spoken = links["index"].rpartition("/")[2]
        if spoken != API:
            raise ServiceError(
                f"{self.address} speaks version {spoken[:20]} of the API, and this client {API}",
                f"install the cagraph-kg that goes with the service, {str(told.get('version'))[:20]}",
            )

    def json(self, path: str, pairs: Pairs = ()) -> Any:
        """The JSON at a path. Raises ServiceError, BusyError, and what the service answers with."""
        reply = self.read(path, pairs, _JSON)
        try:
            if reply.media_type == _JSON:
                return json.loads(reply.body)
        except (ValueError, RecursionError):
            pass
        raise no_service(self._where(path), f"it answers {reply.media_type[:80] or 'something'} that is no JSON")

    def read(self, path: str, pairs: Pairs, accept: str) -> Reply:
        """What is at a path, in one of the media types accepted; as kept, if it has not changed."""
        url = self._url(path, pairs)
        kept = self._kept.get((url, accept))
        headers = {"Accept": accept} | ({"If-None-Match": kept.tag} if kept else {})
        status, reply = self._patiently(self._client.build_request("GET", url, headers=headers))
        if status == 304 and kept:
            return kept
        self._kept.keep((url, accept), reply)
        return reply

    def post(self, path: str, form: Mapping[str, str], accept: str) -> Reply:
        """The answer to a form that changes nothing."""
        request = self._client.build_request("POST", self._url(path, ()), data=form, headers={"Accept": accept})
        return self._patiently(request)[1]

    def stream(self, path: str, pairs: Pairs = ()) -> Iterator[bytes]:
        """A file in pieces, of any size, asked for with the first piece. Raises ServiceError where it breaks off."""
        request = self._client.build_request("GET", self._url(path, pairs))
        with closing(self._tried(request, lambda: self._opened(request))) as response:
            try:
                yield from response.iter_bytes()
            except httpx2.HTTPError as error:
                raise ServiceError(f"{self._where(path)} broke off: {_said(error)}", "ask for it again") from error

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _url(self, path: str, pairs: Pairs) -> str:
        query = urlencode(list(pairs))
        return self.address + path + (f"?{query}" if query else "")

    def _where(self, path: str) -> str:
        return self.address + path

    def _patiently(self, request: httpx2.Request) -> tuple[int, Reply]:
        deadline = time.monotonic() + self.timeout

        def once() -> tuple[int, Reply]:
            with closing(self._opened(request)) as response:
                headers = response.headers
                body = self._body(response, deadline)
                media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
                version = headers.get("x-data-version", "")
                return response.status_code, Reply(body, media_type, headers.get("etag", ""), version)

        return self._tried(request, once)

    def _tried(self, request: httpx2.Request, once: Callable[[], Got]) -> Got:
        """Do it, again after a pause while the service is busy or out of reach. Raises ServiceError, BusyError."""
        deadline = time.monotonic() + self.timeout
        for attempt in range(TRIES):
            try:
                return self._told(request, once)
            except AgainError as again:
                wait = FIRST_PAUSE * 2**attempt if again.wait is None else again.wait
                if attempt + 1 == TRIES or wait > LONGEST_PAUSE or time.monotonic() + wait > deadline:
                    raise again.told from again
            self._pause(wait)
        raise AssertionError  # the last try returns or raises

    def _told(self, request: httpx2.Request, once: Callable[[], Got]) -> Got:
        """Do it once; faults of the network as errors of ours."""
        where = str(request.url.copy_with(query=None))
        try:
            return once()
        except _UNREACHED as error:
            told = ServiceError(f"{where} cannot be reached: {_said(error)}", "is the service running there?")
            raise AgainError(told) from error
        except httpx2.TimeoutException as error:
            raise ServiceError(
                f"{where} gave no answer in {self.timeout:g} s", "ask for less, or again later"
            ) from error
        except httpx2.HTTPError as error:
            raise ServiceError(f"{where}: {_said(error)}", "check the address") from error

    def _opened(self, request: httpx2.Request) -> httpx2.Response:
        """A good answer (200, or 304) whose body is not read yet. Raises what stands for any other."""
        for _ in range(REDIRECTS + 1):
            response = self._client.send(request, stream=True)
            if response.status_code in {200, 304}:
                return response
            with closing(response):
                if not response.has_redirect_location:
                    body = self._body(response, time.monotonic() + self.timeout)
                    where = str(request.url.copy_with(query=None))
                    raise refusal(where, response.status_code, body, response.headers.get("retry-after", ""))
                request = self._followed(request, response)
        raise ServiceError(f"{self.address} leads from one address to the next", "check the proxy before it")

    def _followed(self, request: httpx2.Request, response: httpx2.Response) -> httpx2.Request:
        """The request to where an answer points. Raises ServiceError when that is not the service itself."""
        target = request.url.join(response.headers["location"])
        same = (target.scheme, target.host, target.port) == (request.url.scheme, request.url.host, request.url.port)
        if not same or request.method != "GET":
            pointed = str(target.copy_with(query=None, userinfo=b""))[:SAID]
            raise ServiceError(f"{self.address} points elsewhere, to {pointed}", "if you trust it, open that address")
        return self._client.build_request("GET", target, headers=request.headers)

    def _body(self, response: httpx2.Response, deadline: float) -> bytes:
        pieces, size = [], 0
        for piece in response.iter_bytes():
            pieces.append(piece)
            size += len(piece)
            if size > LARGEST:
                raise ServiceError(f"{self.address} sent more than {LARGEST} bytes", "ask for less, or use `export`")
            if time.monotonic() > deadline:
                raise httpx2.ReadTimeout("the answer took too long", request=response.request)
        return b"".join(pieces)


def _checked(address: str) -> str:
    """The address without a slash at its end. Raises ParameterError for one that no service can have."""
    try:
        url = httpx2.URL(address)
    except httpx2.InvalidURL as error:
        raise ParameterError(
            f"'{address[:SAID]}' is no address: {error}", "write https://host or https://host/prefix"
        ) from error
    if not url.host or any(part.isspace() for part in address) or url.query or url.fragment:
        raise ParameterError(
            f"'{address[:SAID]}' is no address of a service", "write https://host or https://host/prefix"
        )
    if url.userinfo:
        raise ParameterError("the address holds a user name or password", "leave them out: reading needs none")
    return str(url).rstrip("/")


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:SAID] or type(error).__name__
