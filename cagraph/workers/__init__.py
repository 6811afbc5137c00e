"""Evaluation in other processes: expendable workers over snapshots that never change, and one writer."""

from cagraph.workers.evaluate import GRAPH_FORMATS, RESULT_FORMATS, QueryRequest
from cagraph.workers.federation import Federation
from cagraph.workers.lanes import Limits
from cagraph.workers.pool import Pool, Reply
from cagraph.workers.sandbox import confinement
from cagraph.workers.writing import Change, Writer

__all__ = [
    "GRAPH_FORMATS",
    "RESULT_FORMATS",
    "Change",
    "Federation",
    "Limits",
    "Pool",
    "QueryRequest",
    "Reply",
    "Writer",
    "confinement",
]
