"""The accepted graph as networkx sees it, for analysis and export."""

from cagraph.mirror.build import build
from cagraph.mirror.views import VIEWS, View, Window, around, view

__all__ = ["VIEWS", "View", "Window", "around", "build", "view"]
