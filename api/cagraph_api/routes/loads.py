"""`/v1/loads`: records are loaded, that is told of, and it is undone; a source goes with what rests on it alone."""

from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from cagraph.errors import NotFoundError, UnsupportedMediaError, suggestion
from cagraph.graph import LOADED_TYPES, Key, Outcome, parsed
from cagraph.model.grammar import ID_PATTERN
from cagraph_api import protocol
from cagraph_api.openapi import KEY
from cagraph_api.parameters import described, flag, only, single
from cagraph_api.problems import responses
from cagraph_api.service import Service

MAX_FILE: Final = 50 << 20
_WORDS: Final[dict[str, Any]] = {"type": "array", "items": {"type": "string"}}
_EFFECTS: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["entities", "statuses", "claims", "words"],
    "properties": {
        "entities": {"type": "array", "items": {"type": "object"}, "description": "what is added, changed, removed"},
        "statuses": {"type": "array", "items": {"type": "object"}, "description": "what becomes of instruments"},
        "claims": {"type": "object", "description": "how many claims were added, changed, gone, retracted"},
        "words": {**_WORDS, "description": "all of it in words"},
    },
}
OUTCOME: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["kind", "load", "data_version", "parent", "changed", "dry_run", "effects", "left_out", "remarks"],
    "properties": {
        "kind": {"enum": ["load", "undo", "drop-source", "merge", "judge"]},
        "load": {"type": ["integer", "null"], "description": "its number; none where nothing was written"},
        "data_version": {"type": "string"},
        "parent": {"type": "string", "description": "the data version before"},
        "changed": {"type": "boolean"},
        "dry_run": {"type": "boolean"},
        "effects": _EFFECTS,
        "left_out": {
            "type": "array",
            "items": {"type": "object"},
            "description": "records that were not taken, and why",
        },
        "remarks": {**_WORDS, "description": "what was passed over without being a fault"},
    },
}
ENTRY: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["load", "kind", "time", "by", "version", "parent", "records", "removed", "in_force"],
    "properties": {
        "load": {"type": "integer"},
        "kind": {"enum": ["load", "undo", "drop-source", "merge", "judge"]},
        "time": {"type": "string"},
        "by": {"type": "string", "description": "who did it: the name of the key, or of the user"},
        "version": {"type": "string"},
        "parent": {"type": "string"},
        "program": {"type": "string", "description": "the version of cagraph that did it"},
        "files": {"type": "array", "items": {"type": "object"}, "description": "name and sha256 of each"},
        "records": {**_WORDS, "description": "ids of the records that it brought"},
        "removed": {**_WORDS, "description": "ids of the records that it took away"},
        "says": {**_WORDS, "description": "what it meant, in words"},
        "in_force": {"type": "boolean", "description": "whether it has not been undone"},
    },
}
DRY_RUN: Final = described("dry_run", "`true` only says what it would do", enum=["true"])
NOTE: Final = described("note", "why, for the log", "the gazette of May")
_NAME: Final = described(
    "name", "the name of the file, whose ending tells the format; else the content type does", "acts.yaml"
)
_PARAMETERS: Final = [
    _NAME,
    NOTE,
    described("source", "the source, by id, of a file that names none"),
    described("keep_going", "`true` leaves out records that have faults, and loads the rest", enum=["true"]),
    DRY_RUN,
]
_NUMBER: Final = {"name": "load", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 1}}
_SOURCE: Final = {"name": "source", "in": "path", "required": True, "schema": {"type": "string", "pattern": ID_PATTERN}}
_SECURITY: Final[list[dict[str, list[str]]]] = [{KEY: []}]
REFUSALS: Final = (400, 401, 403, 404, 409, 422, 500, 503)


def answers(about: str, schema: dict[str, Any]) -> dict[str, Any]:
    """What OpenAPI says of an answer in JSON."""
    return {"description": about, "content": {"application/json": {"schema": schema}}}


def router(service: Service) -> APIRouter:
    """The routes of a service."""
    routes = APIRouter(tags=["loads"])
    _that_loads(routes, service)
    _that_tell(routes, service)
    _that_take_back(routes, service)
    return routes


