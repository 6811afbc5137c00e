"""The OWL ontology, the SHACL shapes and the JSON-LD context that the model's declarations amount to."""

import json
import re
from types import MappingProxyType
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from cagraph import licence
from cagraph.derive.turtle import Triples
from cagraph.model import FieldSpec, Kind, Model, Namespaces
from cagraph.model.evidence import MODALITY_MEANING, Polarity
from cagraph.model.namespaces import EDTF, WELL_KNOWN
from cagraph.model.text import spaced

_GENERATED: Final = "Derived from cagraph/model by `cagraph derive`; do not edit."
DATATYPES: Final = MappingProxyType(
    {
        "text": "xsd:string",
        "integer": "xsd:integer",
        "decimal": "xsd:decimal",
        "boolean": "xsd:boolean",
        "date": EDTF,
        "day": "xsd:date",
        "langmap": "rdf:langString",
        "langlists": "rdf:langString",
    }
)
# What the provenance graph says of a claim: property, what it means, datatype or class.
CLAIM_PROPERTIES: Final = (
    ("cag:about", "the entity that the claim is about", "cag:Entity"),
    ("cag:source", "the source that makes the claim", "cag:Source"),
    ("cag:locator", "where in the source", "xsd:string"),
    ("cag:polarity", "asserted or denied: " + ", ".join(Polarity), "xsd:string"),
    (
        "cag:modality",
        "in what manner: " + "; ".join(f"{name}: {text}" for name, text in MODALITY_MEANING.items()),
        "xsd:string",
    ),
    ("cag:accepted", "whether its triples stand in the default graph", "xsd:boolean"),
    ("cag:attributedTo", "whose hope, plan or view it is", "cag:Actor"),
    ("cag:recorded", "day on which it entered the data", "xsd:date"),
    ("cag:retracted", "day on which it was withdrawn here", "xsd:date"),
    ("cag:quote", "the passage word for word", "xsd:string"),
    ("cag:claimNote", "how the curator read the passage", "xsd:string"),
)


def own(name: str) -> bool:
    """Whether a prefixed name is one of our own terms."""
    return name.startswith("cag:")


def value_type(spec: FieldSpec) -> str:
    """The datatype or class of a field's values, as a prefixed name."""
    if spec.component:
        return f"cag:{spec.component.name}"
    if spec.type == "ref":
        return f"cag:{spec.target}"
    return DATATYPES.get(spec.type, "rdfs:Resource") if not spec.term.prefix else "rdfs:Resource"


def ontology(model: Model, names: Namespaces) -> str:
    """Classes and properties as OWL 2."""
    triples = Triples(names)
    scheme = names.ontology.rstrip("#/")
    triples.add(scheme, "rdf:type", "owl:Ontology")
    triples.text(scheme, "dcterms:title", "The cagraph ontology of diplomacy")
    triples.add(scheme, "dcterms:license", licence.URL)
    triples.text(scheme, "owl:versionInfo", str(model.number))
    for kind in (*model.kinds.values(), *model.components):
        _class(triples, kind, model)
    for name, uses in model.properties.items():
        _property(triples, name, uses)
    triples.add("cag:Claim", "rdf:type", "owl:Class")
    triples.text("cag:Claim", "rdfs:label", "Claim")
    triples.text("cag:Claim", "rdfs:comment", "A named graph with what one place in one source says about one entity.")
    for name, text, target in CLAIM_PROPERTIES:
        _declare(triples, name, text, target, "cag:Claim")
    triples.add("cag:dataVersion", "rdf:type", "owl:DatatypeProperty")
    triples.text("cag:dataVersion", "rdfs:label", "data version")
    triples.text("cag:dataVersion", "rdfs:comment", "The content hash of the data set.")
    triples.add("cag:searchKey", "rdf:type", "owl:DatatypeProperty")
    triples.text("cag:searchKey", "rdfs:label", "search key")
    triples.text("cag:searchKey", "rdfs:comment", "A name of the entity as a key by sound, the same in every script.")
    return triples.turtle(_GENERATED, ("cag", "dcterms", "owl", "rdf", "rdfs", "xsd"))


def terms(model: Model, names: Namespaces) -> frozenset[str]:
    """The local names of everything that the ontology declares."""
    return frozenset(re.findall(r"^cag:(\w+) a ", ontology(model, names), re.MULTILINE))


def _class(triples: Triples, kind: Kind, model: Model) -> None:
    name = f"cag:{kind.name}"
    triples.add(name, "rdf:type", "owl:Class")
    triples.text(name, "rdfs:label", spaced(kind.name))
    triples.text(name, "rdfs:comment", kind.doc)
    parents = model.parents(kind.name)[1:2] if kind.name in model.kinds else ()
    for parent in parents:
        triples.add(name, "rdfs:subClassOf", f"cag:{parent}")


