"""The one façade: the graph, and how it is built."""

from cagraph.dyads.phrases import Phrases
from cagraph.exports import MANNERS, Writer
from cagraph.exports.networks.gephi_lite import opening as in_gephi_lite
from cagraph.graph.analytics import Measured, described
from cagraph.graph.base import KnowledgeGraph
from cagraph.graph.build import (
    BuildReport,
    build,
    data_directory,
    derive_files,
    format_records,
    load,
    migrate_records,
    verify_derived,
)
from cagraph.graph.curation import (
    LOADED_TYPES,
    difference,
    drop_source,
    left_out_text,
    load_files,
    log,
    parsed,
    undo_load,
)
from cagraph.graph.description import serialised, service_description, void_description
from cagraph.graph.endpoint import Endpoint, Written
from cagraph.graph.facade import Graph
from cagraph.graph.keys import SCOPES, Key, Keys
from cagraph.graph.options import Option
from cagraph.graph.outcome import Outcome
from cagraph.graph.paging import MAX_LIMIT, PAGE
from cagraph.graph.panels import described as counts_described
from cagraph.graph.plots import PLOTS
from cagraph.graph.release import release
from cagraph.graph.remote import RemoteGraph
from cagraph.graph.review import Queue, judge, planned, review
from cagraph.graph.safety import back_up, look_over, restore, store_directory
from cagraph.graph.sayings import weighed
from cagraph.graph.templates import template
from cagraph.identity import LEAST, Candidate, Judgement, Verdict
from cagraph.intake.templates import LANGUAGES
from cagraph.model.claims import as_told_by
from cagraph.panels import COMPANIONS, UNITS, Panel
from cagraph.panels import MEDIA_TYPES as PANEL_TYPES
from cagraph.panels import write as as_file
from cagraph.plots import TYPES as PLOT_TYPES
from cagraph.plots import Plot
from cagraph.store.backup import Backup
from cagraph.workers import Change, Limits, QueryRequest, Reply

__all__ = [
    "COMPANIONS",
    "LANGUAGES",
    "LEAST",
    "LOADED_TYPES",
    "MANNERS",
    "MAX_LIMIT",
    "PAGE",
    "PANEL_TYPES",
    "PLOTS",
    "PLOT_TYPES",
    "SCOPES",
    "UNITS",
    "Backup",
    "BuildReport",
    "Candidate",
    "Change",
    "Endpoint",
    "Graph",
    "Judgement",
    "Key",
    "Keys",
    "KnowledgeGraph",
    "Limits",
    "Measured",
    "Option",
    "Outcome",
    "Panel",
    "Phrases",
    "Plot",
    "QueryRequest",
    "Queue",
    "RemoteGraph",
    "Reply",
    "Verdict",
    "Writer",
    "Written",
    "as_file",
    "as_told_by",
    "back_up",
    "build",
    "counts_described",
    "data_directory",
    "derive_files",
    "described",
    "difference",
    "drop_source",
    "format_records",
    "in_gephi_lite",
    "judge",
    "left_out_text",
    "load",
    "load_files",
    "log",
    "look_over",
    "migrate_records",
    "parsed",
    "planned",
    "release",
    "restore",
    "review",
    "serialised",
    "service_description",
    "store_directory",
    "template",
    "undo_load",
    "verify_derived",
    "void_description",
    "weighed",
]
