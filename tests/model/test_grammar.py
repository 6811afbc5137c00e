"""How kinds declare themselves."""

import pytest

from cagraph.errors import NotFoundError
from cagraph.model import MODEL


def test_every_property_has_one_type() -> None:
    """One datatype a property: engines compare mixed types unreliably."""
    for name, uses in MODEL.properties.items():
        assert len({spec.type for _, spec in uses if not spec.term.prefix and name != "skos:exactMatch"}) <= 1, name


def test_every_field_says_what_it_means() -> None:
    for kind in (*MODEL.kinds.values(), *MODEL.components):
        assert kind.doc
        assert all(spec.doc for spec in kind.fields), kind.name


def test_collections_are_distinct() -> None:
    assert len(MODEL.collections) == len(MODEL.kinds)


def test_references_point_to_declared_kinds() -> None:
    for kind in (*MODEL.kinds.values(), *MODEL.components):
        assert {spec.target for spec in kind.fields if spec.target} <= set(MODEL.kinds), kind.name


def test_hierarchy() -> None:
    assert MODEL.parents("Treaty") == ("Treaty", "Instrument", "Document", "Entity")
    assert MODEL.is_a("TreatyAct", "Event")
    assert not MODEL.is_a("Person", "Party")


def test_an_unknown_kind_names_the_nearest() -> None:
    with pytest.raises(NotFoundError, match="did you mean 'treaties'"):
        MODEL.collection("treatys")
    with pytest.raises(NotFoundError, match="did you mean 'Treaty'"):
        MODEL.kind("Traety")
