"""Every measure, of networks and of records, asked in one way."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from cagraph.errors import ParameterError
from cagraph.measures.analysis import Analysis, analyse, measure
from cagraph.measures.measure import Measure
from cagraph.measures.recorded import analyse_records
from cagraph.measures.records.measure import Archive, RecordMeasure
from cagraph.measures.records.registry import RECORD_MEASURES
from cagraph.measures.registry import MEASURES
from cagraph.mirror import Doubts

EVERY: Final[Mapping[str, Measure | RecordMeasure]] = MappingProxyType({**MEASURES, **RECORD_MEASURES})
VIEW: Final = "ties"


def take(
    archive: Archive,
    name: str,
    view: str = "",
    since: str = "",
    until: str = "",
    by: str = "",
    ties: Sequence[str] = (),
    among: Sequence[str] = (),
    of: str = "",
    options: Mapping[str, Any] = MappingProxyType({}),
    data_version: str = "",
    doubts: Doubts | None = None,
) -> Analysis:
    """Take a measure: one of networks of a view, `ties` without a name; one of records of no view.

    With `doubts`, values of a network have their ranges; those of records have what is least and most beside them.
    Raises NotFoundError for the measure or view, ParameterError.
    """
    if name not in RECORD_MEASURES:
        if of not in ("", measure(name).of):
            raise ParameterError(f"of: {name} is of {measure(name).of}", "leave it out")
        return analyse(archive.scene, name, view or VIEW, since, until, by, ties, among, options, data_version, doubts)
    if doubts:
        raise ParameterError(f"sensitivity: {name} counts records, and tells what is least and most", "ask without it")
    for word, given in (("view", view), ("ties", ties)):
        if given:
            raise ParameterError(f"{word}: {name} is a measure of records, not of a network", "leave it out")
    return analyse_records(archive, RECORD_MEASURES[name], since, until, by, among, of, options, data_version)
