"""What a service's refusals and the network's faults are as errors of ours."""

import json
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

from cagraph.errors import BusyError, CagraphError, NotFoundError, ServiceError, TooManyRequestsError, by_code

SAID: Final = 200
_PROBLEM: Final = "urn:cagraph:problem:"
_TRANSIENT: Final = frozenset({429, 502, 503})
_AGAIN: Final = frozenset({BusyError.code, TooManyRequestsError.code})
_HINT: Final = "give the address under which `cagraph serve` is reached, as https://host or https://host/prefix"


class AgainError(Exception):
    """It may go well another time: `told` is the error if it does not, `wait` the seconds that the service names."""

    def __init__(self, told: CagraphError, wait: float | None = None) -> None:
        super().__init__(str(told))
        self.told = told
        self.wait = wait


def refusal(where: str, status: int, body: bytes, retry_after: str) -> Exception:
    """The error that an answer of this status stands for; AgainError around it when asking again may help."""
    wait = seconds(retry_after)
    problem = _problem(body)
    if problem is not None:
        code = problem["type"].removeprefix(_PROBLEM)
        told = by_code(code)(problem["detail"], str(problem.get("hint", "")))
        if isinstance(told, BusyError) and wait is not None:
            told.retry_after = int(wait)
        return AgainError(told, wait) if code in _AGAIN else told
    said = " ".join(body[: 4 * SAID].decode("utf-8", "replace").split())[:SAID] or "it says nothing"
    if status in _TRANSIENT:
        return AgainError(_busy(where, status, wait), wait)
    if status == 404:
        return NotFoundError(f"there is nothing at {where}", _HINT)
    return ServiceError(f"{where} failed ({status}): {said}", "see the log of the service, or of the proxy before it")


def no_service(where: str, why: str) -> ServiceError:
    """The error for an address that is not a service's."""
    return ServiceError(f"{where} is no cagraph service: {why}", _HINT)


def seconds(retry_after: str) -> float | None:
    """How long Retry-After asks to wait, in seconds from now; None when it cannot be read.

    >>> seconds("7"), seconds("soon")
    (7.0, None)
    """
    if retry_after.isascii() and retry_after.isdecimal() and len(retry_after) < 10:
        return float(retry_after)
    try:
        return max(0.0, (parsedate_to_datetime(retry_after) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None


def _busy(where: str, status: int, wait: float | None) -> BusyError:
    told = (TooManyRequestsError if status == 429 else BusyError)(f"{where} is busy ({status})", "ask again later")
    if wait is not None:
        told.retry_after = int(wait)
    return told


def _problem(body: bytes) -> dict[str, Any] | None:
    """The problem details of ours that a body holds."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    ours = isinstance(found, dict) and str(found.get("type", "")).startswith(_PROBLEM)
    return found if ours and isinstance(found.get("detail"), str) else None
