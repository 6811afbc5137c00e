"""`/v1/ask` and `/v1/queries`: questions in words, and the named queries behind them."""

from collections.abc import Callable
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from cagraph.errors import NotFoundError
from cagraph.graph import Graph
from cagraph_api.parameters import only, single
from cagraph_api.problems import responses

EXAMPLE = "which treaties link Kazakhstan and Uzbekistan"
_ASKED: Final = [
    {
        "name": "q",
        "in": "query",
        "required": True,
        "schema": {"type": "string", "maxLength": 300},
        "example": EXAMPLE,
        "description": "a question in plain English or Russian",
    },
    {
        "name": "lang",
        "in": "query",
        "schema": {"type": "string", "enum": ["en", "ru"]},
        "description": "the language of the sentences in the answer; by default that of the question",
    },
    {
        "name": "today",
        "in": "query",
        "schema": {"type": "string", "format": "date"},
        "example": "2026-06-01",
        "description": (
            "the day from which “the last five years” is counted and on which “is it in force?” is meant; "
            "by default the last day on which a source was read"
        ),
    },
]


def router(graph: Graph) -> APIRouter:
    """The routes over a graph: one for questions, one for each named query."""
    routes = APIRouter(tags=["answers"])

    @routes.get(
        "/v1/ask",
        summary="Ask in English or Russian",
        description=(
            "Read by patterns and names, not by a model. `read_as` says how; `status` is `answered`, `not_stated`, "
            "`ambiguous` (with `options`, each a question that chooses) or `refused` (with the reason)."
        ),
        responses=responses(400),
        openapi_extra={"parameters": _ASKED},
    )
    def ask(request: Request) -> JSONResponse:
        given = only(request, ["q", "lang", "today"])
        text, lang, today = (single(given, name) for name in ("q", "lang", "today"))
        return JSONResponse(graph.ask(text, lang, today).as_dict())

    @routes.get("/v1/queries", summary="The named queries")
    def queries(request: Request) -> dict[str, Any]:
        only(request, [])
        english, russian = graph.examples(), graph.examples("ru")
        return {
            "data_version": graph.data_version,
            "queries": [
                {
                    "query": query.name,
                    "title": query.title,
                    "about": query.about,
                    "path": f"/v1/queries/{query.name}",
                    "parameters": {slot.name: slot.type + ("?" if slot.optional else "") for slot in query.parameters},
                    "example": query.example(),
                    "question": english.get(query.name, ""),
                    "question_ru": russian.get(query.name, ""),
                    "computed": bool(query.computed),
                    "sparql": query.body,
                }
                for query in graph.queries.values()
            ],
        }

    for name, query in graph.queries.items():
        example = query.example()
        slots = [
            {
                "name": slot.name,
                "in": "query",
                "required": not slot.optional,
                "schema": {"type": "string"},
                "description": slot.type,
                **({"example": example[slot.name]} if slot.name in example else {}),
            }
            for slot in query.parameters
        ]
        routes.add_api_route(
            f"/v1/queries/{name}",
            _runner(graph, name, [slot.name for slot in query.parameters]),
            summary=query.title,
            description=query.about or query.title,
            operation_id=f"query_{name.replace('-', '_')}",
            responses=responses(400),
            openapi_extra={"parameters": slots},
            response_class=JSONResponse,
        )

    @routes.get("/v1/queries/{name}", include_in_schema=False)
    def unknown(name: str) -> JSONResponse:
        graph.run(name)
        raise NotFoundError(f"there is no query '{name}'", "see /v1/queries")

    return routes


def _runner(graph: Graph, name: str, known: list[str]) -> Callable[[Request], JSONResponse]:
    def run(request: Request) -> JSONResponse:
        given = {slot: values[0] for slot, values in only(request, known).items()}
        return JSONResponse(graph.run(name, **given).as_dict())

    return run
