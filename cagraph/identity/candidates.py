"""Pairs of records that may be of the same thing, the likeliest first."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from cagraph.identity.likeness import COMPARISONS, Scene
from cagraph.identity.names import Weights, words_of
from cagraph.identity.profile import Profile, overlap
from cagraph.model import Entity, Kind, Model
from cagraph.model.claims import links

LEAST: Final = 0.75
_LETTERS: Final = 3  # by which words are put together before names are compared
_CROWD: Final = 400  # records that share a beginning of a word which tells nothing
_ORDER: Final = ("name", "designation", "occasion", "title", "links")
_MISWRITTEN: Final = ("Person", "Place")  # kinds whose names people spell in many ways


@dataclass(frozen=True)
class Candidate:
    """Two records, by id, that may be of the same thing; how likely (0 to 1), and why."""

    one: str
    other: str
    kind: str
    score: float
    reasons: tuple[str, ...]


def candidates(
    records: Iterable[Entity], model: Model, judged: Collection[tuple[str, str]] = (), least: float = LEAST
) -> list[Candidate]:
    """The pairs above the score `least` that nobody has judged: first actors and places, then events and documents.

    `judged` holds pairs of ids in their order. Only records of one kind are compared, and organisations with bodies.
    """
    profiles = [Profile(record, model.kinds[type(record).__name__]) for record in records]
    scene, found = _scene(profiles), list[Candidate]()
    for manner, group in _groups(profiles, model):
        for one, other in _near(manner, group):
            pair = (min(one.id, other.id), max(one.id, other.id))
            if pair in judged:
                continue
            likeness = COMPARISONS[manner](one, other, scene)
            if likeness.score >= least:
                found.append(Candidate(*pair, one.kind.name, round(likeness.score, 3), likeness.reasons))
    return sorted(
        found, key=lambda one: (_ORDER.index(_manner(model.kinds[one.kind], model)), -one.score, one.one, one.other)
    )


def _manner(kind: Kind, model: Model) -> str:
    """In which way records of a kind are compared; empty for terms, sources and what stands for the whole data set."""
    if not kind.cited or getattr(kind.cls, "of_whole", False):
        return ""
    if getattr(kind.cls, "caption", ""):
        return "links"
    if model.is_a(kind.name, "Event"):
        return "occasion"
    if model.is_a(kind.name, "Document"):
        return "title"
    return "name" if kind.name in _MISWRITTEN else "designation"


def _groups(profiles: Iterable[Profile], model: Model) -> Iterator[tuple[str, list[Profile]]]:
    groups: dict[str, list[Profile]] = defaultdict(list)
    for profile in profiles:
        wider = "Organisation" if model.is_a(profile.kind.name, "Organisation") else profile.kind.name
        groups[wider].append(profile)
    for name, group in groups.items():
        if manner := _manner(model.kinds[name], model):
            yield manner, group


def _scene(profiles: list[Profile]) -> Scene:
    by_kind: dict[str, list[Entity]] = defaultdict(list)
    together: set[tuple[str, str]] = set()
    for profile in profiles:
        by_kind[profile.kind.name].append(profile.record)
        taking_part = {id_ for place, _, id_ in links(profile.kind, profile.values) if place[0] == "participants"}
        together.update(combinations(sorted(taking_part), 2))
    weights = {name: Weights.among(records) for name, records in by_kind.items()}
    return Scene(weights, frozenset(together), {one.id: one.record.label or one.id for one in profiles})


def _near(manner: str, group: list[Profile]) -> Iterator[tuple[Profile, Profile]]:
    """The pairs worth comparing: all pairs would be too many."""
    if manner == "occasion":
        return _of_one_time(group)
    blocks: dict[Hashable, list[Profile]] = defaultdict(list)
    for profile in group:
        for key in _keys(manner, profile):
            blocks[key].append(profile)
    return _within(blocks)


def _keys(manner: str, profile: Profile) -> set[Hashable]:
    if manner == "links":
        words = set(profile.links) | {
            f"{spec.name} {profile.values[spec.name]}"
            for spec in profile.kind.fields
            if spec.term.scheme and spec.name in profile.values and not spec.many
        }
        return {frozenset(words)}
    beginnings: set[Hashable] = {
        word[:_LETTERS] for name in profile.names for word in words_of(name) if len(word) >= _LETTERS
    }
    if profile.point:
        beginnings.add(tuple(round(degrees * 4) for degrees in profile.point))
    return (
        beginnings
        if manner in {"name", "designation"}
        else {(key, id_) for key in beginnings for id_ in profile.links or ("",)}
    )


def _within(blocks: Mapping[Hashable, list[Profile]]) -> Iterator[tuple[Profile, Profile]]:
    seen: set[tuple[str, str]] = set()
    for block in blocks.values():
        for one, other in combinations(block, 2) if len(block) <= _CROWD else ():
            pair = (min(one.id, other.id), max(one.id, other.id))
            if one.id != other.id and pair not in seen:
                seen.add(pair)
                yield one, other


def _of_one_time(group: Iterable[Profile]) -> Iterator[tuple[Profile, Profile]]:
    """Pairs that can be of the same day or of days that follow, by going through them in their order."""
    dated = sorted((one for one in group if one.span), key=lambda one: (one.span or (), one.id))
    open_: list[Profile] = []
    for profile in dated:
        open_ = [one for one in open_ if overlap(one, profile, slack=1)]
        yield from ((one, profile) for one in open_)
        open_.append(profile)
