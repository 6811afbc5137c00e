"""Results as tables: typed columns for pandas, Polars and Arrow, and a page for notebooks."""

from cagraph.tables.columns import Column, Table
from cagraph.tables.tabular import Tabular
from cagraph.tables.types import (
    BOOLEAN,
    DATE,
    DAY,
    ENTITY,
    INTEGER,
    NAMES,
    NUMBER,
    TEXT,
    Type,
    list_of,
    parts,
    typed,
)

__all__ = [
    "BOOLEAN",
    "DATE",
    "DAY",
    "ENTITY",
    "INTEGER",
    "NAMES",
    "NUMBER",
    "TEXT",
    "Column",
    "Table",
    "Tabular",
    "Type",
    "list_of",
    "parts",
    "typed",
]
