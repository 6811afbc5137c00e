"""CSV tables with a Data Package, for spreadsheets: no text is taken for a formula."""

from collections.abc import Iterator
from typing import Final

from cagraph.exports.base import Exporter, Material
from cagraph.exports.tables.contents import Contents
from cagraph.exports.tables.delimited import GUARDED, guarded, package


def write(material: Material) -> Iterator[bytes]:
    """The archive of all tables. Raises ExportError for values of a wrong type."""
    return package(Contents(material), material, guarded, GUARDED)


EXPORTER: Final = Exporter(
    "spreadsheets",
    ".sheets.zip",
    "application/zip",
    needs_view=False,
    write=write,
    about="CSV tables with a Data Package, for spreadsheets: no text is taken for a formula",
)
