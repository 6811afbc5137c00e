"""Apache Parquet: the tables as typed columns, a file each. It needs the extra `arrow`."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

from cagraph import licence
from cagraph.exports.archive import zipped
from cagraph.exports.base import Exporter, Material
from cagraph.exports.tables.contents import Contents, Row
from cagraph.exports.tables.layout import Layout
from cagraph.extras import library

_TYPES: Final = {
    "string": "string", "integer": "int64", "number": "float64", "boolean": "bool_", "date": "date32",
}  # fmt: skip


def write(material: Material) -> Iterator[bytes]:
    """The archive of all tables. Raises NotInstalledError without pyarrow, ExportError for values of a wrong type."""
    library("pyarrow", "arrow")
    contents = Contents(material)
    return zipped(
        (f"{name}.parquet", [_table(layout, rows, material)]) for name, (layout, rows) in contents.tables.items()
    )


def _table(layout: Layout, rows: list[Row], material: Material) -> bytes:
    arrow, parquet = library("pyarrow", "arrow"), library("pyarrow.parquet", "arrow")
    fields, columns = [], []
    for place, column in enumerate(layout.columns):
        held = getattr(arrow, _TYPES[column.type])()
        columns.append(arrow.array([_value(row[place], column.type) for row in rows], type=held))
        fields.append(arrow.field(column.name, held, metadata={"label": column.about}))
    told = {"title": layout.about, "data_version": material.data_version, "licence": licence.SPDX}
    buffer = BytesIO()
    parquet.write_table(arrow.Table.from_arrays(columns, schema=arrow.schema(fields, metadata=told)), buffer)
    return buffer.getvalue()


def _value(cell: Any, type_: str) -> Any:
    return float(cell) if type_ == "number" and cell is not None else cell


EXPORTER: Final = Exporter(
    "parquet",
    ".parquet.zip",
    "application/zip",
    needs_view=False,
    write=write,
    about="Parquet files, one a table, with the types of their columns",
)
