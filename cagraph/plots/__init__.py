"""Pictures that can be read at a glance: series, small multiples, heat maps and networks, as SVG and PNG.

Each needs matplotlib, which the extra `plots` brings; it is loaded when something is drawn.
"""

from cagraph.plots.heatmap import heat_map
from cagraph.plots.lines import Line, Mark, Panel, Point
from cagraph.plots.multiples import small_multiples
from cagraph.plots.network import Dress, joined, network
from cagraph.plots.plot import TYPES, Plot
from cagraph.plots.series import series
from cagraph.plots.words import Caption

__all__ = [
    "TYPES", "Caption", "Dress", "Line", "Mark", "Panel", "Plot", "Point", "heat_map", "joined", "network", "series",
    "small_multiples",
]  # fmt: skip
