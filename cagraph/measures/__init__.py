"""Measures of networks and of records over time: what each is stands in the registries, with its paper."""

from cagraph.measures.analysis import Analysis, Result, analyse
from cagraph.measures.every import EVERY, VIEW, take
from cagraph.measures.measure import Measure, Scores
from cagraph.measures.records.measure import Archive, RecordMeasure, Wait
from cagraph.measures.records.registry import RECORD_MEASURES
from cagraph.measures.registry import MEASURES

__all__ = [
    "EVERY", "MEASURES", "RECORD_MEASURES", "VIEW", "Analysis", "Archive", "Measure", "RecordMeasure", "Result",
    "Scores", "Wait", "analyse", "take",
]  # fmt: skip
