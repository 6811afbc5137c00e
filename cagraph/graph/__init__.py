"""The one façade: the graph, and how it is built."""

from cagraph.exports import Writer
from cagraph.graph.analytics import Measured, described
from cagraph.graph.base import KnowledgeGraph
from cagraph.graph.build import (
    BuildReport,
    build,
    data_directory,
    derive_files,
    format_records,
    load,
    verify_derived,
)
from cagraph.graph.description import serialised, service_description, void_description
from cagraph.graph.endpoint import Endpoint, Written
from cagraph.graph.facade import Graph
from cagraph.graph.keys import SCOPES, Key, Keys
from cagraph.graph.options import Option
from cagraph.graph.paging import MAX_LIMIT, PAGE
from cagraph.graph.plots import PLOTS
from cagraph.graph.remote import RemoteGraph
from cagraph.model.claims import as_told_by
from cagraph.plots import TYPES as PLOT_TYPES
from cagraph.plots import Plot
from cagraph.workers import Change, Limits, QueryRequest, Reply

__all__ = [
    "MAX_LIMIT",
    "PAGE",
    "PLOTS",
    "PLOT_TYPES",
    "SCOPES",
    "BuildReport",
    "Change",
    "Endpoint",
    "Graph",
    "Key",
    "Keys",
    "KnowledgeGraph",
    "Limits",
    "Measured",
    "Option",
    "Plot",
    "QueryRequest",
    "RemoteGraph",
    "Reply",
    "Writer",
    "Written",
    "as_told_by",
    "build",
    "data_directory",
    "derive_files",
    "described",
    "format_records",
    "load",
    "serialised",
    "service_description",
    "verify_derived",
    "void_description",
]
