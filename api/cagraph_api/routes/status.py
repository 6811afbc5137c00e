"""`/v1/instruments/{id}/status`, and lists of instruments by whether they were in force: the treaty clock."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from cagraph.errors import ParameterError
from cagraph.graph import Graph
from cagraph.model import Kind
from cagraph_api.parameters import EVIDENCE, described, full_evidence, only, several, single
from cagraph_api.problems import responses

CLOCKED = "Instrument"
LAST = "last"
"""The last day on which anything was recorded."""
Handler = Callable[[Request], Response]


KNOWN_ON = described("known_on", "count only what was recorded by this day", "2026-11-25")
OF_ONE = [
    described("party", "the id of a party; without it generally, and for each party", "KAZ"),
    described("on", "the day asked about; without it the last on which anything was recorded", "2024-08-09"),
    KNOWN_ON,
    EVIDENCE,
]
OF_LIST = [
    described("between", "ids of parties, between commas; goes with `in_force`", "KAZ,UZB"),
    described(
        "in_force", f"the day asked about, or `{LAST}`: gives three groups, `yes`, `no` and `unknown`", "2024-08-09"
    ),
    KNOWN_ON,
]


def router(graph: Graph) -> APIRouter:
    """The routes over a graph."""
    routes = APIRouter(tags=["status"])
    if CLOCKED not in graph.model.kinds:
        return routes
    about = "Signed, consent, in force, provisionally applied, suspended, denounced, terminated, succeeded: each is "
    about += "`yes`, `no` or `unknown`, with the reason, the records and the claims it rests on."

    @routes.get(
        f"/v1/{graph.model.kinds[CLOCKED].collection}/{{id}}/status",
        summary="The status of an instrument on a day",
        description=about,
        responses=responses(400, 404),
        openapi_extra={"parameters": OF_ONE},
        response_class=JSONResponse,
    )
    def status(id: str, request: Request) -> JSONResponse:  # noqa: A002  the name of the path parameter
        given = only(request, [one["name"] for one in OF_ONE])
        names = ("party", "on", "known_on")
        asked = {name: single(given, name) for name in names}
        return JSONResponse(graph.status(id, **asked, full_evidence=full_evidence(given)))

    return routes


@dataclass(frozen=True)
class Listed:
    """What the clock adds to the list of a kind: nothing, unless the kind is of instruments."""

    graph: Graph
    described: list[dict[str, Any]] = field(default_factory=list)

    def instead_of(self, lister: Handler) -> Handler:
        """A handler that asks the clock when the request does, and else lists as ever."""
        names = [one["name"] for one in self.described]

        def find(request: Request) -> Response:
            if not any(name in request.query_params for name in names):
                return lister(request)
            given = only(request, [*names, EVIDENCE["name"]])
            for name, example in (("between", "between=KAZ,UZB"), ("in_force", "in_force=2024-08-09")):
                if not single(given, name):
                    raise ParameterError(f"{name}: none is given", f"between and in_force go together, as {example}")
            parties = several(given, "between")
            on = single(given, "in_force")
            known = single(given, "known_on")
            day = "" if on == LAST else on
            return JSONResponse(self.graph.instruments_in_force(parties, day, known, full_evidence(given)))

        return find if names else lister


def listed(graph: Graph, kind: Kind) -> Listed:
    """What the clock adds to the list of a kind."""
    return Listed(graph, OF_LIST if kind.name == CLOCKED else [])
