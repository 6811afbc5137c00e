"""What was loaded, as the journal tells: who did it, when, of which file, what it put over the records, and whether
that is in force.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Quad

from cagraph.errors import Problem
from cagraph.model import Model, Namespaces
from cagraph.model.namespaces import WELL_KNOWN
from cagraph.rdf.emit import LABEL, TYPE, typed
from cagraph.records.layers import Layer, restored
from cagraph.store import journal

LOAD: Final = "load"
UNDO: Final = "undo"
DROP: Final = "drop-source"
MERGE: Final = "merge"
JUDGE: Final = "judge"
KINDS: Final = (LOAD, UNDO, DROP, MERGE, JUDGE)
ALWAYS: Final = (UNDO, JUDGE)  # written even where no record changes: they say something all the same
MEDIA_TYPE: Final = "application/json"
_PROV: Final = WELL_KNOWN["prov"]


@dataclass(frozen=True)
class Load:
    """A load, the undoing of one, or the removal of a source: one row of the journal."""

    row: journal.Row

    @cached_property
    def body(self) -> dict[str, Any]:
        """What the row says beside the statements."""
        found: dict[str, Any] = json.loads(self.row.body)
        return found

    @property
    def number(self) -> int:
        """What it is called by: the number of its row."""
        return self.row.number

    @property
    def kind(self) -> str:
        """One of `KINDS`."""
        return self.row.kind

    @property
    def undoes(self) -> int:
        """The number of the load that it undoes; 0 for others."""
        return int(self.body.get("undoes", 0))

    @property
    def files(self) -> list[dict[str, str]]:
        """The files that were loaded: the `name` and `sha256` of each."""
        return list(self.body.get("files", []))

    def layer(self, model: Model) -> tuple[Layer, list[Problem]]:
        """What it put over the records, and the faults of what the model takes no more."""
        values = ((f"load {self.number}, {one['id']}", one) for one in self.body.get("records", []))
        records, problems = restored(values, model, int(self.body.get("model", 1)))
        return Layer(tuple(records), tuple(self.body.get("removed", []))), problems

    def as_dict(self) -> dict[str, Any]:
        """What is told of it, without the records themselves."""
        told = {name: value for name, value in self.body.items() if name not in {"records", "removed"}}
        return {
            "load": self.number,
            "kind": self.kind,
            "time": self.row.time,
            "by": self.row.key,
            "version": self.row.version,
            "parent": self.row.parent,
            **told,
            "records": [one["id"] for one in self.body.get("records", [])],
            "removed": list(self.body.get("removed", [])),
        }


def head(load: Load) -> dict[str, Any]:
    """A load without what it put over the records and without its statements, as plain values."""
    records = [{"id": one["id"]} for one in load.body.get("records", [])]
    body = {**load.body, **({"records": records} if records else {})}
    return {**vars(replace(load.row, body=json.dumps(body), removed=(), added=())), "using": [], "using_named": []}


def of_head(values: Mapping[str, Any]) -> Load:
    """The load of such values."""
    return Load(journal.Row(**values))


def leading_to(rows: Sequence[journal.Row], version: str) -> list[Load]:
    """The loads that led to a version, the first first."""
    return [Load(row) for row in journal.leading_to(rows, version) if row.kind in KINDS]


def in_force(loads: Iterable[Load]) -> list[Load]:
    """The loads that have not been undone, or whose undoing has been undone; in their order."""
    known: dict[int, Load] = {}
    holds: dict[int, bool] = {}

    def turn(number: int, on: bool) -> None:
        holds[number] = on
        if known[number].undoes:
            turn(known[number].undoes, not on)

    for load in loads:
        known[load.number] = load
        turn(load.number, True)
    return [load for number, load in known.items() if holds[number]]


def layers(loads: Iterable[Load], model: Model) -> tuple[list[Layer], list[Problem]]:
    """The layers of the loads in force, in their order, and the faults of what the model takes no more."""
    found = [load.layer(model) for load in in_force(loads)]
    return [layer for layer, _ in found], [problem for _, problems in found for problem in problems]


def told(load: Load, names: Namespaces) -> Iterator[Quad]:
    """What the graph of loads says of one, in PROV-O (https://www.w3.org/TR/prov-o/)."""
    graph = NamedNode(names.loads)
    act, agent = NamedNode(f"{names.base}load/{load.number}"), NamedNode(f"{names.base}agent/{quote(load.row.key)}")
    program = NamedNode(f"{names.base}agent/cagraph-{quote(load.body['program'])}")

    def prov(name: str) -> NamedNode:
        return NamedNode(_PROV + name)

    yield Quad(act, TYPE, prov("Activity"), graph)
    yield Quad(act, NamedNode(names.iri("dcterms:type")), Literal(load.kind), graph)
    yield Quad(act, prov("startedAtTime"), typed(load.row.time.replace("+00:00", "Z"), "dateTime"), graph)
    for one, kind, label in (
        (agent, "Agent", load.row.key),
        (program, "SoftwareAgent", f"cagraph {load.body['program']}"),
    ):
        yield Quad(act, prov("wasAssociatedWith"), one, graph)
        yield Quad(one, TYPE, prov(kind), graph)
        yield Quad(one, LABEL, Literal(label), graph)
    if load.body.get("note"):
        yield Quad(act, NamedNode(names.iri("dcterms:description")), Literal(load.body["note"]), graph)
    if load.undoes:
        yield Quad(act, prov("wasInformedBy"), NamedNode(f"{names.base}load/{load.undoes}"), graph)
    for file in load.files:
        entity = NamedNode(f"urn:sha256:{file['sha256']}")
        yield Quad(act, prov("used"), entity, graph)
        yield Quad(entity, TYPE, prov("Entity"), graph)
        yield Quad(entity, NamedNode(names.iri("dcterms:title")), Literal(file["name"]), graph)
    for id_ in (load.body.get("judgement", {}).get(name) for name in ("one", "other")):
        if id_:
            yield Quad(act, prov("used"), NamedNode(names.id + id_), graph)
    if load.body.get("source"):
        yield Quad(act, prov("used"), NamedNode(names.id + load.body["source"]), graph)
    for record in load.body.get("records", []):
        yield Quad(act, prov("generated"), NamedNode(names.id + record["id"]), graph)
    for id_ in load.body.get("removed", []):
        yield Quad(act, prov("invalidated"), NamedNode(names.id + id_), graph)
