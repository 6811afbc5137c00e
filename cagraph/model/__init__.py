"""The domain, declared once: kinds, dates, evidence, and the IRIs they are known by."""

from cagraph.model import kinds
from cagraph.model.dates import PartialDate
from cagraph.model.evidence import Evidence, Modality, Polarity
from cagraph.model.grammar import Component, FieldSpec, Kind, Model, Record, Ref, Term
from cagraph.model.kinds import Entity
from cagraph.model.namespaces import Namespaces

MODEL = Model(
    value
    for value in vars(kinds).values()
    if isinstance(value, type) and issubclass(value, Entity) and value.__module__ == kinds.__name__
)

__all__ = [
    "MODEL",
    "Component",
    "Entity",
    "Evidence",
    "FieldSpec",
    "Kind",
    "Modality",
    "Model",
    "Namespaces",
    "PartialDate",
    "Polarity",
    "Record",
    "Ref",
    "Term",
]
