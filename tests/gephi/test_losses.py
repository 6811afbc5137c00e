"""What networkx's own writers lose in Gephi is what docs/exports.md says, and ours loses nothing."""

from pathlib import Path

from cagraph.graph import Graph
from gephi.losses import OURS, VIEWS, losses, table
from gephi.programs import Toolkit

PAGE = Path(__file__).parent.parent.parent / "docs" / "exports.md"


def test_the_page_says_what_is_lost(graph: Graph, toolkit: Toolkit, tmp_path: Path) -> None:
    found = losses(graph, toolkit, tmp_path)
    for view in VIEWS:
        network = graph.mirror(view)
        ours = found[view, OURS]
        assert (ours["nodes"], ours["edges"]) == (network.number_of_nodes(), network.number_of_edges())
        assert ours["labels"] == ours["nodes"]
        assert ours["warnings"] == 0
    assert "\n".join(table(found)) in PAGE.read_text(encoding="utf-8")
