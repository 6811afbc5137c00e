"""What the edges of a network are from year to year."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from cagraph.exports.base import Stretch
from cagraph.exports.networks.columns import YEARLY_COLUMNS

Changing = tuple[str, str, dict[str, Any]]


def yearly(edge: tuple[str, str, str, Mapping[str, Any]], years: Sequence[Stretch]) -> Iterator[Changing]:
    """The values of an edge with their first and last days, by the ids of YEARLY_COLUMNS; years alike are one stretch.

    What is in no year, since it has no date, is given once, from no first to no last day.
    """
    source, target, key, whole = edge
    found: Changing | None = None
    for stretch in years:
        network: Any = stretch.network
        data = network.get_edge_data(source, target, key)
        values = _values(data) if data else None
        if found and values == found[2] and _follows(found[1], stretch.first):
            found = found[0], stretch.last, found[2]
            continue
        if found:
            yield found
        found = (stretch.first, stretch.last, values) if values else None
    if found:
        yield found
    elif not any(any(span) for span in whole["spells"]):
        yield "", "", _values(whole)


def _values(data: Mapping[str, Any]) -> dict[str, Any]:
    values = {column.id: data[column.of] for column in YEARLY_COLUMNS}
    return {name: list(value) if isinstance(value, list | tuple) else value for name, value in values.items()}


def _follows(last: str, first: str) -> bool:
    return date.fromisoformat(last) + timedelta(days=1) == date.fromisoformat(first)
