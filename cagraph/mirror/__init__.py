"""The accepted graph as networkx sees it, for analysis and export."""

from cagraph.mirror.build import build
from cagraph.mirror.doubts import Doubts, doubts, without
from cagraph.mirror.options import OPTIONS, Requested
from cagraph.mirror.views import Scene, View, around, check, network, view, views
from cagraph.mirror.window import Window, whole_day

__all__ = [
    "OPTIONS", "Doubts", "Requested", "Scene", "View", "Window", "around", "build", "check", "doubts", "network",
    "view", "views", "whole_day", "without",
]  # fmt: skip
