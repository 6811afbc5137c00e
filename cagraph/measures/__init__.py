"""Measures of networks over time: what each is stands in the registry, with the paper that defines it."""

from cagraph.measures.analysis import Analysis, Result, analyse
from cagraph.measures.measure import Measure, Scores
from cagraph.measures.registry import MEASURES

__all__ = ["MEASURES", "Analysis", "Measure", "Result", "Scores", "analyse"]
