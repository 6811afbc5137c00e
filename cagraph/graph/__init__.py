"""The one façade: the graph, and how it is built."""

from cagraph.graph.build import (
    BuildReport,
    build,
    data_directory,
    derive_files,
    format_records,
    load,
    verify_derived,
)
from cagraph.graph.facade import Graph
from cagraph.model.claims import as_told_by

__all__ = [
    "BuildReport",
    "Graph",
    "as_told_by",
    "build",
    "data_directory",
    "derive_files",
    "format_records",
    "load",
    "verify_derived",
]
