"""The commands: each parses, calls the graph, and has the result printed."""

import asyncio
import gc
import json
import os
import socket
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from typing import Annotated, Final

import typer
from rich.markup import escape

from cagraph import __version__
from cagraph import graph as workshop
from cagraph.cli import (
    analytics,
    changes,
    clock,
    connections,
    exports,
    lists,
    loading,
    panels,
    pictures,
    publishing,
    questions,
    reviewing,
    safety,
    show,
    templates,
)
from cagraph.errors import CagraphError, DataError, ParameterError, StoreError, StoreMissingError
from cagraph.graph import Graph, Keys, KnowledgeGraph, RemoteGraph
from cagraph.model import MODEL
from cagraph.settings import Settings

app = typer.Typer(help="The knowledge graph of Central Asian diplomacy.", no_args_is_help=True, add_completion=False)
_SELDOM: Final = (50_000, 20, 20)
_OFTEN: Final = (700, 10, 10)  # Python's own
EXAMPLE = "which treaties link Kazakhstan and Uzbekistan"

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def _settings() -> Settings:
    return Settings.from_environment(os.environ)


def _build(force: bool = False, discard_edits: bool = False) -> workshop.BuildReport:
    return show.with_progress(
        lambda report: workshop.build(_settings(), force, progress=report, discard_edits=discard_edits)
    )


def _graph() -> KnowledgeGraph:
    """The graph that CAGRAPH_STORE names: a service's, or the built one."""
    settings = _settings()
    return RemoteGraph.open(settings.service, base=settings.base) if settings.service else _built()


def _built() -> Graph:
    """The built graph; on first use it is built."""
    settings = _settings()
    if settings.service:
        raise ParameterError(
            f"CAGRAPH_STORE names a service, {settings.service}, and this needs the graph here",
            "unset it, or ask the service, as with curl",
        )
    try:
        return Graph.built(settings.store, base=settings.base)
    except StoreMissingError:
        show.err().print(f"First use: building the graph at {settings.store}")
        _build()
        return Graph.built(settings.store, base=settings.base)


