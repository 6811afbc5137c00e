"""The IRIs of the graph: one configurable base, and the well-known vocabularies beside it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

WELL_KNOWN: Final = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
}
EDTF: Final = "http://id.loc.gov/datatypes/edtf/EDTF"
WIKIDATA: Final = "http://www.wikidata.org/entity/"


@dataclass(frozen=True)
class Namespaces:
    """Every IRI under one base: `ontology#` for terms, `id/` for entities, `claim/` for claims, `graph/` for graphs.

    >>> Namespaces("https://example.org/").iri("cag:party")
    'https://example.org/ontology#party'
    """

    base: str

    @cached_property
    def ontology(self) -> str:
        """Namespace of classes and properties (prefix `cag:`)."""
        return f"{self.base}ontology#"

    @cached_property
    def id(self) -> str:
        """Namespace of entities (prefix `id:`)."""
        return f"{self.base}id/"

    @cached_property
    def claim(self) -> str:
        """Namespace of claims, each a named graph (prefix `claim:`)."""
        return f"{self.base}claim/"

    @cached_property
    def functions(self) -> str:
        """Namespace of our SPARQL functions (prefix `cagf:`)."""
        return f"{self.base}function#"

    @cached_property
    def provenance(self) -> str:
        """The graph that says of each claim who makes it, where, and how."""
        return f"{self.base}graph/provenance"

    @cached_property
    def meta(self) -> str:
        """The graph that describes the dataset itself, its version above all."""
        return f"{self.base}graph/meta"

    @cached_property
    def loads(self) -> str:
        """The graph that says of each load who did it, when, of what file, and what records it brought."""
        return f"{self.base}graph/loads"

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """Prefix to namespace, our own first."""
        own = {
            "cag": self.ontology,
            "id": self.id,
            "claim": self.claim,
            "graph": f"{self.base}graph/",
            "cagf": self.functions,
        }
        return {**own, **WELL_KNOWN}

    @property
    def sparql_prologue(self) -> str:
        """The PREFIX lines for all of them."""
        return "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in self.prefixes.items())

    def iri(self, name: str) -> str:
        """Expand a prefixed name; full IRIs pass through. Raises KeyError for an unknown prefix."""
        found = self._expanded.get(name)
        if found is None:
            prefix, _, local = name.partition(":")
            full = name.startswith(("http://", "https://"))
            found = self._expanded[name] = name if full else self.prefixes[prefix] + local
        return found

    @cached_property
    def _expanded(self) -> dict[str, str]:
        """Names that were expanded: the model has a few hundred, each asked for by every quad."""
        return {}

    def shorten(self, iri: str) -> str:
        """The prefixed name of an IRI, or the IRI itself when no prefix fits."""
        for prefix, namespace in self.prefixes.items():
            if iri.startswith(namespace):
                return f"{prefix}:{iri.removeprefix(namespace)}"
        return iri

    def local_id(self, iri: str) -> str | None:
        """The id of an entity's IRI, or None when the IRI is not one of ours."""
        return iri.removeprefix(self.id) if iri.startswith(self.id) else None
