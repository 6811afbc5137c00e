"""RDF in every syntax: our own exports come back as they were, other vocabularies as far as they align."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from typing import Any, Final

from pyoxigraph import DefaultGraph, Quad, RdfFormat
from pyoxigraph import parse as parse_rdf

from cagraph.errors import DataError, Problem
from cagraph.intake import foreign, nesting
from cagraph.intake.draft import Circumstances, Draft, Findings, Format
from cagraph.intake.texts import decoded
from cagraph.rdf.emit import LABEL, TYPE
from cagraph.rdf.recover import Recovery
from cagraph.rdf.statements import Statements

_LARGEST: Final = 100_000_000
Guard = Callable[[str, str], Problem | None]


def read(syntax: RdfFormat, guard: Guard, content: bytes, file: str, told: Circumstances) -> Findings:
    """The drafts of a graph: of entities of ours, and of things that other vocabularies tell of."""
    text, fault = decoded(content, file)
    fault = fault or guard(text, file)
    if fault:
        return Findings(problems=[fault])
    try:
        quads = list(parse_rdf(input=text, format=syntax))
    except SyntaxError as error:
        return Findings(problems=[_broken(error, file, syntax)])
    except (MemoryError, OSError, ValueError) as error:
        return Findings(problems=[Problem(file, f"the {syntax.name} cannot be read: {error}", "split the file")])
    found, others = _ours(quads, file, told), foreign.drafts(quads, file, told)
    found.drafts += others.drafts
    found.remarks += others.remarks
    if not told.source and any(_unsourced(draft, told) for draft in found.drafts):
        said = "the file does not say what bears it out"
        return Findings(problems=[*found.problems, Problem(file, said, "name its source by id")], remarks=found.remarks)
    return found


def _unsourced(draft: Draft, told: Circumstances) -> bool:
    return told.model.kinds[draft.values["kind"]].cited and any(
        not entry.get("source") for entry in draft.values.get("evidence", [{}])
    )


def _broken(error: SyntaxError, file: str, syntax: RdfFormat) -> Problem:
    where = f"{file}:{error.lineno or 1}:{error.offset or 1}"
    return Problem(where, f"the {syntax.name} is broken: {error.msg}", "mend it there; what follows was not read")


def _ours(quads: Iterable[Quad], file: str, told: Circumstances) -> Findings:
    """Records of entities of ours; those that no claim tells of have the file's source as evidence."""
    statements = Statements(quads, told.model, told.names)
    recovery = Recovery.of(statements)
    found = Findings(remarks=list(_unknown(quads, statements, file, told)))
    for id_ in statements.ids():
        mark = f", <{told.names.id}{id_}>"
        try:
            values = recovery.record(id_)
        except DataError as error:
            found.problems.append(Problem(file + mark, error.message, error.hint))
            continue
        if values is not None:
            found.drafts.append(Draft(_borne_out(values, id_, told), file, {(): mark}))
    return found


def _unknown(quads: Iterable[Quad], statements: Statements, file: str, told: Circumstances) -> Iterator[Problem]:
    """What is said of our entities, as fact, that the model has no place for."""
    names = told.names
    ids = set(statements.ids())
    known = {TYPE.value, LABEL.value, f"{names.ontology}searchKey"}
    for kind in (*told.model.kinds.values(), *told.model.components):
        for spec in (*kind.fields, *(one for field in kind.fields for one in field.shortcuts())):
            iri = names.iri(spec.term.property)
            known |= {iri, f"{iri}Earliest", f"{iri}Latest"}
    left: Counter[tuple[str, str]] = Counter()
    for quad in quads:
        id_ = names.local_id(getattr(quad.subject, "value", ""))
        if not id_ or quad.graph_name != DefaultGraph():
            continue
        if quad.predicate.value not in known:
            left[(quad.predicate.value, "the model has no such property")] += 1
        elif quad.predicate == TYPE and id_ not in ids and not _is_part(id_, ids):
            left[(str(quad.object).strip("<>"), "there is no such kind")] += 1
    yield from foreign.remarks(left, file)


def _is_part(id_: str, ids: Collection[str]) -> bool:
    """Whether an id is that of a component: its owner's, the field, and a key."""
    return any(id_[: match.start()] in ids for match in re.finditer(r"\.", id_))


def _borne_out(values: dict[str, Any], id_: str, told: Circumstances) -> dict[str, Any]:
    kind = told.model.kinds[values["kind"]]
    if not kind.cited or "evidence" in values:
        return values
    supports = [name for name in values if name in kind.field]
    return {**values, "evidence": [{"source": told.source, "at": told.names.id + id_, "supports": supports}]}


def _format(name: str, suffixes: tuple[str, ...], syntax: RdfFormat, guard: Guard) -> Format:
    return Format(name, suffixes, _LARGEST, partial(read, syntax, guard))


FORMATS: Final = (
    _format("Turtle", (".ttl",), RdfFormat.TURTLE, nesting.of_turtle),
    _format("TriG", (".trig",), RdfFormat.TRIG, nesting.of_turtle),
    _format("N-Triples", (".nt",), RdfFormat.N_TRIPLES, nesting.of_turtle),
    _format("N-Quads", (".nq",), RdfFormat.N_QUADS, nesting.of_turtle),
    _format("JSON-LD", (".jsonld",), RdfFormat.JSON_LD, nesting.of_json),
    _format("RDF/XML", (".rdf", ".owl"), RdfFormat.RDF_XML, nesting.of_xml),
)
