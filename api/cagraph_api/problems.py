"""Errors as problem details, RFC 9457: what is wrong, where, and what to do."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.routing import Match

from cagraph.errors import BusyError, CagraphError, NotFoundError, ParameterError, UnauthorizedError
from cagraph_api.negotiation import negotiate

MEDIA_TYPE = "application/problem+json"
Page = Callable[[Request, CagraphError], Response]
"""What shows an error to people."""
_MEANT: Final = re.compile(r"did you mean '([^']*)'\?")
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "description": "stable name of the sort of problem"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "what is wrong, and where"},
        "hint": {"type": "string", "description": "what to do"},
        "instance": {"type": "string", "description": "the path asked for"},
        "parameter": {"type": "string", "description": "the parameter that is at fault"},
        "suggestion": {"type": "string", "description": "what was likely meant"},
        "problems": {
            "type": "array",
            "description": "every fault of the data, where there are several",
            "items": {
                "type": "object",
                "required": ["where", "detail"],
                "properties": {
                    "where": {"type": "string", "description": "file, line and column, or the record"},
                    "detail": {"type": "string"},
                    "hint": {"type": "string"},
                },
            },
        },
        "request": {"type": "string", "description": "the id of the request, as in X-Request-ID and in the log"},
    },
}


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """OpenAPI entries for the problems an operation can answer with."""
    meanings = {
        400: "A parameter or a text is unknown or unreadable",
        401: "A key is needed",
        403: "Refused",
        404: "Not found",
        406: "Not acceptable",
        409: "It does not fit what is there",
        410: "It was here once, and is kept no more",
        413: "Too large",
        415: "Unsupported media type",
        421: "Not the host asked for",
        422: "The answer is too large, or the data have faults",
        429: "Too many requests of one client",
        500: "Something here is damaged",
        501: "A library that this needs is not installed here",
        502: "A service that the query calls failed",
        503: "Too much asked for at the moment, or the engine failed",
        504: "The time limit was reached",
    }
    return {
        status: {"description": meanings[status], "content": {MEDIA_TYPE: {"schema": SCHEMA}}} for status in statuses
    }


def problem(error: CagraphError, request: Request) -> JSONResponse:
    """An error of ours as a response."""
    body: dict[str, Any] = {
        "type": f"urn:cagraph:problem:{error.code}",
        "title": error.code.replace("-", " ").capitalize(),
        "status": error.status,
        "detail": error.message,
        "instance": request.url.path,
    }
    if error.hint:
        body["hint"] = error.hint
        meant = _MEANT.search(error.hint)
        body |= {"suggestion": meant[1]} if meant else {}
    if isinstance(error, ParameterError) and error.parameter:
        body["parameter"] = error.parameter
    name = request.scope.get("state", {}).get("request_id")
    body |= {"request": name} if name else {}
    if error.problems:
        body["problems"] = [
            {"where": one.where, "detail": one.message, **({"hint": one.hint} if one.hint else {})}
            for one in error.problems
        ]
    headers = {}
    if isinstance(error, BusyError):
        headers["Retry-After"] = str(error.retry_after)
    if isinstance(error, UnauthorizedError):
        headers["WWW-Authenticate"] = 'Bearer realm="cagraph"'
    return _respond(body, headers)


def _respond(body: dict[str, Any], headers: Mapping[str, str]) -> JSONResponse:
    told = {"Cache-Control": "no-store", **headers}
    return JSONResponse(body, status_code=body["status"], media_type=MEDIA_TYPE, headers=told)


def install(app: FastAPI, page: Page) -> None:
    """Answer every error as a problem; browsers that ask for what is nowhere are shown a page."""

    def ours(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, CagraphError)
        return problem(error, request)

    def invalid(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"][1:])
        return problem(ParameterError(f"{name}: {first['msg']}", "see /openapi.json"), request)

    def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if error.status_code == 404:
            nowhere = NotFoundError(f"there is nothing at {request.url.path}", "see /v1")
            wanted = negotiate(request.headers.get("accept", ""), (MEDIA_TYPE, "application/json", "text/html"))
            return page(request, nowhere) if wanted == "text/html" else problem(nowhere, request)
        body = {
            "type": "urn:cagraph:problem:http",
            "title": str(error.detail),
            "status": error.status_code,
            "detail": f"{request.method} is not answered at {request.url.path}",
            "instance": request.url.path,
        }
        headers = dict(error.headers or {})
        if error.status_code == 405:
            headers["Allow"] = ", ".join(sorted(_methods(app, request)))
        return _respond(body, headers)

    app.add_exception_handler(CagraphError, ours)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, http)


def _methods(app: FastAPI, request: Request) -> set[str]:
    """All methods that are answered at an address: Starlette names those of the first route that fits."""
    return {
        method
        for method in ("DELETE", "GET", "HEAD", "PATCH", "POST", "PUT")
        if any(route.matches({**request.scope, "method": method})[0] is Match.FULL for route in app.routes)
    }
