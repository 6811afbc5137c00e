"""`/v1/export`: networks and dumps as files."""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from threading import BoundedSemaphore
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from cagraph.errors import NotFoundError, ParameterError, suggestion
from cagraph.graph import MANNERS, Graph, in_gephi_lite
from cagraph_api.parameters import described, only, single
from cagraph_api.places import one_of
from cagraph_api.problems import responses

WHOLE = "all"
AT_ONCE = 2
NAME = described("name", "the name of the file again, for programs that go by what an address ends in", "ties.gexf")


def router(graph: Graph, public_url: str = "") -> APIRouter:
    """The routes over a graph; `public_url` is where others find the service."""
    routes = APIRouter(tags=["exports"])
    places = BoundedSemaphore(AT_ONCE)
    options = [*of_views(graph, list(graph.view_options)), *_of_formats(graph), NAME]

    @routes.get(
        "/v1/export/{file}",
        summary="A network or dump as a file, such as events.gexf, ties.gexf or all.nq",
        response_class=StreamingResponse,
        responses=responses(400, 404, 409)
        | {
            200: {
                "content": {exporter.media_type: {} for exporter in graph.formats.values()},
                "description": "The file",
            }
        },
        openapi_extra={"parameters": options},
    )
    def export(file: str, request: Request) -> StreamingResponse:
        known = {
            f"{view}{exporter.suffix}": (exporter, view)
            for exporter in graph.formats.values()
            for view in (graph.views if exporter.needs_view else (WHOLE,))
        }
        if file not in known:
            raise NotFoundError(f"there is no export '{file}'", suggestion(file, list(known)))
        exporter, view = known[file]
        of_the_view = graph.views[view].choices.names if exporter.needs_view else ()
        given = only(request, [*of_the_view, *exporter.manners, NAME["name"]])
        if given.pop(NAME["name"], [file]) != [file]:
            raise ParameterError(f"name: this is {file}", f"write name={file}, or leave it out")
        asked = {name: single(given, name) for name in given}
        heavy = not exporter.needs_view or costly(asked)
        with one_of(places, f"{AT_ONCE} such files are being made already") if heavy else nullcontext():
            pieces = graph.export(exporter.name, view, **asked)
        headers = {
            "Content-Disposition": f'attachment; filename="cagraph-{file}"',
            "X-Content-Type-Options": "nosniff",
        }
        if exporter.name == "gexf":
            link = in_gephi_lite(f"{public_url}/v1/export/{file}", asked.items())
            headers["Link"] = f'<{link}>; rel="alternate"; type="text/html"; title="Open in Gephi Lite"'
        return StreamingResponse(pieces, media_type=exporter.media_type, headers=headers)

    return routes


def costly(asked: Mapping[str, str]) -> bool:
    """Whether a file takes seconds of the processor beside the writing."""
    return not {"size", "colour", "dynamic"}.isdisjoint(asked)


def of_views(graph: Graph, names: Sequence[str]) -> list[dict[str, Any]]:
    """Options of views, as parameters."""
    return [
        described(name, f"{about}; views with it: {', '.join(_having(graph, name))}", example, **_schema(graph, name))
        for name, (about, example) in graph.view_options.items()
        if name in names
    ]


def _of_formats(graph: Graph) -> list[dict[str, Any]]:
    """Options of formats, as parameters."""
    having = {name: [one.suffix for one in graph.formats.values() if name in one.manners] for name in MANNERS}
    return [
        described(name, f"{about}; formats with it: {', '.join(having[name])}", example)
        for name, (about, example) in MANNERS.items()
        if having[name]
    ]


def _having(graph: Graph, option: str) -> list[str]:
    """The names of the views that have an option."""
    return [view.name for view in graph.views.values() if option in view.choices.names]


def _schema(graph: Graph, option: str) -> dict[str, list[str]]:
    """The values of an option, where they are few."""
    weights = sorted({weight for view in graph.views.values() for weight in view.choices.weights})
    values = {"bilateral": ["true", "false"], "weight": weights}.get(option)
    return {"enum": values} if values else {}
