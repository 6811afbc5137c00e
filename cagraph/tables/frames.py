"""Tables as pandas, Polars and Arrow hold them. Each library is an extra, and is loaded when it is asked for."""

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from cagraph.extras import library
from cagraph.tables.columns import Column, Table
from cagraph.tables.types import Type

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

_ARROW: Final = MappingProxyType(
    {"text": "string", "integer": "int64", "number": "float64", "boolean": "bool_", "day": "date32"}
)
_POLARS: Final = MappingProxyType(
    {"text": "String", "integer": "Int64", "number": "Float64", "boolean": "Boolean", "day": "Date"}
)
# Days by the second: those of nanoseconds begin in 1677.
_PANDAS: Final = MappingProxyType(
    {"text": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean", "day": "datetime64[s]"}
)


def to_arrow(table: Table) -> "pyarrow.Table":
    """An Arrow table. Raises NotInstalledError when pyarrow is not installed."""
    arrow = library("pyarrow", "arrow")

    def held(type_: Type) -> Any:
        if type_.name == "list" and type_.of:
            return arrow.list_(held(type_.of))
        if type_.name == "parts":
            return arrow.struct({name: held(part) for name, part in type_.parts})
        return getattr(arrow, _ARROW[type_.name])()

    return arrow.table({name: arrow.array(one.values, type=held(one.type)) for name, one in table.spread().items()})


def to_polars(table: Table) -> "polars.DataFrame":
    """A Polars data frame. Raises NotInstalledError when polars is not installed."""
    module = library("polars", "polars")

    def held(type_: Type) -> Any:
        if type_.name == "list" and type_.of:
            return module.List(held(type_.of))
        if type_.name == "parts":
            return module.Struct({name: held(part) for name, part in type_.parts})
        return getattr(module, _POLARS[type_.name])

    flat = table.spread()
    schema = {name: held(one.type) for name, one in flat.items()}
    made: polars.DataFrame = module.DataFrame({name: list(one.values) for name, one in flat.items()}, schema=schema)
    return made


def to_pandas(table: Table) -> "pandas.DataFrame":
    """A pandas data frame; lists are objects in it. Raises NotInstalledError when pandas is not installed."""
    pandas = library("pandas", "pandas")

    def series(one: Column) -> Any:
        return pandas.Series(list(one.values), dtype=_PANDAS.get(one.type.name, "object"))

    return pandas.DataFrame({name: series(one) for name, one in table.spread().items()})
