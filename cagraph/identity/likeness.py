"""How likely it is that two records are of the same thing, and why: one way of comparing for each sort of kind."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import product
from math import asin, cos, radians, sin, sqrt
from types import MappingProxyType
from typing import Any, Final

from cagraph.identity.names import Weights, are_written_alike, name_likeness
from cagraph.identity.profile import Profile, overlap

_EARTH: Final = 6371.0  # km, mean radius
_NEAR: Final = 4.0  # km: two points of one town
_FAR: Final = 25.0  # km: beyond it, no two points of one town
_MENTIONED: Final = 0.3
_TELLING: Final = ("of", "state", "founders", "parent", "wikidata", "iso3")


@dataclass(frozen=True)
class Likeness:
    """A score from 0 to 1, and what speaks for it and against it in words."""

    score: float
    reasons: tuple[str, ...] = ()

    def against(self, reason: str) -> "Likeness":
        """The same with something that speaks against it."""
        return Likeness(self.score * 0.5, (*self.reasons, f"against it: {reason}"))


NONE: Final = Likeness(0.0)


@dataclass(frozen=True)
class Scene:
    """What comparing needs to know of all the records: how much their words tell, and who was seen beside whom."""

    weights: Mapping[str, Weights]
    together: frozenset[tuple[str, str]]
    labels: Mapping[str, str]

    def label(self, id_: str) -> str:
        """What people call an entity."""
        return self.labels.get(id_, id_)


def by_name(one: Profile, other: Profile, scene: Scene) -> Likeness:
    """Persons and places: by their closest names, in which slips and initials are allowed for."""
    score, ours, theirs = max(
        ((name_likeness(a, b), a, b) for a, b in product(one.names, other.names)), default=(0.0, "", "")
    )
    found = _agreeing(one, other, Likeness(score, (_alike(ours, theirs),)), scene)
    if tuple(sorted((one.id, other.id))) in scene.together:
        found = found.against("both took part in one event")
    return _placed(one, other, found)


def by_designation(one: Profile, other: Profile, scene: Scene) -> Likeness:
    """Organisations, posts, lines of meetings: by the rare words of what they are called, as many are called alike."""
    return _agreeing(one, other, Likeness(*_titles(one, other, scene)), scene)


def _agreeing(one: Profile, other: Profile, found: Likeness, scene: Scene) -> Likeness:
    """What fields say that two records of one thing have to agree in."""
    for field in _TELLING:
        ours, theirs = one.values.get(field), other.values.get(field)
        if ours and theirs and ours != theirs:
            found = found.against(f"{field} {_told(ours, scene)} and {_told(theirs, scene)}")
        elif ours and theirs:
            found = Likeness(min(1.0, found.score + 0.03), (*found.reasons, f"the same {field}, {_told(ours, scene)}"))
    return found


def _told(value: Any, scene: Scene) -> str:
    return " and ".join(scene.label(str(one)) for one in (value if isinstance(value, list) else [value]))


def _alike(ours: str, theirs: str) -> str:
    return f"both are called '{ours}'" if are_written_alike(ours, theirs) else f"alike names, '{ours}' and '{theirs}'"


def _placed(one: Profile, other: Profile, found: Likeness) -> Likeness:
    """What points on the map add: two cities at one spot are one city, a palace in a city is not the city."""
    ours, theirs = one.point, other.point
    if ours is None or theirs is None:
        return found
    distance = _kilometres(ours, theirs)
    if distance > _FAR:
        return found.against(f"{distance:.0f} km apart")
    if distance > _NEAR or one.values.get("form") != other.values.get("form"):
        return found
    return Likeness(min(1.0, max(found.score, 0.6) + 0.15), (*found.reasons, f"{distance:.0f} km apart"))


def _kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The great circle between two points in degrees, by the haversine formula."""
    lat, lng = (radians(b - a) for a, b in zip(one, other, strict=True))
    chord = sin(lat / 2) ** 2 + cos(radians(one[0])) * cos(radians(other[0])) * sin(lng / 2) ** 2
    return 2 * _EARTH * asin(sqrt(chord))


def by_occasion(one: Profile, other: Profile, scene: Scene) -> Likeness:
    """Meetings, visits and other events: by day, by who took part, by place, and by what they are called."""
    if not overlap(one, other, slack=1) or one.id in other.around or other.id in one.around:
        return NONE
    shared, both = one.links & other.links, one.links | other.links
    if not shared:
        return NONE
    who = len(shared) / len(both)
    names, called = _titles(one, other, scene)
    places = one.values.get("place"), other.values.get("place")
    where = 0.5 if None in places else float(places[0] == places[1])
    exact = one.day is not None and one.day == other.day
    score = (0.45 * who + 0.35 * names + 0.2 * where) * (1.0 if exact else 0.9)
    if one.values.get("form") and other.values.get("form") and one.values["form"] != other.values["form"]:
        score *= 0.9
    reasons = [_when(one, other), f"{len(shared)} of {len(both)} participants and links are the same"]
    if where == 1.0:
        reasons.append(f"the same place, {scene.label(str(places[0]))}")
    return Likeness(score, (*reasons, *called))


def by_title(one: Profile, other: Profile, scene: Scene) -> Likeness:
    """Documents: by parties and authors, by day, and by the rare words of their titles."""
    if one.links and other.links and not one.links & other.links:
        return NONE
    if one.span and other.span and not overlap(one, other, slack=1):
        return NONE
    (names, called), both = _titles(one, other, scene), one.links | other.links
    who = len(one.links & other.links) / len(both) if both else 0.5
    dated = bool(one.span and other.span)
    score = 0.65 * names + 0.2 * who + (0.15 if dated and one.day == other.day else 0.08 if dated else 0.0)
    reasons = list(called)
    if both:
        reasons.append(f"{len(one.links & other.links)} of {len(both)} parties and links are the same")
    if dated:
        reasons.append(_when(one, other))
    return Likeness(score, tuple(reasons))


def _titles(one: Profile, other: Profile, scene: Scene) -> tuple[float, tuple[str, ...]]:
    """How alike the titles are that are most alike, by how rare the words are that they share; and that in words."""
    weights = scene.weights[one.kind.name]
    likeness, ours, theirs = max(
        ((weights.likeness(a, b), a, b) for a, b in product(one.names, other.names)), default=(0.0, "", "")
    )
    return likeness, (f"{_alike(ours, theirs)} ({likeness:.0%})",) if likeness >= _MENTIONED else ()


def _when(one: Profile, other: Profile) -> str:
    return f"the same day, {one.day}" if one.day and one.day == other.day else "days that can be the same"


def by_links(one: Profile, other: Profile, scene: Scene) -> Likeness:
    """Tenures, memberships, acts, relations: the same ends, in a time that can be the same.

    Spells that only touch, the one ending on the day on which the other begins, are two.
    """
    undated = one.span is None or other.span is None
    if not undated and (not overlap(one, other) or (one.lasts and not overlap(one, other, slack=-1))):
        return NONE
    told = " and ".join(scene.label(id_) for id_ in sorted(one.links))
    when = "one of them has no date" if undated else _when(one, other)
    found = Likeness(0.8 if undated else 0.95, (f"both are of {told}", when))
    return found.against("one of them is acting") if one.values.get("acting") != other.values.get("acting") else found


Comparison = Callable[[Profile, Profile, Scene], Likeness]
COMPARISONS: Final[Mapping[str, Comparison]] = MappingProxyType(
    {"name": by_name, "designation": by_designation, "occasion": by_occasion, "title": by_title, "links": by_links}
)
