"""The one writer: a change is done wholly and left as a new snapshot, or nothing has happened."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from cagraph.errors import (
    CagraphError,
    EngineFailureError,
    NotFoundError,
    ParameterError,
    QueryRefusedError,
    QuerySyntaxError,
    QueryTimeoutError,
)
from cagraph.store import EmbeddedStore, content
from cagraph.workers import Change, Writer

BASE = "http://example.org/"
CLAIM = f"{BASE}claim/1"
FOREVER = (
    "INSERT { ?a ?b ?o } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o "
    "FILTER(CONCAT(?c, ?f, ?i, ?l, ?o) = 'never') }"
)


class Place:
    """A directory of snapshots, and the changes made there one after the other."""

    def __init__(self, root: Path, setting: dict[str, Any], seconds: float) -> None:
        self.root = root
        self.writer = Writer(root, setting, seconds)
        self.current = root / "0"
        self.count = 0
        EmbeddedStore.write(
            self.current,
            [
                *(
                    Quad(NamedNode(f"urn:s{n}"), NamedNode("urn:p"), Literal(str(n)), DefaultGraph())
                    for n in range(200)
                ),
                Quad(NamedNode("urn:c"), NamedNode("urn:p"), Literal("claimed"), NamedNode(CLAIM)),
            ],
        )

    async def apply(self, change: Change, protected: str = "", may_curate: bool = True) -> dict[str, Any]:
        self.count += 1
        target, final = self.root / f"new-{self.count}", self.root / f"{self.count}"
        try:
            done = await self.writer.apply(change, self.current, target, final, protected, may_curate)
        except CagraphError:
            assert not target.exists()
            raise
        target.rename(final)
        self.current = final
        return done

    async def update(self, text: str, **more: Any) -> dict[str, Any]:
        return await self.apply(Change("update", text.encode()), **more)

    def ask(self, pattern: str) -> bool:
        return bool(ox.Store.read_only(str(self.current)).query(f"ASK {{ {pattern} }}"))

    def __len__(self) -> int:
        return len(ox.Store.read_only(str(self.current)))


Writing = Callable[..., Any]


@pytest.fixture
def writing(tmp_path: Path, setting: dict[str, Any]) -> Writing:
    """Runs a coroutine over a place; its writer is ended afterwards and leaves nothing but snapshots."""

    def use(work: Callable[[Place], Awaitable[None]], seconds: float = 30.0) -> None:
        async def run() -> None:
            place = Place(tmp_path, setting, seconds)
            try:
                await asyncio.wait_for(work(place), 60)
            finally:
                place.writer.close()

        asyncio.run(run())
        assert all(path.name.isdecimal() for path in tmp_path.iterdir())

    return use


def test_changes_follow_on_each_other(writing: Writing) -> None:
    async def work(place: Place) -> None:
        done = await place.update("INSERT DATA { id:a id:p 1 }")
        line = '<http://example.org/id/a> <http://example.org/id/p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
        told = {name: done[name] for name in ("created", "quads", "curated", "removed", "added")}
        assert told == {"created": False, "quads": 202, "curated": False, "removed": [], "added": [line]}
        assert done["content"] == content.digest(content.statements(ox.Store.read_only(str(place.current))))
        await place.update("DELETE DATA { id:a id:p 1 } ; INSERT DATA { id:a id:p 2 }")
        assert place.ask("<http://example.org/id/a> <http://example.org/id/p> 2")
        assert len(place) == 202
        assert len(ox.Store.read_only(str(place.root / "0"))) == 201, "a snapshot never changes"

    writing(work)


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ("INSERT DATA { <urn:a> <urn:p> 1 } ; DROP GRAPH <urn:none>", NotFoundError, "does not exist"),
        (
            "INSERT DATA { <urn:a> <urn:p> 1 } ; CREATE GRAPH <urn:g> ; CREATE GRAPH <urn:g>",
            QueryRefusedError,
            "already",
        ),
        ("INSERT DATA { <urn:a> <urn:p> 1 } ; LOAD <http://127.0.0.1:1/>", QueryRefusedError, "not followed"),
        ("INSERT DATA { <urn:a> <urn:p> 1 } ; LOAD <file:///etc/passwd>", QueryRefusedError, "not followed"),
        (
            "DELETE WHERE { ?s ?p ?o } ; INSERT {} WHERE { SERVICE <urn:x> { ?s ?p ?o } }",
            QueryRefusedError,
            "not followed",
        ),
        ("INSERT DATA { <urn:a> <urn:p> 1 } ; NONSENSE", QuerySyntaxError, "line 1, column"),
        ("INSERT DATA { ?s ?p 1 }", QuerySyntaxError, "line 1, column"),
        ("SELECT * { ?s ?p ?o }", QuerySyntaxError, "line 1, column"),
    ],
)
def test_when_one_operation_fails_none_is_done(
    writing: Writing, text: str, error: type[CagraphError], words: str
) -> None:
    async def work(place: Place) -> None:
        with pytest.raises(error, match=words):
            await place.update(text)
        assert place.current.name == "0"
        await place.update("INSERT DATA { <urn:b> <urn:p> 1 }")
        assert len(place) == 202
        assert not place.ask("<urn:a> ?p ?o")

    writing(work)


def test_a_text_that_is_not_utf_8_is_told(writing: Writing) -> None:
    async def work(place: Place) -> None:
        with pytest.raises(ParameterError, match="not UTF-8 at byte 3"):
            await place.apply(Change("update", b"abc\xff"))

    writing(work)


def test_a_runaway_update_is_stopped_and_nothing_is_changed(writing: Writing) -> None:
    async def work(place: Place) -> None:
        with pytest.raises(QueryTimeoutError, match="4 s and was stopped"):
            await place.update(f"INSERT DATA {{ <urn:a> <urn:p> 1 }} ; {FOREVER}")
        assert len(place) == 201
        await place.update("INSERT DATA { <urn:b> <urn:p> 1 }")
        assert place.ask("<urn:b> ?p ?o")
        assert not place.ask("<urn:a> ?p ?o")

    writing(work, seconds=4)


def test_an_update_that_kills_the_writer_is_an_error_and_the_next_is_done(writing: Writing) -> None:
    async def work(place: Place) -> None:
        with pytest.raises(EngineFailureError, match="failed on this write"):
            await place.update("INSERT {} WHERE { FILTER(" + "!" * 200_000 + "true) }")
        await place.update("INSERT DATA { <urn:b> <urn:p> 1 }")
        assert len(place) == 202

    writing(work)


@pytest.mark.parametrize(
    "text",
    [
        "DELETE WHERE { <urn:s1> ?p ?o }",
        "INSERT DATA { <urn:s1> <urn:p> 'another' }",
        f"CLEAR GRAPH <{CLAIM}>",
        f"INSERT DATA {{ GRAPH <{CLAIM}> {{ <urn:x> <urn:p> 1 }} }}",
        f"INSERT DATA {{ GRAPH <{BASE}claim/new> {{ <urn:x> <urn:p> 1 }} }}",
        f"MOVE <{CLAIM}> TO <urn:mine>",
        "DROP ALL",
        "COPY <urn:none> TO DEFAULT",
        f"ADD SILENT DEFAULT TO <{CLAIM}>",
    ],
)
def test_curated_facts_are_changed_only_by_who_may(writing: Writing, text: str) -> None:
    async def work(place: Place) -> None:
        # "COPY <urn:none>" fails for want of a graph unless there is one.
        await place.update("INSERT DATA { GRAPH <urn:none> { <urn:m> <urn:p> 1 } }")
        before, size = place.current, len(place)
        with pytest.raises(QueryRefusedError, match="would alter curated facts"):
            await place.update(
                f"INSERT DATA {{ GRAPH <urn:mine> {{ <urn:m> <urn:p> 1 }} }} ; {text}", protected=BASE, may_curate=False
            )
        assert (place.current, len(place)) == (before, size)
        assert (await place.update(text, protected=BASE, may_curate=True))["curated"]

    writing(work)


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { GRAPH <urn:mine> { <urn:s1> <urn:p> 'mine' } }",
        "INSERT { GRAPH <urn:mine> { ?s ?p ?o } } WHERE { ?s ?p ?o }",
        f"COPY <{CLAIM}> TO <urn:mine>",
        "DELETE { ?s ?p ?o } INSERT { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "CREATE GRAPH <urn:empty>",
    ],
)
def test_what_leaves_curated_facts_as_they_are_needs_no_more_than_a_key(writing: Writing, text: str) -> None:
    async def work(place: Place) -> None:
        assert not (await place.update(text, protected=BASE, may_curate=False))["curated"]
        assert not (await place.update("DROP SILENT GRAPH <urn:mine>", protected=BASE, may_curate=False))["curated"]

    writing(work)


def put(kind: str, graph: str, body: str = "<urn:a> <urn:p> 1 .", media_type: str = "text/turtle") -> Change:
    return Change(kind, body.encode(), graph, media_type)


def test_graphs_are_put_added_to_and_removed(writing: Writing) -> None:
    async def work(place: Place) -> None:
        assert (await place.apply(put("put", "urn:g")))["created"]
        assert not (await place.apply(put("put", "urn:g", "<urn:b> <urn:p> 2 .")))["created"]
        assert place.ask("GRAPH <urn:g> { <urn:b> <urn:p> 2 }")
        assert not place.ask("GRAPH <urn:g> { <urn:a> ?p ?o }")
        assert not (await place.apply(put("post", "urn:g")))["created"]
        assert place.ask("GRAPH <urn:g> { <urn:a> ?p ?o . <urn:b> ?q ?r }")
        await place.apply(Change("delete", graph="urn:g"))
        assert not place.ask("GRAPH <urn:g> {}")
        with pytest.raises(NotFoundError, match="no graph <urn:g>"):
            await place.apply(Change("delete", graph="urn:g"))
        await place.apply(put("put", "urn:empty", ""))
        assert place.ask("GRAPH <urn:empty> {}")
        await place.apply(put("put", "", "<urn:only> <urn:p> 1 ."))
        assert place.ask("<urn:only> ?p ?o")
        assert not place.ask("<urn:s1> ?p ?o")

    writing(work)


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        ("text/turtle", "<a> <p> <b> ."),
        ("application/n-triples", "<http://example.org/g/a> <http://example.org/g/p> <http://example.org/g/b> ."),
        ("application/ld+json", '{"@id": "a", "http://example.org/g/p": {"@id": "b"}}'),
        (
            "application/rdf+xml",
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://example.org/g/">'
            '<rdf:Description rdf:about="a"><p rdf:resource="b"/></rdf:Description></rdf:RDF>',
        ),
    ],
)
def test_every_format_is_read_and_relative_to_its_graph(writing: Writing, media_type: str, body: str) -> None:
    async def work(place: Place) -> None:
        await place.apply(put("put", "http://example.org/g/", body, media_type))
        triple = "<http://example.org/g/a> <http://example.org/g/p> <http://example.org/g/b>"
        assert place.ask(f"GRAPH <http://example.org/g/> {{ {triple} }}")

    writing(work)


@pytest.mark.parametrize(
    ("media_type", "body", "error", "words"),
    [
        ("text/turtle", "<urn:a> <urn:p> .", QuerySyntaxError, "line 1"),
        ("text/turtle", "<urn:a> <urn:p> 1 .\n<urn:b> nonsense", QuerySyntaxError, "line 2"),
        ("application/trig", "<urn:g> { <urn:a> <urn:p> 1 }", ParameterError, "graphs of its own"),
        ("application/n-quads", "<urn:a> <urn:p> <urn:o> <urn:g> .", ParameterError, "graphs of its own"),
        ("application/rdf+xml", '<!DOCTYPE r [<!ENTITY x "y">]><r/>', ParameterError, "DOCTYPE"),
        ("application/rdf+xml", "<r/>\x00", ParameterError, "DOCTYPE"),
        ("application/ld+json", '{"@context": "http://127.0.0.1:1/c", "a": 1}', QuerySyntaxError, "does not parse"),
    ],
)
def test_a_body_that_is_not_read_changes_nothing(
    writing: Writing, media_type: str, body: str, error: type[CagraphError], words: str
) -> None:
    async def work(place: Place) -> None:
        await place.apply(put("put", "urn:g"))
        with pytest.raises(error, match=words):
            await place.apply(put("put", "urn:g", body, media_type))
        await place.update("INSERT DATA { <urn:b> <urn:p> 1 }")
        assert place.ask("GRAPH <urn:g> { <urn:a> ?p ?o }")

    writing(work)


def test_an_update_with_a_dataset_beside_it(writing: Writing) -> None:
    async def work(place: Place) -> None:
        await place.apply(put("put", "urn:g"))
        text = b"INSERT { <urn:copied> ?p ?o } WHERE { ?s ?p ?o }"
        await place.apply(Change("update", text, using=("urn:g",)))
        assert place.ask("<urn:copied> <urn:p> 1")
        assert len(place) == 203

    writing(work)


def test_the_copy_is_fresh_where_the_change_before_was_not_kept(writing: Writing) -> None:
    """A snapshot that was left but never became current is not what the next change goes on from."""

    async def work(place: Place) -> None:
        kept = place.current
        await place.update("INSERT DATA { <urn:a> <urn:p> 1 }")
        place.current = kept
        await place.update("INSERT DATA { <urn:b> <urn:p> 1 }")
        assert not place.ask("<urn:a> ?p ?o")

    writing(work)
