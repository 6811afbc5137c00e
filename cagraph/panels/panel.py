"""A panel: rows with variables that are told of, as plain values that are also a table and files."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from typing import Any

from cagraph.panels.variables import TYPES
from cagraph.tables import Column, Table, Tabular


class Panel(dict[str, Any], Tabular):
    """What `panel` gives: a mapping with `variables` and `rows`, and a table with a column for each variable.

    Missing values are None, in CSV an empty field; ids of records are lists, in CSV between semicolons.
    """

    def __init__(self, values: Mapping[str, Any], home: str = "") -> None:
        super().__init__(values)
        self._home = home

    @property
    def names(self) -> list[str]:
        """The names of the variables, in order."""
        return [variable["name"] for variable in self["variables"]]

    def cells(self) -> Iterator[list[Any]]:
        """The rows as flat values: ids between semicolons."""
        names = self.names
        for row in self["rows"]:
            yield [joined(row[name]) for name in names]

    def csv(self) -> str:
        """The rows (RFC 4180) below the names of the variables."""
        buffer = StringIO()
        writer = csv.writer(buffer, lineterminator="\r\n")
        writer.writerow(self.names)
        writer.writerows(self.cells())
        return buffer.getvalue()

    def table(self) -> Table:
        """The rows as typed columns."""
        columns = [
            Column(variable["name"], TYPES[variable["type"]], [row[variable["name"]] for row in self["rows"]])
            for variable in self["variables"]
        ]
        return Table(columns, self["title"], "", self["notes"], self._home, self["data_version"])


def joined(value: Any) -> Any:
    """Ids between semicolons, none of which are in an id; any other value as it is."""
    return ";".join(value) or None if isinstance(value, Sequence) and not isinstance(value, str) else value
