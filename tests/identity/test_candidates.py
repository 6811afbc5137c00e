"""Pairs of records of one thing are found across scripts, days and kinds of evidence, and others are left alone."""

from typing import Any

import pytest
from made_up import meeting, person, said, small, state, treaty

from cagraph.identity import Candidate, candidates
from cagraph.model import MODEL, Entity
from cagraph.model.kinds.actors import Membership, Organisation, Person, Post, Tenure
from cagraph.model.kinds.events import Visit
from cagraph.model.kinds.places import Place


def found(*records: Entity, **options: Any) -> list[Candidate]:
    return candidates([*small(), *records], MODEL, **options)


def pairs(*records: Entity) -> set[tuple[str, str]]:
    return {(one.one, one.other) for one in found(*records)} - {("dot", "eve")}  # twins of the small world


def named(id_: str, name: str) -> Person:
    return Person(id=id_, label=name, evidence=said())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kassym-Jomart Tokayev", "Касым-Жомарт Токаев"),
        ("Қасым-Жомарт Тоқаев", "Qasym-Jomart Toqaev"),
        ("Tokayev, Kassym-Jomart", "K.-J. Tokayev"),
        ("Gurbanguly Berdimuhamedow", "Гурбангулы Бердымухамедов"),
        ("Sadyr Japarov", "Садыр Жапаров"),
        ("Shavkat Mirziyoyev", "Шавкат Мирзиёев"),
        ("Emomali Rahmon", "Эмомали Рахмонов"),
    ],
)
def test_spellings_of_one_name_are_found(one: str, other: str) -> None:
    assert ("one", "other") in pairs(named("one", one), named("other", other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sadyr Japarov", "Akylbek Japarov"),
        ("Donald Lu", "Donald Trump"),
        ("Nursultan Nazarbayev", "Dariga Nazarbayeva"),
        ("Ilham Aliyev", "Heydar Aliyev"),
        ("Marat Ospanov", "Marat Sultanov"),
    ],
)
def test_two_who_share_a_name_are_left_alone(one: str, other: str) -> None:
    assert ("one", "other") not in pairs(named("one", one), named("other", other))


def test_who_took_part_in_one_event_is_two() -> None:
    twins = (named("one", "Ali Khan"), named("other", "Ali Khan"))
    assert ("one", "other") in pairs(*twins)
    assert ("one", "other") not in pairs(*twins, meeting("both", "2020-05-05", ("one", ""), ("other", "")))


def test_places_at_one_spot_are_one_whatever_they_are_called() -> None:
    def place(id_: str, label: str, lat: str, form: str = "city") -> Place:
        return Place(id=id_, label=label, lat=lat, lng="70.26", form=form, evidence=said("lat", "lng", "form"))

    burabay = place("one", "Burabay", "53.083")
    assert ("one", "other") in pairs(burabay, place("other", "Borovoe", "53.09"))
    assert ("one", "other") not in pairs(burabay, place("other", "Sanatorium", "53.09", form="facility"))
    assert ("one", "other") not in pairs(burabay, place("other", "Burabay", "43.2"))


def test_events_of_one_day_with_the_same_people_are_found() -> None:
    twin = meeting("again", "2020-01-01", ("ann", "AAA"), ("bob", "BBB")).model_copy(update={"label": "Meeting first"})
    assert pairs(twin) == {("again", "first")}
    assert not pairs(twin.model_copy(update={"part_of": "first"}))
    assert not pairs(meeting("later", "2020-01-05", ("ann", "AAA"), ("bob", "BBB")))
    assert not pairs(meeting("others", "2020-01-01", ("cid", "CCC"), ("dot", "")))


def test_kinds_are_not_mixed() -> None:
    visit = Visit(id="first-visit", label="Meeting first", date="2020-01-01", to="AAA", evidence=said("date", "to"))
    assert not pairs(visit)


def test_documents_are_told_apart_by_the_rare_words_of_their_titles() -> None:
    def titled(id_: str, title: str) -> Entity:
        return treaty(id_, "2022-12-22", "AAA", "BBB").model_copy(update={"label": title})

    water = titled("water", "Agreement of A and B on the sharing of water of the river Naryn")
    again = titled("water-again", "Agreement on the sharing of water of the river Naryn between A and B")
    rail = titled("rail", "Agreement of A and B on the building of the railway to Osh")
    assert pairs(water, again, rail) == {("water", "water-again")}


def test_numbers_tell_meetings_apart() -> None:
    def session(id_: str, number: int) -> Organisation:
        return Organisation(id=id_, label=f"Forum {number} of the lakes", evidence=said())

    assert not pairs(session("one", 3), session("two", 4))
    assert pairs(session("one", 3), session("two", 3)) == {("one", "two")}


def test_spells_that_overlap_are_found_and_those_that_touch_are_not() -> None:
    def tenure(id_: str, start: str, **more: Any) -> Tenure:
        return Tenure(id=id_, person="ann", post="post", start=start, evidence=said("person", "post", "start"), **more)

    assert pairs(tenure("again", "2019-06")) == {("again", "ann-post")}
    first, second = tenure("one", "2001-01-05", end="2005-01-05"), tenure("two", "2005-01-05", end="2009")
    assert ("one", "two") not in pairs(first, second)
    assert ("ann-post", "again") not in pairs(tenure("again", "2019-06", acting=True))


def test_posts_of_different_bodies_are_two() -> None:
    ours = Post(id="one", label="Chairman of the board of lakes", of="AAA", evidence=said("of"))
    assert ("one", "other") in pairs(ours, ours.model_copy(update={"id": "other"}))
    assert ("one", "other") not in pairs(ours, ours.model_copy(update={"id": "other", "of": "BBB"}))


def test_memberships_need_the_same_status() -> None:
    def membership(id_: str, status: str) -> Membership:
        evidence = said("member", "organisation", "status")
        return Membership(id=id_, member="BBB", organisation="league", status=status, evidence=evidence)

    assert pairs(membership("one", "member"), membership("two", "member")) == {("one", "two")}
    assert not pairs(membership("one", "member"), membership("two", "observer"))


def test_what_was_judged_is_not_asked_again_and_the_likeliest_comes_first() -> None:
    assert [(one.one, one.other) for one in found()] == [("dot", "eve")]
    assert not found(judged={("dot", "eve")})
    scores = [one.score for one in found(person("third", "Twine"), least=0.5) if one.kind == "Person"]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == 1.0
    assert len(scores) > 1


def test_reasons_are_told() -> None:
    (one,) = found()
    assert one.reasons == ("both are called 'Twin'",)
    assert one.kind == "Person"


def test_new_kinds_of_states_are_compared_too() -> None:
    assert pairs(state("DDD").model_copy(update={"label": "State AAA"})) == {("AAA", "DDD")}


def test_names_in_two_scripts_of_the_whole_data_are_found(records: list[Entity]) -> None:
    """Each person and place split in two, one with its Latin name, one with its Russian one."""
    twins, halves = [], set()
    for record in records:
        if type(record) not in {Person, Place}:
            continue
        twins.append(record.model_copy(update={"names": {}, "variants": {}}))
        if "ru" in record.names:
            ru = {"id": f"{record.id}-ru", "label": record.names["ru"], "names": {}, "variants": {}}
            twins.append(record.model_copy(update=ru))
            halves.add((record.id, f"{record.id}-ru"))
    seen = {(one.one, one.other) for one in candidates(twins, MODEL)}
    assert len(halves) > 90
    assert len(halves & seen) / len(halves) > 0.95
    assert len(seen - halves) < 0.1 * len(halves)
