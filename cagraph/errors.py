"""Everything that can go wrong, as one tree: each class knows its HTTP status and its stable code."""

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


class ParameterError(CagraphError):
    """A parameter is unknown, missing, or its value cannot be read."""

    status = 400
    code = "invalid-parameter"


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


class StoreMissingError(CagraphError):
    """There is no built store at the location asked for."""

    status = 503
    code = "store-missing"


class StoreError(CagraphError):
    """The store cannot be read or written: damaged, locked, or its disk refuses."""

    status = 500
    code = "store-error"


class ExportError(CagraphError):
    """An export cannot be written, for the reason in the message."""

    status = 500
    code = "export-error"


class DerivedFilesError(CagraphError):
    """Files that are generated from the model differ from what the model says."""

    status = 500
    code = "derived-files"


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
