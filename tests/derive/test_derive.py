"""What follows from the model."""

import json
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib

from cagraph import derive
from cagraph.errors import DerivedFilesError
from cagraph.graph import Graph, verify_derived
from cagraph.model import MODEL, Namespaces
from cagraph.settings import DEFAULT_BASE, Settings

TOP = Path(__file__).parent.parent.parent
FILES = derive.files(MODEL, Namespaces(DEFAULT_BASE))


def test_the_committed_files_are_up_to_date(settings: Settings) -> None:
    verify_derived(settings)


def test_stale_and_stray_files_are_found_and_mended(tmp_path: Path) -> None:
    assert set(derive.update(tmp_path, FILES, write=True)) == set(FILES)
    assert derive.update(tmp_path, FILES, write=True) == []
    (tmp_path / "ontology/cagraph.ttl").write_text("changed", encoding="utf-8")
    (tmp_path / "data/.schema/Gone.json").write_text("{}", encoding="utf-8")
    assert derive.update(tmp_path, FILES, write=False) == ["ontology/cagraph.ttl", "data/.schema/Gone.json"]
    derive.update(tmp_path, FILES, write=True)
    assert derive.update(tmp_path, FILES, write=False) == []


def test_out_of_date_files_are_an_error(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    other = Settings(store=settings.store, base="https://example.org/")
    with pytest.raises(DerivedFilesError, match="cagraph derive") as caught:
        verify_derived(other)
    assert "ontology/cagraph.ttl: differs from the model" in [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize("name", sorted(path.name for path in (TOP / "ontology").glob("*.ttl")))
def test_turtle_is_well_formed_without_blank_nodes(name: str) -> None:
    quads = list(ox.parse((TOP / "ontology" / name).read_bytes(), format=ox.RdfFormat.TURTLE))
    assert quads
    if name in {"cagraph.ttl", "shapes.ttl"}:
        assert not any(isinstance(term, ox.BlankNode) for quad in quads for term in (quad.subject, quad.object))


def accepted_facts(graph: Graph) -> rdflib.Graph:
    lines = "\n".join(f"{quad.triple} ." for quad in graph.store.quads(None, None, None, ox.DefaultGraph()))
    return rdflib.Graph().parse(data=lines, format="nt")


def shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(data=FILES["ontology/shapes.ttl"], format="turtle")


def test_the_accepted_facts_fit_the_shapes(article_on_memory: Graph) -> None:
    conforms, _, text = pyshacl.validate(accepted_facts(article_on_memory), shacl_graph=shapes())
    assert conforms, text


def test_the_shapes_find_faults(article_on_memory: Graph) -> None:
    facts = accepted_facts(article_on_memory)
    names = article_on_memory.names
    treaty = rdflib.URIRef(names.id + "kaz-uzb-alliance-2022")
    facts.add((treaty, rdflib.URIRef(names.iri("cag:party")), rdflib.URIRef(names.id + "astana")))
    facts.add((treaty, rdflib.URIRef(names.iri("cag:signed")), rdflib.Literal("2022")))
    conforms, _, text = pyshacl.validate(facts, shacl_graph=shapes())
    assert not conforms
    assert text.count("Constraint Violation") >= 3


def test_the_rules_hold_and_find_faults(article_on_memory: Graph) -> None:
    rules = rdflib.Graph().parse(TOP / "ontology/rules.ttl")
    facts = accepted_facts(article_on_memory)
    conforms, _, text = pyshacl.validate(facts, shacl_graph=rules, advanced=True)
    assert conforms, text
    names = article_on_memory.names
    part = rdflib.URIRef(names.id + "consultative-meeting-6.participants.sadyr-japarov")
    post = rdflib.URIRef(names.iri("cag:inPost"))
    facts.set((part, post, rdflib.URIRef(names.id + "president-kaz")))
    conforms, _, text = pyshacl.validate(facts, shacl_graph=rules, advanced=True)
    assert not conforms
    assert "acts in a post" in text


def test_the_context_turns_an_entity_into_the_same_triples(article_on_memory: Graph) -> None:
    context = json.loads(FILES["ontology/context.jsonld"])["@context"]
    document = {
        "@context": context,
        "id": "entity:kaz-uzb-alliance-2022",
        "kind": "Treaty",
        "parties": ["entity:KAZ", "entity:UZB"],
        "signed": "2022-12",
    }
    read = rdflib.Graph().parse(data=json.dumps(document), format="json-ld")
    facts = set(accepted_facts(article_on_memory))
    assert len(read) == 4
    assert set(read) <= facts


def test_every_schema_knows_its_kind() -> None:
    for kind in MODEL.concrete:
        schema = json.loads(FILES[f"data/.schema/{kind.name}.json"])
        assert schema["properties"]["kind"] == {"const": kind.name, "description": "the kind of this record"}
        assert schema["additionalProperties"] is False
        assert set(schema["properties"]) == {"kind", *kind.cls.model_fields}


def test_adding_a_field_changes_a_handful_of_lines() -> None:
    from typing import Annotated

    from pydantic import Field

    from cagraph.model import Term
    from cagraph.model.kinds.documents import Treaty

    class TreatyX(Treaty):
        """An agreement meant to bind its parties under international law, in force or not, whatever it is called."""

        depositary: Annotated[str | None, Term("cag:depositary"), Field(description="who keeps the text")] = None

    before = derive.files(
        MODEL.with_kinds(type("TreatyX", (Treaty,), {"__doc__": Treaty.__doc__})), Namespaces(DEFAULT_BASE)
    )
    after = derive.files(MODEL.with_kinds(TreatyX), Namespaces(DEFAULT_BASE))
    for name in ("ontology/cagraph.ttl", "ontology/shapes.ttl", "ontology/context.jsonld"):
        old, new = set(before[name].splitlines()), set(after[name].splitlines())
        assert 1 <= len(new - old) <= 9, name
