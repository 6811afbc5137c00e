"""`/v1/review`: pairs of records that may be of one thing, and what curators judge of them."""

from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from cagraph.errors import ParameterError, suggestion
from cagraph.graph import LEAST, Verdict, planned
from cagraph_api import protocol
from cagraph_api.openapi import KEY
from cagraph_api.parameters import described, flag, only, single
from cagraph_api.problems import responses
from cagraph_api.routes.loads import DRY_RUN, NOTE, OUTCOME, REFUSALS, answers, told
from cagraph_api.service import Service

_VERDICTS: Final = [str(one) for one in Verdict]
_ID: Final[dict[str, Any]] = {"type": "string"}
_WHO: Final[dict[str, Any]] = {"one": _ID, "other": _ID}
CANDIDATE: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["one", "other", "kind", "score", "reasons"],
    "properties": {
        **_WHO,
        "kind": {"type": "string"},
        "score": {"type": "number", "minimum": 0, "maximum": 1, "description": "how likely they are of one thing"},
        "reasons": {"type": "array", "items": {"type": "string"}, "description": "what speaks for it, and against"},
    },
}
JUDGEMENT: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["one", "other", "verdict", "by", "time", "note"],
    "properties": {
        **_WHO,
        "verdict": {"enum": _VERDICTS},
        "by": {"type": "string"},
        "time": {"type": "string"},
        "note": {"type": "string"},
    },
}
QUEUE: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["candidates", "judgements"],
    "properties": {
        "candidates": {"type": "array", "items": CANDIDATE},
        "judgements": {"type": "array", "items": JUDGEMENT},
    },
}
_LISTED: Final = [
    described("kind", "only records of a kind", "persons"),
    {
        **described("least", f"the least score, from 0 to 1; else {LEAST}"),
        "schema": {"type": "number", "minimum": 0, "maximum": 1},
    },
    described("again", "`true` has the pairs that were judged unsure too", enum=["true"]),
]
_JUDGED: Final = [
    {**described("one", "the id of a record; the one that stays", "turkestan"), "required": True},
    {
        **described("other", "the id of another; merged into `one` where both are the same", "turkistan"),
        "required": True,
    },
    {**described("verdict", "whether both are of one thing", enum=_VERDICTS), "required": True},
    NOTE,
    DRY_RUN,
]


def router(service: Service) -> APIRouter:
    """The routes of a service."""
    routes = APIRouter(tags=["loads"])
    security: list[dict[str, list[str]]] = [{KEY: []}]

    @routes.get(
        "/v1/review",
        summary="Pairs of records that may be of one thing, the likeliest first; needs a key that may curate",
        responses={200: answers("What there is to review", QUEUE), **responses(400, 401, 403, 404, 409, 500)},
        openapi_extra={"parameters": _LISTED, "security": security},
        response_class=JSONResponse,
    )
    def review(request: Request) -> JSONResponse:
        key = service.keys.holder(request.headers.get("authorization", ""), "curate")
        given = only(request, [one["name"] for one in _LISTED])
        queue = service.endpoint.review(
            key, single(given, "kind"), _share(single(given, "least")), flag(given, "again")
        )
        return JSONResponse(queue.as_dict(), headers={"Cache-Control": "no-store"})

    @routes.post(
        "/v1/review",
        summary="Judge a pair: the same, and they are merged; different or unsure, and it is noted",
        responses={
            200: answers("It was tried only", OUTCOME),
            201: answers("It is noted, and done", OUTCOME),
            **responses(*REFUSALS),
        },
        openapi_extra={"parameters": _JUDGED, "security": security},
        response_class=JSONResponse,
        status_code=201,
    )
    async def judge(request: Request) -> JSONResponse:
        protocol.same_site(request, service.public_url)
        key = service.keys.holder(request.headers.get("authorization", ""), "curate")
        given = only(request, [one["name"] for one in _JUDGED])
        one, other, verdict = (_needed(single(given, name), name) for name in ("one", "other", "verdict"))
        if verdict not in _VERDICTS:
            raise ParameterError(f"verdict: '{verdict[:80]}' is none", suggestion(verdict, _VERDICTS))
        note, model = single(given, "note"), service.graph.model
        outcome = await service.endpoint.curate(
            key, lambda to: planned(to, one, other, Verdict(verdict), key.name, note, model), flag(given, "dry_run")
        )
        return told(outcome)

    return routes


def _needed(value: str, name: str) -> str:
    if not value:
        raise ParameterError(f"{name}: is missing", "name both records and the verdict")
    return value


def _share(text: str) -> float:
    """A number from 0 to 1. Raises ParameterError."""
    try:
        share = float(text) if text else LEAST
    except ValueError as error:
        raise ParameterError(f"least: '{text[:80]}' is no number", "write one from 0 to 1") from error
    if not 0 <= share <= 1:
        raise ParameterError(f"least: {text[:80]} is not from 0 to 1", "write one from 0 to 1")
    return share
