"""Panels of a version of the data: the treaty clock, the reach of the data and the sources that they need."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any, Final

from cagraph.graph.entities import Entities
from cagraph.mirror import Scene
from cagraph.panels import Count, Design, Panel, build
from cagraph.status import QUESTIONS, Instruments, Truth

_TOLD: Final = ("id", "label", "title", "author", "publisher", "url", "published", "accessed", "language")


def panel(
    scene: Scene, instruments: Instruments, entities: Entities, design: Design, data_version: str, home: str
) -> Panel:
    """The panel that is asked for, with its sources. Raises NotFoundError for the unit, ParameterError."""
    found = build(scene, design, _clock(instruments), instruments.recorded_until, data_version)
    sources = [_source(entities, id_) for id_ in found["sources"]]
    return Panel(found | {"sources": sources}, home)


def _clock(instruments: Instruments) -> Callable[[str, str, date], tuple[bool, bool]]:
    """The treaty clock, which reads each instrument once."""
    read = lru_cache(maxsize=None)(instruments.get)

    def in_force(id_: str, party: str, day: date) -> tuple[bool, bool]:
        value = QUESTIONS["in_force"](read(id_), party, day).value
        return value is Truth.YES, value is not Truth.NO

    return in_force


def _source(entities: Entities, id_: str) -> dict[str, Any]:
    id_, kind = entities.index.entity(id_)
    told = entities.summary(entities.reader.node(id_), kind)
    return {name: told[name] for name in _TOLD if name in told}


def described(count: Count) -> dict[str, Any]:
    """A count in plain values."""
    view = count.counted_by(count.units[0])
    return {
        "count": count.name,
        "title": count.title,
        "view": view.name,
        "rule": view.rule,
        "units": list(count.units),
        "options": list(count.options(count.units[0])),
        "stock": bool(count.stock),
    }
