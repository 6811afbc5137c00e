"""Runs named queries: parameters in, rows with the evidence behind each of them out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Literal, NamedNode

from cagraph.errors import ParameterError, suggestion
from cagraph.model import Model
from cagraph.model.grammar import qualified
from cagraph.queries.evidence import RDF_TYPE, Reader
from cagraph.queries.library import LITERALS, Parameter, Query, TriplePattern, literal
from cagraph.store import Row, Term
from cagraph.store.base import column_type
from cagraph.tables import ENTITY, typed


@dataclass(frozen=True)
class Table:
    """The rows a query gave: JSON values by column, the claims behind each row, and the text that was run.

    `types` says of each column what its values are: entity, date, day, integer, number, boolean or text.
    """

    query: str
    title: str
    sparql: str
    columns: tuple[str, ...]
    types: dict[str, str]
    rows: tuple[dict[str, Any], ...]
    claims: tuple[tuple[NamedNode, ...], ...]


def bind(query: Query, given: Mapping[str, str], reader: Reader, model: Model) -> dict[str, str]:
    """Serialised terms for the slots of a query, each value checked.

    Entities are given by id. Raises ParameterError naming the parameter and the nearest that would do.
    """
    for name in given:
        if name not in query.parameter:
            known = list(query.parameter)
            hint = suggestion(name, known) if known else "it takes no parameters"
            raise ParameterError(f"the query '{query.name}' has no parameter '{name}'", hint)
    terms = {}
    for slot in query.parameters:
        value = given.get(slot.name, "")
        if value:
            terms[slot.name] = (
                literal(slot, value) if slot.type in LITERALS else str(_entity(slot, value, reader, model))
            )
        elif not slot.optional:
            raise ParameterError(
                f"the query '{query.name}' needs the parameter '{slot.name}'", f"give it a {slot.type}"
            )
    return terms


def _entity(slot: Parameter, value: str, reader: Reader, model: Model) -> NamedNode:
    """The entity of that id, if it is of the slot's kind, accepted or only claimed."""
    value = qualified(slot.scheme, value)
    try:
        node = reader.node(value)
    except ValueError as error:
        raise ParameterError(f"{slot.name}: '{value}' is no id", f"give the id of a {slot.type}") from error
    if any(reader.store.quads(node, RDF_TYPE, reader.term(f"cag:{slot.type}"))):
        return node
    known = [
        id_
        for quad in reader.store.quads(None, RDF_TYPE, reader.term(f"cag:{slot.type}"))
        if isinstance(quad.subject, NamedNode) and (id_ := reader.names.local_id(quad.subject.value))
    ]
    allowed = sorted({id_ for id_ in known if id_.startswith(slot.scheme)})
    raise ParameterError(f"{slot.name}: there is no {slot.type} '{value}'", suggestion(value, allowed))


def run(query: Query, given: Mapping[str, str], reader: Reader, model: Model) -> Table:
    """Run a query with values for its slots."""
    terms = bind(query, given, reader, model)
    text = query.bind(terms)
    solutions = reader.store.select(text)
    columns = solutions.variables
    entities = {
        slot.name: NamedNode(terms[slot.name].strip("<>"))
        for slot in query.parameters
        if slot.type not in LITERALS and slot.name in terms
    }
    rows = [dict(zip(columns, map(reader.plain, row), strict=True)) for row in solutions.rows]
    claims = [_behind(query, _bindings(columns, row, entities), reader) for row in solutions.rows]
    types = {
        name: _type([row[place] for row in solutions.rows], [row[name] for row in rows])
        for place, name in enumerate(columns)
    }
    return Table(query.name, query.title, text, columns, types, tuple(rows), tuple(claims))


def _type(terms: Sequence[Term | None], values: Sequence[Any]) -> str:
    """What the values of a column are, by the data types of its terms."""
    return "entity" if typed(values) == ENTITY else column_type(terms).name


def _bindings(columns: tuple[str, ...], row: Row, entities: Mapping[str, NamedNode]) -> dict[str, Term]:
    return {**entities, **{name: term for name, term in zip(columns, row, strict=True) if term is not None}}


def _behind(query: Query, bindings: Mapping[str, Term], reader: Reader) -> tuple[NamedNode, ...]:
    """The claims that hold the facts a row rests on, as the query's `evidence:` lines name them."""
    found: dict[NamedNode, None] = {}
    for pattern in query.evidence:
        for claim in _matching(pattern, bindings, reader):
            found.setdefault(claim)
    return tuple(found)


def _matching(pattern: TriplePattern, bindings: Mapping[str, Term], reader: Reader) -> list[NamedNode]:
    subject = _resolve(pattern.subject, bindings, reader)
    predicate = _resolve(pattern.predicate, bindings, reader)
    object_ = _resolve(pattern.object, bindings, reader) if pattern.object else None
    missing = subject is None or (pattern.object is not None and object_ is None)
    if missing or not isinstance(subject, NamedNode) or not isinstance(predicate, NamedNode):
        return []
    if pattern.predicate == "cag:graph":
        return [subject]
    return reader.claims(subject, predicate, object_ if isinstance(object_, NamedNode | Literal) else None)


def _resolve(name: str, bindings: Mapping[str, Term], reader: Reader) -> Term | None:
    return bindings.get(name[1:]) if name.startswith("?") else reader.term(name)
