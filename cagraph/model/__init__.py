"""The domain, declared once: kinds, dates, evidence, and the IRIs they are known by."""

from cagraph.model.dates import PartialDate
from cagraph.model.evidence import Evidence, Modality, Polarity
from cagraph.model.grammar import Component, FieldSpec, Kind, Model, Record, Ref, Term
from cagraph.model.kinds import declared
from cagraph.model.kinds.base import Entity
from cagraph.model.migration import Step, migrated
from cagraph.model.namespaces import Namespaces

# A change of the model that records in use do not bear adds a step here.
MODEL = Model(declared(), steps=())

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
    "Step",
    "Term",
    "migrated",
]
