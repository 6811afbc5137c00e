"""One look at a view: which records tie which two, and in which years."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from cagraph.mirror import Part, Parts, Requested, Scene, asked, bilateral, network, visitors
from cagraph.panels.counts import IN_FORCE, SHARED, SPELLS, Count
from cagraph.panels.years import Spell, Stretch, Years, on_the_last_days

# Whether an instrument surely and whether it possibly was in force for a party on a day.
Clock = Callable[[str, str, date], tuple[bool, bool]]
LONGEST: Final = 23
_SHORT: Final = 5


@dataclass(frozen=True)
class Tie:
    """A record that ties two: of which kind, and in which years. `undated` ones lie in none."""

    kind: str
    one: str
    other: str
    record: str
    years: Years
    undated: bool = False


@dataclass(frozen=True)
class Scan:
    """The ties of a count; `directed` where they lead from one to the other."""

    ties: tuple[Tie, ...]
    directed: bool


def scan(scene: Scene, count: Count, requested: Requested, view: str, years: range, clock: Clock) -> Scan:
    """Every tie of a view, in whatever years. Raises ParameterError for an option of the view."""
    graph: Any = network(scene, view, requested)
    when = _placed(scene, count, years, clock)
    found = []
    for one, other, data in graph.edges(data=True):
        if not count.tie or data["kind"] == count.tie:
            for record in data["records"]:
                placed = when(record, one, other)
                found.append(Tie(data["kind"], one, other, record, placed or {}, placed is None))
    return Scan(tuple(found), graph.is_directed())


def _placed(scene: Scene, count: Count, years: range, clock: Clock) -> Callable[[str, str, str], Years | None]:
    """What tells the years of a record that ties two; None for one without a date."""
    nodes = scene.mirror.nodes
    if count.stock in {SPELLS, SHARED}:
        return lambda record, one, other: Spell.of(nodes[record]).at_the_ends_of(years)
    if count.stock == IN_FORCE:
        return _in_force(years, cache(clock))
    dated = count.dated

    def happened(record: str, one: str, other: str) -> Years | None:
        stretch = Stretch.of(nodes[record], dated)
        return stretch.within(years) if stretch else None

    return happened


def _in_force(years: range, clock: Clock) -> Callable[[str, str, str], Years | None]:
    """Whether an instrument is in force for two on the last days of years."""

    def placed(record: str, one: str, other: str) -> Years | None:
        return on_the_last_days(
            years,
            lambda day: clock(record, one, day)[0] and clock(record, other, day)[0],
            lambda day: clock(record, one, day)[1] and clock(record, other, day)[1],
        )

    return placed


def visits_by_persons(scene: Scene, requested: Requested, years: range) -> Scan:
    """The visits of persons to states, by the rule of the view `visits`.

    Where the record names a party and a level and nobody, the visitor is the one who surely held such a post then.
    """
    options, parts, found = asked(scene, "visits", requested), Parts(scene), []
    for visit in scene.records(("Visit",), options):
        if options.bilateral and not bilateral(scene, visit):
            continue
        stretch = Stretch.of(scene.mirror.nodes[visit])
        for state in scene.linked(visit, "to"):
            for person in sorted(_who(parts, visit, state, options.levels)):
                placed = stretch.within(years) if stretch else {}
                found.append(Tie("visited", person, state, visit, placed, stretch is None))
    return Scan(tuple(found), directed=True)


def _who(parts: Parts, visit: str, state: str, levels: frozenset[str]) -> set[str]:
    def came_as(part: Part) -> tuple[str, str]:
        return part.party, part.role

    came = {came_as(part) for part in visitors(parts.of(visit), state)}
    return {part.person for part in parts.persons(visit) if came_as(part) in came and part.at(levels)}


def variables(count: Count, kinds: Mapping[str, None]) -> dict[str, str]:
    """The name of the variable for each kind of tie, which statistical packages take: of at most 23 characters.

    Words are cut where the name would be longer.

    >>> from cagraph.panels.counts import COUNTS
    >>> variables(COUNTS["relations"], {"comprehensive strategic partnership": None})
    {'comprehensive strategic partnership': 'rel_compr_strat_partn'}
    """
    if not count.split:
        return dict.fromkeys(kinds, count.variable)
    found: dict[str, str] = {}
    for kind in kinds:
        name = _name(f"{count.variable} {kind}".split())
        # Of two that are cut to the same name, the later has its place among all at the end.
        found[kind] = f"{name[: LONGEST - 3]}_{len(found)}" if name in found.values() else name
    return found


def _name(words: Sequence[str]) -> str:
    whole = "_".join(words)
    return whole if len(whole) <= LONGEST else "_".join(word[:_SHORT] for word in words)[:LONGEST]
