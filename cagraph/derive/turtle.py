"""Writes triples as Turtle in one stable form: sorted, prefixed, without blank nodes."""

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from cagraph.model import Namespaces


class Triples:
    """Collects triples by prefixed names."""

    def __init__(self, names: Namespaces) -> None:
        self.names = names
        self._found: set[Triple] = set()

    def add(self, subject: str, predicate: str, value: str | Literal) -> None:
        """Add one triple; a plain string is a prefixed name or an IRI."""
        object_ = value if isinstance(value, Literal) else self.node(value)
        self._found.add(Triple(self.node(subject), self.node(predicate), object_))

    def text(self, subject: str, predicate: str, value: str) -> None:
        """Add a triple with an English text."""
        self.add(subject, predicate, Literal(value, language="en"))

    def node(self, name: str) -> NamedNode:
        """The IRI of a prefixed name."""
        return NamedNode(self.names.iri(name))

    def turtle(self, comment: str, prefixes: Iterable[str]) -> str:
        """All triples, a block a subject."""
        chosen = {prefix: self.names.prefixes[prefix] for prefix in prefixes}
        ordered = sorted(self._found, key=str)
        text = serialize(ordered, format=RdfFormat.TURTLE, prefixes=chosen)
        return f"# {comment}\n" + (text or b"").decode()
