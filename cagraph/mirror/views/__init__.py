"""Views of the mirror: the networks that people analyse and export. A module here that declares a VIEW adds one."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

import networkx as nx

from cagraph.errors import NotFoundError, suggestion
from cagraph.mirror.options import Options, Requested, read
from cagraph.mirror.views.attendance import Attendance, YearlyCounts
from cagraph.mirror.views.base import Clock, Mirror, Scene, View
from cagraph.mirror.views.events import around
from cagraph.model import Model


@cache
def views() -> Mapping[str, View]:
    """All views by name."""
    modules = (import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__))
    found = (getattr(module, "VIEW", None) for module in modules)
    return MappingProxyType({view.name: view for view in found if isinstance(view, View)})


def view(name: str) -> View:
    """The view of that name. Raises NotFoundError."""
    if name not in views():
        raise NotFoundError(f"there is no view '{name}'", suggestion(name, list(views())))
    return views()[name]


def check(name: str, requested: Requested, model: Model) -> None:
    """Refuse what the view of that name does not have, whatever levels there are.

    Raises NotFoundError, ParameterError.
    """
    read(requested, f"the view '{name}'", view(name).choices, model, ())


def asked(scene: Scene, name: str, requested: Requested) -> Options:
    """The options that a view was asked for, read. Raises NotFoundError for the view, ParameterError."""
    return read(requested, f"the view '{name}'", view(name).choices, scene.model, scene.concepts)


def network(scene: Scene, name: str, requested: Requested) -> "nx.Graph[str]":
    """Make the view of that name. Raises NotFoundError, ParameterError.

    Its metadata stand in the graph's attributes: `view`, `title`, `rule`, and each option that was given.
    """
    chosen, options = view(name), asked(scene, name, requested)
    graph = chosen.make(scene, options)
    rules = [chosen.rule]
    if options.weight:
        rules.append(f"weight {options.weight}: {chosen.choices.weights[options.weight]}")
    graph.graph.update(view=name, title=chosen.title, rule="; ".join(rules))
    ends = {"since": options.window.since, "until": options.window.until}
    graph.graph.update(requested.given)
    graph.graph.update({end: day.isoformat() for end, day in ends.items() if day and end in requested.given})
    return graph


def yearly_counts(scene: Scene, requested: Requested) -> YearlyCounts:
    """How many events each two states were at together in each year: `{(2024, "KAZ", "UZB"): 9}`.

    The same as the `count` of the edges of the view `co-participation` asked for each year by itself, with the same
    options but `weight`, in one pass over all years. `since` and `until` mean whole years; what has no date is in none.
    Raises ParameterError.
    """
    options = asked(scene, "co-participation", requested)
    since, until = options.window.since, options.window.until
    return Attendance.of(scene, options).yearly(since.year if since else 0, until.year if until else 0)


__all__ = [
    "Attendance", "Clock", "Mirror", "Scene", "View", "YearlyCounts", "around", "asked", "check", "network", "view",
    "views", "yearly_counts",
]  # fmt: skip
