"""RDF to load: our own exports come back as they were, other vocabularies as far as they align."""

import made_up
import pytest
from diplomacy import diplomacy
from hypothesis import given, settings

from cagraph.graph import Graph
from cagraph.intake import Circumstances, parse
from cagraph.intake.foreign import minted
from cagraph.model import MODEL, Entity, Namespaces
from cagraph.rdf.emit import Emitter

NAMES = Namespaces("https://w3id.org/cagraph/")
WHOLE = [("nquads", ".nq"), ("trig", ".trig"), ("jsonld", ".jsonld")]
FACTS = [("turtle", ".ttl"), ("ntriples", ".nt"), ("rdfxml", ".rdf")]
PREFIXES = """\
@prefix schema: <https://schema.org/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix org: <http://www.w3.org/ns/org#> .
@prefix crm: <http://www.cidoc-crm.org/cidoc-crm/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix eli: <http://data.europa.eu/eli/ontology#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix wd: <http://www.wikidata.org/entity/> . @prefix ex: <http://example.org/> .
@prefix cag: <https://w3id.org/cagraph/ontology#> . @prefix id: <https://w3id.org/cagraph/id/> .
"""
OTHERS = """
ex:summit a schema:Event ; schema:name "A summit"@en , "Саммит"@ru ;
  schema:startDate "2019-05-03"^^xsd:date ; schema:endDate "2019-05-04T12:00:00Z"^^xsd:dateTime ;
  schema:location ex:Astana ; schema:attendee ex:Ann_Doe , ex:Astana ; schema:offers "none" .
ex:Astana a schema:Place ; schema:name "Astana" ; schema:latitude 51.13 ; owl:sameAs wd:Q1520 , ex:Nur-Sultan .
ex:Ann_Doe a foaf:Person ; foaf:name "Анна"@ru ; foaf:mbox <mailto:a@example.org> .
<http://example.org/law/5> a eli:LegalResource ; eli:title "A law"@en ; dcterms:issued "2001" .
ex:thing a schema:Offer .
ex:m a org:Membership ; org:member ex:Ann_Doe .
[] a schema:Event .
"""


def said(records: list[Entity]) -> set[str]:
    emitter = Emitter.of(records, MODEL, NAMES)
    return {str(quad) for record in records for quad in emitter.record(record)}


def exported(records: list[Entity], name: str) -> bytes:
    return b"".join(Graph.of(records).export(name, "events", "", ""))


def told(text: str | bytes, file: str, source: str = "") -> list[str]:
    content = text if isinstance(text, bytes) else text.encode()
    return [str(one) for one in parse(content, file, Circumstances(source=source))[1]]


@pytest.mark.parametrize(("name", "suffix"), WHOLE)
def test_our_own_exports_come_back_whole(name: str, suffix: str) -> None:
    found, problems = parse(exported(made_up.small(), name), f"a{suffix}", Circumstances())
    assert problems == []
    assert found.remarks == ()
    assert said(found.records) == said(made_up.small())


@settings(max_examples=3)
@given(diplomacy())
def test_any_records_come_back_from_n_quads(records: list[Entity]) -> None:
    found, problems = parse(exported(records, "nquads"), "a.nq", Circumstances())
    assert problems == []
    assert said(found.records) == said(records)


@pytest.mark.parametrize(("name", "suffix"), FACTS)
def test_exports_of_facts_rest_on_the_source_that_is_named(name: str, suffix: str) -> None:
    content = exported(made_up.small(), name)
    assert told(content, f"a{suffix}") == [
        f"a{suffix}: the file does not say what bears it out (name its source by id)"
    ]
    found, problems = parse(content, f"a{suffix}", Circumstances(source="book"))
    assert problems == []
    accepted = {record.id for record in made_up.small()} - {"denied"}
    assert {record.id for record in found.records} == accepted
    (pact,) = (record for record in found.records if record.id == "pact")
    assert [(one.source, one.at) for one in pact.evidence] == [("book", "https://w3id.org/cagraph/id/pact")]
    assert sorted(pact.evidence[0].supports) == ["form", "parties", "signed"]


