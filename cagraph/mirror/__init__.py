"""The accepted graph as networkx sees it, for analysis and export."""

from cagraph.mirror.build import build
from cagraph.mirror.doubts import Doubts, doubts, without
from cagraph.mirror.options import LEADERS, OPTIONS, Options, Requested, flag
from cagraph.mirror.step import Changed, step
from cagraph.mirror.views import (
    Attendance,
    Scene,
    View,
    YearlyCounts,
    around,
    asked,
    check,
    network,
    view,
    views,
    yearly_counts,
)  # fmt: skip
from cagraph.mirror.views.parts import Part, Parts, bilateral, parties, visitors
from cagraph.mirror.window import Window, whole_day

__all__ = [
    "LEADERS", "OPTIONS", "Attendance", "Changed", "Doubts", "Options", "Part", "Parts", "Requested", "Scene", "View",
    "Window", "YearlyCounts", "around", "asked", "bilateral", "build", "check", "doubts", "flag", "network", "parties",
    "step", "view", "views", "visitors", "whole_day", "without", "yearly_counts",
]  # fmt: skip
