"""`/sparql`: queries from outside, by GET and POST (SPARQL 1.1 Protocol, query operation)."""

from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from cagraph.errors import ParameterError, TooLargeError, UnsupportedMediaError, suggestion
from cagraph.graph import Graph
from cagraph_api.negotiation import negotiate
from cagraph_api.parameters import MAX_LENGTH
from cagraph_api.problems import responses

MAX_BODY = 200_000
RESULTS = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
GRAPHS = ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json")
ALIASES = {"application/json": RESULTS[0], "application/xml": RESULTS[1], "text/xml": RESULTS[1]}
EXAMPLE = "SELECT ?treaty ?label WHERE { ?treaty a cag:Treaty ; cag:party id:KAZ, id:UZB ; rdfs:label ?label }"


def router(graph: Graph) -> APIRouter:
    """The routes over a graph."""
    routes = APIRouter(tags=["SPARQL"])
    query = {
        "name": "query",
        "in": "query",
        "required": True,
        "schema": {"type": "string"},
        "example": EXAMPLE,
    }
    described = {
        200: {"description": "The answer", "content": {media_type: {} for media_type in (*RESULTS, *GRAPHS)}},
        **responses(400, 403, 406),
    }

    def answer(text: str, accept: str) -> Response:
        for alias, media_type in ALIASES.items():
            accept = accept.replace(alias, media_type)
        found = graph.sparql_answer(text, negotiate(accept, RESULTS), negotiate(accept, GRAPHS))
        return Response(found.body, media_type=found.media_type, headers={"Vary": "Accept"})

    @routes.get("/sparql", summary="SPARQL query", responses=described, openapi_extra={"parameters": [query]})
    def by_get(request: Request) -> Response:
        return answer(_query(request.query_params.multi_items()), request.headers.get("accept", ""))

    body = {
        "required": True,
        "content": {
            "application/sparql-query": {"schema": {"type": "string"}, "example": EXAMPLE},
            "application/x-www-form-urlencoded": {
                "schema": {
                    "type": "object",
                    "required": ["query"],
                    "properties": {"query": {"type": "string"}},
                },
                "example": {"query": EXAMPLE},
            },
        },
    }

    @routes.post(
        "/sparql",
        summary="SPARQL query",
        responses=described | responses(413, 415),
        openapi_extra={"requestBody": body},
    )
    async def by_post(request: Request) -> Response:
        text = await _body(request)
        media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type == "application/x-www-form-urlencoded":
            text = _query([*request.query_params.multi_items(), *parse_qsl(text, keep_blank_values=True)])
        elif media_type != "application/sparql-query":
            raise UnsupportedMediaError(
                f"a body of type '{media_type[:80]}' is not read",
                "send application/sparql-query or a form with query=",
            )
        return await run_in_threadpool(answer, text, request.headers.get("accept", ""))

    return routes


def _query(parameters: list[tuple[str, str]]) -> str:
    texts = [value for name, value in parameters if name == "query"]
    unknown = next((name for name, _ in parameters if name != "query"), None)
    if unknown is not None:
        raise ParameterError(
            f"there is no parameter '{unknown[:80]}' here", suggestion(unknown[:MAX_LENGTH], ["query"])
        )
    if len(texts) != 1:
        raise ParameterError(f"query: given {len(texts)} times", "give it once")
    return texts[0]


async def _body(request: Request) -> str:
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > MAX_BODY:
            raise TooLargeError(f"the body is larger than {MAX_BODY} bytes", "send a shorter query")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ParameterError(f"the body is not UTF-8 at byte {error.start}", "send UTF-8") from error
