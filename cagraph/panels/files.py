"""Panels as files: CSV, Parquet and Stata, each with its codebook and bibliography."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from importlib import import_module
from io import BytesIO
from types import MappingProxyType
from typing import Any, Final

from cagraph.errors import ParameterError
from cagraph.panels.bibliography import bibtex
from cagraph.panels.codebook import codebook
from cagraph.panels.panel import Panel, joined
from cagraph.tables import TEXT, Column, Table
from cagraph.tables.frames import to_pandas

STATA: Final = 118
# The most characters of a label in Stata, which the package haven of R reads as well.
LABEL: Final = 80
_BEGINNING: Final = "1960-01-01"


def write(panel: Panel, suffix: str) -> bytes:
    """The bytes of a file with that suffix, the same for the same panel.

    Raises ParameterError for a suffix that is not known, NotInstalledError without the library that writes it.
    """
    if suffix not in WRITERS:
        raise ParameterError(f"out: no panel ends in '{suffix[:40]}'", f"write one of {', '.join(WRITERS)}")
    return WRITERS[suffix](panel)


def _csv(panel: Panel) -> bytes:
    return panel.csv().encode()


def _parquet(panel: Panel) -> bytes:
    """Apache Parquet, with all but the rows as JSON in the metadata of the schema under `cagraph`."""
    table = panel.to_arrow()
    told = json.dumps({name: value for name, value in panel.items() if name != "rows"}, ensure_ascii=False)
    fields = [
        table.schema.field(variable["name"]).with_metadata({"label": variable["label"]})
        for variable in panel["variables"]
    ]
    schema = import_module("pyarrow").schema(fields, metadata={"cagraph": told})
    buffer = BytesIO()
    import_module("pyarrow.parquet").write_table(table.cast(schema), buffer)
    return buffer.getvalue()


def _stata(panel: Panel) -> bytes:
    """Stata 14 and later (format 118), with labels of variables, values and data; ids between semicolons."""
    variables = panel["variables"]
    frame = to_pandas(Table([_flat(column) for column in panel.table().columns]))
    for variable in variables:
        name = variable["name"]
        if variable["type"] in {"text", "ids"}:
            frame[name] = frame[name].fillna("").astype(object)
        elif variable["type"] == "integer":
            frame[name] = frame[name].astype("float64" if frame[name].isna().any() else "int32")
    buffer = BytesIO()
    frame.to_stata(
        buffer,
        version=STATA,
        write_index=False,
        time_stamp=datetime.fromisoformat(panel["reach"] or _BEGINNING),
        data_label=_short(f"cagraph {panel['unit']}, data {panel['data_version'][:12]}"),
        variable_labels={one["name"]: _short(one["label"]) for one in variables},
        value_labels={one["name"]: _numbered(one["values"]) for one in variables if one["values"]},
        convert_strl=[one["name"] for one in variables if one["type"] == "ids" and _long(frame[one["name"]])],
        convert_dates={one["name"]: "td" for one in variables if one["type"] == "day"},
    )
    return buffer.getvalue()


def _flat(column: Column) -> Column:
    if column.type.name != "list":
        return column
    return Column(column.name, TEXT, [joined(value) for value in column.values])


def _numbered(values: Mapping[str, str]) -> dict[int, str]:
    return {int(number): text for number, text in values.items()}


def _long(texts: Any) -> bool:
    """Whether texts are too long to stand in every row: they are kept apart, each once."""
    return int(texts.str.len().max()) > LABEL if len(texts) else False


def _short(label: str) -> str:
    return label if len(label) <= LABEL else label[: LABEL - 1] + "…"


WRITERS: Final[Mapping[str, Callable[[Panel], bytes]]] = MappingProxyType(
    {
        ".csv": _csv,
        ".parquet": _parquet,
        ".dta": _stata,
        ".md": lambda panel: codebook(panel).encode(),
        ".bib": lambda panel: bibtex(panel["sources"], panel["data_version"]).encode(),
    }
)
COMPANIONS: Final[Mapping[str, str]] = MappingProxyType({".codebook.md": ".md", ".bib": ".bib"})
"""What is written beside a panel, by what is added to its name."""
MEDIA_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        ".csv": "text/csv",
        ".parquet": "application/vnd.apache.parquet",
        ".dta": "application/x-stata-dta",
        ".md": "text/markdown",
        ".bib": "application/x-bibtex",
    }
)
