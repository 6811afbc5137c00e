"""What Datasette is told of the SQLite file: titles, licence, descriptions, and how to search."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from cagraph import licence
from cagraph.exports.base import Exporter, Material
from cagraph.exports.tables.layout import ENTITIES, Layout, layouts


def described(tables: Sequence[Layout], material: Material) -> dict[str, Any]:
    """Datasette's metadata. It knows a database by the name of its file: `cagraph.sqlite`."""
    return {
        "title": "cagraph, the knowledge graph of Central Asian diplomacy",
        "description": f"Data version {material.data_version}",
        "license": licence.SHORT,
        "license_url": licence.URL,
        "source": "cagraph",
        "source_url": material.names.base,
        "databases": {"cagraph": {"tables": {table.name: _told(table) for table in tables}}},
    }


def _told(table: Layout) -> dict[str, Any]:
    search = {"fts_table": "entities_fts", "fts_pk": "number"} if table.name == ENTITIES else {}
    label = {"label_column": "label"} if "label" in table.names else {}
    columns = {column.name: column.about for column in table.columns}
    return {"description": table.about, "columns": columns, **label, **search}


def write(material: Material) -> Iterator[bytes]:
    """The metadata, as `datasette cagraph.sqlite --metadata metadata.json` reads them."""
    told = described(layouts(material.model), material)
    return iter([f"{json.dumps(told, ensure_ascii=False, indent=2)}\n".encode()])


EXPORTER: Final = Exporter(
    "datasette",
    ".datasette.json",
    "application/json",
    needs_view=False,
    write=write,
    about="Metadata of the SQLite file for Datasette",
)