def _that_loads(routes: APIRouter, service: Service) -> None:
    @routes.post(
        "/v1/loads",
        summary="Load records over those that are there: all of them, or none; needs a key that may curate",
        responses={
            200: answers("Nothing was written: it was tried only, or all of it is there", OUTCOME),
            201: answers("It is loaded", OUTCOME),
            **responses(*REFUSALS, 413, 415),
        },
        openapi_extra={
            "parameters": [*_PARAMETERS, protocol.ONCE],
            "security": _SECURITY,
            "requestBody": {
                "required": True,
                "content": {name: {"schema": {"type": "string"}} for name in LOADED_TYPES},
            },
        },
        response_class=JSONResponse,
        status_code=201,
    )
    async def load(request: Request) -> JSONResponse:
        key = _curator(request, service)
        given = only(request, [one["name"] for one in _PARAMETERS])
        once = protocol.once(request)
        dry_run, keep_going = flag(given, "dry_run"), flag(given, "keep_going")
        name = single(given, "name") or _named(protocol.media_type(request))
        body = await protocol.body(request, MAX_FILE)
        source, note = single(given, "source"), single(given, "note")
        outcome = await service.endpoint.curate(
            key,
            lambda to: to.load([parsed(name, body, to.circumstances(source))], key.name, note, once, keep_going),
            dry_run,
        )
        return told(outcome)


def _that_tell(routes: APIRouter, service: Service) -> None:
    @routes.get(
        "/v1/loads",
        summary="What was loaded and undone, the last first",
        responses={
            200: answers(
                "The loads", {"type": "object", "required": ["items"], "properties": {"items": {"items": ENTRY}}}
            ),
            **responses(400, 500),
        },
        response_class=JSONResponse,
    )
    def log(request: Request) -> JSONResponse:
        only(request, ())
        return JSONResponse({"items": service.endpoint.log(), "data_version": service.graph.data_version})

    @routes.get(
        "/v1/loads/{load}",
        summary="One load",
        responses={200: answers("The load", ENTRY), **responses(400, 404, 500)},
        openapi_extra={"parameters": [_NUMBER]},
        response_class=JSONResponse,
    )
    def one(request: Request) -> JSONResponse:
        only(request, ())
        known = {str(entry["load"]): entry for entry in service.endpoint.log()}
        number = str(request.path_params["load"])
        if number not in known:
            raise NotFoundError(f"there is no load '{number[:80]}'", suggestion(number, list(known), "see /v1/loads"))
        return JSONResponse(known[number])


def _that_take_back(routes: APIRouter, service: Service) -> None:
    @routes.delete(
        "/v1/loads/{load}",
        summary="Undo a load; needs a key that may curate",
        responses={200: answers("It is undone, or would be", OUTCOME), **responses(*REFUSALS)},
        openapi_extra={"parameters": [_NUMBER, NOTE, DRY_RUN], "security": _SECURITY},
        response_class=JSONResponse,
    )
    async def undo(request: Request) -> JSONResponse:
        key = _curator(request, service)
        given = only(request, ("note", "dry_run"))
        text = str(request.path_params["load"])
        number = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
        note = single(given, "note")
        outcome = await service.endpoint.curate(key, lambda to: to.undo(number, key.name, note), flag(given, "dry_run"))
        return told(outcome, 200)

    @routes.delete(
        "/v1/sources/{source}",
        summary="Remove a source and what rests on it alone; needs a key that may curate",
        responses={200: answers("It is removed, or would be", OUTCOME), **responses(*REFUSALS)},
        openapi_extra={"parameters": [_SOURCE, NOTE, DRY_RUN], "security": _SECURITY},
        response_class=JSONResponse,
    )
    async def drop_source(request: Request) -> JSONResponse:
        key = _curator(request, service)
        given = only(request, ("note", "dry_run"))
        source, note = str(request.path_params["source"]), single(given, "note")
        outcome = await service.endpoint.curate(
            key, lambda to: to.drop_source(source, key.name, note), flag(given, "dry_run")
        )
        return told(outcome, 200)


def _curator(request: Request, service: Service) -> Key:
    """Whose key a request brings, if it may alter records. Raises UnauthorizedError, ForbiddenError."""
    protocol.same_site(request, service.public_url)
    return service.keys.holder(request.headers.get("authorization", ""), "curate")


def _named(media_type: str) -> str:
    """A name for a body without one, by its type. Raises UnsupportedMediaError."""
    if media_type not in LOADED_TYPES:
        hint = suggestion(media_type, list(LOADED_TYPES)) if media_type else "name the file with name="
        raise UnsupportedMediaError(f"records of type '{media_type[:80]}' are not read", hint)
    return f"body{LOADED_TYPES[media_type]}"


def told(outcome: Outcome, done: int = 201) -> JSONResponse:
    """The answer that tells what was done, or would be."""
    written = outcome.changed and not outcome.dry_run
    headers = {"X-Data-Version": outcome.data_version}
    if outcome.load:
        headers["Location"] = f"/v1/loads/{outcome.load}"
    return JSONResponse(outcome.as_dict(), status_code=done if written else 200, headers=headers)
