"""A view year by year, for files that tell how ties change."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from cagraph.errors import ParameterError
from cagraph.exports import Stretch
from cagraph.measures.windows import YEAR, windows
from cagraph.mirror import Requested

if TYPE_CHECKING:
    import networkx as nx

_WHOLE_YEAR: Final = 4


def yearly(
    graph: "nx.Graph[str]", requested: Requested, made: Callable[[Requested], "nx.Graph[str]"]
) -> Iterator[Stretch]:
    """The view of each year of the span that was asked for, made as it would be for that year alone.

    An open end is that of the days that the edges name. A record counts in each year in which it can lie. Raises
    ParameterError.
    """
    if requested.on:
        raise ParameterError("dynamic: what is on one day does not change", "leave out on, or dynamic")
    days = [day for *_, data in graph.edges(data=True) for spell in data["spells"] for day in spell if day]
    if not days:
        return
    since, until = requested.since or min(days)[:_WHOLE_YEAR], requested.until or max(days)[:_WHOLE_YEAR]
    for named in windows(since, until, YEAR):
        first, last = (day.isoformat() if day else "" for day in (named.window.since, named.window.until))
        yield Stretch(first, last, made(replace(requested, since=first, until=last)))
