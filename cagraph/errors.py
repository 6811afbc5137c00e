"""Everything that can go wrong, as one tree: each class knows its HTTP status and its stable code."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from typing import ClassVar


@dataclass(frozen=True)
class Problem:
    """One fault in the data: where it is, what is wrong, and what to do about it."""

    where: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" + (f" ({self.hint})" if self.hint else "")


class CagraphError(Exception):
    """The root of the tree. `message` says what and where, `hint` says what to do."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal-error"

    def __init__(self, message: str, hint: str = "", problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return self.message + (f" ({self.hint})" if self.hint else "")


class DataError(CagraphError):
    """The records do not pass the checks; `problems` lists every fault with file and line."""

    status = 422
    code = "invalid-data"


class NotFoundError(CagraphError):
    """There is no entity, kind, query or view of that name."""

    status = 404
    code = "not-found"


class GoneError(CagraphError):
    """What was asked for was here once, and is kept no more."""

    status = 410
    code = "gone"


class ParameterError(CagraphError):
    """A parameter is unknown, missing, or its value cannot be read. The message begins with its name, as `on: …`."""

    status = 400
    code = "invalid-parameter"

    @property
    def parameter(self) -> str:
        """The name that the message begins with; empty where it begins otherwise."""
        name, colon, _ = self.message.partition(": ")
        return name if colon and all(part.isidentifier() for part in re.split("[.-]", name)) else ""


class QuerySyntaxError(CagraphError):
    """A SPARQL text that does not parse; the message holds line and column."""

    status = 400
    code = "sparql-syntax"


class QueryRefusedError(CagraphError):
    """A SPARQL text that is not evaluated here: an update, a SERVICE call, or one past the bounds."""

    status = 403
    code = "query-refused"


class NotAcceptableError(CagraphError):
    """None of the media types the client accepts can be served for this answer."""

    status = 406
    code = "not-acceptable"


class UnsupportedMediaError(CagraphError):
    """The body of the request is of a media type this address does not read."""

    status = 415
    code = "unsupported-media-type"


class TooLargeError(CagraphError):
    """The body of the request is larger than this address reads."""

    status = 413
    code = "too-large"


class AnswerTooLargeError(CagraphError):
    """The answer to a query has more rows or bytes than this address gives at once."""

    status = 422
    code = "answer-too-large"


class MisdirectedError(CagraphError):
    """The request is for a host name that is not the service's own."""

    status = 421
    code = "misdirected"


class BusyError(CagraphError):
    """Too much is being asked for at the moment; `retry_after` says when to come again."""

    status = 503
    code = "busy"
    retry_after = 5


class TooManyRequestsError(BusyError):
    """One client asks for more than its share; `retry_after` says when to come again."""

    status = 429
    code = "too-many-requests"


class QueryTimeoutError(BusyError):
    """A query ran past its time and was stopped."""

    status = 504
    code = "query-timeout"
    retry_after = 30


class EngineFailureError(BusyError):
    """The engine died of a query; nothing else was touched."""

    status = 503
    code = "engine-failure"
    retry_after = 30


class ServiceError(CagraphError):
    """Another service that this answer needs cannot be had."""

    status = 502
    code = "service-failure"


class NotInstalledError(CagraphError):
    """A library that this needs, and that comes with an extra of the package, is not installed."""

    status = 501
    code = "not-installed"


class UnauthorizedError(CagraphError):
    """A write without a key, or with one that is not known."""

    status = 401
    code = "unauthorized"


class ForbiddenError(CagraphError):
    """The key does not hold the scope that this needs, or the request comes from a foreign page."""

    status = 403
    code = "forbidden"


class ConflictError(CagraphError):
    """The write does not fit what the store holds."""

    status = 409
    code = "conflict"


class StoreMissingError(CagraphError):
    """There is no built store at the location asked for."""

    status = 503
    code = "store-missing"


class StoreError(CagraphError):
    """The store cannot be read or written: damaged, locked, or its disk refuses."""

    status = 500
    code = "store-error"


class ExportError(CagraphError):
    """What the graph holds cannot be written so, for the reason in the message."""

    status = 409
    code = "export-error"


class DerivedFilesError(CagraphError):
    """Files that are generated from the model differ from what the model says."""

    status = 500
    code = "derived-files"


def by_code(code: str) -> type[CagraphError]:
    """The class of that code; the root for an unknown one."""
    return _by_code(CagraphError).get(code, CagraphError)


def _by_code(root: type[CagraphError]) -> dict[str, type[CagraphError]]:
    found = {root.code: root}
    for child in root.__subclasses__():
        found |= _by_code(child)
    return found


def suggestion(word: str, known: Sequence[str], also: str = "") -> str:
    """A hint naming the known word nearest to a mistaken one.

    >>> suggestion("UZK", ["UZB", "KAZ"])
    "did you mean 'UZB'?"
    """
    near = get_close_matches(word, known, n=5, cutoff=0.5)
    if near:
        # Among words that are about as like, people mean the one that begins alike.
        best = max(near, key=lambda other: SequenceMatcher(None, word, other).ratio() + 0.1 * (word[:2] == other[:2]))
        return f"did you mean '{best}'?"
    if also:
        return also
    return f"known: {', '.join(sorted(known)[:12])}" + (", …" if len(known) > 12 else "")
