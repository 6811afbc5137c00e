"""Query parameters: only those that an address knows, each at most as often as it may stand."""

from collections.abc import Collection
from typing import Any

from fastapi import Request

from cagraph.errors import ParameterError, suggestion
from cagraph.graph import MAX_LIMIT, PAGE

MAX_LENGTH = 2000


def described(name: str, about: str, example: Any = None, **schema: Any) -> dict[str, Any]:
    """A query parameter as OpenAPI has it: text, unless `schema` says otherwise."""
    found = {"name": name, "in": "query", "description": about, "schema": {"type": "string", **schema}}
    return found | ({} if example is None else {"example": example})


PAGING = [
    described("limit", "how many at most", 20, type="integer", minimum=1, maximum=MAX_LIMIT, default=PAGE),
    described("cursor", "which page, as `next` and `prev` give it"),
]
EVIDENCE = described("evidence", "`full` adds each claim that it rests on, with what it says", "full", enum=["full"])


def only(request: Request, known: Collection[str], repeated: Collection[str] = ()) -> dict[str, list[str]]:
    """The parameters of a request. Raises ParameterError for an unknown, repeated, empty or overlong one."""
    found: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        if name not in known:
            hint = suggestion(name, list(known)) if known else "this address takes none"
            raise ParameterError(f"there is no parameter '{name[:80]}' here", hint)
        if not value:
            raise ParameterError(f"{name}: it is empty", "give it a value, or leave it out")
        if len(value) > MAX_LENGTH:
            raise ParameterError(f"{name}: longer than {MAX_LENGTH} characters", "shorten it")
        found.setdefault(name, []).append(value)
    for name, values in found.items():
        if len(values) > 1 and name not in repeated:
            raise ParameterError(f"{name}: given {len(values)} times", "give it once")
    return found


def single(parameters: dict[str, list[str]], name: str, default: str = "") -> str:
    """The value of a parameter that stands at most once."""
    return parameters.get(name, [default])[0]


def number(parameters: dict[str, list[str]], name: str, default: int) -> int:
    """A whole number not below zero."""
    value = single(parameters, name, str(default))
    if not value.isascii() or not value.isdecimal() or len(value) > 9:
        raise ParameterError(f"{name}: '{value[:80]}' is no whole number", f"write digits, as {default}")
    return int(value)


def several(parameters: dict[str, list[str]], name: str) -> list[str]:
    """The values of a parameter that holds several, between commas."""
    text = single(parameters, name)
    return [one.strip() for one in text.split(",")] if text else []


def flag(parameters: dict[str, list[str]], name: str) -> bool:
    """Whether a parameter is `true`. Raises ParameterError for another value."""
    wanted = single(parameters, name)
    if wanted not in {"", "true"}:
        raise ParameterError(f"{name}: '{wanted[:80]}' is not known", f"write {name}=true, or leave it out")
    return bool(wanted)


def full_evidence(parameters: dict[str, list[str]]) -> bool:
    """Whether `evidence=full` was asked for. Raises ParameterError for another value."""
    wanted = single(parameters, "evidence")
    if wanted not in {"", "full"}:
        raise ParameterError(f"evidence: '{wanted[:80]}' is not known", "write evidence=full")
    return bool(wanted)
