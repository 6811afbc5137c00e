"""Two records become one: nothing that either says is lost, no link dangles, and the checks pass afterwards."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import meeting, said, small, treaty

from cagraph.errors import ConflictError, NotFoundError
from cagraph.identity import Merge, merge
from cagraph.model import MODEL, Entity
from cagraph.model.claims import claims_of, links, values_of
from cagraph.model.kinds.documents import Treaty
from cagraph.records.check import check
from cagraph.records.reader import Dataset, Loaded


def after(records: list[Entity], done: Merge) -> dict[str, Entity]:
    world = {record.id: record for record in records if record.id != done.gone}
    return world | {record.id: record for record in done.changed}


def linking(records: Iterable[Entity], id_: str) -> list[str]:
    """The ids of the records that link an entity or rest on it as their source."""
    found = []
    for record in records:
        kind = MODEL.kinds[type(record).__name__]
        named = {target for _, _, target in links(kind, values_of(record, kind))}
        if id_ in named or any(id_ in (item.source, item.attributed_to) for item in record.evidence):
            found.append(record.id)
    return found


def faults(records: list[Entity]) -> list[str]:
    loaded = tuple(Loaded(one, MODEL.kinds[type(one).__name__], "made-up", {}) for one in records)
    return [str(problem) for problem in check(Dataset(loaded), MODEL)]


def test_links_are_led_on() -> None:
    done = merge(small(), "ann", "bob", MODEL)
    world = after(small(), done)
    assert "bob" not in world
    assert not linking(world.values(), "bob")
    assert [one.who for one in world["second"].participants] == ["ann", "cid"]  # type: ignore[attr-defined]
    assert [one.who for one in world["first"].participants] == ["ann"]  # type: ignore[attr-defined]
    assert world["ann"].formerly == ["bob"]
    assert {one.id for one in done.changed} == {"ann", "first", "second"}


def test_what_differs_becomes_a_claim_of_its_source() -> None:
    other = treaty("pact-too", "2022-12-23", "AAA", "CCC")
    world = after([*small(), other], merge([*small(), other], "pact", "pact-too", MODEL))
    pact = world["pact"]
    assert isinstance(pact, Treaty)
    assert str(pact.signed) == "2022-12-22"
    assert pact.parties == ["AAA", "BBB", "CCC"]
    assert pact.evidence[0].supports == ["signed", "parties/AAA", "parties/BBB", "form"]
    assert pact.evidence[1].supports == ["parties/AAA", "parties/CCC", "form"]
    assert pact.evidence[1].says == {"signed": "2022-12-23"}
    assert pact.note == "Merged with 'pact-too', Treaty pact-too."
    assert not faults(list(world.values()))


def test_one_source_is_merged_into_another() -> None:
    records = small()
    again = records[0].model_copy(update={"id": "book-too"})
    cited = meeting("fourth", "2024", ("ann", "")).model_copy(
        update={"evidence": [one.model_copy(update={"source": "book-too"}) for one in said("participants", "date")]}
    )
    world = after([*records, again, cited], merge([*records, again, cited], "book", "book-too", MODEL))
    assert world["fourth"].evidence[0].source == "book"
    assert not faults(list(world.values()))


def test_concepts_keep_their_scheme() -> None:
    records = small()
    pact = next(one for one in records if one.id == "form.treaty").model_copy(update={"id": "form.pact"})
    world = after([*records, pact], merge([*records, pact], "form.pact", "form.treaty", MODEL))
    assert world["pact"].form == "pact"  # type: ignore[attr-defined]
    assert not faults(list(world.values()))


@pytest.mark.parametrize(("kept", "gone"), [("ann", "pact"), ("ann", "ann")])
def test_what_cannot_be_one_is_refused(kept: str, gone: str) -> None:
    with pytest.raises(ConflictError, match=r"is a Person|merged with itself"):
        merge(small(), kept, gone, MODEL)


def test_unknown_ids_are_named() -> None:
    with pytest.raises(NotFoundError, match="no record 'nobody'"):
        merge(small(), "ann", "nobody", MODEL)


PERSONS = ["ann", "bob", "cid", "dot", "eve"]


@given(st.lists(st.permutations(PERSONS).map(lambda ids: (ids[0], ids[1])), min_size=1, max_size=4))
def test_any_merges_leave_records_that_pass_the_checks(asked: list[tuple[str, str]]) -> None:
    world = {record.id: record for record in small()}
    said_before = {claim.evidence.source for record in world.values() for claim in _claims(record)}
    for kept, gone in asked:
        if kept in world and gone in world:
            world = after(list(world.values()), merge(world.values(), kept, gone, MODEL))
            assert gone in world[kept].formerly
    assert not faults(list(world.values()))
    assert {claim.evidence.source for record in world.values() for claim in _claims(record)} == said_before


def test_any_two_of_a_kind_in_the_whole_data_can_be_merged(records: list[Entity]) -> None:
    by_kind: dict[type[Entity], list[Entity]] = {}
    for record in records:
        by_kind.setdefault(type(record), []).append(record)
    done = [merge(records, group[0].id, group[1].id, MODEL) for group in by_kind.values() if len(group) > 1]
    assert len(done) > 20
    for one in done:
        kept = one.changed[0]
        assert len(kept.evidence) >= 1 or not MODEL.kinds[type(kept).__name__].cited
        assert one.gone in kept.formerly


def _claims(record: Entity) -> list:  # type: ignore[type-arg]
    return claims_of(record, MODEL.kinds[type(record).__name__])