def test_other_vocabularies_are_taken_as_far_as_they_align() -> None:
    found, problems = parse((PREFIXES + OTHERS).encode(), "a.ttl", Circumstances(source="book"))
    assert problems == []
    plain = {record.id: record.model_dump(mode="json", exclude_defaults=True) for record in found.records}
    (evidence,) = plain["summit"].pop("evidence")
    assert (evidence["source"], evidence["at"]) == ("book", "http://example.org/summit")
    assert sorted(evidence["supports"]) == ["date", "names", "participants", "place"]
    assert plain["summit"] == {
        "id": "summit", "label": "A summit", "names": {"en": "A summit", "ru": "Саммит"},
        "date": "2019-05-03/2019-05-04", "place": "Astana", "participants": [{"who": "Ann-Doe"}],
    }  # fmt: skip
    assert {**plain["Astana"], "evidence": 0} == {
        "id": "Astana", "label": "Astana", "lat": "51.13", "wikidata": "Q1520", "evidence": 0,
    }  # fmt: skip
    assert (plain["Ann-Doe"]["label"], plain["Ann-Doe"]["names"]) == ("Анна", {"ru": "Анна"})
    assert (plain["5"]["title"], plain["5"]["issued"]) == ("A law", "2001")
    assert [type(record).__name__ for record in found.records] == ["Person", "Place", "Instrument", "Event"]
    assert [str(one).removeprefix("a.ttl: not taken: ") for one in found.remarks] == [
        "1 of <http://www.w3.org/2002/07/owl#sameAs> (only one item of Wikidata is kept as the same thing)",
        "1 of <http://www.w3.org/ns/org#Membership> (lacks what its kind needs)",
        "1 of <http://xmlns.com/foaf/0.1/mbox> (nothing aligns with it in Person)",
        "1 of <https://schema.org/Offer> (no kind aligns with it)",
        "1 of <https://schema.org/attendee> (its value does not fit Event.participants)",
        "1 of <https://schema.org/offers> (nothing aligns with it in Event)",
        "1 of statements on blank nodes (without an IRI there is nothing to name them by)",
    ]


def test_what_is_known_already_can_be_linked_to() -> None:
    text = (
        PREFIXES
        + 'ex:e a crm:E5_Event ; schema:name "E" ; crm:P7_took_place_at wd:Q1520 ; crm:P11_had_participant id:KAZ .'
    )
    known = Circumstances(source="book", known={"http://www.wikidata.org/entity/Q1520": "astana"})
    (event,) = parse(text.encode(), "a.ttl", known)[0].records
    assert event.place == "astana"  # type: ignore[attr-defined]


def test_what_the_model_has_no_place_for_in_entities_of_ours_is_told() -> None:
    text = PREFIXES + "id:a a cag:Person ; rdfs:label 'A'@en ; schema:height 2 . id:b a cag:Telegram ."
    text = "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n" + text
    found, problems = parse(text.encode(), "a.ttl", Circumstances(source="book"))
    assert problems == []
    assert [record.id for record in found.records] == ["a"]
    assert [str(one) for one in found.remarks] == [
        "a.ttl: not taken: 1 of <https://schema.org/height> (the model has no such property)",
        "a.ttl: not taken: 1 of <https://w3id.org/cagraph/ontology#Telegram> (there is no such kind)",
    ]


def test_ids_are_minted_from_the_last_part_of_an_iri() -> None:
    iris = ["http://e.org/a/Ann_Doe", "http://e.org/b#Ann_Doe", "http://e.org/caf%C3%A9/", "http://e.org/Ж", "urn:x:7"]
    ids = list(minted(iris).values())
    assert ids[2:] == ["cafe", ids[3], "7"]
    assert ids[0].startswith("Ann-Doe-")
    assert ids[3].startswith("x-")
    assert len(set(ids)) == 5


XML = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("a.ttl", "<http://e/a> <http://e/b>\n  c .", "a.ttl:2:3: the Turtle is broken: "),
        ("a.ttl", "<http://e/a> <http://e/b> " + "[ <http://e/b> " * 65, "a.ttl:1:987: nested too deeply"),
        ("a.ttl", "<http://e/a> <http://e/b> " + "(" * 100_000 + ")" * 100_000 + ".", "nested too deeply"),
        ("a.nt", "<http://e/a> <http://e/b> " + "<<( <http://e/a> <http://e/b> " * 100_000 + ")>>" * 100_000, "deeply"),
        ("a.ttl", PREFIXES + r"ex:a ex:b ex:\' , " + "<<( ex:a ex:b " * 99 + r")>>" * 99 + r" , ex:\' .", "deeply"),
        ("a.jsonld", '{"http://e/a":' * 100_000 + "1" + "}" * 100_000, "nested too deeply"),
        ("a.jsonld", '{"@context": "http://e/context"}', "the JSON-LD is broken: "),
        ("a.rdf", XML + "<rdf:Description><e:p>" * 100_000, "nested too deeply"),
        ("a.rdf", '<!DOCTYPE r [<!ENTITY a "b">]>' + XML + "</rdf:RDF>", "a.rdf:1:1: declarations (DOCTYPE, ENTITY)"),
        ("a.rdf", '<?xml version="1.0" encoding="windows-1251"?>' + XML + "</rdf:RDF>", "the XML is in windows-1251"),
    ],
    ids=range(10),
)  # fmt: skip
def test_faults_and_hostile_files(file: str, text: str, expected: str) -> None:
    found = told(text, file, "book")
    assert len(found) == 1
    assert expected in found[0]


def test_brackets_in_texts_and_names_are_no_nesting() -> None:
    text = (
        PREFIXES
        + 'ex:e a schema:Event ; schema:name """'
        + "[" * 100
        + '"""@en ; schema:description \''
        + "((" * 99
        + "' ."
    )
    assert told(text, "a.ttl", "book") == []
    assert told(XML + "<!-- " + "<a>" * 99 + " --></rdf:RDF>", "a.rdf") == []
