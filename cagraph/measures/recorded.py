"""A measure of records over windows of time, with all that a number has to be traced by."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from cagraph.errors import ParameterError
from cagraph.measures.analysis import Analysis, Result
from cagraph.measures.measure import Scores, rounded
from cagraph.measures.networks import Cut, kind_named
from cagraph.measures.records.measure import Archive, Enquiry, RecordMeasure
from cagraph.measures.windows import Named, windows
from cagraph.mirror import Requested
from cagraph.mirror.options import read

VIEW = "records"


def analyse_records(
    archive: Archive,
    measure: RecordMeasure,
    since: str = "",
    until: str = "",
    by: str = "",
    among: Sequence[str] = (),
    of: str = "",
    options: Mapping[str, Any] = MappingProxyType({}),
    data_version: str = "",
) -> Analysis:
    """Measure records in each window of a span, as `analyse` does networks; `of` is what there are values of, as
    `pairs`. Raises ParameterError.
    """
    chosen, requested, spans = measure.grouped(of), Requested(**options), windows(since, until, by)
    if requested.on:
        raise ParameterError(f"on: {chosen.name} is of windows of time", "give since and until")
    scene = archive.scene
    asked = read(requested, f"the measure '{chosen.name}'", chosen.choices, scene.model, scene.concepts)
    cut = _cut(archive, chosen, options, among)
    enquiry = Enquiry(archive, spans, asked, cut.keeps(scene), cut.nodes, chosen.of)
    results = tuple(_result(span, scores) for span, scores in zip(spans, chosen.compute(enquiry), strict=True))
    missing = "What no record tells of does not count, also where nobody has looked for it."
    return Analysis(chosen, cut, since, until, by, results, (missing, *chosen.notes), data_version)


def _cut(archive: Archive, measure: RecordMeasure, options: Mapping[str, Any], among: Sequence[str]) -> Cut:
    """The parties looked at. Raises ParameterError for what is no party."""
    scene = archive.scene
    nodes, kinds = [], []
    for one in among:
        if one not in scene.mirror:
            kinds.append(kind_named(one, scene.model, scene.mirror))
        elif scene.is_a(one, "Party"):
            nodes.append(one)
        else:
            raise ParameterError(f"among: {one} is a {scene.mirror.nodes[one]['kind']}, and no party", "as KAZ")
    return Cut(VIEW, measure.rule, (), tuple(nodes), tuple(kinds), options)


def _result(span: Named, scores: Scores) -> Result:
    found = replace(
        scores,
        values={key: rounded(value) for key, value in scores.values.items()},
        whole={name: rounded(value) for name, value in scores.whole.items()},
        details={
            key: {name: one if isinstance(one, tuple) else rounded(one) for name, one in beside.items()}
            for key, beside in scores.details.items()
        },
    )
    ends = sorted({id_ for key in found.values for id_ in key})
    return Result(span.name, span.window, found, tuple(ends))
