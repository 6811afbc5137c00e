"""Records as quads."""

from typing import Any

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from cagraph.model import MODEL, Entity, Namespaces
from cagraph.rdf import emit, fingerprint
from cagraph.settings import DEFAULT_BASE

NAMES = Namespaces(DEFAULT_BASE)
# anyURI only for the namespaces of prefixes, where SHACL prescribes it; engines keep it as it is.
ALLOWED = {"anyURI", "string", "langString", "integer", "decimal", "boolean", "date", "dateTime", "EDTF"}


def make(kind: str, **fields: Any) -> Entity:
    record = MODEL.kind(kind).cls.model_validate(fields)
    assert isinstance(record, Entity)
    return record


SOURCE = make("Source", id="s", label="S", accessed="2026-11-23")
SIGNED = make(
    "Treaty", id="t", label="T", signed="2022-12", evidence=[{"source": "s", "at": "1", "supports": ["signed"]}]
)


def objects(quads: list[Quad], subject: str, predicate: str, graph: NamedNode | DefaultGraph) -> list[Any]:
    wanted = (NamedNode(NAMES.id + subject), NamedNode(NAMES.iri(predicate)), graph)
    return [q.object for q in quads if (q.subject, q.predicate, q.graph_name) == wanted]


def test_a_date_keeps_its_precision_and_gets_bounds() -> None:
    quads = emit([SOURCE, SIGNED], MODEL, NAMES)
    edtf = NamedNode("http://id.loc.gov/datatypes/edtf/EDTF")
    day = NamedNode("http://www.w3.org/2001/XMLSchema#date")
    default = DefaultGraph()
    assert objects(quads, "t", "cag:signed", default) == [Literal("2022-12", datatype=edtf)]
    assert objects(quads, "t", "cag:signedEarliest", default) == [Literal("2022-12-01", datatype=day)]
    assert objects(quads, "t", "cag:signedLatest", default) == [Literal("2022-12-31", datatype=day)]


def test_a_kind_is_also_what_it_specialises() -> None:
    types = objects(emit([SOURCE, SIGNED], MODEL, NAMES), "t", "rdf:type", DefaultGraph())
    assert {iri.value.removeprefix(NAMES.ontology) for iri in types} == {"Treaty", "Instrument", "Document", "Entity"}


def test_the_same_records_give_the_same_quads_in_any_order() -> None:
    assert emit([SOURCE, SIGNED], MODEL, NAMES) == emit([SIGNED, SOURCE], MODEL, NAMES)
    assert fingerprint(emit([SOURCE, SIGNED], MODEL, NAMES)) == fingerprint(
        reversed(emit([SIGNED, SOURCE], MODEL, NAMES))
    )


def test_other_records_give_another_version() -> None:
    other = SIGNED.model_copy(update={"label": "U"})
    assert emit([SOURCE, SIGNED], MODEL, NAMES)[-1] != emit([SOURCE, other], MODEL, NAMES)[-1]


def test_a_claim_is_recorded_on_the_day_the_source_was_read() -> None:
    quads = emit([SOURCE, SIGNED], MODEL, NAMES)
    recorded = [q.object for q in quads if q.predicate == NamedNode(NAMES.iri("cag:recorded"))]
    assert [term.value for term in recorded if isinstance(term, Literal)] == ["2026-11-23"]


def test_denied_things_stand_in_their_claim_alone() -> None:
    denied = make("Treaty", id="d", label="D", evidence=[{"source": "s", "at": "1", "polarity": "denied"}])
    quads = emit([SOURCE, denied], MODEL, NAMES)
    holding = {q.graph_name for q in quads if q.subject == NamedNode(NAMES.id + "d")}
    assert DefaultGraph() not in holding
    assert len(holding) == 1


def test_another_base_moves_every_iri_of_ours(records: list[Entity]) -> None:
    quads = emit(records, MODEL, Namespaces("https://example.org/kg/"))
    assert not any(DEFAULT_BASE in str(quad) for quad in quads)


def test_nothing_is_a_blank_node_and_datatypes_are_those_all_engines_keep(records: list[Entity]) -> None:
    for quad in emit(records, MODEL, NAMES):
        assert not isinstance(quad.subject, BlankNode)
        assert not isinstance(quad.object, BlankNode)
        if isinstance(quad.object, Literal):
            assert quad.object.datatype.value.replace("/", "#").rpartition("#")[2] in ALLOWED
