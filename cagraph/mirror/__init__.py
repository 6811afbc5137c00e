"""The accepted graph as networkx sees it, for analysis and export."""

from cagraph.mirror.build import build
from cagraph.mirror.options import OPTIONS, Requested
from cagraph.mirror.step import Changed, step
from cagraph.mirror.views import Attendance, Scene, View, around, check, network, view, views, yearly_counts
from cagraph.mirror.window import Window, whole_day

__all__ = [
    "OPTIONS", "Attendance", "Changed", "Requested", "Scene", "View", "Window", "around", "build", "check", "network",
    "step", "view", "views", "whole_day", "yearly_counts",
]  # fmt: skip
