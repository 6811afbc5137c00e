"""The kinds of the domain: what is declared here is in the ontology, the shapes, the API, the mirror and the docs.

To add a kind, write a class in the module it fits; to add a field, write a line in a class.
"""

from cagraph.model.grammar import Record
from cagraph.model.kinds import actors, base, documents, events, places, relations, sources

MODULES = (base, actors, places, documents, events, relations, sources)


def declared() -> list[type[Record]]:
    """Every kind, in the order of the modules and of the classes in them."""
    return [
        value
        for module in MODULES
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, base.Entity) and value.__module__ == module.__name__
    ]