@app.callback(invoke_without_command=True)
def _version(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if version:
        typer.echo(__version__)
        raise typer.Exit


@app.command()
def build(
    force: Annotated[bool, typer.Option("--force", help="Write the store even if it is up to date.")] = False,
    discard_edits: Annotated[
        bool, typer.Option("--discard-edits", help="Drop what was written with keys since the last build.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Build the store from the records; the same records change nothing."""
    report = _build(force, discard_edits)
    if as_json:
        show.as_json(
            {
                "data_version": report.data_version, "changed": report.changed, "records": report.records,
                "quads": report.quads, "store": str(report.store), "overlaid": list(report.overlaid),
            }
        )  # fmt: skip
        return
    done = "Built" if report.changed else "Up to date:"
    show.out().print(
        f"{done} {report.records} records, {report.quads} quads, version {report.data_version[:12]}, at {report.store}"
    )
    if report.overlaid:
        names = ", ".join(report.overlaid[:10]) + (", …" if len(report.overlaid) > 10 else "")
        show.out().print(f"What was loaded stands in place of {len(report.overlaid)} of them: {names}")


@app.command()
def check(as_json: AsJson = False) -> None:
    """Check the records: references, evidence, dates, ids."""
    directory = workshop.data_directory(_settings())
    dataset = show.with_progress(lambda report: workshop.load(directory, progress=report))
    if as_json:
        show.as_json({"records": len(dataset.records), "problems": []})
    else:
        show.out().print(f"{len(dataset.records)} records, no problems")


@app.command()
def run(
    query: Annotated[str, typer.Argument(help="Name of a query; none lists them.")] = "",
    parameters: Annotated[list[str] | None, typer.Argument(help="name=value …")] = None,
    as_json: AsJson = False,
) -> None:
    """Run a named query, as: cagraph run treaties-between a=KAZ b=UZB."""
    graph = _graph()
    if query:
        show.answer(graph.run(query, **dict(lists.pairs(parameters or []))).as_dict(), as_json)
        return
    if as_json:
        show.as_json(
            [{"query": one.name, "title": one.title, "example": one.example()} for one in graph.queries.values()]
        )
        return
    table = show.columns("query", "title", "example")
    for one in graph.queries.values():
        table.add_row(one.name, escape(one.title), " ".join(f"{key}={value}" for key, value in one.example().items()))
    show.out().print(table)


@app.command()
def get(
    what: Annotated[str, typer.Argument(help="An id, or a path of the API such as /v1/treaties.")],
    full: Annotated[bool, typer.Option("--evidence", help="Show what each claim says.")] = False,
) -> None:
    """Show an entity by its id, or what the API answers at a path, as JSON."""
    if not what.startswith("/"):
        show.as_json(_graph().get(what, full_evidence=full))
        return
    status, body = asyncio.run(_call(what))
    sys.stdout.write(body if body.endswith("\n") else body + "\n")
    if status >= 400:
        raise typer.Exit(1)


async def _call(path: str) -> tuple[int, str]:
    """Answer a GET of the API in this process."""
    import httpx2

    from cagraph_api import Service, create_app

    graph = _built()
    service = Service.of(graph, _settings(), "http://localhost")
    transport = httpx2.ASGITransport(app=create_app(graph, service))
    try:
        async with httpx2.AsyncClient(transport=transport, base_url="http://localhost") as client:
            response = await client.get(path)
    finally:
        await service.endpoint.close()
    if response.headers.get("content-type", "").startswith(("application/json", "application/problem+json")):
        return response.status_code, json.dumps(response.json(), ensure_ascii=False, indent=2)
    return response.status_code, response.text


@app.command()
def sparql(
    text: Annotated[str, typer.Argument(help="The query; - reads it from standard input.")],
    media_type: Annotated[str, typer.Option("--accept", help="Media type of the answer.")] = "",
) -> None:
    """Run a SPARQL query; prefixes may be left out."""
    query = sys.stdin.read() if text == "-" else text
    graph = _graph()
    if media_type or not query.lstrip().upper().startswith("SELECT"):
        wanted = media_type or "application/sparql-results+json"
        sys.stdout.flush()
        sys.stdout.buffer.write(graph.sparql_answer(query, wanted, media_type or "text/turtle").body + b"\n")
        return
    solutions = graph.sparql(query)
    table = show.columns(*solutions.variables)
    for row in solutions.rows:
        table.add_row(
            *(
                escape(graph.names.shorten(str(getattr(term, "value", term)))) if term is not None else ""
                for term in row
            )
        )
    show.out().print(table)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on; else CAGRAPH_HOST.")] = "",
    port: Annotated[int, typer.Option(help="Port; 0 takes a free one; else CAGRAPH_PORT.")] = -1,
    scratch: Annotated[bool, typer.Option("--scratch", help="Serve an empty graph to write into; gone at the end.")] = (
        False
    ),
) -> None:
    """Serve the graph over HTTP."""
    import uvicorn

    from cagraph_api import Service, create_app, log_requests

    settings = _settings()
    address = (host or settings.host, settings.port if port < 0 else port)
    try:
        listener = _listener(*address)
    except OSError as error:
        raise StoreError(
            f"cannot listen on {address[0]}:{address[1]}: {error.strerror}", "choose another --port"
        ) from error
    where = f"http://{address[0]}:{listener.getsockname()[1]}"
    with listener, TemporaryDirectory(prefix="cagraph-") as place:
        if scratch:
            settings = replace(settings, store=Path(place) / "store", keys=Path(place) / "keys.json")
            key = Keys(settings.keys_file).add("scratch", "curate")
            show.out().print(f"An empty graph, gone when this ends. Key for writing: {key}", soft_wrap=True)
        graph = Graph.built("memory:", base=settings.base) if scratch else _built()
        service = Service.of(graph, settings, where)
        show.out().print(
            f"cagraph is at {where}: open it in a browser.\nTry: curl '{where}/v1/ask?q={EXAMPLE.replace(' ', '+')}'"
        )
        show.out().print(f"Queries run with {service.endpoint.confinement}.")
        sys.stdout.flush()
        log_requests(settings.log)
        config = uvicorn.Config(
            create_app(graph, service), log_level="warning", access_log=False, timeout_keep_alive=15
        )
        # With each write a version of the graph becomes garbage, which has to go soon.
        gc.set_threshold(*_OFTEN)
        # Indexes are made beside the first questions, so that few of these wait for them.
        over = Event()
        Thread(target=graph.prepare, args=(over.is_set,), daemon=True).start()
        try:
            uvicorn.Server(config).run(sockets=[listener])
        finally:
            over.set()


def _listener(host: str, port: int) -> socket.socket:
    """A listening socket. It says that it is TCP, without which asyncio leaves Nagle's delay of 40 ms in place."""
    family, kind, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    listener = socket.socket(family, kind, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(place)
        listener.listen(1024)
    except OSError:
        listener.close()
        raise
    return listener


keys = typer.Typer(help="Keys for those who may write.", no_args_is_help=True)
app.add_typer(keys, name="key")


@keys.command("add")
def add_key(
    name: Annotated[str, typer.Argument(help="Who holds it.")],
    scope: Annotated[str, typer.Option(help="write: graphs beside the curated ones; curate: everything.")] = "write",
) -> None:
    """Make a key; it is shown once and kept nowhere."""
    show.out().print(Keys(_settings().keys_file).add(name, scope), soft_wrap=True)


@keys.command("list")
def list_keys() -> None:
    """List who holds a key, and for what."""
    table = show.columns("name", "scope")
    for key in Keys(_settings().keys_file).all():
        table.add_row(escape(key.name), key.scope)
    show.out().print(table)


@keys.command("remove")
def remove_key(name: Annotated[str, typer.Argument(help="Who holds it.")]) -> None:
    """Withdraw a key."""
    Keys(_settings().keys_file).remove(name)
    show.out().print(f"Removed {escape(name)}")


@app.command()
def derive(
    verify: Annotated[bool, typer.Option("--check", help="Only say what is out of date.")] = False,
) -> None:
    """Write the files that follow from the model: ontology, shapes, context, schemas, reference."""
    if verify:
        workshop.verify_derived(_settings())
        show.out().print("Derived files are up to date")
        return
    for name in workshop.derive_files(write=True, settings=_settings()):
        show.out().print(f"Wrote {name}")


@app.command()
def fmt(
    verify: Annotated[bool, typer.Option("--check", help="Only say what is not in canonical form.")] = False,
) -> None:
    """Put the record files into canonical form."""
    changed = workshop.format_records(_settings(), write=not verify)
    for name in changed:
        show.out().print(f"{'Not canonical' if verify else 'Formatted'}: {name}")
    if verify and changed:
        raise DataError(f"{len(changed)} files are not in canonical form", "run: cagraph fmt")


@app.command()
def migrate(verify: Annotated[bool, typer.Option("--check", help="Only say what would be rewritten.")] = False) -> None:
    """Rewrite record files of an earlier model for the present one."""
    changed = workshop.migrate_records(_settings(), write=not verify)
    for name in changed:
        show.out().print(f"{'Of an earlier model' if verify else 'Rewritten'}: {name}")
    if not changed:
        show.out().print(f"Nothing to rewrite: all files are as model {MODEL.number} has them")


@app.command()
def model(kind: Annotated[str, typer.Argument(help="A kind; none lists them.")] = "", as_json: AsJson = False) -> None:
    """Show the kinds and their fields."""
    kinds = [MODEL.collection(kind)] if kind else list(MODEL.kinds.values())
    if as_json:
        show.as_json(
            [
                {
                    "kind": one.name,
                    "collection": one.collection,
                    "about": one.doc,
                    "fields": {spec.name: spec.doc for spec in one.fields},
                }
                for one in kinds
            ]
        )
        return
    table = show.columns("field" if kind else "kind", "property" if kind else "collection", "meaning")
    for one in kinds:
        rows = (
            ((spec.name, spec.term.property, spec.doc) for spec in one.fields)
            if kind
            else ((one.name, one.collection, one.doc),)
        )
        for row in rows:
            table.add_row(*map(escape, row))
    show.out().print(table)


PARTS = (
    analytics,
    changes,
    clock,
    connections,
    exports,
    lists,
    loading,
    panels,
    pictures,
    publishing,
    questions,
    reviewing,
    safety,
    templates,
)
for part in PARTS:
    part.register(app, lambda: _graph())


def main() -> None:
    """The entry point: errors go to standard error with what to do about them."""
    # A graph is made of millions of objects that stay; Python would look them over again after each few hundred more.
    gc.set_threshold(*_SELDOM)
    try:
        app()
    except CagraphError as error:
        for problem in error.problems:
            show.err().print(escape(str(problem)))
        show.err().print(f"[red]cagraph:[/red] {escape(str(error))}")
        sys.exit(1)
