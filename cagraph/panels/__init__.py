"""Panels: the tables by year that regressions are run on, with what is not observed told from what is not there."""

from cagraph.panels.build import build
from cagraph.panels.counts import COUNTS, UNITS, Count
from cagraph.panels.design import Design
from cagraph.panels.files import COMPANIONS, MEDIA_TYPES, write
from cagraph.panels.panel import Panel

__all__ = ["COMPANIONS", "COUNTS", "MEDIA_TYPES", "UNITS", "Count", "Design", "Panel", "build", "write"]
