"""The one façade: the graph, and how it is built."""

from cagraph.graph.build import (
    BuildReport,
    as_told_by,
    build,
    data_directory,
    derive_files,
    format_records,
    load,
    verify_derived,
)
from cagraph.graph.facade import Graph

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