def _property(triples: Triples, name: str, uses: tuple[tuple[Kind, FieldSpec], ...]) -> None:
    if not own(name):
        return
    kind, spec = uses[0]
    text = "; ".join(dict.fromkeys(f"{use.name}: {one.doc}" for use, one in uses)) if len(uses) > 1 else spec.doc
    targets = {value_type(one) for _, one in uses}
    target = next(iter(targets)) if len(targets) == 1 else ("cag:Entity" if spec.type == "ref" else "")
    _declare(triples, name, text, target, f"cag:{kind.name}" if len(uses) == 1 else "")
    if spec.type == "date":
        for end, meaning in (("Earliest", "first"), ("Latest", "last")):
            said = f"the {meaning} day that {name} can mean; absent where that end is open"
            _declare(triples, name + end, said, "xsd:date", f"cag:{kind.name}" if len(uses) == 1 else "")
    if spec.term.shortcut:
        said = f"shortcut for {spec.doc} named in one of its components"
        _declare(triples, spec.term.shortcut, said, value_type(spec), "")


def _declare(triples: Triples, name: str, text: str, target: str, domain: str) -> None:
    literal = target.startswith("xsd:") or target in {EDTF, "rdf:langString"}
    triples.add(name, "rdf:type", "owl:DatatypeProperty" if literal else "owl:ObjectProperty")
    triples.text(name, "rdfs:label", spaced(name.partition(":")[2]))
    triples.text(name, "rdfs:comment", text)
    if target:
        triples.add(name, "rdfs:range", target)
    if domain:
        triples.add(name, "rdfs:domain", domain)


def shapes(model: Model, names: Namespaces) -> str:
    """One SHACL node shape a kind, with a property shape for each field it declares itself.

    The shapes describe the default graph. A value that no accepting evidence supports is not in it, so no
    field is required there: what records must hold is checked when they are read.
    """
    triples = Triples(names)
    for kind in (*model.kinds.values(), *model.components):
        shape = f"cag:{kind.name}Shape"
        triples.add(shape, "rdf:type", "sh:NodeShape")
        triples.add(shape, "sh:targetClass", f"cag:{kind.name}")
        for spec in kind.fields:
            if spec.name in kind.cls.__annotations__:
                triples.add(shape, "sh:property", _property_shape(triples, kind, spec))
    label = "cag:Entity-label"
    triples.add("cag:EntityShape", "sh:property", label)
    triples.add(label, "rdf:type", "sh:PropertyShape")
    triples.add(label, "sh:path", "rdfs:label")
    for bound in ("sh:minCount", "sh:maxCount"):
        triples.add(label, bound, _integer(1))
    return triples.turtle(_GENERATED, ("cag", "rdf", "rdfs", "sh", "skos", "xsd"))


def _integer(number: int) -> Literal:
    return Literal(str(number), datatype=NamedNode(WELL_KNOWN["xsd"] + "integer"))


def _property_shape(triples: Triples, kind: Kind, spec: FieldSpec) -> str:
    shape = f"cag:{kind.name}-{spec.name}"
    triples.add(shape, "rdf:type", "sh:PropertyShape")
    triples.add(shape, "sh:path", spec.term.property)
    triples.text(shape, "sh:name", spec.name.replace("_", " "))
    triples.text(shape, "sh:description", spec.doc)
    target = value_type(spec)
    if spec.type in DATATYPES and not spec.term.prefix:
        triples.add(shape, "sh:datatype", target)
    else:
        triples.add(shape, "sh:nodeKind", "sh:IRI")
        if target.startswith("cag:"):
            triples.add(shape, "sh:class", target)
    if not spec.many and spec.type not in {"langmap", "langlists"} and not spec.term.prefix:
        triples.add(shape, "sh:maxCount", _integer(1))
    if spec.type == "langmap":
        triples.add(shape, "sh:uniqueLang", Literal("true", datatype=NamedNode(WELL_KNOWN["xsd"] + "boolean")))
    return shape


def context(model: Model, names: Namespaces) -> str:
    """The JSON-LD 1.1 context. A field whose name means different properties is defined within its kinds."""
    kinds = (*model.kinds.values(), *model.components)
    meanings: dict[str, set[str]] = {}
    for kind in kinds:
        for spec in kind.fields:
            meanings.setdefault(spec.name, set()).add(spec.term.property)
    # `id` is the key of an entity here, so the prefix of entities has another name than in SPARQL.
    prefixes = {"entity" if prefix == "id" else prefix: iri for prefix, iri in names.prefixes.items()}
    terms: dict[str, Any] = {"@version": 1.1, **prefixes, "id": "@id", "kind": "@type"}
    terms["label"] = {"@id": "rdfs:label", "@language": "en"}
    for kind in kinds:
        within = {spec.name: _context_entry(spec) for spec in kind.fields if len(meanings[spec.name]) > 1}
        terms[kind.name] = {"@id": f"cag:{kind.name}", "@context": within} if within else f"cag:{kind.name}"
    common = {spec.name: spec for kind in kinds for spec in kind.fields if len(meanings[spec.name]) == 1}
    terms |= {name: _context_entry(common[name]) for name in sorted(common)}
    return json.dumps({"@context": terms}, indent=2, ensure_ascii=False) + "\n"


def _context_entry(spec: FieldSpec) -> dict[str, str]:
    if spec.type in {"langmap", "langlists"}:
        return {"@id": spec.term.property, "@container": "@language"}
    if spec.type in DATATYPES and not spec.term.prefix:
        return {"@id": spec.term.property, "@type": DATATYPES[spec.type]}
    return {"@id": spec.term.property, "@type": "@id"}
