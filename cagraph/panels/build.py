"""A panel from a scene: counts, rows, notes, and the statements and records behind them."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from cagraph.mirror import Scene
from cagraph.panels.counts import EVENTS, UNITS, Count
from cagraph.panels.design import Design
from cagraph.panels.happenings import Happenings
from cagraph.panels.mask import Mask
from cagraph.panels.rows import Laid, Layout
from cagraph.panels.scan import Clock

_SHOWN: Final = 5


def build(scene: Scene, design: Design, clock: Clock, reach: date | None, data_version: str) -> dict[str, Any]:
    """The panel that is asked for, in plain values, with the ids of its `sources`.

    `reach` is the last day that the data reach. Looks through each view once, and asks the clock once for each
    instrument, party and last day of a year. Raises NotFoundError for the unit, ParameterError.
    """
    counts, mask = design.check(), Mask(scene, reach)
    years = design.years(mask)
    layout = Happenings if design.unit == EVENTS else Layout
    laid = layout(scene, design, mask, years, clock).lay(counts)
    return {
        "unit": design.unit,
        "title": _title(design, years),
        "about": UNITS[design.unit],
        "directed": design.is_directed,
        "parameters": design.given,
        "counts": [count.name for count in counts],
        "years": [years.start, years.stop - 1],
        "reach": reach.isoformat() if reach else None,
        "region": list(mask.region),
        "variables": [variable.as_dict() for variable in laid.variables],
        "rows": laid.rows,
        "notes": list(_notes(scene, design, mask, counts, laid)),
        "statements": [_statement(scene, id_) for id_ in sorted(laid.statements)],
        "sources": _sources(scene, laid),
        "data_version": data_version,
    }


def _title(design: Design, years: range) -> str:
    manner = "directed " if design.is_directed else ""
    span = f"{years.start}–{years.stop - 1}" if len(years) > 1 else f"{years.start}"
    return f"{manner}{design.unit} panel, {span}".capitalize()


def _notes(scene: Scene, design: Design, mask: Mask, counts: tuple[Count, ...], laid: Laid) -> Iterator[str]:
    if not mask.region or mask.reach is None:
        yield "The data name no region that they look at, or no day that they reach: nothing is observed."
    elif design.unit != EVENTS:
        yield (
            f"Observed are rows with a state of {', '.join(mask.region)}, from the independence of the states to "
            f"{mask.reach}, the last day on which a claim was recorded; all else is missing, not 0."
        )
        yield "A zero is no record. It is a known zero only where the variable ending in _complete is 1."
        yield "A year that is `partial` counts all its records, and no stock at its end where that is not reached."
    if any(variable.name.endswith("_possible") for variable in laid.variables):
        yield "What can lie in two years counts in none, and in the variable ending in _possible in both."
    for name, records in laid.undated.items():
        if records:
            shown = ", ".join(sorted(records)[:_SHOWN]) + (", …" if len(records) > _SHOWN else "")
            yield f"{name}: in no year, since they have no such date: {len(records)} ({shown})."
    for field, name in (("cow", "COW numbers"), ("gw", "Gleditsch–Ward numbers")):
        lacking = sorted(state for state in laid.states if not scene.mirror.nodes[state].get(field))
        if lacking:
            yield f"{name} are missing where the data do not tell them: {', '.join(lacking)}."
    dated = sorted(state for state in laid.states if mask.independent(state))
    if dated:
        yield f"When they came to be is told of {', '.join(dated)}; other states are taken to exist in all years."


def _statement(scene: Scene, id_: str) -> Mapping[str, str]:
    told = scene.mirror.nodes[id_]
    return {"id": id_, **{name: str(told[name]) for name in ("label", "of_kind", "period", "note") if name in told}}


def _sources(scene: Scene, laid: Laid) -> list[str]:
    """The sources of the records that are counted, and of the acts on those that are instruments."""
    nodes = scene.mirror.nodes
    records = {*laid.records, *(act for one in laid.records for act in scene.naming(one, "instrument"))}
    return sorted({source for record in records for source in nodes[record]["sources"]})
